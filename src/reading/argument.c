/* argument.c: the words below a word of stance (see argument.h).
 *
 * “The Pope called for a truce in Sudan, the release of all captives and, in Rome, for new talks” takes three stands:
 * the tree says that three nouns are joined, and that “, his spokesman said” hangs on nothing of it. */
#include "reading/argument.h"
#include <stdlib.h>

enum { DEEPEST = 6 };

static const Relations TAKEN = VFP_REL(REL_OBJ) | VFP_REL(REL_XCOMP) | VFP_REL(REL_CCOMP) | VFP_REL(REL_OBL) |
                               VFP_REL(REL_NMOD) | VFP_REL(REL_ACL) | VFP_REL(REL_ACL_RELCL) | VFP_REL(REL_CSUBJ) |
                               VFP_REL(REL_OBL_AGENT);
/* What is joined below these is a stand of its own. */
static const Relations OPEN = VFP_REL(REL_OBJ) | VFP_REL(REL_XCOMP) | VFP_REL(REL_CCOMP) | VFP_REL(REL_CONJ) |
                              VFP_REL(REL_ADVCL) | VFP_REL(REL_NMOD) | VFP_REL(REL_OBL);

/* Behind a comma and with a mark (although, because) a clause stands beside its verb, not under it; an infinitive or an
 * -ing form behind a preposition (insists on Oslo leaving) is the complement that the parser took for a circumstance.
 */
static bool is_taken(const Article *article, uint32_t token) {
    if (vfp_has_rel(article, token, TAKEN)) return true;
    if (!vfp_has_rel(article, token, VFP_REL(REL_ADVCL)) ||
        !(article->tokens.at[token].feats & (FEAT_INFINITIVE | FEAT_GERUND)) ||
        vfp_is_mark(article, article->branches[token].first, ','))
        return false;
    uint32_t before = article->branches[token].first, mark = vfp_child(article, token, VFP_REL(REL_MARK));
    int word = mark == VFP_NONE ? -1 : vfp_function(article, mark);
    return !(before > 0 && vfp_is_mark(article, before - 1, ',')) && word != WORD_SUBORDINATE && word != WORD_BUT &&
           word != WORD_BY;
}

/* ready for talks despite X, agreed to them after Y, before Z: what stands behind such words is told of the stand, not
 * stood for. */
static uint32_t circumstance(const Article *article, Range words) {
    for (uint32_t t = words.first + 1; t < words.last; t++) {
        int word = vfp_function(article, t);
        if ((word == WORD_BUT || word == WORD_AFTER || word == WORD_BEFORE || word == WORD_DURING) &&
            vfp_has_rel(article, t, VFP_REL(REL_CASE) | VFP_REL(REL_MARK)))
            return t;
    }
    return words.last;
}

static void cut(const Article *article, uint32_t token, Range *parts, uint32_t *n) {
    Range words = {article->branches[token].first, article->branches[token].last};
    while (words.first < token &&
           (article->tokens.at[words.first].flags & TOKEN_PUNCT || vfp_has_rel(article, words.first, VFP_REL(REL_CC))))
        words.first++;
    if (*n < MOST_PARTS) parts[(*n)++] = words;
}

/* Cuts what is joined to `token` or to what it takes. */
static void cut_joined(const Article *article, uint32_t token, unsigned depth, Range *parts, uint32_t *n) {
    for (uint32_t c = article->branches[token].child; c != VFP_NONE; c = article->branches[c].next) {
        if (c < token) continue;
        if (vfp_has_rel(article, c, VFP_REL(REL_CONJ))) cut(article, c, parts, n);
        if (depth && vfp_has_rel(article, c, OPEN)) cut_joined(article, c, depth - 1, parts, n);
    }
}

static int by_place(const void *a, const void *b) {
    const Range *p = a, *q = b;
    return p->first < q->first ? -1 : p->first > q->first;
}

/* two demands: that X, and that Y: what a colon opens stands by itself. */
static void cut_at_colon(const Article *article, Range words, Range *parts, uint32_t *n) {
    for (uint32_t t = words.first; t + 1 < words.last; t++)
        if (vfp_is_mark(article, t, ':')) {
            if (*n < MOST_PARTS) parts[(*n)++] = (Range){t + 1, words.last};
            return;
        }
}

uint32_t vfp_arguments(const Article *article, uint32_t head, uint32_t from, Range parts[MOST_PARTS]) {
    uint32_t n = 1, last = from;
    parts[0] = (Range){from, from};
    for (uint32_t c = article->branches[head].child; c != VFP_NONE; c = article->branches[c].next) {
        if (c < from || !is_taken(article, c)) continue;
        if (article->branches[c].last > last) last = article->branches[c].last;
        if (vfp_has_rel(article, c,
                        VFP_REL(REL_OBJ) | VFP_REL(REL_XCOMP) | VFP_REL(REL_CCOMP) | VFP_REL(REL_OBL) |
                            VFP_REL(REL_NMOD) | VFP_REL(REL_ADVCL)))
            cut_joined(article, c, DEEPEST, parts, &n);
    }
    if (last <= from) return 0;
    cut_at_colon(article, (Range){from, last}, parts, &n);
    qsort(parts + 1, n - 1, sizeof *parts, by_place);
    parts[0].last = n > 1 && parts[1].first < last ? parts[1].first : last;
    for (uint32_t i = 1; i + 1 < n; i++)
        if (parts[i].last > parts[i + 1].first) parts[i].last = parts[i + 1].first;
    for (uint32_t i = 0; i < n; i++) parts[i].last = circumstance(article, parts[i]);
    for (uint32_t i = 0; i < n; i++)
        while (parts[i].last > parts[i].first + 1 && (article->tokens.at[parts[i].last - 1].flags & TOKEN_PUNCT ||
                                                      vfp_has_rel(article, parts[i].last - 1, VFP_REL(REL_CC))))
            parts[i].last--;
    return n;
}
