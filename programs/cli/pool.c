/* pool.c: see pool.h. One lock guards the slots' states; bytes move outside it. Slot number i of the input lies in
 * slots[i % count]; `filled`, `begun` and `taken` count inputs and only ever grow: taken ≤ begun ≤ filled. */
#include "pool.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SLOT_FREE, SLOT_FULL, SLOT_READY };
enum { WORKERS_MAX = 256, TICK_MS = 200 };

typedef struct Pool {
    PoolPlan plan; /* a copy: a reader left behind may outlive the caller's */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    Slot *slots;
    size_t count;
    uint64_t filled, begun, taken;
    bool ended;   /* the reader has nothing more */
    bool closed;  /* nobody wants more */
    bool reading; /* the reader is inside the library */
    atomic_ullong done, total;
} Pool;

bool bytes_append(void *user, const char *bytes, size_t size) {
    Bytes *b = user;
    if (b->capacity - b->n < size) {
        size_t capacity = b->capacity * 2 > b->n + size ? b->capacity * 2 : b->n + size;
        char *grown = realloc(b->at, capacity);
        if (!grown) return false;
        b->at = grown;
        b->capacity = capacity;
    }
    if (size) memcpy(b->at + b->n, bytes, size);
    b->n += size;
    return true;
}

static bool keep(Bytes *b, const char *bytes, size_t size) {
    b->n = 0;
    return bytes_append(b, bytes, size) && bytes_append(b, "", 1);
}

/* A large article must not hold its memory for the rest of the batch. */
static void give_back(Bytes *b) {
    enum { KEPT = 1 << 20 };
    if (b->capacity > KEPT) {
        free(b->at);
        *b = (Bytes){0};
    }
    b->n = 0;
}

static void out_of_memory(Slot *slot) {
    slot->status = VF_E_MEMORY;
    slot->error = (vf_error){.status = VF_E_MEMORY, .line = slot->line};
    if (slot->uri.n) strncpy(slot->error.where, slot->uri.at, sizeof slot->error.where - 1);
    strcpy(slot->error.message, "out of memory");
}

/* ---- the reader */

/* Copies what the source lent into the slot. */
static void fill(Slot *slot, const vf_input *input, vf_status status, const vf_error *error) {
    const char *uri = input->uri ? input->uri : "";
    slot->status = status;
    slot->error = *error;
    slot->line = input->line;
    slot->raw = *input;
    slot->output.n = 0;
    bool fine = keep(&slot->uri, uri, strlen(uri));
    if (!status) fine = fine && keep(&slot->input, input->bytes, input->size);
    if (!fine) out_of_memory(slot);
    slot->raw.bytes = slot->input.at;
    slot->raw.uri = slot->uri.at;
}

static Slot *wait_for_free(Pool *pool) {
    while (!pool->closed && pool->filled - pool->taken == pool->count) pthread_cond_wait(&pool->changed, &pool->lock);
    return pool->closed ? NULL : &pool->slots[pool->filled % pool->count];
}

static void *reader(void *user) {
    Pool *pool = user;
    pthread_mutex_lock(&pool->lock);
    for (Slot *slot; (slot = wait_for_free(pool));) {
        pool->reading = true;
        pthread_mutex_unlock(&pool->lock);
        vf_input input = {0};
        vf_error error = {0};
        vf_status status = vf_source_next(pool->plan.source, &input, &error);
        uint64_t done, total;
        vf_source_progress(pool->plan.source, &done, &total);
        atomic_store(&pool->done, done);
        atomic_store(&pool->total, total);
        if (status != VF_END) fill(slot, &input, status, &error);
        pthread_mutex_lock(&pool->lock);
        pool->reading = false;
        if (status == VF_END) break;
        slot->state = SLOT_FULL;
        pool->filled++;
        pthread_cond_broadcast(&pool->changed);
    }
    pool->ended = true;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* ---- the workers */

static void read_slot(const PoolPlan *plan, Slot *slot) {
    if (slot->status) return;
    if (!slot->article) slot->status = vf_article_new(plan->engine, &slot->article, &slot->error);
    if (!slot->status) slot->status = plan->read(slot->article, &slot->raw, &slot->error);
    if (!slot->status && plan->work) plan->work(slot);
}

static void *worker(void *user) {
    Pool *pool = user;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (pool->begun == pool->filled && !pool->ended && !pool->closed)
            pthread_cond_wait(&pool->changed, &pool->lock);
        if (pool->begun == pool->filled) break;
        Slot *slot = &pool->slots[pool->begun++ % pool->count];
        pthread_mutex_unlock(&pool->lock);
        read_slot(&pool->plan, slot);
        pthread_mutex_lock(&pool->lock);
        slot->state = SLOT_READY;
        pthread_cond_broadcast(&pool->changed);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* ---- the caller's side */

static void wait_a_tick(Pool *pool) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += TICK_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) until.tv_sec++, until.tv_nsec -= 1000000000L;
    pthread_cond_timedwait(&pool->changed, &pool->lock, &until);
}

