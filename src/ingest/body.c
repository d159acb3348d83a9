/* body.c: which part of a page is the article, and its text.
 *
 * Three steps, each linear: furniture that its elements or classes own up to is dropped unless it holds the article;
 * the root is the smallest element that holds nearly all prose of the place that the page calls its article, or
 * failing that of the page; what is in the root is written block by block, blocks that are links, labels or known
 * lines of furniture left out. */
#include "ingest/tree.h"

enum { LABEL = 40, LONG_LINK = 100, ENOUGH = 600, LITTLE = 300 };

/* ------------------------------------------------------------------ dropping */

/* Whether the article may be in there all the same: it holds most of the page's prose. Comments may, too; they are
 * told by what is left without them, and by the page calling another part its body. */
static bool holds_article(const Tree *tree, uint32_t i, uint32_t total, const uint32_t *claims) {
    const Node *node = &tree->nodes[i];
    if (node->mass * 2 < total || !node->mass) return false;
    return total - node->mass < ENOUGH || claims[node->end] > claims[i];
}

/* For each node, how many before it claim the article: its title, its body, the room it is in. */
static uint32_t *count_claims(Arena *arena, const Tree *tree) {
    uint32_t *claims = vfp_arena_alloc(arena, ((size_t)tree->n + 1) * sizeof *claims);
    for (uint32_t i = 0; i < tree->n; i++) {
        const Node *node = &tree->nodes[i];
        claims[i + 1] = claims[i] + (node->tag == GUMBO_TAG_H1 || node->flags & (NODE_BODY | NODE_ROOM));
    }
    return claims;
}

/* A header or figure with prose in it may be the article's own beginning. */
static bool is_kept(const Node *node) {
    return (node->tag == GUMBO_TAG_HEADER && node->mass > 0) || (node->flags & NODE_BODY);
}

/* The classes misled us: nearly nothing is left. Only what is furniture by its element stays dropped. */
static void take_back(Arena *arena, Tree *tree) {
    for (uint32_t i = 0; i < tree->n; i++)
        if (tree->nodes[i].tag != GUMBO_TAG_NAV && tree->nodes[i].tag != GUMBO_TAG_FOOTER)
            tree->nodes[i].flags &= (uint8_t)~NODE_DROP;
    vfp_tree_sum(arena, tree);
}

static void drop_furniture(Arena *arena, Tree *tree) {
    uint32_t total = tree->nodes[tree->body].mass, *claims = count_claims(arena, tree);
    for (uint32_t i = tree->body; i < tree->n; i++) {
        Node *node = &tree->nodes[i];
        if (node->flags & NODE_SOFT && !is_kept(node) && !holds_article(tree, i, total, claims))
            node->flags |= NODE_DROP;
        if (node->flags & (NODE_DROP | NODE_HARD)) i = node->end - 1;
    }
    vfp_tree_sum(arena, tree);
    uint32_t left = tree->nodes[tree->body].mass;
    if (left < LITTLE && left * 4 < total) take_back(arena, tree);
}

/* ------------------------------------------------------------------ the root */

/* The node with that flag which holds the most prose; VFP_NONE where none holds a `share` (in percent) of all. */
static uint32_t richest(const Tree *tree, unsigned flag, uint32_t share) {
    uint32_t best = VFP_NONE, total = tree->nodes[tree->body].mass;
    for (uint32_t i = tree->body; i < tree->nodes[tree->body].end; i++) {
        const Node *node = &tree->nodes[i];
        if (!(node->flags & flag) || (uint64_t)node->mass * 100 < (uint64_t)total * share || !node->mass) continue;
        if (best == VFP_NONE || node->mass > tree->nodes[best].mass) best = i;
    }
    return best;
}

static bool holds_blocks(uint16_t tag) {
    return tag != GUMBO_TAG_P && tag != GUMBO_TAG_LI && tag != GUMBO_TAG_BLOCKQUOTE && tag != GUMBO_TAG_PRE &&
           !(tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6);
}

/* Goes down as long as one child holds nearly all prose. */
static uint32_t descend(const Tree *tree, uint32_t root) {
    for (uint32_t next = root; next != VFP_NONE;) {
        root = next;
        next = VFP_NONE;
        const Node *node = &tree->nodes[root];
        for (uint32_t i = root + 1; i < node->end; i = tree->nodes[i].end) {
            const Node *child = &tree->nodes[i];
            bool most = (uint64_t)child->mass * 100 >= (uint64_t)node->mass * 90 && child->mass;
            if (most && child->flags & NODE_BLOCK && holds_blocks(child->tag)) next = i;
        }
    }
    return root;
}

static uint32_t find_root(const Tree *tree) {
    uint32_t root = richest(tree, NODE_BODY, 40);
    if (root == VFP_NONE) root = richest(tree, NODE_ROOM, 50);
    return descend(tree, root == VFP_NONE ? tree->body : root);
}

