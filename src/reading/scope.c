/* scope.c: which words the cues of hedging, denial, question and condition govern.
 *
 * In: trees, hits. Out: Article.scopes: for each token, what its cues say of it, and what is to be known of it when
 * others climb past: whether it has a subject, an auxiliary, a conjunction. One walk over the tokens and one over the
 * hits; an answer is a bounded climb. */
#include "reading/scope.h"
#include "reading/reading.h"

enum {
    MARK_MODAL = 1 << 0, /* possible, by an auxiliary, which joined verbs share where they have no tense of their own */
    MARK_POSSIBLE = 1 << 1, /* by any other word */
    MARK_PROBABLE = 1 << 2,
    MARK_HEARSAY = 1 << 3,
    MARK_DENIED = 1 << 4,
    MARK_ASKED = 1 << 5,
    MARK_SUPPOSED = 1 << 6,
    HAS_SUBJECT = 1 << 7, /* not cues, but relations of its children */
    HAS_AUXILIARY = 1 << 8,
    HAS_MARK = 1 << 9,
    JOINED_BUT = 1 << 10,
    HEDGED = MARK_MODAL | MARK_POSSIBLE | MARK_PROBABLE | MARK_HEARSAY,
    EVERYTHING = HEDGED | MARK_DENIED | MARK_ASKED | MARK_SUPPOSED,
    UNREAL = MARK_ASKED | MARK_SUPPOSED,
    DEEPEST = 24,
    LONGEST_CLAUSE = 80, /* tokens to look either way */
};

#define REL_FUNCTION                                                                                                   \
    (VFP_REL(REL_AUX) | VFP_REL(REL_AUX_PASS) | VFP_REL(REL_COP) | VFP_REL(REL_CASE) | VFP_REL(REL_MARK) |             \
     VFP_REL(REL_DET) | VFP_REL(REL_DET_PREDET) | VFP_REL(REL_CC) | VFP_REL(REL_CC_PRECONJ) | VFP_REL(REL_ADVMOD) |    \
     VFP_REL(REL_AMOD) | VFP_REL(REL_NUMMOD) | VFP_REL(REL_FIXED) | VFP_REL(REL_FLAT) | VFP_REL(REL_COMPOUND) |        \
     VFP_REL(REL_COMPOUND_PRT) | VFP_REL(REL_GOESWITH) | VFP_REL(REL_DISCOURSE) | VFP_REL(REL_EXPL) |                  \
     VFP_REL(REL_PUNCT))
#define REL_NOMINAL                                                                                                    \
    (VFP_REL_SUBJECT | VFP_REL_OBLIQUE | VFP_REL(REL_OBJ) | VFP_REL(REL_IOBJ) | VFP_REL(REL_OBL_UNMARKED) |            \
     VFP_REL(REL_NMOD_DESC) | VFP_REL(REL_NMOD_UNMARKED) | VFP_REL(REL_ORPHAN))
#define REL_COMPLEMENT                                                                                                 \
    (VFP_REL(REL_XCOMP) | VFP_REL(REL_CCOMP) | VFP_REL(REL_CSUBJ) | VFP_REL(REL_CSUBJ_PASS) | VFP_REL(REL_ACL))

/* ---- clauses */

static bool is_clause(const Article *article, uint32_t token) {
    unsigned here = article->scopes[token];
    switch ((Deprel)article->tokens.at[token].deprel) {
    case REL_ACL_RELCL:
    case REL_ADVCL_RELCL:
    case REL_CCOMP:
    case REL_CSUBJ:
    case REL_CSUBJ_PASS:
    case REL_CSUBJ_OUTER:
    case REL_PARATAXIS: return true;
    case REL_ADVCL: return here & (HAS_SUBJECT | HAS_MARK) && !(article->tokens.at[token].feats & FEAT_INFINITIVE);
    case REL_CONJ: return here & HAS_SUBJECT;
    default: return vfp_head(article, token) == VFP_NONE;
    }
}

uint32_t vfp_clause_head(const Article *article, uint32_t token) {
    for (int n = 0; n < DEEPEST && !is_clause(article, token); n++) token = vfp_head(article, token);
    return token;
}

/* The token goes with its neighbour in the clause: a comma or quotation mark may. */
static bool is_in_clause(const Article *article, uint32_t token, uint32_t clause) {
    if (vfp_is_mark(article, token, ';') || vfp_is_mark(article, token, ':') || vfp_is_dash(article, token))
        return false;
    return article->tokens.at[token].flags & TOKEN_PUNCT || vfp_clause_head(article, token) == clause;
}

