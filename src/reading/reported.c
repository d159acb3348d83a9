/* reported.c: words of speech and thought and what they govern: X said that …; he vowed to …; “…,” she added; according
 * to X; his threat to …. What a word may take stands in lexicon/cues/say.txt; here it is found. */
#include "language/tree.h"
#include "reading/statement.h"

enum { QUOTE_GAP = 14, MAX_CONTENTS = 3 };

/* What is being put together for one cue. */
typedef struct Report {
    uint32_t vg; /* of a verb; VFP_NONE for nouns and prepositions */
    Range cue;
    const LexRow *row;
    unsigned frame;
    uint32_t speaker_np, addressee_np;
    Range contents[MAX_CONTENTS];
    uint32_t count;
} Report;

static bool takes(const Report *report, Frame frame) { return report->frame >> frame & 1; }

static void add_content(Report *report, Range range) {
    if (range.first < range.last && report->count < MAX_CONTENTS) report->contents[report->count++] = range;
}

static bool is_np_at(const Article *article, uint32_t token) {
    uint32_t c = vfp_chunk_at(article, token);
    return c != VFP_NONE && article->chunks.at[c].kind == CHUNK_NP;
}

/* ---- quotations beside the cue */

/* The last quotation in no other that begins at `token` or before it; quotations stand in the order of their openings.
 */
static uint32_t outer_quote_before(const Article *article, uint32_t token) {
    uint32_t low;
    VFP_HALVE(low, article->quotes.n, middle, article->quotes.at[middle].first <= token);
    while (low > 0 && article->quotes.at[low - 1].depth) low--;
    return low > 0 ? low - 1 : VFP_NONE;
}

static uint32_t quote_closing_near(const Article *article, uint32_t token, uint32_t back) {
    Range s = vfp_sentence_of(article, token);
    uint32_t block = article->sentences.at[article->tokens.at[token].sentence].block;
    for (uint32_t t = token; t-- > 0 && token - t <= back;) {
        if (article->sentences.at[article->tokens.at[t].sentence].block != block) return VFP_NONE;
        if (vfp_is_quote_mark(article, t) && t > 0 && article->tokens.at[t - 1].flags & TOKEN_QUOTED) {
            uint32_t q = outer_quote_before(article, t);
            return q != VFP_NONE && article->quotes.at[q].last == t ? q : VFP_NONE;
        }
        if (t < s.first && !(article->tokens.at[t].flags & TOKEN_PUNCT)) return VFP_NONE;
        if (article->tokens.at[t].flags & TOKEN_QUOTED) return VFP_NONE;
    }
    return VFP_NONE;
}

/* “…,” X said: the quotation that ends right before the speaker or the verb. */
static uint32_t quote_before(const Article *article, const Report *report) {
    uint32_t first = article->chunks.at[report->vg].first;
    if (report->speaker_np != VFP_NONE && article->chunks.at[report->speaker_np].first < first)
        first = vfp_phrase(article, report->speaker_np).first;
    if (first < article->chunks.at[report->vg].first -
                    (article->chunks.at[report->vg].first > 24 ? 24 : article->chunks.at[report->vg].first))
        first = article->chunks.at[report->vg].first;
    return quote_closing_near(article, first, 3);
}

/* The quotation that opens behind the verb: at once, or behind a colon, comma, addressee, time. */
static uint32_t quote_behind(StatementReader *reader, uint32_t token, uint32_t limit) {
    const Article *article = reader->article;
    bool colon = false;
    for (uint32_t t = token; t < article->tokens.n && t < token + limit; t++) {
        uint32_t q = vfp_quote_opening(reader, t);
        if (q != VFP_NONE) {
            bool start = t == token || colon || vfp_is_mark(article, t - 1, ',') || vfp_is_mark(article, t - 1, ':') ||
                         t - token <= 4;
            return start ? q : VFP_NONE;
        }
        if (vfp_is_mark(article, t, ':')) colon = true;
        if (vfp_is_mark(article, t, '.') || vfp_is_mark(article, t, ';')) return VFP_NONE;
        uint32_t vg = vfp_verb_at(article, t);
        if (!colon && vg != VFP_NONE && article->chunks.at[vg].flags & VG_FINITE && t > token) return VFP_NONE;
    }
    return VFP_NONE;
}

