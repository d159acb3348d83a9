/* grammar.c: relations of the tree as noun phrases and verb groups (see grammar.h). */
#include "reading/grammar.h"

enum { LONGEST_LOOK = 80, DEEPEST_CLAUSE = 8, DEEPEST_WORD = 16 };

Span vfp_span_of(const Article *article, Range range) {
    if (range.first >= range.last) return VFP_NO_SPAN;
    return (Span){article->tokens.at[range.first].begin, article->tokens.at[range.last - 1].end};
}

bool vfp_is_quote_mark(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    if (!(t->flags & TOKEN_PUNCT)) return false;
    uint32_t rune = 0;
    vfp_utf8_decode(article->text.at, article->text.len, t->begin, &rune);
    return rune == '"' || rune == 0x201C || rune == 0x201D || rune == 0x201E || rune == 0xAB || rune == 0xBB ||
           (t->end - t->begin == 2 && (rune == '\'' || rune == '`'));
}

bool vfp_is_dash(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    if (!(t->flags & TOKEN_PUNCT)) return false;
    unsigned char first = (unsigned char)article->text.at[t->begin];
    if (first != '-' && first != 0xE2) return false;
    uint32_t rune = 0;
    vfp_utf8_decode(article->text.at, article->text.len, t->begin, &rune);
    if (rune == 0x2013 || rune == 0x2014) return true;
    if (rune != '-') return false;
    return t->end - t->begin > 1 ||
           (t->flags & TOKEN_SPACE && token && article->tokens.at[token - 1].flags & TOKEN_SPACE);
}

/* ---- the tree's words and the phrases they are in */

static bool is_np(const Article *article, uint32_t chunk) { return article->chunks.at[chunk].kind == CHUNK_NP; }

static bool is_adposition(const Article *article, uint32_t token) {
    return (article->tokens.at[token].upos == UPOS_ADP || vfp_has_rel(article, token, VFP_REL(REL_CASE))) &&
           !(article->tokens.at[token].flags & TOKEN_PUNCT);
}

/* The noun phrase that a word is in, or VFP_NONE. */
static uint32_t phrase_of(const Article *article, uint32_t token) {
    uint32_t c = token == VFP_NONE ? VFP_NONE : vfp_chunk_at(article, token);
    return c != VFP_NONE && is_np(article, c) ? c : VFP_NONE;
}

static bool is_function(const Article *article, uint32_t token) {
    return article->tokens.at[token].flags & TOKEN_PUNCT ||
           vfp_has_rel(article, token, VFP_REL(REL_CASE) | VFP_REL(REL_MARK) | VFP_REL(REL_CC));
}

uint32_t vfp_top(const Article *article, Range range) {
    for (uint32_t t = range.first; t < range.last; t++) {
        uint32_t head = vfp_head(article, t);
        if ((head == VFP_NONE || head < range.first || head >= range.last) && !is_function(article, t)) return t;
    }
    return range.first;
}

uint32_t vfp_governor(const Article *article, uint32_t token) {
    for (int n = 0; n < DEEPEST_WORD && token != VFP_NONE; n++) {
        uint32_t vg = vfp_verb_at(article, token), be;
        if (vg != VFP_NONE) return vg;
        be = n ? vfp_child(article, token, VFP_REL(REL_COP)) : VFP_NONE;
        if (be != VFP_NONE && vfp_verb_at(article, be) != VFP_NONE) return vfp_verb_at(article, be);
        token = vfp_head(article, token);
    }
    return VFP_NONE;
}

/* ---- subjects */

uint32_t vfp_predicate(const Article *article, uint32_t vg) {
    uint32_t t = article->chunks.at[vg].head;
    Relations carried = VFP_REL(REL_AUX) | VFP_REL(REL_AUX_PASS) | VFP_REL(REL_COP);
    for (int n = 0; n < 4 && vfp_has_rel(article, t, carried) && vfp_head(article, t) != VFP_NONE; n++)
        t = vfp_head(article, t);
    return t;
}

