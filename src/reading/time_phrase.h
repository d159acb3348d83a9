/* time_phrase.h: what the files of the time grammar share: time_phrase.c finds where an expression begins and ends
 * and what it is made of, time_unit.c what is counted in units (two weeks ago, every day), time_resolve.c finds the
 * day, year or length that is meant, time.c keeps the records. */
#ifndef VFP_READING_TIME_PHRASE_H
#define VFP_READING_TIME_PHRASE_H
#include "reading/time_atoms.h"
#include "reading/time_value.h"

/* Four digits between these may be a year. */
enum { FIRST_YEAR = 1400, LAST_YEAR = 2100 };

typedef struct Reader {
    Article *article;
    const Atom *atoms;
    uint32_t n;
    Moment today;          /* the article's date; no anchor where it is unknown */
    Moment spoken;         /* the date last spoken of, at first today */
    uint32_t spoken_block; /* the paragraph it stands in: a clock alone does not look over its edge */
    uint32_t told;         /* the atom behind the expression that `spoken` is from */
    Moment quarter;        /* the quarter last spoken of; GRAIN_NONE: none yet */
    int hint;              /* what the word before the expression says of its tense: until 1, since -1 */
} Reader;

/* What stands before the head of an expression: about | the | last | two | third | 1989 | fiscal | year-ago … */
typedef struct Phrase {
    uint32_t from, at; /* atoms: the first one, the one to read next */
    char article;      /* 'a' counts, 't' points, 0 */
    char way;          /* WAY_ */
    bool needs_head;   /* the direction doesn't stand alone: the coming … */
    bool counted, vague, half, spelled;
    int32_t count;
    uint8_t digits;  /* of count, where it is written so */
    int32_t ordinal; /* -1: the last of its kind; 0: none */
    bool ordinal_digits;
    int32_t year; /* of the 1989 quarter, of this year's quarter */
    bool fiscal, bent, bends_quantity, shifted;
    bool backed; /* year-ago, year-earlier: one unit `back` before */
    TimeUnit back;
} Phrase;

typedef struct Found {
    TimeKind kind;
    bool dated; /* `moment` says when */
    Moment moment;
    char value[MOMENT_TEXT]; /* where it isn't dated */
    bool compared;           /* a year ago, year-earlier: a look aside, which later expressions don't start from */
    uint32_t from, to;       /* atoms [from, to) */
} Found;

/* ---- atoms by index; behind the last there is the sentinel, so all of these may look ahead */
static inline const Atom *atom(const Reader *r, uint32_t i) { return &r->atoms[i < r->n ? i : r->n - 1]; }
static inline unsigned role(const Reader *r, uint32_t i) { return atom(r, i)->role; }
/* Stands right behind the atom before it, a hyphen aside. */
static inline bool joined(const Reader *r, uint32_t i) { return atom(r, i)->gap <= GAP_HYPHEN; }
static inline bool next_is(const Reader *r, uint32_t i, unsigned wanted) {
    return role(r, i) == wanted && joined(r, i);
}
static inline bool is_link(const Reader *r, uint32_t i, char code) {
    const Atom *a = atom(r, i);
    return next_is(r, i, TIME_ROLE_LINK) && a->value.len && a->value.at[0] == code;
}
static inline TimeUnit unit_of(const Atom *a) { return (TimeUnit)a->number; }
static inline bool is_unit(const Reader *r, uint32_t i, TimeUnit unit) {
    return role(r, i) == TIME_ROLE_UNIT && unit_of(atom(r, i)) == unit;
}
static inline const Token *token_behind(const Reader *r, uint32_t i) {
    uint32_t t = atom(r, i)->last;
    return t < r->article->tokens.n ? &r->article->tokens.at[t] : NULL;
}
static inline bool is_noun(const Token *t) { return t && (t->upos == UPOS_NOUN || t->upos == UPOS_PROPN); }
/* before or after what happened, not before or after now: the day before the summit */
static inline bool is_apart(const Reader *r, uint32_t i) {
    const Atom *a = atom(r, i);
    return next_is(r, i, TIME_ROLE_SHIFT) && a->doubtful && (a->number == WAY_BEFORE || a->number == WAY_AFTER);
}

/* ---- what was found, up to atom `to`; always true, so that a rule may end with it */
static inline bool vfp_found_moment(Found *out, Moment m, uint32_t to) {
    out->kind = *m.part || m.minute >= 0 ? TIME_TIME : TIME_DATE;
    out->dated = true, out->moment = m, out->to = to;
    return true;
}
bool vfp_found_ref(Found *out, Str value, TimeKind kind, uint32_t to);

/* ---- time_phrase.c */
/* The expression that begins at atom i; false where none does. At most a few atoms are looked at. */
bool vfp_time_phrase(const Reader *reader, uint32_t i, Found *found);
/* The rest of the expression whose first atom is p->from. */
bool vfp_time_read(const Reader *reader, Phrase *p, Found *out);
/* A number at p->at: two, twenty-four, 2 1/2, two to three. */
bool vfp_time_number(const Reader *reader, Phrase *p);
/* A year behind a head, at *at: of 1989, in fiscal 1990, last year; `comma`: also behind one. */
bool vfp_time_year(const Reader *reader, uint32_t *at, int *year, bool comma);
/* last night, this morning: the part of the day at atom `at`. */
bool vfp_time_part(const Reader *reader, Phrase *p, uint32_t at, Found *out);

/* ---- time_unit.c: the head is a unit (day, week …) at atom `at`, or a word that counts how often */
bool vfp_time_unit(const Reader *reader, Phrase *p, uint32_t at, Found *out);
bool vfp_time_every(const Reader *reader, uint32_t at, Found *out);
bool vfp_time_times(const Reader *reader, uint32_t at, Found *out);

/* ---- time_resolve.c */
/* What the nearest finite verb of the sentence says: -1 past, 1 future, 0 unknown. At most a few chunks are looked at.
 */
int vfp_time_tense(const Reader *reader, uint32_t token);
Moment vfp_resolve_weekday(const Reader *reader, int weekday, char way, uint32_t token);
/* day 0: the month; the year is the nearest that tense and direction allow. */
Moment vfp_resolve_month(const Reader *reader, int month, int day, int year, char way, uint32_t token);
Moment vfp_resolve_season(const Reader *reader, int season, int year, char way);
/* The n-th quarter or half (-1: the last) of `year`, 0: of the year that suits. */
Moment vfp_resolve_part(const Reader *reader, Grain grain, int n, int year, uint32_t token);
/* last week, this year, the following day. */
Moment vfp_resolve_unit(const Reader *reader, TimeUnit unit, char way);
/* two weeks ago, a year earlier. */
Moment vfp_resolve_shift(const Reader *reader, int count, TimeUnit unit, char way);
/* The `value` of a holiday and of a relative word (D-1NI). */
Moment vfp_resolve_holiday(const Reader *reader, Str rule, int year, char way, uint32_t token);
Moment vfp_resolve_relative(const Reader *reader, Str rule);
/* The quarter or period that goes without saying. */
Moment vfp_resolve_quarter(const Reader *reader);

#endif
