/* math_lanes.h: the bodies of math.c for one width of vectors. Included once with LANES 4, which any machine has, and
 * once with LANES 8 for AVX2; NAME gives each its own names. Operations on single elements and their order are the
 * same in both. */
typedef float NAME(Lanes) __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef int32_t NAME(Ints) __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
#define Lanes  NAME(Lanes)
#define Ints   NAME(Ints)
#define INLINE TARGET static inline __attribute__((always_inline))

/* ---- products */

/* `rows` rows, a number known when this is compiled, of two vectors of columns. */
INLINE void NAME(tile)(float *c, size_t ldc, const float *a, size_t row, size_t column, const float *b, uint32_t k,
                       const uint32_t rows, bool add) {
    Lanes left[ROWS], right[ROWS];
#pragma GCC unroll 8
    for (uint32_t i = 0; i < rows; i++) left[i] = right[i] = (Lanes){0};
    for (uint32_t p = 0; p < k; p++, b += PANEL, a += column) {
        const Lanes b0 = *(const Lanes *)b, b1 = *(const Lanes *)(b + LANES);
#pragma GCC unroll 8
        for (uint32_t i = 0; i < rows; i++) {
            const float x = a[i * row];
            left[i] += b0 * x;
            right[i] += b1 * x;
        }
    }
#pragma GCC unroll 8
    for (uint32_t i = 0; i < rows; i++) {
        Lanes *to = (Lanes *)(c + i * ldc), *next = (Lanes *)(c + i * ldc + LANES);
        if (add) left[i] += *to, right[i] += *next;
        *to = left[i], *next = right[i];
    }
}

/* Rows [from, from + k) of b against columns [from, from + k) of a, so few that both stay in the first cache. */
TARGET static void NAME(slice)(const Product *x, uint32_t from, uint32_t k, bool add) {
    const float *a = x->a + from * x->column;
    for (uint32_t j = 0; j < x->n; j += 2 * LANES) {
        const float *b = x->b + (size_t)(j / PANEL * PANEL) * x->k + (size_t)from * PANEL + j % PANEL;
        float *c = x->c + j;
        uint32_t i = 0;
        for (; i + ROWS <= x->m; i += ROWS)
            NAME(tile)(c + i * x->ldc, x->ldc, a + i * x->row, x->row, x->column, b, k, ROWS, add);
        for (; i + 2 <= x->m; i += 2)
            NAME(tile)(c + i * x->ldc, x->ldc, a + i * x->row, x->row, x->column, b, k, 2, add);
        for (; i < x->m; i++) NAME(tile)(c + i * x->ldc, x->ldc, a + i * x->row, x->row, x->column, b, k, 1, add);
    }
}

TARGET static void NAME(multiply)(const Product *x) {
    for (uint32_t from = 0; from < x->k; from += SLICE)
        NAME(slice)(x, from, x->k - from < SLICE ? x->k - from : SLICE, x->add || from);
}

/* ---- products of whole numbers */

/* Sums of the products of neighbouring pairs are added to `sum`. */
INLINE void NAME(add_pairs)(Ints *sum, const int16_t *b, int32_t pair) {
#if LANES == 8
    *sum += (Ints)_mm256_madd_epi16(_mm256_loadu_si256((const __m256i *)(const void *)b), _mm256_set1_epi32(pair));
#elif defined(__SSE2__)
    *sum += (Ints)_mm_madd_epi16(_mm_loadu_si128((const __m128i *)(const void *)b), _mm_set1_epi32(pair));
#else
    const int32_t low = (int16_t)pair, high = (int16_t)((uint32_t)pair >> 16);
    for (int i = 0; i < LANES; i++) (*sum)[i] += low * b[2 * i] + high * b[2 * i + 1];
#endif
}

