/* pool.h: articles read by several threads, handed over in the order of the input.
 *
 *   reader thread (vf_source) → slots → worker threads (plan.read) → the caller, in order
 *
 * A slot holds one input's bytes and one article. There are two more slots than workers, so memory stays flat
 * however long the input is. */
#ifndef CLI_POOL_H
#define CLI_POOL_H
#include "volteface.h"
#include <stdatomic.h>

typedef struct Bytes {
    char *at;
    size_t n, capacity;
} Bytes;
/* Appends; a vf_write_fn when `user` is a Bytes. False where memory is out. */
bool bytes_append(void *user, const char *bytes, size_t size);

typedef struct Slot {
    vf_status status; /* of this input: VF_OK, or why it is refused (`error` says it) */
    vf_error error;
    vf_article *article;
    Bytes uri, input, output; /* output: what `work` made */
    uint64_t line;
    /* the pool's own */
    vf_input raw;
    int state;
} Slot;

typedef struct PoolPlan {
    const vf_engine *engine;
    vf_source *source;
    unsigned workers;
    /* How a worker reads an article: vf_article_read or vf_article_parse. */
    vf_status (*read)(vf_article *article, const vf_input *input, vf_error *error);
    /* Called in a worker after an article was read; may set the slot's status and error. May be null. */
    void (*work)(Slot *slot);
    /* Called in the caller's thread for every input, in order. False: stop at once. */
    bool (*take)(void *user, Slot *slot);
    /* Called in the caller's thread now and then. May be null. */
    void (*tick)(void *user, uint64_t done, uint64_t total);
    void *user;
    const atomic_bool *stop; /* becomes true: read no further, hand over what is in hand. May be null */
} PoolPlan;

/* Runs until the source ends, `take` returns false or *stop. *stuck tells that the reader could not be stopped (it
 * waits for input that doesn't come): it then still holds the source, which must not be closed. */
vf_status pool_run(const PoolPlan *plan, bool *stuck, vf_error *error);
#endif
