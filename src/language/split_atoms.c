/* split_atoms.c: tokens → atoms → hashed features of the gaps between them. The templates (src/learn/split.templates)
 * say which atoms make a feature. Cost: linear in the block; constant for a gap. */
#include "language/runes.h"
#include "language/split.h"

enum { FORM_LIMIT = 32, AHEAD_LIMIT = 1000 };

/* How a word is written. Marks are told by their bytes, which lie above. */
typedef enum Kind {
    KIND_NONE, /* outside the block */
    KIND_LOWER,
    KIND_CAPITAL,
    KIND_UPPER,
    KIND_LETTER, /* a single capital letter */
    KIND_MIXED,  /* iPhone */
    KIND_NUMBER,
    KIND_DIGITS,  /* letters and digits */
    KIND_DOTTED,  /* U.S., Mr. */
    KIND_ADDRESS, /* of a page or a mailbox */
    KIND_MARK,
} Kind;

/* ---- one token */

static inline uint32_t mix32(uint32_t h) {
    h ^= h >> 15;
    h *= 0x2C1B3C6Du;
    return h ^ h >> 13;
}

static inline uint32_t folded(uint32_t c) {
    if (vfp_ascii_upper(c)) return c | 32;
    return vfp_ascii_digit(c) ? '0' : c;
}

uint32_t vfp_split_hash(Str form) {
    uint32_t h = 0x811C9DC5u, n = form.len < FORM_LIMIT ? form.len : FORM_LIMIT;
    for (uint32_t i = 0; i < n; i++) h = (h ^ folded((unsigned char)form.at[i])) * 0x01000193u;
    return mix32(h ^ n);
}

static uint32_t tail_of(Str form) {
    uint32_t h = 0, from = form.len > 3 ? form.len - 3 : 0;
    for (uint32_t i = from; i < form.len; i++) h = h << 8 | folded((unsigned char)form.at[i]);
    return h;
}

/* Curly marks as the straight ones where they tell no more; the first character and whether there are others. */
static uint32_t mark_kind(Str form) {
    uint32_t c = 0;
    unsigned n = vfp_utf8_decode(form.at, form.len, 0, &c);
    if (c == 0x2019 || c == 0x2018) c = '\'';
    if (c == 0x2026) return KIND_MARK + ('.' << 2 | 2);
    uint32_t more = n < form.len ? 1 + (form.at[form.len - 1] == form.at[0]) : 0;
    return KIND_MARK + (c << 2 | more);
}

/* A straight quotation mark as the curly one that it stands for, where the spaces around it tell: ("x" y) */
static uint32_t turned(uint32_t kind, bool far, bool last) {
    if (kind != KIND_MARK + ('"' << 2) || far == last) return kind;
    return KIND_MARK + (far ? 0x201Cu : 0x201Du) * 4;
}

static bool is_address(Str form) {
    return memchr(form.at, '@', form.len) || memmem(form.at, form.len, "://", 3) ||
           (form.len > 4 && (form.at[0] | 32) == 'w' && form.at[3] == '.');
}

static uint32_t kind_of(Str form, unsigned flags) {
    if (flags & TOKEN_PUNCT) return mark_kind(form);
    if (form.len > 5 && is_address(form)) return KIND_ADDRESS;
    if (form.at[form.len - 1] == '.') return KIND_DOTTED;
    bool letters = false, lower = false, upper = false;
    for (uint32_t i = 1; i < form.len; i++) {
        unsigned char c = (unsigned char)form.at[i];
        letters |= vfp_ascii_letter(c), lower |= vfp_ascii_lower(c), upper |= vfp_ascii_upper(c);
    }
    if (flags & TOKEN_DIGIT) return letters || vfp_ascii_letter((unsigned char)form.at[0]) ? KIND_DIGITS : KIND_NUMBER;
    if (flags & TOKEN_UPPER) return KIND_UPPER;
    if (!(flags & TOKEN_CAPITAL)) return upper ? KIND_MIXED : KIND_LOWER;
    return form.len == 1 ? KIND_LETTER : lower && upper ? KIND_MIXED : KIND_CAPITAL;
}

static uint8_t class_of(const Splitter *s, uint32_t hash) {
    if (!s->words) return 0;
    uint32_t mask = (1u << s->word_bits) - 1, at = hash & mask, check = hash & 0xFFFFFF00u;
    for (uint32_t k = 0; k < SPLIT_PROBES; k++, at = (at + 1) & mask) {
        uint32_t entry = vfp_split_u32(s->words + (size_t)4 * at);
        if (!entry) return 0;
        if ((entry & 0xFFFFFF00u) == check) return (uint8_t)entry;
    }
    return 0;
}

static uint8_t space_of(const char *text, uint32_t i, uint32_t end) {
    if (i >= end) return 0;
    if (memchr(text + i, '\n', end - i)) return 3;
    return end - i > 1 ? 2 : 1;
}

