/* language.h: text → tokens, sentences, tags, lemmas, phrases. What the stages of this folder offer. */
#ifndef VFP_LANGUAGE_H
#define VFP_LANGUAGE_H
#include "record.h"

/* All that was learnt (model.h). Bytes are checked before use; the model borrows them, so they must outlive it.
 * Errors: VF_E_LEXICON naming the byte. */
vf_status vfp_model_open(const char *name, const unsigned char *bytes, size_t size, Model **out, vf_error *error);
/* The same for the bytes that the program carries, which its tests have checked: their checksum is not worked out, for
 * that would read all of them before the first word is. */
vf_status vfp_model_open_own(const char *name, const unsigned char *bytes, size_t size, Model **out, vf_error *error);
void vfp_model_close(Model *model);

void vfp_tokenize(Article *article); /* LAYER_TEXT → tokens, sentences: spans, flags, norm */
/* Tags, lemmas, trees, names and parts of attributions: upos, feats, lemma, head, deprel, entities, said. */
void vfp_tag(Article *article);
/* Frees what vfp_tag keeps from article to article; null is fine. */
void vfp_network_room_free(struct NetworkRoom *room);
void vfp_chunk(Article *article); /* chunks, chunk_of */
#endif
