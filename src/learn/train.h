/* train.h: weights are found by Adam (Kingma and Ba 2015), with a rate that rises, then falls to nothing. */
#ifndef VFP_LEARN_TRAIN_H
#define VFP_LEARN_TRAIN_H
#include "learn/graph.h"

typedef struct TrainOptions {
    uint32_t epochs, threads;
    uint64_t seed;
    bool wide;
} TrainOptions;

/* Trains on `data`, telling after each epoch how well the sentences of `tests` are read. The answer depends on the data
 * and network.conf alone, not on the number of threads. */
NetWeights train_network(const Data *data, const Data *const *tests, const char *const *names, int test_count,
                         const Vectors *vectors, const TrainOptions *options);
#endif
