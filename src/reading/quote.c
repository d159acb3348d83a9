#include "reading/reading.h"

void vfp_read_quotes(Article *article) { (void)article; }
