/* statement.c: who said what.
 *
 * In: mentions, quotes, phrases, hits. Out: Article.statements in document order. Interview turns first, then words of
 * speech and thought with what they govern (reported.c), then quotations that are left (quoted.c). Linear in hits. */
#include "reading/statement.h"
#include "reading/reading.h"
#include "reading/time.h"
#include <stdlib.h>

uint32_t vfp_np_actor(const Article *article, uint32_t np) {
    if (np == VFP_NONE) return VFP_NONE;
    const Chunk *chunk = &article->chunks.at[np];
    uint32_t m = article->mention_of[chunk->head];
    if (m != VFP_NONE) return article->mentions.at[m].actor;
    for (uint32_t t = chunk->last; t-- > chunk->first;) {
        m = article->mention_of[t];
        if (m != VFP_NONE && !article->mentions.at[m].modifier) return article->mentions.at[m].actor;
    }
    return VFP_NONE;
}

bool vfp_can_speak(const Article *article, uint32_t np) {
    if (np == VFP_NONE) return false;
    if (vfp_np_actor(article, np) != VFP_NONE) return true;
    const Chunk *chunk = &article->chunks.at[np];
    const Token *head = &article->tokens.at[chunk->head];
    int word = vfp_function(article, chunk->head);
    if (head->upos == UPOS_PRON)
        return word == WORD_HE || word == WORD_SHE || word == WORD_THEY || word == WORD_I || word == WORD_WE ||
               word == WORD_ONE;
    if (head->upos == UPOS_PROPN) return true;
    return vfp_hit_of(article, chunk->head, LEX_SOURCE) || vfp_hit_of(article, chunk->head, LEX_OFFICES);
}

uint32_t vfp_quote_opening(const StatementReader *reader, uint32_t token) {
    return token < reader->article->tokens.n ? reader->quote_at[token] : VFP_NONE;
}

Range vfp_quote_range(const Article *article, uint32_t quote) {
    return (Range){article->quotes.at[quote].first, article->quotes.at[quote].last};
}

/* Direct where every word stands in quotation marks, mixed where some do. */
static Manner manner_of(const Article *article, const Range *contents, uint32_t count) {
    bool quoted = false, bare = false;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t t = contents[i].first; t < contents[i].last; t++) {
            if (article->tokens.at[t].flags & TOKEN_PUNCT) continue;
            if (article->tokens.at[t].flags & TOKEN_QUOTED) quoted = true;
            else bare = true;
        }
    return !quoted ? MANNER_INDIRECT : bare ? MANNER_MIXED : MANNER_DIRECT;
}

/* The clause at the head of the content: its hedges are the content's. */
static Range head_clause(const Article *article, Range content) {
    bool verb = false;
    for (uint32_t t = content.first; t < content.last; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg != VFP_NONE && article->chunks.at[vg].flags & VG_FINITE) verb = true;
        int word = vfp_function(article, t);
        bool boundary = word == WORD_THAT || word == WORD_RELATIVE || word == WORD_SUBORDINATE || word == WORD_BUT ||
                        vfp_is_mark(article, t, '.') || vfp_is_mark(article, t, ';');
        if (verb && boundary && vg == VFP_NONE) return (Range){content.first, t};
    }
    return content;
}

/* Perhaps he said …, she reportedly wants …: a hedge on the saying itself, left of its word. */
static Certainty certainty_of_saying(const Article *article, Range cue, Range content) {
    if (cue.first >= cue.last) return CERTAIN;
    Range s = vfp_sentence_of(article, cue.first), clause = {cue.first, cue.first};
    while (clause.first > s.first && cue.first - clause.first < 12 && !vfp_is_mark(article, clause.first - 1, ',') &&
           !vfp_is_mark(article, clause.first - 1, ';') && vfp_function(article, clause.first - 1) != WORD_THAT)
        clause.first--;
    if (content.first >= clause.first && content.first < clause.last) return CERTAIN;
    return vfp_certainty_in(article, clause);
}

