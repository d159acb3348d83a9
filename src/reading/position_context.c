/* position_context.c: stands whose issue stands elsewhere.
 *
 * “Rome rejected it”: the sentences before say what. “Rome must leave Malta before any talks”: talks, on a condition.
 * “Oslo warned that it would retaliate if the tariffs were raised”: it is against what it threatens to answer. In:
 * positions so far, events, issues. Out: more positions. Linear in the words of a few sentences each. */
#include "reading/argument.h"
#include "reading/position.h"
#include <math.h>

enum { REFERENTS = 6, BACK = 2, LONGEST_CHAIN = 3, PAIR_BACK = 3 };

/* ---- it, this, these demands */

static bool is_object_of_stance(const Article *article, uint32_t token) {
    for (uint32_t h = article->hit_of[token]; h < article->hit_of[token + 1]; h++)
        if (article->hits.at[h].table == LEX_SHIFT &&
            vfp_lexicon_row(article->lexicon, LEX_SHIFT, article->hits.at[h].row)->value[1] == EFFECT_OBJECT)
            return true;
    return false;
}

/* the demands, this proposal: a noun for what somebody stands for, known already. */
static bool is_known_noun(const Article *article, uint32_t token) {
    uint32_t determiner = vfp_child(article, token, VFP_REL(REL_DET));
    int word = determiner == VFP_NONE ? -1 : vfp_function(article, determiner);
    return (word == WORD_THE || word == WORD_THIS || word == WORD_THAT) && is_object_of_stance(article, token);
}

static bool is_known_pronoun(const Article *article, uint32_t token) {
    int word = vfp_function(article, token);
    return article->tokens.at[token].upos == UPOS_PRON && (word == WORD_IT || word == WORD_THIS || word == WORD_THAT) &&
           vfp_sibling(article, token, VFP_REL(REL_XCOMP)) == VFP_NONE; /* wants it to be …: that is wanted, not it */
}

/* The word that stands for what was said before, as object of `head` or of its infinitive; or VFP_NONE. */
static uint32_t referring(const Article *article, uint32_t head, uint32_t from) {
    for (unsigned n = 0; n < LONGEST_CHAIN && head != VFP_NONE; n++) {
        const Relations objects = VFP_REL(REL_OBJ) | VFP_REL(REL_OBL);
        for (uint32_t t = vfp_child(article, head, objects); t != VFP_NONE; t = vfp_sibling(article, t, objects))
            if (t >= from && (is_known_pronoun(article, t) || is_known_noun(article, t))) return t;
        head = vfp_child(article, head, VFP_REL(REL_XCOMP));
    }
    return VFP_NONE;
}

/* The issue of the words before `token` in its sentence, else of the nearest of the sentences before. */
static IssueHit issue_meant(const Article *article, uint32_t token) {
    uint32_t s = article->tokens.at[token].sentence;
    IssueHit issue = vfp_issue_in(article, (Range){article->sentences.at[s].first, token});
    for (uint32_t n = 0; n < BACK && s > 0 && issue.issue == VFP_NONE; n++) {
        s--;
        issue = vfp_issue_in(article, (Range){article->sentences.at[s].first, article->sentences.at[s].last});
    }
    return issue;
}

/* The stands that the sentences before put forward: rejected these demands. */
static bool judge_stands_before(Article *article, const Site *site) {
    uint32_t sentence = article->tokens.at[site->whole.first].sentence, before = VFP_NONE, n = article->positions.n;
    for (uint32_t i = n; i-- > 0 && n - i < REFERENTS;) {
        Position p = article->positions.at[i];
        if (p.sentence + BACK < sentence || (before != VFP_NONE && p.sentence != before)) break;
        if (p.sentence >= sentence || p.label == STANCE_UNDECIDED) continue;
        before = p.sentence;
        vfp_take_stand(article, site, p.issue, p.stance < 0 ? -site->sign : site->sign);
    }
    return before != VFP_NONE;
}

bool vfp_judge_reference(Article *article, const Site *site) {
    uint32_t t =
        site->head == VFP_NONE || !site->engaged ? VFP_NONE : referring(article, site->head, site->range.first);
    if (t == VFP_NONE) return false;
    if (!is_known_pronoun(article, t) && judge_stands_before(article, site)) return true;
    IssueHit issue = issue_meant(article, t);
    if (issue.issue == VFP_NONE) return false;
    vfp_take_stand(article, site, issue.issue, 0.6f * site->sign * (float)issue.direction);
    return true;
}

/* Of a sentence without an object, and I agree, the words before say with what. */
bool vfp_judge_agreement(Article *article, const Site *site) {
    uint32_t subject = site->head == VFP_NONE ? VFP_NONE : vfp_child(article, site->head, VFP_REL_SUBJECT);
    int word = subject == VFP_NONE ? -1 : vfp_function(article, subject);
    if ((word != WORD_I && word != WORD_WE) || fabsf(site->sign) < 0.75f) return false;
    uint32_t first = vfp_sentence_of(article, subject).first;
    if (first + 3 > subject) return false;
    IssueHit issue = vfp_issue_in(article, (Range){first, subject});
    if (issue.issue == VFP_NONE) return false;
    Site wider = *site;
    wider.whole.first = first;
    vfp_take_stand(article, &wider, issue.issue, 0.8f * site->sign * (float)issue.direction);
    return true;
}

