/* outlook.c: what may follow, on what condition, according to whom.
 *
 * In: statements, hits, phrases. Out: Article.outlooks. A finite verb with a modal of possibility, or a word of
 * likelihood, that tells of no past and asks no question; one outlook a clause. Linear in hits. */
#include "reading/reading.h"
#include "reading/time.h"
#include "reading/warrant.h"

static const LexRow *outlook_row(const Article *article, uint32_t token) {
    const Hit *hit = vfp_hit_of(article, token, LEX_OUTLOOK);
    return hit ? vfp_lexicon_row(article->lexicon, LEX_OUTLOOK, hit->row) : NULL;
}

/* The clause that a condition opens in the sentence, without its conjunction, and that binds the verb at `token`;
 * absent where there is none. */
static Range condition_range(const Article *article, Range s, uint32_t token) {
    for (uint32_t t = s.first; t < s.last; t++) {
        const Hit *hit = vfp_hit_of(article, t, LEX_CONDITION);
        if (!hit || !vfp_opens_condition(article, hit)) continue;
        uint32_t opened = vfp_opened(article, (Range){t, t + hit->count});
        if (opened != VFP_NONE && vfp_head(article, opened) != VFP_NONE && !vfp_binds(article, opened, token)) continue;
        Range range = {t + hit->count, t + hit->count};
        bool verb = false;
        for (; range.last < s.last; range.last++) {
            if (vfp_verb_at(article, range.last) != VFP_NONE) verb = true;
            if (verb && (vfp_is_mark(article, range.last, ',') || vfp_is_mark(article, range.last, ';') ||
                         vfp_is_mark(article, range.last, '.')))
                break;
        }
        if (verb) return range;
    }
    return (Range){0, 0};
}

/* “would” and “will” look ahead only beside a condition. */
static bool needs_condition(const Article *article, const Hit *hit, uint32_t vg) {
    const LexRow *row = vfp_lexicon_row(article->lexicon, LEX_OUTLOOK, hit->row);
    return row->value[1] == OUTLOOK_VERB && hit->count == 1 && article->chunks.at[vg].modal == hit->token;
}

static Range main_clause(const Article *article, uint32_t vg, Range condition) {
    Range s = vfp_sentence_of(article, article->chunks.at[vg].first),
          clause = vfp_clause(article, article->chunks.at[vg].head);
    uint32_t subject = vfp_subject(article, vg);
    if (subject != VFP_NONE && article->chunks.at[subject].first < article->chunks.at[vg].first) {
        Range phrase = vfp_phrase(article, subject);
        clause.first = phrase.first;
    }
    if (condition.first < condition.last && condition.first > article->chunks.at[vg].last &&
        clause.last > condition.first)
        clause.last = condition.first - 1;
    if (clause.last > s.last) clause.last = s.last;
    while (clause.last > clause.first + 1 && article->tokens.at[clause.last - 1].flags & TOKEN_PUNCT) clause.last--;
    return clause;
}

static void read_outlook(Article *article, const Hit *hit, uint32_t vg, uint32_t *last_vg) {
    Range s = vfp_sentence_of(article, hit->token), condition = condition_range(article, s, vfp_predicate(article, vg));
    bool conditional = condition.first < condition.last;
    if (vg == *last_vg || vfp_scope(article, hit->token).asked) return;
    if (article->chunks.at[vg].flags & VG_PERFECT) return; /* could have: the past */
    if (needs_condition(article, hit, vg) && !conditional) return;
    if (conditional && hit->token >= condition.first && hit->token < condition.last) return;
    Range clause = main_clause(article, vg, condition);
    if (clause.first >= clause.last) return;
    *last_vg = vg;
    Outlook *outlook = vfp_push(article->arena, &article->outlooks);
    uint32_t statement = vfp_statement_at(article, hit->token);
    *outlook = (Outlook){.predictor = statement == VFP_NONE ? VFP_NONE : article->statements.at[statement].speaker,
                         .if_span = conditional ? vfp_span_of(article, condition) : VFP_NO_SPAN,
                         .then_span = vfp_span_of(article, clause),
                         .sentence = article->tokens.at[hit->token].sentence,
                         .warrant = vfp_warrant(article, hit->token)};
    outlook->span = outlook->then_span;
    if (conditional && outlook->if_span.begin < outlook->span.begin) outlook->span.begin = outlook->if_span.begin;
    if (conditional && outlook->if_span.end > outlook->span.end) outlook->span.end = outlook->if_span.end;
    const LexRow *row = vfp_lexicon_row(article->lexicon, LEX_OUTLOOK, hit->row);
    if (outlook->warrant.certainty == CERTAIN)
        outlook->warrant.certainty = row->value[1] == OUTLOOK_MODAL || conditional ? POSSIBLE : PROBABLE;
    const TimeRecord *time = vfp_time_near(article, clause.first, clause.last, hit->token);
    if (time) outlook->horizon = time->value;
}

void vfp_read_outlooks(Article *article) {
    uint32_t last_vg = VFP_NONE;
    for (uint32_t h = 0; h < article->hits.n; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table != LEX_OUTLOOK) continue;
        const LexRow *row = outlook_row(article, hit->token);
        uint32_t vg = vfp_verb_at(article, hit->token);
        if (!row || row->value[1] == OUTLOOK_NOT || vg == VFP_NONE || vfp_negated(article, vg)) continue;
        read_outlook(article, hit, vg, &last_vg);
    }
}
