/* actor.h: what the files that find actors share: the article's own table of actors and the mentions so far. */
#ifndef VFP_ACTOR_H
#define VFP_ACTOR_H
#include "reading/grammar.h"

enum { ACTOR_SLOTS = 4096, MAX_TEXT_ACTORS = 2000, RECENT = 32 };

/* A person whom the text introduces: the surname finds them again. */
typedef struct TextPerson {
    uint32_t actor;
    Str surname;
} TextPerson;

/* A mention as pronouns see it. */
typedef struct Recent {
    uint32_t actor, sentence, token, block;
    bool subject, owner, quoted;
} Recent;

typedef struct ActorReader {
    Article *article;
    uint32_t *by_entry; /* for each LexActor: index into actors + 1 */
    uint32_t *slots;    /* actors of the text by hash of their id: index + 1 */
    VFP_VEC(TextPerson) persons;
    Recent recent[RECENT];
    uint32_t recent_count;    /* ever; the ring holds the last RECENT */
    VFP_VEC(Mention) pending; /* of the sentence being read */
    uint32_t *covered;        /* for each token: sentence-local mark that a mention holds it */
} ActorReader;

/* The article's actor for a LexActor; made where it is new, with the roles in force on the article's date. */
uint32_t vfp_actor_of_entry(ActorReader *reader, uint32_t entry);
/* The article's actor with id prefix:kebab(name); made where it is new. VFP_NONE where there are too many. */
uint32_t vfp_actor_of_text(ActorReader *reader, ActorKind kind, const char *prefix, Str name);
void vfp_actor_add_role(ActorReader *reader, uint32_t actor, Role role);
/* Enters a mention of tokens [first, last) of the sentence being read. */
Mention *vfp_mention_add(ActorReader *reader, uint32_t actor, Form form, uint32_t first, uint32_t last);

/* names of the lexicon and of the text: actor_name.c */
void vfp_find_text_persons(ActorReader *reader);
void vfp_read_names(ActorReader *reader, Range sentence);
/* descriptions and pronouns: actor_nominal.c */
void vfp_read_nominals(ActorReader *reader, Range sentence);
/* Notes the mention for pronouns to come. */
void vfp_actor_remember(ActorReader *reader, const Mention *mention);
#endif
