/* issue.c: issues from their terms (see issue.h).
 *
 * Groups that only the sentence before meets count less: what such matches alone bring is mostly noise (half of them,
 * when looked at by hand). A theatre whose name ends in a year speaks of that time alone. */
#include "reading/issue.h"

enum { MAX_CANDIDATES = 96 };

typedef struct Candidate {
    uint32_t issue, token;
    uint8_t in_range, in_sentence, before; /* groups met, as bits */
    bool for_word, against_word;
} Candidate;

typedef struct IssueReader {
    const Article *article;
    Candidate at[MAX_CANDIDATES];
    uint32_t n;
} IssueReader;

static Candidate *candidate(IssueReader *reader, uint32_t issue, bool make) {
    for (uint32_t i = 0; i < reader->n; i++)
        if (reader->at[i].issue == issue) return &reader->at[i];
    if (!make || reader->n == MAX_CANDIDATES) return NULL;
    reader->at[reader->n] = (Candidate){.issue = issue, .token = VFP_NONE};
    return &reader->at[reader->n++];
}

static void collect_range(IssueReader *reader, Range range) {
    const Article *article = reader->article;
    for (uint32_t h = article->hit_of[range.first]; h < article->hit_of[range.last]; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table != LEX_ISSUES) continue;
        const LexIssueTerm *term = vfp_lexicon_issue_term(article->lexicon, hit->row);
        Candidate *c = candidate(reader, term->issue, term->group >= 0);
        if (!c) continue;
        if (term->group >= 0) {
            c->in_range |= (uint8_t)(1u << term->group);
            if (c->token == VFP_NONE) c->token = hit->token;
        }
    }
    for (uint32_t h = article->hit_of[range.first]; h < article->hit_of[range.last]; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table != LEX_ISSUES) continue;
        const LexIssueTerm *term = vfp_lexicon_issue_term(article->lexicon, hit->row);
        Candidate *c = term->group < 0 ? candidate(reader, term->issue, false) : NULL;
        if (!c) continue;
        if (term->group == -1) c->for_word = true;
        else c->against_word = true;
        if (hit->token < c->token) c->token = hit->token;
    }
}

static void collect_context(IssueReader *reader, Range range, bool same_sentence) {
    const Article *article = reader->article;
    for (uint32_t h = article->hit_of[range.first]; h < article->hit_of[range.last]; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table != LEX_ISSUES) continue;
        const LexIssueTerm *term = vfp_lexicon_issue_term(article->lexicon, hit->row);
        Candidate *c = term->group >= 0 ? candidate(reader, term->issue, false) : NULL;
        if (c) *(same_sentence ? &c->in_sentence : &c->before) |= (uint8_t)(1u << term->group);
    }
}

static int bits(unsigned set) { return __builtin_popcount(set); }

/* The year that ends the theatre's name (cuba-1962/…), or 0. */
static int theatre_year(Str id) {
    const char *slash = memchr(id.at, '/', id.len);
    uint32_t n = slash ? (uint32_t)(slash - id.at) : id.len;
    if (n < 5 || id.at[n - 5] != '-') return 0;
    int year = 0;
    for (uint32_t i = n - 4; i < n; i++) {
        if (id.at[i] < '0' || id.at[i] > '9') return 0;
        year = year * 10 + id.at[i] - '0';
    }
    return year;
}

/* 0: it does not fit. Groups met in the range weigh most, then in the sentence; deeper issues before their parents;
 * theatre-less diplomacy last. */
static int score(const Article *article, const Candidate *c) {
    const LexIssue *issue = vfp_lexicon_issue(article->lexicon, c->issue);
    unsigned all = (1u << issue->groups) - 1, met = c->in_range | c->in_sentence | c->before;
    if (!issue->groups || met != all || !c->in_range) return 0;
    unsigned only_before = all & ~(unsigned)(c->in_range | c->in_sentence);
    if (only_before && bits(c->in_range) * 2 < issue->groups) return 0;
    Str id = vfp_lexicon_row(article->lexicon, LEX_ISSUES, c->issue)->field[0];
    int year = theatre_year(id), value = 20 + 10 * bits(c->in_range) + 6 * bits(c->in_sentence & ~c->in_range) + 2 * bits(only_before);
    if (year && article->date.year && (article->date.year < year - 3 || article->date.year > year + 3)) return 0;
    if (year && article->date.year) value += 12;
    if (year && !article->date.year) value -= 15;
    value += 3 * issue->depth + (c->for_word || c->against_word ? 3 : 0);
    if (id.len > 10 && memcmp(id.at, "diplomacy/", 10) == 0) value -= 18;
    return value;
}

IssueHit vfp_issue_in(const Article *article, Range range) {
    IssueHit best = {.issue = VFP_NONE};
    if (range.first >= range.last) return best;
    IssueReader reader = {.article = article};
    collect_range(&reader, range);
    if (!reader.n) return best;
    uint32_t s = article->tokens.at[range.first].sentence;
    const Sentence *sentence = &article->sentences.at[s];
    collect_context(&reader, (Range){sentence->first, sentence->last}, true);
    if (s > 0) collect_context(&reader, (Range){article->sentences.at[s - 1].first, article->sentences.at[s - 1].last}, false);
    for (uint32_t i = 0; i < reader.n; i++) {
        const Candidate *c = &reader.at[i];
        int value = score(article, c);
        if (value <= best.score) continue;
        best = (IssueHit){.issue = c->issue, .token = c->token, .direction = c->against_word ? -1 : 1,
                          .leans = c->for_word || c->against_word, .score = value};
    }
    return best;
}

bool vfp_issue_word(const Article *article, uint32_t issue, uint32_t token, bool leaning_only) {
    for (uint32_t h = article->hit_of[token]; h < article->hit_of[token + 1]; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table != LEX_ISSUES) continue;
        const LexIssueTerm *term = vfp_lexicon_issue_term(article->lexicon, hit->row);
        if (term->issue == issue && (!leaning_only || term->group < 0)) return true;
    }
    return false;
}