Range vfp_clause(const Article *article, uint32_t token) {
    Range s = vfp_sentence_of(article, token), out = {token, token + 1};
    uint32_t clause = vfp_clause_head(article, token);
    while (out.first > s.first && token - out.first < LONGEST_CLAUSE && is_in_clause(article, out.first - 1, clause))
        out.first--;
    while (out.last < s.last && out.last - token < LONGEST_CLAUSE && is_in_clause(article, out.last, clause))
        out.last++;
    while (out.first < token && article->tokens.at[out.first].flags & TOKEN_PUNCT) out.first++;
    while (out.last > token + 1 && article->tokens.at[out.last - 1].flags & TOKEN_PUNCT) out.last--;
    return out;
}

/* ---- what goes down from a word to those that hang on it */

static bool is_bare(const Article *article, uint32_t verb) {
    const Token *t = &article->tokens.at[verb];
    return t->feats & FEAT_INFINITIVE || (t->norm && t->norm == t->lemma);
}

/* may meet X and sign Y, has not met X or signed Y: the second verb has the first one's auxiliary. */
static bool shares_auxiliary(const Article *article, uint32_t joined, uint32_t first) {
    if (article->scopes[joined] & (HAS_AUXILIARY | HAS_SUBJECT)) return false;
    if (is_bare(article, first)) return is_bare(article, joined);
    unsigned participle = FEAT_PARTICIPLE | FEAT_GERUND;
    return article->tokens.at[first].feats & article->tokens.at[joined].feats & participle &&
           article->scopes[first] & HAS_AUXILIARY;
}

static unsigned through_conjunct(const Article *article, uint32_t joined, uint32_t first) {
    unsigned here = article->scopes[joined];
    bool verbal = article->tokens.at[joined].upos == UPOS_VERB || here & (HAS_SUBJECT | HAS_AUXILIARY);
    if (!verbal) return here & JOINED_BUT ? EVERYTHING & ~MARK_DENIED : EVERYTHING;
    if (here & HAS_SUBJECT) return UNREAL;
    unsigned shared = shares_auxiliary(article, joined, first) ? MARK_MODAL | MARK_DENIED : 0;
    if (here & JOINED_BUT) shared &= ~(unsigned)MARK_DENIED;
    return (HEDGED & ~MARK_MODAL) | UNREAL | shared;
}

/* fired, killing two; went to Rome to meet X: no conjunction, no subject, so part of what the verb above says. */
static unsigned through_adverbial(const Article *article, uint32_t verb) {
    if (article->tokens.at[verb].feats & FEAT_INFINITIVE && !(article->scopes[verb] & HAS_SUBJECT))
        return HEDGED | UNREAL;
    if (article->scopes[verb] & MARK_DENIED && !(article->scopes[verb] & HAS_SUBJECT))
        return MARK_DENIED; /* can't … without … */
    return article->scopes[verb] & (HAS_SUBJECT | HAS_MARK) ? 0 : HEDGED | UNREAL;
}

static unsigned passed_down(const Article *article, uint32_t token) {
    if (vfp_has_rel(article, token, REL_FUNCTION | VFP_REL(REL_XCOMP))) return EVERYTHING;
    if (vfp_has_rel(article, token, REL_NOMINAL)) return HEDGED | UNREAL;
    switch ((Deprel)article->tokens.at[token].deprel) {
    case REL_CONJ: return through_conjunct(article, token, vfp_head(article, token));
    case REL_ADVCL: return through_adverbial(article, token);
    case REL_ACL: return MARK_DENIED | UNREAL; /* no plan to leave */
    case REL_CCOMP:
    case REL_CSUBJ:
    case REL_CSUBJ_PASS: return UNREAL;
    default: return 0;
    }
}

Claim vfp_scope(const Article *article, uint32_t token) {
    unsigned found = 0, passed = EVERYTHING;
    bool denied = false;
    for (int n = 0; n < DEEPEST && token != VFP_NONE && passed; n++) {
        unsigned here = article->scopes[token] & passed;
        found |= here;
        denied ^= (here & MARK_DENIED) != 0;
        passed &= passed_down(article, token);
        token = vfp_head(article, token);
    }
    return (Claim){.certainty = found & (MARK_MODAL | MARK_POSSIBLE) ? POSSIBLE
                                : found & MARK_PROBABLE              ? PROBABLE
                                                                     : CERTAIN,
                   .hearsay = found & MARK_HEARSAY,
                   .denied = denied,
                   .asked = found & MARK_ASKED,
                   .supposed = found & MARK_SUPPOSED};
}

