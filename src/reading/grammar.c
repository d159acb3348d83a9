/* grammar.c: subjects from trees; objects and clauses from phrases and punctuation (see grammar.h). */
#include "reading/grammar.h"
#include "reading/time.h"

enum { LONGEST_LOOK = 80, DEEPEST_CLAUSE = 8 }; /* tokens to look either way: keeps a sentence of 400 linear enough */

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

uint32_t vfp_governor(const Article *article, uint32_t token) {
    Range s = vfp_sentence_of(article, token);
    for (uint32_t t = token + 1; t-- > s.first && token - t < LONGEST_LOOK;) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg != VFP_NONE) return vg;
        if (vfp_is_mark(article, t, ';')) break;
    }
    return VFP_NONE;
}

/* ---- subjects */

static bool is_np(const Article *article, uint32_t chunk) { return article->chunks.at[chunk].kind == CHUNK_NP; }

static bool is_adposition(const Article *article, uint32_t token) {
    return article->tokens.at[token].upos == UPOS_ADP && !(article->tokens.at[token].flags & TOKEN_PUNCT);
}

/* threats of imposing tariffs: treebanks call a preposition before a clause a subordinator. */
static bool marks_gerund(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    return t->upos == UPOS_SCONJ && t->head != VFP_NONE && t->head > token &&
           article->tokens.at[t->head].feats & FEAT_GERUND;
}

/* Whether the noun phrase hangs on a preposition, or on another phrase that does (X's Y after of). */
static bool in_prepositional(const Article *article, uint32_t np, uint32_t first) {
    const Chunk *chunk = &article->chunks.at[np];
    if (chunk->first == first) return false;
    uint32_t before = chunk->first - 1;
    if (is_adposition(article, before)) return true;
    uint32_t owner = vfp_owner(article, np);
    return owner != VFP_NONE && in_prepositional(article, owner, first);
}

/* The token that opens the parenthesis that the comma or bracket at `close` ends, or `close` where none does. */
static uint32_t parenthesis_begin(const Article *article, uint32_t close, uint32_t first) {
    bool bracket = vfp_is_mark(article, close, ')'), dash = vfp_is_dash(article, close);
    for (uint32_t t = close; t-- > first && close - t < LONGEST_LOOK;) {
        if (bracket ? vfp_is_mark(article, t, '(') : dash ? vfp_is_dash(article, t) : vfp_is_mark(article, t, ','))
            return t;
        if (vfp_is_quote_mark(article, t) || vfp_is_mark(article, t, ';')) break;
    }
    return close;
}

static uint32_t vg_before(const Article *article, uint32_t vg, uint32_t first) {
    while (vg-- > 0 && article->chunks.at[vg].first >= first)
        if (article->chunks.at[vg].kind == CHUNK_VG) return vg;
    return VFP_NONE;
}

static bool is_reflexive(const Article *article, uint32_t np) {
    return vfp_function(article, article->chunks.at[np].head) == WORD_REFLEXIVE;
}

/* What stands before a relative pronoun is what it means. */
static uint32_t antecedent(const Article *article, uint32_t token, uint32_t first) {
    if (token > first && vfp_function(article, token - 1) == WORD_AND) /* who …, and who …: one and the same */
        for (uint32_t t = token - 1; t-- > first && token - t < LONGEST_LOOK;)
            if (vfp_function(article, t) == WORD_RELATIVE) {
                token = t;
                break;
            }
    for (uint32_t t = token; t-- > first && token - t < 12;) {
        uint32_t c = vfp_chunk_at(article, t);
        if (c != VFP_NONE && is_np(article, c)) {
            while (in_prepositional(article, c, first) && c > 0 && is_np(article, c - 1) &&
                   token - article->chunks.at[c - 1].last < 6 &&
                   article->chunks.at[c - 1].last + 1 == article->chunks.at[c].first)
                c--; /* the head of the fund which … */
            return c;
        }
        if (c != VFP_NONE) return VFP_NONE;
    }
    return VFP_NONE;
}

static uint32_t subject_left(const Article *article, uint32_t vg, uint32_t first, unsigned depth);

/* The subject of the verb group that `vg` shares its subject with. */
static uint32_t subject_above(const Article *article, uint32_t vg, uint32_t first, unsigned depth) {
    uint32_t above = vg_before(article, vg, first);
    while (above != VFP_NONE && article->chunks.at[above].flags & (VG_INFINITIVE | VG_GERUND | VG_PARTICIPLE))
        above = vg_before(article, above, first);
    return above == VFP_NONE || !depth ? VFP_NONE : subject_left(article, above, first, depth - 1);
}

