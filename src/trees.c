/* trees.c: sentences as CoNLL-U (universaldependencies.org/format) or JSON Lines.
 *
 * In: an article whose words are read. Out: one call of `write` a sentence. MISC has what CoNLL-U has no column for:
 * the bytes of a word in the text (Span=4:9), and the name that it belongs to (Entity=B-PER, I-PER). A sentence is
 * always one tree: what has no head beside the root hangs on it as `dep`. Linear. */
#include "engine.h"
#include "output.h"
#include "words.h"
#include <inttypes.h>
#include <stdio.h>

typedef struct Printer {
    const Article *article;
    Buffer out;
    uint32_t root;   /* token: of this sentence */
    uint32_t entity; /* the first that does not end before the token at hand */
} Printer;

static void number(Buffer *b, uint32_t value) {
    char digits[12];
    int n = 0;
    do digits[n++] = (char)('0' + value % 10);
    while (value /= 10);
    while (n) vfp_buffer_bytes(b, &digits[--n], 1);
}

/* Text in a column or a comment: what would end it becomes a blank. */
static void plain(Buffer *b, Str s) {
    for (uint32_t i = 0, done = 0; i <= s.len; i++) {
        bool control = i < s.len && ((unsigned char)s.at[i] < ' ' || s.at[i] == 0x7F);
        if (i < s.len && !control) continue;
        vfp_buffer_bytes(b, s.at + done, i - done);
        if (control) vfp_buffer_text(b, " ");
        done = i + 1;
    }
}

static void column(Buffer *b, const char *text) {
    vfp_buffer_text(b, text);
    vfp_buffer_text(b, "\t");
}

/* ---- the sentence */

/* The end of the multiword token that begins at token i; i + 1 where it is a token of its own. */
static uint32_t group_end(const Article *a, uint32_t i, uint32_t last) {
    const Token *t = a->tokens.at;
    uint32_t k = i + 1;
    while (k < last && t[k].flags & TOKEN_FUSED && t[k].begin == t[k - 1].end) k++;
    return k;
}

static Str surface(const Article *a, uint32_t i, uint32_t end) {
    if (a->given && end == i + 1) return vfp_form(a, i);
    return vfp_slice(a->text, (Span){a->tokens.at[i].begin, a->tokens.at[end - 1].end});
}

static void sentence_text(Buffer *b, const Article *a, const Sentence *s, void (*put)(Buffer *, Str)) {
    for (uint32_t i = s->first, end; i < s->last; i = end) {
        end = group_end(a, i, s->last);
        put(b, surface(a, i, end));
        if (end < s->last && a->tokens.at[end - 1].flags & TOKEN_SPACE) put(b, VFP_STR(" "));
    }
}

/* The number in its sentence of the word that token i depends on, 0 for the root; and the relation. */
static uint32_t arc_of(const Printer *p, const Sentence *s, uint32_t i, const char **relation) {
    Arc arc = vfp_arc(p->article, s, p->root, i);
    *relation = arc.relation;
    return arc.head == VFP_NONE ? 0 : arc.head - s->first + 1;
}

/* The name that token i is in, or null. Tokens are asked for in order. */
static const Entity *entity_at(Printer *p, uint32_t i) {
    const Article *a = p->article;
    while (p->entity < a->entities.n && a->entities.at[p->entity].last <= i) p->entity++;
    return p->entity < a->entities.n && a->entities.at[p->entity].first <= i ? &a->entities.at[p->entity] : NULL;
}

static Str sentence_id(const Article *a, uint32_t sentence) {
    static const char key[] = "# sent_id = ";
    Str comments = a->given ? a->given->comments[sentence] : (Str){0};
    for (uint32_t i = 0; i < comments.len;) {
        const char *newline = memchr(comments.at + i, '\n', comments.len - i);
        uint32_t end = newline ? (uint32_t)(newline - comments.at) : comments.len;
        uint32_t n = end - i, k = sizeof key - 1;
        while (n && comments.at[i + n - 1] == '\r') n--;
        if (n > k && memcmp(comments.at + i, key, k) == 0) return (Str){comments.at + i + k, n - k};
        i = end + 1;
    }
    return (Str){0};
}

static void put_sentence_id(Buffer *b, const Article *a, uint32_t sentence, void (*put)(Buffer *, Str)) {
    Str given = sentence_id(a, sentence);
    char place[16];
    int n = snprintf(place, sizeof place, "-%" PRIu32, sentence + 1);
    if (given.len) put(b, given);
    else put(b, a->id), put(b, (Str){place, (uint32_t)n});
}

/* ---- CoNLL-U */

static bool begins(Str line, const char *words) {
    size_t n = strlen(words);
    return line.len >= n && memcmp(line.at, words, n) == 0;
}

/* The comments that came with the sentence, but for its text, which is written anew, and what explains columns that
 * are written anew. */