/* The quotations that make up what is said; true where they do. */
static bool quoted_contents(StatementReader *reader, Report *report) {
    const Article *article = reader->article;
    if (!takes(report, FRAME_QUOTE)) return false;
    uint32_t before = quote_before(article, report);
    if (before != VFP_NONE && !reader->taken[before] && !article->quotes.at[before].scare) {
        reader->taken[before] = true;
        add_content(report, vfp_quote_range(article, before));
    }
    uint32_t end = report->cue.last;
    if (report->speaker_np != VFP_NONE && article->chunks.at[report->speaker_np].first >= end)
        end = vfp_phrase(article, report->speaker_np).last;
    uint32_t behind = quote_behind(reader, end, QUOTE_GAP);
    if (behind == VFP_NONE || reader->taken[behind] || article->quotes.at[behind].scare) return report->count > 0;
    uint32_t mark = article->quotes.at[behind].first - 1;
    bool at_once = mark <= end || vfp_is_mark(article, mark - 1, ',') || vfp_is_mark(article, mark - 1, ':');
    if (!at_once) return report->count > 0; /* said the plan was “a farce”: the clause has it */
    reader->taken[behind] = true;
    add_content(report, vfp_quote_range(article, behind));
    return true;
}

/* ---- clauses that the cue governs */

static bool finite_soon(const Article *article, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end && t < first + 40; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg != VFP_NONE && article->chunks.at[vg].flags & VG_FINITE) return true;
        if (vfp_is_mark(article, t, ';')) return false;
    }
    return false;
}

/* The words without the marks at either end; quotation marks belong to what is said. */
static Range without_marks(const Article *article, Range range) {
    while (range.first < range.last && article->tokens.at[range.first].flags & TOKEN_PUNCT &&
           !vfp_is_quote_mark(article, range.first))
        range.first++;
    while (range.last > range.first && article->tokens.at[range.last - 1].flags & TOKEN_PUNCT &&
           !vfp_is_quote_mark(article, range.last - 1))
        range.last--;
    return range;
}

/* The words below `top`, without the marks at either end; empty where the cue stands among them. */
static Range words_below(const Article *article, uint32_t top, Range cue) {
    Range range = {article->branches[top].first, article->branches[top].last};
    if (range.first >= cue.first && range.first < cue.last) range.first = cue.last; /* speak of | the need to … */
    if (cue.first < range.last && cue.last > range.first) return (Range){0, 0};
    return without_marks(article, range);
}

/* spoke of the need to leave, shares an interest in leaving: the noun behind the cue that holds a clause, or VFP_NONE.
 */
static uint32_t clausal_noun(const Article *article, uint32_t verb, uint32_t from) {
    const Relations nouns = VFP_REL(REL_OBJ) | VFP_REL(REL_OBL);
    for (uint32_t n = vfp_child(article, verb, nouns); n != VFP_NONE; n = vfp_sibling(article, n, nouns))
        if (n >= from && vfp_child(article, n, VFP_REL(REL_ACL) | VFP_REL(REL_CCOMP)) != VFP_NONE) return n;
    return VFP_NONE;
}

/* that …, whether …, or a clause without that; to send …, sending …, Rome to wait. */
static bool clause_content(const Article *article, Report *report) {
    uint32_t verb = vfp_predicate(article, report->vg);
    if (takes(report, FRAME_ADDRESSEE) || takes(report, FRAME_OBJECT_TO)) {
        uint32_t hearer = vfp_child(article, verb, VFP_REL(REL_OBJ) | VFP_REL(REL_IOBJ));
        uint32_t np = hearer == VFP_NONE ? VFP_NONE : vfp_chunk_at(article, hearer);
        if (np != VFP_NONE && article->chunks.at[np].kind == CHUNK_NP) report->addressee_np = np;
    }
    uint32_t clause = takes(report, FRAME_THAT) ? vfp_child(article, verb, VFP_REL(REL_CCOMP)) : VFP_NONE;
    if (clause == VFP_NONE &&
        (takes(report, FRAME_TO) || takes(report, FRAME_OBJECT_TO) || takes(report, FRAME_GERUND)))
        clause = vfp_child(article, verb, VFP_REL(REL_XCOMP) | VFP_REL(REL_CCOMP));
    if (clause == VFP_NONE && (takes(report, FRAME_NP) || takes(report, FRAME_PP)))
        clause = clausal_noun(article, verb, report->cue.last);
    else if (clause != VFP_NONE && !vfp_is_verbal(article, clause)) return false;
    if (clause == VFP_NONE) return false;
    add_content(report, words_below(article, clause, report->cue));
    return report->count > 0;
}

