/* event.c: who did what to whom.
 *
 * In: hits, phrases, mentions, statements, times. Out: Article.events in document order. Sentence by sentence:
 * triggers, their people, their status, operators put together with what they govern, encounters found again,
 * conditions. Events of which neither end is known are dropped. Linear in tokens for sentences of bounded length. */
#include "reading/event.h"
#include "reading/holder.h"
#include "reading/reading.h"
#include "reading/time.h"
#include <math.h>

/* ---- codes */

typedef struct Code {
    const char *cameo;
    float goldstein;
} Code;

/* What an event is called in CAMEO when status has changed its type. */
static Code code_of_type(Plover plover) {
    switch (plover) {
    case PLOVER_AGREE: return (Code){"030", 4.0f};
    case PLOVER_CONCEDE: return (Code){"035", 7.0f};
    case PLOVER_REQUEST: return (Code){"020", 3.0f};
    case PLOVER_REJECT: return (Code){"120", -4.0f};
    case PLOVER_THREATEN: return (Code){"130", -4.4f};
    default: return (Code){"", NAN};
    }
}

static Code code_of_contact(Contact contact) {
    switch (contact) {
    case CONTACT_CALL: return (Code){"041", 1.0f};
    case CONTACT_VISIT: return (Code){"042", 1.9f};
    case CONTACT_TALKS: return (Code){"046", 7.0f};
    default: return (Code){"040", 1.0f};
    }
}

static void set_code(const Draft *draft, Event *event) {
    bool changed = !draft->row ||
                   event->plover != (draft->contact != CONTACT_NONE ? PLOVER_CONSULT : (Plover)draft->row->value[1]);
    if (!changed && draft->contact == CONTACT_NONE) {
        event->mode = draft->row->field[2], event->cameo = draft->row->field[3], event->goldstein = draft->row->number;
        return;
    }
    Code code = changed ? code_of_type(event->plover) : code_of_contact(draft->contact);
    event->cameo = vfp_str(code.cameo);
    event->goldstein = code.goldstein;
}

/* ---- when and where */

static void set_date(const Article *article, const Draft *draft, Event *event) {
    Range c = draft->clause;
    const TimeRecord *time = c.first < c.last ? vfp_time_near(article, c.first, c.last, draft->head) : NULL;
    event->date_is_own = time && time->date.year;
    event->date = event->date_is_own ? time->date : article->date;
}

/* Whether a place behind the token is the event's: behind its own words, a participant or a time; not “the war in X”.
 */
static bool holds_place(const Article *article, const Draft *draft, uint32_t t) {
    return t < draft->last || vfp_verb_at(article, t) != VFP_NONE || article->mention_of[t] != VFP_NONE ||
           vfp_hit_of(article, t, LEX_TIME) || article->tokens.at[t].flags & TOKEN_DIGIT;
}

/* in Geneva, at Camp David: a proper name behind the preposition that is no person and no time. */
static Str place_of(const Article *article, const Draft *draft) {
    for (uint32_t t = draft->last; t + 1 < draft->clause.last; t++) {
        int word = vfp_function(article, t);
        if ((word != WORD_IN && word != WORD_AT) || vfp_chunk_at(article, t) != VFP_NONE ||
            !holds_place(article, draft, t - 1))
            continue;
        uint32_t np = vfp_chunk_at(article, t + 1);
        if (!vfp_is_np(article, np)) continue;
        const Chunk *chunk = &article->chunks.at[np];
        if (article->tokens.at[chunk->head].upos != UPOS_PROPN || chunk->flags & NP_POSSESSIVE ||
            vfp_hit_of(article, chunk->head, LEX_TIME))
            continue;
        uint32_t m = article->mention_of[chunk->head];
        if (m != VFP_NONE && article->actors.at[article->mentions.at[m].actor].kind == KIND_PERSON) continue;
        return vfp_slice(article->text, vfp_span_of(article, (Range){chunk->first, chunk->last}));
    }
    return (Str){0};
}

/* ---- drafts → records */

