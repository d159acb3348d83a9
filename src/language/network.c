/* network.c: words → tags, trees, names and the parts of attributions, by the network of network.h.
 *
 * Sentences are taken as many at a time as fit into CHUNK words, so that each layer is one product of matrices. What
 * the first layer makes of a word depends on its letters alone and is kept from article to article; the answers are the
 * same whether it was kept or not. */
#include "language/language.h"
#include "language/model.h"
#include "language/word.h"
#include <stdlib.h>

enum {
    CHUNK = 512,
    KNOWN = 4096, /* words that a thread remembers, two of each hash */
    LETTERS = 31, /* of at most so many bytes */
    SCORES = (NET_LONGEST + 1 + PANEL - 1) / PANEL * PANEL,
};

typedef struct NetworkRoom {
    struct {
        uint8_t len; /* 0: none */
        char form[LETTERS];
    } kept[KNOWN];
    uint8_t recent[KNOWN / 2]; /* of each two, which was met last */
    float known[KNOWN][NET_FIRST];
    uint32_t asked[KNOWN]; /* 1 + the place among this chunk's new words; 0: it is known */
    float vectors[CHUNK][NET_VECTOR], input[CHUNK][NET_INPUT], fresh[CHUNK][NET_FIRST];
    uint32_t fresh_of[CHUNK];   /* for each word: its place in `fresh`, or VFP_NONE */
    uint32_t fresh_slot[CHUNK]; /* where what a new word comes to will be kept, or VFP_NONE */
    const float *rows[CHUNK];   /* what the first layer makes of each word: in `known`, in `fresh`, or in `u` */
    uint32_t fresh_count;
    float u[CHUNK][NET_FIRST], layer[2][CHUNK][NET_OUT], heads[CHUNK][NET_HEADS];
    int16_t whole[CHUNK * WHOLE_MOST]; /* what is multiplied, rounded */
    float whole_scales[CHUNK];
    float arc[CHUNK][NET_ARC], ends[(NET_LONGEST + 1) * NET_ARC], packed[SCORES * NET_ARC];
    float near[2 * NET_LONGEST]; /* what a head so far off adds, NET_LONGEST being none */
    float scores[NET_LONGEST][SCORES], pair[CHUNK][2 * NET_REL], rels[CHUNK][NET_RELS];
    int32_t head[CHUNK];
    struct {
        uint32_t first, count;
    } pieces[CHUNK];
    uint32_t piece_count, count, first; /* `first`: token of the chunk's first word */
    void *tree;
} NetworkRoom;

void vfp_network_room_free(NetworkRoom *room) {
    if (!room) return;
    free(room->tree);
    free(room);
}

/* ---- words */

static Str form_of(const Article *a, uint32_t token) {
    return vfp_slice(a->text, (Span){a->tokens.at[token].begin, a->tokens.at[token].end});
}

static void begin_word(const Network *n, NetworkRoom *room, uint32_t at, Str form) {
    WordIds ids;
    vfp_word_ids(&n->vectors, form, &ids);
    float *input = room->input[at], *vector = room->vectors[at];
    memcpy(input, n->small + AT_input_bias, sizeof room->input[at]);
    memset(vector, 0, sizeof room->vectors[at]);
    if (ids.vector != VFP_NONE)
        for (uint32_t j = 0; j < NET_VECTOR; j++)
            vector[j] = (float)n->vectors.rows[(size_t)ids.vector * NET_VECTOR + j] * n->vectors.scales[ids.vector];
    for (uint32_t k = 0; k < ids.count; k++) {
        const int8_t *row = n->table + (size_t)ids.ids[k] * NET_INPUT;
        const float scale = n->scales[ids.ids[k]];
        for (uint32_t j = 0; j < NET_INPUT; j++) input[j] += (float)row[j] * scale;
    }
}

static void multiply(const Model *m, float *c, size_t ldc, const float *a, size_t lda, const float *b, uint32_t rows,
                     uint32_t columns, uint32_t inner, bool add) {
    vfp_multiply(&(Product){c, a, b, rows, columns, inner, ldc, lda, 1, add}, m->wide);
}

