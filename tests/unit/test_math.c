/* The arithmetic below the network: both widths of vectors give the same bits, and what plain loops give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "language/math.h"
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t chance = 1962;

static uint32_t draw(uint32_t below) {
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((chance >> 32) * below >> 32);
}

static float number(float most) { return most * ((float)draw(1u << 24) / (1 << 23) - 1); }

static float *numbers(size_t n, float most) {
    float *at = aligned_alloc(64, (n * sizeof *at + 127) / 64 * 64);
    for (size_t i = 0; i < n; i++) at[i] = number(most);
    return at;
}

static void *copy_of(const void *from, size_t bytes) {
    void *at = aligned_alloc(64, (bytes + 127) / 64 * 64);
    return memcpy(at, from, bytes);
}

static bool has_wide(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

static const uint32_t sizes[] = {1, 2, 3, 5, 6, 7, 13, 16, 17, 31, 96}, inners[] = {1, 2, 7, 96, 255, 256, 257, 513};
enum { SIZES = sizeof sizes / sizeof *sizes, INNERS = sizeof inners / sizeof *inners };

/* ---- products */

static void assert_rows(const float *a, const float *b, uint32_t m, uint32_t n, size_t ldc) {
    for (uint32_t i = 0; i < m; i++) assert_memory_equal(a + i * ldc, b + i * ldc, n * sizeof *a);
}

static void try_product(uint32_t m, uint32_t n, uint32_t k, bool turned, bool add) {
    const size_t ldc = (n + PANEL - 1) / PANEL * PANEL + 16;
    float *a = numbers((size_t)m * k, 2), *b = numbers((size_t)k * n, 2), *packed = numbers(vfp_packed_size(k, n), 9);
    float *c = numbers(m * ldc, 5), *before = copy_of(c, m * ldc * sizeof *c), *wide = copy_of(c, m * ldc * sizeof *c);
    if (turned) vfp_pack(packed, b, k, n, 1, k);
    else vfp_pack(packed, b, k, n, n, 1);
    Product p = {c, a, packed, m, n, k, ldc, turned ? 1 : k, turned ? m : 1, add};
    vfp_multiply(&p, false);
    for (uint32_t i = 0; i < m; i++)
        for (uint32_t j = 0; j < n; j++) {
            double sum = add ? (double)before[i * ldc + j] : 0;
            for (uint32_t l = 0; l < k; l++)
                sum += (double)a[turned ? l * m + i : i * k + l] * (double)b[turned ? j * k + l : l * n + j];
            assert_true(fabs(sum - (double)c[i * ldc + j]) < 1e-5 * (k + 10));
        }
    if (has_wide()) {
        p.c = wide;
        vfp_multiply(&p, true);
        assert_rows(c, wide, m, n, ldc);
    }
    free(a), free(b), free(packed), free(c), free(before), free(wide);
}

static void test_products(void **state) {
    (void)state;
    for (int i = 0; i < SIZES; i++)
        for (int j = 0; j < SIZES; j++)
            for (int l = 0; l < INNERS; l++) try_product(sizes[i], sizes[j], inners[l], draw(2), draw(2));
}

/* ---- products of whole numbers */

static void try_whole(uint32_t m, uint32_t n, uint32_t k) {
    const uint32_t even = (k + 1) / 2 * 2, padded = (n + PANEL - 1) / PANEL * PANEL;
    float *a = numbers((size_t)m * k, 3), *b = numbers((size_t)k * n, 3), *bias = numbers(padded, 1);
    float *c = numbers((size_t)m * padded, 1), *wide = numbers((size_t)m * padded, 1);
    float *rows = numbers(m, 1), *columns = numbers(padded, 1);
    int16_t *whole_a = calloc((size_t)m * even, sizeof *whole_a),
            *whole_b = calloc(vfp_whole_size(k, n), sizeof *whole_b);
    for (uint32_t i = 0; i < m; i++) rows[i] = vfp_round_row(whole_a + (size_t)i * even, a + (size_t)i * k, k, false);
    vfp_pack_whole(whole_b, columns, b, k, n);
    WholeProduct p = {c, whole_a, whole_b, rows, columns, bias, m, n, k, padded};
    vfp_multiply_whole(&p, false);
    for (uint32_t i = 0; i < m; i++)
        for (uint32_t j = 0; j < n; j++) {
            double sum = (double)bias[j], size = 0;
            for (uint32_t l = 0; l < k; l++) {
                const double x = (double)a[i * k + l] * (double)b[l * n + j];
                sum += x, size += fabs(x);
            }
            assert_true(fabs(sum - (double)c[(size_t)i * padded + j]) < 1e-4 + 9.0 * k * (1 / 1023.0 + 1 / 4095.0));
            assert_true(fabs(sum - (double)c[(size_t)i * padded + j]) < 1e-4 + 0.1 * size + 0.02);
        }
    if (has_wide()) {
        p.c = wide;
        vfp_multiply_whole(&p, true);
        assert_rows(c, wide, m, n, padded);
    }
    free(a), free(b), free(bias), free(c), free(wide), free(rows), free(columns), free(whole_a), free(whole_b);
}

