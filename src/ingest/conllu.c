/* conllu.c: sentences and words as CoNLL-U has them → text, blocks, sentences, tokens.
 *
 * In: one document (or the part of one that source.c cut off) in CoNLL-U. Out: the text that its forms spell, a blank
 * between two unless SpaceAfter=No, a block for each paragraph (`# newpar`), and the sentences and words with their
 * spans, so that nothing is cut anew. Comments and the forms of words are kept for whoever prints them again; lemmas,
 * tags, heads and empty nodes (8.1) are passed over: they are what the program is asked for. Flags and norms are
 * filled by language/tokenize.c.
 *
 * A multiword token (3-4) is text; its words share its bytes out among them. Every line is checked; the first that
 * is wrong refuses the document and is named. Linear. */
#include "ingest/page.h"

enum { COLUMNS = 10, WORDS_LIMIT = 1000 };
enum { ID, FORM, MISC = 9 };

typedef struct Reader {
    Article *a;
    const vf_input *input;
    vf_error *error;
    char *text; /* room for the whole input: no form is longer than its line */
    uint32_t n;
    uint64_t line;
    const char *comments, *comments_end; /* of the sentence to come */
    bool paragraph;                      /* it begins one */
    bool glued;                          /* no blank behind the last token */
    bool inside;                         /* words of this sentence were read */
    uint32_t words;                      /* of this sentence */
    Span range;                          /* ids of the open multiword token, the last included; begin 0: none */
    Span surface;                        /* its bytes */
    bool range_glued;
    VFP_VEC(Str) comment_list, form_list;
} Reader;

static vf_status refuse(const Reader *r, const char *what) {
    uint64_t line = (r->input->line ? r->input->line - 1 : 0) + r->line;
    return vfp_fail(r->error, VF_E_FORMAT, r->input->uri, line, 0, "not CoNLL-U: %s", what);
}

/* ---- columns */

static bool split(Str line, Str columns[COLUMNS]) {
    for (int i = 0; i < COLUMNS; i++) {
        const char *tab = memchr(line.at, '\t', line.len);
        uint32_t n = tab ? (uint32_t)(tab - line.at) : line.len;
        columns[i] = (Str){line.at, n};
        if (!tab) return i == COLUMNS - 1;
        line = (Str){tab + 1, line.len - n - 1};
    }
    return false;
}

/* A number of up to six digits at the begin of *s, which is moved behind it; 0 where there is none. */
static uint32_t take_number(Str *s) {
    uint32_t value = 0, k = 0;
    for (; k < s->len && k < 6 && s->at[k] >= '0' && s->at[k] <= '9'; k++)
        value = 10 * value + (uint32_t)(s->at[k] - '0');
    *s = (Str){s->at + k, s->len - k};
    return value;
}

static bool is_glued(Str misc) {
    Str wanted = VFP_STR("SpaceAfter=No");
    for (uint32_t i = 0; i < misc.len;) {
        const char *bar = memchr(misc.at + i, '|', misc.len - i);
        uint32_t end = bar ? (uint32_t)(bar - misc.at) : misc.len;
        if (vfp_str_is((Str){misc.at + i, end - i}, wanted)) return true;
        i = end + 1;
    }
    return false;
}

static bool is_form(Str form) { return form.len && form.at[0] != ' ' && form.at[form.len - 1] != ' '; }

/* Control characters would end the line, or the terminal's patience, when the form is printed again. */
static bool is_clean(Str line) {
    for (uint32_t i = 0; i < line.len; i++)
        if (((unsigned char)line.at[i] < ' ' && line.at[i] != '\t') || line.at[i] == 0x7F) return false;
    return true;
}

/* ---- text */

static void close_block(Reader *r) {
    if (r->a->blocks.n) r->a->blocks.at[r->a->blocks.n - 1].span.end = r->n;
}

