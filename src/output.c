/* output.c: records as JSON Lines. The JSON is written by hand into one buffer: building a tree of values first costs
 * several times as much as all the rest of the writing. */
#include "output.h"
#include "engine.h"
#include "lexicon/lexicon.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ------------------------------------------------------------------ the fields of each type */

#define AT(member) offsetof(Flat, member)
#define DATE_FIELDS                                                                                                    \
    {"date", FIELD_STR, AT(date)}, { "date_is_own", FIELD_BOOL, AT(date_is_own) }

static const Field mention_fields[] = {{"span", FIELD_OWN_SPAN, AT(span)},
                                       {"actor", FIELD_STR, AT(mention.actor)},
                                       {"form", FIELD_STR, AT(mention.form)},
                                       {0}};
static const Field time_fields[] = {
    {"span", FIELD_OWN_SPAN, AT(span)}, {"kind", FIELD_STR, AT(time.kind)}, {"value", FIELD_STR, AT(time.value)}, {0}};
static const Field statement_fields[] = {{"speaker", FIELD_STR, AT(statement.speaker)},
                                         {"speaker_span", FIELD_SPAN, AT(statement.speaker_span)},
                                         {"cue_span", FIELD_SPAN, AT(statement.cue_span)},
                                         {"content_spans", FIELD_SPANS, AT(statement.contents)},
                                         {"manner", FIELD_STR, AT(statement.manner)},
                                         {"addressee", FIELD_STR, AT(statement.addressee)},
                                         DATE_FIELDS,
                                         {0}};
static const Field event_fields[] = {{"span", FIELD_OWN_SPAN, AT(span)},
                                     {"trigger_span", FIELD_SPAN, AT(event.trigger)},
                                     {"actors", FIELD_STRS, AT(event.actors)},
                                     {"actor_spans", FIELD_SPANS, AT(event.actor_spans)},
                                     {"actor_codes", FIELD_STRS, AT(event.actor_codes)},
                                     {"recipients", FIELD_STRS, AT(event.recipients)},
                                     {"recipient_spans", FIELD_SPANS, AT(event.recipient_spans)},
                                     {"recipient_codes", FIELD_STRS, AT(event.recipient_codes)},
                                     {"plover", FIELD_STR, AT(event.plover)},
                                     {"mode", FIELD_STR, AT(event.mode)},
                                     {"contexts", FIELD_STRS, AT(event.contexts)},
                                     {"cameo", FIELD_STR, AT(event.cameo)},
                                     {"goldstein", FIELD_REAL, AT(event.goldstein)},
                                     DATE_FIELDS,
                                     {"place", FIELD_STR, AT(event.place)},
                                     {"status", FIELD_STR, AT(event.status)},
                                     {"contact", FIELD_STR, AT(event.contact)},
                                     {"condition", FIELD_CONDITION, AT(event.condition)},
                                     {0}};
static const Field position_fields[] = {{"holder", FIELD_STR, AT(position.holder)},
                                        {"issue", FIELD_STR, AT(position.issue)},
                                        {"stance", FIELD_REAL, AT(position.stance)},
                                        {"label", FIELD_STR, AT(position.label)},
                                        DATE_FIELDS,
                                        {"span", FIELD_OWN_SPAN, AT(span)},
                                        {0}};
static const Field shift_fields[] = {{"holder", FIELD_STR, AT(shift.holder)},
                                     {"issue", FIELD_STR, AT(shift.issue)},
                                     {"from", FIELD_END, AT(shift.from)},
                                     {"to", FIELD_END, AT(shift.to)},
                                     {"after", FIELD_STR, AT(shift.after)},
                                     {"basis", FIELD_STR, AT(shift.basis)},
                                     DATE_FIELDS,
                                     {"span", FIELD_OWN_SPAN, AT(span)},
                                     {0}};
static const Field outlook_fields[] = {{"predictor", FIELD_STR, AT(outlook.predictor)},
                                       {"if_span", FIELD_SPAN, AT(outlook.if_span)},
                                       {"then_span", FIELD_SPAN, AT(outlook.then_span)},
                                       {"horizon", FIELD_STR, AT(outlook.horizon)},
                                       {"span", FIELD_OWN_SPAN, AT(span)},
                                       {0}};

