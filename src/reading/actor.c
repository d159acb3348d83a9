#include "reading/reading.h"

void vfp_read_actors(Article *article) { (void)article; }
