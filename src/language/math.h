/* math.h: the arithmetic of the network, shared by the runtime and the trainer: products of matrices, exponentials,
 * sums. Every function exists once in plain vectors of the compiler and once more compiled for AVX2, chosen when the
 * program runs; both do the same operations on the same numbers in the same order, without fused products and without
 * the C library's functions, so that they, and any machine with IEEE numbers, give the same bits. */
#ifndef VFP_MATH_H
#define VFP_MATH_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PANEL = 16,            /* columns that the product works on at a time */
    RECURRENCE_MOST = 512, /* widest recurrence */
};

/* Floats that a packed matrix of k rows and n columns takes. */
static inline size_t vfp_packed_size(uint32_t k, uint32_t n) { return (size_t)k * ((n + PANEL - 1) / PANEL * PANEL); }

/* Writes the k × n matrix b, whose element (i, j) is b[i * row + j * column], to `out` in panels of PANEL columns, the
 * last filled with zeros. O(k n). */
void vfp_pack(float *out, const float *b, uint32_t k, uint32_t n, size_t row, size_t column);

/* c (m × n, rows `ldc` apart) = a × b, or += where `add`. a: m × k, element (i, j) at a[i * row + j * column]; b:
 * packed. c is written in whole panels: its rows need room for n rounded up to PANEL. O(m n k). */
typedef struct Product {
    float *c;
    const float *a, *b;
    uint32_t m, n, k;
    size_t ldc, row, column;
    bool add;
} Product;
void vfp_multiply(const Product *p, bool wide);

/* The same in whole numbers of 16 bits, which takes half the time: weights within ±4095 of a scale for each column, and
 * what is multiplied within ±1023 of a scale for each row, so that sums of up to WHOLE_MOST products stay exact.
 * Both lie in pairs: k is rounded up to an even number. */
enum { WHOLE_MOST = 256 };
static inline size_t vfp_whole_size(uint32_t k, uint32_t n) { return vfp_packed_size((k + 1) / 2 * 2, n); }
/* out: vfp_whole_size(k, n), scales: n rounded up to PANEL. b: k rows of n. O(k n). */
void vfp_pack_whole(int16_t *out, float *scales, const float *b, uint32_t k, uint32_t n);
/* One row of k floats; out: k rounded up to even. Returns the scale. O(k). */
float vfp_round_row(int16_t *out, const float *x, uint32_t k, bool wide);
/* c = a × b + bias. */
typedef struct WholeProduct {
    float *c;
    const int16_t *a, *b;
    const float *row_scales, *column_scales, *bias;
    uint32_t m, n, k;
    size_t ldc;
} WholeProduct;
void vfp_multiply_whole(const WholeProduct *p, bool wide);

/* One direction of a simple recurrent layer (Lei et al. 2018) over n words, `step` +1 or -1 from word `from` on:
 * f = σ(u1 + vf c'), c = f c' + (1 - f) u0, r = σ(u2 + vr c'), h = r c + (1 - r) skip, where c' is the c of the word
 * before. u: rows of 3 × width, `skip` and `h` rows of their own strides; `state`, `f`, `r` (rows of `ldh`, where kept)
 * may be null: the trainer wants them back. Where they are null, σ is within 5e-6 only. width: a multiple of 8.
 * `rows`, where it isn't null, has the rows of u one by one; from `offset` on in each, and skip behind them. O(n
 * width). */
typedef struct Recurrence {
    const float *u, *skip, *vf, *vr;
    const float *const *rows;
    size_t offset;
    float *h, *state, *f, *r;
    size_t ldu, ldskip, ldh;
    uint32_t n, width;
    bool backward;
} Recurrence;
void vfp_recur(const Recurrence *r, bool wide);

/* x[i] = exp(x[i] - the highest of them); returns their sum. O(n). */
float vfp_exp_row(float *x, uint32_t n, bool wide);
/* The place of the highest of n numbers, the first of equals; n: a multiple of 8. O(n). */
uint32_t vfp_highest(const float *x, uint32_t n, bool wide);
/* n numbers of 16 bits (IEEE halves) as floats; those too small for a half are zero. O(n). */
void vfp_from_halves(float *to, const uint16_t *from, size_t n);
uint16_t vfp_to_half(float x);
#endif
