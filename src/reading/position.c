/* position.c: where an actor stands on an issue.
 *
 * In: statements, hits, phrases. Out: Article.positions. A word of stance (supports, refuses, his scepticism of) puts
 * its holder for or against what it governs; what is governed calls up an issue; the signs of all words of stance and
 * of negation on the way, and of the issue's own words (obsolete, withdraw), multiply. What somebody says without any
 * such word is no position: reporting a thing is not wanting it. Linear in hits times the length of a sentence. */
#include "reading/position.h"
#include "reading/argument.h"
#include "reading/reading.h"
#include "reading/time.h"
#include <math.h>
#include <stdlib.h>

enum { LONGEST_SCOPE = 60, LONGEST_PATH = 24, MOST_AROUND = 64, MOST_JOINED = 8, NEAR_SOURCE = 6 };

Stance vfp_stance_label(float stance) {
    if (stance > 0.05f) return STANCE_FOR;
    if (stance < -0.05f) return STANCE_AGAINST;
    return STANCE_UNDECIDED;
}

/* ---- signs */

static float sign_of(const LexRow *row) {
    float strength = isnan(row->number) ? 0.7f : row->number;
    switch (row->value[1]) {
    case STANCE_FOR: return strength;
    case STANCE_AGAINST: return -strength;
    default: return 0;
    }
}

/* Whether somebody else than the holder is the subject of the verb at `token`: then its sign is not the holder's. */
static bool others_verb(const Article *article, uint32_t token, uint32_t holder) {
    uint32_t vg = vfp_verb_at(article, token);
    if (vg == VFP_NONE || !(article->chunks.at[vg].flags & VG_FINITE) || holder == VFP_NONE) return false;
    if (vfp_is_subjunctive(article, vg)) return false;
    uint32_t subject = vfp_subject_actor(article, vg);
    return subject != VFP_NONE && subject != holder;
}

/* A negation that the issue's wordings hold (not invade, without) has been counted with them. */
static bool is_in_wording(const Article *article, uint32_t issue, uint32_t token) {
    if (vfp_issue_word(article, issue, token, true)) return true;
    for (uint32_t h = article->hit_of[token]; h < article->hit_of[token + 1]; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table != LEX_ISSUES || hit->count < 2) continue;
        LexIssueSet set = vfp_lexicon_issue_set(article->lexicon, hit->row);
        for (uint32_t i = 0; i < set.n; i++)
            if (set.at[i].issue == issue) return true;
    }
    return false;
}

/* a strike without warning: the preposition denies its noun, which is not the issue. */
static bool denies_other(const Article *article, uint32_t issue, uint32_t token) {
    uint32_t noun = vfp_head(article, token);
    if (noun == VFP_NONE || !vfp_has_rel(article, token, VFP_REL(REL_CASE))) return false;
    for (uint32_t t = article->branches[noun].first; t < article->branches[noun].last; t++)
        if (is_in_wording(article, issue, t)) return false;
    return true;
}

float vfp_sign_within(const Article *article, Range range, uint32_t issue, uint32_t holder, bool *engaged) {
    float sign = 1;
    uint32_t until = range.first;
    for (uint32_t h = article->hit_of[range.first]; h < article->hit_of[range.last]; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->token < until || (hit->table != LEX_NEGATION && hit->table != LEX_STANCE)) continue;
        if (hit->table == LEX_NEGATION ? is_in_wording(article, issue, hit->token)
                                       : vfp_issue_word(article, issue, hit->token, false))
            continue;
        if (hit->table == LEX_NEGATION) {
            if (denies_other(article, issue, hit->token)) continue;
            sign = -sign;
            until = hit->token + hit->count;
        } else if (hit->table == LEX_STANCE && !others_verb(article, hit->token, holder)) {
            float own = sign_of(vfp_lexicon_row(article->lexicon, LEX_STANCE, hit->row));
            sign *= own == 0 ? 0 : own > 0 ? 1 : -1;
            *engaged = true;
            until = hit->token + hit->count;
        }
    }
    return sign;
}

/* ---- records */

static bool has_condition(const Article *article, Range range) {
    for (uint32_t h = article->hit_of[range.first]; h < article->hit_of[range.last]; h++)
        if (vfp_opens_condition(article, &article->hits.at[h])) return true;
    return false;
}

/* If the ships left, Rome would …: a condition elsewhere in the sentence binds what is only possible. */
static bool would_if(const Article *article, Range whole) {
    for (uint32_t t = whole.first; t < whole.last; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg == VFP_NONE || !(article->chunks.at[vg].flags & VG_MODAL)) continue;
        uint32_t modal = article->chunks.at[vg].modal;
        if (modal != VFP_NONE && !vfp_hit_of(article, modal, LEX_STANCE))
            return has_condition(article, vfp_sentence_of(article, whole.first));
    }
    return false;
}

/* Will X join? If X wants …: what is asked or supposed is nobody's position. */
static bool is_unreal(const Article *article, uint32_t token) {
    Claim claim = vfp_scope(article, token);
    return claim.asked || claim.supposed;
}

