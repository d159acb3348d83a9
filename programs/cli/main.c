#include "volteface.h"
int main(void) { return 0; }