bool vfp_is_verbal(const Article *article, uint32_t token) {
    return article->tokens.at[token].upos == UPOS_VERB || vfp_child(article, token, VFP_REL(REL_COP)) != VFP_NONE;
}

/* who, which; that where it is no demonstrative */
static bool is_relative(const Article *article, uint32_t token) {
    int word = vfp_function(article, token);
    return word == WORD_RELATIVE || (word == WORD_THAT && article->tokens.at[token].upos == UPOS_PRON);
}

/* The noun that the relative clause of `verb` is about; verbs joined by and share it. */
static uint32_t modified_noun(const Article *article, uint32_t verb) {
    for (int n = 0; n < DEEPEST_CLAUSE && vfp_head(article, verb) != VFP_NONE; n++) {
        if (vfp_has_rel(article, verb, VFP_REL(REL_ACL_RELCL))) return vfp_head(article, verb);
        if (!vfp_has_rel(article, verb, VFP_REL(REL_CONJ) | VFP_REL(REL_XCOMP))) break;
        verb = vfp_head(article, verb);
    }
    return VFP_NONE;
}

/* The subject that hangs on the verb itself. Of two, which a parser in doubt leaves (“…”, X told Y), the nearer one. */
static uint32_t own_subject(const Article *article, uint32_t verb) {
    uint32_t best = VFP_NONE;
    for (uint32_t s = vfp_child(article, verb, VFP_REL_SUBJECT); s != VFP_NONE;
         s = vfp_sibling(article, s, VFP_REL_SUBJECT)) {
        if (vfp_function(article, s) == WORD_REFLEXIVE) continue; /* who himself wants … */
        if (best == VFP_NONE || s < verb || s - verb < verb - best) best = s;
    }
    return best;
}

/* Whose doing an infinitive behind a noun is: the noun's owner (Rome's plan to leave), else who has what is said with
 * the noun (Rome has a plan to leave). Returns the owner in *owner, or the word whose subject it is. */
static uint32_t above_noun(const Article *article, uint32_t noun, uint32_t *owner) {
    *owner = vfp_child(article, noun, VFP_REL(REL_NMOD_POSS));
    for (int n = 0; n < DEEPEST_CLAUSE && vfp_head(article, noun) != VFP_NONE; n++) {
        if (vfp_child(article, noun, VFP_REL_SUBJECT) != VFP_NONE) break;
        if (!vfp_has_rel(article, noun, VFP_REL_OBLIQUE | VFP_REL(REL_OBJ) | VFP_REL(REL_CONJ))) return VFP_NONE;
        noun = vfp_head(article, noun);
        if (article->tokens.at[noun].upos == UPOS_VERB) break;
    }
    return noun;
}

/* The verb from which one without a subject of its own has its: that of the clause above for infinitives and
 * participles, the first of those that and joins; VFP_NONE where there is none. *found is the subject itself where it
 * is known already: what a participle describes, the object above (urged Rome to wait). */
static uint32_t subject_from(const Article *article, uint32_t verb, uint32_t *found) {
    uint32_t head = vfp_head(article, verb), c = vfp_verb_at(article, verb);
    unsigned flags = c == VFP_NONE ? VG_INFINITIVE : article->chunks.at[c].flags;
    *found = VFP_NONE;
    if (head == VFP_NONE) return VFP_NONE;
    if (vfp_has_rel(article, verb, VFP_REL(REL_CONJ))) return head;
    if (vfp_has_rel(article, verb, VFP_REL(REL_ACL) | VFP_REL(REL_ACL_RELCL))) {
        if (flags & VG_INFINITIVE) return above_noun(article, head, found);
        return *found = head;
    }
    if (flags & VG_FINITE ||
        !vfp_has_rel(article, verb, VFP_REL(REL_XCOMP) | VFP_REL(REL_ADVCL) | VFP_REL(REL_CCOMP) | VFP_REL(REL_OBL)))
        return VFP_NONE;
    uint32_t object = vfp_child(article, head, VFP_REL(REL_OBJ) | VFP_REL(REL_IOBJ));
    if (vfp_has_rel(article, verb, VFP_REL(REL_XCOMP)) && object < verb) *found = object;
    return head;
}

