/* show.c: one record in the passage that proves it, and what else was read from that passage. */
#include "cli.h"
#include "table.h"
#include "term.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { LABELS = 14 };

static void print_text(const char *text) { print_safe(stdout, text, strlen(text), true); }

static const char *field(const json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/* A value in words: lists with commas, objects as name value, null as nothing. Writes at most `size` bytes. */
static void in_words(const json_t *value, char *out, size_t size) {
    size_t i, n = 0;
    const char *key;
    json_t *item;
    out[0] = 0;
    if (json_is_string(value)) snprintf(out, size, "%s", json_string_value(value));
    else if (json_is_integer(value)) snprintf(out, size, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value)) snprintf(out, size, "%g", json_real_value(value));
    else if (json_is_boolean(value)) snprintf(out, size, "%s", json_is_true(value) ? "yes" : "no");
    else if (json_is_array(value)) {
        json_array_foreach(value, i, item) {
            if (n + 3 >= size) return;
            if (i) n += (size_t)snprintf(out + n, size - n, ", ");
            in_words(item, out + n, size - n);
            n += strlen(out + n);
        }
    } else if (json_is_object(value)) {
        json_object_foreach((json_t *)value, key, item) {
            if (json_is_null(item) || strstr(key, "span") || n + strlen(key) + 4 >= size) continue;
            n += (size_t)snprintf(out + n, size - n, "%s%s ", n ? ", " : "", key);
            in_words(item, out + n, size - n);
            n += strlen(out + n);
        }
    }
}

/* Fields that other lines show, or that say nothing to a person. */
static bool is_plumbing(const char *key) {
    static const char *const names[] = {"type", "id", "doc", "text", "furniture", "passage", "sha256"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(key, names[i]) == 0) return true;
    return strstr(key, "span") != NULL;
}

static void print_fields(const json_t *record, int room) {
    char words[4096];
    const char *key;
    json_t *value;
    printf("%s%s %s%s\n", style(STYLE_BOLD), field(record, "type"), field(record, "id"), style(STYLE_PLAIN));
    json_object_foreach((json_t *)record, key, value) {
        in_words(value, words, sizeof words);
        if (is_plumbing(key) || !words[0]) continue;
        printf("  ");
        print_text(key);
        printf("%*s", LABELS - text_columns(key, strlen(key)) > 0 ? LABELS - text_columns(key, strlen(key)) : 1, "");
        print_wrapped(words, LABELS + 2, room - LABELS - 2);
        putchar('\n');
    }
}

/* A slice of a line, of which the bytes [begin, end) are bold. */
static void print_marked(const char *s, size_t n, size_t begin, size_t end) {
    if (begin > n) begin = n;
    if (end > n) end = n;
    print_safe(stdout, s, begin, true);
    if (begin < end) fputs(style(STYLE_MARK), stdout);
    print_safe(stdout, s + begin, end - begin, true);
    if (begin < end) fputs(style(STYLE_PLAIN), stdout);
    print_safe(stdout, s + end, n - end, true);
}

/* The passage, wrapped, with what proves the record marked: bold where there are colours, else between » and «. */
static bool print_passage(const json_t *passage, int room) {
    const char *before = field(passage, "before"), *text = field(passage, "text"), *after = field(passage, "after");
    const char *open = term_colored() ? "" : "»", *close = term_colored() ? "" : "«";
    size_t size = strlen(before) + strlen(text) + strlen(after) + 8, left, line;
    if (!*text) return true;
    char *whole = malloc(size);
    if (!whole) return false;
    left = (size_t)snprintf(whole, size, "%s%s%s%s%s", before, open, text, close, after);
    const char *begin = whole + strlen(before), *end = begin + strlen(open) + strlen(text) + strlen(close);
    const char *rest = whole;
    putchar('\n');
    for (int used; (line = line_take(&rest, &left, room - 2, &used)); rest += line) {
        fputs("  ", stdout);
        print_marked(rest, line, begin > rest ? (size_t)(begin - rest) : 0, end > rest ? (size_t)(end - rest) : 0);
        putchar('\n');
    }
    free(whole);
    return true;
}

static void print_document(const json_t *document, int room) {
    static const char *const parts[] = {"title", "publisher", "published", "uri", "id"};
    char line[4096] = "";
    size_t n = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && n < sizeof line; i++)
        if (*field(document, parts[i]))
            n += (size_t)snprintf(line + n, sizeof line - n, "%s%s", n ? " · " : "", field(document, parts[i]));
    printf("\n  ");
    print_wrapped(line, 2, room - 2);
    putchar('\n');
}

static void print_beside(const json_t *beside) {
    size_t i;
    json_t *record;
    if (!json_array_size(beside)) return;
    printf("\n%sIn the same passage%s\n", style(STYLE_BOLD), style(STYLE_PLAIN));
    json_array_foreach(beside, i, record) {
        static const char *const telling[] = {"speaker", "plover", "contact", "status",    "actors", "recipients",
                                              "holder",  "issue",  "label",   "predictor", "kind",   "value"};
        char words[512];
        if (!*field(record, "id")) continue; /* mentions and times */
        printf("  %-18s %-10s", field(record, "id"), field(record, "type"));
        for (size_t k = 0; k < sizeof telling / sizeof *telling; k++) {
            in_words(json_object_get(record, telling[k]), words, sizeof words);
            if (words[0]) putchar(' '), print_text(words);
        }
        putchar('\n');
    }
}

static int print_shown(const char *json) {
    json_error_t why;
    json_t *shown = json_loads(json, 0, &why);
    if (!shown) {
        complain("the ledger's answer is not valid JSON: %s", why.text);
        return EXIT_FAILED;
    }
    int room = term_width();
    const json_t *record = json_object_get(shown, "record");
    print_fields(record, room);
    if (!print_passage(json_object_get(shown, "passage"), room)) complain("out of memory");
    if (*field(record, "text")) {
        printf("\n");
        print_safe(stdout, field(record, "text"), strlen(field(record, "text")), false);
        printf("\n");
    }
    print_document(json_object_get(shown, "document"), room);
    print_beside(json_object_get(shown, "beside"));
    json_decref(shown);
    return EXIT_FINE;
}

int run_show(const Options *options) {
    vf_error error = {0};
    char *json = NULL;
    vf_ledger *ledger = ledger_open(options, VF_LEDGER_READ);
    if (!ledger) return EXIT_FAILED;
    int result = EXIT_FINE;
    if (vf_show(ledger, options->id, &json, &error)) result = failed(&error);
    else if (options->json) print_json_safe(stdout, json, strlen(json)), putchar('\n');
    else result = print_shown(json);
    vf_free(json);
    vf_ledger_close(ledger);
    return result;
}