/* What dates a stand: a time in its words, right before them, or at the sentence's head; not one of another clause. */
const TimeRecord *vfp_stand_time(const Article *article, Range words) {
    Range s = vfp_sentence_of(article, words.first);
    const TimeRecord *time = vfp_time_near(article, words.first, words.last, words.first);
    uint32_t from = words.first;
    while (from > s.first && words.first - from < 8 && !vfp_is_mark(article, from - 1, ',')) from--;
    if (!time && from < words.first) time = vfp_time_near(article, from, words.first, words.first);
    uint32_t head = s.first + 6 < words.first ? s.first + 6 : words.first;
    for (uint32_t t = s.first; t < head; t++)
        if (vfp_function(article, t) == WORD_RELATIVE) head = t;
    return time || head <= s.first ? time : vfp_time_near(article, s.first, head, s.first);
}

static bool known(const Article *article, uint32_t holder, uint32_t issue, Stance label, uint32_t sentence) {
    for (uint32_t i = article->positions.n; i-- > 0 && article->positions.n - i < MOST_AROUND;) {
        const Position *p = &article->positions.at[i];
        if (p->sentence == sentence && p->holder == holder && p->issue == issue && p->label == label) return true;
    }
    return false;
}

/* What needs the sentence before to be about an issue is less certain to be. */
static float strength_of(const IssueHit *issue) { return (float)issue->direction * (issue->whole ? 1.f : 0.6f); }

static Span joined_span(Span a, Span b) {
    if (!vfp_span_is(b)) return a;
    return (Span){a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

/* The words of a stand and, where only marks and a that stand between, of who tells it: they prove the record's voices.
 */
static Span with_source(const Article *article, Range words) {
    Span span = vfp_span_of(article, words);
    uint32_t s = vfp_statement_at(article, words.first);
    if (s == VFP_NONE || article->statements.at[s].sentence != article->tokens.at[words.first].sentence) return span;
    const Statement *said = &article->statements.at[s];
    Span source = joined_span(said->speaker_span, said->cue_span);
    if (!vfp_span_is(said->speaker_span) || !vfp_span_is(source)) return span;
    uint32_t gap = source.begin >= span.end   ? source.begin - span.end
                   : span.begin >= source.end ? span.begin - source.end
                                              : 0;
    return gap <= NEAR_SOURCE ? joined_span(span, source) : span;
}

static void record(Article *article, const Site *site, uint32_t holder, uint32_t issue, float stance, Stance label) {
    uint32_t sentence = article->tokens.at[site->whole.first].sentence;
    if (known(article, holder, issue, label, sentence)) return;
    Warrant warrant = vfp_warrant(article, vfp_top(article, site->whole));
    if (holder != site->holder) vfp_voice_add(article, &warrant.voices, site->holder);
    if (warrant.certainty == PROBABLE) stance *= 0.8f;
    if (warrant.certainty == POSSIBLE) stance *= 0.6f;
    stance = roundf(stance * 100) / 100; /* 0.48, not 0.48000002 */
    const TimeRecord *time = vfp_stand_time(article, site->whole);
    Position *p = vfp_push(article->arena, &article->positions);
    *p = (Position){.holder = holder,
                    .issue = issue,
                    .stance = stance,
                    .label = label,
                    .span = with_source(article, site->whole),
                    .sentence = sentence,
                    .warrant = warrant};
    p->date = time && time->date.year ? time->date : article->date;
    p->date_is_own = time && time->date.year;
}

/* has agreed to X in exchange for Y: a price that was agreed on leaves nothing open. */
static bool is_settled(const Article *article, const Site *site, const Hit *condition) {
    uint32_t vg = site->head == VFP_NONE ? VFP_NONE : vfp_verb_at(article, site->head);
    if (vg == VFP_NONE || !(article->chunks.at[vg].flags & VG_PAST)) return false;
    uint32_t last = condition->token + condition->count - 1, noun = vfp_head(article, last);
    return vfp_has_rel(article, last, VFP_REL(REL_CASE)) && noun != VFP_NONE && noun > last;
}

/* Whether a condition binds what is said in the range. */
static bool is_conditional(const Article *article, const Site *site) {
    Range around = site->around.first < site->around.last ? site->around : site->whole;
    if (site->certain || site->conditional) return site->conditional;
    for (uint32_t h = article->hit_of[around.first]; h < article->hit_of[around.last]; h++)
        if (vfp_opens_condition(article, &article->hits.at[h]) && !is_settled(article, site, &article->hits.at[h]))
            return true;
    return would_if(article, around);
}

void vfp_take_stand(Article *article, const Site *site, uint32_t issue, float stance) {
    Stance label = vfp_stance_label(stance);
    if (label != STANCE_UNDECIDED && is_conditional(article, site)) label = STANCE_CONDITIONAL;
    uint32_t state = site->private ? VFP_NONE : vfp_state_behind(article, site->holder);
    if (vfp_may_hold(article, site->holder)) record(article, site, site->holder, issue, stance, label);
    if (state != VFP_NONE && state != site->holder) record(article, site, state, issue, stance, label);
}

/* Whether somebody holds it whom the ledger keeps: a person or body with a name, or a state behind an official. */
static bool is_held(Article *article, const Site *site) {
    return vfp_may_hold(article, site->holder) ||
           (!site->private && site->holder != VFP_NONE && vfp_state_behind(article, site->holder) != VFP_NONE);
}

/* believes, fears: what goes on in a minister's mind is no stand of the state. */
static bool is_private(const Article *article, uint32_t token) {
    const Hit *hit = vfp_hit_of(article, token, LEX_SAY);
    int attitude = hit ? vfp_lexicon_row(article->lexicon, LEX_SAY, hit->row)->value[2] : -1;
    return attitude == ATTITUDE_THINK || attitude == ATTITUDE_FEAR;
}

/* confirmed that Putin wants …: it is Putin's stand, told by another. */
static bool is_anothers(const Article *article, const Site *site, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t < last; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg == VFP_NONE) continue;
        const Hit *hit = vfp_hit_of(article,
                                    article->chunks.at[vg].flags & VG_COPULA ? article->chunks.at[vg].first
                                                                             : article->chunks.at[vg].head,
                                    LEX_STANCE);
        if (hit && !(vfp_lexicon_row(article->lexicon, LEX_STANCE, hit->row)->value[3] & 1 << FRAME_QUOTE) &&
            others_verb(article, t, site->holder))
            return true;
        t = article->chunks.at[vg].last - 1;
    }
    return false;
}