/* c = a × weights + bias, in whole numbers; a: rows of `inner` floats. */
static void multiply_whole(const Model *m, NetworkRoom *room, float *c, size_t ldc, const float *a, uint32_t rows,
                           uint32_t inner, const struct WholeWeights *weights, uint32_t columns) {
    for (uint32_t i = 0; i < rows; i++)
        room->whole_scales[i] = vfp_round_row(room->whole + (size_t)i * inner, a + (size_t)i * inner, inner, m->wide);
    vfp_multiply_whole(&(WholeProduct){c, room->whole, weights->at, room->whole_scales, weights->scales, weights->bias,
                                       rows, columns, inner, ldc},
                       m->wide);
}

/* Where the word is kept, or from now on will be, in the place of the one that was met longer ago; VFP_NONE where it is
 * too long for that. *there: it was. Forms are compared as a whole, so that no other word's answer is ever taken. */
static uint32_t find_slot(NetworkRoom *room, Str form, bool *there) {
    *there = false;
    if (!form.len || form.len > LETTERS) return VFP_NONE;
    const uint64_t hash = vfp_hash(form.at, form.len, 0) * 0x9E3779B97F4A7C15u;
    const uint32_t pair = (uint32_t)(hash >> 40) % (KNOWN / 2);
    for (uint32_t slot = 2 * pair; slot < 2 * pair + 2; slot++) {
        if (room->kept[slot].len != form.len || memcmp(room->kept[slot].form, form.at, form.len) != 0) continue;
        *there = true;
        return room->recent[pair] = slot % 2, slot;
    }
    const uint32_t slot = 2 * pair + (room->recent[pair] ^= 1);
    room->kept[slot].len = (uint8_t)form.len;
    memcpy(room->kept[slot].form, form.at, form.len);
    return slot;
}

/* What the first layer makes of each word: remembered, or worked out for all new words of the chunk at once. */
static void take_words(const Article *a, NetworkRoom *room) {
    const Network *n = a->model->network;
    uint32_t fresh = 0;
    for (uint32_t i = 0; i < room->count; i++) {
        bool there;
        const Str form = form_of(a, room->first + i);
        const uint32_t slot = find_slot(room, form, &there);
        room->fresh_of[i] = there && room->asked[slot] ? room->asked[slot] - 1 : VFP_NONE;
        if (there && !room->asked[slot]) room->rows[i] = room->known[slot];
        if (there) continue;
        begin_word(n, room, fresh, form);
        room->fresh_of[i] = fresh, room->fresh_slot[fresh++] = slot;
        if (slot != VFP_NONE) room->asked[slot] = fresh;
    }
    multiply(a->model, room->input[0], NET_INPUT, room->vectors[0], NET_VECTOR, n->vector_in, fresh, NET_INPUT,
             NET_VECTOR, true);
    for (uint32_t i = 0; i < fresh; i++)
        for (uint32_t j = 0; j < NET_INPUT; j++) room->input[i][j] = room->input[i][j] > 0 ? room->input[i][j] : 0;
    multiply_whole(a->model, room, room->fresh[0], NET_FIRST, room->input[0], fresh, NET_INPUT, &n->first, NET_FIRST);
    for (uint32_t i = 0; i < room->count; i++)
        if (room->fresh_of[i] != VFP_NONE) room->rows[i] = room->fresh[room->fresh_of[i]];
    room->fresh_count = fresh;
}

/* Remembers the chunk's new words, when nobody looks any more at those whose places they take. */
static void keep_words(NetworkRoom *room) {
    for (uint32_t i = 0; i < room->fresh_count; i++) {
        const uint32_t slot = room->fresh_slot[i];
        if (slot == VFP_NONE || room->asked[slot] != i + 1) continue; /* another word has taken the place since */
        memcpy(room->known[slot], room->fresh[i], sizeof room->known[slot]);
        room->asked[slot] = 0;
    }
}

/* ---- layers */