/* Talks would go on, the minister said: the clause before, where nothing stands behind. */
static void fronted_content(const Article *article, Report *report) {
    Range s = vfp_sentence_of(article, report->cue.first);
    uint32_t np = report->speaker_np;
    uint32_t first = report->cue.first;
    if (np != VFP_NONE && article->chunks.at[np].first < first) first = vfp_phrase(article, np).first;
    if (first <= s.first + 2 || !vfp_is_mark(article, first - 1, ',') || !takes(report, FRAME_THAT)) return;
    Range front = {s.first, first - 1};
    if (!finite_soon(article, front.first, front.last)) return;
    for (uint32_t t = front.first; t < front.last; t++)
        if (vfp_function(article, t) == WORD_SUBORDINATE && t == front.first) return; /* When he came, she said … */
    add_content(report, front);
}

static void find_content(StatementReader *reader, Report *report) {
    const Article *article = reader->article;
    if (quoted_contents(reader, report)) return;
    if (!clause_content(article, report)) fronted_content(article, report);
}

/* ---- speakers */

static Span speaker_span(const Article *article, uint32_t np) {
    if (np == VFP_NONE) return VFP_NO_SPAN;
    Range range = {article->chunks.at[np].first, article->chunks.at[np].last};
    for (uint32_t owner; (owner = vfp_owner(article, np)) != VFP_NONE; np = owner)
        range.first = article->chunks.at[owner].first;
    if (range.last > range.first + 1 && article->chunks.at[vfp_chunk_at(article, range.last - 1)].flags & NP_POSSESSIVE)
        range.last--;
    return vfp_span_of(article, range);
}

/* Whom a participle of speech cites vouches too. */
static void cite(Article *article, Statement *statement, uint32_t c) {
    const Chunk *chunk = &article->chunks.at[c];
    if (chunk->kind == CHUNK_VG && chunk->flags & VG_GERUND && vfp_hit_of(article, chunk->head, LEX_SAY))
        vfp_voice_add(article, &statement->warrant.voices, vfp_np_actor(article, vfp_object(article, c)));
}

void vfp_statement_cites(Article *article, Statement *statement, uint32_t np, uint32_t vg) {
    if (vg == VFP_NONE || np == VFP_NONE) return;
    for (uint32_t c = np + 1; c < vg; c++) cite(article, statement, c);
    const Relations clause = VFP_REL(REL_ADVCL);
    const uint32_t verb = vfp_predicate(article, vg);
    for (uint32_t t = vfp_child(article, verb, clause); t != VFP_NONE; t = vfp_sibling(article, t, clause)) {
        const uint32_t c = vfp_verb_at(article, t); /* Citing diplomats, Reuters said … */
        if (c != VFP_NONE && (c < np || c > vg)) cite(article, statement, c);
    }
}

/* Whether the statement's cue stands in the range: A said that | B believes that …. */
static bool is_within(const Article *article, uint32_t statement, Range range) {
    Span cue = article->statements.at[statement].cue_span, whole = vfp_span_of(article, range);
    return vfp_span_is(cue) && cue.begin >= whole.begin && cue.end <= whole.end;
}

/* Whether the verb is finite or the tree gives it a subject of its own: went there to defend …: nobody says it. */
static bool has_subject(const Article *article, const Report *report) {
    if (report->vg == VFP_NONE || article->chunks.at[report->vg].flags & VG_FINITE) return true;
    uint32_t verb = article->chunks.at[report->vg].head;
    Deprel relation = article->tokens.at[verb].deprel;
    if (relation == REL_CONJ && vfp_head(article, verb) != VFP_NONE) verb = vfp_head(article, verb);
    return vfp_child(article, verb, VFP_REL_SUBJECT) != VFP_NONE;
}

/* Whether another statement has it already: its words are said there, or the cue is, and not of somebody else (A said
 * that B believes …: both). */
