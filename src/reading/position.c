#include "reading/reading.h"

void vfp_read_positions(Article *article) { (void)article; }
