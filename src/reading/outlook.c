#include "reading/reading.h"

void vfp_read_outlooks(Article *article) { (void)article; }
