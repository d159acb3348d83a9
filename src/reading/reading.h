/* reading.h: sentences → records. Each function is a stage: it reads what the ones above it have filled.
 * No word of English stands in this folder: words and their meaning come from lexicon/. */
#ifndef VFP_READING_H
#define VFP_READING_H
#include "lexicon/lexicon.h"
#include "record.h"

void vfp_read_scopes(Article *article);
void vfp_read_times(Article *article);
void vfp_read_quotes(Article *article);
void vfp_read_actors(Article *article);
void vfp_read_statements(Article *article);
void vfp_read_events(Article *article);
void vfp_read_issues(Article *article);
void vfp_read_positions(Article *article);
void vfp_read_shifts(Article *article);
void vfp_read_outlooks(Article *article);
#endif