static bool is_told(const StatementReader *reader, const Report *report) {
    const Article *article = reader->article;
    uint32_t outer = reader->said_by[report->cue.first];
    if (outer != VFP_NONE) {
        uint32_t speaker = vfp_np_actor(article, report->speaker_np);
        return speaker == VFP_NONE || speaker == article->statements.at[outer].speaker || !has_subject(article, report);
    }
    if (report->row->value[1] > 0 && report->row->value[1] & 1 << FRAME_SOURCE) return false; /* according to */
    for (uint32_t i = 0; i < report->count; i++)
        for (uint32_t t = report->contents[i].first; t < report->contents[i].last; t++)
            if (reader->said_by[t] != VFP_NONE && !is_within(article, reader->said_by[t], report->contents[i]))
                return true;
    return false;
}

static void enter_report(StatementReader *reader, Report *report) {
    Article *article = reader->article;
    if (!report->count) return;
    if (is_told(reader, report)) return;
    uint32_t speaker = vfp_np_actor(article, report->speaker_np);
    Statement *statement = vfp_statement_add(reader, speaker, speaker_span(article, report->speaker_np), report->cue,
                                             report->row, report->contents, report->count);
    if (report->vg != VFP_NONE && vfp_negated(article, report->vg)) statement->warrant.polarity = DENIED;
    statement->addressee = vfp_np_actor(article, report->addressee_np);
    vfp_statement_cites(article, statement, report->speaker_np, report->vg);
    for (uint32_t i = 0; i < report->count; i++) vfp_statement_holds(reader, report->contents[i]);
}

/* A word that stands in two lines of say.txt (hope: wants, expects) reports once. */
static bool reported_already(const Article *article, const Hit *hit) {
    uint32_t begin = article->tokens.at[hit->token].begin;
    return article->statements.n && article->statements.at[article->statements.n - 1].cue_span.begin == begin;
}

static void read_verb(StatementReader *reader, const Hit *hit, uint32_t vg) {
    const Article *article = reader->article;
    if (reported_already(article, hit)) return;
    const LexRow *row = vfp_lexicon_row(article->lexicon, LEX_SAY, hit->row);
    Report report = {.vg = vg,
                     .cue = {hit->token, hit->token + hit->count},
                     .row = row,
                     .frame = row->value[1] < 0 ? 0 : (unsigned)row->value[1],
                     .speaker_np = VFP_NONE,
                     .addressee_np = VFP_NONE};
    bool own_be = hit->count > 1 && hit->token < article->chunks.at[vg].head; /* be prepared to */
    if (!own_be && vfp_child(article, vfp_predicate(article, vg), VFP_REL(REL_AUX_PASS)) != VFP_NONE) return;
    report.speaker_np = vfp_subject(article, vg);
    if (!vfp_can_speak(article, report.speaker_np)) return;
    find_content(reader, &report);
    enter_report(reader, &report);
}

/* “…,” he said, according to the paper: a quotation that has its speaker and began before this sentence; the paper
 * vouches for that, before him. */
static bool vouches(StatementReader *reader, const Report *report) {
    Article *article = reader->article;
    uint32_t first = report->contents[0].first, outer = reader->said_by[first];
    uint32_t paper = vfp_np_actor(article, report->speaker_np);
    if (outer == VFP_NONE || first == 0 || !(article->tokens.at[first].flags & TOKEN_QUOTED) ||
        reader->said_by[first - 1] != outer)
        return false;
    ActorList own = article->statements.at[outer].warrant.voices, voices = {0};
    vfp_voice_add(article, &voices, paper);
    for (uint32_t i = 0; i < own.n; i++) vfp_voice_add(article, &voices, own.at[i]);
    article->statements.at[outer].warrant.voices = voices;
    return true;
}