/* The word that is the subject of `verb`, or VFP_NONE. */
static uint32_t subject_word(const Article *article, uint32_t verb) {
    for (int n = 0; n < DEEPEST_CLAUSE && verb != VFP_NONE; n++) {
        uint32_t subject = own_subject(article, verb);
        if (subject != VFP_NONE) {
            uint32_t noun = is_relative(article, subject) ? modified_noun(article, verb) : VFP_NONE;
            return noun == VFP_NONE ? subject : noun;
        }
        if (vfp_has_rel(article, verb, VFP_REL(REL_ACL_RELCL)) && vfp_child(article, verb, VFP_REL_SUBJECT) != VFP_NONE)
            return vfp_head(article, verb);
        verb = subject_from(article, verb, &subject);
        if (subject != VFP_NONE) return subject;
    }
    return VFP_NONE;
}

/* In the tree all that is joined hangs on the first, which is the word of the phrase that hangs outside it. */
uint32_t vfp_joined_phrase(const Article *article, uint32_t np) {
    const Chunk *chunk = &article->chunks.at[np];
    for (uint32_t t = chunk->first; t < chunk->last; t++) {
        uint32_t head = vfp_head(article, t), next;
        if (head != VFP_NONE && head >= chunk->first && head < chunk->last) continue;
        if (head != VFP_NONE && vfp_has_rel(article, t, VFP_REL(REL_CONJ)))
            next = vfp_sibling(article, t, VFP_REL(REL_CONJ));
        else next = vfp_child(article, t, VFP_REL(REL_CONJ));
        uint32_t joined = phrase_of(article, next);
        if (joined != VFP_NONE && joined > np) return joined;
    }
    return VFP_NONE;
}

bool vfp_is_subjunctive(const Article *article, uint32_t vg) {
    const Chunk *chunk = &article->chunks.at[vg];
    const Token *verb = &article->tokens.at[chunk->head];
    uint32_t subject = own_subject(article, chunk->head);
    return chunk->last == chunk->first + 1 && verb->upos == UPOS_VERB && verb->feats & FEAT_PRESENT &&
           verb->feats & FEAT_PLURAL && subject != VFP_NONE && article->tokens.at[subject].feats & FEAT_SINGULAR &&
           !(article->tokens.at[subject].feats & (FEAT_FIRST | FEAT_SECOND)) &&
           vfp_child(article, subject, VFP_REL(REL_CONJ)) == VFP_NONE;
}

uint32_t vfp_subject(const Article *article, uint32_t vg) {
    return phrase_of(article, subject_word(article, vfp_predicate(article, vg)));
}

bool vfp_is_asked_of(const Article *article, uint32_t vg) {
    uint32_t verb = vfp_predicate(article, vg);
    if (vfp_has_rel(article, verb, VFP_REL(REL_CONJ)) && own_subject(article, verb) == VFP_NONE)
        verb = vfp_head(article, verb);
    if (verb == VFP_NONE || !vfp_has_rel(article, verb, VFP_REL(REL_XCOMP))) return false;
    uint32_t above = vfp_head(article, verb);
    uint32_t object = above == VFP_NONE ? VFP_NONE : vfp_child(article, above, VFP_REL(REL_OBJ) | VFP_REL(REL_IOBJ));
    return object != VFP_NONE && object > above && object < verb;
}

bool vfp_is_passive(const Article *article, uint32_t vg) {
    uint32_t verb = vfp_predicate(article, vg);
    if (vfp_child(article, verb, VFP_REL(REL_OBJ)) != VFP_NONE) return false;
    Relations passive = VFP_REL(REL_NSUBJ_PASS) | VFP_REL(REL_AUX_PASS) | VFP_REL(REL_OBL_AGENT);
    if (vfp_child(article, verb, passive) != VFP_NONE) return true;
    return article->chunks.at[vg].flags & (VG_PARTICIPLE | VG_PASSIVE) && own_subject(article, verb) == VFP_NONE;
}