/* X, who had told Y that …, and who had proposed Z, no longer …: where the last relative clause between commas opens
 * that begins left of the comma at `close`, or `close`. */
static uint32_t relative_begin(const Article *article, uint32_t close, uint32_t first) {
    uint32_t open = close;
    for (uint32_t t = close; t-- > first && close - t < LONGEST_LOOK;) {
        if (vfp_is_mark(article, t, ';') || vfp_is_quote_mark(article, t)) break;
        if (!vfp_is_mark(article, t, ',')) continue;
        int word = vfp_function(article, t + 1);
        if (word == WORD_RELATIVE) return t;
        if (word == WORD_AND && t + 2 < close && vfp_function(article, t + 2) == WORD_RELATIVE) continue;
    }
    return open;
}

/* after Trump dropped …: a preposition before a noun phrase that its verb follows at once joins clauses. */
static bool joins_clause(const Article *article, uint32_t np, uint32_t verb, uint32_t first) {
    const Chunk *chunk = &article->chunks.at[np];
    if (chunk->first == first) return false;
    int word = vfp_function(article, chunk->first - 1);
    if (word != WORD_AFTER && word != WORD_BEFORE && word != WORD_SUBORDINATE && word != WORD_AS) return false;
    for (uint32_t t = chunk->last; t < verb; t++)
        if (article->tokens.at[t].upos != UPOS_ADV) return false;
    return true;
}

/* Walks left from a finite verb group to the nearest noun phrase that no preposition takes, over parentheses. */
static uint32_t subject_left(const Article *article, uint32_t vg, uint32_t first, unsigned depth) {
    uint32_t start = article->chunks.at[vg].first, joint = start;
    while (joint > first && article->tokens.at[joint - 1].upos == UPOS_ADV) joint--;
    if (joint > first && vfp_function(article, joint - 1) == WORD_AND) { /* met X and denied: one subject for both */
        uint32_t shared = subject_above(article, vg, first, depth);
        if (shared != VFP_NONE) return shared;
    }
    for (uint32_t t = start; t-- > first && start - t < LONGEST_LOOK;) {
        uint32_t c = vfp_chunk_at(article, t);
        int word = vfp_function(article, t);
        if (c != VFP_NONE && is_np(article, c)) {
            t = article->chunks.at[c].first;
            if (word == WORD_RELATIVE || (word == WORD_THAT && article->chunks.at[c].last - t == 1))
                return antecedent(article, t, first);
            if ((!in_prepositional(article, c, first) || joins_clause(article, c, start, first)) &&
                !is_reflexive(article, c) && !(article->chunks.at[c].flags & NP_POSSESSIVE))
                return c;
            continue;
        }
        if (c != VFP_NONE && article->tokens.at[t].flags & TOKEN_QUOTED &&
            !(article->tokens.at[start].flags & TOKEN_QUOTED))
            return VFP_NONE; /* “We will not sign,” said X: nobody inside the quotation says it */
        if (c != VFP_NONE) { /* another verb: shared by and/but, else we are in its complement without a subject */
            if (article->chunks.at[c].flags & (VG_PARTICIPLE | VG_GERUND | VG_INFINITIVE)) {
                t = article->chunks.at[c].first;
                continue;
            }
            return depth ? subject_left(article, c, first, depth - 1) : VFP_NONE;
        }
        if (word == WORD_RELATIVE ||
            (word == WORD_THAT && article->tokens.at[t].upos == UPOS_PRON && t > first &&
             vfp_chunk_at(article, t - 1) != VFP_NONE && is_np(article, vfp_chunk_at(article, t - 1))))
            return antecedent(article, t, first);
        if (vfp_is_mark(article, t, ';') || word == WORD_THAT) return VFP_NONE;
        if (vfp_is_mark(article, t, ',') || vfp_is_mark(article, t, ')') || vfp_is_dash(article, t)) {
            uint32_t open = vfp_is_mark(article, t, ',') ? relative_begin(article, t, first) : t;
            if (open == t) open = parenthesis_begin(article, t, first);
            if (open < t) t = open;
        }
    }
    return VFP_NONE;
}

/* said Trump: the subject behind its verb. */
static uint32_t subject_right(const Article *article, uint32_t vg) {
    uint32_t next = article->chunks.at[vg].last;
    if (next >= vfp_sentence_of(article, next - 1).last) return VFP_NONE;
    uint32_t c = vfp_chunk_at(article, next);
    return c != VFP_NONE && is_np(article, c) ? c : VFP_NONE;
}