static void given_comments(Buffer *b, Str comments) {
    for (uint32_t i = 0; i < comments.len;) {
        const char *newline = memchr(comments.at + i, '\n', comments.len - i);
        uint32_t end = newline ? (uint32_t)(newline - comments.at) : comments.len;
        Str line = {comments.at + i, end - i};
        while (line.len && line.at[line.len - 1] == '\r') line.len--;
        i = end + 1;
        if (!begins(line, "#") || begins(line, "# text =") || begins(line, "# global.")) continue;
        plain(b, line);
        vfp_buffer_text(b, "\n");
    }
}

static void heading(Printer *p, uint32_t sentence) {
    const Article *a = p->article;
    const Sentence *s = &a->sentences.at[sentence];
    Buffer *b = &p->out;
    if (a->given) given_comments(b, a->given->comments[sentence]);
    else if (!sentence) vfp_buffer_text(b, "# newdoc id = "), plain(b, a->id), vfp_buffer_text(b, "\n");
    if (!a->given && (!sentence || s->block != s[-1].block)) vfp_buffer_text(b, "# newpar\n");
    if (!sentence_id(a, sentence).len) {
        vfp_buffer_text(b, "# sent_id = ");
        put_sentence_id(b, a, sentence, plain);
        vfp_buffer_text(b, "\n");
    }
    vfp_buffer_text(b, "# text = ");
    sentence_text(b, a, s, plain);
    vfp_buffer_text(b, "\n");
}

static void put_span(Buffer *b, uint32_t begin, uint32_t end) {
    vfp_buffer_text(b, "Span=");
    number(b, begin);
    vfp_buffer_text(b, ":");
    number(b, end);
    vfp_buffer_text(b, "\n");
}

static void no_space(Buffer *b, const Token *last) {
    if (!(last->flags & TOKEN_SPACE)) vfp_buffer_text(b, "SpaceAfter=No|");
}

static void range_line(Printer *p, const Sentence *s, uint32_t i, uint32_t end) {
    const Token *t = p->article->tokens.at;
    Buffer *b = &p->out;
    number(b, i - s->first + 1);
    vfp_buffer_text(b, "-");
    number(b, end - s->first);
    vfp_buffer_text(b, "\t");
    plain(b, surface(p->article, i, end));
    vfp_buffer_text(b, "\t_\t_\t_\t_\t_\t_\t_\t");
    no_space(b, &t[end - 1]);
    put_span(b, t[i].begin, t[end - 1].end);
}

static void word_line(Printer *p, const Sentence *s, uint32_t i, bool alone) {
    const Article *a = p->article;
    const Token *t = &a->tokens.at[i];
    const char *relation;
    const uint32_t head = arc_of(p, s, i, &relation);
    const Entity *entity = entity_at(p, i);
    char feats[VFP_FEATS_ROOM];
    Buffer *b = &p->out;
    number(b, i - s->first + 1);
    vfp_buffer_text(b, "\t");
    plain(b, vfp_form(a, i));
    vfp_buffer_text(b, "\t");
    plain(b, a->lemmas[i]);
    vfp_buffer_text(b, "\t");
    column(b, vfp_upos_names[t->upos]);
    column(b, "_");
    column(b, vfp_feats_text(t->upos, t->feats, feats) ? feats : "_");
    number(b, head);
    vfp_buffer_text(b, "\t");
    column(b, relation);
    column(b, "_");
    if (entity) {
        vfp_buffer_text(b, entity->first == i ? "Entity=B-" : "Entity=I-");
        vfp_buffer_text(b, vfp_entity_names[entity->kind]);
        vfp_buffer_text(b, "|");
    }
    if (alone) no_space(b, t);
    put_span(b, t->begin, t->end);
}

static void conllu_sentence(Printer *p, uint32_t sentence) {
    const Sentence *s = &p->article->sentences.at[sentence];
    heading(p, sentence);
    for (uint32_t i = s->first, end; i < s->last;) {
        end = group_end(p->article, i, s->last);
        bool alone = end == i + 1;
        if (!alone) range_line(p, s, i, end);
        for (; i < end; i++) word_line(p, s, i, alone);
    }
    vfp_buffer_text(&p->out, "\n");
}

/* ---- JSON Lines */

static void inside_json(Buffer *b, Str s) {
    size_t begin = b->n;
    vfp_json_string(b, s); /* with its quotation marks, which are taken off again */
    if (b->failed) return;
    memmove(b->at + begin, b->at + begin + 1, b->n - begin - 2);
    b->n -= 2;
}

static void json_span(Buffer *b, uint32_t begin, uint32_t end) {
    vfp_buffer_text(b, "\"span\":[");
    number(b, begin);
    vfp_buffer_text(b, ",");
    number(b, end);
    vfp_buffer_text(b, "]");
}

static void json_name(Buffer *b, const char *key, const char *name) {
    vfp_buffer_text(b, key);
    vfp_buffer_text(b, name);
    vfp_buffer_text(b, "\"");
}

