#include "language/math.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { ROWS = 6, SLICE = 256 };
#define ROUNDER 12582912.0f /* 1.5 * 2^23: what is added to it and taken from it again is rounded to a whole number */

typedef struct ExpRow {
    float *at, top;
    uint32_t n;
} ExpRow;

typedef struct RoundRow {
    int16_t *to;
    const float *from;
    float by, most;
    uint32_t n;
} RoundRow;

#define LANES   4
#define NAME(x) x##_plain
#define TARGET
#include "language/math_lanes.h"

#if defined(__x86_64__)
#define LANES   8
#define NAME(x) x##_wide
#define TARGET  __attribute__((target("avx2")))
#include "language/math_lanes.h"
#define CHOOSE(name, x)                                                                                                \
    if (wide) name##_wide(x);                                                                                          \
    else name##_plain(x)
#else
#define CHOOSE(name, x)                                                                                                \
    (void)wide;                                                                                                        \
    name##_plain(x)
#endif

void vfp_multiply(const Product *p, bool wide) { CHOOSE(multiply, p); }
void vfp_recur(const Recurrence *r, bool wide) { CHOOSE(recur, r); }

void vfp_pack(float *out, const float *b, uint32_t k, uint32_t n, size_t row, size_t column) {
    for (uint32_t j = 0; j < n; j += PANEL)
        for (uint32_t i = 0; i < k; i++, out += PANEL)
            for (uint32_t l = 0; l < PANEL; l++) out[l] = j + l < n ? b[i * row + (j + l) * column] : 0;
}

void vfp_multiply_whole(const WholeProduct *p, bool wide) { CHOOSE(multiply_whole, p); }

uint32_t vfp_highest(const float *x, uint32_t n, bool wide) {
    ExpRow row = {.at = (float *)(uintptr_t)x, .n = n};
    CHOOSE(top, &row);
    for (uint32_t i = 0; i < n; i++)
        if (x[i] == row.top) return i;
    return 0;
}

float vfp_round_row(int16_t *out, const float *x, uint32_t k, bool wide) {
    RoundRow row = {.to = out, .from = x, .n = k};
    CHOOSE(size, &row);
    row.by = row.most > 0 ? 1023 / row.most : 0;
    CHOOSE(round_row, &row);
    if (k % 2) out[k] = 0;
    return row.most / 1023;
}

/* Columns [j, j + PANEL) of b, of which `n` are real, to one panel: in the order in which b lies in memory. */
static void pack_panel(int16_t *panel, float *scales, const float *b, uint32_t k, size_t row, uint32_t n) {
    float most[PANEL] = {0}, by[PANEL];
    for (uint32_t i = 0; i < k; i++)
        for (uint32_t l = 0; l < n; l++) {
            const float x = b[i * row + l], size = x < 0 ? -x : x;
            most[l] = size > most[l] ? size : most[l];
        }
    for (uint32_t l = 0; l < PANEL; l++) by[l] = most[l] > 0 ? 4095 / most[l] : 0, scales[l] = most[l] / 4095;
    memset(panel, 0, (size_t)(k + 1) / 2 * 2 * PANEL * sizeof *panel);
    for (uint32_t i = 0; i < k; i++)
        for (uint32_t l = 0; l < n; l++)
            panel[(size_t)(i / 2) * 2 * PANEL + 2 * l + i % 2] = (int16_t)(b[i * row + l] * by[l] + ROUNDER - ROUNDER);
}

void vfp_pack_whole(int16_t *out, float *scales, const float *b, uint32_t k, uint32_t n) {
    for (uint32_t j = 0; j < n; j += PANEL)
        if (n - j >= PANEL) pack_panel(out + (size_t)j * ((k + 1) / 2 * 2), scales + j, b + j, k, n, PANEL);
        else pack_panel(out + (size_t)j * ((k + 1) / 2 * 2), scales + j, b + j, k, n, n - j);
}

float vfp_exp_row(float *x, uint32_t n, bool wide) {
    ExpRow row = {.at = x, .top = n ? x[0] : 0, .n = n};
    for (uint32_t i = 1; i < n; i++) row.top = x[i] > row.top ? x[i] : row.top;
    CHOOSE(exps, &row);
    float sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

void vfp_from_halves(float *to, const uint16_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const uint32_t half = from[i], sign = (half & 0x8000) << 16, rest = half & 0x7FFF;
        const uint32_t bits = sign | (rest < 1024 ? 0 : (rest << 13) + (112u << 23));
        memcpy(to + i, &bits, sizeof bits);
    }
}

uint16_t vfp_to_half(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    const uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    bits &= 0x7FFFFFFF;
    if (bits < 113u << 23) return sign;
    bits += 0xFFF + (bits >> 13 & 1); /* to the nearest, to even where two are as near */
    return bits >= 143u << 23 ? sign | 0x7BFF : (uint16_t)(sign | ((bits >> 13) - (112 << 10)));
}
