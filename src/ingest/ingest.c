/* ingest.c: one input, whatever its format, → Article.text, what is known of it, and its blocks.
 *
 * In: an input's bytes. Out: the ingest layer of the article, all of it in the arena. The text of plain text and
 * JSON is never cut, only marked, so that offsets hold in the original. Linear. */
#include "ingest/page.h"
#include <inttypes.h>
#include <sha2.h>

unsigned vfp_blank(const char *text, size_t n, size_t i) {
    unsigned char c = (unsigned char)text[i];
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    uint32_t rune;
    unsigned len = c == 0xC2 || c == 0xE2 || c == 0xE3 || c == 0xEF ? vfp_utf8_decode(text, n, i, &rune) : 0;
    bool blank = len && (rune == 0xA0 || rune == 0x85 || (rune >= 0x2000 && rune <= 0x200D) || rune == 0x2028 ||
                         rune == 0x2029 || rune == 0x202F || rune == 0x3000 || rune == 0xFEFF);
    return blank ? len : 0;
}

Str vfp_trim(Str s) {
    unsigned k;
    while (s.len && (k = vfp_blank(s.at, s.len, 0))) s.at += k, s.len -= k;
    while (s.len) {
        uint32_t last = s.len - 1;
        while (last && ((unsigned char)s.at[last] & 0xC0) == 0x80) last--;
        if (vfp_blank(s.at, s.len, last) != s.len - last) break;
        s.len = last;
    }
    return s;
}

Str vfp_squeeze(Arena *arena, Str s) {
    char *to = vfp_arena_alloc(arena, (size_t)s.len + 1);
    uint32_t n = 0;
    bool gap = false;
    for (uint32_t i = 0; i < s.len;) {
        unsigned k = vfp_blank(s.at, s.len, i);
        gap |= k > 0;
        if (!k) {
            if (gap && n) to[n++] = ' ';
            gap = false;
            to[n++] = s.at[i];
        }
        i += k ? k : 1;
    }
    return (Str){to, n};
}

static Str plain(Arena *arena, Str s) {
    Str squeezed = vfp_squeeze(arena, s);
    char *to = vfp_arena_alloc(arena, 2 * (size_t)squeezed.len + 4);
    return (Str){to, vfp_fold(squeezed, to)};
}

bool vfp_same(Arena *arena, Str a, Str b) {
    if (a.len > 4 * b.len + 16 || b.len > 4 * a.len + 16) return false;
    return vfp_str_is(plain(arena, a), plain(arena, b));
}

static vf_status ingest_text(Article *a, const vf_input *in, vf_error *error) {
    vf_status status = vfp_decode(a->arena, in, &a->text, error);
    if (!status) a->text = vfp_unmojibake(a->arena, a->text);
    return status;
}

static vf_status check_size(const vf_input *in, vf_format format, vf_error *error) {
    size_t limit = format == VF_FORMAT_TEXT ? 2 * VFP_TEXT_LIMIT : VFP_INPUT_LIMIT; /* UTF-16 takes twice the room */
    if (in->size <= limit) return VF_OK;
    return vfp_fail(error, VF_E_LIMIT, in->uri, in->line, 0, "the article has %zu bytes, more than %zu; split it",
                    in->size, limit);
}

static vf_status check_text(const Article *a, const vf_input *in, vf_error *error) {
    if (a->text.len > VFP_TEXT_LIMIT)
        return vfp_fail(error, VF_E_LIMIT, in->uri, in->line, 0,
                        "the article has %u bytes of text, more than %d; split it", a->text.len, VFP_TEXT_LIMIT);
    if (!vfp_trim(a->text).len)
        return vfp_fail(error, VF_E_FORMAT, in->uri, in->line, 0,
                        a->text.len || in->size ? "no text in it to read; leave it out"
                                                : "it is empty; there is nothing to read, so leave it out");
    return VF_OK;
}

/* Where it was read. A line of a file is named with its number, so that no two articles have one address. */
static void place(Article *a, const vf_input *in) {
    if (!in->uri) return;
    a->input = vfp_str_copy(a->arena, vfp_str(in->uri));
    a->line = in->line;
    if (a->uri.len) return;
    a->uri = a->input;
    if (!in->line) return;
    a->uri = vfp_str_format(a->arena, "%s:%" PRIu64, in->uri, in->line);
    a->uri_is_line = true;
}

/* What the input did not say itself: its date, its place, its id. */
static void complete(Article *a, const vf_input *in) {
    Date date = vfp_date_parse(a->published);
    if (!date.year && in->published) date = vfp_date_parse(vfp_str(in->published));
    char iso[16];
    vfp_date_iso(date, iso);
    a->date = date;
    a->published = vfp_str_copy(a->arena, vfp_str(iso));
    place(a, in);
    SHA256Data((const uint8_t *)a->text.at, a->text.len, a->sha256);
    if (!a->id.len) a->id = vfp_str_copy(a->arena, (Str){a->sha256, 16});
}

vf_status vfp_ingest(Article *a, const vf_input *in, vf_error *error) {
    vf_format format = in->format == VF_FORMAT_AUTO ? vfp_sniff(in->bytes, in->size) : in->format;
    vf_status status = check_size(in, format, error);
    if (status) return status;
    switch (format) {
    case VF_FORMAT_JSONL: status = vfp_ingest_json(a, in, error); break;
    case VF_FORMAT_HTML: status = vfp_ingest_html(a, in, error); break;
    case VF_FORMAT_CONLLU: status = vfp_ingest_conllu(a, in, error); break;
    default: status = ingest_text(a, in, error); break;
    }
    if (!status) status = check_text(a, in, error);
    if (status) return status;
    complete(a, in);
    if (!a->given) vfp_blocks(a, format == VF_FORMAT_TEXT);
    return VF_OK;
}
