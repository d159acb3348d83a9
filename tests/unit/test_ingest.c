/* test_ingest.c: bytes in, articles out: what somebody who feeds us a folder of news cares about. */
#include "ingest/page.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* ------------------------------------------------------------------ helpers */

static Lexicon *lexicon;
static char *furniture_text; /* lexicon/furniture.txt; tests run in the project's root */
static Arena *arena;
static Article article;
static vf_error fault;

static int set_up(void **state) {
    (void)state;
    FILE *file = fopen("lexicon/furniture.txt", "rb");
    assert_non_null(file);
    furniture_text = calloc(1, 1 << 20);
    size_t n = fread(furniture_text, 1, (1 << 20) - 1, file);
    fclose(file);
    vf_error error;
    if (vfp_lexicon_parse("furniture.txt", furniture_text, n, &lexicon, &error)) fail_msg("%s", error.message);
    arena = vfp_arena_new(1 << 30);
    return arena ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    vfp_arena_free(arena);
    vfp_lexicon_close(lexicon);
    free(furniture_text);
    return 0;
}

/* Reads one input into `article`; `fault` says what went wrong. */
static vf_status ingest(const vf_input *input) {
    vfp_arena_reset(arena);
    article = (Article){.arena = arena, .lexicon = lexicon};
    fault = (vf_error){0};
    volatile int escape = setjmp(*vfp_arena_escape(arena));
    return escape ? (vf_status)escape : vfp_ingest(&article, input, &fault);
}

static vf_status read_bytes(vf_format format, const char *bytes, size_t size) {
    vf_input input = {.bytes = bytes, .size = size, .format = format, .uri = "dispatch"};
    return ingest(&input);
}

static vf_status read_text(const char *text) { return read_bytes(VF_FORMAT_TEXT, text, strlen(text)); }
static vf_status read_html(const char *page) { return read_bytes(VF_FORMAT_HTML, page, strlen(page)); }
static vf_status read_json(const char *line) {
    vf_input input = {.bytes = line, .size = strlen(line), .format = VF_FORMAT_JSONL, .uri = "news.jsonl", .line = 7};
    return ingest(&input);
}

static void expect(Str got, const char *want) {
    if (!vfp_str_is(got, vfp_str(want))) fail_msg("got \"%.*s\", expected \"%s\"", (int)got.len, got.at, want);
}
static void expect_text(const char *want) {
    expect(article.text, want);
    assert_int_equal(article.text.at[article.text.len], 0);
}
static Str block(uint32_t i) {
    assert_true(i < article.blocks.n);
    return vfp_slice(article.text, article.blocks.at[i].span);
}
static void expect_block(uint32_t i, BlockKind kind, const char *text) {
    expect(block(i), text);
    assert_int_equal(article.blocks.at[i].kind, kind);
}
static void expect_message(const char *part) {
    if (!strstr(fault.message, part)) fail_msg("the message \"%s\" should say \"%s\"", fault.message, part);
}

/* ------------------------------------------------------------------ encodings */

static void text_is_untouched(void **state) {
    (void)state;
    const char *text = "\n  Talks résumé…\r\n\r\n“We will see,” she said.\t \n";
    assert_int_equal(read_text(text), VF_OK);
    expect_text(text);
}