static void begin_sentence(Reader *r) {
    Article *a = r->a;
    if (r->paragraph || !a->blocks.n) {
        close_block(r);
        if (r->n) r->text[r->n++] = '\n', r->text[r->n++] = '\n';
        *vfp_push(a->arena, &a->blocks) = (Block){{r->n, r->n}, BLOCK_PARAGRAPH};
        r->glued = true;
    }
    *vfp_push(a->arena, &a->sentences) = (Sentence){a->tokens.n, a->tokens.n, a->blocks.n - 1};
    Str comments = {r->comments ? r->comments : "", r->comments ? (uint32_t)(r->comments_end - r->comments) : 0};
    *vfp_push(a->arena, &r->comment_list) = comments;
    r->comments = NULL;
    r->paragraph = false;
    r->inside = true;
    r->words = 0;
}

static Span put_form(Reader *r, Str form) {
    if (!r->glued) r->text[r->n++] = ' ';
    Span span = {r->n, r->n + form.len};
    memcpy(r->text + r->n, form.at, form.len);
    r->n += form.len;
    return span;
}

static void put_token(Reader *r, Span span, Str form, unsigned flags) {
    Article *a = r->a;
    *vfp_push(a->arena, &a->tokens) = (Token){.begin = span.begin,
                                              .end = span.end,
                                              .sentence = a->sentences.n - 1,
                                              .head = VFP_NONE,
                                              .flags = (uint8_t)(flags | (r->words > 1 ? 0 : TOKEN_FIRST))};
    *vfp_push(a->arena, &r->form_list) = form;
}

/* ---- multiword tokens */

static bool continues(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

/* The bytes of the surface form of a multiword token go to its words one after the other. Where the words spell it
 * (do + n't) each gets its own; where they don't (zu + dem = zum), a share of the characters. False where there are
 * not enough of them. */
static bool share_out(Reader *r, uint32_t count) {
    Token *words = r->a->tokens.at + r->a->tokens.n - count;
    const Str *forms = r->form_list.at + r->form_list.n - count;
    uint32_t at = r->surface.begin, length = 0, characters = 0;
    for (uint32_t i = 0; i < count; i++) length += forms[i].len;
    bool spelt = length == r->surface.end - at;
    for (uint32_t i = 0; spelt && i < count; i++) {
        spelt = memcmp(r->text + at, forms[i].at, forms[i].len) == 0;
        words[i].begin = at, words[i].end = at += forms[i].len;
    }
    if (spelt) return true;
    for (uint32_t i = r->surface.begin; i < r->surface.end; i++) characters += !continues(r->text[i]);
    if (characters < count) return false;
    at = r->surface.begin;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t share = i + 1 < count ? characters / count : characters;
        words[i].begin = at;
        for (; share && at < r->surface.end; share--) do
                at++;
            while (at < r->surface.end && continues(r->text[at]));
        words[i].end = i + 1 < count ? at : r->surface.end;
    }
    return true;
}

static vf_status open_range(Reader *r, uint32_t first, Str rest, const Str *columns) {
    rest = (Str){rest.at + 1, rest.len - 1};
    uint32_t last = take_number(&rest);
    if (rest.len || first != r->words + 1 || last <= first || r->range.begin)
        return refuse(r, "the range of a multiword token does not fit the words around it");
    if (last > WORDS_LIMIT) return refuse(r, "a sentence of more than 1000 words; cut it");
    r->range = (Span){first, last};
    r->surface = put_form(r, columns[FORM]);
    r->range_glued = is_glued(columns[MISC]);
    return VF_OK;
}

static vf_status add_word(Reader *r, uint32_t id, const Str *columns) {
    if (id != r->words + 1) return refuse(r, "the words of a sentence are numbered 1, 2, 3 …");
    if (++r->words > WORDS_LIMIT) return refuse(r, "a sentence of more than 1000 words; cut it");
    Article *a = r->a;
    if (!r->range.begin) {
        put_token(r, put_form(r, columns[FORM]), columns[FORM], 0);
        r->glued = is_glued(columns[MISC]);
    } else {
        put_token(r, r->surface, columns[FORM], id > r->range.begin ? TOKEN_FUSED : 0);
        if (id == r->range.end) {
            if (!share_out(r, id - r->range.begin + 1))
                return refuse(r, "a multiword token has fewer characters than words");
            r->range = (Span){0, 0};
            r->glued = r->range_glued;
        }
    }
    if (!r->glued && !r->range.begin) a->tokens.at[a->tokens.n - 1].flags |= TOKEN_SPACE;
    a->sentences.at[a->sentences.n - 1].last = a->tokens.n;
    return VF_OK;
}

