#include "learn/learn.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *learn_alloc(size_t count, size_t size) {
    void *at = calloc(count ? count : 1, size);
    if (!at) {
        fputs("volteface-train: out of memory\n", stderr);
        exit(1);
    }
    return at;
}

void *learn_grow(void *old, uint32_t count, uint32_t *cap, size_t size) {
    if (count < *cap) return old;
    *cap = *cap ? *cap * 2 : 1024;
    void *at = learn_alloc(*cap, size);
    if (count) memcpy(at, old, count * size);
    free(old);
    return at;
}

/* splitmix64 */
uint64_t learn_random(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}