static void set_date(Statement *s, const Article *article, Range cue) {
    const TimeRecord *time = NULL;
    if (cue.first < cue.last) {
        Range sentence = vfp_sentence_of(article, cue.first);
        time = vfp_time_said(article, sentence.first, sentence.last, cue.first, &s->contents);
    }
    s->date = time && time->date.year ? time->date : article->date;
    s->date_is_own = time && time->date.year;
}

Statement *vfp_statement_add(StatementReader *reader, uint32_t speaker, Span speaker_span, Range cue, const LexRow *row,
                             const Range *contents, uint32_t count) {
    Article *article = reader->article;
    Statement *s = vfp_push(article->arena, &article->statements);
    *s = (Statement){.speaker = speaker,
                     .speaker_span = speaker_span,
                     .cue_span = vfp_span_of(article, cue),
                     .addressee = VFP_NONE,
                     .cue = VFP_NONE,
                     .manner = manner_of(article, contents, count)};
    for (uint32_t i = 0; i < count; i++) *vfp_push(article->arena, &s->contents) = vfp_span_of(article, contents[i]);
    s->sentence = article->tokens.at[cue.first < cue.last ? cue.first : contents[0].first].sentence;
    s->warrant.certainty = vfp_certainty_in(article, head_clause(article, contents[0]));
    Certainty said = s->manner == MANNER_DIRECT ? CERTAIN : certainty_of_saying(article, cue, contents[0]);
    if (said > s->warrant.certainty) s->warrant.certainty = said;
    if (row) {
        s->cue = (uint32_t)(row - vfp_lexicon_row(article->lexicon, LEX_SAY, 0));
        if (row->value[3] > (int)s->warrant.certainty && s->manner == MANNER_INDIRECT)
            s->warrant.certainty = (Certainty)row->value[3];
        if (row->value[4] == DENIED) s->warrant.polarity = DENIED;
    }
    vfp_voice_add(article, &s->warrant.voices, speaker);
    set_date(s, article, cue);
    return s;
}

void vfp_statement_holds(StatementReader *reader, Range content) {
    for (uint32_t t = content.first; t < content.last; t++)
        if (reader->said_by[t] == VFP_NONE) reader->said_by[t] = reader->article->statements.n - 1;
}

static uint32_t *quote_index(const Article *article) {
    uint32_t *at = vfp_arena_alloc(article->arena, ((size_t)article->tokens.n + 1) * sizeof *at);
    for (uint32_t t = 0; t <= article->tokens.n; t++) at[t] = VFP_NONE;
    for (uint32_t q = 0; q < article->quotes.n; q++) {
        const Quote *quote = &article->quotes.at[q];
        if (quote->depth || quote->first >= quote->last) continue;
        at[quote->first] = q;
        if (quote->first) at[quote->first - 1] = q;
    }
    return at;
}

static int by_place(const void *a, const void *b) {
    const Statement *p = a, *q = b;
    if (p->sentence != q->sentence) return p->sentence < q->sentence ? -1 : 1;
    Span x = p->contents.at[0], y = q->contents.at[0];
    if (x.begin != y.begin) return x.begin < y.begin ? -1 : 1;
    return x.end != y.end                          ? (x.end > y.end ? -1 : 1)
           : p->cue_span.begin < q->cue_span.begin ? -1
                                                   : p->cue_span.begin > q->cue_span.begin;
}

void vfp_read_statements(Article *article) {
    StatementReader reader = {.article = article};
    reader.taken = vfp_arena_alloc(article->arena, article->quotes.n + 1);
    reader.quote_at = quote_index(article);
    reader.is_cue = vfp_arena_alloc(article->arena, (size_t)article->tokens.n + 1);
    reader.said_by = vfp_arena_alloc(article->arena, ((size_t)article->tokens.n + 1) * sizeof *reader.said_by);
    for (uint32_t t = 0; t <= article->tokens.n; t++) reader.said_by[t] = VFP_NONE;
    vfp_read_turns(&reader);
    vfp_read_said(&reader);
    vfp_read_reported(&reader);
    vfp_read_quoted(&reader);
    if (article->statements.n)
        qsort(article->statements.at, article->statements.n, sizeof *article->statements.at, by_place);
}