const RecordKind vfp_record_kinds[RECORD_TYPE_COUNT] = {
    [RECORD_MENTION] = {"mention", 0, mention_fields},         [RECORD_TIME] = {"time", 0, time_fields},
    [RECORD_STATEMENT] = {"statement", 's', statement_fields}, [RECORD_EVENT] = {"event", 'e', event_fields},
    [RECORD_POSITION] = {"position", 'p', position_fields},    [RECORD_SHIFT] = {"shift", 'v', shift_fields},
    [RECORD_OUTLOOK] = {"outlook", 'o', outlook_fields},
};

/* ------------------------------------------------------------------ from indices to ids and names */

/* A record's place in the article before it is resolved. */
typedef struct Place {
    Span span;
    RecordType type;
    uint32_t index;
    Str id;
} Place;

typedef struct Flattener {
    const Article *article;
    Arena *arena;
    Str *event_ids, *position_ids; /* by index, for shifts to point at */
} Flattener;

/* A number of up to six digits with up to four of them behind the point: value = digits / 10^places. That is what
 * almost every number of a record is, and cheap to find; false where it is none. */
typedef struct Decimal {
    int32_t digits;
    unsigned places;
} Decimal;

static const int32_t powers[] = {1, 10, 100, 1000, 10000};

static bool short_decimal(double value, Decimal *out) {
    if (!(fabs(value) < 100000)) return false;
    for (unsigned k = 0; k < sizeof powers / sizeof *powers; k++) {
        double digits = nearbyint(value * powers[k]);
        if (fabs(digits) >= 1000000) return false;
        if ((float)(digits / powers[k]) != (float)value) continue;
        *out = (Decimal){(int32_t)digits, k};
        return true;
    }
    return false;
}

/* 0.8f is 0.800000011920929 as a double; what was meant is 0.8, and that is what a ledger should hold. */
static double decimal(float value) {
    Decimal d;
    if (!isfinite(value)) return value;
    if (short_decimal(value, &d)) return (double)d.digits / powers[d.places];
    char digits[40];
    for (int precision = 6; precision <= 9; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, (double)value);
        if (strtof(digits, NULL) == value) break;
    }
    return strtod(digits, NULL);
}

static Str actor_id(const Article *a, uint32_t actor) {
    return actor < a->actors.n ? a->actors.at[actor].id : (Str){0};
}

static Str issue_id(const Article *a, uint32_t issue) {
    if (!a->lexicon || issue >= vfp_lexicon_count(a->lexicon, LEX_ISSUES)) return (Str){0};
    return vfp_lexicon_row(a->lexicon, LEX_ISSUES, issue)->field[0];
}

static void put_digits(char *at, unsigned n, unsigned value) {
    for (; n; value /= 10) at[--n] = (char)('0' + value % 10);
}

static Str date_text(Arena *arena, Date date) {
    if (date.year < 1 || date.year > 9999) return (Str){0};
    uint32_t n = date.month < 1 ? 4 : date.day < 1 ? 7 : 10;
    char *at = vfp_arena_alloc(arena, 11);
    put_digits(at, 4, (unsigned)date.year);
    if (n > 4) at[4] = '-', put_digits(at + 5, 2, (unsigned)date.month);
    if (n > 7) at[7] = '-', put_digits(at + 8, 2, (unsigned)date.day);
    return (Str){at, n};
}

static void widen(Span *hull, Span span) {
    if (!vfp_span_is(span)) return;
    if (!vfp_span_is(*hull) || span.begin < hull->begin) hull->begin = span.begin;
    if (hull->end == UINT32_MAX || span.end > hull->end) hull->end = span.end;
}

static Span statement_span(const Statement *s) {
    Span hull = VFP_NO_SPAN;
    widen(&hull, s->speaker_span);
    widen(&hull, s->cue_span);
    for (uint32_t i = 0; i < s->contents.n; i++) widen(&hull, s->contents.at[i]);
    return hull;
}

static Span outlook_span(const Outlook *o) {
    Span hull = o->span;
    widen(&hull, o->if_span);
    widen(&hull, o->then_span);
    return hull;
}

static Span span_of(const Article *a, RecordType type, uint32_t i) {
    switch (type) {
    case RECORD_MENTION: return a->mentions.at[i].span;
    case RECORD_TIME: return a->times.at[i].span;
    case RECORD_STATEMENT: return statement_span(&a->statements.at[i]);
    case RECORD_EVENT: return a->events.at[i].span;
    case RECORD_POSITION: return a->positions.at[i].span;
    case RECORD_SHIFT: return a->shifts.at[i].span;
    default: return outlook_span(&a->outlooks.at[i]);
    }
}

