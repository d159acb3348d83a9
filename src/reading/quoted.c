/* quoted.c: direct speech that no word of speech beside it has taken: interview turns (NAME: …), and quotations that go
 * on with the speaker of the one before. */
#include "reading/statement.h"

enum { LABEL_WORDS = 5, LEAD_WORDS = 60 }; /* of a turn's label; before a quotation, where its speaker is looked for */

/* ---- interview turns */

/* The end of a speaker's label at a block's head (behind the colon), or `first` where there is none. */
static uint32_t label_end(const Article *article, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t < last && t < first + LABEL_WORDS + 1; t++) {
        if (vfp_is_mark(article, t, ':')) return t > first ? t + 1 : first;
        if (!(article->tokens.at[t].flags & TOKEN_CAPITAL) && !vfp_is_mark(article, t, '.')) return first;
    }
    return first;
}

static uint32_t label_actor(const Article *article, uint32_t first, uint32_t colon) {
    for (uint32_t t = first; t < colon; t++)
        if (article->mention_of[t] != VFP_NONE) return article->mentions.at[article->mention_of[t]].actor;
    return VFP_NONE;
}

static bool same_words(const Article *article, uint32_t a, uint32_t b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        const Token *x = &article->tokens.at[a + i], *y = &article->tokens.at[b + i];
        if (x->end - x->begin != y->end - y->begin ||
            memcmp(article->text.at + x->begin, article->text.at + y->begin, x->end - x->begin) != 0)
            return false;
    }
    return true;
}

typedef struct Turn {
    uint32_t first, body, last; /* tokens: label, words, end */
} Turn;

/* A label is a turn's where a label with the same words opens another block too. */
static bool repeated(const Article *article, const Turn *turns, uint32_t count, uint32_t turn) {
    uint32_t n = turns[turn].body - turns[turn].first;
    for (uint32_t i = 0; i < count; i++)
        if (i != turn && turns[i].body - turns[i].first == n &&
            same_words(article, turns[i].first, turns[turn].first, n))
            return true;
    return false;
}

void vfp_read_turns(StatementReader *reader) {
    Article *article = reader->article;
    enum { MAX_TURNS = 200, TRANSCRIPT = 4 };
    Turn *turns = vfp_arena_alloc(article->arena, MAX_TURNS * sizeof *turns);
    uint32_t count = 0;
    for (uint32_t s = 0; s < article->sentences.n && count < MAX_TURNS;) {
        uint32_t e = s;
        while (e < article->sentences.n && article->sentences.at[e].block == article->sentences.at[s].block) e++;
        uint32_t first = article->sentences.at[s].first, last = article->sentences.at[e - 1].last;
        uint32_t body = label_end(article, first, last);
        if (body > first && body < last) turns[count++] = (Turn){first, body, last};
        s = e;
    }
    const uint32_t all = article->tokens.n;
    for (uint32_t i = 0; i < count; i++) { /* a turn goes on over its paragraphs; the last one where all is talk */
        if (!repeated(article, turns, count, i)) continue;
        uint32_t speaker = label_actor(article, turns[i].first, turns[i].body);
        bool last = i + 1 == count;
        Range content = {turns[i].body, !last ? turns[i + 1].first : count < TRANSCRIPT ? turns[i].last : all};
        Range label = {turns[i].first, turns[i].body - 1};
        Statement *statement =
            vfp_statement_add(reader, speaker, vfp_span_of(article, label), label, NULL, &content, 1);
        statement->manner = MANNER_DIRECT;
        statement->cue_span = vfp_span_of(article, (Range){label.first, label.last + 1});
        vfp_statement_holds(reader, content);
    }
}

/* ---- quotations without a cue */

/* The last direct statement before `token` in the same block or the block before, or VFP_NONE. */
static uint32_t speaker_before(const Article *article, uint32_t token) {
    uint32_t block = article->sentences.at[article->tokens.at[token].sentence].block, best = VFP_NONE, at = 0;
    for (uint32_t i = article->statements.n; i-- > 0 && article->statements.n - i < 64;) {
        const Statement *s = &article->statements.at[i];
        uint32_t b = article->sentences.at[s->sentence].block;
        if (s->manner == MANNER_INDIRECT || s->speaker == VFP_NONE || b > block || b + 1 < block) continue;
        if (s->contents.at[0].begin < article->tokens.at[token].begin && s->contents.at[0].begin >= at)
            best = i, at = s->contents.at[0].begin;
    }
    return best;
}

static bool whole_sentence(const Article *article, const Quote *quote) {
    if (quote->first == 0) return true;
    Range s = vfp_sentence_of(article, quote->first - 1);
    return quote->first <= s.first + 1;
}

/* The one person whom the words [first, last) are about: X was blunt: “…” */
static uint32_t person_in(const Article *article, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t < last; t++) {
        uint32_t m = article->mention_of[t];
        if (m == VFP_NONE || article->mentions.at[m].modifier) continue;
        ActorKind kind = article->actors.at[article->mentions.at[m].actor].kind;
        if (kind == KIND_PERSON || (kind == KIND_ANON && article->mentions.at[m].form == FORM_NOMINAL)) return m;
    }
    return VFP_NONE;
}

static bool opens_block(const Article *article, uint32_t token) {
    uint32_t s = article->tokens.at[token].sentence;
    return s == 0 || article->sentences.at[s - 1].block != article->sentences.at[s].block;
}

/* The person of the sentence before, in the same paragraph: The minister rose. “Enough.” */
static uint32_t person_before(const Article *article, uint32_t token) {
    uint32_t s = article->tokens.at[token].sentence;
    uint32_t first = article->sentences.at[s - 1].first, last = article->sentences.at[s - 1].last;
    return person_in(article, first, last - first > LEAD_WORDS ? first + LEAD_WORDS : last);
}

static void read_left_quote(StatementReader *reader, uint32_t q) {
    Article *article = reader->article;
    const Quote *quote = &article->quotes.at[q];
    Range content = vfp_quote_range(article, q);
    if (reader->said_by[content.first] != VFP_NONE) return; /* inside an indirect report */
    uint32_t m = VFP_NONE;
    if (whole_sentence(article, quote)) {
        uint32_t before = speaker_before(article, quote->first);
        bool here = before != VFP_NONE && article->sentences.at[article->statements.at[before].sentence].block ==
                                              vfp_block_of(article, quote->first);
        if (here || opens_block(article, quote->first)) {
            if (before != VFP_NONE)
                *vfp_push(article->arena, &article->statements.at[before].contents) = vfp_span_of(article, content);
            return;
        }
        m = person_before(article, quote->first);
    } else {
        uint32_t first = vfp_sentence_of(article, quote->first).first;
        if (quote->first - first > LEAD_WORDS) first = quote->first - LEAD_WORDS;
        m = person_in(article, first, quote->first);
    }
    if (m == VFP_NONE || content.last - content.first < 4) return;
    vfp_statement_add(reader, article->mentions.at[m].actor, article->mentions.at[m].span, (Range){0, 0}, NULL,
                      &content, 1);
}

void vfp_read_quoted(StatementReader *reader) {
    Article *article = reader->article;
    for (uint32_t q = 0; q < article->quotes.n; q++)
        if (!reader->taken[q] && !article->quotes.at[q].depth && !article->quotes.at[q].scare &&
            article->quotes.at[q].first < article->quotes.at[q].last)
            read_left_quote(reader, q);
}