static void known_digest(void **state) {
    (void)state;
    assert_int_equal(read_text("abc"), VF_OK); /* FIPS 180-4's example */
    assert_string_equal(article.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(article.id, "ba7816bf8f01cfea");
    expect(article.uri, "dispatch");
}

static void byte_order_marks(void **state) {
    (void)state;
    assert_int_equal(read_text("\xEF\xBB\xBFKyiv agreed."), VF_OK);
    expect_text("Kyiv agreed.");
    const char little[] = "\xFF\xFEN\0o\0 \0\x1C\x20Y\0e\0s\0\x1D\x20.\0", big[] = "\xFE\xFF\0O\0K\xD8\x3D\xDE\x00";
    assert_int_equal(read_bytes(VF_FORMAT_TEXT, little, sizeof little - 1), VF_OK);
    expect_text("No “Yes”.");
    assert_int_equal(read_bytes(VF_FORMAT_TEXT, big, sizeof big - 1), VF_OK);
    expect_text("OK\xF0\x9F\x98\x80");
    assert_int_equal(read_bytes(VF_FORMAT_TEXT, big, sizeof big - 3), VF_E_ENCODING); /* half a pair */
    assert_int_equal(fault.byte, 7);
}

static void windows_1252_is_repaired(void **state) {
    (void)state;
    assert_int_equal(read_text("The minister\x92s answer was \x93never\x94 \x97 a clich\xE9, he said."), VF_OK);
    expect_text("The minister’s answer was “never” — a cliché, he said.");
    /* a stray byte beside good UTF-8 does not spoil it */
    assert_int_equal(read_text("The minister\x92s café in Besançon was closed for the talks."), VF_OK);
    expect_text("The minister’s café in Besançon was closed for the talks.");
}

static void other_bytes_are_refused_where_they_are(void **state) {
    (void)state;
    assert_int_equal(read_text("Good morning \x81 world"), VF_E_ENCODING);
    assert_int_equal(fault.byte, 14);
    expect_message("iconv");
    assert_int_equal(read_text("The text was cut in a quote \xE2\x80"), VF_E_ENCODING);
    assert_int_equal(fault.byte, 29);
    /* windows-1251: nearly all bytes are high */
    assert_int_equal(
        read_text("\xCF\xF0\xE5\xE7\xE8\xE4\xE5\xED\xF2 \xE7\xE0\xFF\xE2\xE8\xEB, \xF7\xF2\xEE \xEF\xE5\xF0"
                  "\xE5\xE3\xEE\xE2\xEE\xF0\xFB \xEF\xF0\xEE\xE4\xEE\xEB\xE6\xE0\xF2\xF1\xFF"),
        VF_E_ENCODING);
}

static void binary_is_refused(void **state) {
    (void)state;
    assert_int_equal(read_bytes(VF_FORMAT_TEXT, "Peace\0talks", 11), VF_E_ENCODING);
    assert_int_equal(fault.byte, 6);
    expect_message("binary");
    assert_int_equal(read_text("\x01\x02\x03\x04\x05\x06\x07\x08 some words"), VF_E_ENCODING);
}

static void nothing_to_read(void **state) {
    (void)state;
    assert_int_equal(read_text(""), VF_E_FORMAT);
    assert_int_equal(read_text(" \n\t\n\xC2\xA0"), VF_E_FORMAT);
}

static void mojibake_is_undone(void **state) {
    (void)state;
    assert_int_equal(read_text("â€œWe wonâ€™t goâ€\xC2\x9D â€” from the cafÃ©."), VF_OK);
    expect_text("“We won’t go” — from the café.");
    /* beside characters that are right, only quotes and dashes */
    assert_int_equal(read_text("Erdoğan said â€œnoâ€\xEF\xBF\xBD to it."), VF_OK);
    expect_text("Erdoğan said “no” to it.");
    /* and what only looks a little like it is left alone */
    const char *fine[] = {"SÃO PAULO joined the talks.", "Â is a letter of Romanian.", "CAFÉ» reopened, a naïve plan."};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(read_text(fine[i]), VF_OK);
        expect_text(fine[i]);
    }
}

/* ------------------------------------------------------------------ JSON */

