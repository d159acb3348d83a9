/* scan.c: can this page be parsed in linear time?
 *
 * HTML5 has a parser walk its stack of open elements for many tags and compare each attribute of a tag with all
 * before it. Pages built for it make that quadratic; so before parsing, one pass counts attributes and follows the
 * depth the parser's stack will have (implied end tags, scopes and misnested formatting included, roughly) and
 * refuses what no real page has. Browsers stop nesting at 512, too. Linear: the stack that is searched is at most
 * DEPTH long; memory is fixed. */
#include "ingest/page.h"
#include <gumbo.h>

enum { DEPTH = 512, ATTRIBUTES = 512 };

typedef enum Kind { PLAIN, SPECIAL, FORMATTING, SCOPE, VOID, RAW } Kind; /* SPECIAL and up to SCOPE as in HTML5 */

typedef struct Scan {
    Str page;
    uint32_t i;
    uint16_t open[DEPTH]; /* GumboTag */
    uint32_t depth, foreign;
    uint32_t count[GUMBO_TAG_LAST + 1];
} Scan;

static Kind kind_of(GumboTag tag) {
    switch (tag) {
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_KEYGEN:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_META:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TRACK:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_FRAME:
    case GUMBO_TAG_BGSOUND:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_HEAD: return VOID; /* the last three: there is one of each whatever the page says */
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES: return RAW;
    case GUMBO_TAG_A:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U: return FORMATTING;
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_MARQUEE:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH: return SCOPE;
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_Q:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_TIME:
    case GUMBO_TAG_INS:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_UNKNOWN:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_OPTGROUP: return PLAIN;
    default: return SPECIAL;
    }
}

/* ------------------------------------------------------------------ the stack of open elements */

static void cut(Scan *s, uint32_t depth) {
    while (s->depth > depth) {
        uint16_t tag = s->open[--s->depth];
        s->count[tag]--;
        s->foreign -= tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH;
    }
}

static void remove_at(Scan *s, uint32_t at) {
    s->count[s->open[at]]--;
    memmove(s->open + at, s->open + at + 1, (s->depth - at - 1) * sizeof *s->open);
    s->depth--;
}

/* The place of the innermost open `tag`, not looking past a kind of `stop` or more (but below VOID); VFP_NONE. */
static uint32_t find(const Scan *s, GumboTag tag, Kind stop) {
    if (!s->count[tag]) return VFP_NONE;
    for (uint32_t at = s->depth; at-- > 0;) {
        if (s->open[at] == tag) return at;
        Kind kind = kind_of(s->open[at]);
        if (kind != FORMATTING && kind >= stop) return VFP_NONE;
    }
    return VFP_NONE;
}

static void close_to(Scan *s, GumboTag tag, Kind stop) {
    uint32_t at = find(s, tag, stop);
    if (at != VFP_NONE) cut(s, at);
}

static bool is_row(GumboTag tag) {
    return tag == GUMBO_TAG_TR || tag == GUMBO_TAG_TBODY || tag == GUMBO_TAG_THEAD || tag == GUMBO_TAG_TFOOT;
}

/* A cell or row ends those before it in the same table. */
static void close_cells(Scan *s, GumboTag tag) {
    for (uint32_t at = s->depth; at-- > 0 && s->open[at] != GUMBO_TAG_TABLE;) {
        GumboTag here = s->open[at];
        bool cell = here == GUMBO_TAG_TD || here == GUMBO_TAG_TH || here == GUMBO_TAG_CAPTION;
        if (cell || (is_row(tag) && (here == GUMBO_TAG_TR || (is_row(here) && tag != GUMBO_TAG_TR)))) cut(s, at);
    }
}

/* What a start tag ends before it begins. */
static void imply(Scan *s, GumboTag tag) {
    switch (tag) {
    case GUMBO_TAG_LI: close_to(s, GUMBO_TAG_LI, SPECIAL); break;
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT:
        close_to(s, GUMBO_TAG_DD, SPECIAL);
        close_to(s, GUMBO_TAG_DT, SPECIAL);
        break;
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_OPTGROUP: close_to(s, GUMBO_TAG_OPTION, SPECIAL); break;
    case GUMBO_TAG_A:
    case GUMBO_TAG_NOBR: {
        uint32_t at = find(s, tag, SCOPE);
        if (at != VFP_NONE) remove_at(s, at);
        break;
    }
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT: close_cells(s, tag); return;
    default: break;
    }
    Kind kind = kind_of(tag);
    if (kind == SPECIAL || tag == GUMBO_TAG_TABLE) close_to(s, GUMBO_TAG_P, SCOPE);
}