/* A promise is a promise, a threat a threat, once it was made: the status is that of what it is about. */
static EventStatus status_of_words(Plover plover, const Draft *draft) {
    if (draft->contact != CONTACT_NONE || draft->status != STATUS_ACTUAL) return draft->status;
    if (plover == PLOVER_REQUEST) return STATUS_REQUESTED;
    if (plover == PLOVER_THREATEN) return STATUS_THREATENED;
    return plover == PLOVER_AGREE ? STATUS_PROMISED : STATUS_ACTUAL;
}

/* What one says of oneself in one's own words needs no voice. */
static void set_warrant(Article *article, const Draft *draft, Event *event) {
    event->warrant = vfp_warrant(article, draft->head);
    event->warrant.polarity = draft->polarity;
    if (draft->status == STATUS_HYPOTHETICAL && event->warrant.certainty == CERTAIN)
        event->warrant.certainty = POSSIBLE;
    uint32_t s = vfp_statement_at(article, draft->head);
    if (s == VFP_NONE || article->statements.at[s].manner != MANNER_DIRECT) return;
    if (vfp_side_has(&draft->actors, article->statements.at[s].speaker)) event->warrant.voices.n = 0;
}

static void set_condition(const Article *article, const Draft *draft, Event *event) {
    event->condition_span = VFP_NO_SPAN;
    if (draft->condition == COND_NONE) return;
    event->condition = draft->condition;
    event->condition_span = vfp_span_of(article, draft->condition_words);
    const TimeRecord *time = vfp_time_in(article, draft->condition_words.first, draft->condition_words.last);
    if (time) event->deadline = time->date;
}

/* Enough to say who did it or to whom. “must” needs somebody who must, an agreement two; who backs no one we know has a
 * position, but did nothing to anybody. */
bool vfp_has_people(const Draft *draft) {
    uint32_t actors = draft->actors.actors.n, recipients = draft->recipients.actors.n;
    if (draft->frame & 1u << EVENT_OBJECT_SUBJECT) return recipients > 0;
    if (draft->noun && draft->frame & 1u << EVENT_RECIPROCAL) return actors + recipients > 1;
    if (draft->plover == PLOVER_CONSULT && draft->frame & 1u << EVENT_RECIPROCAL && draft->contact == CONTACT_NONE)
        return actors > 1;
    if (draft->plover == PLOVER_SUPPORT && draft->status == STATUS_ACTUAL) return actors && (recipients || actors > 1);
    return actors + recipients > 0;
}

static void emit(EventReader *reader, const Draft *draft) {
    Article *article = reader->article;
    if (draft->dropped || !vfp_has_people(draft)) return;
    Event *event = vfp_push(article->arena, &article->events);
    event->trigger = vfp_span_of(article, (Range){draft->first, draft->last});
    event->span = vfp_span_of(article, draft->reach);
    event->actors = draft->actors.actors, event->actor_spans = draft->actors.spans;
    event->recipients = draft->recipients.actors, event->recipient_spans = draft->recipients.spans;
    event->plover = vfp_plover_as(draft);
    event->contact = draft->contact;
    event->status = status_of_words(event->plover, draft);
    event->sentence = article->tokens.at[draft->head].sentence;
    event->place = place_of(article, draft);
    set_code(draft, event);
    set_date(article, draft, event);
    set_condition(article, draft, event);
    set_warrant(article, draft, event);
}

static void read_sentence(EventReader *reader, Range sentence) {
    vfp_find_triggers(reader, sentence);
    for (uint32_t i = 0; i < reader->count; i++) {
        uint32_t host = vfp_event_host(reader, i);
        vfp_find_people(reader, &reader->drafts[i], host == VFP_NONE ? NULL : &reader->drafts[host]);
        vfp_find_status(reader, &reader->drafts[i]);
    }
    vfp_complete_contacts(reader);
    vfp_merge_hosts(reader);
    vfp_find_conditions(reader, sentence);
    vfp_find_terms(reader, sentence);
    for (uint32_t i = 0; i < reader->count; i++) emit(reader, &reader->drafts[i]);
}

void vfp_read_events(Article *article) {
    vfp_read_holders(article);
    EventReader *reader = vfp_arena_alloc(article->arena, sizeof *reader);
    reader->article = article;
    for (uint32_t s = 0; s < article->sentences.n; s++) {
        const Sentence *sentence = &article->sentences.at[s];
        if (sentence->first < sentence->last) read_sentence(reader, (Range){sentence->first, sentence->last});
    }
}
