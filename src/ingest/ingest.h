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

/* ISO 8601 prefix (2025-10-16T…, 2025-10, 2025), RFC 2822 and plain English dates; year 0 where it is none. */
Date vfp_date_parse(Str s);
/* Days since 1970-01-01 (proleptic Gregorian) of a full date, and back. */
int64_t vfp_date_days(Date date);
Date vfp_date_from_days(int64_t days);
/* ISO 8601 as coarse as the date: writes to out[16], "" for unknown. */
void vfp_date_iso(Date date, char out[16]);
#endif
