/* What the language stages make of newspaper English, as readable text. A case is a piece of text and what comes out:
 * tokens  separated by spaces, sentences by " / "
 * tags    form/UPOS
 * chunks  [N …] and [V …] with the letters of their flags behind the kind; see chunk_letters
 * All sentences are our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "embedded.h"
#include "language/language.h"
#include "language/model.h"
#include "language/word.h"
#include "lexicon/lexicon.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct Bench {
    Lexicon *lexicon;
    Model *model;
    const unsigned char *bytes; /* of the embedded model */
    size_t size;
    Arena *arena;
    Article article;
} Bench;

static Bench bench;

static int open_bench(void **state) {
    (void)state;
    vf_error error;
    if (vfp_lexicon_open(NULL, 0, &bench.lexicon, &error)) return -1;
    for (const Embedded *e = vfp_embedded; e->name; e++)
        if (strncmp(e->name, "models/", 7) == 0) bench.bytes = e->begin, bench.size = (size_t)(e->end - e->begin);
    if (vfp_model_open("embedded", bench.bytes, bench.size, &bench.model, &error)) return -1;
    bench.arena = vfp_arena_new((size_t)2 << 30);
    return bench.arena ? 0 : -1;
}

static int close_bench(void **state) {
    (void)state;
    vfp_network_room_free(bench.article.network_room);
    vfp_arena_free(bench.arena);
    vfp_lexicon_close(bench.lexicon);
    vfp_model_close(bench.model);
    return 0;
}

/* One block a line. */
static Article *read_text(const char *text, size_t n, const Model *model) {
    vfp_arena_reset(bench.arena);
    if (setjmp(*vfp_arena_escape(bench.arena))) fail_msg("the arena is spent");
    Article *a = &bench.article;
    struct NetworkRoom *room = a->network_room;
    if (a->model != model) vfp_network_room_free(room), room = NULL;
    *a = (Article){.arena = bench.arena, .lexicon = bench.lexicon, .model = model, .text = {text, (uint32_t)n}};
    a->network_room = room;
    for (uint32_t i = 0; i < n;) {
        const char *end = memchr(text + i, '\n', n - i);
        uint32_t j = end ? (uint32_t)(end - text) : (uint32_t)n;
        if (j > i) *vfp_push(a->arena, &a->blocks) = (Block){{i, j}, BLOCK_PARAGRAPH};
        i = j + 1;
    }
    vfp_tokenize(a);
    vfp_tag(a);
    vfp_chunk(a);
    return a;
}

static Str form_of(const Article *a, uint32_t i) {
    return vfp_slice(a->text, (Span){a->tokens.at[i].begin, a->tokens.at[i].end});
}

static void append(char *out, const char *format, ...) {
    va_list args;
    va_start(args, format);
    size_t n = strlen(out);
    vsnprintf(out + n, 4096 - n, format, args);
    va_end(args);
}

/* ---- renderings */

static void render_tokens(const Article *a, char *out) {
    for (uint32_t s = 0; s < a->sentences.n; s++)
        for (uint32_t i = a->sentences.at[s].first; i < a->sentences.at[s].last; i++)
            append(out, "%s%.*s",
                   i == 0                          ? ""
                   : i == a->sentences.at[s].first ? " / "
                                                   : " ",
                   (int)form_of(a, i).len, form_of(a, i).at);
}

static void render_tags(const Article *a, char *out) {
    for (uint32_t i = 0; i < a->tokens.n; i++)
        append(out, "%s%.*s/%s", i ? " " : "", (int)form_of(a, i).len, form_of(a, i).at,
               vfp_upos_names[a->tokens.at[i].upos]);
}

/* Finite, Past, fUture, Modal, Negated, passiVe, Infinitive, Gerund, parTiciple, perfecT (H), Copula; for noun phrases
 * 's (S) and pRonoun. */
static const char chunk_letters[] = "FPUMNVIGTHCSR";

static void render_chunks(const Article *a, char *out) {
    for (uint32_t i = 0; i < a->tokens.n; i++) {
        uint32_t id = a->chunk_of[i];
        const Chunk *c = id == VFP_NONE ? NULL : &a->chunks.at[id];
        append(out, "%s", i ? " " : "");
        if (c && c->first == i) {
            append(out, "[%c", c->kind == CHUNK_NP ? 'N' : 'V');
            for (int k = 0; chunk_letters[k]; k++)
                if (c->flags >> k & 1) append(out, "%c", chunk_letters[k]);
            append(out, " ");
        }
        append(out, "%.*s%s", (int)form_of(a, i).len, form_of(a, i).at, c && c->last == i + 1 ? "]" : "");
    }
}

