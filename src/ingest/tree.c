/* tree.c: the parser's tree → an array in document order, with sums over subtrees.
 *
 * In: gumbo's tree. Out: Tree. The walk keeps its own stack and the sums run over the array backwards, so depth
 * costs memory only. What an element is worth is told by its tag and role, and by its class and id through
 * lexicon/furniture.txt. */
#include "ingest/tree.h"

enum { PARAGRAPH = 60 }; /* characters from which a block counts as a paragraph of prose */

const char *vfp_attribute(const GumboNode *element, const char *name) {
    GumboAttribute *a = gumbo_get_attribute(&element->v.element.attributes, name);
    return a ? a->value : NULL;
}

/* ------------------------------------------------------------------ what an element is */

static bool is_inline(GumboTag tag) {
    switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_ACRONYM:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BDI:
    case GUMBO_TAG_BDO:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_DATA:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INS:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_Q:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_TIME:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
    case GUMBO_TAG_VAR:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_UNKNOWN: return true;
    default: return false;
    }
}

static bool is_hard(GumboTag tag) {
    switch (tag) {
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_MAP:
    case GUMBO_TAG_FRAMESET:
    case GUMBO_TAG_NOFRAMES: return true;
    default: return false;
    }
}

static bool is_soft(GumboTag tag) {
    switch (tag) {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_FIELDSET: return true;
    default: return false;
    }
}

static bool among(const char *value, const char *const *list) {
    while (*list && strcasecmp(value, *list) != 0) list++;
    return *list != NULL;
}

static bool hides(const char *style) {
    const char *none = strcasestr(style, "display"), *hidden = strcasestr(style, "visibility");
    return (none && strncmp(none + 7 + strspn(none + 7, " :"), "none", 4) == 0) ||
           (hidden && strncmp(hidden + 10 + strspn(hidden + 10, " :"), "hidden", 6) == 0);
}

/* WAI-ARIA's landmark roles (w3.org/TR/wai-aria) and schema.org's articleBody: closed sets of standards. */
static unsigned attribute_flags(const GumboAttribute *a, const Furniture *f) {
    static const char *const page_roles[] = {"navigation",  "complementary", "banner",  "contentinfo", "search",
                                             "dialog",      "menu",          "menubar", "toolbar",     "alert",
                                             "alertdialog", "tablist",       NULL};
    const char *name = a->name, *value = a->value;
    if (!strcmp(name, "class") || !strcmp(name, "id")) {
        int hint = vfp_furniture_hint(f, value);
        return hint < 0 ? NODE_SOFT : hint > 0 ? NODE_BODY : 0;
    }
    if (!strcmp(name, "role")) return among(value, page_roles) ? NODE_SOFT : !strcmp(value, "main") ? NODE_ROOM : 0;
    if (!strcmp(name, "itemprop")) return strcasestr(value, "articleBody") ? NODE_BODY : 0;
    if (!strcmp(name, "hidden") || (!strcmp(name, "aria-hidden") && !strcmp(value, "true"))) return NODE_SOFT;
    return !strcmp(name, "style") && hides(value) ? NODE_SOFT : 0;
}

static uint8_t flags_of(const GumboNode *node, const Furniture *f) {
    const GumboElement *e = &node->v.element;
    unsigned flags = is_inline(e->tag) ? 0 : NODE_BLOCK;
    if (is_hard(e->tag)) return (uint8_t)(flags | NODE_HARD);
    if (is_soft(e->tag)) flags |= NODE_SOFT;
    if (e->tag == GUMBO_TAG_ARTICLE || e->tag == GUMBO_TAG_MAIN) flags |= NODE_ROOM;
    for (unsigned i = 0; i < e->attributes.length; i++) flags |= attribute_flags(e->attributes.data[i], f);
    if (e->tag == GUMBO_TAG_BODY || e->tag == GUMBO_TAG_HTML) flags &= ~(unsigned)(NODE_SOFT | NODE_BODY);
    return (uint8_t)flags;
}

/* ------------------------------------------------------------------ laying flat */

typedef struct Open { /* an element whose children are being visited */
    const GumboNode *at;
    uint32_t node, child;
} Open;
typedef VFP_VEC(Open) Stack;
typedef VFP_VEC(Node) Nodes;

static const GumboVector *children(const GumboNode *node) {
    return node->type == GUMBO_NODE_ELEMENT ? &node->v.element.children : &kGumboEmptyVector;
}

static void add_text(Tree *tree, const Node *parent, Node *node) {
    node->tag = 0xFFFF;
    node->flags = NODE_TEXT | (parent ? parent->flags & NODE_LINK : 0);
    tree->bytes += strlen(node->at->v.text.text);
}