static void json_fields(void **state) {
    (void)state;
    assert_int_equal(
        read_json("{\"id\": 12, \"text\": \"He said \\u201cno\\u201d.\", \"published\": \"Thu, 16 Oct 2025 "
                  "09:30:00 GMT\", \"title\": \"A refusal\", \"publisher\": \"The Envoy\", \"uri\": null, "
                  "\"author\": \"A. B.\", \"language\": \"en\", \"section\": [1, {\"x\": 2}]}"),
        VF_OK);
    expect(article.id, "12");
    expect_text("He said “no”.");
    expect(article.published, "2025-10-16");
    assert_int_equal(article.date.day, 16);
    expect(article.title, "A refusal");
    expect(article.publisher, "The Envoy");
    expect(article.author, "A. B.");
    expect(article.language, "en");
    expect(article.uri, "news.jsonl:7");
    assert_int_equal(read_json("{\"text\": \"He said no.\", \"uri\": \"https://envoy.example/no\"}"), VF_OK);
    expect(article.uri, "https://envoy.example/no");
}

static void json_errors_name_line_and_key(void **state) {
    (void)state;
    assert_int_equal(read_json("{\"id\": \"a\", \"title\": \"No text\"}"), VF_E_FORMAT);
    assert_int_equal(fault.line, 7);
    assert_string_equal(fault.where, "news.jsonl");
    expect_message("\"text\" is missing");
    assert_int_equal(read_json("{\"text\": \"  \"}"), VF_E_FORMAT);
    expect_message("\"text\" is empty");
    assert_int_equal(read_json("{\"text\": [\"a\"]}"), VF_E_FORMAT);
    expect_message("\"text\" must be a string");
    assert_int_equal(read_json("{\"text\": \"x\", \"published\": 2025}"), VF_E_FORMAT);
    expect_message("\"published\" must be a string");
    assert_int_equal(read_json("[{\"text\": \"x\"}]"), VF_E_FORMAT);
    expect_message("array");
    assert_int_equal(read_json("{\"text\": \"x\", }"), VF_E_FORMAT);
    assert_int_equal(fault.line, 7);
    assert_true(fault.byte > 10 && fault.byte < 18);
    assert_int_equal(read_json("{\"text\": \"a\\u0000b\"}"), VF_E_FORMAT);
    assert_int_equal(read_json("{\"text\": \"unfinished"), VF_E_FORMAT);
}

static void json_nested_deep_is_refused(void **state) {
    (void)state;
    char *line = calloc(1, 200100);
    memcpy(line, "{\"text\":\"x\",\"a\":", 16);
    memset(line + 16, '[', 200000);
    assert_int_equal(read_json(line), VF_E_FORMAT);
    free(line);
}

static void dates_that_are_none(void **state) {
    (void)state;
    assert_int_equal(read_json("{\"text\": \"x y\", \"published\": \"last week\"}"), VF_OK);
    expect(article.published, "");
    vf_input input = {.bytes = "A short text.", .size = 13, .format = VF_FORMAT_TEXT, .published = "2024-05-01"};
    assert_int_equal(ingest(&input), VF_OK);
    expect(article.published, "2024-05-01");
}

/* ------------------------------------------------------------------ dates */

static void date_forms(void **state) {
    (void)state;
    static const char *const forms[][2] = {{"2025-10-16", "2025-10-16"},
                                           {"2025-10-16T09:30:00+02:00", "2025-10-16"},
                                           {"2025-10", "2025-10"},
                                           {"2025", "2025"},
                                           {"20251016", "2025-10-16"},
                                           {"20251016093000", "2025-10-16"},
                                           {"2025/10/16", "2025-10-16"},
                                           {"Thu, 16 Oct 2025 09:30:00 +0000", "2025-10-16"},
                                           {"October 16, 2025", "2025-10-16"},
                                           {"16 October 2025", "2025-10-16"},
                                           {"Oct. 16, 2025", "2025-10-16"},
                                           {"Thursday, October 16th, 2025", "2025-10-16"},
                                           {"16th of October 2025", "2025-10-16"},
                                           {"16th October, 2025", "2025-10-16"},
                                           {"Published: Sept. 5, 2024 at 10:00", "2024-09-05"},
                                           {"October 2025", "2025-10"},
                                           {"10/16/2025", "2025-10-16"},
                                           {"16.10.2025", "2025-10-16"},
                                           {"03/04/2025", ""},
                                           {"2025-02-30", ""},
                                           {"2024-02-29", "2024-02-29"},
                                           {"May it please you", ""},
                                           {"99999999", ""},
                                           {"", ""},
                                           {"12", ""},
                                           {"in 2025 or so", ""}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char iso[16];
        vfp_date_iso(vfp_date_parse(vfp_str(forms[i][0])), iso);
        if (strcmp(iso, forms[i][1]) != 0) fail_msg("%s: got \"%s\"", forms[i][0], iso);
    }
}

