/* actor.h: what the files that find actors share: the article's own table of actors and the mentions so far. */
#ifndef VFP_ACTOR_H
#define VFP_ACTOR_H
#include "reading/grammar.h"

enum { ACTOR_SLOTS = 4096, MAX_TEXT_ACTORS = 2000, RECENT = 32 };

/* A person whom the text introduces: the surname finds them again, and behind it the first name. */
typedef struct TextPerson {
    uint32_t actor, token; /* where they were introduced */
    Str first, surname;
} TextPerson;

/* An organization that the text calls by a name of several words. */
typedef struct TextOrganisation {
    Range at;
    Str alias; /* what stands in brackets behind it: World Trade Organization (WTO); may be empty */
} TextOrganisation;

/* A name that the network found, without what is no part of it. */
typedef struct FoundName {
    Range at;
    EntityKind kind;
} FoundName;

/* A mention as pronouns see it. */
typedef struct Recent {
    uint32_t actor, sentence, token, block;
    bool subject, owner, quoted;
} Recent;

typedef struct ActorReader {
    Article *article;
    uint32_t *by_entry;      /* for each LexActor: index into actors + 1 */
    uint32_t *spoken_of;     /* for each LexActor that is a state: how often its names stand in the article */
    uint32_t *slots;         /* actors of the text by hash of their id: index + 1 */
    bool lower_case;         /* the text has hardly a capital */
    uint32_t sentence_asked; /* 1 + the sentence of which sentence_small tells whether it has none */
    bool sentence_small;
    VFP_VEC(FoundName) names;
    uint32_t *name_of; /* for each token: index into names + 1 */
    VFP_VEC(TextPerson) persons;
    VFP_VEC(TextOrganisation) organisations;
    VFP_VEC(Str) namesakes; /* storms and ships that bear a person's name */
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

/* A word that says what kind of body a name is of: Ministry, Party, Inc. */
static inline bool vfp_is_body_word(const Article *article, uint32_t token) {
    int word = vfp_function(article, token);
    return word == WORD_ORGANISATION || word == WORD_COMPANY;
}

/* what the network found, and full names that short ones go back to: actor_entity.c */
bool vfp_same_word(Str a, Str b); /* but for ASCII case */
Str vfp_form_of(const Article *article, uint32_t token);
/* Fills names and name_of. */
void vfp_index_names(ActorReader *reader);
/* Whether the range stands in the name of an event, in which nobody acts: the 2016 | United States | Senate election,
 * the | Tehran | Conference. Events that are called by small letters are names with their year. */
bool vfp_names_event(const Article *article, Range at, Range s);
/* Whether the range is just what the lexicon calls somebody: such a name is whole. */
bool vfp_is_known_name(const Article *article, Range at);
/* Changes the kinds of names whose neighbours tell more than the network saw: actor_kind.c */
void vfp_settle_kinds(ActorReader *reader);
/* Enters the person with the full name [first, last). */
void vfp_person_note(ActorReader *reader, uint32_t actor, uint32_t first, uint32_t last);
/* The last person entered with that surname, or before it with that first name: index into persons, or VFP_NONE. */
uint32_t vfp_person_by_surname(const ActorReader *reader, uint32_t token);
uint32_t vfp_person_by_first_name(const ActorReader *reader, uint32_t token);
/* The last person entered whose first and last names begin with the token's first and last capitals: DF. */
uint32_t vfp_person_by_initials(const ActorReader *reader, uint32_t token);
/* The actor whose first and last names are those of [first, last): John F. Kerry is John Kerry; or VFP_NONE. */
uint32_t vfp_person_by_full_name(const ActorReader *reader, uint32_t first, uint32_t last);
/* The same among the lexicon's persons: a row of LEX_ACTORS, or VFP_NONE. */
uint32_t vfp_known_person(const ActorReader *reader, uint32_t first, uint32_t last);
/* Enters the organization with the name at `at`: several words, or an acronym. */
void vfp_organisation_note(ActorReader *reader, Range at);
/* Whether the token is an acronym that the text uses for an organization. */
bool vfp_is_alias(const ActorReader *reader, uint32_t token);
/* Where the organization that `name` is short for has its full name; `name` itself where it is short for nothing. */
Range vfp_full_name(const ActorReader *reader, Range name);

/* names of the lexicon and of the text: actor_name.c */
void vfp_find_text_persons(ActorReader *reader);
void vfp_read_names(ActorReader *reader, Range sentence);
/* descriptions and pronouns: actor_nominal.c */
void vfp_read_nominals(ActorReader *reader, Range sentence);
/* Notes the mention for pronouns to come. */
void vfp_actor_remember(ActorReader *reader, const Mention *mention);
#endif