static void recur(const Model *m, NetworkRoom *room, uint32_t layer, uint32_t first, uint32_t count) {
    const float *small = m->network->small;
    for (uint32_t way = 0; way < 2; way++) {
        const size_t out = (size_t)way * NET_WIDTH;
        const float *carry = small + AT_carry + (size_t)(4 * layer + 2 * way) * NET_WIDTH;
        const Recurrence r = {.u = (const float *)room->u + first * NET_NEXT + way * NET_NEXT / 2,
                              .skip = room->layer[layer % 2][first] + out,
                              .rows = layer ? NULL : room->rows + first,
                              .offset = way * NET_FIRST / 2,
                              .vf = carry,
                              .vr = carry + NET_WIDTH,
                              .h = room->layer[(layer + 1) % 2][first] + out,
                              .ldu = NET_NEXT,
                              .ldskip = NET_OUT,
                              .ldh = NET_OUT,
                              .n = count,
                              .width = NET_WIDTH,
                              .backward = way};
        vfp_recur(&r, m->wide);
    }
}

static void run_layers(const Model *m, NetworkRoom *room) {
    const Network *n = m->network;
    for (uint32_t l = 0; l < NET_LAYERS; l++) {
        if (l)
            multiply_whole(m, room, room->u[0], NET_NEXT, room->layer[l % 2][0], room->count, NET_OUT, &n->next[l - 1],
                           NET_NEXT);
        for (uint32_t k = 0; k < room->piece_count; k++)
            recur(m, room, l, room->pieces[k].first, room->pieces[k].count);
        if (l == 0) keep_words(room);
    }
    multiply_whole(m, room, room->heads[0], NET_HEADS, room->layer[NET_LAYERS % 2][0], room->count, NET_OUT, &n->heads,
                   NET_HEADS);
    for (uint32_t i = 0; i < room->count; i++) {
        float *h = room->heads[i];
        for (uint32_t j = 0; j < HEAD_A; j++) h[j] = h[j] > 0.1f * h[j] ? h[j] : 0.1f * h[j];
    }
}

/* ---- labels */

static uint32_t highest(const float *at, uint32_t n) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        if (at[i] > at[best]) best = i;
    return best;
}

/* A word class that a relation hardly goes with: prepositions are no adverbial modifiers and don't open clauses. */
static uint32_t unlikely_class(unsigned deprel) {
    switch (deprel) {
    case REL_MARK:
    case REL_ADVMOD: return UPOS_ADP;
    case REL_CASE: return UPOS_SCONJ;
    case REL_COMPOUND_PRT: return UPOS_ADV;
    case REL_AUX:
    case REL_AUX_PASS:
    case REL_COP: return UPOS_VERB;
    default: return UPOS_COUNT;
    }
}

/* So much ahead, a tag is likelier than all others together. */
#define CLEAR 4.8f
static_assert(NET_TAGS - 1 <= 121, "e to the power of CLEAR");

/* The likeliest tag of the likeliest word class: classes are judged by the sum of their tags' shares, and by the
 * relation that the tree gave the word. */
static const NetworkTag *best_tag(const Network *n, const float *scores, unsigned deprel, bool wide) {
    const uint32_t top = vfp_highest(scores, NET_TAGS, wide);
    uint32_t near = 0;
    for (uint32_t i = 0; i < NET_TAGS; i++) near += scores[i] > scores[top] - CLEAR;
    if (near == 1 && top < n->tag_count && n->tags[top].upos != unlikely_class(deprel)) return &n->tags[top];
    float share[NET_TAGS], of[UPOS_COUNT + 1] = {0};
    memcpy(share, scores, sizeof share);
    vfp_exp_row(share, NET_TAGS, wide);
    for (uint32_t i = 0; i < n->tag_count; i++) of[n->tags[i].upos] += share[i];
    of[unlikely_class(deprel)] *= 0.2f;
    const uint32_t upos = highest(of, UPOS_COUNT);
    uint32_t best = VFP_NONE;
    for (uint32_t i = 0; i < n->tag_count; i++)
        if (n->tags[i].upos == upos && (best == VFP_NONE || share[i] > share[best])) best = i;
    return &n->tags[best == VFP_NONE ? 0 : best];
}

static void set_tag(const Article *a, Token *t, const NetworkTag *tag) {
    t->upos = tag->upos, t->feats = tag->feats;
    if (t->upos == UPOS_PART && t->flags & TOKEN_FUSED && (a->text.at[t->begin] | 32) != 'n')
        t->feats |= FEAT_POSSESSIVE;
}

