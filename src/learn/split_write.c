/* split_write.c: weights → the bytes that language/split.h describes. The largest weights are clipped, for they
 * decide anyway; the rest are scaled to a byte. */
#include "learn/split.h"
#include <stdlib.h>

static int by_size(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The size that becomes 127: that of the weight which all but one in CLIPPED do not exceed. */
static int64_t scale_of(const SplitWeight *w, uint32_t n) {
    enum { CLIPPED = 2000 };
    int64_t *sizes = learn_alloc(n, sizeof *sizes);
    for (uint32_t i = 0; i < n; i++) sizes[i] = w[i].weight < 0 ? -w[i].weight : w[i].weight;
    qsort(sizes, n, sizeof *sizes, by_size);
    int64_t scale = n ? sizes[n - 1 - n / CLIPPED] : 1;
    free(sizes);
    return scale ? scale : 1;
}

static int8_t to_byte(int64_t sum, int64_t scale) {
    if (sum >= scale) return 127;
    if (sum <= -scale) return -127;
    return (int8_t)((sum * 254 + (sum < 0 ? -scale : scale)) / (2 * scale)); /* rounds half away from zero */
}

unsigned char *learn_split_build(SplitWeight *w, uint32_t count, const unsigned char *words, const SplitOptions *o,
                                 size_t *size, uint32_t *dropped) {
    size_t word_bytes = (size_t)4 << o->word_bits;
    *size = sizeof(SplitHeader) + word_bytes + ((size_t)sizeof(uint16_t) << o->row_bits);
    unsigned char *bytes = learn_alloc(*size, 1), *body = bytes + sizeof(SplitHeader), *rows = body + word_bytes;
    memcpy(body, words, word_bytes);
    int64_t scale = scale_of(w, count);
    *dropped = 0;
    for (uint32_t i = 0; i < count; i++) {
        int8_t weight = to_byte(w[i].weight, scale);
        uint8_t check = (uint8_t)(w[i].feature >> 20);
        unsigned char *pair = rows + 2 * (w[i].feature >> (64 - o->row_bits) & ~(uint64_t)1);
        if (!weight) continue;
        bool clash = (pair[1] && pair[0] == check) || (pair[3] && pair[2] == check);
        if (clash || (pair[1] && pair[3])) {
            ++*dropped;
            continue;
        }
        unsigned char *row = pair[1] ? pair + 2 : pair;
        row[0] = check, row[1] = (unsigned char)weight;
    }
    SplitHeader h = {.magic = "vfsplit",
                     .version = SPLIT_VERSION,
                     .bytes = (uint32_t)*size,
                     .word_bits = o->word_bits,
                     .row_bits = o->row_bits,
                     .templates = vfp_split_templates()};
    h.magic[7] = '\n';
    memcpy(bytes, &h, sizeof h);
    learn_split_set_quick(bytes, *size, INT32_MIN);
    return bytes;
}

void learn_split_set_quick(unsigned char *part, size_t size, int32_t quick) {
    SplitHeader h;
    memcpy(&h, part, sizeof h);
    h.quick = quick;
    h.checksum = vfp_split_checksum(&h, part + sizeof h, size - sizeof h);
    memcpy(part, &h, sizeof h);
}
