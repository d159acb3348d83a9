/* chunk.c: tags → noun phrases and verb groups (Abney 1991: chunks), the two kinds that never nest.
 *
 * A noun phrase runs from its determiner to its last noun; `of` begins another, a genitive 's ends its phrase, and a
 * pronoun is one by itself. A verb group runs from its first auxiliary (or `to`) to its main verb, with negations and
 * adverbs inside; `is going to` goes on to the verb behind it. What is neither belongs to no chunk.
 * Cost: linear; a stretch that turns out to have no head is passed over, not tried again. */
#include "language/language.h"
#include "language/tree.h"
#include "lexicon/lexicon.h"

/* The words of the verb group that the grammar asks for by name. */
typedef struct Chunker {
    Article *article;
    const Token *tokens;
    uint32_t first, last; /* of the sentence */
    uint32_t be, have, will, shall, go, not, never, to, for_;
} Chunker;

static bool is(const Chunker *c, uint32_t i, Upos upos) { return i < c->last && c->tokens[i].upos == upos; }
static bool is_noun(const Chunker *c, uint32_t i) { return is(c, i, UPOS_NOUN) || is(c, i, UPOS_PROPN); }
/* following a call, including the envoy: what stands as a preposition is no verb. */
static bool is_verb(const Chunker *c, uint32_t i) {
    return (is(c, i, UPOS_VERB) || is(c, i, UPOS_AUX)) && !(vfp_has_rel(c->article, i, VFP_REL(REL_CASE)));
}
static bool has(const Chunker *c, uint32_t i, unsigned feats) { return i < c->last && c->tokens[i].feats & feats; }
static bool is_word(const Chunker *c, uint32_t i, uint32_t lemma) {
    return i < c->last && lemma && (c->tokens[i].lemma == lemma || c->tokens[i].norm == lemma);
}

static Chunk *add_chunk(Chunker *c, ChunkKind kind, uint32_t first, uint32_t last, uint32_t head, unsigned flags) {
    Article *a = c->article;
    uint32_t id = a->chunks.n;
    Chunk *chunk = vfp_push(a->arena, &a->chunks);
    *chunk = (Chunk){first, last, head, VFP_NONE, (uint16_t)flags, (uint8_t)kind};
    for (uint32_t i = first; i < last; i++) a->chunk_of[i] = id;
    return chunk;
}

/* ---- noun phrases */

/* The punctuation mark i stands between two words without spaces: a hyphen or slash of a compound. */
static bool is_joint(const Chunker *c, uint32_t i) {
    if (i == c->first || (!is(c, i, UPOS_PUNCT) && !is(c, i, UPOS_SYM))) return false;
    if (c->tokens[i].flags & TOKEN_SPACE || c->tokens[i - 1].flags & TOKEN_SPACE) return false;
    char mark = c->article->text.at[c->tokens[i].begin];
    return mark == '-' || mark == '/' || mark == '&';
}

/* A participle before a noun: “the elected president”. */
static bool is_attribute(const Chunker *c, uint32_t i) {
    return is(c, i, UPOS_VERB) && has(c, i, FEAT_PARTICIPLE | FEAT_GERUND) &&
           (is_noun(c, i + 1) || is(c, i + 1, UPOS_ADJ));
}

/* planned talks, one pointed remark: the tree knows what describes a noun behind it. */
static bool is_participle_of_noun(const Chunker *c, uint32_t i) {
    return is(c, i, UPOS_VERB) && vfp_has_rel(c->article, i, VFP_REL(REL_AMOD)) && c->tokens[i].head != VFP_NONE &&
           c->tokens[i].head > i && c->tokens[i].head < i + 6 && is_noun(c, c->tokens[i].head);
}

/* A word that may stand before the head, or be it. */
static bool is_nominal(const Chunker *c, uint32_t i) {
    return is_noun(c, i) || is(c, i, UPOS_ADJ) || is(c, i, UPOS_NUM) || is(c, i, UPOS_SYM);
}

/* Quotation marks and commas that the phrase goes on behind: the “special operation”, a long, hard war. */
static bool is_inner_mark(const Chunker *c, uint32_t i, bool headed) {
    if (headed || i == c->first || !is(c, i, UPOS_PUNCT)) return false;
    char mark = c->article->text.at[c->tokens[i].begin];
    if (mark == ',') return is(c, i - 1, UPOS_ADJ) && is(c, i + 1, UPOS_ADJ) && is_nominal(c, i + 2);
    bool quote = mark == '"' || mark == '\'' || (unsigned char)mark == 0xE2; /* “ ‘ and the like */
    return quote && !(c->tokens[i].flags & TOKEN_SPACE) && is_nominal(c, i + 1);
}

