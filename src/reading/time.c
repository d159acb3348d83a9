#include "reading/reading.h"

void vfp_read_times(Article *article) { (void)article; }