/* According to X, …: all else in the sentence. */
static void read_source(StatementReader *reader, const Hit *hit) {
    const Article *article = reader->article;
    const LexRow *row = vfp_lexicon_row(article->lexicon, LEX_SAY, hit->row);
    Range s = vfp_sentence_of(article, hit->token);
    uint32_t end = hit->token + hit->count;
    if (end >= s.last || !is_np_at(article, end)) return;
    Report report = {.vg = VFP_NONE,
                     .cue = {hit->token, end},
                     .row = row,
                     .speaker_np = vfp_chunk_at(article, end),
                     .addressee_np = VFP_NONE};
    while (article->chunks.at[report.speaker_np].flags & NP_POSSESSIVE &&
           is_np_at(article, article->chunks.at[report.speaker_np].last))
        report.speaker_np++;
    uint32_t behind = vfp_phrase(article, report.speaker_np).last;
    Range before = {s.first, hit->token}, after = {behind < s.last ? behind + 1 : s.last, s.last};
    while (before.last > before.first &&
           (vfp_is_mark(article, before.last - 1, ',') || vfp_is_quote_mark(article, before.last - 1)))
        before.last--;
    while (after.last > after.first && article->tokens.at[after.last - 1].flags & TOKEN_PUNCT &&
           !vfp_is_quote_mark(article, after.last - 1))
        after.last--;
    add_content(&report, before.last > before.first + 2 ? before : after);
    if (vouches(reader, &report)) return;
    uint32_t n = article->statements.n;
    enter_report(reader, &report);
    uint32_t speaker = article->statements.n > n ? article->statements.at[n].speaker : VFP_NONE;
    if (speaker != VFP_NONE && article->actors.at[speaker].kind == KIND_ANON &&
        article->statements.at[n].warrant.certainty == CERTAIN)
        article->statements.at[n].warrant.certainty = PROBABLE; /* nobody whom one could ask */
}

/* Word on the street is that …: said by nobody in particular. */
static void read_rumour(StatementReader *reader, const Hit *hit, const LexRow *row) {
    Article *article = reader->article;
    Range s = vfp_sentence_of(article, hit->token), content = {hit->token + hit->count, s.last};
    while (content.last > content.first && article->tokens.at[content.last - 1].flags & TOKEN_PUNCT) content.last--;
    if (content.first >= content.last) return;
    Statement *statement =
        vfp_statement_add(reader, VFP_NONE, VFP_NO_SPAN, (Range){hit->token, content.first}, row, &content, 1);
    statement->warrant.certainty = POSSIBLE;
    uint32_t reports = vfp_reports(article);
    vfp_voice_add(article, &article->statements.at[article->statements.n - 1].warrant.voices, reports);
}

/* What a noun holds: his threat to leave, the claim that …; a promise of aid. Empty where it holds no words of anybody:
 * a plan to leave, without an owner, is one more thing. */
static Range held_by(const Article *article, const Report *report, uint32_t noun, bool owned) {
    uint32_t clause = vfp_child(article, noun, VFP_REL(REL_ACL) | VFP_REL(REL_CCOMP));
    uint32_t mark = clause == VFP_NONE ? VFP_NONE : vfp_child(article, clause, VFP_REL(REL_MARK));
    int attitude = report->row->value[2];
    bool held = mark != VFP_NONE && (owned || vfp_function(article, mark) == WORD_THAT);
    if (clause == VFP_NONE && attitude == ATTITUDE_PROMISE && takes(report, FRAME_PP)) {
        clause = vfp_child(article, noun, VFP_REL(REL_NMOD));
        uint32_t of = clause == VFP_NONE ? VFP_NONE : vfp_child(article, clause, VFP_REL(REL_CASE));
        held = of != VFP_NONE && vfp_function(article, of) == WORD_OF && article->mention_of[clause] == VFP_NONE;
    }
    if (!held || article->branches[clause].first < report->cue.last) return (Range){0, 0};
    Range words = words_below(article, clause, report->cue);
    if (vfp_has_rel(article, clause, VFP_REL(REL_NMOD)) && words.first < words.last) words.first++; /* of */
    return words;
}

/* What is told to be the noun: his only comment was | that he was tired; their demand is | to be heard. */
static Range told_to_be(const Article *article, const Report *report, uint32_t noun) {
    uint32_t clause = vfp_head(article, noun);
    if (clause == VFP_NONE || !vfp_has_rel(article, noun, VFP_REL_SUBJECT)) return (Range){0, 0};
    uint32_t inner = vfp_child(article, clause, VFP_REL(REL_CCOMP) | VFP_REL(REL_XCOMP));
    if (inner != VFP_NONE && vfp_child(article, clause, VFP_REL(REL_MARK)) == VFP_NONE) {
        if (article->tokens.at[clause].upos != UPOS_AUX) return (Range){0, 0};
        clause = inner;
    }
    uint32_t mark = vfp_child(article, clause, VFP_REL(REL_MARK));
    if (mark == VFP_NONE || mark < report->cue.last) return (Range){0, 0};
    return without_marks(article, (Range){mark, article->branches[clause].last});
}