/* The signs of the words that govern the issue's, up to the word of stance: refused to stop offering X. Of joined words
 * only what governs the first governs the others: opposed lifting X | and the return of Y. false where the tree doesn't
 * lead there. */
static bool sign_on_path(const Article *article, const Site *site, const IssueHit *issue, float *sign, bool *engaged) {
    const Relations beside = VFP_REL(REL_ADVMOD) | VFP_REL(REL_DET) | VFP_REL(REL_CASE) | VFP_REL(REL_AUX) |
                             VFP_REL(REL_COP) | VFP_REL(REL_MARK) | VFP_REL(REL_AUX_PASS);
    *sign = 1;
    for (uint32_t n = 0, t = issue->token; n < LONGEST_PATH && t != VFP_NONE; n++) {
        if (t == site->head) return true;
        if (t < site->range.first) return false;
        if (t != issue->token)
            *sign *= vfp_sign_within(article, (Range){t, t + 1}, issue->issue, site->holder, engaged);
        for (uint32_t c = vfp_child(article, t, beside); c != VFP_NONE && c < t; c = vfp_sibling(article, c, beside))
            if (c >= site->range.first)
                *sign *= vfp_sign_within(article, (Range){c, c + 1}, issue->issue, site->holder, engaged);
        if (vfp_has_rel(article, t, VFP_REL(REL_CONJ)) && vfp_head(article, t) != VFP_NONE) t = vfp_head(article, t);
        if (t == site->head) return true;
        t = vfp_head(article, t);
    }
    return false;
}

/* One stretch of what a stand is on. */
static bool judge_part(Article *article, const Site *site, Range part) {
    IssueHit issue = vfp_issue_in(article, part);
    if (issue.issue == VFP_NONE) return false;
    if (is_anothers(article, site, part.first, issue.token)) return true;
    bool engaged = site->engaged;
    float inner = 1;
    if (site->head == VFP_NONE || !sign_on_path(article, site, &issue, &inner, &engaged))
        inner = part.first < issue.token
                    ? vfp_sign_within(article, (Range){part.first, issue.token}, issue.issue, site->holder, &engaged)
                    : 1;
    if (engaged || issue.leans) vfp_take_stand(article, site, issue.issue, site->sign * inner * strength_of(&issue));
    return true;
}

/* The end of the first of the verbs that and/or joins in [first, last): to renounce X | and recognize Y. */
static uint32_t part_end(const Article *article, uint32_t first, uint32_t last) {
    for (uint32_t t = first + 1; t + 1 < last; t++) {
        int word = vfp_function(article, t);
        if (word != WORD_AND && word != WORD_OR) continue;
        if (vfp_verb_at(article, t + 1) != VFP_NONE ||
            (t + 2 < last && article->tokens.at[t + 1].upos == UPOS_ADV && vfp_verb_at(article, t + 2) != VFP_NONE))
            return t;
    }
    return last;
}

/* The words that the tree hangs below the word of stance, each of those that and joins by itself. */
static bool judge_below(Article *article, const Site *site) {
    Range parts[MOST_PARTS];
    uint32_t n = site->head == VFP_NONE ? 0 : vfp_arguments(article, site->head, site->range.first, parts);
    for (uint32_t i = 0; i < n; i++) {
        Site part = *site;
        part.range = parts[i];
        part.around = site->whole;
        part.whole.last = parts[i].last > part.whole.first ? parts[i].last : part.whole.last;
        judge_part(article, &part, parts[i]);
    }
    return n > 0;
}

