/* parts.h: what training writes: parts of a model, and the model that is put together from them. */
#ifndef VFP_LEARN_PARTS_H
#define VFP_LEARN_PARTS_H
#include "learn/graph.h"

/* A part in memory, aligned as malloc does: the whole file, or the section of that name where the file is a model.
 * Null, with `error` filled, where it can't be read or has none. */
unsigned char *part_read(const char *path, const char *name, size_t *size, vf_error *error);
bool part_write(const char *path, const unsigned char *bytes, size_t size, vf_error *error);
/* The network's weights as network_file.h describes them. */
bool part_write_network(const char *path, const NetWeights *weights, const Data *data, vf_error *error);
/* Writes a model from parts, each NAME=FILE, the file being a part or a model that has it. */
bool part_join(const char *path, const char *const *parts, int count, vf_error *error);
#endif