/* The likeliest labels of which none is inside a span that didn't begin (Viterbi). `open` allows the first word to be
 * inside: attributions go on from sentence to sentence. */
static void best_labels(const NetworkRoom *room, uint32_t first, uint32_t count, uint32_t column, bool open,
                        uint8_t *out) {
    uint8_t from[NET_LONGEST][NAME_LABELS];
    float score[NAME_LABELS], next[NAME_LABELS];
    for (uint32_t i = 0; i < count; i++) {
        const float *at = room->heads[first + i] + column;
        for (uint32_t l = 0; l < NAME_LABELS; l++) {
            const bool inside = l && l % 2 == 0;
            uint32_t best = VFP_NONE;
            for (uint32_t k = 0; i && k < NAME_LABELS; k++)
                if ((!inside || k == l || k == l - 1) && (best == VFP_NONE || score[k] > score[best])) best = k;
            from[i][l] = (uint8_t)(best == VFP_NONE ? 0 : best);
            next[l] = at[l] + (i ? score[best == VFP_NONE ? 0 : best] : inside && !open ? -1e9f : 0);
        }
        memcpy(score, next, sizeof score);
    }
    uint32_t l = highest(score, NAME_LABELS);
    for (uint32_t i = count; i-- > 0; l = from[i][l]) out[i] = (uint8_t)l;
}

static void take_names(Article *a, uint32_t token, uint32_t count, const uint8_t *labels) {
    for (uint32_t i = 0; i < count; i++) {
        if (labels[i] % 2 == 0) continue;
        uint32_t end = i + 1;
        while (end < count && labels[end] == labels[i] + 1) end++;
        *vfp_push(a->arena, &a->entities) = (Entity){token + i, token + end, (EntityKind)(labels[i] / 2)};
    }
}

/* ---- trees */

static const float *end_of(const Network *n, const NetworkRoom *room, uint32_t first, int32_t head) {
    return head < 0 ? n->small + AT_root : room->heads[first + (uint32_t)head];
}

static void find_heads(const Model *m, NetworkRoom *room, uint32_t first, uint32_t count) {
    for (uint32_t j = 0; j <= count; j++)
        memcpy(room->ends + (size_t)j * NET_ARC, end_of(m->network, room, first, (int32_t)j - 1) + HEAD_HEAD,
               NET_ARC * sizeof(float));
    vfp_pack(room->packed, room->ends, NET_ARC, count + 1, 1, NET_ARC);
    multiply(m, room->scores[0], SCORES, room->arc[first], NET_ARC, room->packed, count, count + 1, NET_ARC, false);
    const float root = m->network->small[AT_near + vfp_near(0, -1)];
    for (uint32_t i = 0; i < count; i++) {
        const float *near = room->near + NET_LONGEST - i;
        room->scores[i][0] += root;
        for (uint32_t j = 0; j < count; j++) room->scores[i][j + 1] += near[j];
        room->scores[i][i + 1] = -1e9f;
    }
    vfp_best_tree(room->tree, room->scores[0], count, SCORES, room->head + first);
    for (uint32_t i = first; i < first + count; i++) {
        const float *h = room->heads[i], *g = end_of(m->network, room, first, room->head[i]);
        for (uint32_t j = 0; j < NET_REL; j++) {
            const float sum = h[HEAD_A + j] + g[HEAD_B + j];
            room->pair[i][j] = sum > 0 ? sum : 0;
            room->pair[i][NET_REL + j] = h[HEAD_P + j] * g[HEAD_Q + j];
        }
    }
}

/* Writes what was found for one piece of a sentence into its tokens; `root` is that of the sentence's pieces before. */
static void take_tree(const Article *a, const NetworkRoom *room, uint32_t first, uint32_t count, uint32_t *root) {
    for (uint32_t i = first; i < first + count; i++) {
        Token *t = &a->tokens.at[room->first + i];
        if (room->head[i] >= 0) {
            t->head = room->first + first + (uint32_t)room->head[i];
            t->deprel = (uint8_t)vfp_highest(room->rels[i], NET_RELS, a->model->wide);
        } else if (*root == VFP_NONE) t->head = VFP_NONE, t->deprel = REL_ROOT, *root = room->first + i;
        else t->head = *root, t->deprel = REL_PARATAXIS;
    }
}

