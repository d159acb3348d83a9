/* data.c: treebanks, names and attributions → sentences of the trainer. Linear. */
#include "learn/data.h"
#include "language/language.h"
#include "learn/learn.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static char *read_file(const char *path, vf_error *error) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) return vfp_fail(error, VF_E_IO, path, 0, 0, "it can't be read"), NULL;
    long size = ftell(file);
    rewind(file);
    char *text = learn_alloc((size_t)(size < 0 ? 0 : size) + 1, 1);
    bool whole = size > 0 && fread(text, 1, (size_t)size, file) == (size_t)size;
    fclose(file);
    if (!whole) return vfp_fail(error, VF_E_IO, path, 0, 0, "it can't be read, or is empty"), NULL;
    return text;
}

/* ---- tags */

static bool has(const char *feats, const char *pair) {
    const char *at = strstr(feats, pair);
    const size_t n = strlen(pair);
    return at && (at == feats || at[-1] == '|') && (at[n] == '|' || at[n] == ',' || !at[n]);
}

static uint16_t feats_of(const char *feats) {
    static const struct {
        const char *pair;
        uint16_t bit;
    } simple[] = {{"Number=Sing", FEAT_SINGULAR},   {"Number=Plur", FEAT_PLURAL},     {"Number=Ptan", FEAT_PLURAL},
                  {"Person=1", FEAT_FIRST},         {"Person=2", FEAT_SECOND},        {"Person=3", FEAT_THIRD},
                  {"Mood=Imp", FEAT_IMPERATIVE},    {"Voice=Pass", FEAT_PASSIVE},     {"Polarity=Neg", FEAT_NEGATIVE},
                  {"Degree=Cmp", FEAT_COMPARATIVE}, {"Degree=Sup", FEAT_SUPERLATIVE}, {"Poss=Yes", FEAT_POSSESSIVE},
                  {"VerbForm=Inf", FEAT_INFINITIVE}};
    unsigned bits = 0;
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++)
        if (has(feats, simple[i].pair)) bits |= simple[i].bit;
    const bool past = has(feats, "Tense=Past"), present = has(feats, "Tense=Pres");
    if (has(feats, "VerbForm=Ger") || (has(feats, "VerbForm=Part") && present)) bits |= FEAT_GERUND;
    else if (has(feats, "VerbForm=Part")) bits |= FEAT_PARTICIPLE;
    else if (past) bits |= FEAT_PAST;
    else if (present) bits |= FEAT_PRESENT;
    return (uint16_t)bits;
}

static int name_index(const char *name, const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return i;
    return -1;
}

static unsigned bits_apart(unsigned a, unsigned b) { return (unsigned)__builtin_popcount(a ^ b); }

static uint16_t tag_index(Data *d, uint8_t upos, uint16_t feats) {
    uint32_t best = 0;
    unsigned distance = 1000;
    for (uint32_t i = 0; i < d->tag_count; i++) {
        const DataTag *t = &d->tags[i];
        const unsigned apart = bits_apart(t->feats, feats) + (t->upos == upos ? 0 : 100);
        if (apart < distance) distance = apart, best = i;
    }
    if (distance && !d->closed) {
        d->tags = learn_grow(d->tags, d->tag_count, &d->tag_cap, sizeof *d->tags);
        d->tags[best = d->tag_count++] = (DataTag){upos, feats, 0};
    }
    d->tags[best].count++;
    return (uint16_t)best;
}

static int more_frequent(const void *a, const void *b) {
    const DataTag *x = a, *y = b;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    return x->upos != y->upos ? x->upos - y->upos : x->feats - y->feats;
}

void data_close_tags(Data *d) {
    DataTag *old = learn_alloc(d->tag_count, sizeof *old);
    memcpy(old, d->tags, d->tag_count * sizeof *old);
    const uint32_t n = d->tag_count;
    qsort(d->tags, n, sizeof *d->tags, more_frequent);
    while (d->tag_count > 1 && (d->tag_count > NET_TAGS || d->tags[d->tag_count - 1].count < 4)) d->tag_count--;
    d->closed = true;
    uint16_t *now = learn_alloc(n, sizeof *now);
    for (uint32_t i = 0; i < n; i++) now[i] = tag_index(d, old[i].upos, old[i].feats);
    for (uint32_t i = 0; i < d->word_count; i++) d->words[i].tag = now[d->words[i].tag];
}

/* ---- trees */

static DataSentence *open_sentence(Data *d) {
    d->sentences = learn_grow(d->sentences, d->sentence_count, &d->sentence_cap, sizeof *d->sentences);
    d->sentences[d->sentence_count] = (DataSentence){.first = d->word_count};
    return &d->sentences[d->sentence_count++];
}

static void add_word(Data *d, DataWord word) {
    d->words = learn_grow(d->words, d->word_count, &d->word_cap, sizeof *d->words);
    d->words[d->word_count++] = word;
    d->sentences[d->sentence_count - 1].count++;
}

