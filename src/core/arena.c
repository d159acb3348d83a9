#include "core/arena.h"
#include <stdlib.h>

enum { BLOCK = 256 * 1024, KEEP = 1024 * 1024, ALIGN = 16 };

typedef struct Piece {
    struct Piece *next;
    size_t size, used, dirty; /* from `dirty` on nobody has written yet: zeros, of pages that are not there yet */
    _Alignas(ALIGN) unsigned char bytes[];
} Piece;

struct Arena {
    Piece *pieces; /* the newest first; the one that is filled */
    size_t limit, used;
    jmp_buf escape;
};

Arena *vfp_arena_new(size_t limit) {
    Arena *arena = calloc(1, sizeof *arena);
    if (arena) arena->limit = limit;
    return arena;
}

jmp_buf *vfp_arena_escape(Arena *arena) { return &arena->escape; }

void vfp_arena_reset(Arena *arena) {
    size_t kept = 0;
    Piece **link = &arena->pieces;
    while (*link) {
        Piece *piece = *link;
        if (kept + piece->size <= KEEP) {
            kept += piece->size;
            piece->used = 0;
            link = &piece->next;
        } else {
            *link = piece->next;
            free(piece);
        }
    }
    arena->used = 0;
}

void vfp_arena_free(Arena *arena) {
    if (!arena) return;
    while (arena->pieces) {
        Piece *next = arena->pieces->next;
        free(arena->pieces);
        arena->pieces = next;
    }
    free(arena);
}

/* A piece with room for `size`: an emptied one if it is next in line, else a new one. */
static Piece *piece_for(Arena *arena, size_t size) {
    for (Piece **link = &arena->pieces; *link; link = &(*link)->next) {
        Piece *piece = *link;
        if (piece->used == 0 && piece->size >= size) {
            *link = piece->next;
            piece->next = arena->pieces;
            return arena->pieces = piece;
        }
        if (piece->used > 0 && link != &arena->pieces) break; /* filled pieces lie behind the empty ones */
    }
    size_t room = size > BLOCK ? size : BLOCK;
    Piece *piece = calloc(1, sizeof *piece + room);
    if (!piece) longjmp(arena->escape, VF_E_MEMORY);
    piece->next = arena->pieces, piece->size = room;
    return arena->pieces = piece;
}

void *vfp_arena_alloc(Arena *arena, size_t size) {
    if (size > arena->limit) longjmp(arena->escape, VF_E_LIMIT);
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (arena->used + size > arena->limit) longjmp(arena->escape, VF_E_LIMIT);
    Piece *piece = arena->pieces;
    if (!piece || piece->size - piece->used < size) piece = piece_for(arena, size);
    unsigned char *at = piece->bytes + piece->used;
    if (piece->used < piece->dirty)
        memset(at, 0, piece->dirty - piece->used < size ? piece->dirty - piece->used : size);
    piece->used += size;
    arena->used += size;
    if (piece->used > piece->dirty) piece->dirty = piece->used;
    return at;
}

void *vfp_arena_grow(Arena *arena, const void *old, size_t element, uint32_t n, uint32_t *cap) {
    if (n > UINT32_MAX / 4) longjmp(arena->escape, VF_E_LIMIT);
    uint32_t room = n < 8 ? 8 : n * 2;
    void *at = vfp_arena_alloc(arena, (size_t)room * element);
    if (n) memcpy(at, old, (size_t)n * element);
    *cap = room;
    return at;
}