/* his threat to leave; the claim that …; Trump’s only public comment was, “…” */
static void read_noun(StatementReader *reader, const Hit *hit) {
    Article *article = reader->article;
    const LexRow *row = vfp_lexicon_row(article->lexicon, LEX_SAY, hit->row);
    uint32_t np = vfp_chunk_at(article, hit->token), end = hit->token + hit->count;
    if (np == VFP_NONE || article->chunks.at[np].kind != CHUNK_NP || article->chunks.at[np].head >= end ||
        article->chunks.at[np].head < hit->token)
        return;
    Report report = {.vg = VFP_NONE,
                     .cue = {hit->token, end},
                     .row = row,
                     .frame = (unsigned)row->value[1],
                     .speaker_np = vfp_owner(article, np),
                     .addressee_np = VFP_NONE};
    uint32_t mention = article->mention_of[article->chunks.at[np].first];
    const Mention *pronoun =
        report.speaker_np == VFP_NONE && mention != VFP_NONE && article->mentions.at[mention].form == FORM_PRONOUN
            ? &article->mentions.at[mention]
            : NULL;
    uint32_t vg = end < vfp_sentence_of(article, hit->token).last ? vfp_verb_at(article, end) : VFP_NONE;
    uint32_t q = vg != VFP_NONE && article->chunks.at[vg].flags & VG_COPULA
                     ? quote_behind(reader, article->chunks.at[vg].last, 3)
                     : VFP_NONE;
    if (q != VFP_NONE && !reader->taken[q] && (pronoun || report.speaker_np != VFP_NONE)) {
        reader->taken[q] = true;
        add_content(&report, vfp_quote_range(article, q));
    } else if (reader->said_by[hit->token] == VFP_NONE) {
        const uint32_t noun = article->chunks.at[np].head;
        const bool owned = pronoun || report.speaker_np != VFP_NONE;
        add_content(&report, held_by(article, &report, noun, owned));
        if (!report.count && owned) add_content(&report, told_to_be(article, &report, noun));
    }
    if (!report.count || is_told(reader, &report)) return;
    uint32_t speaker = pronoun ? pronoun->actor : vfp_np_actor(article, report.speaker_np);
    Span span = pronoun ? pronoun->span : speaker_span(article, report.speaker_np);
    Statement *statement = vfp_statement_add(reader, speaker, span, report.cue, row, report.contents, report.count);
    if (row->value[2] == ATTITUDE_DENY) statement->warrant.polarity = DENIED;
}

void vfp_read_reported(StatementReader *reader) {
    const Article *article = reader->article;
    for (uint32_t h = 0; h < article->hits.n; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table != LEX_SAY || article->tokens.at[hit->token].flags & TOKEN_QUOTED) continue;
        if (reader->is_cue[hit->token]) continue;
        const LexRow *row = vfp_lexicon_row(article->lexicon, LEX_SAY, hit->row);
        if (row->value[1] > 0 && row->value[1] & 1 << FRAME_SOURCE) {
            read_source(reader, hit);
            continue;
        }
        if (hit->count > 1 && row->value[1] > 0 && row->value[1] & 1 << FRAME_NOUN &&
            vfp_function(article, hit->token + hit->count - 1) == WORD_THAT) {
            read_rumour(reader, hit, row);
            continue;
        }
        if (row->value[1] > 0 && row->value[1] & 1 << FRAME_NOUN) {
            read_noun(reader, hit);
            continue;
        }
        uint32_t vg = vfp_verb_at(article, hit->token);
        if (vg == VFP_NONE) continue;
        uint32_t head = article->chunks.at[vg].head;
        bool main_verb = head >= hit->token && head < hit->token + hit->count;
        if (main_verb || article->chunks.at[vg].flags & VG_COPULA) read_verb(reader, hit, vg);
    }
}