static int8_t label_of(const char *misc) {
    const char *at = strstr(misc, "Ner=");
    if (!at || at[4] == 'O') return 0;
    for (int k = 0; k < ENTITY_KIND_COUNT; k++)
        if (strncmp(at + 6, vfp_entity_names[k], 3) == 0) return (int8_t)(1 + 2 * k + (at[4] == 'I'));
    return 0;
}

static void close_sentence(Data *d) {
    DataSentence *s = &d->sentences[d->sentence_count - 1];
    DataWord *w = d->words + s->first;
    for (uint32_t i = 0; i < s->count; i++)
        if (w[i].head >= (int32_t)s->count || w[i].head == (int32_t)i) s->tree = false;
    if (s->count > NET_LONGEST) s->tree = false;
    data_mark(w, s->count);
}

static void read_word(Data *d, char **field, bool silver, bool *inside) {
    char *end;
    strtol(field[0], &end, 10);
    if (*end) return; /* a range or an empty node */
    if (!*inside) {
        DataSentence *s = open_sentence(d);
        s->tree = true, s->silver = silver;
    }
    *inside = true;
    const int upos = name_index(field[3], vfp_upos_names, UPOS_COUNT);
    const int rel = name_index(field[7], vfp_deprel_names, DEPREL_COUNT);
    char *colon = rel < 0 ? strchr(field[7], ':') : NULL;
    if (colon) *colon = 0;
    const int plain = colon ? name_index(field[7], vfp_deprel_names, DEPREL_COUNT) : rel;
    DataWord w = {.form = vfp_str(field[1]), .name = UNKNOWN_LABEL, .said = UNKNOWN_LABEL};
    w.head = (int32_t)strtol(field[6], NULL, 10) - 1;
    w.rel = (uint8_t)(plain < 0 ? REL_DEP : plain);
    w.tag = tag_index(d, (uint8_t)(upos < 0 ? UPOS_X : upos), feats_of(field[5]));
    const char *sure = strstr(field[9], "Conf=0.");
    if (silver) w.name = label_of(field[9]);
    if (silver && sure && sure[7] < '5') w.head = UNKNOWN_HEAD;
    add_word(d, w);
}

bool data_read_trees(Data *d, const char *path, bool silver, vf_error *error) {
    char *text = read_file(path, error);
    bool inside = false;
    for (char *line = text, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next) *next++ = 0;
        if (strncmp(line, "# newdoc id = ", 14) == 0) {
            d->documents = learn_grow(d->documents, d->document_count, &d->document_cap, sizeof *d->documents);
            d->documents[d->document_count++] = (DataDocument){vfp_str(line + 14), d->word_count, 0};
        }
        char *field[10];
        int n = 0;
        if (*line != '#')
            for (char *rest = line; n < 10 && rest;) field[n++] = strsep(&rest, "\t");
        if (n == 10) read_word(d, field, silver, &inside);
        else if (*line != '#' && inside) close_sentence(d), inside = false;
        if (d->document_count) {
            DataDocument *last = &d->documents[d->document_count - 1];
            last->count = d->word_count - last->first;
        }
    }
    if (inside) close_sentence(d);
    return text != NULL;
}

/* ---- spans on texts */

/* Where each of the words stands in the text, found one behind the other; absent where it isn't. */
static Span *place_words(const DataWord *words, uint32_t n, Str text) {
    Span *at = learn_alloc(n, sizeof *at);
    uint32_t cursor = 0;
    for (uint32_t i = 0; i < n; i++) {
        const Str form = words[i].form;
        at[i] = VFP_NO_SPAN;
        for (uint32_t k = cursor; k + form.len <= text.len && k < cursor + 60; k++)
            if (memcmp(text.at + k, form.at, form.len) == 0) {
                at[i] = (Span){k, k + form.len};
                cursor = k + form.len;
                break;
            }
    }
    return at;
}

/* Gives the words within [begin, end) the labels of a kind: 1 + 2 * kind for the first, one more for the others. */
static void label_span(DataWord *words, const Span *at, uint32_t n, Span span, int kind, bool said) {
    uint32_t low = 0, high = n;
    while (low < high) { /* a word without a place only makes it begin earlier */
        const uint32_t middle = low + (high - low) / 2;
        if (vfp_span_is(at[middle]) && at[middle].end <= span.begin) low = middle + 1;
        else high = middle;
    }
    bool first = true;
    for (uint32_t i = low; i < n && (!vfp_span_is(at[i]) || at[i].begin < span.end); i++) {
        if (!vfp_span_is(at[i]) || at[i].end <= span.begin) continue;
        const int8_t label = (int8_t)(kind < 0 ? kind : 1 + 2 * kind + !first);
        if (said) words[i].said = label;
        else words[i].name = label;
        first = false;
    }
}

static Span span_of(const json_t *pair) {
    return (Span){(uint32_t)json_integer_value(json_array_get(pair, 0)),
                  (uint32_t)json_integer_value(json_array_get(pair, 1))};
}