/* persuaded Rome to wait: Rome waits, where the verb above asks something of somebody. */
static uint32_t object_control(const Article *article, uint32_t vg, uint32_t first) {
    if (vg < 2 || !(article->chunks.at[vg].flags & VG_INFINITIVE) || !is_np(article, vg - 1)) return VFP_NONE;
    uint32_t np = vg - 1, above = vg_before(article, np, first);
    if (above == VFP_NONE || article->chunks.at[np].last != article->chunks.at[vg].first) return VFP_NONE;
    const Hit *hit = vfp_hit_of(article, article->chunks.at[above].head, LEX_SAY);
    if (!hit || above + 1 != np) return VFP_NONE;
    return vfp_lexicon_row(article->lexicon, LEX_SAY, hit->row)->value[1] & 1 << FRAME_OBJECT_TO ? np : VFP_NONE;
}

/* X, who had …, no longer pressed …: what follows the comma that closes a relative clause is the main verb, also
 * where it looks like a participle. */
static bool resumes(const Article *article, uint32_t vg, uint32_t first) {
    uint32_t t = article->chunks.at[vg].first;
    while (t > first && article->tokens.at[t - 1].upos == UPOS_ADV) t--;
    return t > first && vfp_is_mark(article, t - 1, ',') && relative_begin(article, t - 1, first) < t - 1;
}

static uint32_t subject_by_place(const Article *article, uint32_t vg) {
    uint32_t first = vfp_sentence_of(article, article->chunks.at[vg].first).first;
    unsigned flags = article->chunks.at[vg].flags;
    if (flags & (VG_INFINITIVE | VG_GERUND | VG_PARTICIPLE) &&
        !(flags & VG_PARTICIPLE && resumes(article, vg, first))) {
        uint32_t above = object_control(article, vg, first);
        if (above == VFP_NONE) above = subject_above(article, vg, first, 3);
        if (above != VFP_NONE) return above;
        /* Speaking on Friday, Putin said: it comes behind */
        uint32_t end = vfp_sentence_of(article, article->chunks.at[vg].first).last;
        for (uint32_t c = vg + 1; c < article->chunks.n && article->chunks.at[c].first < end; c++)
            if (article->chunks.at[c].kind == CHUNK_VG && article->chunks.at[c].flags & VG_FINITE)
                return subject_left(article, c, first, 2);
        return VFP_NONE;
    }
    uint32_t left = subject_left(article, vg, first, 3);
    return left != VFP_NONE ? left : subject_right(article, vg);
}

/* ---- the tree's answers */

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
         s = vfp_sibling(article, s, VFP_REL_SUBJECT))
        if (best == VFP_NONE || s < verb || s - verb < verb - best) best = s;
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
        verb = subject_from(article, verb, &subject);
        if (subject != VFP_NONE) return subject;
    }
    return VFP_NONE;
}

/* The noun phrase that a word is in, or VFP_NONE. */
static uint32_t phrase_of(const Article *article, uint32_t token) {
    uint32_t c = token == VFP_NONE ? VFP_NONE : vfp_chunk_at(article, token);
    return c != VFP_NONE && is_np(article, c) ? c : VFP_NONE;
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
    uint32_t found = phrase_of(article, subject_word(article, vfp_predicate(article, vg)));
    return found != VFP_NONE && !is_reflexive(article, found) ? found : subject_by_place(article, vg);
}

bool vfp_is_asked_of(const Article *article, uint32_t vg) {
    return object_control(article, vg, vfp_sentence_of(article, article->chunks.at[vg].first).first) != VFP_NONE;
}

/* said on Friday that X refused: Friday is no truce that X refused. */
static bool is_time(const Article *article, uint32_t token) {
    uint32_t t = vfp_time_from(article, token);
    return t < article->times.n && article->times.at[t].first <= token;
}

uint32_t vfp_relative_object(const Article *article, uint32_t vg) {
    uint32_t subject = vfp_subject(article, vg), first = vfp_sentence_of(article, article->chunks.at[vg].first).first;
    if (subject == VFP_NONE || article->chunks.at[subject].last > article->chunks.at[vg].first ||
        vfp_object(article, vg) != VFP_NONE)
        return VFP_NONE;
    uint32_t begin = article->chunks.at[subject].first;
    if (begin <= first + 1) return VFP_NONE;
    int word = vfp_function(article, begin - 1);
    if (word != WORD_RELATIVE && !(word == WORD_THAT && article->tokens.at[begin - 1].upos == UPOS_PRON))
        return VFP_NONE;
    uint32_t c =
        vfp_chunk_at(article, begin - 2); /* the nearest: a substitute for the inspection that he had refused */
    return c != VFP_NONE && is_np(article, c) && !is_time(article, article->chunks.at[c].head) ? c : VFP_NONE;
}

