#include "record.h"

#define TEXT(name, text) text,
const char *const vfp_certainty_names[] = {CERTAINTIES(TEXT)};
const char *const vfp_polarity_names[] = {POLARITIES(TEXT)};
const char *const vfp_actor_kind_names[] = {ACTOR_KINDS(TEXT)};
const char *const vfp_form_names[] = {FORMS(TEXT)};
const char *const vfp_time_kind_names[] = {TIME_KINDS(TEXT)};
const char *const vfp_manner_names[] = {MANNERS(TEXT)};
const char *const vfp_status_names[] = {EVENT_STATUSES(TEXT)};
const char *const vfp_contact_names[] = {CONTACTS(TEXT)};
const char *const vfp_plover_names[] = {PLOVER_TYPES(TEXT)};
const char *const vfp_stance_names[] = {STANCES(TEXT)};
const char *const vfp_condition_names[] = {CONDITIONS(TEXT)};
const char *const vfp_basis_names[] = {BASES(TEXT)};
const char *const vfp_upos_names[] = {WORD_CLASSES(TEXT)};
const char *const vfp_deprel_names[] = {DEPRELS(TEXT)};
const char *const vfp_entity_names[] = {ENTITY_KINDS(TEXT)};

void vfp_record_id(const Article *article, char type, Span span, const char *detail, char out[24]) {
    uint64_t h = vfp_hash(article->id.at, article->id.len, (uint64_t)(unsigned char)type);
    h = vfp_hash(&span.begin, sizeof span.begin, h);
    h = vfp_hash(&span.end, sizeof span.end, h);
    if (detail) h = vfp_hash(detail, strlen(detail), h);
    out[0] = type, out[1] = '-', out[18] = '\0';
    for (int i = 17; i > 1; i--, h >>= 4) out[i] = "0123456789abcdef"[h & 15];
}