/* Whether the tree keeps noun i out of the phrase whose last noun so far is `head`: what the phrase governs as
 * its object or subject, as in “after meeting | Netanyahu”. */
static bool is_apart(const Chunker *c, uint32_t first, uint32_t head, uint32_t i) {
    Relations arguments = VFP_REL_SUBJECT | VFP_REL(REL_OBJ) | VFP_REL(REL_IOBJ);
    return vfp_has_rel(c->article, i, arguments) && c->tokens[i].head != VFP_NONE && c->tokens[i].head >= first &&
           c->tokens[i].head <= head;
}

/* The end of the phrase that begins at i; *head is its last noun, VFP_NONE where it has none. */
static uint32_t noun_phrase_end(const Chunker *c, uint32_t i, uint32_t *head) {
    uint32_t first = i;
    bool determined = is(c, i, UPOS_DET), described = false;
    *head = VFP_NONE;
    while (is(c, i, UPOS_DET) && i < first + 2) i++;
    for (; i < c->last; i++) {
        bool headed = *head != VFP_NONE;
        if (headed && is_noun(c, i) && is_apart(c, first, *head, i)) break;
        if (is_noun(c, i)) *head = i;
        else if (is(c, i, UPOS_NUM)) *head = headed && is_noun(c, *head) ? *head : i;
        else if (is(c, i, UPOS_ADJ) && (!headed || !is_noun(c, *head) || is_noun(c, i + 1) || is_joint(c, i - 1)))
            described = true;
        else if (is(c, i, UPOS_SYM) && !headed) continue;
        else if (is(c, i, UPOS_SYM) && is(c, i - 1, UPOS_NUM)) *head = i; /* 5 % */
        else if (i > first && is_joint(c, i) && i + 1 < c->last) continue;
        else if (i > first && is_joint(c, i - 1) && !is(c, i, UPOS_PUNCT)) continue; /* U.S.-led, two-day */
        else if (is(c, i, UPOS_ADV) && !headed &&
                 (is(c, i + 1, UPOS_ADJ) || is(c, i + 1, UPOS_NUM) || is_attribute(c, i + 1)))
            continue;
        else if ((!headed || !is_noun(c, *head)) && is_participle_of_noun(c, i)) described = true;
        else if ((determined || described || headed) && is_attribute(c, i) && (!headed || is_joint(c, i - 1))) continue;
        else if (i > first && is_inner_mark(c, i, headed)) continue;
        else break;
    }
    if (*head == VFP_NONE && determined && i > first) *head = i - 1; /* the poor; all */
    if (*head != VFP_NONE && *head > first && is(c, *head, UPOS_NUM) && !is_noun(c, *head)) {
        for (uint32_t k = i; k-- > first;) /* Article 5: the noun is the head */
            if (is_noun(c, k)) return *head = k, i;
    }
    return i;
}

static uint32_t chunk_noun_phrase(Chunker *c, uint32_t i) {
    if (is(c, i, UPOS_PRON)) {
        unsigned flags = NP_PRONOUN | (has(c, i, FEAT_POSSESSIVE) ? NP_POSSESSIVE : 0u);
        bool genitive = is(c, i + 1, UPOS_PART) && has(c, i + 1, FEAT_POSSESSIVE); /* everyone's */
        add_chunk(c, CHUNK_NP, i, i + 1 + genitive, i, flags | (genitive ? NP_POSSESSIVE : 0u));
        return i + 1 + genitive;
    }
    if (is(c, i, UPOS_DET) && is(c, i + 1, UPOS_PRON) && !has(c, i + 1, FEAT_POSSESSIVE)) { /* no one, all those */
        add_chunk(c, CHUNK_NP, i, i + 2, i + 1, NP_PRONOUN);
        return i + 2;
    }
    uint32_t head, end = noun_phrase_end(c, i, &head);
    if (end == i) return i + 1;
    if (head == VFP_NONE) return end;
    bool genitive = is(c, end, UPOS_PART) && has(c, end, FEAT_POSSESSIVE);
    if (genitive) end++;
    /* what was taken in hope of a noun behind it goes back: “two years long” */
    while (!genitive && end > head + 1 && !is(c, end - 1, UPOS_NUM) && !is(c, end - 1, UPOS_SYM)) end--;
    add_chunk(c, CHUNK_NP, i, end, head, genitive ? NP_POSSESSIVE : 0);
    return end;
}

/* ---- verb groups */

static bool is_to(const Chunker *c, uint32_t i) { return is(c, i, UPOS_PART) && is_word(c, i, c->to); }
static bool is_negation(const Chunker *c, uint32_t i) { return is_word(c, i, c->not ) || is_word(c, i, c->never); }