/* Every record stands somewhere: one without a span, before all others. */
static Span place_span(const Article *a, RecordType type, uint32_t i) {
    Span span = span_of(a, type, i);
    return vfp_span_is(span) && span.begin <= span.end ? span : (Span){0, 0};
}

static int by_place(const void *left, const void *right) {
    const Place *a = left, *b = right;
    if (a->span.begin != b->span.begin) return a->span.begin < b->span.begin ? -1 : 1;
    if (a->span.end != b->span.end) return a->span.end > b->span.end ? -1 : 1;
    if (a->type != b->type) return a->type < b->type ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

static Place *places(const Article *a, Arena *arena, uint32_t *n) {
    const uint32_t counts[RECORD_TYPE_COUNT] = {a->mentions.n,  a->times.n,  a->statements.n, a->events.n,
                                                a->positions.n, a->shifts.n, a->outlooks.n};
    size_t total = 0;
    for (int t = 0; t < RECORD_TYPE_COUNT; t++) total += counts[t];
    Place *at = vfp_arena_alloc(arena, (total ? total : 1) * sizeof *at);
    *n = 0;
    for (int t = 0; t < RECORD_TYPE_COUNT; t++)
        for (uint32_t i = 0; i < counts[t]; i++)
            at[(*n)++] = (Place){.span = place_span(a, (RecordType)t, i), .type = (RecordType)t, .index = i};
    qsort(at, *n, sizeof *at, by_place);
    return at;
}

/* The parts of a detail: numbers and ids with bars between them. */
static Str joined(Arena *arena, const uint32_t *numbers, unsigned count, Str first, Str second) {
    char *at = vfp_arena_alloc(arena, (size_t)11 * count + first.len + second.len + 2);
    uint32_t n = 0;
    for (unsigned i = 0; i < count; i++) {
        unsigned digits = 1;
        for (uint32_t rest = numbers[i]; rest >= 10; rest /= 10) digits++;
        put_digits(at + n, digits, numbers[i]);
        n += digits;
        at[n++] = '|';
    }
    if (first.len) memcpy(at + n, first.at, first.len);
    n += first.len;
    at[n++] = '|';
    if (second.len) memcpy(at + n, second.at, second.len);
    return (Str){at, n + second.len};
}

/* What tells a record from others of its type on the same span. */
static Str detail_of(const Flattener *f, const Place *p) {
    const Article *a = f->article;
    Str x, y;
    switch (p->type) {
    case RECORD_STATEMENT:
        x = actor_id(a, a->statements.at[p->index].speaker);
        return vfp_str_format(f->arena, "%.*s|%u", (int)x.len, x.len ? x.at : "",
                              a->statements.at[p->index].cue_span.begin);
    case RECORD_EVENT: {
        const Event *e = &a->events.at[p->index];
        const uint32_t numbers[] = {(uint32_t)e->plover, (uint32_t)e->contact, e->trigger.begin};
        x = e->actors.n ? actor_id(a, e->actors.at[0]) : (Str){0};
        y = e->recipients.n ? actor_id(a, e->recipients.at[0]) : (Str){0};
        return joined(f->arena, numbers, 3, x, y);
    }
    case RECORD_POSITION:
        x = actor_id(a, a->positions.at[p->index].holder);
        y = issue_id(a, a->positions.at[p->index].issue);
        break;
    case RECORD_SHIFT:
        x = actor_id(a, a->shifts.at[p->index].holder);
        y = issue_id(a, a->shifts.at[p->index].issue);
        break;
    default: x = actor_id(a, a->outlooks.at[p->index].predictor), y = (Str){0};
    }
    return joined(f->arena, NULL, 0, x, y);
}

static Str id_of(const Flattener *f, const Place *p, const char *detail) {
    char id[24];
    vfp_record_id(f->article, vfp_record_kinds[p->type].letter, p->span, detail, id);
    return vfp_str_copy(f->arena, vfp_str(id));
}

/* Gives every record its id. Twins (same type, span and detail) stand side by side in document order, so a look back
 * finds them; the second is told from the first by its number. */
static void number(Flattener *f, Place *at, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        if (!vfp_record_kinds[at[i].type].letter) continue;
        Str detail = detail_of(f, &at[i]);
        at[i].id = id_of(f, &at[i], detail.at);
        unsigned twin = 1;
        for (uint32_t k = i; k-- > 0 && at[k].type == at[i].type && at[k].span.begin == at[i].span.begin &&
                             at[k].span.end == at[i].span.end && twin < 1000;)
            if (vfp_str_is(at[k].id, at[i].id)) {
                at[i].id = id_of(f, &at[i], vfp_str_format(f->arena, "%s|%u", detail.at, ++twin).at);
                k = i; /* the new id may have a twin as well */
            }
        if (at[i].type == RECORD_EVENT) f->event_ids[at[i].index] = at[i].id;
        if (at[i].type == RECORD_POSITION) f->position_ids[at[i].index] = at[i].id;
    }
}