static bool is_stop(const SplitWord *w) {
    uint32_t c = w->kind < KIND_MARK ? 0 : (w->kind - KIND_MARK) >> 2;
    return c == '.' || c == '!' || c == '?';
}

static bool is_verb(const SplitWord *w) { return w->class == 1 + UPOS_VERB || w->class == 1 + UPOS_AUX; }

static void look_at(const Article *a, const Splitter *s, uint32_t i, bool first, bool last, SplitWord *w) {
    const Token *t = &a->tokens.at[i];
    Str form = vfp_slice(a->text, (Span){t->begin, t->end});
    w->word = vfp_split_hash(form);
    w->tail = tail_of(form);
    w->kind = kind_of(form, t->flags);
    if (w->kind >= KIND_MARK)
        w->kind = turned(w->kind, first || a->tokens.at[i - 1].flags & TOKEN_SPACE, t->flags & TOKEN_SPACE);
    w->class = class_of(s, w->word);
    if (!w->class && w->kind < KIND_MARK) w->class = (uint8_t)(64 + w->kind);
    if (w->kind >= KIND_MARK) w->class = (uint8_t)(80 + (w->kind - KIND_MARK) % 131);
    w->shape = (uint8_t)((w->kind < KIND_MARK ? w->kind : KIND_MARK + w->kind % 7) * 8 + (form.len < 7 ? form.len : 7));
    w->space = last ? 3 : space_of(a->text.at, t->end, a->tokens.at[i + 1].begin);
    w->stop = is_stop(w);
}

/* ---- the block */

/* Whether sentences are begun with capitals here, whether the block ends with a stop, and whether it shouts. */
static uint32_t style_of(const SplitWord *w, uint32_t n) {
    uint32_t high = 0, low = 0, upper = 0, lower = 0;
    for (uint32_t i = 0; i < n; i++) {
        upper += w[i].kind == KIND_UPPER, lower += w[i].kind == KIND_LOWER;
        if (i + 1 == n || !w[i].stop) continue;
        high += w[i + 1].kind == KIND_CAPITAL || w[i + 1].kind == KIND_LETTER;
        low += w[i + 1].kind == KIND_LOWER;
    }
    uint32_t closed = w[n - 1].stop || (n > 1 && w[n - 2].stop);
    return (!low         ? 0u
            : low > high ? 2u
                         : 1u) |
           closed << 2 | (uint32_t)(high > 0) << 3 | (uint32_t)(upper > lower) << 4 |
           (uint32_t)(w[0].kind == KIND_LOWER) << 5;
}

SplitBlock vfp_split_block(const Article *a, const Splitter *s, uint32_t first, uint32_t count) {
    SplitWord *room = vfp_arena_alloc(a->arena, ((size_t)count + 2 * SPLIT_MARGIN) * sizeof *room);
    SplitBlock b = {.words = room + SPLIT_MARGIN, .count = count};
    for (uint32_t i = 0; i < count; i++) look_at(a, s, first + i, i == 0, i + 1 == count, &b.words[i]);
    uint32_t ahead = 0;
    bool verb = false;
    for (uint32_t i = count; i-- > 0;) {
        SplitWord *w = &b.words[i];
        w->ahead = (uint16_t)(ahead < AHEAD_LIMIT ? ahead : AHEAD_LIMIT), w->verb_ahead = verb;
        verb = !w->stop && (verb || is_verb(w));
        ahead = w->stop ? 0 : ahead + 1;
    }
    b.style = count ? style_of(b.words, count) : 0;
    return b;
}

/* ---- the gap */

static uint32_t bucket(uint32_t n) {
    static const uint8_t of[16] = {0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7};
    if (n < 16) return of[n];
    return n < 24 ? 8 : n < 40 ? 9 : 10;
}

/* Whether token i closes what is put into a phrase: [US President Donald] Trump, the (IUCN) Red List. */
static bool closes_insertion(const SplitBlock *b, uint32_t i) {
    uint32_t kind = b->words[i].kind, open = b->bracket;
    if (kind < KIND_MARK || open <= b->first || open + 1 >= i) return false;
    uint32_t mark = (kind - KIND_MARK) >> 2, inside = b->words[open + 1].kind, before = b->words[open - 1].kind;
    if (before >= KIND_DOTTED || inside >= KIND_NUMBER) return false;
    return mark == ']' || (mark == ')' && open + 2 == i);
}

bool vfp_split_possible(const SplitBlock *b, uint32_t i) {
    const SplitWord *w = &b->words[i];
    if (w->kind < KIND_MARK && w[1].kind < KIND_MARK && !w->space) return false;
    return !closes_insertion(b, i);
}

