/* issue.c: issues from their terms (see issue.h).
 *
 * Groups that only the sentence before meets count less: what such matches alone bring is mostly noise (half of them,
 * when looked at by hand). A theatre whose name ends in a year speaks of that time alone. */
#include "reading/issue.h"
#include "reading/reading.h"

enum { MAX_CANDIDATES = 250 };

/* The groups of an issue that a sentence meets. */
typedef struct Mark {
    uint32_t issue;
    uint8_t groups;
} Mark;

/* A word of an issue that may fit in its sentence. Of the hundreds of issues that a place's name is a part of, few have
 * their other words near, so the many questions about a sentence's ranges are answered from a short list. */
typedef struct Term {
    uint32_t token;
    LexIssueTerm term;
} Term;

struct IssueIndex {
    VFP_VEC(Mark) marks;
    uint32_t *begin;  /* for each sentence, and one more: where its marks begin */
    uint8_t *article; /* for each issue: the groups that the article meets anywhere */
    uint8_t *slot;    /* for each issue: 1 + its place among the candidates at hand; 0 between uses */
    VFP_VEC(Term) terms;
    uint32_t *terms_begin; /* for each sentence, and one more: where its terms begin */
};

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
    uint8_t *slot = &reader->article->issue_index->slot[issue];
    if (*slot) return &reader->at[*slot - 1];
    if (!make || reader->n == MAX_CANDIDATES) return NULL;
    reader->at[reader->n] = (Candidate){.issue = issue, .token = VFP_NONE};
    *slot = (uint8_t)++reader->n;
    return &reader->at[reader->n - 1];
}

/* A word for or against counts only for an issue whose topic the range touches. */
static void take_term(IssueReader *reader, uint32_t token, LexIssueTerm term) {
    bool topic = term.group >= 0;
    Candidate *c = candidate(reader, term.issue, topic);
    if (!c) return;
    if (topic) {
        if (!(c->in_range >> term.group & 1)) c->token = token;
        c->in_range |= (uint8_t)(1u << term.group);
    } else if (term.group == -1) c->for_word = true;
    else c->against_word = true;
}

/* The topic's words of a range, or the words for and against. */
static void collect_hits(IssueReader *reader, Range range, bool topic) {
    const Article *article = reader->article;
    for (uint32_t h = article->hit_of[range.first]; h < article->hit_of[range.last]; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table != LEX_ISSUES) continue;
        LexIssueSet set = vfp_lexicon_issue_set(article->lexicon, hit->row);
        for (uint32_t i = 0; i < set.n; i++)
            if ((set.at[i].group >= 0) == topic) take_term(reader, hit->token, set.at[i]);
    }
}

static void collect_range(IssueReader *reader, Range range) {
    const Article *article = reader->article;
    const struct IssueIndex *index = article->issue_index;
    uint32_t s = article->tokens.at[range.first].sentence;
    bool one = article->tokens.at[range.last - 1].sentence == s;
    for (int topic = 1; topic >= 0; topic--) {
        if (!one) collect_hits(reader, range, topic);
        for (uint32_t i = index->terms_begin[s]; one && i < index->terms_begin[s + 1]; i++) {
            const Term *t = &index->terms.at[i];
            if (t->token >= range.first && t->token < range.last && (t->term.group >= 0) == topic)
                take_term(reader, t->token, t->term);
        }
    }
}

static void collect_sentence(IssueReader *reader, uint32_t sentence, bool same) {
    const struct IssueIndex *index = reader->article->issue_index;
    for (uint32_t i = index->begin[sentence]; i < index->begin[sentence + 1]; i++) {
        Candidate *c = candidate(reader, index->marks.at[i].issue, false);
        if (c) *(same ? &c->in_sentence : &c->before) |= index->marks.at[i].groups;
    }
}

static void forget(IssueReader *reader) {
    for (uint32_t i = 0; i < reader->n; i++) reader->article->issue_index->slot[reader->at[i].issue] = 0;
}

/* The groups that each sentence meets, and the article. */
static void mark_sentences(Article *article, struct IssueIndex *index) {
    for (uint32_t s = 0; s < article->sentences.n; s++) {
        IssueReader reader;
        reader.article = article, reader.n = 0;
        collect_hits(&reader, (Range){article->sentences.at[s].first, article->sentences.at[s].last}, true);
        for (uint32_t i = 0; i < reader.n; i++) {
            *vfp_push(article->arena, &index->marks) = (Mark){reader.at[i].issue, reader.at[i].in_range};
            index->article[reader.at[i].issue] |= reader.at[i].in_range;
        }
        forget(&reader);
        index->begin[s + 1] = index->marks.n;
    }
}

/* Whether score() may say yes to the issue in a range of the sentence with this mark. */
static bool may_fit(const Article *article, const Mark *mark, unsigned before) {
    const LexIssue *issue = vfp_lexicon_issue(article->lexicon, mark->issue);
    unsigned all = (1u << issue->groups) - 1, named = article->issue_index->article[mark->issue] & issue->names;
    return issue->groups && (mark->groups | before | named) == all;
}