/* The sentences that the span touches, from the first one's first byte to the last one's last; the span itself where
 * there are none. */
static Span passage_of(const Article *a, Span span) {
    uint32_t low;
    VFP_HALVE(low, a->sentences.n, middle, a->tokens.at[a->sentences.at[middle].last - 1].end <= span.begin);
    Span hull = VFP_NO_SPAN;
    for (uint32_t i = low; i < a->sentences.n; i++) {
        Span s = {a->tokens.at[a->sentences.at[i].first].begin, a->tokens.at[a->sentences.at[i].last - 1].end};
        if (s.begin >= span.end) break;
        widen(&hull, s);
    }
    return vfp_span_is(hull) ? hull : span;
}

static void set_warrant(const Flattener *f, Flat *flat, const Warrant *warrant) {
    flat->certainty = vfp_str(vfp_certainty_names[warrant->certainty]);
    flat->polarity = vfp_str(vfp_polarity_names[warrant->polarity]);
    for (uint32_t i = 0; i < warrant->voices.n; i++)
        *vfp_push(f->arena, &flat->voices) = actor_id(f->article, warrant->voices.at[i]);
}

static void set_date(const Flattener *f, Flat *flat, Date date, bool own) {
    flat->date = date_text(f->arena, date);
    flat->date_is_own = own && flat->date.len;
    if (!flat->date.len) flat->date = date_text(f->arena, f->article->date);
}

static void flatten_statement(const Flattener *f, const Statement *s, Flat *flat) {
    const Article *a = f->article;
    flat->statement.speaker = actor_id(a, s->speaker);
    flat->statement.speaker_span = s->speaker_span;
    flat->statement.cue_span = s->cue_span;
    flat->statement.contents = s->contents;
    flat->statement.manner = vfp_str(vfp_manner_names[s->manner]);
    flat->statement.addressee = actor_id(a, s->addressee);
    set_date(f, flat, s->date, s->date_is_own);
    set_warrant(f, flat, &s->warrant);
}

static void participants(const Flattener *f, const ActorList *list, StrList *ids, StrList *codes) {
    for (uint32_t i = 0; i < list->n; i++) {
        *vfp_push(f->arena, ids) = actor_id(f->article, list->at[i]);
        *vfp_push(f->arena, codes) =
            list->at[i] < f->article->actors.n ? f->article->actors.at[list->at[i]].code : (Str){0};
    }
}

static void flatten_event(const Flattener *f, const Event *e, Flat *flat) {
    participants(f, &e->actors, &flat->event.actors, &flat->event.actor_codes);
    participants(f, &e->recipients, &flat->event.recipients, &flat->event.recipient_codes);
    flat->event.trigger = e->trigger;
    flat->event.actor_spans = e->actor_spans;
    flat->event.recipient_spans = e->recipient_spans;
    flat->event.contexts = (StrList){e->contexts, e->context_count, e->context_count};
    flat->event.plover = vfp_str(vfp_plover_names[e->plover]);
    flat->event.mode = e->mode;
    flat->event.cameo = e->cameo;
    flat->event.place = e->place;
    flat->event.status = vfp_str(vfp_status_names[e->status]);
    flat->event.contact = vfp_str(vfp_contact_names[e->contact]);
    flat->event.goldstein = decimal(e->goldstein);
    flat->event.condition = (FlatCondition){.kind = vfp_str(vfp_condition_names[e->condition]),
                                            .deadline = date_text(f->arena, e->deadline),
                                            .span = e->condition_span};
    set_date(f, flat, e->date, e->date_is_own);
    set_warrant(f, flat, &e->warrant);
}