typedef struct Case {
    const char *text, *expected;
} Case;

static void check_cases(const Case *cases, size_t n, void (*render)(const Article *, char *)) {
    int bad = 0;
    for (size_t k = 0; k < n; k++) {
        char out[4096] = "";
        render(read_text(cases[k].text, strlen(cases[k].text), bench.model), out);
        if (strcmp(out, cases[k].expected) == 0) continue;
        print_message("text      %s\nexpected  %s\ngot       %s\n", cases[k].text, cases[k].expected, out);
        bad++;
    }
    assert_int_equal(bad, 0);
}
#define CHECK(cases, render) check_cases(cases, sizeof cases / sizeof *cases, render)

/* ---- tokens and sentences */

static void test_tokens(void **state) {
    (void)state;
    static const Case cases[] = {
        {"The envoy didn't wait.", "The envoy did n't wait ."},
        {"Macron’s aides can’t say, and we're told it won't matter.",
         "Macron ’s aides ca n’t say , and we 're told it wo n't matter ."},
        {"They cannot agree.", "They can not agree ."},
        {"The ministers' talks in Vienna", "The ministers ' talks in Vienna"},
        {"He called the pact ‘obsolete’ again.", "He called the pact ‘ obsolete ’ again ."},
        {"a long-range missile and a 20-minute call", "a long - range missile and a 20 - minute call"},
        {"the Putin-Trump summit and U.S.-Russia ties", "the Putin - Trump summit and U.S. - Russia ties"},
        {"an anti-missile shield for al-Assad", "an anti-missile shield for al - Assad"},
        {"Ban Ki-moon called Kim Jong-un and Jean-Claude Juncker",
         "Ban Ki-moon called Kim Jong-un and Jean - Claude Juncker"},
        {"a Saudi-led coalition", "a Saudi - led coalition"},
        {"They dont know, thats why.", "They do nt know , that s why ."},
        {"At 7pm it was 20km and $3.5bn in the 1960's, '72 and the '90s.",
         "At 7 pm it was 20 km and $ 3.5 bn in the 1960's , '72 and the '90s ."},
        {"Write to Ada.Byron@example.org or Ada@LOVELACE about SAMPLE.DOC :)",
         "Write to Ada.Byron@example.org or Ada@LOVELACE about SAMPLE.DOC :)"},
        {"Its the end of its work in 2008's war, talks, etc. The U.S. etc. went on.",
         "It s the end of its work in 2008 's war , talks , etc . / The U.S. etc. went on ."},
        {"<<a.doc>> fell by .5 to +44?! Really...?", "<< a.doc >> / fell by .5 to +44 ?! / Really ... ?"},
        {"It costs $1,000.5 or US$2 bn, up 5% since 10:30.", "It costs $ 1,000.5 or US$ 2 bn , up 5 % since 10:30 ."},
        {"See https://example.org/a?b=c. Write to desk@example.org, or @desk_news.",
         "See https://example.org/a?b=c . / Write to desk@example.org , or @desk_news ."},
        {"Well… the talks -- if any -- failed...", "Well … the talks -- if any -- failed ..."},
        {"«Nein», “no” and ''non''", "« Nein » , “ no ” and '' non ''"},
        {"The AT&T deal, and/or a 9/11 inquiry", "The AT&T deal , and / or a 9/11 inquiry"},
        {"John F. Kennedy met Dr. Adenauer at 9 a.m. on Jan. 5.",
         "John F. Kennedy met Dr. Adenauer at 9 a.m. on Jan. 5 ."},
        {"diplo\xC2\xADmatic\xC2\xA0ties\xE2\x80\x8B", "diplo\xC2\xADmatic ties\xE2\x80\x8B"},
    };
    CHECK(cases, render_tokens);
}

