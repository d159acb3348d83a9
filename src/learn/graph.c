#include "learn/graph.h"
#include "learn/learn.h"
#include <math.h>
#include <stdlib.h>

#define PART(base, name) ((base) + AT_##name)
enum { PADDED = NET_LONGEST + 2 * PANEL };

static float *floats(size_t n) { return learn_alloc(n, sizeof(float)); }

/* ---- weights, packed */

static float *pack_new(float **to, const float *b, uint32_t k, uint32_t n, bool back) {
    if (!*to) *to = floats(back ? vfp_packed_size(n, k) : vfp_packed_size(k, n));
    if (back) vfp_pack(*to, b, n, k, 1, n);
    else vfp_pack(*to, b, k, n, n, 1);
    return *to;
}

void packed_make(Packed *p, const float *w) {
    pack_new(&p->vector_in, PART(w, vector_in), NET_VECTOR, NET_INPUT, false);
    pack_new(&p->first, PART(w, first), NET_INPUT, NET_FIRST, false);
    pack_new(&p->first_back, PART(w, first), NET_INPUT, NET_FIRST, true);
    for (int l = 0; l < NET_LAYERS - 1; l++) {
        const float *next = PART(w, next) + (size_t)l * NET_OUT * NET_NEXT;
        pack_new(&p->next[l], next, NET_OUT, NET_NEXT, false);
        pack_new(&p->next_back[l], next, NET_OUT, NET_NEXT, true);
    }
    pack_new(&p->heads, PART(w, heads), NET_OUT, NET_HEADS, false);
    pack_new(&p->heads_back, PART(w, heads), NET_OUT, NET_HEADS, true);
    pack_new(&p->arc, PART(w, arc), NET_ARC, NET_ARC, false);
    pack_new(&p->arc_back, PART(w, arc), NET_ARC, NET_ARC, true);
    pack_new(&p->rel, PART(w, rel), 2 * NET_REL, NET_RELS, false);
    pack_new(&p->rel_back, PART(w, rel), 2 * NET_REL, NET_RELS, true);
}

/* ---- shards */

Shard *shard_new(void) {
    Shard *s = learn_alloc(1, sizeof *s);
    const size_t m = SHARD_WORDS;
    s->vectors = floats(m * NET_VECTOR);
    s->input = floats(m * NET_INPUT), s->input_mask = floats(m * NET_INPUT);
    for (int l = 0; l <= NET_LAYERS; l++) s->layer[l] = floats(m * (l ? NET_OUT : NET_INPUT));
    for (int l = 0; l < NET_LAYERS; l++) {
        s->mask[l] = floats(m * NET_OUT), s->u[l] = floats(m * (l ? NET_NEXT : NET_FIRST));
        s->state[l] = floats(m * NET_OUT), s->f[l] = floats(m * NET_OUT), s->r[l] = floats(m * NET_OUT);
    }
    s->heads = floats(m * NET_HEADS), s->heads_mask = floats(m * HEAD_TAGS), s->d_heads = floats(m * NET_HEADS);
    s->arc = floats(m * NET_ARC), s->d_arc = floats(m * NET_ARC);
    s->scores = floats(m * PADDED), s->d_scores = floats(m * PADDED);
    s->pair = floats(m * 2 * NET_REL), s->d_pair = floats(m * 2 * NET_REL);
    s->rels = floats(m * NET_RELS), s->d_rels = floats(m * NET_RELS);
    s->d_layer = floats(m * NET_FIRST), s->d_below = floats(m * NET_FIRST), s->d_u = floats(m * NET_FIRST);
    s->d_input = floats(m * NET_INPUT);
    s->swap = floats(m * NET_FIRST), s->packed = floats((m + 2 * PANEL) * (NET_FIRST + 2 * PANEL));
    s->gradient = floats(NET_WEIGHT_COUNT);
    s->guess_head = learn_alloc(m, sizeof *s->guess_head), s->guess_rel = learn_alloc(m, 1);
    s->guess_tag = learn_alloc(m, sizeof *s->guess_tag), s->guess_name = learn_alloc(m, 1);
    s->guess_said = learn_alloc(m, 1);
    s->letters = learn_alloc(1 << 20, 1), s->letters_end = s->letters;
    return s;
}

