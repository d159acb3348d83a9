#include "cli.h"
int run_query(const Options *o){(void)o;return 3;}
int run_show(const Options *o){(void)o;return 3;}
int run_export(const Options *o){(void)o;return 3;}
int run_bench(const Options *o){(void)o;return 3;}
void manual_print(FILE *out){(void)out;}
void completions_print(FILE *out,const char*s){(void)out,(void)s;}
