/* fuzz_text.c: any bytes as plain text through ingest. */
#include "ingest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return read_as(VF_FORMAT_TEXT, data, size); }