void shard_clear(Shard *s) { s->count = s->sentence_count = 0, s->letters_end = s->letters; }

static void mask_fill(Shard *s, float *mask, uint32_t width, uint32_t count, uint32_t percent) {
    for (uint32_t j = 0; j < width; j++) /* the same floats for all words of the sentence */
        mask[j] = learn_random(&s->random) % 100 < percent ? 0 : 100.0f / (100.0f - (float)percent);
    for (uint32_t i = 1; i < count; i++) memcpy(mask + (size_t)i * width, mask, width * sizeof *mask);
}

bool shard_add(Shard *s, const Data *data, const DataSentence *from, const Vectors *vectors, bool noisy) {
    if (s->count + from->count > SHARD_WORDS || from->count > NET_LONGEST) return false;
    DataWord *words = s->words + s->count;
    uint32_t n = from->count;
    if (s->letters_end - s->letters > 900000) noisy = false;
    if (noisy) n = data_noisy(data, from, &s->random, words, &s->letters_end);
    else memcpy(words, data->words + from->first, n * sizeof *words);
    const uint32_t first = s->count;
    for (uint32_t i = 0; i < n; i++) {
        vfp_word_ids(vectors, words[i].form, &s->ids[first + i]);
        const uint64_t r = noisy ? learn_random(&s->random) : UINT64_MAX;
        s->dropped[first + i] =
            noisy ? (uint8_t)((r % 100 < TRAIN_DROP_WORD) | (r / 100 % 100 < TRAIN_DROP_VECTOR) << 1) : 0;
    }
    mask_fill(s, s->input_mask + (size_t)first * NET_INPUT, NET_INPUT, n, noisy ? TRAIN_DROP_INPUT : 0);
    for (int l = 0; l < NET_LAYERS; l++)
        mask_fill(s, s->mask[l] + (size_t)first * NET_OUT, NET_OUT, n, noisy ? TRAIN_DROP_LAYER : 0);
    mask_fill(s, s->heads_mask + (size_t)first * HEAD_TAGS, HEAD_TAGS, n, noisy ? TRAIN_DROP_HEAD : 0);
    s->sentences[s->sentence_count++] = (ShardSentence){first, n, from->tree, from->said};
    s->count += n;
    return true;
}

/* ---- forwards */

static void multiply(float *c, size_t ldc, const float *a, size_t lda, const float *b, uint32_t m, uint32_t n,
                     uint32_t k, bool add, bool wide) {
    vfp_multiply(&(Product){c, a, b, m, n, k, ldc, lda, 1, add}, wide);
}

static void add_bias(float *c, uint32_t m, uint32_t n, const float *bias) {
    for (uint32_t i = 0; i < m; i++)
        for (uint32_t j = 0; j < n; j++) c[(size_t)i * n + j] += bias[j];
}

