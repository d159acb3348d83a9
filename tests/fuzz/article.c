/* article.c: any bytes as an article. The first byte chooses the format; what was read must be written as well. */
#include "volteface.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool swallow(void *user, const char *bytes, size_t size) {
    (void)bytes;
    *(size_t *)user += size;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static vf_engine *engine;
    static vf_article *article;
    vf_error error = {0};
    if (!engine && (vf_engine_open(NULL, &engine, &error) || vf_article_new(engine, &article, &error))) abort();
    if (!size) return 0;
    const vf_format formats[] = {VF_FORMAT_TEXT, VF_FORMAT_HTML, VF_FORMAT_JSONL, VF_FORMAT_AUTO};
    vf_input input = {.bytes = (const char *)data + 1, .size = size - 1, .format = formats[data[0] % 4], .uri = "fuzz"};
    size_t written = 0;
    vf_status status = vf_article_read(article, &input, &error);
    if (status == VF_E_INTERNAL) abort();
    if (!status && (vf_article_write(article, swallow, &written, &error) || !written)) abort();
    return 0;
}