/* Passes adverbs and negations; returns where it stands behind them if a verb follows, else i. */
static uint32_t past_adverbs(const Chunker *c, uint32_t i) {
    uint32_t k = i;
    while (k < i + 4 && (is(c, k, UPOS_ADV) || (is(c, k, UPOS_PART) && !is_to(c, k) && !has(c, k, FEAT_POSSESSIVE))))
        k++;
    return is_verb(c, k) ? k : i;
}

static bool begins_verb_group(const Chunker *c, uint32_t i) {
    if (is_participle_of_noun(c, i)) return false;
    if (is_verb(c, i)) return true;
    if (is_negation(c, i)) return past_adverbs(c, i) > i;
    return is_to(c, i) && is_verb(c, past_adverbs(c, i + 1));
}

/* What the verbs of a group say together, as far as they have been read. */
typedef struct Group {
    uint32_t main, before; /* the last verb, and the one before it, or VFP_NONE */
    uint32_t modal;
    unsigned flags;
} Group;

/* The first verb of the group carries tense or mood. */
static void read_first_verb(const Chunker *c, Group *g, uint32_t i) {
    const Token *t = &c->tokens[i];
    bool modal = t->upos == UPOS_AUX &&
                 !(t->feats & (FEAT_PRESENT | FEAT_PAST | FEAT_INFINITIVE | FEAT_PARTICIPLE | FEAT_GERUND));
    if (g->flags & VG_INFINITIVE) return;
    if (modal) {
        bool future = is_word(c, i, c->will) || is_word(c, i, c->shall);
        g->modal = i;
        g->flags |= VG_FINITE | (future ? VG_FUTURE : VG_MODAL);
    } else if (t->feats & (FEAT_PRESENT | FEAT_PAST)) {
        g->flags |= VG_FINITE | (t->feats & FEAT_PAST ? VG_PAST : 0u);
    } else if (t->feats & FEAT_PARTICIPLE) {
        g->flags |= VG_PARTICIPLE;
    } else if (t->feats & FEAT_GERUND) {
        g->flags |= VG_GERUND;
    } else if (t->feats & FEAT_INFINITIVE) {
        g->flags |= VG_INFINITIVE;
    }
}

/* has + said, was + sent; after an auxiliary the tagger's past tense is a participle as well. */
static void read_next_verb(const Chunker *c, Group *g, uint32_t i) {
    bool participle = has(c, i, FEAT_PARTICIPLE | FEAT_PAST);
    if (participle && is_word(c, g->main, c->have)) g->flags |= VG_PERFECT | VG_PAST;
    else if (participle && is(c, i, UPOS_VERB) && is_word(c, g->main, c->be)) g->flags |= VG_PASSIVE;
}

static void read_verb(const Chunker *c, Group *g, uint32_t i) {
    if (g->main == VFP_NONE) read_first_verb(c, g, i);
    else read_next_verb(c, g, i);
    g->before = g->main, g->main = i;
}

/* `is going to send`: the verb behind `to`, where i is behind `going`; else i. */
static uint32_t past_going_to(const Chunker *c, const Group *g, uint32_t i) {
    bool going = is_word(c, g->main, c->go) && has(c, g->main, FEAT_GERUND) && g->before != VFP_NONE &&
                 is_word(c, g->before, c->be);
    if (!going || !is_word(c, i, c->to)) return i;
    uint32_t k = past_adverbs(c, i + 1);
    return is_verb(c, k) ? k : i;
}

static void note_negations(const Chunker *c, Group *g, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last; i++)
        if (is_negation(c, i)) g->flags |= VG_NEGATED;
}

/* “appears to have once again changed”: have before a participle is an auxiliary, whatever its tag. */
static bool is_perfect_have(const Chunker *c, const Group *g, uint32_t i) {
    uint32_t k = past_adverbs(c, i + 1);
    return g->before == VFP_NONE && is_word(c, i, c->have) && is(c, k, UPOS_VERB) &&
           has(c, k, FEAT_PARTICIPLE | FEAT_PAST);
}

/* “he recently adjusted his demands”: behind a name or pronoun that can be its subject and before an object, what was
 * taken for a participle tells of the past. */
static bool is_past_after_all(const Chunker *c, const Group *g, uint32_t first, uint32_t end) {
    const Article *a = c->article;
    if (g->flags != VG_PARTICIPLE || !a->chunks.n) return false;
    const Chunk *np = &a->chunks.at[a->chunks.n - 1];
    if (np->kind != CHUNK_NP || np->flags & NP_POSSESSIVE || np->last + 2 < first || np->first < c->first) return false;
    for (uint32_t i = np->last; i < first; i++)
        if (!is(c, i, UPOS_ADV)) return false;
    if (np->first > c->first && is(c, np->first - 1, UPOS_ADP)) return false;
    if (!is(c, np->head, UPOS_PRON) && !is(c, np->head, UPOS_PROPN)) return false;
    return is(c, end, UPOS_DET) || is(c, end, UPOS_PRON) || is_noun(c, end) || is(c, end, UPOS_SCONJ);
}

