#include "language/language.h"

void vfp_chunk(Article *article) { (void)article; }