static void days_and_back(void **state) {
    (void)state;
    assert_int_equal(vfp_date_days((Date){1970, 1, 1}), 0);
    assert_int_equal(vfp_date_days((Date){2000, 3, 1}), 11017);
    for (int64_t day = -200000; day < 200000; day += 37) assert_int_equal(vfp_date_days(vfp_date_from_days(day)), day);
}

/* ------------------------------------------------------------------ blocks, furniture */

static void furniture_lines(void **state) {
    (void)state;
    assert_int_equal(read_text("The talks ended on Friday without a deal, both sides said.\n\nAdvertisement\n\n"
                               "Comments by the minister were read as a warning.\nFollow us on Telegram for more\n"
                               "“Follow us on this path,” the president said.\nComments (12)\nPost a Comment\n"),
                     VF_OK);
    assert_int_equal(article.blocks.n, 7);
    expect_block(1, BLOCK_FURNITURE, "Advertisement");
    expect_block(2, BLOCK_PARAGRAPH, "Comments by the minister were read as a warning.");
    expect_block(3, BLOCK_FURNITURE, "Follow us on Telegram for more");
    expect_block(4, BLOCK_PARAGRAPH, "“Follow us on this path,” the president said.");
    expect_block(6, BLOCK_FURNITURE, "Post a Comment");
    assert_int_equal(article.furniture.n, 4);
    expect(vfp_slice(article.text, article.furniture.at[0]), "Advertisement");
}

static void prose_is_no_furniture(void **state) {
    (void)state;
    static const char *const prose[] = {
        "Share prices fell after the announcement.",   "Comments made in Geneva raised hopes of a truce.",
        "Related talks in Doha were put off.",         "Photographs showed the two leaders shaking hands.",
        "More from the summit is expected on Monday.", "The ministry declined to leave a comment.",
        "Subscribers to the treaty met in Vienna.",    "The president told reporters to stay tuned.",
        "She repeated the threat in the comments."};
    for (size_t i = 0; i < sizeof prose / sizeof *prose; i++) {
        assert_int_equal(read_text(prose[i]), VF_OK);
        if (article.furniture.n) fail_msg("taken for furniture: %s", prose[i]);
    }
}

static void furniture_at_a_paragraphs_end(void **state) {
    (void)state;
    assert_int_equal(read_text("Both capitals called the meeting useful. A date was not given. We'd love to hear your "
                               "thoughts in the comments below."),
                     VF_OK);
    assert_int_equal(article.blocks.n, 2);
    expect_block(0, BLOCK_PARAGRAPH, "Both capitals called the meeting useful. A date was not given.");
    expect_block(1, BLOCK_FURNITURE, "We'd love to hear your thoughts in the comments below.");
}

static void every_row_knows_its_example(void **state) {
    (void)state;
    const Furniture *f = vfp_furniture(arena, lexicon, true);
    uint32_t n = vfp_lexicon_count(lexicon, LEX_FURNITURE);
    assert_true(n > 120);
    for (uint32_t i = 0; i < n; i++) {
        const LexRow *row = vfp_lexicon_row(lexicon, LEX_FURNITURE, i);
        Str example = row->field[2];
        char words[256] = "";
        bool known = false;
        switch (row->value[1]) {
        case FURNITURE_HINT:
            if (sscanf(example.at, "%*[^\"]\"%255[^\"]\"", words) == 1)
                known = vfp_furniture_hint(f, words) == (row->field[0].at[0] == '+' ? 1 : -1);
            break;
        case FURNITURE_SENTENCE: known = vfp_furniture_tail(f, example) < example.len; break;
        default: known = vfp_furniture_line(f, example);
        }
        if (!known)
            fail_msg("furniture.txt:%u: the example \"%.*s\" is not furniture", row->line, (int)example.len,
                     example.at);
    }
}