static void flatten_position(const Flattener *f, const Position *p, Flat *flat) {
    flat->position.holder = actor_id(f->article, p->holder);
    flat->position.issue = issue_id(f->article, p->issue);
    flat->position.stance = decimal(p->stance);
    flat->position.label = vfp_str(vfp_stance_names[p->label]);
    set_date(f, flat, p->date, p->date_is_own);
    set_warrant(f, flat, &p->warrant);
}

static FlatEnd flatten_end(const Flattener *f, const ShiftEnd *end) {
    if (!end->known) return (FlatEnd){.span = VFP_NO_SPAN};
    return (FlatEnd){.known = true,
                     .label = vfp_str(vfp_stance_names[end->label]),
                     .stance = decimal(end->stance),
                     .date = date_text(f->arena, end->date),
                     .span = end->span,
                     .position = end->position < f->article->positions.n ? f->position_ids[end->position] : (Str){0}};
}

static void flatten_shift(const Flattener *f, const Shift *s, Flat *flat) {
    flat->shift.holder = actor_id(f->article, s->holder);
    flat->shift.issue = issue_id(f->article, s->issue);
    flat->shift.from = flatten_end(f, &s->from);
    flat->shift.to = flatten_end(f, &s->to);
    flat->shift.after = s->after < f->article->events.n ? f->event_ids[s->after] : (Str){0};
    flat->shift.basis = vfp_str(vfp_basis_names[s->basis]);
    set_date(f, flat, s->date, s->date_is_own);
    set_warrant(f, flat, &s->warrant);
}

static void flatten_outlook(const Flattener *f, const Outlook *o, Flat *flat) {
    flat->outlook.predictor = actor_id(f->article, o->predictor);
    flat->outlook.horizon = o->horizon;
    flat->outlook.if_span = o->if_span;
    flat->outlook.then_span = o->then_span;
    set_warrant(f, flat, &o->warrant);
}

/* `flat` is zeroed. */
static void flatten_record(const Flattener *f, const Place *p, Flat *flat) {
    static const Warrant plain_fact = {0}; /* that a name stands in the text is certain */
    const Article *a = f->article;
    flat->type = p->type, flat->id = p->id, flat->doc = a->id, flat->span = p->span, flat->passage = VFP_NO_SPAN;
    if (vfp_record_kinds[p->type].letter) flat->passage = passage_of(a, p->span);
    switch (p->type) {
    case RECORD_MENTION:
        flat->mention.actor = actor_id(a, a->mentions.at[p->index].actor);
        flat->mention.form = vfp_str(vfp_form_names[a->mentions.at[p->index].form]);
        set_warrant(f, flat, &plain_fact);
        break;
    case RECORD_TIME:
        flat->time.kind = vfp_str(vfp_time_kind_names[a->times.at[p->index].kind]);
        flat->time.value = a->times.at[p->index].value;
        set_warrant(f, flat, &a->times.at[p->index].warrant);
        break;
    case RECORD_STATEMENT: flatten_statement(f, &a->statements.at[p->index], flat); break;
    case RECORD_EVENT: flatten_event(f, &a->events.at[p->index], flat); break;
    case RECORD_POSITION: flatten_position(f, &a->positions.at[p->index], flat); break;
    case RECORD_SHIFT: flatten_shift(f, &a->shifts.at[p->index], flat); break;
    default: flatten_outlook(f, &a->outlooks.at[p->index], flat);
    }
}

static FlatActor *flatten_actors(const Article *a, Arena *arena) {
    FlatActor *actors = vfp_arena_alloc(arena, ((size_t)a->actors.n + 1) * sizeof *actors);
    for (uint32_t i = 0; i < a->actors.n; i++) {
        const Actor *from = &a->actors.at[i];
        actors[i] = (FlatActor){.id = from->id,
                                .name = from->name,
                                .code = from->code,
                                .roles = from->roles,
                                .kind = vfp_str(vfp_actor_kind_names[from->kind]),
                                .role_count = from->role_count};
    }
    return actors;
}