static void words_in(Shard *s, const NetWeights *w, const Vectors *v, const Packed *p, bool wide) {
    memset(s->vectors, 0, (size_t)s->count * NET_VECTOR * sizeof(float));
    for (uint32_t i = 0; i < s->count; i++) {
        const uint32_t row = s->ids[i].vector;
        if (row == VFP_NONE || s->dropped[i] & 2) continue;
        for (uint32_t j = 0; j < NET_VECTOR; j++)
            s->vectors[(size_t)i * NET_VECTOR + j] = (float)v->rows[(size_t)row * NET_VECTOR + j] * v->scales[row];
    }
    multiply(s->input, NET_INPUT, s->vectors, NET_VECTOR, p->vector_in, s->count, NET_INPUT, NET_VECTOR, false, wide);
    for (uint32_t i = 0; i < s->count; i++) {
        float *to = s->input + (size_t)i * NET_INPUT;
        for (uint32_t j = 0; j < NET_INPUT; j++) to[j] += PART(w->small, input_bias)[j];
        for (uint32_t k = s->dropped[i] & 1 ? 2 : 0; k < s->ids[i].count; k++) {
            const float *row = w->table + (size_t)s->ids[i].ids[k] * NET_INPUT;
            for (uint32_t j = 0; j < NET_INPUT; j++) to[j] += row[j];
        }
    }
    const size_t n = (size_t)s->count * NET_INPUT;
    for (size_t i = 0; i < n; i++) s->layer[0][i] = s->input[i] > 0 ? s->input[i] * s->input_mask[i] : 0;
}

/* The recurrence of one direction of one layer in one sentence. */
static Recurrence recurrence(const Shard *s, const float *w, int l, int way, const ShardSentence *at) {
    const size_t o = at->first, columns = l ? NET_NEXT : NET_FIRST, each = columns / 2;
    const float *u = s->u[l] + o * columns + (size_t)way * each,
                *carry = PART(w, carry) + (size_t)(4 * l + 2 * way) * NET_WIDTH;
    const size_t out = o * NET_OUT + (size_t)way * NET_WIDTH;
    return (Recurrence){.u = u,
                        .skip = l ? s->layer[l] + out : u + 3 * NET_WIDTH,
                        .vf = carry,
                        .vr = carry + NET_WIDTH,
                        .h = s->layer[l + 1] + out,
                        .state = s->state[l] + out,
                        .f = s->f[l] + out,
                        .r = s->r[l] + out,
                        .ldu = columns,
                        .ldskip = l ? NET_OUT : columns,
                        .ldh = NET_OUT,
                        .n = at->count,
                        .width = NET_WIDTH,
                        .backward = way};
}

static void layers(Shard *s, const float *w, const Packed *p, bool wide) {
    for (int l = 0; l < NET_LAYERS; l++) {
        const uint32_t columns = l ? NET_NEXT : NET_FIRST, rows = l ? NET_OUT : NET_INPUT;
        multiply(s->u[l], columns, s->layer[l], rows, l ? p->next[l - 1] : p->first, s->count, columns, rows, false,
                 wide);
        add_bias(s->u[l], s->count, columns, l ? PART(w, next_bias) + (size_t)(l - 1) * NET_NEXT : PART(w, first_bias));
        for (uint32_t i = 0; !l && i < s->count; i++)
            for (uint32_t j = 0; s->words[i].mark && j < columns; j++)
                s->u[0][(size_t)i * columns + j] += PART(w, marks)[j];
        for (uint32_t k = 0; k < s->sentence_count; k++)
            for (int way = 0; way < 2; way++) {
                const Recurrence r = recurrence(s, w, l, way, &s->sentences[k]);
                vfp_recur(&r, wide);
            }
        const size_t n = (size_t)s->count * NET_OUT;
        for (size_t i = 0; i < n; i++) s->layer[l + 1][i] *= s->mask[l][i];
    }
}

static void all_heads(Shard *s, const float *w, const Packed *p, bool wide) {
    multiply(s->heads, NET_HEADS, s->layer[NET_LAYERS], NET_OUT, p->heads, s->count, NET_HEADS, NET_OUT, false, wide);
    add_bias(s->heads, s->count, NET_HEADS, PART(w, heads_bias));
    for (uint32_t i = 0; i < s->count; i++) {
        float *h = s->heads + (size_t)i * NET_HEADS;
        for (uint32_t j = 0; j < HEAD_A; j++) h[j] = h[j] > 0 ? h[j] : 0.1f * h[j];
        for (uint32_t j = 0; j < HEAD_TAGS; j++) h[j] *= s->heads_mask[(size_t)i * HEAD_TAGS + j];
    }
}

