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

/* Chu and Liu's algorithm over nodes 0 (the root) … n: a cycle of chosen heads becomes one node, until there is none;
 * then, from the last such merger to the first, the arc that enters the cycle replaces one of its arcs. In doubles,
 * because a second root costs more than any tree gains, and the small differences must outlive that. A merger takes at
 * least two nodes for one, so all cycles together have fewer than 2 n. */
enum { NODES = NET_LONGEST + 1, NONE = UINT16_MAX };
typedef struct Graph {
    double score[NODES][NODES];                    /* [dependent][head] */
    uint16_t to[NODES][NODES], from[NODES][NODES]; /* the words that an arc between nodes joins */
    uint16_t node[NODES];                          /* of each word, the node that it is part of */
    uint16_t chosen[NODES];                        /* of each node: the head */
    uint16_t best[NODES];                          /* of each word: the head, NONE while it isn't known */
    uint16_t place[NODES];                         /* of each node: where it is in the cycle looked at, or NONE */
    struct Merger {
        uint16_t node[NODES]; /* Graph.node from before it */
        uint32_t first, n;    /* of its cycle's nodes, in: */
    } mergers[NODES];
    uint16_t cycle[2 * NODES], cycle_to[2 * NODES],
        cycle_from[2 * NODES]; /* and the words that the arc into each joins */
    double cycle_score[2 * NODES];
    uint32_t merger_count, cycle_count, n;
} Graph;

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

static struct Merger *collect(Graph *g, uint32_t start) {
    struct Merger *m = &g->mergers[g->merger_count++];
    memcpy(m->node, g->node, sizeof m->node);
    m->first = g->cycle_count;
    for (uint32_t v = start; g->cycle_count == m->first || v != start; v = g->chosen[v]) {
        const uint32_t u = g->chosen[v], k = g->cycle_count++;
        g->cycle[k] = (uint16_t)v, g->cycle_to[k] = g->to[v][u], g->cycle_from[k] = g->from[v][u];
        g->cycle_score[k] = g->score[v][u];
    }
    m->n = g->cycle_count - m->first;
    return m;
}

/* Notes where each node of the cycle is in it, or that it is in none. */
static void place(Graph *g, const struct Merger *m, bool in) {
    for (uint32_t k = 0; k < m->n; k++) g->place[g->cycle[m->first + k]] = in ? (uint16_t)k : (uint16_t)NONE;
}

/* Lets the first node of the cycle stand for all of it. */
static void merge(Graph *g, const struct Merger *m) {
    const uint16_t *at = g->cycle + m->first, whole = at[0];
    const double *score = g->cycle_score + m->first;
    place(g, m, true);
    for (uint32_t w = 1; w <= g->n; w++)
        if (g->place[g->node[w]] != NONE) g->node[w] = whole;
    for (uint32_t u = 0; u <= g->n; u++) {
        if (u && (g->node[u] != u || u == whole)) continue;
        uint32_t in = 0, out = 0;
        for (uint32_t k = 1; k < m->n; k++) {
            if (g->score[at[k]][u] - score[k] > g->score[at[in]][u] - score[in]) in = k;
            if (g->score[u][at[k]] > g->score[u][at[out]]) out = k;
        }
        const uint32_t a = at[in], b = at[out];
        g->score[whole][u] = g->score[a][u] - score[in];
        g->to[whole][u] = g->to[a][u], g->from[whole][u] = g->from[a][u];
        if (!u) continue;
        g->score[u][whole] = g->score[u][b];
        g->to[u][whole] = g->to[u][b], g->from[u][whole] = g->from[u][b];
        if (g->place[g->chosen[u]] != NONE) g->chosen[u] = whole;
    }
    place(g, m, false);
    g->chosen[whole] = best_head(g, whole);
}

/* The cycle's words get the heads of its arcs, but for the part of it that the arc from outside enters. */
static void open_cycle(Graph *g, const struct Merger *m) {
    uint32_t entered = 0;
    place(g, m, true);
    for (uint32_t w = 1; w <= g->n; w++)
        if (g->best[w] != NONE && g->place[m->node[w]] != NONE) entered = g->place[m->node[w]];
    place(g, m, false);
    for (uint32_t k = 0; k < m->n; k++)
        if (k != entered) g->best[g->cycle_to[m->first + k]] = g->cycle_from[m->first + k];
}

static void solve(Graph *g) {
    for (uint32_t v = 1; v <= g->n; v++) g->chosen[v] = best_head(g, v);
    for (uint32_t start; (start = find_cycle(g)) != 0;) merge(g, collect(g, start));
    for (uint32_t v = 1; v <= g->n; v++)
        if (g->node[v] == v) g->best[g->to[v][g->chosen[v]]] = g->from[v][g->chosen[v]];
    while (g->merger_count) open_cycle(g, &g->mergers[--g->merger_count]);
}

/* What a root costs: more than there can be between the scores of two trees. */
static double root_cost(const float *scores, uint32_t n, uint32_t stride) {
    double low = (double)scores[0], high = low;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j <= n; j++) {
            const double s = (double)scores[(size_t)i * stride + j];
            if (j != i + 1) low = s < low ? s : low, high = s > high ? s : high;
        }
    return (high - low) * n + 1;
}

size_t vfp_tree_room(void) { return sizeof(Graph); }

void vfp_best_tree(void *room, const float *scores, uint32_t n, uint32_t stride, int32_t *heads) {
    if (n > NET_LONGEST || choose(scores, n, stride, heads)) return;
    Graph *g = room;
    const double cost = root_cost(scores, n, stride);
    g->n = n, g->merger_count = g->cycle_count = 0;
    for (uint32_t i = 0; i <= n; i++) {
        g->node[i] = (uint16_t)i, g->best[i] = g->place[i] = NONE;
        for (uint32_t j = 0; i && j <= n; j++) {
            const double s = (double)scores[(size_t)(i - 1) * stride + j];
            g->score[i][j] = j ? s : s - cost;
            g->to[i][j] = (uint16_t)i, g->from[i][j] = (uint16_t)j;
        }
    }
    solve(g);
    int32_t root = -1; /* scores that are no numbers could leave more than one */
    for (uint32_t i = 0; i < n; i++) {
        heads[i] = g->best[i + 1] == NONE ? -1 : (int32_t)g->best[i + 1] - 1;
        if (heads[i] >= 0) continue;
        heads[i] = root;
        if (root < 0) root = (int32_t)i;
    }
}