uint32_t vfp_holder_explained(const Article *article, uint32_t token) {
    uint32_t s = article->tokens.at[token].sentence, t = token;
    while (vfp_head(article, t) != VFP_NONE) t = vfp_head(article, t);
    uint32_t subject = vfp_child(article, t, VFP_REL_SUBJECT);
    if (s == 0 || subject == VFP_NONE || subject > token || !is_known_pronoun(article, subject) ||
        vfp_function(article, subject) == WORD_IT || vfp_child(article, t, VFP_REL(REL_CCOMP)) == VFP_NONE)
        return VFP_NONE;
    for (uint32_t i = article->positions.n; i-- > 0 && article->positions.n - i < REFERENTS;)
        if (article->positions.at[i].sentence + 1 == s) return article->positions.at[i].holder;
    return VFP_NONE;
}

/* How many events stand in the sentences up to this one; they are in order. */
static uint32_t events_until(const Article *article, uint32_t sentence) {
    uint32_t low;
    VFP_HALVE(low, article->events.n, middle, article->events.at[middle].sentence <= sentence);
    return low;
}

uint32_t vfp_pair_meant(const Article *article, uint32_t np, uint32_t pair[2]) {
    const Chunk *chunk = &article->chunks.at[np];
    bool both = vfp_function(article, chunk->first) == WORD_TWO ||
                (chunk->first + 1 < chunk->last && vfp_function(article, chunk->first) == WORD_THE &&
                 vfp_function(article, chunk->first + 1) == WORD_TWO);
    uint32_t sentence = article->tokens.at[chunk->head].sentence;
    if (!both || !(article->tokens.at[chunk->head].feats & FEAT_PLURAL) || vfp_np_actor(article, np) != VFP_NONE)
        return 0;
    for (uint32_t i = events_until(article, sentence); i-- > 0;) {
        const Event *e = &article->events.at[i];
        if (e->sentence + PAIR_BACK < sentence) break;
        if (e->contact == CONTACT_NONE) continue;
        if (e->actors.n + e->recipients.n != 2) continue;
        pair[0] = e->actors.n ? e->actors.at[0] : e->recipients.at[0];
        pair[1] = e->actors.n == 2 ? e->actors.at[1] : e->recipients.at[e->actors.n ? 0 : 1];
        return 2;
    }
    return 0;
}

/* ---- X before Y */

void vfp_judge_before(Article *article, const Site *site) {
    if (site->head == VFP_NONE || site->sign <= 0) return;
    for (uint32_t t = site->range.first; t < article->branches[site->head].last; t++) {
        uint32_t head = vfp_head(article, t);
        if (vfp_function(article, t) != WORD_BEFORE || head == VFP_NONE || head < t ||
            !vfp_has_rel(article, t, VFP_REL(REL_CASE) | VFP_REL(REL_MARK)))
            continue;
        IssueHit issue = vfp_issue_in(article, (Range){t + 1, article->branches[head].last});
        if (issue.issue == VFP_NONE) continue;
        Site later = *site;
        later.whole.last = article->branches[head].last;
        later.conditional = true;
        vfp_take_stand(article, &later, issue.issue, 0.5f * site->sign * (float)issue.direction);
    }
}

/* ---- if it comes to that, we shall strike */

/* The first token that begins at or behind a byte. */
static uint32_t token_at(const Article *article, uint32_t byte) {
    uint32_t low;
    VFP_HALVE(low, article->tokens.n, middle, article->tokens.at[middle].begin < byte);
    return low;
}

/* if, unless: a clause with a verb of its own; no “depending on the talks”. */
static bool is_clause(const Article *article, Range words) {
    if (words.first == 0) return false;
    uint32_t mark = words.first - 1, verb = vfp_head(article, mark);
    return vfp_has_rel(article, mark, VFP_REL(REL_MARK)) && verb != VFP_NONE && verb >= words.first &&
           verb < words.last;
}

static void judge_threat(Article *article, const Event *event) {
    Span span = event->condition_span;
    Range words = {token_at(article, span.begin), token_at(article, span.end)};
    if (event->plover != PLOVER_THREATEN || words.first >= words.last || !is_clause(article, words)) return;
    IssueHit issue = vfp_issue_in(article, words);
    if (issue.issue == VFP_NONE) return;
    Range whole = {token_at(article, event->span.begin), token_at(article, event->span.end)};
    if (whole.last < words.last) whole.last = words.last;
    if (whole.first > words.first) whole.first = words.first;
    for (uint32_t i = 0; i < event->actors.n; i++) {
        Site site = {.holder = event->actors.at[i],
                     .head = VFP_NONE,
                     .range = words,
                     .whole = whole,
                     .sign = event->condition == COND_IF ? -0.6f : 0.6f,
                     .certain = true};
        bool engaged = true;
        float inner = words.first < issue.token ? vfp_sign_within(article, (Range){words.first, issue.token},
                                                                  issue.issue, site.holder, &engaged)
                                                : 1;
        vfp_take_stand(article, &site, issue.issue, site.sign * inner * (float)issue.direction);
    }
}

void vfp_read_threats(Article *article) {
    for (uint32_t i = 0; i < article->events.n; i++)
        if (article->events.at[i].condition != COND_NONE) judge_threat(article, &article->events.at[i]);
}