/* Turns the n scores of `row` into shares, and those into the slope of the loss; adds the loss. */
static uint32_t soften(float *row, uint32_t n, int32_t gold, float scale, double *loss, bool wide) {
    uint32_t best = 0;
    for (uint32_t j = 1; j < n; j++)
        if (row[j] > row[best]) best = j;
    const float sum = vfp_exp_row(row, n, wide);
    if (gold < 0) {
        memset(row, 0, n * sizeof *row);
        return best;
    }
    const float by = scale / sum;
    *loss -= log((double)(row[gold] / sum) + 1e-30);
    for (uint32_t j = 0; j < n; j++) row[j] *= by;
    row[gold] -= scale;
    return best;
}

static void labels(Shard *s, float scale, bool wide) {
    for (uint32_t k = 0; k < s->sentence_count; k++) {
        const ShardSentence *at = &s->sentences[k];
        for (uint32_t i = at->first; i < at->first + at->count; i++) {
            float *d = s->d_heads + (size_t)i * NET_HEADS;
            const DataWord *w = &s->words[i];
            memcpy(d, s->heads + (size_t)i * NET_HEADS, NET_HEADS * sizeof *d);
            memset(d, 0, HEAD_TAGS * sizeof *d);
            s->guess_tag[i] =
                (uint16_t)soften(d + HEAD_TAGS, NET_TAGS, at->tree ? w->tag : -1, scale, &s->loss[2], wide);
            s->guess_name[i] =
                (int8_t)soften(d + HEAD_NAMES, NET_LABELS, w->name, scale * TRAIN_NAMES / 100, &s->loss[3], wide);
            s->guess_said[i] = (int8_t)soften(d + HEAD_SAID, NET_LABELS, w->said, scale, &s->loss[4], wide);
            if (at->tree) s->seen[2]++, s->right[2] += s->guess_tag[i] == w->tag;
        }
    }
}

static const float *end_of(const Shard *s, const float *w, const ShardSentence *at, int32_t head) {
    return head < 0 ? PART(w, root) : s->heads + (size_t)(at->first + (uint32_t)head) * NET_HEADS;
}

/* Scores of all arcs of a sentence; column 0 is the root. */
static void score_arcs(Shard *s, const float *w, const ShardSentence *at, bool wide) {
    const uint32_t n = at->count;
    float *scores = s->scores + (size_t)at->first * PADDED, *packed = s->packed;
    memcpy(s->swap, PART(w, root) + HEAD_HEAD, NET_ARC * sizeof(float));
    for (uint32_t j = 0; j < n; j++)
        memcpy(s->swap + (size_t)(j + 1) * NET_ARC, s->heads + (size_t)(at->first + j) * NET_HEADS + HEAD_HEAD,
               NET_ARC * sizeof(float));
    vfp_pack(packed, s->swap, NET_ARC, n + 1, 1, NET_ARC);
    multiply(scores, PADDED, s->arc + (size_t)at->first * NET_ARC, NET_ARC, packed, n, n + 1, NET_ARC, false, wide);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j <= n; j++) {
            float *x = &scores[(size_t)i * PADDED + j];
            *x = j == i + 1 ? -1e9f : *x + PART(w, near)[vfp_near((int32_t)i, (int32_t)j - 1)];
        }
}