INLINE void NAME(whole_tile)(const WholeProduct *x, uint32_t i, uint32_t j, const uint32_t rows) {
    Ints left[ROWS], right[ROWS];
    const uint32_t pairs = (x->k + 1) / 2;
    const int16_t *a = x->a + (size_t)i * 2 * pairs;
    const int16_t *b = x->b + (size_t)(j / PANEL * PANEL) * 2 * pairs + 2 * (j % PANEL);
#pragma GCC unroll 8
    for (uint32_t r = 0; r < rows; r++) left[r] = right[r] = (Ints){0};
    for (uint32_t p = 0; p < pairs; p++, b += 2 * PANEL, a += 2) {
#pragma GCC unroll 8
        for (uint32_t r = 0; r < rows; r++) {
            int32_t pair;
            memcpy(&pair, a + (size_t)r * 2 * pairs, sizeof pair);
            NAME(add_pairs)(&left[r], b, pair);
            NAME(add_pairs)(&right[r], b + 2 * LANES, pair);
        }
    }
    const Lanes s0 = *(const Lanes *)(x->column_scales + j), s1 = *(const Lanes *)(x->column_scales + j + LANES);
    const Lanes b0 = *(const Lanes *)(x->bias + j), b1 = *(const Lanes *)(x->bias + j + LANES);
#pragma GCC unroll 8
    for (uint32_t r = 0; r < rows; r++) {
        float *c = x->c + (i + r) * x->ldc + j;
        *(Lanes *)c = __builtin_convertvector(left[r], Lanes) * (s0 * x->row_scales[i + r]) + b0;
        *(Lanes *)(c + LANES) = __builtin_convertvector(right[r], Lanes) * (s1 * x->row_scales[i + r]) + b1;
    }
}

TARGET static void NAME(multiply_whole)(const WholeProduct *x) {
    for (uint32_t j = 0; j < x->n; j += 2 * LANES) {
        uint32_t i = 0;
        for (; i + ROWS <= x->m; i += ROWS) NAME(whole_tile)(x, i, j, ROWS);
        for (; i + 2 <= x->m; i += 2) NAME(whole_tile)(x, i, j, 2);
        for (; i < x->m; i++) NAME(whole_tile)(x, i, j, 1);
    }
}

/* The largest size of a number of the row. */
TARGET static void NAME(size)(RoundRow *x) {
    Lanes most = {0};
    uint32_t i = 0;
    for (; i + LANES <= x->n; i += LANES) {
        const Lanes v = (Lanes)(*(const Ints *)(const void *)(x->from + i) & INT32_MAX);
        const Ints more = v > most;
        most = (Lanes)(((Ints)v & more) | ((Ints)most & ~more));
    }
    x->most = 0;
    for (int l = 0; l < LANES; l++) x->most = most[l] > x->most ? most[l] : x->most;
    for (; i < x->n; i++) x->most = x->from[i] > x->most ? x->from[i] : -x->from[i] > x->most ? -x->from[i] : x->most;
}

TARGET static void NAME(round_row)(const RoundRow *x) {
    uint32_t i = 0;
    for (; i + LANES <= x->n; i += LANES) {
        const Lanes v = *(const Lanes *)(x->from + i) * x->by + ROUNDER - ROUNDER;
        typedef int16_t Shorts __attribute__((vector_size(2 * LANES)));
        const Shorts to = __builtin_convertvector(__builtin_convertvector(v, Ints), Shorts);
        memcpy(x->to + i, &to, sizeof to);
    }
    for (; i < x->n; i++) x->to[i] = (int16_t)(x->from[i] * x->by + ROUNDER - ROUNDER);
}

/* ---- exponentials: 2^n times a polynomial, after Cephes; relative error under 2e-7 within ±87 */

INLINE void NAME(clamp)(Lanes *x, float least, float most) {
#if LANES == 8
    *x = (Lanes)_mm256_max_ps(_mm256_min_ps((__m256)*x, _mm256_set1_ps(most)), _mm256_set1_ps(least));
#elif defined(__SSE2__)
    *x = (Lanes)_mm_max_ps(_mm_min_ps((__m128)*x, _mm_set1_ps(most)), _mm_set1_ps(least));
#else
    for (int i = 0; i < LANES; i++) (*x)[i] = !((*x)[i] < most) ? most : (*x)[i] < least ? least : (*x)[i];
#endif
}

INLINE void NAME(exp)(Lanes *x) {
    NAME(clamp)(x, -87, 88);
    Lanes v = *x;
    const Lanes n = v * 1.44269504088896341f + ROUNDER - ROUNDER;
    const Ints whole = __builtin_convertvector(n, Ints);
    v = v - n * 0.693359375f - n * -2.12194440e-4f;
    Lanes p = v * 1.9875691500E-4f + 1.3981999507E-3f;
    p = p * v + 8.3334519073E-3f;
    p = p * v + 4.1665795894E-2f;
    p = p * v + 1.6666665459E-1f;
    p = p * v + 5.0000001201E-1f;
    p = p * v * v + v + 1.0f;
    const Ints power = (whole + 127) << 23;
    *x = p * (Lanes)power;
}