/* ---- objects, owners, prepositions */

uint32_t vfp_relative_object(const Article *article, uint32_t vg) {
    uint32_t verb = vfp_predicate(article, vg), noun = modified_noun(article, verb);
    if (noun == VFP_NONE || vfp_is_passive(article, vg)) return VFP_NONE;
    uint32_t subject = own_subject(article, verb), object = vfp_child(article, verb, VFP_REL(REL_OBJ));
    if (subject == VFP_NONE || is_relative(article, subject) || subject > verb || noun > subject) return VFP_NONE;
    return object == VFP_NONE || is_relative(article, object) ? phrase_of(article, noun) : VFP_NONE;
}

uint32_t vfp_object(const Article *article, uint32_t vg) {
    uint32_t verb = article->chunks.at[vg].head, top = vfp_predicate(article, vg);
    if (top != verb)
        return vfp_has_rel(article, verb, VFP_REL(REL_COP)) && top > verb ? phrase_of(article, top) : VFP_NONE;
    uint32_t object = vfp_child(article, verb, VFP_REL(REL_OBJ));
    if (object == VFP_NONE) object = vfp_child(article, verb, VFP_REL(REL_IOBJ));
    if (object == VFP_NONE && vfp_has_rel(article, verb, VFP_REL(REL_CONJ))) /* denounced and rejected the plan */
        object = vfp_child(article, vfp_head(article, verb), VFP_REL(REL_OBJ));
    return object != VFP_NONE && object > verb ? phrase_of(article, object) : VFP_NONE;
}

uint32_t vfp_prepositional(const Article *article, uint32_t token, uint32_t last, FunctionWord function) {
    for (uint32_t t = token; t < last; t++) {
        if (vfp_function(article, t) != (int)function) continue;
        uint32_t noun =
            vfp_has_rel(article, t, VFP_REL(REL_CASE) | VFP_REL(REL_FIXED)) ? vfp_head(article, t) : VFP_NONE;
        if (noun != VFP_NONE && vfp_has_rel(article, t, VFP_REL(REL_FIXED))) noun = vfp_head(article, noun);
        uint32_t np = noun == VFP_NONE || noun < t ? VFP_NONE : phrase_of(article, noun);
        if (np != VFP_NONE) return np;
    }
    return VFP_NONE;
}

uint32_t vfp_owner(const Article *article, uint32_t np) {
    if (!is_np(article, np)) return VFP_NONE;
    const Chunk *chunk = &article->chunks.at[np], *before = np ? chunk - 1 : NULL;
    /* of “A and B's envoys” the tree has A: the nearer one owns */
    if (before && before->kind == CHUNK_NP && before->flags & NP_POSSESSIVE && before->last == chunk->first)
        return np - 1;
    uint32_t owner = vfp_child(article, vfp_top(article, (Range){chunk->first, chunk->last}), VFP_REL(REL_NMOD_POSS));
    return owner != VFP_NONE && owner < chunk->first ? phrase_of(article, owner) : VFP_NONE;
}

/* ---- what hangs on a word */

/* Takes the stop, closing marks and the comma off the end of a range. */
static Range trim_right(const Article *article, Range range) {
    while (range.last > range.first && article->tokens.at[range.last - 1].flags & TOKEN_PUNCT &&
           !vfp_is_quote_mark(article, range.last - 1) && !vfp_is_mark(article, range.last - 1, ')') &&
           !vfp_is_mark(article, range.last - 1, '%'))
        range.last--;
    return range;
}

/* dropped X | and agreed to Y; refused X |, citing Y: a child that is no part of what its verb takes. */
static bool is_apart(const Article *article, uint32_t child) {
    uint32_t begin = article->branches[child].first;
    if (vfp_has_rel(article, child, VFP_REL(REL_CONJ))) return vfp_is_verbal(article, child);
    if (!vfp_has_rel(article, child, VFP_REL(REL_ADVCL) | VFP_REL(REL_PARATAXIS)) || !begin) return false;
    return vfp_is_mark(article, begin, ',') || vfp_is_mark(article, begin - 1, ',') ||
           vfp_is_mark(article, begin - 1, ';') || vfp_is_dash(article, begin - 1);
}