static void test_whole_products(void **state) {
    (void)state;
    for (int i = 0; i < SIZES; i++)
        for (int j = 0; j < SIZES; j++)
            for (int l = 0; l < INNERS; l++)
                if (inners[l] <= WHOLE_MOST) try_whole(sizes[i], sizes[j], inners[l]);
}

/* The largest sums that there can be stay exact. */
static void test_whole_products_do_not_overflow(void **state) {
    (void)state;
    enum { K = WHOLE_MOST };
    int16_t *a = malloc(K * sizeof *a), *b = calloc(vfp_whole_size(K, PANEL), sizeof *b);
    float ones[PANEL], zeros[PANEL] = {0}, c[PANEL];
    for (int i = 0; i < PANEL; i++) ones[i] = 1;
    for (int i = 0; i < K; i++) a[i] = -1023;
    for (size_t i = 0; i < vfp_whole_size(K, PANEL); i++) b[i] = 4095;
    for (int wide = 0; wide <= has_wide(); wide++) {
        vfp_multiply_whole(&(WholeProduct){c, a, b, ones, ones, zeros, 1, PANEL, K, PANEL}, wide);
        for (int i = 0; i < PANEL; i++) assert_true(c[i] == (float)(-1023 * 4095 * K));
    }
    free(a), free(b);
}

static void test_rounded_rows(void **state) {
    (void)state;
    for (uint32_t n = 1; n <= 40; n++)
        for (int kind = 0; kind < 4; kind++) {
            float x[40];
            int16_t plain[42], wide[42];
            for (uint32_t i = 0; i < n; i++)
                x[i] = kind == 0 ? 0 : kind == 1 ? -FLT_MAX : kind == 2 ? 1e-30f : number(100);
            memset(plain, 0x55, sizeof plain), memset(wide, 0x55, sizeof wide);
            const float scale = vfp_round_row(plain, x, n, false);
            assert_true(scale >= 0 && (kind || scale == 0));
            for (uint32_t i = 0; i < n; i++) {
                assert_true(plain[i] >= -1023 && plain[i] <= 1023);
                assert_true(kind == 2 ||
                            fabs((double)plain[i] * (double)scale - (double)x[i]) <= 0.5001 * (double)scale);
            }
            assert_true(n % 2 == 0 || plain[n] == 0);
            if (!has_wide()) continue;
            assert_true(vfp_round_row(wide, x, n, true) == scale);
            assert_memory_equal(plain, wide, sizeof plain);
        }
}

/* ---- recurrence */

static double sigmoid(double x) { return 1 / (1 + exp(-x)); }

static void check_recurrence(const Recurrence *r) {
    for (uint32_t j = 0; j < r->width; j++) {
        double c = 0;
        for (uint32_t k = 0; k < r->n; k++) {
            const size_t t = r->backward ? r->n - 1 - k : k;
            const float *u = r->u + t * r->ldu;
            const double f = sigmoid((double)u[r->width + j] + (double)r->vf[j] * c);
            const double g = sigmoid((double)u[2 * r->width + j] + (double)r->vr[j] * c);
            const double skip = (double)r->skip[t * r->ldskip + j];
            c = f * c + (1 - f) * (double)u[j];
            assert_true(fabs(g * c + (1 - g) * skip - (double)r->h[t * r->ldh + j]) < (r->state ? 1e-4 : 1e-3));
            if (r->state) assert_true(fabs(c - (double)r->state[t * r->ldh + j]) < 1e-4);
        }
    }
}

static void try_recurrence(uint32_t n, uint32_t width, bool backward, bool kept) {
    const size_t ldu = 4 * width + 8, ldh = 2 * width;
    float *u = numbers(n * ldu, 8), *carry = numbers(2 * width, 2), *h = numbers(n * ldh, 1),
          *wide = copy_of(h, n * ldh * 4);
    float *state = numbers(3 * n * ldh, 1), *wide_state = copy_of(state, 3 * n * ldh * 4);
    Recurrence r = {.u = u,
                    .skip = u + 3 * width,
                    .vf = carry,
                    .vr = carry + width,
                    .h = h,
                    .state = kept ? state : NULL,
                    .f = state + n * ldh,
                    .r = state + 2 * n * ldh,
                    .ldu = ldu,
                    .ldskip = ldu,
                    .ldh = ldh,
                    .n = n,
                    .width = width,
                    .backward = backward};
    vfp_recur(&r, false);
    check_recurrence(&r);
    if (has_wide()) {
        r.h = wide, r.state = kept ? wide_state : NULL, r.f = wide_state + n * ldh, r.r = wide_state + 2 * n * ldh;
        vfp_recur(&r, true);
        assert_memory_equal(h, wide, n * ldh * sizeof *h);
        assert_memory_equal(state, wide_state, 3 * n * ldh * sizeof *h);
    }
    free(u), free(carry), free(h), free(wide), free(state), free(wide_state);
}