static void arcs(Shard *s, const float *w, const Packed *p, float scale, bool wide) {
    multiply(s->arc, NET_ARC, s->heads, NET_HEADS, p->arc, s->count, NET_ARC, NET_ARC, false, wide);
    add_bias(s->arc, s->count, NET_ARC, PART(w, arc_bias));
    memset(s->pair, 0, (size_t)s->count * 2 * NET_REL * sizeof(float));
    for (uint32_t k = 0; k < s->sentence_count; k++) {
        const ShardSentence *at = &s->sentences[k];
        if (!at->tree) continue;
        score_arcs(s, w, at, wide);
        for (uint32_t i = 0; i < at->count; i++) {
            const uint32_t o = at->first + i;
            float *row = s->scores + (size_t)o * PADDED, *pair = s->pair + (size_t)o * 2 * NET_REL;
            const int32_t gold = s->words[o].head;
            s->guess_head[o] = (int32_t)soften(row, at->count + 1, gold + 1, scale, &s->loss[0], wide) - 1;
            const float *h = s->heads + (size_t)o * NET_HEADS, *g = end_of(s, w, at, gold);
            for (uint32_t j = 0; j < NET_REL; j++) {
                const float sum = h[HEAD_A + j] + g[HEAD_B + j];
                pair[j] = sum > 0 ? sum : 0;
                pair[NET_REL + j] = h[HEAD_P + j] * g[HEAD_Q + j];
            }
        }
    }
    multiply(s->rels, NET_RELS, s->pair, 2 * NET_REL, p->rel, s->count, NET_RELS, 2 * NET_REL, false, wide);
    add_bias(s->rels, s->count, NET_RELS, PART(w, rel_bias));
    for (uint32_t k = 0; k < s->sentence_count; k++) {
        const ShardSentence *at = &s->sentences[k];
        for (uint32_t i = at->first; i < at->first + at->count; i++) {
            float *d = s->d_rels + (size_t)i * NET_RELS;
            memcpy(d, s->rels + (size_t)i * NET_RELS, NET_RELS * sizeof *d);
            s->guess_rel[i] =
                (uint8_t)soften(d, NET_RELS, at->tree && s->words[i].head != UNKNOWN_HEAD ? s->words[i].rel : -1, scale,
                                &s->loss[1], wide);
            if (!at->tree || s->words[i].head == UNKNOWN_HEAD) continue;
            s->seen[0]++, s->right[0] += s->guess_head[i] == s->words[i].head;
            s->right[1] += s->guess_head[i] == s->words[i].head && s->guess_rel[i] == s->words[i].rel;
        }
    }
}

/* ---- backwards */

/* gradient (k × n) += aᵀ d, with a: m × k (rows lda apart) and d: m × n (rows ldd apart). */
static void weigh(Shard *s, float *gradient, const float *a, size_t lda, uint32_t k, const float *d, size_t ldd,
                  uint32_t n, bool wide) {
    vfp_pack(s->packed, d, s->count, n, ldd, 1);
    vfp_multiply(&(Product){gradient, a, s->packed, k, n, s->count, n, 1, lda, true}, wide);
}

static void sum_rows(float *gradient, const float *d, uint32_t m, uint32_t n, size_t ldd) {
    for (uint32_t i = 0; i < m; i++)
        for (uint32_t j = 0; j < n; j++) gradient[j] += d[(size_t)i * ldd + j];
}

static float *d_end_of(Shard *s, const ShardSentence *at, int32_t head) {
    return head < 0 ? PART(s->gradient, root) : s->d_heads + (size_t)(at->first + (uint32_t)head) * NET_HEADS;
}

static void relations_back(Shard *s, const float *w, const Packed *p, bool wide) {
    weigh(s, PART(s->gradient, rel), s->pair, 2 * NET_REL, 2 * NET_REL, s->d_rels, NET_RELS, NET_RELS, wide);
    sum_rows(PART(s->gradient, rel_bias), s->d_rels, s->count, NET_RELS, NET_RELS);
    multiply(s->d_pair, 2 * NET_REL, s->d_rels, NET_RELS, p->rel_back, s->count, 2 * NET_REL, NET_RELS, false, wide);
    for (uint32_t k = 0; k < s->sentence_count; k++) {
        const ShardSentence *at = &s->sentences[k];
        for (uint32_t i = at->first; at->tree && i < at->first + at->count; i++) {
            const float *d = s->d_pair + (size_t)i * 2 * NET_REL, *pair = s->pair + (size_t)i * 2 * NET_REL;
            const float *h = s->heads + (size_t)i * NET_HEADS, *g = end_of(s, w, at, s->words[i].head);
            float *dh = s->d_heads + (size_t)i * NET_HEADS, *dg = d_end_of(s, at, s->words[i].head);
            for (uint32_t j = 0; j < NET_REL; j++) {
                const float x = pair[j] > 0 ? d[j] : 0, y = d[NET_REL + j];
                dh[HEAD_A + j] += x, dg[HEAD_B + j] += x;
                dh[HEAD_P + j] += y * g[HEAD_Q + j], dg[HEAD_Q + j] += y * h[HEAD_P + j];
            }
        }
    }
}