/* ---- what cues govern */

/* Whether what hangs on `head` as a condition binds `token` too: if it is below it, and no clause joined to it, which a
 * condition binds only from before both (If X leaves, Y may pay and Z will pay). */
bool vfp_binds(const Article *article, uint32_t condition, uint32_t token) {
    uint32_t head = vfp_head(article, condition);
    if (head != VFP_NONE && vfp_has_rel(article, head, VFP_REL(REL_CONJ))) { /* … if X leaves, | and Z will pay */
        uint32_t and = vfp_child(article, head, VFP_REL(REL_CC));
        if (and != VFP_NONE && and > condition) head = vfp_head(article, head);
    }
    for (int n = 0; n < DEEPEST && token != VFP_NONE; n++) {
        if (token == head) return true;
        bool joined = vfp_has_rel(article, token, VFP_REL(REL_CONJ)) && article->scopes[token] & HAS_SUBJECT;
        if (joined && condition > vfp_head(article, token)) return false;
        token = vfp_head(article, token);
    }
    return false;
}

/* The word of the cue that hangs on none of its others. */
static uint32_t top_of(const Article *article, Range cue) {
    for (uint32_t t = cue.first; t < cue.last; t++) {
        uint32_t head = vfp_head(article, t);
        if (head == VFP_NONE || head < cue.first || head >= cue.last) return t;
    }
    return cue.first;
}

uint32_t vfp_opened(const Article *article, Range cue) {
    uint32_t top = top_of(article, cue), t = cue.last, end = vfp_sentence_of(article, cue.first).last;
    if (vfp_has_rel(article, top, REL_FUNCTION) && vfp_head(article, top) != VFP_NONE)
        return vfp_head(article, top) >= cue.last ? vfp_head(article, top) : VFP_NONE;
    while (t < end && article->tokens.at[t].flags & TOKEN_PUNCT) t++;
    if (t >= end) return VFP_NONE;
    for (int n = 0; n < DEEPEST && !vfp_has_rel(article, t, VFP_REL_CLAUSE); n++) {
        uint32_t head = vfp_head(article, t);
        bool own = head >= cue.first && head < cue.last;
        if (head == VFP_NONE || own || article->branches[head].first < cue.first) break;
        t = head;
    }
    return t;
}

/* Marks the clauses that hang on the cue's word behind it: possible that …, refused to …, appears to ….  */
static bool mark_complements(Article *article, uint32_t top, const Hit *hit, unsigned marks) {
    bool any = false;
    Relations wanted = REL_COMPLEMENT | VFP_REL(REL_ADVCL);
    for (uint32_t c = vfp_child(article, top, wanted); c != VFP_NONE; c = vfp_sibling(article, c, wanted)) {
        if (c < hit->token + hit->count) continue;
        /* of adverbial clauses only the one that the cue's own preposition opens: refrained from going */
        bool opened = article->branches[c].first <= hit->token + hit->count;
        if (vfp_has_rel(article, c, VFP_REL(REL_ADVCL)) && !(opened && hit->count > 1)) continue;
        article->scopes[c] |= (uint16_t)marks;
        any = true;
    }
    return any;
}

/* No one attacked, met nobody, no side signed: what is said of none is denied. */
static void deny_predicate(Article *article, uint32_t noun) {
    Relations argument = VFP_REL_SUBJECT | VFP_REL(REL_OBJ);
    uint32_t head = vfp_head(article, noun);
    if (vfp_has_rel(article, noun, argument) && head != VFP_NONE) article->scopes[head] |= MARK_DENIED;
}

