/* json.c: one JSON object → an article's text and metadata.
 *
 * Simple lines are read by json_flat.c, all others by jansson. Keys: id text published title publisher uri author
 * language; others are ignored. jansson takes its memory from malloc, the article's from an arena that may jump
 * away: so the arena's part is taken before jansson starts (a decoded string is never longer than its JSON) and
 * nothing in between can jump. Linear; nesting is limited to jansson's 2048. */
#include "ingest/page.h"
#include <jansson.h>

typedef struct Shelf {
    char *at;
    size_t used, size;
} Shelf;

/* A copy on the shelf, NUL behind it. */
static Str keep(Shelf *shelf, const char *s, size_t n) {
    if (n + 1 > shelf->size - shelf->used) return (Str){"", 0};
    char *at = shelf->at + shelf->used;
    memcpy(at, s, n);
    at[n] = '\0';
    shelf->used += n + 1;
    return (Str){at, (uint32_t)n};
}

static const char *kind(const json_t *v) {
    static const char *const names[] = {"an object", "an array", "a string", "an integer",
                                        "a number",  "true",     "false",    "null"};
    return names[json_typeof(v)];
}

/* Where and what jansson complains of; the byte counts from the start of its line. */
static vf_status bad_json(const vf_input *in, Str json, const json_error_t *e, vf_error *error) {
    size_t at = e->position > 0 ? (size_t)e->position : 0, begin = at < json.len ? at : json.len;
    while (begin && json.at[begin - 1] != '\n') begin--;
    uint64_t line = in->line ? in->line : (uint64_t)(e->line > 0 ? e->line : 1);
    enum json_error_code code = json_error_code(e);
    if (code == json_error_null_character || code == json_error_null_byte_in_key)
        return vfp_fail(error, VF_E_FORMAT, in->uri, line, at - begin + 1,
                        "a NUL character (\\u0000), which no text holds; take it out");
    return vfp_fail(error, VF_E_FORMAT, in->uri, line, at - begin + 1,
                    "not valid JSON (%s); a line must hold one whole JSON object", e->text);
}

static vf_status read_key(const json_t *object, const JsonKey *key, Shelf *shelf, const vf_input *in, vf_error *error) {
    const json_t *v = json_object_get(object, key->name);
    if (!v || json_is_null(v)) return VF_OK;
    if (json_is_integer(v) && !strcmp(key->name, "id")) {
        char digits[32];
        int n = snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
        *key->to = keep(shelf, digits, (size_t)n);
    } else if (json_is_string(v)) {
        *key->to = keep(shelf, json_string_value(v), json_string_length(v));
    } else {
        return vfp_fail(error, VF_E_FORMAT, in->uri, in->line, 0, "\"%s\" must be a string or null; it is %s",
                        key->name, kind(v));
    }
    return VF_OK;
}

enum { KEY_COUNT = 8 };
static void wanted(Article *a, JsonKey keys[KEY_COUNT]) {
    const JsonKey all[KEY_COUNT] = {{"id", &a->id},         {"text", &a->text},        {"published", &a->published},
                                    {"title", &a->title},   {"uri", &a->uri},          {"publisher", &a->publisher},
                                    {"author", &a->author}, {"language", &a->language}};
    memcpy(keys, all, sizeof all);
}

/* Most lines are simple; false, with nothing read, where this one isn't or lacks a text. */
static bool read_simple(Article *a, Str json, char *room) {
    JsonKey keys[KEY_COUNT];
    wanted(a, keys);
    if (vfp_json_flat(json, keys, KEY_COUNT, room) && vfp_trim(a->text).len) return true;
    for (size_t i = 0; i < KEY_COUNT; i++) *keys[i].to = (Str){0};
    return false;
}

static vf_status read_object(Article *a, const json_t *root, Shelf *shelf, const vf_input *in, vf_error *error) {
    JsonKey keys[KEY_COUNT];
    wanted(a, keys);
    if (!json_is_object(root))
        return vfp_fail(error, VF_E_FORMAT, in->uri, in->line, 0,
                        "expected a JSON object with the key \"text\"; it is %s%s", kind(root),
                        json_is_array(root) ? " (jq -c '.[]' makes JSON Lines of it)" : "");
    vf_status status = VF_OK;
    for (size_t i = 0; !status && i < KEY_COUNT; i++) status = read_key(root, &keys[i], shelf, in, error);
    if (status || vfp_trim(a->text).len) return status;
    const json_t *text = json_object_get(root, "text");
    return vfp_fail(error, VF_E_FORMAT, in->uri, in->line, 0, "the key \"text\" is %s; it must hold the article's text",
                    !text                ? "missing"
                    : json_is_null(text) ? "null"
                                         : "empty");
}

vf_status vfp_ingest_json(Article *a, const vf_input *in, vf_error *error) {
    Str json = {in->bytes, (uint32_t)in->size};
    if (in->size >= 3 && !memcmp(in->bytes, "\xEF\xBB\xBF", 3)) json.at += 3, json.len -= 3;
    if (memchr(json.at, 0, json.len) || vfp_utf8_valid(json.at, json.len) < json.len) {
        vf_status status = vfp_decode(a->arena, in, &json, error);
        if (status) return status;
    }
    Shelf shelf = {.size = (size_t)json.len + 64};
    shelf.at = vfp_arena_alloc(a->arena, shelf.size);
    if (read_simple(a, json, shelf.at)) {
        a->text = vfp_unmojibake(a->arena, a->text);
        return VF_OK;
    }
    json_error_t e;
    json_t *root = json_loadb(json.at, json.len, JSON_DECODE_ANY, &e);
    vf_status status = root ? read_object(a, root, &shelf, in, error) : bad_json(in, json, &e, error);
    json_decref(root);
    if (!status) a->text = vfp_unmojibake(a->arena, a->text);
    return status;
}
