/* fuzz_jsonl.c: any bytes as JSONL through ingest. */
#include "ingest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return read_as(VF_FORMAT_JSONL, data, size); }
