/* event.h: what the files that find events share.
 *
 * A sentence's triggers (words of LEX_EVENT and LEX_CONTACT) become drafts; each draft gets its people, then its
 * status; drafts that govern others (agreed to, threatened to, demanded that) are put together with them; what is left
 * becomes records. A draft lives as long as its sentence; the last encounters live as long as the article, so that “the
 * talks” find their people again. */
#ifndef VFP_EVENT_H
#define VFP_EVENT_H
#include "reading/warrant.h"

enum { MAX_DRAFTS = 48, ENCOUNTERS = 6 };

/* The actors at one end of an event, with the words that name them. */
typedef struct Side {
    ActorList actors;
    SpanList spans;
} Side;

typedef struct Draft {
    uint32_t first, last, head; /* tokens of the trigger; its verb or noun */
    const LexRow *row;          /* null: made for a condition alone */
    uint32_t chunk;             /* the head's verb group or noun phrase */
    unsigned frame;             /* bits of EventFrame */
    bool noun, dropped;
    bool own_people; /* a noun whose actor stands at it: X's invasion */
    Plover plover;   /* done, so what it would be if it took place */
    Contact contact;
    EventStatus status;
    Polarity polarity;
    Side actors, recipients;
    Range clause, reach; /* the clause; the words from the first participant to the last */
    ConditionKind condition;
    Range condition_words;
} Draft;

/* An encounter told before: what “the talks” may mean. */
typedef struct Encounter {
    Contact contact;
    Side actors, recipients;
} Encounter;

typedef struct EventReader {
    Article *article;
    Draft drafts[MAX_DRAFTS]; /* of the sentence being read, in order */
    uint32_t count;
    Encounter encounters[ENCOUNTERS];
    uint32_t encounter_count; /* ever; the ring holds the last ones */
} EventReader;

/* event_trigger.c: the sentence's triggers become drafts. */
void vfp_find_triggers(EventReader *reader, Range sentence);
/* event_people.c: fills actors, recipients and reach of a draft; `host` is the draft that governs it, or null. */
void vfp_find_people(EventReader *reader, Draft *draft, const Draft *host);
bool vfp_side_has(const Side *side, uint32_t actor);
void vfp_side_add(Article *article, Side *side, uint32_t actor, Span span);
void vfp_side_join(Article *article, Side *side, const Side *more, const Side *but);
/* The actors that a noun phrase names, with those joined to it by and/or; what follows its head where it names none. */
void vfp_side_of(Article *article, uint32_t np, Side *side);
/* contact.c: encounters. */
void vfp_find_contact_people(EventReader *reader, Draft *draft, const Draft *host);
void vfp_complete_contacts(EventReader *reader);
/* event_status.c: whether it took place. Needs chunk, clause. */
void vfp_find_status(EventReader *reader, Draft *draft);
/* What a draft's type is once its status and denial are known. */
Plover vfp_plover_as(const Draft *draft);
/* event_merge.c: the governing draft of drafts[i] (an operator: agree to, refuse to), or VFP_NONE; putting both
 * together. */
uint32_t vfp_event_host(const EventReader *reader, uint32_t i);
void vfp_merge_hosts(EventReader *reader);
/* event_condition.c: gives the sentence's conditions to its drafts. */
void vfp_find_conditions(EventReader *reader, Range sentence);
/* event_terms.c: the conditions that no if opens: X before Y, not without X, a deadline. Runs behind the former. */
void vfp_find_terms(EventReader *reader, Range sentence);

/* The value of a closed column of the longest hit of `table` that begins at the token; -1 where there is none. */
int vfp_cue_value(const Article *article, uint32_t token, LexTable table, int column);
/* The verb group whose object a noun phrase is, alone or behind `of` (concluded a round of talks); or VFP_NONE. */
uint32_t vfp_object_of(const Article *article, uint32_t np);
/* The verb group that `vg` is joined to by a bare `and` (agreed to stop and leave), or itself. */
uint32_t vfp_joined_verb(const Article *article, uint32_t vg);
/* The subject of a verb group; a verb behind a bare `and` has that of the verb before it. */
uint32_t vfp_event_subject(const Article *article, uint32_t vg);
bool vfp_is_operator(const Draft *draft);
/* Whether enough is known of who did it and to whom for a record. */
bool vfp_has_people(const Draft *draft);
bool vfp_is_np(const Article *article, uint32_t chunk);
bool vfp_is_vg(const Article *article, uint32_t chunk);
#endif