static void label_names(DataWord *words, const Span *at, uint32_t n, const json_t *row) {
    size_t i;
    json_t *e;
    for (uint32_t k = 0; k < n; k++) words[k].name = 0;
    json_array_foreach(json_object_get(row, "entities"), i, e) {
        const char *label = json_string_value(json_object_get(e, "label"));
        const int kind = label ? name_index(label, vfp_entity_names, ENTITY_KIND_COUNT) : -1;
        if (kind >= 0) label_span(words, at, n, span_of(json_object_get(e, "span")), kind, false);
    }
}

static void label_said(DataWord *words, const Span *at, uint32_t n, const json_t *row) {
    static const char *const kinds[] = {"source", "cue", "content"};
    size_t i, k;
    json_t *e, *piece;
    for (uint32_t w = 0; w < n; w++) words[w].said = 0;
    json_array_foreach(json_object_get(row, "attributions"), i, e) for (int kind = 0; kind < 3; kind++)
        json_array_foreach(json_object_get(e, kinds[kind]), k, piece)
            label_span(words, at, n, span_of(piece), kind, true);
    json_array_foreach(json_object_get(row, "ignore"), i, piece)
        label_span(words, at, n, span_of(piece), UNKNOWN_LABEL, true);
}

static json_t *next_row(char **text, const char *path, uint64_t *line, vf_error *error) {
    while (*text && **text) {
        char *from = *text, *end = strchr(from, '\n');
        *text = end ? end + 1 : NULL;
        ++*line;
        json_t *row = json_loadb(from, end ? (size_t)(end - from) : strlen(from), 0, NULL);
        if (row) return row;
        vfp_fail(error, VF_E_FORMAT, path, *line, 0, "the line is no JSON");
    }
    return NULL;
}

bool data_read_names(Data *d, const char *path, vf_error *error) {
    char *text = read_file(path, error);
    if (!text) return false;
    uint64_t line = 0;
    for (json_t *row; (row = next_row(&text, path, &line, error)); json_decref(row)) {
        const Str id = vfp_str(json_string_value(json_object_get(row, "id")));
        const Str body = vfp_str(json_string_value(json_object_get(row, "text")));
        for (uint32_t k = 0; k < d->document_count; k++) {
            const DataDocument *doc = &d->documents[k];
            if (!vfp_str_is(doc->id, id)) continue;
            Span *at = place_words(d->words + doc->first, doc->count, body);
            label_names(d->words + doc->first, at, doc->count, row);
            free(at);
        }
    }
    return true;
}

/* The tokens of the article become words; at[i] is where word i stands. */
static Span *take_tokens(Data *d, const Article *a, const char *text, bool said) {
    Span *at = learn_alloc(a->tokens.n, sizeof *at);
    uint32_t line = d->word_count, n = 0;
    for (uint32_t s = 0; s < a->sentences.n; s++) {
        const Sentence *from = &a->sentences.at[s];
        if (s && from->block != a->sentences.at[s - 1].block) {
            data_mark(d->words + line, d->word_count - line);
            line = d->word_count;
        }
        open_sentence(d)->said = said;
        for (uint32_t i = from->first; i < from->last; i++) {
            const Token *t = &a->tokens.at[i];
            at[n++] = (Span){t->begin, t->end};
            add_word(d, (DataWord){.form = {text + t->begin, t->end - t->begin},
                                   .head = UNKNOWN_HEAD,
                                   .name = UNKNOWN_LABEL,
                                   .said = UNKNOWN_LABEL});
        }
    }
    data_mark(d->words + line, d->word_count - line);
    return at;
}

static void cut_blocks(Article *a) {
    for (uint32_t begin = 0; begin < a->text.len;) {
        const char *end = memchr(a->text.at + begin, '\n', a->text.len - begin);
        const uint32_t stop = end ? (uint32_t)(end - a->text.at) : a->text.len;
        if (stop > begin) vfp_push(a->arena, &a->blocks)->span = (Span){begin, stop};
        begin = stop + 1;
    }
}

bool data_read_texts(Data *d, const char *path, const Lexicon *lexicon, vf_error *error) {
    char *text = read_file(path, error);
    if (!text) return false;
    Model *none;
    if (vfp_model_open("none", NULL, 0, &none, error)) return false;
    Arena *arena = vfp_arena_new((size_t)1 << 30);
    if (!arena || setjmp(*vfp_arena_escape(arena)))
        return vfp_fail(error, VF_E_MEMORY, path, 0, 0, "out of memory"), false;
    uint64_t line = 0;
    for (json_t *row; (row = next_row(&text, path, &line, error)); json_decref(row)) {
        vfp_arena_reset(arena);
        const char *body = json_string_value(json_object_get(row, "text"));
        if (!body) continue;
        char *kept = strdup(body);
        Article a = {.arena = arena, .lexicon = lexicon, .model = none, .text = vfp_str(kept)};
        cut_blocks(&a);
        vfp_tokenize(&a);
        const bool said = json_object_get(row, "attributions") != NULL;
        const uint32_t first = d->word_count;
        Span *at = take_tokens(d, &a, kept, said);
        if (said) label_said(d->words + first, at, d->word_count - first, row);
        else label_names(d->words + first, at, d->word_count - first, row);
        free(at);
    }
    vfp_arena_free(arena);
    vfp_model_close(none);
    return true;
}
