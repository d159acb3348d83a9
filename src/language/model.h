/* model.h: one file with all that was learnt, in named sections, checked before use; the runtime of src/language and
 * the trainer of src/learn both read this header. Little-endian, used in place:
 *
 *   header     ModelHeader
 *   sections   ModelSection[count], each at the first multiple of 64 behind the one before
 *   bytes      of the sections: "network" (network_file.h), "vectors", "split", "lemmas" (lemmas.h) */
#ifndef VFP_MODEL_H
#define VFP_MODEL_H
#include "language/lemmas.h"
#include "language/network_file.h"
#include "language/split.h"

enum { MODEL_VERSION = 2, MODEL_SECTIONS = 16, MODEL_ALIGNMENT = 64 };

typedef struct ModelHeader {
    char magic[8]; /* "vfmodel\n" */
    uint32_t version, count;
    uint64_t bytes;    /* of the whole file */
    uint64_t checksum; /* vfp_model_checksum of everything behind the header */
    uint64_t zeros[4];
} ModelHeader;

typedef struct ModelSection {
    char name[16]; /* filled with zeros */
    uint64_t offset, size;
} ModelSection;

struct Model {
    const unsigned char *bytes; /* null: no model */
    const ModelSection *sections;
    uint32_t count;
    Network *network; /* null: none */
    Splitter split;   /* zeroed: sentences are cut by rules */
    Lemmas lemmas;    /* zeroed: lemmas are those of the word table */
    bool wide;        /* the machine has AVX2 */
};

uint64_t vfp_model_checksum(const unsigned char *bytes, size_t n);
/* The bytes of a section, aligned to MODEL_ALIGNMENT where the file is; null where there is none of that name. */
const unsigned char *vfp_model_section(const Model *model, const char *name, size_t *size);
#endif