static void arcs_back(Shard *s, const float *w, const Packed *p, bool wide) {
    memset(s->d_arc, 0, (size_t)s->count * NET_ARC * sizeof(float));
    for (uint32_t k = 0; k < s->sentence_count; k++) {
        const ShardSentence *at = &s->sentences[k];
        if (!at->tree) continue;
        for (uint32_t i = 0; i < at->count; i++) {
            const float *d = s->scores + (size_t)(at->first + i) * PADDED,
                        *a = s->arc + (size_t)(at->first + i) * NET_ARC;
            float *da = s->d_arc + (size_t)(at->first + i) * NET_ARC;
            for (uint32_t j = 0; j <= at->count; j++) {
                const float x = d[j];
                if (j == i + 1 || (x < 1e-9f && x > -1e-9f)) continue;
                const float *h = end_of(s, w, at, (int32_t)j - 1) + HEAD_HEAD;
                float *dh = d_end_of(s, at, (int32_t)j - 1) + HEAD_HEAD;
                for (uint32_t c = 0; c < NET_ARC; c++) da[c] += x * h[c], dh[c] += x * a[c];
                PART(s->gradient, near)[vfp_near((int32_t)i, (int32_t)j - 1)] += x;
            }
        }
    }
    weigh(s, PART(s->gradient, arc), s->heads, NET_HEADS, NET_ARC, s->d_arc, NET_ARC, NET_ARC, wide);
    sum_rows(PART(s->gradient, arc_bias), s->d_arc, s->count, NET_ARC, NET_ARC);
    multiply(s->d_heads, NET_HEADS, s->d_arc, NET_ARC, p->arc_back, s->count, NET_ARC, NET_ARC, true, wide);
}

static void recur_back(Shard *s, const float *w, int l, int way, const ShardSentence *at) {
    const Recurrence r = recurrence(s, w, l, way, at);
    const size_t columns = r.ldu, base = (size_t)at->first * NET_OUT + (size_t)way * NET_WIDTH;
    float carry[NET_WIDTH] = {0}, *dv = PART(s->gradient, carry) + (size_t)(4 * l + 2 * way) * NET_WIDTH;
    for (uint32_t k = at->count; k-- > 0;) {
        const size_t t = way ? at->count - 1 - k : k, o = base + t * NET_OUT;
        const float *u = r.u + t * columns, *skip = r.skip + t * r.ldskip, *dh = s->d_layer + o;
        const float *before = k ? s->state[l] + (way ? o + NET_OUT : o - NET_OUT) : NULL;
        float *du = s->d_u + (at->first + t) * columns + (size_t)way * columns / 2;
        float *dskip = l ? s->d_below + o : du + 3 * NET_WIDTH;
        for (uint32_t j = 0; j < NET_WIDTH; j++) {
            const float f = s->f[l][o + j], g = s->r[l][o + j], c = s->state[l][o + j], last = before ? before[j] : 0;
            const float slope_r = dh[j] * (c - skip[j]) * g * (1 - g), dc = carry[j] + dh[j] * g;
            const float slope_f = dc * (last - u[j]) * f * (1 - f);
            dskip[j] = dh[j] * (1 - g);
            du[j] = dc * (1 - f), du[NET_WIDTH + j] = slope_f, du[2 * NET_WIDTH + j] = slope_r;
            carry[j] = dc * f + slope_f * r.vf[j] + slope_r * r.vr[j];
            dv[j] += slope_f * last, dv[NET_WIDTH + j] += slope_r * last;
        }
    }
}