static void test_sentences(void **state) {
    (void)state;
    static const Case cases[] = {
        {"It left NATO.The world watched,everyone waited.", "It left NATO . / The world watched , everyone waited ."},
        {"Dr.Petrova wavers,it could fail.", "Dr. Petrova wavers , it could fail ."},
        {"He flew to the U.S. The talks failed.", "He flew to the U.S. / The talks failed ."},
        {"The U.S. President met the U.S. Senate.", "The U.S. President met the U.S. Senate ."},
        {"The U.S. Has warned Japan.", "The U.S. Has warned Japan ."},
        {"\"Go!\" he said. \"Now.\" They left.", "\" Go ! \" he said . / \" Now . \" / They left ."},
        {"“Will it hold?” Nobody knows.", "“ Will it hold ? ” / Nobody knows ."},
        {"He said no. Nobody asked why.", "He said no . / Nobody asked why ."},
        {"(The call was short.) Both agreed.", "( The call was short . ) / Both agreed ."},
        {"Gen. Lee and Sen. Ortiz met at Acme Inc. on Friday.", "Gen. Lee and Sen. Ortiz met at Acme Inc. on Friday ."},
        {"One\nTwo", "One / Two"},
        {"\"They will not sign, he said. Then he left.", "\" They will not sign , he said . / Then he left ."},
    };
    CHECK(cases, render_tokens);
}

/* ---- tags and chunks */

static void test_tags(void **state) {
    (void)state;
    static const Case cases[] = {
        {"The minister said that Turkey would not sign the treaty.",
         "The/DET minister/NOUN said/VERB that/SCONJ Turkey/PROPN would/AUX not/PART sign/VERB the/DET treaty/NOUN "
         "./PUNCT"},
        {"Has Iran agreed to new talks?", "Has/AUX Iran/PROPN agreed/VERB to/ADP new/ADJ talks/NOUN ?/PUNCT"},
        {"Their envoy's visit was delayed.", "Their/PRON envoy/NOUN 's/PART visit/NOUN was/AUX delayed/VERB ./PUNCT"},
        {"President al-Assad and anti-American protesters",
         "President/PROPN al/PROPN -/PUNCT Assad/PROPN and/CCONJ anti-American/ADJ protesters/NOUN"},
    };
    CHECK(cases, render_tags);
}

static void test_chunks(void **state) {
    (void)state;
    static const Case cases[] = {
        {"The Turkish foreign minister has not accepted Russia's latest offer.",
         "[N The Turkish foreign minister] [VFPNH has not accepted] [NS Russia 's] [N latest offer] ."},
        {"She may never have been told to resign.", "[NR She] [VFPMNVH may never have been told] [VI to resign] ."},
        {"They are going to send troops.", "[NR They] [VFU are going to send] [N troops] ."},
        {"Talks will be held in the capital of Qatar.",
         "[N Talks] [VFUV will be held] in [N the capital] of [N Qatar] ."},
        {"The deal is not dead, he said.", "[N The deal] [VFNC is not] dead , [NR he] [VFP said] ."},
        {"His government rejected the two-year plan.",
         "[NSR His] [N government] [VFP rejected] [N the two - year plan] ."},
        {"No one wants a war.", "[NR No one] [VF wants] [N a war] ."},
    };
    CHECK(cases, render_chunks);
}

static void check_lemma(const char *text, uint32_t token, const char *lemma) {
    const Article *a = read_text(text, strlen(text), bench.model);
    uint32_t wanted = vfp_word(bench.lexicon, vfp_str(lemma));
    assert_int_not_equal(wanted, 0);
    assert_int_equal(a->tokens.at[token].lemma, wanted);
}

static void test_lemmas(void **state) {
    (void)state;
    check_lemma("He said so.", 1, "say");
    check_lemma("They met the women.", 3, "woman");
    check_lemma("She was leaving.", 1, "be");
    check_lemma("She was leaving.", 2, "leave");
    check_lemma("He isn't here.", 2, "not");
    check_lemma("They'll send ships.", 1, "will");
}

static void check_lemma_texts(const char *text, const char *wanted) {
    const Article *a = read_text(text, strlen(text), bench.model);
    char got[1024];
    size_t n = 0;
    for (uint32_t i = 0; i < a->tokens.n; i++)
        n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s", i ? " " : "", (int)a->lemmas[i].len, a->lemmas[i].at);
    assert_string_equal(got, wanted);
}

static void test_lemma_texts(void **state) {
    (void)state;
    check_lemma_texts("Trump's envoys weren't talking to me.", "Trump 's envoy be not talk to I .");
    check_lemma_texts("The best parties of Americans went home.", "the good party of American go home .");
    check_lemma_texts("American women bought 1,000 better houses.", "American woman buy 1000 good house .");
    check_lemma_texts("He signalled that they had planned, hoped and tried.",
                      "he signal that they have plan , hope and try .");
    check_lemma_texts("The Flerbs were snorfing.", "the Flerb be snorf ."); /* words that nobody has seen */
}

