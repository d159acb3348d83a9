#include "reading/reading.h"

void vfp_read_statements(Article *article) { (void)article; }