static void layers_back(Shard *s, const float *w, const Packed *p, bool wide) {
    float *g = s->gradient;
    for (int l = NET_LAYERS - 1; l >= 0; l--) {
        const uint32_t columns = l ? NET_NEXT : NET_FIRST, rows = l ? NET_OUT : NET_INPUT;
        const size_t n = (size_t)s->count * NET_OUT;
        for (size_t i = 0; i < n; i++) s->d_layer[i] *= s->mask[l][i];
        for (uint32_t k = 0; k < s->sentence_count; k++)
            for (int way = 0; way < 2; way++) recur_back(s, w, l, way, &s->sentences[k]);
        weigh(s, l ? PART(g, next) + (size_t)(l - 1) * NET_OUT * NET_NEXT : PART(g, first), s->layer[l], rows, rows,
              s->d_u, columns, columns, wide);
        sum_rows(l ? PART(g, next_bias) + (size_t)(l - 1) * NET_NEXT : PART(g, first_bias), s->d_u, s->count, columns,
                 columns);
        for (uint32_t i = 0; !l && i < s->count; i++)
            if (s->words[i].mark) sum_rows(PART(g, marks), s->d_u + (size_t)i * columns, 1, columns, columns);
        multiply(s->d_below, rows, s->d_u, columns, l ? p->next_back[l - 1] : p->first_back, s->count, rows, columns,
                 l > 0, wide);
        float *swap = s->d_layer;
        s->d_layer = s->d_below, s->d_below = swap;
    }
}

static void back(Shard *s, const float *w, const Packed *p, bool wide) {
    memset(s->gradient, 0, NET_WEIGHT_COUNT * sizeof(float));
    relations_back(s, w, p, wide);
    arcs_back(s, w, p, wide);
    for (uint32_t i = 0; i < s->count; i++) {
        float *d = s->d_heads + (size_t)i * NET_HEADS;
        const float *h = s->heads + (size_t)i * NET_HEADS;
        for (uint32_t j = 0; j < HEAD_TAGS; j++) d[j] *= s->heads_mask[(size_t)i * HEAD_TAGS + j];
        for (uint32_t j = 0; j < HEAD_A; j++) d[j] *= h[j] > 0 ? 1 : 0.1f;
    }
    weigh(s, PART(s->gradient, heads), s->layer[NET_LAYERS], NET_OUT, NET_OUT, s->d_heads, NET_HEADS, NET_HEADS, wide);
    sum_rows(PART(s->gradient, heads_bias), s->d_heads, s->count, NET_HEADS, NET_HEADS);
    multiply(s->d_layer, NET_OUT, s->d_heads, NET_HEADS, p->heads_back, s->count, NET_OUT, NET_HEADS, false, wide);
    layers_back(s, w, p, wide);
    const size_t n = (size_t)s->count * NET_INPUT;
    for (size_t i = 0; i < n; i++) s->d_input[i] = s->input[i] > 0 ? s->d_layer[i] * s->input_mask[i] : 0;
    weigh(s, PART(s->gradient, vector_in), s->vectors, NET_VECTOR, NET_VECTOR, s->d_input, NET_INPUT, NET_INPUT, wide);
    sum_rows(PART(s->gradient, input_bias), s->d_input, s->count, NET_INPUT, NET_INPUT);
}

void shard_run(Shard *s, const NetWeights *w, const Vectors *v, const Packed *p, bool train, float scale, bool wide) {
    words_in(s, w, v, p, wide);
    layers(s, w->small, p, wide);
    all_heads(s, w->small, p, wide);
    labels(s, scale, wide);
    arcs(s, w->small, p, scale, wide);
    if (train) back(s, w->small, p, wide);
}
