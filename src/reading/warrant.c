/* warrant.c: hedges, negation and voices (see warrant.h). */
#include "reading/warrant.h"
#include "reading/scope.h"

Certainty vfp_certainty_in(const Article *article, Range range) {
    return range.first < range.last ? vfp_scope(article, vfp_top(article, range)).certainty : CERTAIN;
}

bool vfp_negated(const Article *article, uint32_t vg) { return vfp_scope(article, vfp_predicate(article, vg)).denied; }

/* How far from its cue what is said may lie, in sentences. */
enum { REACH = 40 };

uint32_t vfp_statement_among(const Article *article, uint32_t token, uint32_t count) {
    uint32_t best = VFP_NONE, size = UINT32_MAX;
    uint32_t at = article->tokens.at[token].begin;
    for (uint32_t i = count; i-- > 0;) {
        const Statement *s = &article->statements.at[i];
        if (s->sentence + REACH < article->tokens.at[token].sentence) break; /* statements stand in order */
        for (uint32_t k = 0; k < s->contents.n; k++) {
            Span c = s->contents.at[k];
            if (at >= c.begin && at < c.end && c.end - c.begin < size) best = i, size = c.end - c.begin;
        }
    }
    return best;
}

/* Statements are sorted by their sentences: those too far behind the token are skipped by halving. */
uint32_t vfp_statement_at(const Article *article, uint32_t token) {
    uint32_t low, last = article->tokens.at[token].sentence + REACH;
    VFP_HALVE(low, article->statements.n, middle, article->statements.at[middle].sentence <= last);
    return vfp_statement_among(article, token, low);
}

void vfp_voice_add(Article *article, ActorList *voices, uint32_t actor) {
    if (actor == VFP_NONE) return;
    for (uint32_t i = 0; i < voices->n; i++)
        if (voices->at[i] == actor) return;
    *vfp_push(article->arena, voices) = actor;
}

uint32_t vfp_reports(Article *article) {
    for (uint32_t i = article->actors.n; i-- > 0;)
        if (vfp_str_is(article->actors.at[i].id, VFP_STR("anon:reports"))) return i;
    *vfp_push(article->arena, &article->actors) = (Actor){.id = VFP_STR("anon:reports"),
                                                          .name = VFP_STR("reports"),
                                                          .kind = KIND_ANON,
                                                          .entry = VFP_NONE,
                                                          .state = VFP_NONE};
    return article->actors.n - 1;
}

Warrant vfp_warrant(Article *article, uint32_t token) {
    Claim claim = vfp_scope(article, token);
    Warrant warrant = {.certainty = claim.certainty};
    uint32_t s = vfp_statement_at(article, token);
    if (s != VFP_NONE)
        for (uint32_t i = 0; i < article->statements.at[s].warrant.voices.n; i++)
            vfp_voice_add(article, &warrant.voices, article->statements.at[s].warrant.voices.at[i]);
    if (claim.hearsay && !warrant.voices.n)
        vfp_voice_add(article, &warrant.voices, vfp_reports(article)); /* reportedly: somebody else says so */
    return warrant;
}
