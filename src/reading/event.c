#include "reading/reading.h"

void vfp_read_events(Article *article) { (void)article; }
