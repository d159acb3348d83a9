/* meta.c: what a page says of itself: Open Graph and other meta elements, JSON-LD (schema.org), link, time, h1.
 *
 * The first source that has a field fills it, best first. JSON-LD goes through jansson, whose memory is malloc's:
 * all that is kept of it goes to room taken from the arena beforehand, so that nothing in between can jump. Linear. */
#include "ingest/tree.h"
#include <jansson.h>

typedef struct Meta {
    Str og_title, ld_title, h1, head;
    Str site, ld_site, application;
    Str author, ld_author;
    Str published, ld_published, time;
    Str uri, language, ld_language, body;
} Meta;

static void first(Str *field, Str value) {
    if (!field->len) *field = vfp_trim(value);
}

/* ------------------------------------------------------------------ meta, link, time, title */

/* Keys of meta elements, and the field of Meta each fills. */
static const struct {
    const char *key;
    size_t field;
} meta_keys[] = {
    {"og:title", offsetof(Meta, og_title)},
    {"twitter:title", offsetof(Meta, og_title)},
    {"og:site_name", offsetof(Meta, site)},
    {"application-name", offsetof(Meta, application)},
    {"author", offsetof(Meta, author)},
    {"article:author", offsetof(Meta, author)},
    {"parsely-author", offsetof(Meta, author)},
    {"sailthru.author", offsetof(Meta, author)},
    {"dc.creator", offsetof(Meta, author)},
    {"article:published_time", offsetof(Meta, published)},
    {"og:article:published_time", offsetof(Meta, published)},
    {"datepublished", offsetof(Meta, published)},
    {"parsely-pub-date", offsetof(Meta, published)},
    {"sailthru.date", offsetof(Meta, published)},
    {"pubdate", offsetof(Meta, published)},
    {"publishdate", offsetof(Meta, published)},
    {"publish-date", offsetof(Meta, published)},
    {"publish_date", offsetof(Meta, published)},
    {"dc.date.issued", offsetof(Meta, published)},
    {"dc.date", offsetof(Meta, published)},
    {"dcterms.created", offsetof(Meta, published)},
    {"article.published", offsetof(Meta, published)},
    {"date", offsetof(Meta, published)},
    {"og:url", offsetof(Meta, uri)},
    {"og:locale", offsetof(Meta, language)},
};

static bool is_address(const char *s) { return strncmp(s, "http", 4) == 0 || strncmp(s, "//", 2) == 0; }

static void read_meta(Meta *m, const GumboNode *node) {
    const char *key = vfp_attribute(node, "property"), *content = vfp_attribute(node, "content");
    if (!key) key = vfp_attribute(node, "name");
    if (!key) key = vfp_attribute(node, "itemprop");
    if (!key || !content) return;
    for (size_t i = 0; i < sizeof meta_keys / sizeof *meta_keys; i++) {
        bool address = meta_keys[i].field == offsetof(Meta, uri);
        if (!strcasecmp(key, meta_keys[i].key) && is_address(content) == address)
            first((Str *)(void *)((char *)m + meta_keys[i].field), vfp_str(content));
    }
}

static void read_link(Meta *m, const GumboNode *node) {
    const char *rel = vfp_attribute(node, "rel"), *href = vfp_attribute(node, "href");
    if (rel && href && !strcasecmp(rel, "canonical") && is_address(href)) m->uri = vfp_str(href);
}

static void read_time(Meta *m, const GumboNode *node) {
    const char *when = vfp_attribute(node, "datetime");
    if (when && vfp_date_parse(vfp_str(when)).day) first(&m->time, vfp_str(when));
}

/* ------------------------------------------------------------------ JSON-LD */

typedef struct Shelf {
    char *at;
    size_t used, size;
} Shelf;

static Str keep(Shelf *shelf, const char *s) {
    size_t n = strlen(s);
    if (n + 1 > shelf->size - shelf->used) return (Str){"", 0};
    char *at = memcpy(shelf->at + shelf->used, s, n + 1);
    shelf->used += n + 1;
    return (Str){at, (uint32_t)n};
}

/* Keeps a string once; a field that is filled takes no more room. */
static void keep_first(Shelf *shelf, Str *field, const json_t *v) {
    const char *s = json_string_value(v);
    if (s && !field->len) first(field, keep(shelf, s));
}

static bool ends(const char *s, const char *ending) {
    size_t n = strlen(s), k = strlen(ending);
    return n >= k && !strcmp(s + n - k, ending);
}

/* NewsArticle, ReportageNewsArticle, BlogPosting … */
static bool is_article_name(const json_t *type) {
    const char *s = json_string_value(type);
    return s && (ends(s, "Article") || ends(s, "Posting") || ends(s, "Report"));
}

static bool is_article(const json_t *object) {
    const json_t *type = json_object_get(object, "@type");
    bool is = is_article_name(type);
    for (size_t i = 0; i < json_array_size(type) && !is; i++) is = is_article_name(json_array_get(type, i));
    return is;
}

/* "name" of an object or of an array's first; or the string itself. */
static const json_t *name_of(const json_t *v) {
    if (json_is_array(v)) v = json_array_get(v, 0);
    if (json_is_object(v)) v = json_object_get(v, "name");
    if (json_is_array(v)) v = json_array_get(v, 0);
    return json_is_string(v) && !is_address(json_string_value(v)) ? v : NULL;
}