static void headline_and_its_double(void **state) {
    (void)state;
    const char *text =
        "Two Capitals Edge Closer to a Deal\n\nTwo Capitals Edge Closer to a Deal\n\nOfficials of both sides "
        "met on Monday in Geneva for a third round of talks, which they called useful.\n";
    assert_int_equal(read_text(text), VF_OK);
    expect(article.title, "Two Capitals Edge Closer to a Deal");
    expect_block(0, BLOCK_HEADLINE, "Two Capitals Edge Closer to a Deal");
    expect_block(1, BLOCK_FURNITURE, "Two Capitals Edge Closer to a Deal");
    assert_int_equal(article.blocks.at[2].kind, BLOCK_PARAGRAPH);
    expect_text(text);
}

static void first_sentence_is_no_headline(void **state) {
    (void)state;
    assert_int_equal(
        read_text("Officials met on Monday.\n\nThey called the third round of their talks useful, and will meet "
                  "again in a month."),
        VF_OK);
    expect(article.title, "");
    assert_int_equal(article.blocks.at[0].kind, BLOCK_PARAGRAPH);
}

static void wrapped_lines_are_one_paragraph(void **state) {
    (void)state;
    assert_int_equal(read_text("The two governments agreed on Monday to resume their talks about\n"
                               "the border after a pause of nearly a year, a spokesman for the host\n"
                               "country said in a statement that was read out to reporters in the\n"
                               "capital. He gave no date.\n\n"
                               "A second statement was expected from the visiting delegation later\n"
                               "in the week, according to people who had been briefed on the matter\n"
                               "and who were not allowed to speak.\n"),
                     VF_OK);
    assert_int_equal(article.blocks.n, 2);
    assert_int_equal(article.blocks.at[0].kind, BLOCK_PARAGRAPH);
}

static void blocks_cover_all_text(void **state) {
    (void)state;
    assert_int_equal(
        read_text("One line here\r\n \r\n\tAnother, \xC2\xA0 of two parts\xC2\xA0\nLeave a Reply\n\n\nThe end."),
        VF_OK);
    uint32_t at = 0;
    for (uint32_t i = 0; i < article.blocks.n; i++) {
        Span span = article.blocks.at[i].span;
        assert_true(span.begin >= at && span.end > span.begin);
        assert_int_equal(vfp_trim((Str){article.text.at + at, span.begin - at}).len, 0);
        at = span.end;
    }
    assert_int_equal(vfp_trim((Str){article.text.at + at, article.text.len - at}).len, 0);
}

/* ------------------------------------------------------------------ HTML */

static const char page[] =
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Ministers meet in Oslo | The Daily Envoy</title>"
    "<meta property='og:site_name' content='The Daily Envoy'><link rel=canonical href='https://envoy.example/oslo'>"
    "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"Ministers meet in "
    "Oslo\","
    "\"datePublished\":\"2025-03-04T08:00:00Z\",\"author\":[{\"name\":\"Ann Ode\"},{\"name\":\"Bo Day\"}]}]}</script>"
    "</head><body><nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav>"
    "<div class='top-story'><h1>Ministers meet in Oslo</h1><div class='share-bar'>Share this</div>"
    "<div class='article-body'><p>The foreign ministers of two neighbours met in Oslo on Monday, their first encounter "
    "in "
    "three years, officials said.<p>&ldquo;We will go on talking,&rdquo; one of them said<br>after the meeting, which "
    "lasted for two hours longer than planned.<div class='related-posts'><p>Another story that has nothing to do with "
    "the "
    "ministers, but is told here at some length to tempt the reader away.</p></div><blockquote>It was a useful day for "
    "both of our countries, and not the last one.</blockquote><ul><li>No date was set.</li><li>No paper was "
    "signed.</li></ul></div></div><section id=comments><p>First! I for one do not believe a word of what any of these "
    "ministers has been saying since the war began.</p></section><footer><p>All rights reserved by the people who have "
    "made this page and who keep it running day by day.</p></footer></body></html>";

