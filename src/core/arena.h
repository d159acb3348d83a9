/* arena.h: memory that is given out piece by piece and taken back all at once.
 *
 * In: sizes. Out: zeroed, aligned memory that lives until vfp_arena_reset or _free. One article, one arena.
 * Invariant: vfp_arena_alloc never returns null. When memory or the arena's limit is spent it jumps to the
 * `escape` that the owner has set with setjmp (pipeline.c, engine.c), so that stages need no check behind every
 * allocation; a stage may therefore hold nothing that only its own clean-up would release. */
#ifndef VFP_ARENA_H
#define VFP_ARENA_H
#include "volteface.h"
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Arena Arena;

/* `limit`: bytes that it may hand out in all. Null where memory is short. */
Arena *vfp_arena_new(size_t limit);
/* Takes everything back; keeps up to 1 MiB for the next user. */
void vfp_arena_reset(Arena *arena);
void vfp_arena_free(Arena *arena); /* null is fine */
/* Where vfp_arena_alloc jumps when it can't give; the value that setjmp returns is VF_E_MEMORY or VF_E_LIMIT. */
jmp_buf *vfp_arena_escape(Arena *arena);
void *vfp_arena_alloc(Arena *arena, size_t size);
/* Room for twice as many elements (at least 8), the first n copied from `old`; *cap is set. For vfp_push. */
void *vfp_arena_grow(Arena *arena, const void *old, size_t element, uint32_t n, uint32_t *cap);

#endif