/* All authors' names, joined by commas. */
static void keep_authors(Shelf *shelf, Str *field, const json_t *v) {
    if (field->len) return;
    if (!json_is_array(v) || json_array_size(v) < 2) {
        keep_first(shelf, field, name_of(v));
        return;
    }
    size_t begin = shelf->used;
    for (size_t i = 0; i < json_array_size(v); i++) {
        const json_t *name = name_of(json_array_get(v, i));
        if (!name) continue;
        if (shelf->used > begin && shelf->used < shelf->size) {
            shelf->at[shelf->used - 1] = ',';
            shelf->at[shelf->used++] = ' ';
        }
        keep(shelf, json_string_value(name));
    }
    if (shelf->used > begin) first(field, (Str){shelf->at + begin, (uint32_t)(shelf->used - begin - 1)});
}

static void read_ld_object(Meta *m, Shelf *shelf, const json_t *object) {
    if (!is_article(object)) return;
    keep_first(shelf, &m->ld_title, json_object_get(object, "headline"));
    keep_first(shelf, &m->ld_site, name_of(json_object_get(object, "publisher")));
    keep_authors(shelf, &m->ld_author, json_object_get(object, "author"));
    keep_first(shelf, &m->ld_published, json_object_get(object, "datePublished"));
    keep_first(shelf, &m->ld_language, json_object_get(object, "inLanguage"));
    keep_first(shelf, &m->body, json_object_get(object, "articleBody"));
}

/* An object, an array of them, or an object that holds them as @graph. */
static void read_ld(Meta *m, Shelf *shelf, const json_t *root) {
    if (json_is_object(root)) {
        read_ld_object(m, shelf, root);
        root = json_object_get(root, "@graph");
    }
    for (size_t i = 0; i < json_array_size(root); i++) read_ld_object(m, shelf, json_array_get(root, i));
}

static void read_script(Arena *arena, Meta *m, const Tree *tree, uint32_t i) {
    const char *type = vfp_attribute(tree->nodes[i].at, "type");
    if (!type || strcasecmp(type, "application/ld+json") != 0 || tree->nodes[i].end != i + 2) return;
    const char *text = tree->nodes[i + 1].at->v.text.text;
    Str json = vfp_trim(vfp_str_copy(arena, vfp_str(text)));
    char *s = (char *)json.at; /* our copy: bare newlines in strings, which many pages have, are made blanks */
    for (uint32_t k = 0; k < json.len; k++)
        if ((unsigned char)s[k] < ' ') s[k] = ' ';
    Shelf shelf = {.size = (size_t)json.len + 64};
    shelf.at = vfp_arena_alloc(arena, shelf.size);
    json_t *root = json_loadb(json.at, json.len, JSON_DISABLE_EOF_CHECK, NULL);
    if (root) read_ld(m, &shelf, root);
    json_decref(root);
}

/* ------------------------------------------------------------------ choosing */

/* The title without the publisher behind its last bar or dash. */
static Str without_site(Arena *arena, Str title, Str site) {
    static const char *const marks[] = {" | ", " - ", " – ", " — ", " :: ", " « ", " » ", " · "};
    uint32_t cut = 0;
    for (uint32_t i = title.len; i-- > 1 && !cut;)
        for (size_t k = 0; k < sizeof marks / sizeof *marks && !cut; k++) {
            size_t n = strlen(marks[k]);
            if (i + n >= title.len || memcmp(title.at + i, marks[k], n) != 0) continue;
            Str behind = {title.at + i + n, title.len - i - (uint32_t)n};
            if (vfp_same(arena, behind, site) || (!site.len && marks[k][1] == '|' && i > behind.len)) cut = i;
            else return title;
        }
    return cut ? (Str){title.at, cut} : title;
}

static Str choose(Str a, Str b, Str c) { return a.len ? a : b.len ? b : c; }

static void fill(Article *a, const Meta *m) {
    Arena *arena = a->arena;
    Str site = vfp_squeeze(arena, choose(m->site, m->ld_site, m->application));
    Str title = choose(m->og_title, m->ld_title, m->h1);
    title = vfp_squeeze(arena, title.len ? title : m->head);
    a->title = vfp_str_copy(arena, vfp_trim(without_site(arena, title, site)));
    a->publisher = site;
    a->author = vfp_squeeze(arena, choose(m->ld_author, m->author, m->author));
    a->uri = vfp_str_copy(arena, m->uri);
    a->language = vfp_squeeze(arena, choose(m->language, m->ld_language, m->ld_language));
    Str dates[] = {m->published, m->ld_published, m->time};
    for (int i = 0; i < 3 && !a->published.len; i++)
        if (vfp_date_parse(dates[i]).year) a->published = vfp_squeeze(arena, dates[i]);
}

void vfp_meta(Article *a, const Tree *tree, Str *body) {
    Meta m = {0};
    uint32_t h1 = 0, many = 0;
    for (uint32_t i = 0; i < tree->n; i++) {
        const Node *node = &tree->nodes[i];
        switch (node->tag) {
        case GUMBO_TAG_META: read_meta(&m, node->at); break;
        case GUMBO_TAG_LINK: read_link(&m, node->at); break;
        case GUMBO_TAG_TIME: read_time(&m, node->at); break;
        case GUMBO_TAG_SCRIPT: read_script(a->arena, &m, tree, i); break;
        case GUMBO_TAG_H1: h1 = i, many++; break;
        case GUMBO_TAG_TITLE:
            if (!m.head.len) m.head = vfp_tree_line(a->arena, tree, i);
            break;
        case GUMBO_TAG_HTML: m.language = vfp_str(vfp_attribute(node->at, "lang")); break;
        default: break;
        }
    }
    if (many == 1) m.h1 = vfp_tree_line(a->arena, tree, h1);
    fill(a, &m);
    *body = m.body;
}