static void tick(Pool *pool) {
    if (pool->plan.tick) pool->plan.tick(pool->plan.user, atomic_load(&pool->done), atomic_load(&pool->total));
}

/* Hands over slot after slot until there are no more, with the lock held. */
static void hand_over(Pool *pool) {
    for (;;) {
        if (pool->plan.stop && atomic_load(pool->plan.stop)) pool->closed = true;
        Slot *slot = &pool->slots[pool->taken % pool->count];
        if (pool->taken < pool->filled && slot->state == SLOT_READY) {
            pthread_mutex_unlock(&pool->lock);
            bool more = pool->plan.take(pool->plan.user, slot);
            tick(pool);
            give_back(&slot->input);
            give_back(&slot->output);
            pthread_mutex_lock(&pool->lock);
            slot->state = SLOT_FREE;
            pool->taken++;
            pthread_cond_broadcast(&pool->changed);
            if (!more) return;
        } else if (pool->taken == pool->filled && (pool->ended || pool->closed)) return;
        else {
            wait_a_tick(pool);
            tick(pool);
        }
    }
}

static size_t start(Pool *pool, pthread_t *threads) {
    size_t started = 0;
    if (pthread_create(&threads[0], NULL, reader, pool)) return 0;
    for (started = 1; started <= pool->plan.workers; started++)
        if (pthread_create(&threads[started], NULL, worker, pool)) break;
    return started;
}

/* Lets the threads end. The reader gets a moment; if it still waits for input then, it is left behind. */
static bool finish(Pool *pool, pthread_t *threads, size_t started) {
    pthread_mutex_lock(&pool->lock);
    pool->closed = true;
    pool->begun = pool->filled; /* what was not begun won't be */
    pthread_cond_broadcast(&pool->changed);
    for (int i = 0; i < 5 && pool->reading; i++) wait_a_tick(pool);
    bool stuck = pool->reading;
    pthread_mutex_unlock(&pool->lock);
    for (size_t i = 0; i < started; i++)
        if (i || !stuck) pthread_join(threads[i], NULL);
    if (stuck) pthread_detach(threads[0]);
    return stuck;
}

static void pool_free(Pool *pool) {
    for (size_t i = 0; pool->slots && i < pool->count; i++) {
        vf_article_free(pool->slots[i].article);
        free(pool->slots[i].uri.at);
        free(pool->slots[i].input.at);
        free(pool->slots[i].output.at);
    }
    free(pool->slots);
    free(pool);
}

static vf_status fail_start(vf_error *error) {
    *error = (vf_error){.status = VF_E_MEMORY, .message = "out of memory, or no more threads to be had"};
    return VF_E_MEMORY;
}

vf_status pool_run(const PoolPlan *plan, bool *stuck, vf_error *error) {
    pthread_t threads[WORKERS_MAX + 1];
    *stuck = false;
    Pool *pool = calloc(1, sizeof *pool);
    if (!pool) return fail_start(error);
    pool->plan = *plan;
    if (pool->plan.workers > WORKERS_MAX) pool->plan.workers = WORKERS_MAX;
    pool->count = pool->plan.workers + 2;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->changed, NULL);
    pool->slots = calloc(pool->count, sizeof *pool->slots);
    size_t started = pool->slots ? start(pool, threads) : 0;
    if (started >= 2) {
        pthread_mutex_lock(&pool->lock);
        hand_over(pool);
        pthread_mutex_unlock(&pool->lock);
    }
    *stuck = finish(pool, threads, started);
    if (!*stuck) pool_free(pool);
    return started >= 2 ? VF_OK : fail_start(error);
}