void vfp_flatten(const Article *a, Arena *arena, FlatArticle *out) {
    Flattener f = {.article = a, .arena = arena};
    f.event_ids = vfp_arena_alloc(arena, ((size_t)a->events.n + 1) * sizeof(Str));
    f.position_ids = vfp_arena_alloc(arena, ((size_t)a->positions.n + 1) * sizeof(Str));
    *out = (FlatArticle){.actor_count = a->actors.n};
    out->document = (FlatDocument){.id = a->id,
                                   .uri = a->uri,
                                   .title = a->title,
                                   .publisher = a->publisher,
                                   .author = a->author,
                                   .published = a->published,
                                   .language = a->language,
                                   .sha256 = vfp_str(a->sha256),
                                   .text = a->text,
                                   .furniture = {a->furniture.at, a->furniture.n, a->furniture.n}};
    out->actors = flatten_actors(a, arena);
    Place *at = places(a, arena, &out->record_count);
    number(&f, at, out->record_count);
    out->records = vfp_arena_alloc(arena, ((size_t)out->record_count + 1) * sizeof *out->records);
    for (uint32_t i = 0; i < out->record_count; i++) flatten_record(&f, &at[i], &out->records[i]);
}

/* ------------------------------------------------------------------ the buffer */

static bool grow(Buffer *b, size_t n) {
    if (b->failed) return false;
    size_t cap = b->cap ? b->cap * 2 : 4096;
    while (cap - b->n < n) cap *= 2;
    char *at = realloc(b->at, cap);
    if (!at) return b->failed = true, false;
    b->at = at;
    b->cap = cap;
    return true;
}
/* A failed buffer keeps its room, and what still fits is written to it in vain. */
static inline bool room_for(Buffer *b, size_t n) { return b->cap - b->n >= n || grow(b, n); }

void vfp_buffer_bytes(Buffer *b, const char *bytes, size_t n) {
    if (!n || !room_for(b, n)) return;
    memcpy(b->at + b->n, bytes, n);
    b->n += n;
}

void vfp_buffer_text(Buffer *b, const char *text) { vfp_buffer_bytes(b, text, strlen(text)); }

void vfp_buffer_free(Buffer *b) {
    free(b->at);
    *b = (Buffer){0};
}

static void put_char(Buffer *b, char c) {
    if (room_for(b, 1)) b->at[b->n++] = c;
}

static void put_number(Buffer *b, uint32_t value) {
    unsigned digits = 1;
    for (uint32_t rest = value; rest >= 10; rest /= 10) digits++;
    if (!room_for(b, digits)) return;
    put_digits(b->at + b->n, digits, value);
    b->n += digits;
}

/* ------------------------------------------------------------------ values */

static bool plain(unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; }

static void put_escape(Buffer *b, unsigned char c) {
    static const char letters[] = "\b\f\n\r\t\"\\", names[] = "bfnrt\"\\";
    const char *at = c ? strchr(letters, c) : NULL;
    char escape[8];
    int n = at ? snprintf(escape, sizeof escape, "\\%c", names[at - letters])
               : snprintf(escape, sizeof escape, "\\u%04x", c);
    vfp_buffer_bytes(b, escape, (size_t)n);
}

/* Whether one of the eight bytes is not plain; now and then says so of eight that are. The differences from blank,
 * from one of what is equal to a mark, and from nothing have their top bit set where the byte is to blame. */
static bool any_special(uint64_t w) {
    const uint64_t ones = 0x0101010101010101u;
    uint64_t quote = w ^ '"' * ones, slash = w ^ '\\' * ones;
    return ((w - ' ' * ones) | (quote - ones) | (slash - ones) | w) & 0x80 * ones;
}

/* Length of the run of bytes from i that may stand in a JSON string as they are. */
static size_t run_length(Str s, size_t i) {
    size_t begin = i;
    uint64_t w;
    while (i < s.len) {
        if (i + 8 <= s.len && (memcpy(&w, s.at + i, 8), !any_special(w))) {
            i += 8;
            continue;
        }
        if (plain((unsigned char)s.at[i])) {
            i++;
            continue;
        }
        uint32_t rune;
        unsigned n = (unsigned char)s.at[i] < 0x80 ? 0 : vfp_utf8_decode(s.at, s.len, i, &rune);
        if (!n) break;
        i += n;
    }
    return i - begin;
}

