/* embedded.h: the files that travel inside the binary (lexicon/, models/), put there by tools/embed.py. */
#ifndef VFP_EMBEDDED_H
#define VFP_EMBEDDED_H
#include <stddef.h>
typedef struct Embedded {
    const char *name; /* lexicon/actors/states.txt */
    const unsigned char *begin, *end;
} Embedded;
extern const Embedded vfp_embedded[]; /* the last has a null name */
#endif