static void judge(Article *article, const Site *site) {
    if (!is_held(article, site)) return;
    if (is_unreal(article, site->whole.first)) return;
    uint32_t before = article->positions.n;
    bool found = judge_below(article, site);
    if ((!found && vfp_judge_agreement(article, site)) || site->range.first >= site->range.last) return;
    for (uint32_t first = site->range.first, end; !found && first < site->range.last; first = end) {
        end = part_end(article, first, site->range.last);
        judge_part(article, site, (Range){first, end});
    }
    if (article->positions.n == before && !found) judge_part(article, site, site->range);
    if (article->positions.n == before) vfp_judge_reference(article, site);
    vfp_judge_before(article, site);
}

/* ---- sites */

static Range scope_behind(const Article *article, uint32_t vg, uint32_t first) {
    Range whole = vfp_complement(article, vg);
    if (whole.last > first + LONGEST_SCOPE) whole.last = first + LONGEST_SCOPE;
    uint32_t last = first;
    bool clause_seen = false;
    unsigned past = article->chunks.at[vg].flags & VG_PAST;
    for (; last < whole.last; last++) { /* dropped X and agreed …: the next thing done; a second sentence joined by but,
                                           while: another matter */
        int word = vfp_function(article, last);
        if (word == WORD_BUT && last > first && clause_seen) break;
        uint32_t v = vfp_verb_at(article, last);
        uint32_t joined = word == WORD_AND && last + 1 < whole.last ? vfp_verb_at(article, last + 1) : VFP_NONE;
        if (past && joined != VFP_NONE && article->chunks.at[joined].flags & VG_PAST) break;
        if (v != VFP_NONE) clause_seen = true;
        if (vfp_is_dash(article, last) || vfp_is_mark(article, last, ';')) break;
    }
    return (Range){first, last};
}

/* was rejected; asked about X, he …: a participle alone too, where the tree says that nothing is its object. */
static bool is_clear_passive(const Article *article, uint32_t vg) {
    const Chunk *chunk = &article->chunks.at[vg];
    return chunk->flags & VG_PASSIVE ||
           (chunk->flags & VG_PARTICIPLE && article->tokens.at[chunk->head].feats & FEAT_PASSIVE &&
            vfp_child(article, chunk->head, VFP_REL(REL_OBJ)) == VFP_NONE);
}

/* was prepared to, is opposed to: the cue takes the verb to be in, so that its subject is the holder. */
static bool cue_is_passive(const Article *article, const Hit *hit, uint32_t vg) {
    return is_clear_passive(article, vg) && !(hit->count > 1 && hit->token < article->chunks.at[vg].head);
}

/* Only adverbs between them: the subject stands with its verb. */
static bool adjoins(const Article *article, uint32_t from, uint32_t to) {
    for (; from < to; from++)
        if (article->tokens.at[from].upos != UPOS_ADV || article->tokens.at[from].flags & TOKEN_PUNCT) return false;
    return from == to;
}

/* must fulfil X and lift Y: joined verbs share their modal. */
static uint32_t shared_modal(const Article *article, uint32_t vg) {
    const Chunk *chunk = &article->chunks.at[vg];
    uint32_t first = vfp_sentence_of(article, chunk->first).first, t = chunk->first;
    while (t > first && article->tokens.at[t - 1].upos == UPOS_ADV) t--;
    if (chunk->modal != VFP_NONE || t == first || vfp_function(article, t - 1) != WORD_AND) return chunk->modal;
    for (uint32_t c = vg; c-- > 0 && article->chunks.at[c].first >= first;)
        if (article->chunks.at[c].kind == CHUNK_VG && article->chunks.at[c].flags & VG_FINITE)
            return article->chunks.at[c].modal;
    return VFP_NONE;
}

/* Ukraine should renounce …: what somebody ought to want is the speaker's stand, not theirs. */
static bool is_wished_of_others(const Article *article, uint32_t vg) {
    uint32_t modal = shared_modal(article, vg);
    const Hit *hit = modal == VFP_NONE ? NULL : vfp_hit_of(article, modal, LEX_STANCE);
    if (!hit || !(vfp_lexicon_row(article->lexicon, LEX_STANCE, hit->row)->value[3] & 1 << FRAME_QUOTE)) return false;
    uint32_t subject = vfp_subject(article, vg);
    int word = subject == VFP_NONE ? -1 : vfp_function(article, article->chunks.at[subject].head);
    return word != WORD_I && word != WORD_WE;
}

/* Proposed that Rome suspend …, hoped that Rome would …: told as somebody's wish, it is no stand of Rome's. */
static bool is_wished_by_others(const Article *article, uint32_t vg, uint32_t holder) {
    uint32_t s = vfp_statement_at(article, article->chunks.at[vg].head);
    if (s == VFP_NONE) return false;
    const Statement *statement = &article->statements.at[s];
    if (statement->cue == VFP_NONE || statement->speaker == holder) return false;
    int attitude = vfp_lexicon_row(article->lexicon, LEX_SAY, statement->cue)->value[2];
    return attitude != ATTITUDE_SAY && attitude != ATTITUDE_DENY && attitude != ATTITUDE_THINK &&
           attitude != ATTITUDE_PRAISE;
}