static void page_to_article(void **state) {
    (void)state;
    assert_int_equal(read_html(page), VF_OK);
    expect_text(
        "The foreign ministers of two neighbours met in Oslo on Monday, their first encounter in three years, "
        "officials "
        "said.\n\n“We will go on talking,” one of them said\nafter the meeting, which lasted for two hours longer than "
        "planned.\n\nIt was a useful day for both of our countries, and not the last one.\n\nNo date was set.\n\nNo "
        "paper "
        "was signed.");
    expect(article.title, "Ministers meet in Oslo");
    expect(article.publisher, "The Daily Envoy");
    expect(article.author, "Ann Ode, Bo Day");
    expect(article.published, "2025-03-04");
    expect(article.uri, "https://envoy.example/oslo");
    expect(article.language, "en");
}

static void page_in_windows_1252(void **state) {
    (void)state;
    assert_int_equal(
        read_html("<meta charset=iso-8859-1><title>x</title><p>The envoy\x92s visit to Besan\xE7on was \x93long "
                  "planned\x94, an official said on Monday.</p>"),
        VF_OK);
    expect_text("The envoy’s visit to Besançon was “long planned”, an official said on Monday.");
    assert_int_equal(read_html("<meta charset=windows-1251><p>\xCF\xF0\xE5\xE7</p>"), VF_E_ENCODING);
    expect_message("windows-1251");
}

static void empty_page(void **state) {
    (void)state;
    assert_int_equal(read_html("<html><body><script>var a = 1;</script></body></html>"), VF_E_FORMAT);
    expect_message("no article text");
    assert_int_equal(read_html("<"), VF_E_FORMAT);
}

/* `times` copies of `part`, then `tail`. */
static char *many(const char *part, size_t times, const char *tail) {
    size_t n = strlen(part);
    char *s = malloc(n * times + strlen(tail) + 1);
    for (size_t i = 0; i < times; i++) memcpy(s + i * n, part, n);
    strcpy(s + n * times, tail);
    return s;
}

static vf_status read_many(const char *part, size_t times, const char *tail) {
    char *s = many(part, times, tail);
    vf_status status = read_html(s);
    free(s);
    return status;
}

static void hostile_pages(void **state) {
    (void)state;
    const char *prose = "<p>The ministers met in Oslo on Monday for the first time in three years, officials said.";
    assert_int_equal(read_many("<div>", 100000, prose), VF_E_LIMIT);
    assert_true(fault.byte > 1000);
    expect_message("nested");
    assert_int_equal(read_many("<span><b x>", 100000, prose), VF_E_LIMIT);
    assert_int_equal(read_many("<svg><li>", 100000, prose), VF_E_LIMIT);
    char *attributes = many(" a=1", 100000, ">"), *tag = malloc(500000);
    sprintf(tag, "<div%s", attributes);
    assert_int_equal(read_html(tag), VF_E_LIMIT);
    expect_message("attributes");
    free(attributes);
    free(tag);
    assert_int_equal(read_many("<!-- ", 100000, ""), VF_E_FORMAT);
    assert_int_equal(read_many("<p title='", 1, "unclosed"), VF_E_FORMAT);
}