/* ---- articles */

static void run_chunk(Article *a, NetworkRoom *room, bool *quoted, uint32_t *root) {
    const Model *m = a->model;
    const Network *n = m->network;
    take_words(a, room);
    for (uint32_t i = 0; i < room->count; i++) {
        const uint32_t token = room->first + i, s = a->tokens.at[token].sentence;
        const bool new_block =
            token == a->sentences.at[s].first && s && a->sentences.at[s].block != a->sentences.at[s - 1].block;
        if (new_block) *quoted = false;
        if (!vfp_inside_quotes(quoted, form_of(a, token))) continue;
        for (uint32_t j = 0; j < NET_FIRST; j++) room->u[i][j] = room->rows[i][j] + n->small[AT_marks + j];
        room->rows[i] = room->u[i];
    }
    run_layers(m, room);
    multiply(m, room->arc[0], NET_ARC, room->heads[0], NET_HEADS, n->arc, room->count, NET_ARC, NET_ARC, false);
    for (uint32_t i = 0; i < room->count; i++)
        for (uint32_t j = 0; j < NET_ARC; j++) room->arc[i][j] += n->small[AT_arc_bias + j];
    for (uint32_t k = 0; k < room->piece_count; k++) find_heads(m, room, room->pieces[k].first, room->pieces[k].count);
    multiply_whole(m, room, room->rels[0], NET_RELS, room->pair[0], room->count, 2 * NET_REL, &n->rel, NET_RELS);
    for (uint32_t k = 0; k < room->piece_count; k++) {
        const uint32_t first = room->pieces[k].first, count = room->pieces[k].count, token = room->first + first;
        uint8_t labels[NET_LONGEST];
        if (a->sentences.at[a->tokens.at[token].sentence].first == token) *root = VFP_NONE;
        take_tree(a, room, first, count, root);
        for (uint32_t i = 0; i < count; i++)
            set_tag(a, &a->tokens.at[token + i],
                    best_tag(n, room->heads[first + i] + HEAD_TAGS, a->tokens.at[token + i].deprel, m->wide));
        best_labels(room, first, count, HEAD_NAMES, false, labels);
        take_names(a, token, count, labels);
        best_labels(room, first, count, HEAD_SAID, true, a->said + token);
    }
}

static bool make_room(Article *a) {
    NetworkRoom *room = a->network_room;
    if (room) return true;
    room = calloc(1, sizeof *room);
    if (room) room->tree = malloc(vfp_tree_room());
    if (!room || !room->tree) return free(room), false;
    for (int32_t d = -NET_LONGEST; d < NET_LONGEST; d++)
        room->near[d + NET_LONGEST] =
            d ? a->model->network->small[AT_near + vfp_near(NET_LONGEST, NET_LONGEST + d)] : 0;
    a->network_room = room;
    return true;
}

static void read_network(Article *a) {
    a->said = vfp_arena_alloc(a->arena, a->tokens.n + 1);
    if (!a->model->network || !a->tokens.n) return;
    if (!make_room(a)) longjmp(*vfp_arena_escape(a->arena), VF_E_MEMORY);
    NetworkRoom *room = a->network_room;
    bool quoted = false;
    uint32_t root = VFP_NONE;
    room->first = 0, room->count = room->piece_count = 0;
    for (uint32_t s = 0; s < a->sentences.n; s++) {
        const Sentence *sentence = &a->sentences.at[s];
        for (uint32_t from = sentence->first, n; from < sentence->last; from += n) {
            n = sentence->last - from < NET_LONGEST ? sentence->last - from : NET_LONGEST;
            if (room->count + n > CHUNK) {
                run_chunk(a, room, &quoted, &root);
                room->first = from, room->count = room->piece_count = 0;
            }
            room->pieces[room->piece_count].first = room->count, room->pieces[room->piece_count++].count = n;
            room->count += n;
        }
    }
    run_chunk(a, room, &quoted, &root);
}

void vfp_tag(Article *a) {
    read_network(a);
    vfp_lemmatize(a);
}