static void mark_cue(Article *article, const Hit *hit, unsigned marks) {
    uint32_t top = top_of(article, (Range){hit->token, hit->token + hit->count}), head = vfp_head(article, top);
    const Token *t = &article->tokens.at[top];
    bool predicate = t->upos == UPOS_VERB || t->upos == UPOS_ADJ || t->upos == UPOS_NOUN;
    if (predicate && !vfp_has_rel(article, top, VFP_REL(REL_AMOD) | VFP_REL(REL_ADVMOD)) &&
        mark_complements(article, top, hit, marks)) {
        if (marks & HEDGED) article->scopes[top] |= (uint16_t)marks;
        return;
    }
    if (vfp_has_rel(article, top, REL_FUNCTION) && head != VFP_NONE) {
        unsigned own =
            t->upos == UPOS_AUX && marks & MARK_POSSIBLE ? (marks & ~(unsigned)MARK_POSSIBLE) | MARK_MODAL : marks;
        article->scopes[head] |= (uint16_t)own;
        if (marks & MARK_DENIED && vfp_has_rel(article, top, VFP_REL(REL_DET) | VFP_REL(REL_CC_PRECONJ)))
            deny_predicate(article, head);
        return;
    }
    if (t->upos == UPOS_PRON && marks & MARK_DENIED) {
        deny_predicate(article, top);
        return;
    }
    bool aside =
        vfp_has_rel(article, top, VFP_REL(REL_OBL) | VFP_REL(REL_NMOD) | VFP_REL(REL_PARATAXIS) | VFP_REL(REL_ADVCL));
    if (aside && head != VFP_NONE && marks & HEDGED) { /* in theory; it seems; if confirmed */
        article->scopes[head] |= (uint16_t)marks;
        return;
    }
    if (marks & HEDGED) article->scopes[top] |= (uint16_t)marks;
    else { /* denied the attack, avoided talks */ uint32_t object = vfp_child(article, top, VFP_REL(REL_OBJ));
        if (object != VFP_NONE && object >= hit->token + hit->count) article->scopes[object] |= (uint16_t)marks;
    }
}

static void mark_hedge(Article *article, const Hit *hit) {
    const LexRow *row = vfp_lexicon_row(article->lexicon, LEX_HEDGE, hit->row);
    if (row->value[2] == SCOPE_SOURCE || row->value[1] <= CERTAIN) return;
    if (row->value[1] == POSSIBLE) mark_cue(article, hit, MARK_POSSIBLE);
    else mark_cue(article, hit, row->value[2] == SCOPE_HEARSAY ? MARK_PROBABLE | MARK_HEARSAY : MARK_PROBABLE);
}

static void mark_opened(Article *article, Range cue, unsigned marks) {
    uint32_t verb = vfp_opened(article, cue);
    if (verb == VFP_NONE) return;
    /* asked if X had left: no condition */
    if (vfp_has_rel(article, verb, VFP_REL(REL_CCOMP)) && vfp_has_rel(article, cue.first, VFP_REL(REL_MARK)))
        marks = MARK_ASKED;
    article->scopes[verb] |= (uint16_t)marks;
}

/* ---- the stage */

/* Had X left, …; should Y sign, …: an auxiliary before its subject makes a condition of an adverbial clause. */
static bool is_inverted(const Article *article, uint32_t verb) {
    return vfp_has_rel(article, verb, VFP_REL(REL_ADVCL)) && article->scopes[verb] & HAS_AUXILIARY &&
           !(article->scopes[verb] & HAS_MARK);
}

/* Notes on the word above what the token is to it. Left to right. */
static void note_token(Article *article, uint32_t token) {
    uint32_t head = vfp_head(article, token);
    if (head == VFP_NONE) return;
    uint16_t *above = &article->scopes[head];
    switch ((Deprel)article->tokens.at[token].deprel) {
    case REL_NSUBJ:
    case REL_NSUBJ_PASS:
    case REL_NSUBJ_OUTER:
        if (token < head && is_inverted(article, head)) *above |= MARK_SUPPOSED;
        *above |= HAS_SUBJECT;
        break;
    case REL_AUX:
    case REL_AUX_PASS:
    case REL_COP: *above |= HAS_AUXILIARY; break;
    case REL_MARK: *above |= HAS_MARK; break;
    case REL_CC:
        if (vfp_function(article, token) == WORD_BUT) *above |= JOINED_BUT;
        break;
    case REL_PUNCT:
        if (vfp_is_mark(article, token, '?')) *above |= MARK_ASKED;
        break;
    default: break;
    }
}

void vfp_read_scopes(Article *article) {
    article->scopes = vfp_arena_alloc(article->arena, (article->tokens.n + 1) * sizeof *article->scopes);
    for (uint32_t t = 0; t < article->tokens.n; t++) {
        note_token(article, t);
        if (vfp_function(article, t) == WORD_WHETHER) mark_opened(article, (Range){t, t + 1}, MARK_ASKED);
    }
    uint32_t blocked = 0; /* even if, as if: no condition, nor is the if in them */
    for (uint32_t h = 0; h < article->hits.n; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table == LEX_HEDGE) mark_hedge(article, hit);
        else if (hit->table == LEX_NEGATION) mark_cue(article, hit, MARK_DENIED);
        else if (hit->table == LEX_CONDITION && hit->token >= blocked) {
            if (vfp_opens_condition(article, hit))
                mark_opened(article, (Range){hit->token, hit->token + hit->count}, MARK_SUPPOSED);
            else blocked = hit->token + hit->count;
        }
    }
}