/* ------------------------------------------------------------------ writing */

typedef struct Writer {
    Arena *arena;
    const Tree *tree;
    const Furniture *furniture;
    Str title;
    char *text;
    uint32_t n;          /* bytes written for good */
    uint32_t begin, end; /* the block being written */
    uint32_t block;      /* its node */
    uint32_t chars, links, breaks, written;
    uint32_t heading; /* where headings that nothing follows yet began; VFP_NONE */
} Writer;

static bool is_heading(uint16_t tag) { return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6; }

static bool stops(Str s) { return strchr(".!?:;\"'\x9D\x99", s.at[s.len - 1]) != NULL; }

static bool belongs(const Writer *w, Str s) {
    uint16_t tag = w->tree->nodes[w->block].tag;
    bool prose = tag == GUMBO_TAG_P || tag == GUMBO_TAG_BLOCKQUOTE || tag == GUMBO_TAG_PRE || is_heading(tag);
    if (vfp_furniture_line(w->furniture, s)) return false;
    if (w->links * 10 >= w->chars * 9 && !is_heading(tag) && (w->chars < LONG_LINK || !prose)) return false;
    if (!prose && tag != GUMBO_TAG_LI && w->chars < LABEL && !stops(s)) return false;
    return !(w->title.len && w->written < 3 && vfp_same(w->arena, w->title, s));
}

/* Ends the block: keeps it or takes it back. */
static void flush(Writer *w) {
    Str s = vfp_trim((Str){w->text + w->begin, w->end - w->begin});
    bool keep = s.len && belongs(w, s);
    if (keep) {
        uint32_t begin = w->n;
        memmove(w->text + begin, s.at, s.len);
        w->n = begin + s.len;
        w->text[w->n++] = '\n';
        w->text[w->n++] = '\n';
        bool heading = is_heading(w->tree->nodes[w->block].tag);
        if (!heading) w->heading = VFP_NONE;
        else if (w->heading == VFP_NONE) w->heading = begin;
        w->written++;
    }
    w->begin = w->end = w->n;
    w->chars = w->links = w->breaks = 0;
}

static void put_text(Writer *w, const Node *node) {
    const char *s = node->at->v.text.text;
    size_t n = strlen(s);
    for (size_t i = 0; i < n;) {
        unsigned blank = vfp_blank(s, n, i);
        if (!blank) {
            w->text[w->end++] = s[i++];
            continue;
        }
        if (w->end > w->begin && w->text[w->end - 1] != ' ' && w->text[w->end - 1] != '\n') w->text[w->end++] = ' ';
        i += blank;
    }
    if (node->chars) w->breaks = 0;
    w->chars += node->chars;
    w->links += node->links;
}

static void put_break(Writer *w) {
    if (++w->breaks > 1) flush(w);
    else if (w->end > w->begin) w->text[w->end++] = '\n';
}

/* Lists, tables and boxes that are links for the most part. */
static bool is_link_box(const Node *node) {
    switch (node->tag) {
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_ARTICLE: return node->links * 2 > node->chars;
    default: return false;
    }
}

static void write_node(Writer *w, uint32_t i) {
    const Node *node = &w->tree->nodes[i];
    if (node->flags & NODE_TEXT) {
        if (node->block != w->block) {
            if (!node->chars) return;
            flush(w);
            w->block = node->block;
        }
        put_text(w, node);
    } else if (node->tag == GUMBO_TAG_BR) put_break(w);
    else if (node->tag == GUMBO_TAG_HR || node->flags & NODE_BLOCK) flush(w);
}

static void write_root(Writer *w, uint32_t root) {
    const Tree *tree = w->tree;
    for (uint32_t i = root; i < tree->nodes[root].end; i++) {
        const Node *node = &tree->nodes[i];
        bool skip = node->flags & (NODE_DROP | NODE_HARD) || (i > root && is_link_box(node));
        if (!skip) write_node(w, i);
        else i = node->end - 1;
    }
    flush(w);
    if (w->heading != VFP_NONE) w->n = w->heading; /* headings of what was left out */
    while (w->n && w->text[w->n - 1] == '\n') w->n--;
    w->text[w->n] = '\0';
}

Str vfp_body(Arena *arena, Tree *tree, const Furniture *furniture, Str title) {
    vfp_tree_sum(arena, tree);
    drop_furniture(arena, tree);
    uint32_t root = find_root(tree);
    Writer w = {
        .arena = arena, .tree = tree, .furniture = furniture, .title = title, .block = root, .heading = VFP_NONE};
    w.text = vfp_arena_alloc(arena, tree->bytes + 3 * (size_t)tree->n + 8);
    write_root(&w, root);
    return (Str){w.text, w.n};
}