INLINE void NAME(sigmoid)(Lanes *x) {
    Lanes e = -*x;
    NAME(exp)(&e);
    *x = 1.0f / (1.0f + e);
}

/* e^-x, relative error under 3e-6 where x is within ±40 (a polynomial fitted for the least greatest error), and near
 * enough to none or endless beyond. */
INLINE void NAME(exp_minus)(Lanes *to) {
    NAME(clamp)(to, -40, 40);
    Lanes x = *to;
    x = x * -1.44269504088896341f;
    const Lanes n = x + ROUNDER - ROUNDER;
    x = x - n;
    Lanes p = x * 9.57010087e-3f + 5.59178626e-2f;
    p = p * x + 2.40247449e-1f;
    p = p * x + 6.93121814e-1f;
    p = p * x + 9.99999261e-1f;
    *to = p * (Lanes)((__builtin_convertvector(n, Ints) + 127) << 23);
}

/* The sigmoids of two, with one division: for reading, where the last digits are rounded away anyhow. */
INLINE void NAME(gates)(Lanes *x, Lanes *y) {
    Lanes a = *x, b = *y;
    NAME(exp_minus)(&a);
    NAME(exp_minus)(&b);
    a = a + 1.0f, b = b + 1.0f;
    const Lanes one = 1.0f / (a * b);
    *x = b * one;
    *y = a * one;
}

TARGET static void NAME(exps)(const ExpRow *x) {
    for (uint32_t i = 0; i + LANES <= x->n; i += LANES) {
        Lanes v = *(Lanes *)(x->at + i) - x->top;
        NAME(exp)(&v);
        *(Lanes *)(x->at + i) = v;
    }
    for (uint32_t i = x->n / LANES * LANES; i < x->n; i++) {
        Lanes v = {x->at[i] - x->top};
        NAME(exp)(&v);
        x->at[i] = v[0];
    }
}

TARGET static void NAME(top)(ExpRow *x) {
    Lanes most = *(const Lanes *)x->at;
    for (uint32_t i = LANES; i < x->n; i += LANES) {
        const Lanes v = *(const Lanes *)(x->at + i);
        const Ints more = v > most;
        most = (Lanes)(((Ints)v & more) | ((Ints)most & ~more));
    }
    x->top = most[0];
    for (int i = 1; i < LANES; i++) x->top = most[i] > x->top ? most[i] : x->top;
}

/* ---- recurrence */

TARGET static void NAME(recur)(const Recurrence *x) {
    float carry[RECURRENCE_MOST];
    const uint32_t width = x->width <= RECURRENCE_MOST ? x->width : RECURRENCE_MOST;
    memset(carry, 0, width * sizeof *carry);
    for (uint32_t k = 0; k < x->n; k++) {
        const size_t t = x->backward ? x->n - 1 - k : k;
        const float *u = x->rows ? x->rows[t] + x->offset : x->u + t * x->ldu;
        const float *skip = x->rows ? u + 3 * width : x->skip + t * x->ldskip;
        for (uint32_t j = 0; j < width; j += LANES) {
            const Lanes c = *(Lanes *)(carry + j);
            Lanes f = *(const Lanes *)(u + width + j) + *(const Lanes *)(x->vf + j) * c;
            Lanes r = *(const Lanes *)(u + 2 * width + j) + *(const Lanes *)(x->vr + j) * c;
            if (x->state) {
                NAME(sigmoid)(&f);
                NAME(sigmoid)(&r);
            } else NAME(gates)(&f, &r);
            const Lanes v = *(const Lanes *)(u + j), s = *(const Lanes *)(skip + j), next = f * (c - v) + v;
            *(Lanes *)(carry + j) = next;
            *(Lanes *)(x->h + t * x->ldh + j) = r * (next - s) + s;
            if (x->state) {
                *(Lanes *)(x->state + t * x->ldh + j) = next;
                *(Lanes *)(x->f + t * x->ldh + j) = f;
                *(Lanes *)(x->r + t * x->ldh + j) = r;
            }
        }
    }
}

#undef Lanes
#undef Ints
#undef INLINE
#undef LANES
#undef NAME
#undef TARGET