/* ---- lines */

static bool begins(Str line, const char *words) {
    size_t n = strlen(words);
    return line.len >= n && memcmp(line.at, words, n) == 0;
}

static void read_comment(Reader *r, Str line, const char *end) {
    Str id = VFP_STR("# newdoc id = ");
    if (r->inside) return; /* among the words it has no place, and does no harm */
    if (!r->comments) r->comments = line.at;
    r->comments_end = end;
    if (begins(line, "# newdoc") || begins(line, "# newpar")) r->paragraph = true;
    if (begins(line, id.at) && !r->a->id.len) {
        Str value = vfp_trim((Str){line.at + id.len, line.len - id.len});
        r->a->id = vfp_str_copy(r->a->arena, value);
    }
}

static vf_status read_word(Reader *r, Str line) {
    Str columns[COLUMNS];
    if (!split(line, columns)) return refuse(r, "a word's line has ten columns with tabs between them");
    Str rest = columns[ID];
    uint32_t id = take_number(&rest);
    char kind = rest.len ? rest.at[0] : 0;
    if (rest.len == columns[ID].len) return refuse(r, "a word's line begins with its number");
    if (kind == '.' && rest.len > 1) { /* an empty node: no word of the text */
        rest = (Str){rest.at + 1, rest.len - 1};
        take_number(&rest);
        return rest.len ? refuse(r, "an empty node is numbered like 8.1") : VF_OK;
    }
    if (!is_form(columns[FORM])) return refuse(r, "a form is empty, or begins or ends with a blank");
    if (!r->inside) begin_sentence(r);
    if (kind == '-') return open_range(r, id, rest, columns);
    return rest.len ? refuse(r, "a word's line begins with its number") : add_word(r, id, columns);
}

static vf_status end_sentence(Reader *r) {
    if (r->inside && (r->range.begin || !r->words))
        return refuse(r, "a multiword token lacks words at the sentence's end");
    r->inside = false;
    return VF_OK;
}

static vf_status read_line(Reader *r, Str line, const char *end) {
    if (!vfp_trim(line).len) return end_sentence(r);
    if (!is_clean(line)) return refuse(r, "a control character");
    if (line.at[0] != '#') return read_word(r, line);
    read_comment(r, line, end);
    return VF_OK;
}

vf_status vfp_ingest_conllu(Article *a, const vf_input *input, vf_error *error) {
    Str all;
    Reader r = {.a = a, .input = input, .error = error};
    vf_status status = vfp_decode(a->arena, input, &all, error);
    if (status) return status;
    r.text = vfp_arena_alloc(a->arena, (size_t)all.len + 1);
    for (uint32_t i = 0; !status && i < all.len;) {
        const char *newline = memchr(all.at + i, '\n', all.len - i);
        uint32_t end = newline ? (uint32_t)(newline - all.at) : all.len;
        Str line = {all.at + i, end - i};
        if (line.len && line.at[line.len - 1] == '\r') line.len--;
        r.line++;
        i = end < all.len ? end + 1 : end;
        status = read_line(&r, line, all.at + i);
    }
    if (!status) status = end_sentence(&r);
    if (status) return status;
    close_block(&r);
    r.text[r.n] = '\0';
    a->text = (Str){r.text, r.n};
    Given *given = vfp_arena_alloc(a->arena, sizeof *given);
    *given = (Given){.comments = r.comment_list.at, .forms = r.form_list.at};
    a->given = given;
    return VF_OK;
}