void vfp_json_string(Buffer *b, Str s) {
    put_char(b, '"');
    for (size_t i = 0; i < s.len;) {
        size_t run = run_length(s, i);
        vfp_buffer_bytes(b, s.at + i, run);
        i += run;
        if (i >= s.len) break;
        unsigned char c = (unsigned char)s.at[i++];
        if (c < 0x80) put_escape(b, c);
        else vfp_buffer_bytes(b, "\xEF\xBF\xBD", 3);
    }
    put_char(b, '"');
}

void vfp_json_text(Buffer *b, Str s) {
    if (s.len) vfp_json_string(b, s);
    else vfp_buffer_bytes(b, "null", 4);
}

static void put_decimal(Buffer *b, Decimal d) {
    if (d.digits < 0) put_char(b, '-');
    uint32_t digits = (uint32_t)abs(d.digits);
    put_number(b, digits / (uint32_t)powers[d.places]);
    put_char(b, '.');
    unsigned places = d.places ? d.places : 1; /* 2 is written 2.0 */
    if (room_for(b, places)) {
        put_digits(b->at + b->n, places, digits % (uint32_t)powers[d.places]);
        b->n += places;
    }
}

void vfp_json_real(Buffer *b, double value) {
    if (!isfinite(value)) {
        vfp_buffer_bytes(b, "null", 4);
        return;
    }
    Decimal d;
    if (short_decimal(value, &d)) {
        put_decimal(b, d);
        return;
    }
    char digits[40];
    for (int precision = 6; precision <= 9; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtof(digits, NULL) == (float)value) break;
    }
    for (char *c = digits; *c; c++) /* the program's locale may write a comma */
        if (!strchr("0123456789+-e", *c)) *c = '.';
    vfp_buffer_text(b, digits);
    if (!strpbrk(digits, ".e")) vfp_buffer_bytes(b, ".0", 2);
}

static void put_span(Buffer *b, Span span) {
    if (!vfp_span_is(span)) {
        vfp_buffer_bytes(b, "null", 4);
        return;
    }
    put_char(b, '[');
    put_number(b, span.begin);
    put_char(b, ',');
    put_number(b, span.end);
    put_char(b, ']');
}

static void put_strs(Buffer *b, const StrList *list) {
    put_char(b, '[');
    for (uint32_t i = 0; i < list->n; i++) {
        if (i) put_char(b, ',');
        vfp_json_text(b, list->at[i]);
    }
    put_char(b, ']');
}

static void put_spans(Buffer *b, const SpanList *list) {
    put_char(b, '[');
    for (uint32_t i = 0; i < list->n; i++) {
        if (i) put_char(b, ',');
        put_span(b, list->at[i]);
    }
    put_char(b, ']');
}

/* The name of an object's member, with the comma before it if something stands before it. Inline, so that the length
 * of a literal is known. */
static inline void put_name(Buffer *b, const char *name) {
    size_t n = strlen(name);
    if (!room_for(b, n + 4)) return;
    char *at = b->at + b->n;
    if (b->n && at[-1] != '{') *at++ = ',';
    *at++ = '"';
    memcpy(at, name, n);
    memcpy(at + n, "\":", 2);
    b->n = (size_t)(at + n + 2 - b->at);
}

static inline void put_member(Buffer *b, const char *name, Str value) {
    put_name(b, name);
    vfp_json_text(b, value);
}

static void put_end(Buffer *b, const FlatEnd *end) {
    if (!end->known) {
        vfp_buffer_bytes(b, "null", 4);
        return;
    }
    put_char(b, '{');
    put_member(b, "label", end->label);
    put_name(b, "stance");
    vfp_json_real(b, end->stance);
    put_member(b, "date", end->date);
    put_member(b, "position", end->position);
    put_name(b, "span");
    put_span(b, end->span);
    put_char(b, '}');
}

static void put_condition(Buffer *b, const FlatCondition *condition) {
    if (!condition->kind.len) {
        vfp_buffer_bytes(b, "null", 4);
        return;
    }
    put_char(b, '{');
    put_member(b, "kind", condition->kind);
    put_name(b, "span");
    put_span(b, condition->span);
    put_member(b, "deadline", condition->deadline);
    put_char(b, '}');
}