/* refused to support …, opposed offering …: the verb of stance above it takes this one in. */
static bool is_under_stance(const Article *article, uint32_t vg) {
    const Chunk *chunk = &article->chunks.at[vg];
    Range s = vfp_sentence_of(article, chunk->first);
    if (!(chunk->flags & (VG_INFINITIVE | VG_GERUND)) ||
        (chunk->first > s.first && vfp_is_mark(article, chunk->first - 1, ',')))
        return false;
    for (uint32_t c = vg; c-- > 0 && article->chunks.at[c].first >= s.first;) {
        if (article->chunks.at[c].kind != CHUNK_VG) { /* no intention of invading */
            if (article->chunks.at[c].last + 1 >= chunk->first &&
                vfp_hit_of(article, article->chunks.at[c].head, LEX_STANCE))
                return true;
            continue;
        }
        for (uint32_t t = article->chunks.at[c].last; t < chunk->first; t++)
            if (vfp_is_mark(article, t, ',') || vfp_is_mark(article, t, ';') ||
                vfp_function(article, t) == WORD_RELATIVE)
                return false;
        const Hit *hit = vfp_hit_of(article, article->chunks.at[c].head, LEX_STANCE);
        return hit && !(vfp_lexicon_row(article->lexicon, LEX_STANCE, hit->row)->value[3] & 1 << FRAME_QUOTE);
    }
    return false;
}

/* A, B and C support …: each of them does. `np` is the subject whose stand has been judged. */
static void judge_joined(Article *article, Site *site, uint32_t np) {
    for (unsigned n = 0; n < MOST_JOINED && np != VFP_NONE; n++) {
        np = vfp_joined_phrase(article, np);
        if (np == VFP_NONE) return;
        site->holder = vfp_np_actor(article, np);
        judge(article, site);
    }
}

/* X supports …: the verb's subject holds it. */
static void verb_site(Article *article, const Hit *hit, const LexRow *row, uint32_t vg) {
    Range s = vfp_sentence_of(article, hit->token);
    uint32_t end = hit->token + hit->count;
    Site site = {.sign = sign_of(row), .engaged = true, .head = VFP_NONE, .private = is_private(article, hit->token)};
    if (is_wished_of_others(article, vg) || vfp_is_asked_of(article, vg) || is_under_stance(article, vg)) return;
    if (cue_is_passive(article, hit, vg)) {
        uint32_t agent = vfp_prepositional(article, end, s.last, WORD_BY), subject = vfp_subject(article, vg);
        if (agent == VFP_NONE || subject == VFP_NONE) return;
        site.holder = vfp_np_actor(article, agent);
        site.range = (Range){vfp_phrase(article, subject).first, article->chunks.at[vg].first};
        if (site.range.first >= site.range.last) return;
        site.whole = (Range){site.range.first, article->chunks.at[agent].last};
    } else {
        site.holder = vfp_subject_actor(article, vg);
        if (is_wished_by_others(article, vg, site.holder)) return;
        uint32_t object = vfp_relative_object(article, vg);
        site.range = object == VFP_NONE ? scope_behind(article, vg, end) : vfp_phrase(article, object);
        if (object != VFP_NONE && site.range.last > article->chunks.at[vg].first)
            site.range.last = article->chunks.at[object].last;
        if (object == VFP_NONE) site.head = vfp_predicate(article, vg);
        site.whole = (Range){article->chunks.at[vg].first, site.range.last > end ? site.range.last : end};
        if (site.range.first < site.whole.first) site.whole.first = site.range.first;
        uint32_t subject = vfp_subject(article, vg);
        if (subject != VFP_NONE && adjoins(article, article->chunks.at[subject].last, site.whole.first))
            site.whole.first = article->chunks.at[subject].first;
    }
    IssueHit issue = vfp_issue_in(article, site.whole);
    if (issue.issue != VFP_NONE && !cue_is_passive(article, hit, vg) &&
        vfp_issue_word(article, issue.issue, hit->token, true)) {
        site.range.first = hit->token; /* give up its weapons: the issue itself says which way that goes */
        site.sign = fabsf(site.sign);
    }
    if (vfp_negated(article, vg)) site.sign = -site.sign;
    judge(article, &site);
    if (cue_is_passive(article, hit, vg)) return;
    uint32_t subject = vfp_subject(article, vg), pair[2];
    judge_joined(article, &site, subject);
    for (uint32_t i = 0, n = subject == VFP_NONE ? 0 : vfp_pair_meant(article, subject, pair); i < n; i++) {
        site.holder = pair[i];
        judge(article, &site);
    }
}

/* The word before the prepositions that stand right before `first`. */
static uint32_t before_adposition(const Article *article, uint32_t first) {
    uint32_t t = first, begin = vfp_sentence_of(article, first).first;
    while (t > begin && article->tokens.at[t - 1].upos == UPOS_ADP) t--;
    return t > begin ? t - 1 : begin;
}

