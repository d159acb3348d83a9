/* lexicon.c: any bytes as a lexicon file. */
#include "lexicon/lexicon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Lexicon *lexicon = NULL;
    vf_error error = {0};
    vfp_lexicon_parse("fuzz", (const char *)data, size, &lexicon, &error);
    vfp_lexicon_close(lexicon);
    return 0;
}
