#include "language/language.h"

void vfp_tag(Article *article) { (void)article; }