/* X insists that Y must leave, alongside demands for Z: what is said behind the comma is said by X. The verb above a
 * that-clause, or the verb itself. */
static uint32_t outer_verb(const Article *article, uint32_t vg) {
    uint32_t verb = vfp_predicate(article, vg), head = vfp_head(article, verb);
    uint32_t above =
        vfp_has_rel(article, verb, VFP_REL(REL_CCOMP)) && head < verb ? vfp_verb_at(article, head) : VFP_NONE;
    return above == VFP_NONE ? vg : above;
}

/* his offer of X | and his threat of Y: another owner opens another matter. */
static uint32_t owned_end(const Article *article, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t + 1 < last; t++) {
        uint32_t np = vfp_function(article, t) == WORD_AND ? vfp_chunk_at(article, t + 1) : VFP_NONE;
        if (np != VFP_NONE && article->chunks.at[np].flags & NP_POSSESSIVE) return t;
    }
    return last;
}

/* Trump’s scepticism of …; expressed support for …: the owner, else the subject of the verb above. */
static void noun_site(Article *article, const Hit *hit, const LexRow *row) {
    uint32_t np = vfp_chunk_at(article, hit->token), end = hit->token + hit->count;
    Range s = vfp_sentence_of(article, hit->token);
    if (np == VFP_NONE || article->chunks.at[np].kind != CHUNK_NP || end >= s.last) return;
    uint32_t owner = vfp_owner(article, np), mention = article->mention_of[article->chunks.at[np].first];
    Site site = {.sign = sign_of(row),
                 .engaged = true,
                 .holder = VFP_NONE,
                 .head = VFP_NONE,
                 .private = is_private(article, hit->token)};
    uint32_t first = article->chunks.at[np].first;
    if (owner != VFP_NONE) {
        site.holder = vfp_np_actor(article, owner);
        first = article->chunks.at[owner].first;
    } else if (mention != VFP_NONE && article->mentions.at[mention].last < end) {
        site.holder = article->mentions.at[mention].actor;
    } else {
        uint32_t vg = first > s.first ? vfp_governor(article, first - 1) : VFP_NONE;
        if (vg == VFP_NONE || article->chunks.at[vg].last + 6 < first || is_clear_passive(article, vg)) return;
        if (vfp_hit_of(article, article->chunks.at[vg].head, LEX_STANCE))
            return; /* dropped his support: that verb's site */
        bool apart = vfp_is_mark(article, before_adposition(article, first), ',');
        if (apart && vfp_hit_of(article, hit->token, LEX_SAY)) vg = outer_verb(article, vg);
        site.holder = vfp_subject_actor(article, vg);
        if (vfp_negated(article, vg) && !apart)
            site.sign = -site.sign; /* must never join, alongside demands for …: the comma ends what is denied */
        first = article->chunks.at[vg].first;
    }
    for (uint32_t t = article->chunks.at[np].first; t < hit->token; t++)
        if (vfp_hit_of(article, t, LEX_NEGATION)) site.sign = -site.sign; /* no intention of … */
    bool linked = article->tokens.at[end].upos == UPOS_ADP || vfp_function(article, end) == WORD_TO ||
                  vfp_function(article, end) == WORD_THAT || vfp_verb_at(article, end) != VFP_NONE;
    if (!linked) return;
    Range phrase = vfp_phrase(article, np);
    uint32_t last = phrase.last > end ? phrase.last : end;
    uint32_t vg = vfp_verb_at(article, end);
    if (vg != VFP_NONE && article->chunks.at[vg].flags & VG_INFINITIVE) last = scope_behind(article, vg, end).last;
    if (vfp_function(article, end) == WORD_THAT) last = vfp_clause(article, end + 1 < s.last ? end + 1 : end).last;
    if (owner != VFP_NONE) last = owned_end(article, end, last);
    site.range = (Range){article->chunks.at[np].first, last}; /* the noun may be the issue's own: support for Kyiv */
    site.range.first = hit->token;
    site.whole = (Range){first, last};
    /* the cue itself is in the range: its sign is counted once, below */
    bool engaged = true;
    IssueHit issue = vfp_issue_in(article, site.range);
    if (issue.issue == VFP_NONE || !is_held(article, &site) || is_unreal(article, first)) return;
    float inner =
        end < issue.token ? vfp_sign_within(article, (Range){end, issue.token}, issue.issue, site.holder, &engaged) : 1;
    bool own_word = vfp_issue_word(article, issue.issue, hit->token, true);
    vfp_take_stand(article, &site, issue.issue,
                   (own_word ? fabsf(site.sign) : site.sign) * inner * strength_of(&issue));
}

static bool counts_negation(const Article *article, Range range) {
    for (uint32_t h = article->hit_of[range.first]; h < article->hit_of[range.last]; h++)
        if (article->hits.at[h].table == LEX_NEGATION) return true;
    return false;
}