static void json_word(Printer *p, const Sentence *s, uint32_t i) {
    const Article *a = p->article;
    const Token *t = &a->tokens.at[i];
    const char *relation;
    const uint32_t head = arc_of(p, s, i, &relation);
    char feats[VFP_FEATS_ROOM];
    Buffer *b = &p->out;
    vfp_buffer_text(b, i > s->first ? ",{\"id\":" : "{\"id\":");
    number(b, i - s->first + 1);
    vfp_buffer_text(b, ",");
    json_span(b, t->begin, t->end);
    vfp_buffer_text(b, ",\"form\":");
    vfp_json_string(b, vfp_form(a, i));
    vfp_buffer_text(b, ",\"lemma\":\"");
    inside_json(b, a->lemmas[i]);
    json_name(b, "\",\"upos\":\"", vfp_upos_names[t->upos]);
    if (vfp_feats_text(t->upos, t->feats, feats)) json_name(b, ",\"feats\":\"", feats);
    else vfp_buffer_text(b, ",\"feats\":null");
    vfp_buffer_text(b, ",\"head\":");
    number(b, head);
    json_name(b, ",\"deprel\":\"", relation);
    vfp_buffer_text(b, t->flags & TOKEN_FUSED ? ",\"fused\":true" : ",\"fused\":false");
    vfp_buffer_text(b, t->flags & TOKEN_SPACE ? ",\"space_after\":true}" : ",\"space_after\":false}");
}

static void json_entities(Printer *p, const Sentence *s) {
    const Article *a = p->article;
    Buffer *b = &p->out;
    bool any = false;
    entity_at(p, s->first);
    for (; p->entity < a->entities.n && a->entities.at[p->entity].first < s->last; p->entity++) {
        const Entity *e = &a->entities.at[p->entity];
        vfp_buffer_text(b, any ? ",{" : "{");
        json_span(b, a->tokens.at[e->first].begin, a->tokens.at[e->last - 1].end);
        json_name(b, ",\"kind\":\"", vfp_entity_names[e->kind]);
        vfp_buffer_text(b, ",\"words\":[");
        number(b, e->first - s->first + 1);
        vfp_buffer_text(b, ",");
        number(b, e->last - s->first);
        vfp_buffer_text(b, "]}");
        any = true;
    }
}

static void json_sentence(Printer *p, uint32_t sentence) {
    const Article *a = p->article;
    const Sentence *s = &a->sentences.at[sentence];
    Buffer *b = &p->out;
    vfp_buffer_text(b, "{\"type\":\"sentence\",\"doc\":");
    vfp_json_string(b, a->id);
    vfp_buffer_text(b, ",\"id\":\"");
    put_sentence_id(b, a, sentence, inside_json);
    vfp_buffer_text(b, "\",");
    json_span(b, a->tokens.at[s->first].begin, a->tokens.at[s->last - 1].end);
    vfp_buffer_text(b, ",\"text\":\"");
    sentence_text(b, a, s, inside_json);
    vfp_buffer_text(b, "\",\"words\":[");
    for (uint32_t i = s->first; i < s->last; i++) json_word(p, s, i);
    vfp_buffer_text(b, "],\"entities\":[");
    json_entities(p, s);
    vfp_buffer_text(b, "]}\n");
}

/* ---- the article */

static vf_status hand_over(Printer *p, vf_write_fn write, void *user, vf_error *error) {
    if (p->out.failed) return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory while writing sentences");
    if (!write(user, p->out.at, p->out.n)) return vfp_fail(error, VF_E_IO, NULL, 0, 0, "the output takes no more");
    p->out.n = 0;
    return VF_OK;
}

static void json_document(Buffer *b, const Article *a) {
    FlatDocument document = {.id = a->id,
                             .uri = a->uri,
                             .title = a->title,
                             .publisher = a->publisher,
                             .author = a->author,
                             .published = a->published,
                             .language = a->language,
                             .sha256 = vfp_str(a->sha256),
                             .text = a->text};
    document.furniture = (SpanList){a->furniture.at, a->furniture.n, a->furniture.cap};
    vfp_print_document(b, &document, true);
    vfp_buffer_text(b, "\n");
}

vf_status vf_article_write_trees(vf_article *article, vf_tree_format format, vf_write_fn write, void *user,
                                 vf_error *error) {
    const Article *a = &article->article;
    Printer p = {.article = a};
    vf_status status = VF_OK;
    if (format == VF_TREES_JSONL) {
        json_document(&p.out, a);
        status = hand_over(&p, write, user, error);
    }
    for (uint32_t i = 0; !status && i < a->sentences.n; i++) {
        p.root = vfp_root(a, &a->sentences.at[i]);
        if (format == VF_TREES_JSONL) json_sentence(&p, i);
        else conllu_sentence(&p, i);
        status = hand_over(&p, write, user, error);
    }
    vfp_buffer_free(&p.out);
    return status;
}