static void test_recurrences(void **state) {
    (void)state;
    static const uint32_t widths[] = {8, 24, 96, RECURRENCE_MOST};
    for (int w = 0; w < 4; w++)
        for (uint32_t n = 1; n < 40; n = n * 3 - 1)
            for (int way = 0; way < 4; way++) try_recurrence(n, widths[w], way & 1, way & 2);
}

/* ---- exponentials, the highest */

static void test_exponentials(void **state) {
    (void)state;
    for (uint32_t n = 1; n <= 67; n++)
        for (int kind = 0; kind < 5; kind++) {
            float x[67], wide[67], from[67];
            for (uint32_t i = 0; i < n; i++)
                from[i] = kind == 0   ? 3
                          : kind == 1 ? number(80)
                          : kind == 2 ? number(3e38f)
                          : kind == 3 ? -1e9f
                                      : number(1);
            if (kind == 3) from[n / 2] = 5;
            memcpy(x, from, sizeof x), memcpy(wide, from, sizeof x);
            const float sum = vfp_exp_row(x, n, false);
            float top = from[0];
            for (uint32_t i = 1; i < n; i++) top = from[i] > top ? from[i] : top;
            assert_true(sum >= 1 && sum <= (float)n * 1.001f);
            for (uint32_t i = 0; i < n; i++) {
                const double wanted = exp(fmax((double)(from[i] - top), -87));
                assert_true(x[i] >= 0 && fabs((double)x[i] - wanted) <= 1e-6 * wanted);
            }
            if (!has_wide()) continue;
            assert_true(vfp_exp_row(wide, n, true) == sum);
            assert_memory_equal(x, wide, n * sizeof *x);
        }
}

static void test_highest(void **state) {
    (void)state;
    for (int turn = 0; turn < 4000; turn++) {
        float x[120];
        const uint32_t n = 8 * (1 + draw(15));
        for (uint32_t i = 0; i < n; i++)
            x[i] = turn % 4 == 0   ? (float)draw(3)
                   : turn % 4 == 1 ? -FLT_MAX
                   : turn % 4 == 2 ? number(3e38f)
                                   : -(float)draw(2);
        uint32_t best = 0;
        for (uint32_t i = 1; i < n; i++)
            if (x[i] > x[best]) best = i;
        assert_int_equal(vfp_highest(x, n, false), best);
        if (has_wide()) assert_int_equal(vfp_highest(x, n, true), best);
    }
}

/* ---- halves */

static float from_half(uint16_t half) {
    float x;
    vfp_from_halves(&x, &half, 1);
    return x;
}

static void test_halves(void **state) {
    (void)state;
    for (uint32_t h = 0; h < 65536; h++) {
        const int power = (int)(h >> 10 & 31);
        if (power == 31) continue; /* no numbers */
        const double size = power ? ldexp(1 + (h & 1023) / 1024.0, power - 15) : 0;
        const float x = from_half((uint16_t)h);
        assert_true((double)x == (h >> 15 ? -size : size));
        assert_int_equal(vfp_to_half(x), power ? h : h & 0x8000);
    }
}

static void test_nearest_halves(void **state) {
    (void)state;
    for (int turn = 0; turn < 100000; turn++) {
        const float x = (float)ldexp((double)number(1), (int)draw(34) - 18);
        const uint16_t h = vfp_to_half(x);
        const double miss = fabs((double)from_half(h) - (double)x);
        if (fabs((double)x) > 6.2e-5)
            for (int step = -1; step <= 1; step += 2)
                assert_true(miss <= fabs((double)from_half((uint16_t)(h + step)) - (double)x));
        else assert_true(miss <= 6.2e-5);
    }
    assert_int_equal(vfp_to_half(1 + 1 / 2048.0f), 0x3C00); /* halfway: to even */
    assert_int_equal(vfp_to_half(1 + 3 / 2048.0f), 0x3C02);
    assert_int_equal(vfp_to_half(1e9f), 0x7BFF); /* the largest; nothing becomes infinite */
    assert_int_equal(vfp_to_half(-FLT_MAX), 0xFBFF);
    assert_int_equal(vfp_to_half(65519.9f), 0x7BFF);
    assert_int_equal(vfp_to_half(65520.1f), 0x7BFF);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_products),
        cmocka_unit_test(test_whole_products),
        cmocka_unit_test(test_whole_products_do_not_overflow),
        cmocka_unit_test(test_rounded_rows),
        cmocka_unit_test(test_recurrences),
        cmocka_unit_test(test_exponentials),
        cmocka_unit_test(test_highest),
        cmocka_unit_test(test_halves),
        cmocka_unit_test(test_nearest_halves),
    };
    if (!has_wide()) puts("# this machine has no AVX2: only one width of vectors is tried");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
