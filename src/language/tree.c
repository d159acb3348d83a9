/* tree.c: heads → children and subtrees (see tree.h). */
#include "language/tree.h"

static bool is_within(const Sentence *s, uint32_t token) { return token >= s->first && token < s->last; }

/* Links each word to its head. From right to left, so that children stand in the order of the text. `open` counts the
 * children whose subtrees are still to be known. */
static void link_words(Article *a, const Sentence *s, uint32_t *open) {
    for (uint32_t t = s->last; t-- > s->first;) {
        uint32_t head = a->tokens.at[t].head;
        if (!is_within(s, head) || head == t) continue;
        a->branches[t].next = a->branches[head].child;
        a->branches[head].child = t;
        open[head]++;
    }
}

/* From the leaves upwards: a word's subtree is known when those of its children are. */
static void join_subtrees(Article *a, const Sentence *s, uint32_t *open) {
    for (uint32_t leaf = s->first; leaf < s->last; leaf++) {
        if (open[leaf]) continue;
        for (uint32_t t = leaf; !open[t];) {
            uint32_t head = a->tokens.at[t].head;
            open[t] = VFP_NONE; /* done */
            if (!is_within(s, head) || head == t) break;
            Branch *up = &a->branches[head];
            if (a->branches[t].first < up->first) up->first = a->branches[t].first;
            if (a->branches[t].last > up->last) up->last = a->branches[t].last;
            open[head]--;
            t = head;
        }
    }
}

void vfp_grow(Article *a) {
    uint32_t *open = vfp_arena_alloc(a->arena, (a->tokens.n + 1) * sizeof *open);
    a->branches = vfp_arena_alloc(a->arena, (a->tokens.n + 1) * sizeof *a->branches);
    for (uint32_t t = 0; t < a->tokens.n; t++) a->branches[t] = (Branch){t, t + 1, VFP_NONE, VFP_NONE};
    for (uint32_t s = 0; s < a->sentences.n; s++) {
        link_words(a, &a->sentences.at[s], open);
        join_subtrees(a, &a->sentences.at[s], open);
    }
}