/* must, should; hopefully: the speaker of the statement, or who is the subject where nobody speaks. */
static void speaker_site(Article *article, const Hit *hit, const LexRow *row) {
    uint32_t statement = vfp_statement_at(article, hit->token);
    Range clause = vfp_clause(article, hit->token);
    Site site = {.sign = sign_of(row),
                 .engaged = true,
                 .holder = statement != VFP_NONE ? article->statements.at[statement].speaker
                                                 : vfp_holder_explained(article, hit->token),
                 .head = VFP_NONE,
                 .range = clause,
                 .whole = clause};
    if (!is_held(article, &site) || is_unreal(article, hit->token)) return;
    uint32_t vg = vfp_verb_at(article, hit->token), end = hit->token + hit->count;
    bool negated =
        vg != VFP_NONE && article->chunks.at[vg].flags & VG_NEGATED && !(vfp_hit_of(article, hit->token, LEX_NEGATION));
    bool found = false;
    for (uint32_t first = clause.first, last; first < clause.last; first = last) {
        last = part_end(article, first, clause.last);
        IssueHit issue = vfp_issue_in(article, (Range){first, last});
        if (issue.issue == VFP_NONE) continue;
        bool engaged = true;
        uint32_t from = first < end ? end : first;
        float inner = from < issue.token
                          ? vfp_sign_within(article, (Range){from, issue.token}, issue.issue, site.holder, &engaged)
                          : 1;
        bool counted = negated && from < issue.token && counts_negation(article, (Range){from, issue.token});
        vfp_take_stand(article, &site, issue.issue,
                       site.sign * (negated && !counted ? -1.f : 1.f) * inner * strength_of(&issue));
        found = true;
    }
    if (found || judge_part(article, &site, clause) || vg == VFP_NONE) return;
    site.head = vfp_predicate(article, vg); /* Oslo should take it */
    const Hit *verb = vfp_hit_of(article, site.head, LEX_STANCE);
    if (verb && verb->token != hit->token)
        site.sign *= sign_of(vfp_lexicon_row(article->lexicon, LEX_STANCE, verb->row)) < 0 ? -1.f : 1.f;
    if (negated) site.sign = -site.sign;
    vfp_judge_reference(article, &site);
}

/* Marin said Finland would join: the first finite verb of what is said looks ahead, and its subject is the speaker's
 * own side. */
static bool is_commitment(const Article *article, uint32_t speaker, Range content) {
    for (uint32_t t = content.first; t < content.last; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg == VFP_NONE) continue;
        const Chunk *chunk = &article->chunks.at[vg];
        t = chunk->last - 1;
        if (!(chunk->flags & VG_FINITE)) continue;
        bool ahead =
            chunk->flags & VG_FUTURE || (chunk->modal != VFP_NONE && vfp_hit_of(article, chunk->modal, LEX_OUTLOOK) &&
                                         !vfp_hit_of(article, chunk->modal, LEX_HEDGE));
        uint32_t subject = ahead ? vfp_subject_actor(article, vg) : VFP_NONE;
        return subject != VFP_NONE && vfp_speaks_for(article, speaker, subject);
    }
    return false;
}

/* would announce, will say: nobody has said it yet. */
static bool is_unsaid(const Article *article, const Statement *statement) {
    if (!vfp_span_is(statement->cue_span)) return false;
    const Sentence *s = &article->sentences.at[statement->sentence];
    for (uint32_t t = s->first; t < s->last; t++) {
        if (article->tokens.at[t].begin != statement->cue_span.begin) continue;
        uint32_t vg = vfp_verb_at(article, t);
        return vg != VFP_NONE && article->chunks.at[vg].flags & (VG_MODAL | VG_FUTURE);
    }
    return false;
}

/* Where the main clause of what is said ends: before a clause beside it (because, if, although), whose matter is no
 * stand of the speaker's. */
static uint32_t main_end(const Article *article, Range content) {
    uint32_t root = VFP_NONE, end = content.last;
    for (uint32_t t = content.first; t < content.last && root == VFP_NONE; t++) {
        uint32_t head = vfp_head(article, t);
        if ((head == VFP_NONE || head < content.first || head >= content.last) && vfp_is_verbal(article, t)) root = t;
    }
    if (root == VFP_NONE) return end;
    for (uint32_t c = vfp_child(article, root, VFP_REL(REL_ADVCL)); c != VFP_NONE;
         c = vfp_sibling(article, c, VFP_REL(REL_ADVCL)))
        if (c > root && vfp_child(article, c, VFP_REL(REL_MARK)) != VFP_NONE && article->branches[c].first < end &&
            !(article->tokens.at[c].feats & (FEAT_INFINITIVE | FEAT_GERUND)))
            end = article->branches[c].first;
    for (uint32_t h = article->hit_of[root]; h < article->hit_of[end]; h++)
        if (vfp_opens_condition(article, &article->hits.at[h])) return article->hits.at[h].token;
    return end > root ? end : content.last;
}

