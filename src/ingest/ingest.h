/* ingest.h: raw bytes → an article's text and what is known of it. */
#ifndef VFP_INGEST_H
#define VFP_INGEST_H
#include "record.h"

/* Fills the ingest layer of `article` (id, uri, title … text, sha256, date, furniture, blocks) from one input.
 * Everything it keeps is in the article's arena. Linear. Errors: VF_E_ENCODING with the byte offset, VF_E_FORMAT
 * (JSON: line and column; no text), VF_E_LIMIT. */
vf_status vfp_ingest(Article *article, const vf_input *input, vf_error *error);

/* Sorts the rows of LEX_FURNITURE, once for each lexicon: lexicon/build.c. Linear in the rows. */
struct Furniture *vfp_furniture_sort(Arena *arena, const Lexicon *lexicon, bool hints);

#endif