uint32_t vfp_object(const Article *article, uint32_t vg) {
    uint32_t end = vfp_sentence_of(article, article->chunks.at[vg].first).last;
    for (uint32_t t = article->chunks.at[vg].last; t < end; t++) {
        uint32_t c = vfp_chunk_at(article, t);
        if (c == VFP_NONE) {
            if (article->tokens.at[t].upos == UPOS_ADV || article->tokens.at[t].upos == UPOS_PART ||
                vfp_is_quote_mark(article, t))
                continue;
            return VFP_NONE;
        }
        if (!is_np(article, c)) return VFP_NONE;
        while (article->chunks.at[c].flags & NP_POSSESSIVE && c + 1 < article->chunks.n && is_np(article, c + 1) &&
               article->chunks.at[c + 1].first == article->chunks.at[c].last)
            c++;
        return c;
    }
    return VFP_NONE;
}

uint32_t vfp_prepositional(const Article *article, uint32_t token, uint32_t last, FunctionWord function) {
    for (uint32_t t = token; t < last; t++) {
        if (vfp_function(article, t) != (int)function) continue;
        for (uint32_t k = t + 1; k < last && k < t + 6; k++) {
            uint32_t c = vfp_chunk_at(article, k);
            if (c == VFP_NONE) continue;
            return is_np(article, c) ? c : VFP_NONE;
        }
    }
    return VFP_NONE;
}

uint32_t vfp_owner(const Article *article, uint32_t np) {
    if (np == 0 || !is_np(article, np - 1)) return VFP_NONE;
    const Chunk *before = &article->chunks.at[np - 1];
    return before->flags & NP_POSSESSIVE && before->last == article->chunks.at[np].first ? np - 1 : VFP_NONE;
}

/* ---- clauses */

static bool opens_clause(const Article *article, uint32_t token) {
    int word = vfp_function(article, token);
    if (word == WORD_THAT || word == WORD_RELATIVE)
        return vfp_chunk_at(article, token) == VFP_NONE || article->tokens.at[token].upos != UPOS_DET;
    return word == WORD_SUBORDINATE || word == WORD_BUT || word == WORD_WHETHER;
}

static bool ends_clause(const Article *article, uint32_t token, Range s) {
    if (vfp_is_mark(article, token, ';') || vfp_is_mark(article, token, ':') || vfp_is_dash(article, token))
        return true;
    if (opens_clause(article, token)) return true;
    if (vfp_function(article, token) != WORD_AND || token + 1 >= s.last) return false;
    return token > s.first && vfp_is_mark(article, token - 1, ','); /* …, and he said */
}

Range vfp_clause(const Article *article, uint32_t token) {
    Range s = vfp_sentence_of(article, token), out = {token, token + 1};
    while (out.first > s.first && !(opens_clause(article, out.first) && out.first < token) &&
           !ends_clause(article, out.first - 1, s) && token - out.first < LONGEST_LOOK)
        out.first--;
    if (out.first > s.first && opens_clause(article, out.first - 1)) out.first--;
    while (out.last < s.last && !ends_clause(article, out.last, s) && out.last - token < LONGEST_LOOK) out.last++;
    return out;
}

/* ---- what is said */

/* Takes the stop, closing marks and the comma off the end of a range. */
static Range trim_right(const Article *article, Range range) {
    while (range.last > range.first && article->tokens.at[range.last - 1].flags & TOKEN_PUNCT &&
           !vfp_is_quote_mark(article, range.last - 1) && !vfp_is_mark(article, range.last - 1, ')') &&
           !vfp_is_mark(article, range.last - 1, '%'))
        range.last--;
    return range;
}

/* While X vowed to …, he …: the clause of `vg` is subordinate and stands first, so the main clause follows it. */
static bool is_fronted(const Article *article, uint32_t vg) {
    uint32_t start = article->chunks.at[vg].first, first = vfp_sentence_of(article, start).first;
    for (uint32_t t = start; t-- > first && start - t < LONGEST_LOOK;) {
        if (vfp_is_mark(article, t, ',') || vfp_is_mark(article, t, ';')) return false;
        int word = vfp_function(article, t);
        if ((word == WORD_SUBORDINATE || word == WORD_BUT) && (t == first || vfp_is_mark(article, t - 1, ',')))
            return true;
    }
    return false;
}