#define WORD_ATOMS(X, n) X(W_##n) X(T_##n) X(K_##n) X(C_##n) X(H_##n)
#define ATOMS(X)                                                                                                       \
    WORD_ATOMS(X, m2)                                                                                                  \
    WORD_ATOMS(X, m1)                                                                                                  \
    WORD_ATOMS(X, 0)                                                                                                   \
    WORD_ATOMS(X, 1)                                                                                                   \
    WORD_ATOMS(X, 2)                                                                                                   \
    WORD_ATOMS(X, 3)                                                                                                   \
    X(SPACE)                                                                                                           \
    X(LENGTH)                                                                                                          \
    X(REST) X(VERB) X(AHEAD) X(VERB_AHEAD) X(FIRST_W) X(FIRST_K) X(QUOTE) X(STYLE) X(BEFORE) X(BRACKET) X(INSIDE)

enum {
    NO,
#define X(name) name,
    ATOMS(X)
#undef X
        ATOM_COUNT
};

typedef struct Template {
    uint8_t atom[4];
} Template;

static const Template templates[] = {
#define TEMPLATE(a, b, c, d) {{a, b, c, d}},
#include "learn/split.templates"
#undef TEMPLATE
};
enum { TEMPLATE_COUNT = sizeof templates / sizeof *templates };
_Static_assert((int)TEMPLATE_COUNT <= (int)SPLIT_TEMPLATE_ROOM, "room for the features of a gap");
_Static_assert((int)ATOM_COUNT <= (int)SPLIT_ATOM_ROOM, "room for its atoms");

uint64_t vfp_split_templates(void) {
    static const char text[] =
#define TEMPLATE(a, b, c, d) #a "," #b "," #c "," #d "\n"
#include "learn/split.templates"
#undef TEMPLATE
        ;
    return vfp_hash(text, sizeof text - 1, SPLIT_VERSION);
}

static void word_atoms(const SplitWord *w, uint32_t *out) {
    out[0] = w->word, out[1] = w->tail, out[2] = w->kind, out[3] = w->class, out[4] = w->shape;
}

void vfp_split_atoms(const SplitBlock *b, uint32_t i, uint32_t *v) {
    const SplitWord *w = &b->words[i];
    v[NO] = 0;
    for (int k = -2; k <= 3; k++) word_atoms(w + k, v + W_m2 + 5 * (k + 2));
    v[SPACE] = w->space;
    v[LENGTH] = bucket(i - b->first);
    v[REST] = bucket(b->count - i - 1);
    v[VERB] = b->verb || is_verb(w);
    v[AHEAD] = bucket(w->ahead);
    v[VERB_AHEAD] = w->verb_ahead;
    v[FIRST_W] = b->words[b->first].word;
    v[FIRST_K] = b->words[b->first].kind;
    v[QUOTE] = (uint32_t)b->quote | (uint32_t)(b->brackets > 0) << 1;
    v[STYLE] = b->style;
    v[BEFORE] = b->before;
    uint32_t mark = w->kind < KIND_MARK ? 0 : (w->kind - KIND_MARK) >> 2;
    bool closes = (mark == ')' || mark == ']') && b->bracket >= b->first && b->bracket < i;
    v[BRACKET] = !closes ? 0 : b->bracket > b->first ? b->words[b->bracket - 1].kind : 1;
    v[INSIDE] = !closes ? 0 : bucket(i - b->bracket) << 16 | b->words[b->bracket + 1].kind;
}

uint32_t vfp_split_features(const uint32_t *v, uint32_t from, uint32_t to, uint64_t *out) {
    if (to > TEMPLATE_COUNT) to = TEMPLATE_COUNT;
    for (uint32_t t = from; t < to; t++) {
        const uint8_t *a = templates[t].atom;
        uint64_t h = ((uint64_t)v[a[0]] << 32 | v[a[1]]) * 0x9E3779B97F4A7C15u;
        h = ((h ^ h >> 29) + ((uint64_t)v[a[2]] << 32 | v[a[3]]) + t) * 0xBF58476D1CE4E5B9u;
        h = (h ^ h >> 32) * 0x94D049BB133111EBu;
        *out++ = h ^ h >> 29;
    }
    return to - from;
}

void vfp_split_advance(SplitBlock *b, uint32_t i, bool ended) {
    const SplitWord *w = &b->words[i];
    if (ended) {
        b->before = w->stop || (i > b->first && w[-1].stop) ? 1 : 2;
        b->first = i + 1, b->verb = false, b->quote = false, b->brackets = 0;
        return;
    }
    b->verb |= is_verb(w);
    if (w->kind < KIND_MARK) return;
    uint32_t c = (w->kind - KIND_MARK) >> 2;
    if (c == '"') b->quote = !b->quote;
    else if (c == 0x201C) b->quote = true;
    else if (c == 0x201D) b->quote = false;
    else if ((c == '(' || c == '[') && b->brackets < 9) b->brackets++, b->bracket = i;
    else if ((c == ')' || c == ']') && b->brackets) b->brackets--;
}