/* What is said, where the issue's own words lean: he called NATO obsolete. */
static void statement_site(Article *article, const Statement *statement) {
    if (statement->contents.n == 0 || statement->warrant.polarity == DENIED || is_unsaid(article, statement)) return;
    uint32_t first = VFP_NONE, last = 0;
    Span span = statement->contents.at[0];
    const Sentence *s = &article->sentences.at[statement->sentence];
    for (uint32_t t = s->first; t < s->last; t++) {
        const Token *token = &article->tokens.at[t];
        if (token->begin >= span.begin && first == VFP_NONE) first = t;
        if (token->end <= span.end) last = t + 1;
    }
    if (first == VFP_NONE || first >= last || statement->speaker == VFP_NONE) return;
    for (uint32_t t = first; t < last; t++) { /* somebody else's doing or wanting is not the speaker's stand */
        uint32_t vg = vfp_verb_at(article, t);
        if (vg == VFP_NONE) continue;
        if (others_verb(article, t, statement->speaker) &&
            (vfp_hit_of(article, article->chunks.at[vg].head, LEX_STANCE) ||
             vfp_hit_of(article, article->chunks.at[vg].head, LEX_SAY)))
            return;
        t = article->chunks.at[vg].last - 1;
    }
    uint32_t end = main_end(article, (Range){first, last});
    Site site = {.holder = statement->speaker,
                 .head = VFP_NONE,
                 .range = {first, end},
                 .whole = {first, end},
                 .around = {first, last},
                 .sign = 0.7f};
    site.engaged = is_commitment(article, statement->speaker, (Range){first, end});
    judge(article, &site);
}

/* Whether the verb's own word is for or against some issue. */
static bool brings_about(const Article *article, uint32_t token) {
    for (uint32_t h = article->hit_of[token]; h < article->hit_of[token + 1]; h++) {
        if (article->hits.at[h].table != LEX_ISSUES) continue;
        LexIssueSet set = vfp_lexicon_issue_set(article->lexicon, article->hits.at[h].row);
        for (uint32_t i = 0; i < set.n; i++)
            if (set.at[i].group < 0) return true;
    }
    return false;
}

/* NATO slashed its aid: who brings about or hinders what an issue is about stands for or against it. */
static void deed_site(Article *article, uint32_t vg) {
    const Chunk *chunk = &article->chunks.at[vg];
    if (is_clear_passive(article, vg) || chunk->flags & VG_MODAL || is_under_stance(article, vg) ||
        !brings_about(article, chunk->head))
        return;
    Site site = {.sign = 0.6f, .engaged = true, .head = vfp_predicate(article, vg)};
    site.range = scope_behind(article, vg, chunk->first);
    IssueHit issue = vfp_issue_in(article, site.range);
    if (issue.issue == VFP_NONE || !vfp_issue_word(article, issue.issue, chunk->head, true)) return;
    site.holder = vfp_subject_actor(article, vg);
    if (vfp_is_asked_of(article, vg) || is_wished_of_others(article, vg) ||
        is_wished_by_others(article, vg, site.holder))
        return;
    site.whole = site.range;
    if (vfp_negated(article, vg)) site.sign = -site.sign;
    judge(article, &site);
}

static void read_stance(Article *article, const Hit *hit) {
    const LexRow *row = vfp_lexicon_row(article->lexicon, LEX_STANCE, hit->row);
    int frame = row->value[3];
    if (frame < 0) return;
    if (frame & 1 << FRAME_NOUN) {
        noun_site(article, hit, row);
        return;
    }
    if (frame & 1 << FRAME_QUOTE) {
        speaker_site(article, hit, row);
        return;
    }
    uint32_t vg = vfp_verb_at(article, hit->token);
    if (vg == VFP_NONE) return;
    uint32_t head = article->chunks.at[vg].head;
    if ((head >= hit->token && head < hit->token + hit->count) || article->chunks.at[vg].flags & VG_COPULA)
        verb_site(article, hit, row, vg);
}

static int by_place(const void *a, const void *b) {
    const Position *p = a, *q = b;
    if (p->sentence != q->sentence) return p->sentence < q->sentence ? -1 : 1;
    if (p->span.begin != q->span.begin) return p->span.begin < q->span.begin ? -1 : 1;
    if (p->span.end != q->span.end) return p->span.end < q->span.end ? -1 : 1;
    if (p->issue != q->issue) return p->issue < q->issue ? -1 : 1;
    return p->holder != q->holder ? (p->holder < q->holder ? -1 : 1) : (int)p->label - (int)q->label;
}

void vfp_read_positions(Article *article) {
    for (uint32_t h = 0; h < article->hits.n; h++)
        if (article->hits.at[h].table == LEX_STANCE) read_stance(article, &article->hits.at[h]);
    for (uint32_t c = 0; c < article->chunks.n; c++)
        if (article->chunks.at[c].kind == CHUNK_VG) deed_site(article, c);
    for (uint32_t i = 0; i < article->statements.n; i++) statement_site(article, &article->statements.at[i]);
    vfp_read_threats(article);
    if (article->positions.n)
        qsort(article->positions.at, article->positions.n, sizeof *article->positions.at, by_place);
}