static void sloppy_pages_are_read(void **state) {
    (void)state;
    const char *prose = "<p>The ministers met in Oslo on Monday for the first time in three years, officials said.";
    assert_int_equal(read_many(prose, 5000, ""), VF_OK);
    assert_int_equal(article.blocks.n, 5000);
    assert_int_equal(
        read_many("<li>The ministers met in Oslo on Monday for the first time in three years, it was said.", 5000, ""),
        VF_OK);
    assert_int_equal(
        read_many("<tr><td>A cell with words in it that make up a whole sentence, and another one.", 5000, ""), VF_OK);
    char *value = many("x", 1 << 20, "'>");
    char *whole = malloc((1 << 20) + 400);
    sprintf(whole, "<div title='%s%s", value, prose);
    assert_int_equal(read_html(whole), VF_OK);
    free(value);
    free(whole);
}

/* ------------------------------------------------------------------ sources */

static char folder[64];

static void write_file(const char *name, const char *bytes, size_t n) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    fclose(file);
}
static void write_string(const char *name, const char *s) { write_file(name, s, strlen(s)); }

static int make_folder(void **state) {
    (void)state;
    strcpy(folder, "/tmp/vf-ingest-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}
static int remove_folder(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

/* All that a source of that one path gives, a line each: name:line status size. */
static char *list(const char *name, const vf_source_options *options) {
    static char out[8192];
    char path[256];
    snprintf(path, sizeof path, "%s%s%s", folder, *name ? "/" : "", name);
    const char *paths[] = {path};
    vf_source *source;
    assert_int_equal(vf_source_open(paths, 1, options, &source, &fault), VF_OK);
    vf_input input;
    size_t n = 0;
    out[0] = '\0';
    for (vf_status status; (status = vf_source_next(source, &input, &fault)) != VF_END;) {
        const char *uri = input.uri ? input.uri : "?";
        size_t stem = strlen(folder);
        n += (size_t)snprintf(out + n, sizeof out - n, "%s:%d %s %zu\n", strncmp(uri, folder, stem) ? uri : uri + stem,
                              (int)input.line, status ? status == VF_E_LIMIT ? "limit" : "refused" : "ok", input.size);
    }
    uint64_t done, total;
    vf_source_progress(source, &done, &total);
    assert_int_equal(done, total);
    vf_source_close(source);
    return out;
}

static void folders_in_byte_order(void **state) {
    (void)state;
    char path[256], loop[256];
    snprintf(path, sizeof path, "%s/sub", folder);
    mkdir(path, 0700);
    write_string("b.txt", "Second.");
    write_string("B.TXT", "First.");
    write_string("sub/c.jsonl", "{\"text\":\"a\"}\n\n  \r\n{\"text\":\"b\"}");
    write_string("sub/page.htm", "<p>x");
    write_string(".hidden.txt", "no");
    write_string("image.png", "no");
    snprintf(loop, sizeof loop, "%s/sub/loop", folder);
    assert_int_equal(symlink("..", loop), 0);
    assert_string_equal(list("", NULL), "/B.TXT:0 ok 6\n/b.txt:0 ok 7\n/sub/c.jsonl:1 ok 12\n/sub/c.jsonl:4 ok 12\n"
                                        "/sub/page.htm:0 ok 4\n");
}

static void what_cannot_be_read(void **state) {
    (void)state;
    assert_string_equal(list("none.txt", NULL), "/none.txt:0 refused 0\n");
    assert_int_equal(fault.status, VF_E_IO);
    assert_string_equal(list("", NULL), ":0 refused 0\n");
    expect_message(".jsonl");
    write_string("empty.txt", "");
    write_string("empty.jsonl", "\n\n");
    write_file("binary.txt", "ab\0cd", 5);
    write_string("zipped.jsonl", "\x1F\x8B\x08 rest");
    assert_string_equal(list("", NULL), "/binary.txt:0 refused 0\n/empty.jsonl:0 refused 0\n/empty.txt:0 refused 0\n"
                                        "/zipped.jsonl:0 refused 0\n");
    expect_message("gzip");
}

static void long_lines_and_files(void **state) {
    (void)state;
    vf_source_options options = {.article_limit = 100000};
    char *giant = many("x", 3000000, "\n{\"text\":\"after\"}\n"), *text = many("y", 100001, "");
    write_string("a.jsonl", "{\"text\":\"before\"}\n");
    char path[256];
    snprintf(path, sizeof path, "%s/a.jsonl", folder);
    FILE *file = fopen(path, "ab");
    fputs(giant, file);
    fclose(file);
    write_string("b.txt", text);
    assert_string_equal(list("", &options),
                        "/a.jsonl:1 ok 17\n/a.jsonl:2 limit 0\n/a.jsonl:3 ok 16\n/b.txt:0 limit 0\n");
    free(giant);
    free(text);
}

static void json_files(void **state) {
    (void)state;
    write_string("one.json", "{\n  \"text\": \"a\"\n}\n");
    write_string("two.json", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n");
    assert_string_equal(list("one.json", NULL), "/one.json:0 ok 18\n");
    assert_string_equal(list("two.json", NULL), "/two.json:1 ok 13\n/two.json:2 ok 13\n");
}

static void formats_without_ending(void **state) {
    (void)state;
    write_string("lines", "{\"text\": \"a\"}\n");
    write_string("page", "\n<!doctype HTML><p>x");
    write_string("text", "{Reuters} - A report.");
    assert_string_equal(list("lines", NULL), "/lines:1 ok 13\n");
    assert_string_equal(list("text", NULL), "/text:0 ok 21\n");
    assert_int_equal(vfp_sniff("\n<!doctype HTML><p>x", 20), VF_FORMAT_HTML);
}

static void bad_options(void **state) {
    (void)state;
    vf_source *source;
    vf_source_options options = {.published = "yesterday"};
    assert_int_equal(vf_source_open(NULL, 0, &options, &source, &fault), VF_E_ARGUMENT);
    assert_null(source);
    assert_int_equal(vf_source_open(NULL, 0, NULL, &source, &fault), VF_OK);
    vf_input input;
    assert_int_equal(vf_source_next(source, &input, &fault), VF_END);
    vf_source_close(source);
    vf_source_close(NULL);
}

int main(void) {
#define ON_FILES(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_untouched),
        cmocka_unit_test(known_digest),
        cmocka_unit_test(byte_order_marks),
        cmocka_unit_test(windows_1252_is_repaired),
        cmocka_unit_test(other_bytes_are_refused_where_they_are),
        cmocka_unit_test(binary_is_refused),
        cmocka_unit_test(nothing_to_read),
        cmocka_unit_test(mojibake_is_undone),
        cmocka_unit_test(json_fields),
        cmocka_unit_test(json_errors_name_line_and_key),
        cmocka_unit_test(json_nested_deep_is_refused),
        cmocka_unit_test(dates_that_are_none),
        cmocka_unit_test(date_forms),
        cmocka_unit_test(days_and_back),
        cmocka_unit_test(furniture_lines),
        cmocka_unit_test(prose_is_no_furniture),
        cmocka_unit_test(furniture_at_a_paragraphs_end),
        cmocka_unit_test(every_row_knows_its_example),
        cmocka_unit_test(headline_and_its_double),
        cmocka_unit_test(first_sentence_is_no_headline),
        cmocka_unit_test(wrapped_lines_are_one_paragraph),
        cmocka_unit_test(blocks_cover_all_text),
        cmocka_unit_test(page_to_article),
        cmocka_unit_test(page_in_windows_1252),
        cmocka_unit_test(empty_page),
        cmocka_unit_test(hostile_pages),
        cmocka_unit_test(sloppy_pages_are_read),
        ON_FILES(folders_in_byte_order),
        ON_FILES(what_cannot_be_read),
        ON_FILES(long_lines_and_files),
        ON_FILES(json_files),
        ON_FILES(formats_without_ending),
        cmocka_unit_test(bad_options),
    };
    return cmocka_run_group_tests_name("ingest", tests, set_up, tear_down);
}