static uint32_t chunk_verb_group(Chunker *c, uint32_t first) {
    Group g = {VFP_NONE, VFP_NONE, VFP_NONE, 0};
    uint32_t i = first, end = first;
    if (is_to(c, i)) g.flags |= VG_INFINITIVE, i++;
    for (i = past_adverbs(c, i); is_verb(c, i); i = past_adverbs(c, end)) {
        read_verb(c, &g, i);
        end = i + 1;
        if (is(c, i, UPOS_AUX) || is_perfect_have(c, &g, i)) continue;
        uint32_t k = past_going_to(c, &g, end);
        if (k == end) break;
        g.flags |= VG_FUTURE;
        read_verb(c, &g, k);
        end = k + 1;
        if (!is(c, k, UPOS_AUX)) break;
    }
    /* “is not ready”: what denies the verb to be stands behind it */
    while (g.main != VFP_NONE && is(c, g.main, UPOS_AUX) && is_negation(c, end)) end++;
    if (is_word(c, g.main, c->be)) g.flags |= VG_COPULA;
    if (is_past_after_all(c, &g, first, end)) g.flags = VG_FINITE | VG_PAST;
    note_negations(c, &g, first, end);
    add_chunk(c, CHUNK_VG, first, end, g.main, g.flags)->modal = g.modal;
    return end;
}

/* ---- sentences */

static bool begins_noun_phrase(const Chunker *c, uint32_t i) {
    return is(c, i, UPOS_PRON) || is(c, i, UPOS_DET) || is_nominal(c, i) ||
           (is(c, i, UPOS_ADV) && is(c, i + 1, UPOS_NUM)) || is_participle_of_noun(c, i);
}

/* “Sisi called for a truce”: where no verb of the sentence is finite, what was taken for a participle right behind a
 * noun phrase and before an object is; “Soldiers killed in Kursk” stays as it is. */
static void find_main_verb(Chunker *c, uint32_t from) {
    Article *a = c->article;
    for (uint32_t k = from; k < a->chunks.n; k++)
        if (a->chunks.at[k].kind == CHUNK_VG && a->chunks.at[k].flags & VG_FINITE) return;
    for (uint32_t k = from + 1; k < a->chunks.n; k++) {
        Chunk *vg = &a->chunks.at[k], *np = vg - 1;
        if (vg->kind != CHUNK_VG || vg->flags != VG_PARTICIPLE || np->kind != CHUNK_NP || np->last != vg->first)
            continue;
        uint32_t next = vg->last;
        bool object = is(c, next, UPOS_DET) || is(c, next, UPOS_PRON) || is_nominal(c, next) ||
                      is(c, next, UPOS_SCONJ) || (is(c, next, UPOS_ADP) && is_word(c, next, c->for_));
        if (object) vg->flags = VG_FINITE | VG_PAST;
        return;
    }
}

static void chunk_sentence(Chunker *c, const Sentence *sentence) {
    uint32_t from = c->article->chunks.n;
    c->first = sentence->first, c->last = sentence->last;
    for (uint32_t i = sentence->first; i < c->last;) {
        if (begins_verb_group(c, i)) i = chunk_verb_group(c, i);
        else if (begins_noun_phrase(c, i)) i = chunk_noun_phrase(c, i);
        else i++;
    }
    find_main_verb(c, from);
}

void vfp_chunk(Article *a) {
    const Lexicon *l = a->lexicon;
    Chunker c = {.article = a,
                 .tokens = a->tokens.at,
                 .be = vfp_word(l, VFP_STR("be")),
                 .have = vfp_word(l, VFP_STR("have")),
                 .will = vfp_word(l, VFP_STR("will")),
                 .shall = vfp_word(l, VFP_STR("shall")),
                 .go = vfp_word(l, VFP_STR("go")),
                 .not = vfp_word(l, VFP_STR("not")),
                 .never = vfp_word(l, VFP_STR("never")),
                 .to = vfp_word(l, VFP_STR("to")),
                 .for_ = vfp_word(l, VFP_STR("for"))};
    vfp_grow(a);
    a->chunk_of = vfp_arena_alloc(a->arena, (a->tokens.n + 1) * sizeof *a->chunk_of);
    for (uint32_t i = 0; i < a->tokens.n; i++) a->chunk_of[i] = VFP_NONE;
    for (uint32_t s = 0; s < a->sentences.n; s++) chunk_sentence(&c, &a->sentences.at[s]);
}