/* A comma, a noun phrase and a verb: the main clause begins. */
static bool main_clause_at(const Article *article, uint32_t comma, uint32_t end) {
    uint32_t c = comma + 1 < end ? vfp_chunk_at(article, comma + 1) : VFP_NONE;
    if (c == VFP_NONE || !is_np(article, c)) return false;
    for (uint32_t t = article->chunks.at[c].last; t < end && t < article->chunks.at[c].last + 3; t++)
        if (vfp_verb_at(article, t) != VFP_NONE)
            return !(article->chunks.at[vfp_verb_at(article, t)].flags & (VG_GERUND | VG_INFINITIVE));
    return false;
}

/* The end of the words from `first` on: the sentence's end, or the comma before a verb whose subject lies left of
 * them (X, who says Y, did Z), or the comma before an -ing form of the same subject. */
static uint32_t complement_end(const Article *article, uint32_t vg, uint32_t first, uint32_t end) {
    bool relative = false;
    for (uint32_t t = article->chunks.at[vg].first; t-- > vfp_sentence_of(article, first).first;) {
        if (vfp_function(article, t) == WORD_RELATIVE) relative = true;
        if (relative || vfp_is_mark(article, t, ',')) break;
    }
    bool verb_seen = false, fronted = is_fronted(article, vg);
    for (uint32_t t = first; t < end; t++) {
        uint32_t v = vfp_verb_at(article, t);
        if (fronted && vfp_is_mark(article, t, ',') && main_clause_at(article, t, end)) return t;
        if (v != VFP_NONE && article->chunks.at[v].flags & VG_FINITE) {
            verb_seen = true;
            t = article->chunks.at[v].last - 1;
            continue;
        }
        if (vfp_is_mark(article, t, ';') || (vfp_is_dash(article, t) && verb_seen && t > first)) return t;
        if (!vfp_is_mark(article, t, ',') || t + 1 >= end) continue;
        if (t + 2 < end && vfp_function(article, t + 1) == WORD_AND && vfp_function(article, t + 2) == WORD_RELATIVE)
            return t;
        uint32_t k = t + 1;
        while (k + 1 < end && k < t + 4 && article->tokens.at[k].upos == UPOS_ADV &&
               vfp_verb_at(article, k) == VFP_NONE)
            k++;
        uint32_t next = vfp_verb_at(article, k);
        if (next == VFP_NONE) continue;
        if (article->chunks.at[next].flags & VG_GERUND && k == t + 1) return t;
        if (relative && article->chunks.at[next].flags & (VG_FINITE | VG_PARTICIPLE))
            return t; /* X, who did Y, now does Z */
    }
    return end;
}

Range vfp_complement(const Article *article, uint32_t vg) {
    Range s = vfp_sentence_of(article, article->chunks.at[vg].first);
    uint32_t t = article->chunks.at[vg].last;
    while (t < s.last && article->tokens.at[t].upos == UPOS_ADV && !(article->tokens.at[t].flags & TOKEN_PUNCT)) t++;
    if (t >= s.last) return (Range){t, t};
    return trim_right(article, (Range){t, complement_end(article, vg, t, s.last)});
}

Range vfp_phrase(const Article *article, uint32_t np) {
    Range s = vfp_sentence_of(article, article->chunks.at[np].first),
          out = {article->chunks.at[np].first, article->chunks.at[np].last};
    for (uint32_t owner; (owner = vfp_owner(article, np)) != VFP_NONE; np = owner)
        out.first = article->chunks.at[owner].first;
    for (uint32_t t = out.last; t < s.last && t - out.first < LONGEST_LOOK;) {
        uint32_t c = vfp_chunk_at(article, t);
        if (c != VFP_NONE && is_np(article, c)) {
            out.last = t = article->chunks.at[c].last;
            continue;
        }
        if (c != VFP_NONE) {
            if (article->chunks.at[c].flags & VG_FINITE) break;
            t = article->chunks.at[c].last;
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

bool vfp_is_question(const Article *article, uint32_t token) {
    Range s = vfp_sentence_of(article, token);
    return vfp_is_mark(article, s.last - 1, '?') || (s.last - s.first > 1 && vfp_is_mark(article, s.last - 2, '?'));
}

bool vfp_opens_condition(const Article *article, const Hit *hit) {
    if (hit->table != LEX_CONDITION || vfp_lexicon_row(article->lexicon, LEX_CONDITION, hit->row)->value[1] < 0)
        return false;
    return hit->count > 1 || article->tokens.at[hit->token].upos != UPOS_VERB;
}