static void add_node(Arena *arena, Tree *tree, Nodes *nodes, const GumboNode *at, uint32_t parent, const Furniture *f) {
    uint32_t i = nodes->n;
    Node *node = vfp_push(arena, nodes);
    const Node *above = i ? &nodes->at[parent] : NULL;
    *node = (Node){.at = at, .parent = parent, .end = i + 1, .block = above ? above->block : 0};
    if (at->type != GUMBO_NODE_ELEMENT) {
        add_text(tree, above, node);
        return;
    }
    node->tag = (uint16_t)at->v.element.tag;
    node->flags = flags_of(at, f);
    if (node->flags & NODE_BLOCK) node->block = i;
    if (node->tag == GUMBO_TAG_A || (above && above->flags & NODE_LINK)) node->flags |= NODE_LINK;
    if (node->tag == GUMBO_TAG_BODY && !tree->body) tree->body = i;
}

static bool wanted(const GumboNode *node) {
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA ||
           node->type == GUMBO_NODE_WHITESPACE;
}

static void push_open(Arena *arena, Stack *stack, const GumboNode *at, uint32_t node) {
    Open *open = vfp_push(arena, stack);
    *open = (Open){at, node, 0};
}

Tree vfp_tree(Arena *arena, const GumboOutput *page, const Furniture *furniture) {
    Tree tree = {0};
    Nodes nodes = {0};
    Stack stack = {0};
    add_node(arena, &tree, &nodes, page->root, 0, furniture);
    push_open(arena, &stack, page->root, 0);
    while (stack.n) {
        Open *open = &stack.at[stack.n - 1];
        const GumboVector *list = children(open->at);
        if (open->child == list->length) {
            nodes.at[open->node].end = nodes.n;
            stack.n--;
            continue;
        }
        const GumboNode *child = list->data[open->child++];
        if (!wanted(child)) continue;
        uint32_t parent = open->node, at = nodes.n;
        add_node(arena, &tree, &nodes, child, parent, furniture);
        if (child->type == GUMBO_NODE_ELEMENT) push_open(arena, &stack, child, at);
    }
    tree.nodes = nodes.at;
    tree.n = nodes.n;
    return tree;
}

/* ------------------------------------------------------------------ sums */

static uint32_t visible(const char *s) {
    uint32_t n = 0;
    for (; *s; s++) n += (unsigned char)*s > ' ' && ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

static bool is_left_out(const Node *node) { return node->flags & (NODE_HARD | NODE_DROP); }

/* Counts each text into its own node, and into own[] of its block. */
static void count_texts(Tree *tree, uint32_t (*own)[2]) {
    for (uint32_t i = 0; i < tree->n; i++) {
        Node *node = &tree->nodes[i];
        node->chars = node->links = node->mass = 0;
        if (is_left_out(node)) {
            for (uint32_t k = i + 1; k < node->end; k++)
                tree->nodes[k].chars = tree->nodes[k].links = tree->nodes[k].mass = 0;
            i = node->end - 1;
        } else if (node->flags & NODE_TEXT) {
            node->chars = visible(node->at->v.text.text);
            node->links = node->flags & NODE_LINK ? node->chars : 0;
            own[node->block][0] += node->chars;
            own[node->block][1] += node->links;
        }
    }
}

void vfp_tree_sum(Arena *arena, Tree *tree) {
    uint32_t(*own)[2] = vfp_arena_alloc(arena, (size_t)tree->n * sizeof *own);
    count_texts(tree, own);
    for (uint32_t i = tree->n - 1; i > 0; i--) {
        Node *node = &tree->nodes[i], *parent = &tree->nodes[node->parent];
        if (own[i][0] >= PARAGRAPH && own[i][1] * 2 < own[i][0]) node->mass += own[i][0] - own[i][1];
        parent->chars += node->chars;
        parent->links += node->links;
        parent->mass += node->mass;
    }
}

Str vfp_tree_line(Arena *arena, const Tree *tree, uint32_t node) {
    size_t room = 1;
    for (uint32_t i = node; i < tree->nodes[node].end; i++)
        if (tree->nodes[i].flags & NODE_TEXT) room += strlen(tree->nodes[i].at->v.text.text) + 1;
    char *to = vfp_arena_alloc(arena, room), *at = to;
    for (uint32_t i = node; i < tree->nodes[node].end; i++)
        if (tree->nodes[i].flags & NODE_TEXT) at = stpcpy(at, tree->nodes[i].at->v.text.text);
        else if (tree->nodes[i].tag == GUMBO_TAG_BR) *at++ = ' ';
    return vfp_squeeze(arena, (Str){to, (uint32_t)(at - to)});
}