/* A part of the model that is cut, or whose tables point outside it, is refused; any other byte is only a bad lemma. */
static void test_hostile_lemmas(void **state) {
    (void)state;
    size_t size;
    uint64_t byte;
    Lemmas lemmas;
    const unsigned char *bytes = vfp_model_section(bench.model, "lemmas", &size);
    unsigned char *copy = malloc(size + 1);
    memcpy(copy, bytes, size);
    read_text("The ministers weren't talking, 1,000 better MEN said.", 53, bench.model);
    assert_null(vfp_lemmas_open(copy, size, &lemmas, &byte));
    for (size_t cut = 0; cut < size; cut += 1 + size / 97) assert_non_null(vfp_lemmas_open(copy, cut, &lemmas, &byte));
    assert_non_null(vfp_lemmas_open(copy, size + 1, &lemmas, &byte));
    uint64_t random = 1;
    for (int round = 0; round < 400; round++) {
        memcpy(copy, bytes, size);
        for (int k = 0; k < 40; k++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            copy[round % 2 ? (random >> 33) % size : (random >> 33) % 400] ^= (unsigned char)(1 + (random >> 24) % 255);
        }
        if (vfp_lemmas_open(copy, size, &lemmas, &byte)) continue;
        Model model = *bench.model;
        model.lemmas = lemmas;
        bench.article.model = &model;
        vfp_lemmatize(&bench.article);
    }
    free(copy);
}

static void test_feats(void **state) {
    (void)state;
    const char *text = "He said that talks had failed and that Iran's envoy was leaving to see them.";
    const Article *a = read_text(text, strlen(text), bench.model);
    static const struct {
        uint32_t token;
        unsigned feat;
    } wanted[] = {{1, FEAT_PAST},       {3, FEAT_PLURAL},  {4, FEAT_PAST},       {5, FEAT_PARTICIPLE},
                  {9, FEAT_POSSESSIVE}, {12, FEAT_GERUND}, {14, FEAT_INFINITIVE}};
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++)
        assert_true(a->tokens.at[wanted[k].token].feats & wanted[k].feat);
}

/* ---- what the web may send */

/* Every token lies in its block, in order, and belongs to the sentence that lists it. */
static void check_layers(const Article *a) {
    uint32_t at = 0;
    for (uint32_t s = 0; s < a->sentences.n; s++) {
        const Sentence *sentence = &a->sentences.at[s];
        assert_int_equal(sentence->first, at);
        assert_true(sentence->last > sentence->first && sentence->last - sentence->first <= 420);
        assert_true(a->tokens.at[sentence->first].flags & TOKEN_FIRST);
        for (; at < sentence->last; at++) {
            const Token *t = &a->tokens.at[at];
            assert_int_equal(t->sentence, s);
            assert_true(t->begin < t->end && t->end <= a->blocks.at[sentence->block].span.end);
            assert_true(t->begin >=
                        (at == sentence->first ? a->blocks.at[sentence->block].span.begin : a->tokens.at[at - 1].end));
        }
    }
    assert_int_equal(at, a->tokens.n);
    for (uint32_t c = 0; c < a->chunks.n; c++) {
        const Chunk *chunk = &a->chunks.at[c];
        assert_true(chunk->first < chunk->last && chunk->last <= a->tokens.n);
        assert_true(chunk->head >= chunk->first && chunk->head < chunk->last);
        assert_true(c == 0 || chunk->first >= a->chunks.at[c - 1].last);
    }
}

static void check_repeated(const char *piece, size_t size) {
    size_t n = strlen(piece);
    char *text = malloc(size + n);
    size_t used = 0;
    while (used < size) memcpy(text + used, piece, n), used += n;
    check_layers(read_text(text, used, bench.model));
    free(text);
}

static void test_hostile(void **state) {
    (void)state;
    static const char *const pieces[] = {"a",
                                         ".",
                                         "-",
                                         "' ",
                                         "\"",
                                         "A.",
                                         "a-",
                                         "a-b ",
                                         "! ",
                                         "big ",
                                         "the ",
                                         "not ",
                                         "to ",
                                         "U.S.",
                                         "'s",
                                         "n't",
                                         "a.b@",
                                         "http://",
                                         "\xE2\x80\x8B",
                                         "\xC2\xAD ",
                                         "\x01",
                                         "1,",
                                         "1-",
                                         "x'",
                                         "don't ",
                                         "(",
                                         "is going to ",
                                         "\xF0\x9F\x98\x80",
                                         "Mr. ",
                                         "no. 5 ",
                                         "\xE4\xB8\xAD\xE6\x96\x87",
                                         "... ",
                                         "a , b : ",
                                         "very ",
                                         "U.S. The "};
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) check_repeated(pieces[k], 1 << 12);
}

