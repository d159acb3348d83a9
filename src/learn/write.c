/* write.c: weights → the bytes of a model (model.h). The largest weights are clipped, for they decide anyway; the rest
 * are scaled to a byte. */
#include "learn/learn.h"
#include <stdlib.h>

static int by_size(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The size that becomes 127: that of the weight which all but one in CLIPPED do not exceed. */
static int64_t scale_of(const Weights *w) {
    enum { CLIPPED = 2000 };
    size_t n = 0;
    int64_t *sizes = learn_alloc((size_t)w->count * TAG_WIDTH, sizeof *sizes);
    for (uint32_t r = 0; r < w->count; r++)
        for (int t = 0; t < TAG_WIDTH; t++)
            if (w->sum[r][t]) sizes[n++] = w->sum[r][t] < 0 ? -w->sum[r][t] : w->sum[r][t];
    qsort(sizes, n, sizeof *sizes, by_size);
    int64_t scale = n ? sizes[n - 1 - n / CLIPPED] : 1;
    free(sizes);
    return scale;
}

static int8_t to_byte(int64_t sum, int64_t scale) {
    if (sum >= scale) return 127;
    if (sum <= -scale) return -127;
    int64_t twice = sum * 254 + (sum < 0 ? -scale : scale); /* rounds half away from zero */
    return (int8_t)(twice / (2 * scale));
}

/* The row for a feature in the file, or VFP_NONE where its bucket is full or holds one with the same check. */
static uint32_t place(uint16_t *checks, uint32_t bits, uint64_t hash) {
    uint32_t bucket = (uint32_t)hash & ((1u << bits) - 1) & ~(uint32_t)(BUCKET - 1);
    uint16_t check = (uint16_t)(hash >> 48 | 1);
    for (uint32_t k = bucket; k < bucket + BUCKET; k++) {
        if (checks[k] == check) return VFP_NONE;
        if (!checks[k]) return checks[k] = check, k;
    }
    return VFP_NONE;
}

unsigned char *learn_build(const Weights *w, const WordEntry *words, const LearnOptions *options, size_t *size,
                           uint32_t *dropped) {
    size_t word_bytes = ((size_t)1 << options->word_bits) * sizeof *words, rows = (size_t)1 << options->row_bits;
    *size = sizeof(ModelHeader) + word_bytes + rows * (sizeof(uint16_t) + TAG_WIDTH);
    unsigned char *bytes = learn_alloc(*size, 1), *body = bytes + sizeof(ModelHeader);
    memcpy(body, words, word_bytes);
    uint16_t *checks = (uint16_t *)(void *)(body + word_bytes);
    int8_t(*weights)[TAG_WIDTH] = (int8_t(*)[TAG_WIDTH])(void *)(checks + rows);
    int64_t scale = scale_of(w);
    *dropped = 0;
    for (uint32_t r = 0; r < w->count; r++) {
        uint32_t row = place(checks, options->row_bits, w->hash[r]);
        if (row == VFP_NONE) ++*dropped;
        for (int t = 0; row != VFP_NONE && t < TAG_WIDTH; t++) weights[row][t] = to_byte(w->sum[r][t], scale);
    }
    ModelHeader header = {.magic = "vfmodel",
                          .version = MODEL_VERSION,
                          .bytes = (uint32_t)*size,
                          .word_bits = options->word_bits,
                          .row_bits = options->row_bits,
                          .tags = TAG_COUNT,
                          .templates = vfp_templates_hash()};
    header.magic[7] = '\n';
    header.checksum = vfp_model_checksum(body, *size - sizeof header);
    memcpy(bytes, &header, sizeof header);
    return bytes;
}
