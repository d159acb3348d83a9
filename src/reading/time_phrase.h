/* time_phrase.h: what the files of the time grammar share: time_phrase.c finds where an expression begins and ends
 * and what it is made of, time_resolve.c finds the day, year or length that is meant, time.c keeps the records. */
#ifndef VFP_READING_TIME_PHRASE_H
#define VFP_READING_TIME_PHRASE_H
#include "reading/time_atoms.h"
#include "reading/time_value.h"

typedef struct Reader {
    Article *article;
    const Atom *atoms;
    uint32_t n;
    Moment today;          /* the article's date; no anchor where it is unknown */
    Moment spoken;         /* the date last spoken of, at first today */
    uint32_t spoken_block; /* the paragraph it stands in: a clock alone does not look over its edge */
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

/* The expression that begins at atom i; false where none does. At most a few atoms are looked at. */
bool vfp_time_phrase(const Reader *reader, uint32_t i, Found *found);

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
Moment vfp_resolve_holiday(const Reader *reader, Str rule, int year, char way);
Moment vfp_resolve_relative(const Reader *reader, Str rule);
/* The quarter or period that goes without saying. */
Moment vfp_resolve_quarter(const Reader *reader);

#endif
