/* tree.h: the parsed page laid flat, for body.c and meta.c. */
#ifndef VFP_INGEST_TREE_H
#define VFP_INGEST_TREE_H
#include "ingest/page.h"
#include <gumbo.h>

enum {
    NODE_TEXT = 1 << 0,
    NODE_BLOCK = 1 << 1, /* begins a line of its own */
    NODE_LINK = 1 << 2,  /* text inside a link */
    NODE_HARD = 1 << 3,  /* never text for a reader: script, button … */
    NODE_SOFT = 1 << 4,  /* furniture unless it turns out to hold the article */
    NODE_BODY = 1 << 5,  /* says that it is the article's body */
    NODE_ROOM = 1 << 6,  /* says that the article is in it: article, main */
    NODE_DROP = 1 << 7,  /* left out, with all below it */
};
/* In document order: the subtree of i is [i, end). Text counts are of visible characters, those below NODE_HARD and
 * NODE_DROP left out. */
typedef struct Node {
    const GumboNode *at;
    uint32_t parent, end;
    uint32_t block;        /* the nearest NODE_BLOCK at or above it */
    uint32_t chars, links; /* text in the subtree, and how much of it is in links */
    uint32_t mass;         /* text in the subtree that stands in paragraphs */
    uint16_t tag;          /* GumboTag, 0xFFFF for text */
    uint8_t flags;
} Node;
typedef struct Tree {
    Node *nodes;
    uint32_t n, body; /* body: its node */
    size_t bytes;     /* of all text */
} Tree;

/* Flattens the page and marks what is furniture by element, role, class and id. Iterative, linear. */
Tree vfp_tree(Arena *arena, const GumboOutput *page, const Furniture *furniture);
/* Fills chars, links and mass. Linear. */
void vfp_tree_sum(Arena *arena, Tree *tree);
/* The attribute's value, or null. */
const char *vfp_attribute(const GumboNode *element, const char *name);
/* The text below an element on one line, its spaces made single. */
Str vfp_tree_line(Arena *arena, const Tree *tree, uint32_t node);

/* The article's text, paragraphs apart by empty lines. `title` is left out where it is repeated. */
Str vfp_body(Arena *arena, Tree *tree, const Furniture *furniture, Str title);
/* title, publisher, author, published, uri, language; *body is a text that the page's metadata holds, or empty. */
void vfp_meta(Article *article, const Tree *tree, Str *body);
#endif