static void put_field(Buffer *b, const Field *field, const Flat *record) {
    const void *at = (const char *)record + field->offset;
    put_name(b, field->name);
    switch (field->kind) {
    case FIELD_STR: vfp_json_text(b, *(const Str *)at); break;
    case FIELD_BOOL: vfp_buffer_text(b, *(const bool *)at ? "true" : "false"); break;
    case FIELD_REAL: vfp_json_real(b, *(const double *)at); break;
    case FIELD_OWN_SPAN:
    case FIELD_SPAN: put_span(b, *(const Span *)at); break;
    case FIELD_STRS: put_strs(b, at); break;
    case FIELD_SPANS: put_spans(b, at); break;
    case FIELD_END: put_end(b, at); break;
    case FIELD_CONDITION: put_condition(b, at); break;
    }
}

/* ------------------------------------------------------------------ records */

void vfp_print_document(Buffer *b, const FlatDocument *d, bool with_text) {
    vfp_buffer_text(b, "{\"type\":\"document\"");
    put_member(b, "id", d->id);
    put_member(b, "uri", d->uri);
    put_member(b, "title", d->title);
    put_member(b, "publisher", d->publisher);
    put_member(b, "author", d->author);
    put_member(b, "published", d->published);
    put_member(b, "language", d->language);
    put_member(b, "sha256", d->sha256);
    if (with_text) {
        put_name(b, "furniture");
        put_spans(b, &d->furniture);
        put_name(b, "text");
        vfp_json_string(b, d->text);
    }
    put_char(b, '}');
}

void vfp_print_actor(Buffer *b, const FlatActor *a) {
    vfp_buffer_text(b, "{\"type\":\"actor\"");
    put_member(b, "id", a->id);
    put_member(b, "name", a->name);
    put_member(b, "kind", a->kind);
    put_member(b, "code", a->code);
    put_name(b, "roles");
    put_char(b, '[');
    for (uint32_t i = 0; i < a->role_count; i++) {
        vfp_buffer_text(b, i ? ",{" : "{");
        put_member(b, "title", a->roles[i].title);
        put_member(b, "of", a->roles[i].of);
        put_member(b, "from", a->roles[i].from);
        put_member(b, "to", a->roles[i].to);
        put_char(b, '}');
    }
    vfp_buffer_text(b, "]}");
}

void vfp_print_record(Buffer *b, const Flat *record) {
    const RecordKind *kind = &vfp_record_kinds[record->type];
    put_char(b, '{');
    put_member(b, "type", vfp_str(kind->name));
    if (kind->letter) put_member(b, "id", record->id);
    put_member(b, "doc", record->doc);
    for (const Field *f = kind->fields; f->name; f++) put_field(b, f, record);
    put_member(b, "certainty", record->certainty);
    put_member(b, "polarity", record->polarity);
    put_name(b, "voices");
    put_strs(b, &record->voices);
    put_char(b, '}');
}

static vf_status send_line(Buffer *b, vf_write_fn write, void *user, vf_error *error) {
    put_char(b, '\n');
    if (b->failed) return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory while writing records");
    if (!write(user, b->at, b->n)) return vfp_fail(error, VF_E_IO, NULL, 0, 0, "the records could not be written");
    b->n = 0;
    return VF_OK;
}

vf_status vfp_print_article(const FlatArticle *article, vf_write_fn write, void *user, vf_error *error) {
    Buffer b = {0};
    vfp_print_document(&b, &article->document, true);
    vf_status status = send_line(&b, write, user, error);
    for (uint32_t i = 0; !status && i < article->actor_count; i++) {
        vfp_print_actor(&b, &article->actors[i]);
        status = send_line(&b, write, user, error);
    }
    for (uint32_t i = 0; !status && i < article->record_count; i++) {
        vfp_print_record(&b, &article->records[i]);
        status = send_line(&b, write, user, error);
    }
    vfp_buffer_free(&b);
    return status;
}

vf_status vf_article_write(vf_article *article, vf_write_fn write, void *user, vf_error *error) {
    /* As much memory as an article may take, times two: a record's flat form is never larger than that. */
    Arena *arena = vfp_arena_new((size_t)2 << 30);
    if (!arena) return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory while writing records");
    FlatArticle flat;
    vf_status status = (vf_status)setjmp(*vfp_arena_escape(arena));
    if (status) {
        vfp_arena_free(arena);
        return vfp_fail(error, status, NULL, 0, 0, "out of memory while writing records");
    }
    vfp_flatten(&article->article, arena, &flat);
    status = vfp_print_article(&flat, write, user, error);
    vfp_arena_free(arena);
    return status;
}