/* The terms of sentence s that may_fit; `before`: room for the groups of the sentence before, by issue, zeroed. */
static void list_terms(Article *article, struct IssueIndex *index, uint32_t s, uint8_t *before) {
    const Mark *marks = index->marks.at;
    uint32_t begin = index->begin[s], end = index->begin[s + 1], first = s ? index->begin[s - 1] : begin, fitting = 0;
    for (uint32_t i = first; i < begin; i++) before[marks[i].issue] = marks[i].groups;
    for (uint32_t i = begin; i < end; i++) {
        bool fits = may_fit(article, &marks[i], before[marks[i].issue]);
        index->slot[marks[i].issue] = fits, fitting += fits;
    }
    for (uint32_t h = article->hit_of[article->sentences.at[s].first];
         fitting && h < article->hit_of[article->sentences.at[s].last]; h++) {
        const Hit *hit = &article->hits.at[h];
        LexIssueSet set =
            hit->table == LEX_ISSUES ? vfp_lexicon_issue_set(article->lexicon, hit->row) : (LexIssueSet){0};
        for (uint32_t i = 0; i < set.n; i++)
            if (index->slot[set.at[i].issue]) *vfp_push(article->arena, &index->terms) = (Term){hit->token, set.at[i]};
    }
    for (uint32_t i = begin; i < end; i++) index->slot[marks[i].issue] = 0;
    for (uint32_t i = first; i < begin; i++) before[marks[i].issue] = 0;
}

void vfp_read_issues(Article *article) {
    size_t issues = vfp_lexicon_count(article->lexicon, LEX_ISSUES) + (size_t)1,
           sentences = article->sentences.n + (size_t)1;
    struct IssueIndex *index = vfp_arena_alloc(article->arena, sizeof *index);
    index->slot = vfp_arena_alloc(article->arena, issues);
    index->article = vfp_arena_alloc(article->arena, issues);
    index->begin = vfp_arena_alloc(article->arena, sentences * sizeof *index->begin);
    index->terms_begin = vfp_arena_alloc(article->arena, sentences * sizeof *index->terms_begin);
    article->issue_index = index;
    mark_sentences(article, index);
    uint8_t *before = vfp_arena_alloc(article->arena, issues);
    for (uint32_t s = 0; s < article->sentences.n; s++) {
        list_terms(article, index, s, before);
        index->terms_begin[s + 1] = index->terms.n;
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

/* 0: it does not fit. Groups met in the range weigh most, above all where they are all met there, then in the sentence;
 * deeper issues before their parents; theatre-less diplomacy last. */
static int score(const Article *article, const Candidate *c) {
    const LexIssue *issue = vfp_lexicon_issue(article->lexicon, c->issue);
    unsigned all = (1u << issue->groups) - 1, met = c->in_range | c->in_sentence | c->before;
    met |= article->issue_index->article[c->issue] & issue->names; /* the place may have been named at the outset */
    if (!issue->groups || met != all || !c->in_range) return 0;
    if (issue->names != all && !(c->in_range & ~issue->names)) return 0; /* names alone: another matter of that place */
    unsigned only_before = c->before & ~(unsigned)(c->in_range | c->in_sentence);
    if (all & ~(unsigned)(c->in_range | c->in_sentence) && bits(c->in_range) * 2 < issue->groups) return 0;
    Str id = vfp_lexicon_row(article->lexicon, LEX_ISSUES, c->issue)->field[0];
    int year = theatre_year(id),
        value = 20 + 10 * bits(c->in_range) + 6 * bits(c->in_sentence & ~c->in_range) + 2 * bits(only_before);
    if (year && article->date.year && (article->date.year < year - 3 || article->date.year > year + 3)) return 0;
    if (year && article->date.year) value += 12;
    if (year && !article->date.year) value -= 15;
    if ((c->in_range & all) == all) value += 12; /* nothing need be borrowed from the words around */
    value += 3 * issue->depth + (c->for_word || c->against_word ? 3 : 0);
    if (id.len > 10 && memcmp(id.at, "diplomacy/", 10) == 0) value -= 18;
    return value;
}

IssueHit vfp_issue_in(const Article *article, Range range) {
    IssueHit best = {.issue = VFP_NONE};
    if (range.first >= range.last) return best;
    IssueReader reader;
    reader.article = article, reader.n = 0; /* the candidates are filled one by one */
    collect_range(&reader, range);
    if (!reader.n) return best;
    uint32_t s = article->tokens.at[range.first].sentence;
    collect_sentence(&reader, s, true);
    if (s > 0) collect_sentence(&reader, s - 1, false);
    for (uint32_t i = 0; i < reader.n; i++) {
        const Candidate *c = &reader.at[i];
        int value = score(article, c);
        if (value <= best.score) continue;
        best = (IssueHit){.issue = c->issue,
                          .token = c->token,
                          .direction = c->against_word ? -1 : 1,
                          .leans = c->for_word || c->against_word,
                          .score = value,
                          .whole = (c->in_range | c->in_sentence) ==
                                   (1u << vfp_lexicon_issue(article->lexicon, c->issue)->groups) - 1};
    }
    forget(&reader);
    return best;
}

bool vfp_issue_word(const Article *article, uint32_t issue, uint32_t token, bool leaning_only) {
    for (uint32_t h = article->hit_of[token]; h < article->hit_of[token + 1]; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table != LEX_ISSUES) continue;
        LexIssueSet set = vfp_lexicon_issue_set(article->lexicon, hit->row);
        for (uint32_t i = 0; i < set.n; i++)
            if (set.at[i].issue == issue && (!leaning_only || set.at[i].group < 0)) return true;
    }
    return false;
}