/* Where the words behind `first` end that hang on `verb`. */
static uint32_t complement_end(const Article *article, uint32_t verb, uint32_t first) {
    uint32_t last = article->branches[verb].last;
    for (uint32_t c = article->branches[verb].child; c != VFP_NONE; c = article->branches[c].next) {
        uint32_t begin = article->branches[c].first;
        if (begin > first && begin < last && is_apart(article, c)) last = begin;
    }
    while (last > first && article->tokens.at[last - 1].upos == UPOS_CCONJ) last--;
    return last;
}

Range vfp_complement(const Article *article, uint32_t vg) {
    Range s = vfp_sentence_of(article, article->chunks.at[vg].first);
    uint32_t first = article->chunks.at[vg].last, verb = vfp_predicate(article, vg);
    while (first < s.last && article->tokens.at[first].upos == UPOS_ADV &&
           !(article->tokens.at[first].flags & TOKEN_PUNCT))
        first++;
    uint32_t last = complement_end(article, verb, first);
    if (last <= first &&
        vfp_has_rel(article, verb, VFP_REL(REL_CONJ))) /* denounced and rejected the plan: the first has it */
        last = complement_end(article, vfp_head(article, verb), first);
    return last > first ? trim_right(article, (Range){first, last}) : (Range){first, first};
}

/* Where the words of a noun end in the tree. What its verb takes right behind it may be its own: held talks with X. */
static uint32_t noun_end(const Article *article, uint32_t noun) {
    uint32_t head = vfp_head(article, noun), last = article->branches[noun].last;
    if (head == VFP_NONE || head > noun || !vfp_has_rel(article, noun, VFP_REL(REL_OBJ))) return last;
    Relations behind = VFP_REL(REL_OBL) | VFP_REL(REL_OBL_UNMARKED) | VFP_REL(REL_ADVMOD);
    for (uint32_t c = article->branches[noun].next; c != VFP_NONE && vfp_has_rel(article, c, behind);
         c = article->branches[c].next)
        last = article->branches[c].last;
    return last;
}

/* threats of imposing tariffs: treebanks call a preposition before a clause a subordinator. */
static bool marks_gerund(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    return t->upos == UPOS_SCONJ && t->head != VFP_NONE && t->head > token &&
           article->tokens.at[t->head].feats & FEAT_GERUND;
}

Range vfp_phrase(const Article *article, uint32_t np) {
    Range out = {article->chunks.at[np].first, article->chunks.at[np].last};
    uint32_t end = noun_end(article, vfp_top(article, out));
    for (uint32_t owner; (owner = vfp_owner(article, np)) != VFP_NONE; np = owner)
        out.first = article->chunks.at[owner].first;
    for (uint32_t t = out.last; t < end && t - out.first < LONGEST_LOOK;) {
        uint32_t c = vfp_chunk_at(article, t);
        if (c != VFP_NONE && !is_np(article, c) && article->chunks.at[c].flags & VG_FINITE) break;
        if (c != VFP_NONE) {
            t = article->chunks.at[c].last;
            if (is_np(article, c)) out.last = t;
            continue;
        }
        int word = vfp_function(article, t);
        if (!is_adposition(article, t) && !marks_gerund(article, t) && word != WORD_AND && word != WORD_OR &&
            !vfp_is_mark(article, t, '-') && article->tokens.at[t].upos != UPOS_ADV)
            break;
        t++;
    }
    return out;
}

bool vfp_opens_condition(const Article *article, const Hit *hit) {
    if (hit->table != LEX_CONDITION || vfp_lexicon_row(article->lexicon, LEX_CONDITION, hit->row)->value[1] < 0)
        return false;
    return hit->count > 1 || article->tokens.at[hit->token].upos != UPOS_VERB;
}
