/* network_tree.c: scores of arcs → the best tree with one root. */
#include "language/network.h"

/* The heads that each word would choose, and whether they make a tree below exactly one root. */
static bool choose(const float *scores, uint32_t n, uint32_t stride, int32_t *heads) {
    uint32_t roots = 0;
    for (uint32_t i = 0; i < n; i++) {
        const float *row = scores + (size_t)i * stride;
        uint32_t best = 0;
        for (uint32_t j = 1; j <= n; j++)
            if (row[j] > row[best] && j != i + 1) best = j;
        heads[i] = (int32_t)best - 1;
        roots += best == 0;
    }
    if (roots != 1) return false;
    uint8_t seen[NET_LONGEST] = {0}; /* 1: on the way, 2: leads to the root */
    for (uint32_t i = 0; i < n; i++) {
        int32_t at = (int32_t)i;
        for (; at >= 0 && !seen[at]; at = heads[at]) seen[at] = 1;
        if (at >= 0 && seen[at] == 1) return false;
        for (at = (int32_t)i; at >= 0 && seen[at] == 1; at = heads[at]) seen[at] = 2;
    }
    return true;
}

/* Chu and Liu's algorithm over nodes 0 (the root) … n: a cycle of chosen heads becomes one node, the rest is solved,
 * and the arc that then enters the cycle replaces one of its arcs. */
enum { NODES = NET_LONGEST + 1 };
typedef struct Graph {
    float score[NODES][NODES];                     /* [dependent][head] */
    uint16_t to[NODES][NODES], from[NODES][NODES]; /* the words that an arc between nodes joins */
    uint16_t node[NODES];                          /* of each word, the node that it is part of */
    uint16_t chosen[NODES];                        /* of each node: the head */
    uint16_t best[NODES];                          /* of each word: the head, NONE while it isn't known */
    uint32_t n;
} Graph;
enum { NONE = UINT16_MAX };

static uint16_t best_head(const Graph *g, uint32_t v) {
    uint32_t best = 0;
    for (uint32_t u = 1; u <= g->n; u++)
        if (g->node[u] == u && u != v && g->score[v][u] > g->score[v][best]) best = u;
    return (uint16_t)best;
}

/* A node on a cycle of chosen heads, or 0. */
static uint32_t find_cycle(const Graph *g) {
    uint16_t mark[NODES] = {0};
    for (uint32_t i = 1; i <= g->n; i++) {
        if (g->node[i] != i) continue;
        uint32_t v = i;
        for (; v && !mark[v]; v = g->chosen[v]) mark[v] = (uint16_t)i;
        if (v && mark[v] == i) return v;
    }
    return 0;
}

typedef struct Cycle {
    uint16_t at[NODES], to[NODES], from[NODES]; /* its nodes; the words that the arc into each joins */
    float score[NODES];
    uint16_t node[NODES]; /* Graph.node from before the merger */
    uint32_t n;
} Cycle;

static void collect(const Graph *g, uint32_t start, Cycle *c) {
    c->n = 0;
    memcpy(c->node, g->node, sizeof c->node);
    for (uint32_t v = start; !c->n || v != start; v = g->chosen[v]) {
        const uint16_t u = g->chosen[v];
        c->at[c->n] = (uint16_t)v, c->to[c->n] = g->to[v][u], c->from[c->n] = g->from[v][u];
        c->score[c->n++] = g->score[v][u];
    }
}

/* Lets the first node of the cycle stand for all of it. */
static void merge(Graph *g, const Cycle *c) {
    const uint32_t whole = c->at[0];
    for (uint32_t w = 1; w <= g->n; w++)
        for (uint32_t k = 0; k < c->n; k++)
            if (c->node[w] == c->at[k]) g->node[w] = (uint16_t)whole;
    for (uint32_t u = 0; u <= g->n; u++) {
        if (u && (g->node[u] != u || u == whole)) continue;
        uint32_t in = 0, out = 0;
        for (uint32_t k = 1; k < c->n; k++) {
            if (g->score[c->at[k]][u] - c->score[k] > g->score[c->at[in]][u] - c->score[in]) in = k;
            if (g->score[u][c->at[k]] > g->score[u][c->at[out]]) out = k;
        }
        const uint32_t a = c->at[in], b = c->at[out];
        g->score[whole][u] = g->score[a][u] - c->score[in];
        g->to[whole][u] = g->to[a][u], g->from[whole][u] = g->from[a][u];
        if (!u) continue;
        g->score[u][whole] = g->score[u][b];
        g->to[u][whole] = g->to[u][b], g->from[u][whole] = g->from[u][b];
    }
}

static void solve(Graph *g) {
    for (uint32_t v = 1; v <= g->n; v++)
        if (g->node[v] == v) g->chosen[v] = best_head(g, v);
    const uint32_t start = find_cycle(g);
    if (!start) {
        for (uint32_t v = 1; v <= g->n; v++)
            if (g->node[v] == v) g->best[g->to[v][g->chosen[v]]] = g->from[v][g->chosen[v]];
        return;
    }
    Cycle c;
    collect(g, start, &c);
    merge(g, &c);
    solve(g);
    uint32_t entered = 0;
    for (uint32_t w = 1; w <= g->n; w++)
        for (uint32_t k = 0; k < c.n && g->best[w] != NONE; k++)
            if (c.node[w] == c.at[k]) entered = k;
    for (uint32_t k = 0; k < c.n; k++)
        if (k != entered) g->best[c.to[k]] = c.from[k];
}

size_t vfp_tree_room(void) { return sizeof(Graph); }

void vfp_best_tree(void *room, const float *scores, uint32_t n, uint32_t stride, int32_t *heads) {
    if (n > NET_LONGEST || choose(scores, n, stride, heads)) return;
    Graph *g = room;
    g->n = n;
    for (uint32_t i = 0; i <= n; i++) {
        g->node[i] = (uint16_t)i, g->best[i] = NONE;
        for (uint32_t j = 0; i && j <= n; j++) {
            const float s = scores[(size_t)(i - 1) * stride + j];
            g->score[i][j] = j ? s : s - 10000; /* a second root costs more than any tree gains */
            g->to[i][j] = (uint16_t)i, g->from[i][j] = (uint16_t)j;
        }
    }
    solve(g);
    for (uint32_t i = 0; i < n; i++) heads[i] = g->best[i + 1] == NONE ? -1 : (int32_t)g->best[i + 1] - 1;
}
