/* fuzz_html.c: any bytes as HTML through ingest. */
#include "ingest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return read_as(VF_FORMAT_HTML, data, size); }
