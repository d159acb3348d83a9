#include "language/language.h"

void vfp_tokenize(Article *article) { (void)article; }
