/* time_atoms.h: what the grammar of time.c reads instead of words: entries of %table time and numbers, in order, each
 * with its role, its value and how it stands to the one before. */
#ifndef VFP_READING_TIME_ATOMS_H
#define VFP_READING_TIME_ATOMS_H
#include "reading/time.h"

/* Roles of what is written in digits, beyond those of the table. Plain digits have TIME_ROLE_NUMBER or _ORDINAL. */
enum {
    ATOM_DATE = TIME_ROLE_COUNT, /* 10/16/2025: number is year * 10000 + month * 100 + day */
    ATOM_TIME,                   /* 17:30: number is the minute of the day */
    ATOM_YEARS,                  /* 1990s, '80s: number is the first year */
    ATOM_PART,                   /* Q3, H1: number is the quarter or half */
    ATOM_OTHER,                  /* money, shares, scores: no part of a time */
};

/* What stands between an atom and the one before it. */
typedef enum Gap { GAP_NONE, GAP_HYPHEN, GAP_DOT, GAP_COMMA, GAP_POSSESSIVE, GAP_FAR } Gap;

/* The codes of the table's column `value`, as one letter where two are written. */
enum {
    WAY_NONE,
    WAY_LAST = '<',
    WAY_NEXT = '>',
    WAY_THIS = '=',
    WAY_BEHIND = 'b',
    WAY_AHEAD = 'a',
    WAY_RECENT = '~',
    WAY_SAME = '@',
    WAY_BEFORE = '-',
    WAY_AFTER = '+',
};

typedef struct Atom {
    uint32_t first, last; /* tokens */
    uint32_t begin, end;  /* bytes */
    int32_t number;       /* numbers, months, weekdays, TimeUnit of a unit, WAY_ of directions and shifts */
    Str value;            /* the table's, without its `?`; digits as written */
    uint8_t many;         /* how many of its unit a word is: a fortnight 2, a quarter-century 25; else 1 */
    uint8_t role;         /* TimeRole or ATOM_ */
    uint8_t digits;       /* how many of a plain number, 0 where it is a word */
    uint8_t gap;          /* Gap before it */
    bool doubtful;        /* the table's `?` */
    bool plural;
    bool half;       /* two and a half, 2 1/2 */
    bool fused;      /* the token begins with letters: mid-1990s */
    bool short_year; /* '98 */
} Atom;

typedef struct Atoms {
    Atom *at;
    uint32_t n, cap;
} Atoms;

/* All atoms of the article in order, never overlapping, one ATOM_OTHER behind the last as a sentinel. Linear in
 * tokens and hits. */
void vfp_time_atoms(Article *article, Atoms *atoms);

#endif