static void open_tag(Scan *s, GumboTag tag, bool closed) {
    if (kind_of(tag) == VOID || (closed && (s->foreign || tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH))) return;
    if (!s->foreign) imply(s, tag);
    s->foreign += tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH;
    s->count[tag]++;
    s->open[s->depth++] = (uint16_t)tag;
}

static void close_tag(Scan *s, GumboTag tag) {
    Kind kind = kind_of(tag);
    if (kind == FORMATTING) {
        uint32_t at = find(s, tag, SCOPE);
        if (at != VFP_NONE) remove_at(s, at); /* what is open inside it stays open */
    } else {
        bool through = tag == GUMBO_TAG_TABLE || tag == GUMBO_TAG_TR || tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH;
        close_to(s, tag, kind == PLAIN ? SPECIAL : through ? VOID : SCOPE);
    }
}

/* ------------------------------------------------------------------ tags */

static bool space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool alpha(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

static void skip_to(Scan *s, const char *mark) {
    size_t k = strlen(mark);
    const char *at = s->i < s->page.len ? memmem(s->page.at + s->i, s->page.len - s->i, mark, k) : NULL;
    s->i = at ? (uint32_t)(at - s->page.at + (long)k) : s->page.len;
}

/* Past an attribute's value, at the = sign. */
static void skip_value(Scan *s) {
    const char *p = s->page.at;
    for (s->i++; s->i < s->page.len && space(p[s->i]);) s->i++;
    if (s->i == s->page.len) return;
    char quote = p[s->i];
    if (quote == '"' || quote == '\'') {
        s->i++;
        skip_to(s, quote == '"' ? "\"" : "'");
    } else {
        while (s->i < s->page.len && !space(p[s->i]) && p[s->i] != '>') s->i++;
    }
}

/* Past a tag's attributes and its >; returns how many there were, *closed: it ended in />. */
static uint32_t skip_attributes(Scan *s, bool *closed) {
    const char *p = s->page.at;
    uint32_t n = 0;
    bool name = false;
    *closed = false;
    while (s->i < s->page.len) {
        char c = p[s->i];
        if (c == '>') return s->i++, n;
        *closed = c == '/';
        if (c == '=' && name) {
            skip_value(s);
            name = false;
            continue;
        }
        bool mark = c == '/' || space(c);
        if (mark && c == '/') name = false;
        if (!mark && (!name || space(p[s->i - 1]))) n++, name = true;
        s->i++;
    }
    return n;
}

/* Past the text of an element that has no elements in it (script, style …). */
static void skip_raw(Scan *s, Str name) {
    while (s->i < s->page.len) {
        skip_to(s, "</");
        Str rest = {s->page.at + s->i, s->page.len - s->i};
        if (rest.len > name.len && !strncasecmp(rest.at, name.at, name.len) && !alpha(rest.at[name.len])) return;
    }
}

static vf_status refuse(uint32_t at, const vf_input *in, vf_error *error, const char *what, int limit) {
    return vfp_fail(error, VF_E_LIMIT, in->uri, in->line, (uint64_t)at + 1,
                    "%s (over %d), which no page for readers has; save its text and read that", what, limit);
}

/* At a < with a name behind it (or behind a slash). */
static vf_status read_tag(Scan *s, const vf_input *in, vf_error *error) {
    const char *p = s->page.at;
    uint32_t at = s->i++;
    bool end = p[s->i] == '/', closed;
    s->i += end;
    uint32_t begin = s->i;
    while (s->i < s->page.len && !space(p[s->i]) && p[s->i] != '>' && p[s->i] != '/') s->i++;
    Str name = {p + begin, s->i - begin};
    GumboTag tag = gumbo_tagn_enum(name.at, name.len);
    if (skip_attributes(s, &closed) > ATTRIBUTES)
        return refuse(at, in, error, "a tag with too many attributes", ATTRIBUTES);
    if (end) close_tag(s, tag);
    else if (kind_of(tag) == RAW && !s->foreign) skip_raw(s, name);
    else if (s->depth == DEPTH) return refuse(at, in, error, "elements nested too deep", DEPTH);
    else open_tag(s, tag, closed);
    return VF_OK;
}

vf_status vfp_scan(Str page, const vf_input *in, vf_error *error) {
    Scan s = {.page = page};
    const char *p = page.at;
    vf_status status = VF_OK;
    while (!status) {
        const char *next = memchr(p + s.i, '<', page.len - s.i);
        if (!next || (s.i = (uint32_t)(next - p)) + 2 >= page.len) break;
        if (!strncmp(next, "<!--", 4)) {
            s.i += 2; /* <!--> is a whole comment */
            skip_to(&s, "-->");
        } else if (next[1] == '!' || next[1] == '?') skip_to(&s, ">");
        else if (alpha(next[1]) || (next[1] == '/' && alpha(next[2]))) status = read_tag(&s, in, error);
        else s.i++;
    }
    return status;
}
