/* learn.h: what all trainers share. They are used by programs/train only and never in the library.
 *
 *   data.c, noise.c    treebanks, names, attributions → sentences; as the web writes them
 *   graph.c            the network forwards and backwards
 *   train.c            its weights by Adam
 *   lemmas.c           which rule and which casing make a word's lemma of its form
 *   parts.c            weights → parts of a model → the model
 *
 * All chance comes from one seed and all sums have one order: the same files give the same bytes anywhere. Memory is
 * taken with malloc and kept until the program ends; when there is none, the program says so and ends. */
#ifndef VFP_LEARN_H
#define VFP_LEARN_H
#include <stddef.h>
#include <stdint.h>

void *learn_alloc(size_t count, size_t size); /* zeroed */
void *learn_grow(void *old, uint32_t count, uint32_t *cap, size_t size);
uint64_t learn_random(uint64_t *state);
#endif
