#include "reading/reading.h"

void vfp_read_shifts(Article *article) { (void)article; }