static void test_furniture_is_left_out(void **state) {
    (void)state;
    Article *a = read_text("x", 1, bench.model);
    struct NetworkRoom *room = a->network_room;
    *a = (Article){.arena = bench.arena,
                   .lexicon = bench.lexicon,
                   .model = bench.model,
                   .network_room = room,
                   .text = VFP_STR("Share this. Talks failed.")};
    *vfp_push(a->arena, &a->blocks) = (Block){{0, 11}, BLOCK_FURNITURE};
    *vfp_push(a->arena, &a->blocks) = (Block){{12, 25}, BLOCK_PARAGRAPH};
    vfp_tokenize(a);
    assert_int_equal(a->tokens.n, 3);
    assert_int_equal(a->sentences.at[0].block, 1);
}

/* ---- models */

static void test_no_model(void **state) {
    (void)state;
    Model *none;
    assert_int_equal(vfp_model_open("none", NULL, 0, &none, NULL), VF_OK);
    const char *text = "Talks failed. Nobody came to the U.S. The end.";
    const Article *a = read_text(text, strlen(text), none);
    check_layers(a);
    for (uint32_t i = 0; i < a->tokens.n; i++) assert_int_equal(a->tokens.at[i].upos, UPOS_X);
    vfp_model_close(none);
}

/* ---- the learnt splitter: bytes of a part whose weights are all zero, changed in one place */

enum { PART_BITS = 4, PART_SIZE = sizeof(SplitHeader) + (4 << PART_BITS) + (2 << PART_BITS) };

static void make_part(unsigned char *part) {
    SplitHeader h = {.magic = "vfsplit", .version = SPLIT_VERSION, .bytes = PART_SIZE, .word_bits = PART_BITS};
    h.magic[7] = '\n', h.row_bits = PART_BITS, h.templates = vfp_split_templates();
    memset(part, 0, PART_SIZE);
    h.checksum = vfp_split_checksum(&h, part + sizeof h, PART_SIZE - sizeof h);
    memcpy(part, &h, sizeof h);
}

static void test_damaged_splitters(void **state) {
    (void)state;
    unsigned char part[PART_SIZE];
    const char *fault;
    uint64_t byte;
    Splitter s;
    make_part(part);
    assert_true(vfp_splitter_open(part, sizeof part, &s, &fault, &byte));
    for (size_t n = 0; n < sizeof part; n++) assert_false(vfp_splitter_open(part, n, &s, &fault, &byte));
    for (size_t i = 0; i < sizeof part; i++) {
        part[i] ^= 0x40;
        assert_false(vfp_splitter_open(part, sizeof part, &s, &fault, &byte));
        assert_null(s.rows);
        assert_true(fault && byte >= 1 && byte <= sizeof part + 1);
        part[i] ^= 0x40;
    }
}

static void test_damaged_models(void **state) {
    (void)state;
    unsigned char *copy = aligned_alloc(16, (bench.size + 31) & ~(size_t)15);
    Model *model;
    vf_error error;
    for (size_t cut = 0; cut < bench.size; cut += cut < 128 ? 1 : bench.size / 7) {
        if (cut == 0) continue;
        memcpy(copy, bench.bytes, bench.size);
        assert_int_equal(vfp_model_open("cut", copy, cut, &model, &error), VF_E_LEXICON);
        assert_null(model);
        copy[cut] ^= 0x10;
        assert_int_equal(vfp_model_open("flipped", copy, bench.size, &model, &error), VF_E_LEXICON);
    }
    memcpy(copy, bench.bytes, bench.size);
    assert_int_equal(vfp_model_open("joined", copy, bench.size + 1, &model, &error), VF_E_LEXICON);
    free(copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_chunks),
        cmocka_unit_test(test_lemmas),
        cmocka_unit_test(test_lemma_texts),
        cmocka_unit_test(test_hostile_lemmas),
        cmocka_unit_test(test_feats),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_furniture_is_left_out),
        cmocka_unit_test(test_no_model),
        cmocka_unit_test(test_damaged_models),
        cmocka_unit_test(test_damaged_splitters),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
