/* time_phrase.c: the grammar of time expressions, over roles and numbers.
 *
 *   expression = [bend] before* head behind*
 *   before     = article | direction | number | ordinal | year | fiscal | filler | year-ago
 *   head       = unit | weekday | month | season | holiday | part of the day | clock | digits | …
 *   behind     = year, direction + year, shift (ago), part of the day, clock, zone
 *
 * It is deterministic and looks ahead by at most a few atoms, so all of an article is linear. */
#include "reading/time_phrase.h"
#include "lexicon/lexicon.h"
#include "reading/grammar.h"
#include <stdio.h>

enum { FIRST_YEAR = 1400, LAST_YEAR = 2100 };

static const Atom *atom(const Reader *r, uint32_t i) { return &r->atoms[i < r->n ? i : r->n - 1]; }
static unsigned role(const Reader *r, uint32_t i) { return atom(r, i)->role; }
/* Stands right behind the atom before it, a hyphen aside. */
static bool joined(const Reader *r, uint32_t i) { return atom(r, i)->gap <= GAP_HYPHEN; }
static bool next_is(const Reader *r, uint32_t i, unsigned wanted) { return role(r, i) == wanted && joined(r, i); }
static bool is_link(const Reader *r, uint32_t i, char code) {
    const Atom *a = atom(r, i);
    return next_is(r, i, TIME_ROLE_LINK) && a->value.len && a->value.at[0] == code;
}
static TimeUnit unit_of(const Atom *a) { return (TimeUnit)a->number; }
static bool is_unit(const Reader *r, uint32_t i, TimeUnit unit) {
    return role(r, i) == TIME_ROLE_UNIT && unit_of(atom(r, i)) == unit;
}
static bool is_year(const Atom *a) {
    if (a->role != TIME_ROLE_NUMBER) return false;
    return a->short_year || (a->digits == 4 && a->number >= FIRST_YEAR && a->number <= LAST_YEAR);
}
static const Token *token_behind(const Reader *r, uint32_t i) {
    uint32_t t = atom(r, i)->last;
    return t < r->article->tokens.n ? &r->article->tokens.at[t] : NULL;
}
static bool is_noun(const Token *t) { return t && (t->upos == UPOS_NOUN || t->upos == UPOS_PROPN); }

/* ---- numbers */

/* Puts one number word to those before it; false where the two don't make a number. */
static bool add_number(const Atom *a, int *total, int *current, bool *any) {
    char mark = a->value.len ? a->value.at[0] : 0;
    int n = a->number;
    if (mark == 'x') {
        *current = (*current ? *current : 1) * (*current < 100000 ? n : 1);
        if (n >= 1000) *total += *current, *current = 0;
    } else if (!*any) {
        *current = n;
    } else if (*current % 100 == 0 || (*current % 10 == 0 && *current % 100 >= 20 && n < 10)) {
        *current += n;
    } else {
        return false;
    }
    return *any = true;
}

/* nineteen ninety-six, twenty fourteen: 0 where it is none. */
static int spelled_year(const Reader *r, uint32_t *at) {
    int high = atom(r, *at)->number, low = atom(r, *at + 1)->number;
    if (high < 10 || high > 20 || low < 10 || low > 99 || !next_is(r, *at + 1, TIME_ROLE_NUMBER)) return 0;
    if (atom(r, *at)->digits || atom(r, *at + 1)->digits) return 0;
    *at += 2;
    if (low % 10 == 0 && low >= 20 && next_is(r, *at, TIME_ROLE_NUMBER) && !atom(r, *at)->digits &&
        atom(r, *at)->number < 10)
        low += atom(r, (*at)++)->number;
    return high * 100 + low;
}

static void read_words(const Reader *r, Phrase *p, uint32_t *at) {
    int total = 0, current = 0;
    bool any = false;
    for (; role(r, *at) == TIME_ROLE_NUMBER && !atom(r, *at)->digits && (*at == p->at || joined(r, *at)); ++*at) {
        const Atom *a = atom(r, *at);
        char mark = a->value.len ? a->value.at[0] : 0;
        if (mark == '=') break;
        if (a->half) p->half = true;
        if (mark == '+') continue;
        if (!add_number(a, &total, &current, &any)) break;
    }
    p->count = total + current;
}

/* two, twenty four, 2 1/2, 5 million (none), two to three. Sets count; false where nothing was read. */
static bool take_number(const Reader *r, Phrase *p) {
    uint32_t at = p->at;
    const Atom *a = atom(r, at);
    if (a->value.len && a->value.at[0] == '=') return false;
    if (a->digits || a->half) {
        p->count = a->number, p->digits = a->digits, p->half = a->half;
        at++;
        if (next_is(r, at, TIME_ROLE_NUMBER) && atom(r, at)->half && !atom(r, at)->number) p->half = true, at++;
    } else if ((p->count = spelled_year(r, &at)) != 0) {
        p->spelled = true;
    } else {
        read_words(r, p, &at);
    }
    if (at == p->at) return false;
    /* two to three weeks: the first number counts, the second is passed over */
    bool range = (is_link(r, at, 'r') && next_is(r, at + 1, TIME_ROLE_NUMBER) && next_is(r, at + 2, TIME_ROLE_UNIT));
    if (range) at += 2;
    p->counted = true, p->at = at;
    return true;
}

/* ---- what stands before the head */

static bool empty(const Phrase *p) {
    return !p->way && !p->counted && !p->vague && !p->ordinal && !p->year && !p->fiscal && !p->backed;
}

/* What a word like `about` may bend: two years, a week. Only some (at least) go with the past two years. */
static bool starts_quantity(const Reader *r, uint32_t i, bool doubtful) {
    if (!joined(r, i)) return false;
    const Atom *a = atom(r, i);
    if (a->role == TIME_ROLE_NUMBER || (a->role == TIME_ROLE_ARTICLE && a->number)) return true;
    return !doubtful && (a->role == TIME_ROLE_ARTICLE || a->role == TIME_ROLE_VAGUE || a->role == TIME_ROLE_DIRECTION);
}

static bool take_bend(const Reader *r, Phrase *p) {
    const Atom *a = atom(r, p->at);
    if (!empty(p) || p->bent) return false;
    bool quantity = a->value.len && a->value.at[0] == '#';
    if (quantity && !starts_quantity(r, p->at + 1, a->doubtful)) return false;
    p->bent = true, p->bends_quantity = quantity;
    p->at++;
    return true;
}

/* earlier this month, later in the year */
static bool take_early(const Reader *r, Phrase *p) {
    const Atom *a = atom(r, p->at);
    if (!empty(p) || p->article || p->shifted || (a->number != WAY_BEFORE && a->number != WAY_AFTER)) return false;
    uint32_t next = p->at + 1;
    if (is_link(r, next, 'i') || is_link(r, next, 'n')) next++;
    bool fits = next_is(r, next, TIME_ROLE_DIRECTION) || next_is(r, next, TIME_ROLE_RELATIVE) ||
                next_is(r, next, TIME_ROLE_WEEKDAY) ||
                (next_is(r, next, TIME_ROLE_ARTICLE) && next_is(r, next + 1, TIME_ROLE_UNIT));
    if (!fits || a->doubtful) return false;
    p->shifted = true, p->at = next;
    return true;
}

static bool take_direction(const Phrase *before, const Atom *a, Phrase *p) {
    if (a->doubtful && !before->article && a->number != WAY_AHEAD) return false;
    p->way = (char)a->number, p->needs_head = a->doubtful;
    p->at++;
    return true;
}

/* A year that belongs to what follows: the 1989 quarter, the 1988 third quarter. */
static bool takes_year(const Reader *r, uint32_t at) {
    if (!joined(r, at)) return false;
    const Atom *a = atom(r, at);
    if (a->role == TIME_ROLE_FISCAL || a->role == TIME_ROLE_SEASON) return true;
    if (a->role == TIME_ROLE_ORDINAL) return next_is(r, at + 1, TIME_ROLE_UNIT);
    if (a->role != TIME_ROLE_UNIT || a->plural) return false;
    return unit_of(a) == UNIT_QUARTER || unit_of(a) == UNIT_PERIOD || unit_of(a) == UNIT_HALF;
}

/* year-ago, year-earlier, before what they belong to. */
static bool take_back(const Reader *r, Phrase *p) {
    const Atom *a = atom(r, p->at), *shift = atom(r, p->at + 1);
    if (shift->role != TIME_ROLE_SHIFT || shift->gap != GAP_HYPHEN || p->counted || p->vague || p->way) return false;
    p->backed = true, p->back = unit_of(a);
    p->at += 2;
    return true;
}

/* Reads one atom before the head; false where it is none. */
static bool take(const Reader *r, Phrase *p) {
    const Atom *a = atom(r, p->at);
    if (p->at > p->from && !joined(r, p->at)) return false;
    switch (a->role) {
    case TIME_ROLE_MODIFIER: return take_bend(r, p);
    case TIME_ROLE_SHIFT: return take_early(r, p);
    case TIME_ROLE_ARTICLE:
        if (p->article || !empty(p)) return false;
        p->article = a->number ? 'a' : 't', p->at++;
        return true;
    case TIME_ROLE_DIRECTION: return !p->counted && take_direction(p, a, p);
    case TIME_ROLE_NUMBER:
        if (p->counted) return false;
        if (is_year(a) && takes_year(r, p->at + 1)) {
            p->year = a->number, p->at++;
            return true;
        }
        return take_number(r, p);
    case TIME_ROLE_VAGUE:
        if (p->counted || p->vague) return false;
        p->vague = role(r, p->at + 1) != TIME_ROLE_NUMBER, p->at++; /* some two weeks: about */
        return true;
    case TIME_ROLE_ORDINAL:
        if (p->ordinal || p->counted) return false;
        p->ordinal = a->number, p->ordinal_digits = a->value.len == 0, p->at++;
        return true;
    case TIME_ROLE_FISCAL: p->fiscal = true, p->at++; return true;
    case TIME_ROLE_FILLER:
        if (empty(p) && !p->article) return false;
        p->at++;
        return true;
    case TIME_ROLE_UNIT: return take_back(r, p);
    default: return false;
    }
}

/* ---- behind the head */

static bool read_phrase(const Reader *r, Phrase *p, Found *out);

/* of 1989, in fiscal 1990, of last year, this year: sets *year where one stands at *at. */
static bool take_year(const Reader *r, uint32_t *at, int *year, bool comma) {
    uint32_t i = *at;
    bool linked = is_link(r, i, 'o') || is_link(r, i, 'i');
    if (linked) i++;
    const Atom *a = atom(r, i);
    if (!joined(r, i) && !(comma && !linked && a->gap <= GAP_COMMA)) return false;
    if (role(r, i) == TIME_ROLE_ARTICLE && next_is(r, i + 1, TIME_ROLE_UNIT) && is_unit(r, i + 1, UNIT_YEAR) &&
        linked) {
        if (!r->today.date.year) return false;
        *year = r->today.date.year, *at = i + 2;
        return true;
    }
    if (role(r, i) == TIME_ROLE_FISCAL) a = atom(r, ++i);
    if (is_year(a)) {
        *year = a->number, *at = i + 1;
        return true;
    }
    if (a->role == TIME_ROLE_NUMBER && !a->digits && (*year = spelled_year(r, &i)) != 0) {
        *at = i;
        return true;
    }
    if (a->role != TIME_ROLE_DIRECTION || !is_unit(r, i + 1, UNIT_YEAR) || !joined(r, i + 1)) return false;
    *year = vfp_resolve_unit(r, UNIT_YEAR, (char)a->number).date.year, *at = i + 2;
    return true;
}

static bool is_part(const Reader *r, uint32_t i) {
    return next_is(r, i, TIME_ROLE_PART) || (is_unit(r, i, UNIT_NIGHT) && joined(r, i) && !atom(r, i)->plural);
}

static void set_part(const Atom *a, Moment *m) {
    if (a->role == TIME_ROLE_UNIT) memcpy(m->part, "NI", 2);
    else if (a->value.len == 2) memcpy(m->part, a->value.at, 2);
}

/* 5 p.m., 17:30, 10:35 a.m. EST, noon at *at: the minute of the day, or -1. */
static int take_clock(const Reader *r, uint32_t *at) {
    const Atom *a = atom(r, *at);
    int minute = -1;
    uint32_t next = *at + 1;
    bool meridiem =
        next_is(r, next, TIME_ROLE_MERIDIEM) || (role(r, next) == TIME_ROLE_MERIDIEM && atom(r, next)->gap == GAP_DOT);
    if (a->role == TIME_ROLE_CLOCK && a->value.len >= 5) minute = a->number * 60;
    else if (a->role == ATOM_TIME) minute = a->number;
    else if (a->role == TIME_ROLE_NUMBER && a->number >= 1 && a->number <= 24 && a->digits < 3 && meridiem)
        minute = a->number * 60;
    if (minute < 0) return -1;
    if (meridiem && a->role != TIME_ROLE_CLOCK) {
        bool stated = atom(r, next)->value.len && atom(r, next)->value.at[0] != '-';
        if (stated && minute / 60 <= 12) minute = minute % 720 + atom(r, next)->number * 60;
        next++;
    }
    if (next_is(r, next, TIME_ROLE_ZONE)) next++;
    *at = next;
    return minute;
}

/* Friday | morning, Friday | at 5 p.m. */
static void take_hour(const Reader *r, Found *out) {
    Moment *m = &out->moment;
    if (m->grain != GRAIN_DAY || m->minute >= 0 || *m->part) return;
    uint32_t i = out->to;
    if (is_part(r, i)) {
        set_part(atom(r, i), m);
        out->kind = TIME_TIME, out->to = i + 1;
        return;
    }
    if (is_link(r, i, 'n')) i++;
    int minute = joined(r, i) ? take_clock(r, &i) : -1;
    if (minute >= 0) out->kind = TIME_TIME, m->minute = (int16_t)minute, out->to = i;
}

/* ---- heads */

static bool found_moment(Found *out, Moment m, uint32_t to) {
    out->kind = *m.part || m.minute >= 0 ? TIME_TIME : TIME_DATE;
    out->dated = true, out->moment = m, out->to = to;
    return true;
}

static bool found_duration(const Phrase *p, TimeUnit unit, Found *out, uint32_t to, const Atom *a) {
    int times = 1;
    if (a->value.len) times = a->value.at[0] - '0'; /* a fortnight: 2W */
    bool unknown = p->vague || (!p->counted && p->article != 'a' && (a->plural || p->way == WAY_RECENT));
    int count = unknown ? -1 : p->counted ? p->count : 1;
    vfp_duration_text(count < 0 ? -1 : count * times, p->half, unit, out->value);
    out->kind = TIME_DURATION, out->dated = false, out->to = to;
    return true;
}

static bool found_ref(Found *out, Str value, TimeKind kind, uint32_t to) {
    snprintf(out->value, MOMENT_TEXT, "%.*s", (int)(value.len < 30 ? value.len : 30), value.at);
    out->kind = kind, out->dated = false, out->to = to;
    return true;
}

/* The day number behind a month: October 16, Oct. 16, October 16th. */
static int take_day(const Reader *r, uint32_t *at) {
    const Atom *a = atom(r, *at);
    if (a->gap > GAP_DOT || a->gap == GAP_HYPHEN) return 0;
    if (a->number < 1 || a->number > 31 || a->half) return 0;
    bool plain = a->role == TIME_ROLE_NUMBER && a->digits && a->digits <= 2 && !a->short_year;
    bool ordinal = a->role == TIME_ROLE_ORDINAL && !a->plural && !next_is(r, *at + 1, TIME_ROLE_UNIT);
    /* March 5 p.m. is no date, nor is May 20 years ago */
    if (plain && (next_is(r, *at + 1, TIME_ROLE_MERIDIEM) || next_is(r, *at + 1, TIME_ROLE_UNIT))) return 0;
    if (!plain && !ordinal) return 0;
    ++*at;
    return a->number;
}

/* A word like May or March alone must not be a verb, nor the first word of its sentence. */
static bool sure_alone(const Reader *r, const Atom *a) {
    if (!a->doubtful) return true;
    const Token *t = &r->article->tokens.at[a->first];
    return !(t->flags & TOKEN_FIRST) && t->upos != UPOS_VERB && t->upos != UPOS_AUX;
}

static bool head_month(const Reader *r, Phrase *p, uint32_t at, Found *out) {
    const Atom *a = atom(r, at);
    int month = a->number, year = p->year, day = 0;
    bool before = (p->counted && p->digits && p->digits <= 2 && p->count >= 1 && p->count <= 31 && !p->half);
    if (p->ordinal > 0 && p->ordinal <= 31) day = p->ordinal;
    else if (before) day = p->count;
    else if (p->counted || p->vague || p->article == 'a') return false;
    at++;
    if (!day) day = take_day(r, &at);
    bool dated = take_year(r, &at, &year, day || atom(r, at)->gap == GAP_COMMA);
    if (!dated && atom(r, at)->gap == GAP_DOT && is_year(atom(r, at))) year = atom(r, at++)->number;
    if (!day && !year && !p->way && !p->bent && !sure_alone(r, a)) return false;
    if (day && !vfp_date_real(year, month, day)) day = 0;
    char way = p->way == WAY_BEHIND ? WAY_LAST : p->way;
    return found_moment(out, vfp_resolve_month(r, month, day, year, way, a->first), at);
}

/* Whether a day number and a month stand at i: Thursday, 16 October. */
static bool is_day_month(const Reader *r, uint32_t i) {
    const Atom *a = atom(r, i);
    if (role(r, i) == TIME_ROLE_ARTICLE) return false;
    bool day = (a->role == TIME_ROLE_NUMBER && a->digits && a->digits <= 2) || a->role == TIME_ROLE_ORDINAL;
    return day &&
           (next_is(r, i + 1, TIME_ROLE_MONTH) || (is_link(r, i + 1, 'o') && next_is(r, i + 2, TIME_ROLE_MONTH)));
}

static bool head_weekday(const Reader *r, Phrase *p, uint32_t at, Found *out) {
    const Atom *a = atom(r, at);
    if (a->doubtful && atom(r, at + 1)->gap > GAP_COMMA) return false;
    if (atom(r, at + 1)->gap <= GAP_COMMA && (role(r, at + 1) == TIME_ROLE_MONTH || is_day_month(r, at + 1))) {
        Phrase inner = {.from = at + 1, .at = at + 1};
        if (read_phrase(r, &inner, out) && out->moment.grain == GRAIN_DAY) return true;
    }
    if (a->plural && p->article != 't' && !p->way) { /* on Fridays */
        snprintf(out->value, MOMENT_TEXT, "XXXX-WXX-%d", a->number);
        out->kind = TIME_SET, out->dated = false, out->to = at + 1;
        return true;
    }
    return found_moment(out, vfp_resolve_weekday(r, a->number, p->way, a->first), at + 1);
}

static bool head_season(const Reader *r, Phrase *p, uint32_t at, Found *out) {
    static const char codes[][3] = {"", "SP", "SU", "FA", "WI"};
    const Atom *a = atom(r, at++);
    int season = 0, year = p->year;
    for (int k = 1; k < 5; k++)
        if (vfp_str_is(a->value, vfp_str(codes[k]))) season = k;
    if (!season || a->plural) return false;
    bool dated = take_year(r, &at, &year, false);
    if (a->doubtful && !dated && !year && !p->way) return false;
    if (p->way == WAY_BEHIND) p->way = WAY_LAST;
    return found_moment(out, vfp_resolve_season(r, season, year, p->way), at);
}

static bool head_part(const Reader *r, Phrase *p, uint32_t at, Found *out) {
    const Atom *a = atom(r, at);
    if (!p->way && !p->bent && !p->shifted) return false;
    if (a->plural || p->counted) return false;
    Moment m = p->way == WAY_SAME || p->way == WAY_BEFORE || p->way == WAY_AFTER ? r->spoken : r->today;
    if (m.grain != GRAIN_DAY) m = r->today;
    int days = p->way == WAY_LAST || p->way == WAY_BEFORE ? -1 : p->way == WAY_NEXT || p->way == WAY_AFTER ? 1 : 0;
    m = vfp_moment_shift(m, days, UNIT_DAY);
    m.minute = -1;
    set_part(a, &m);
    found_moment(out, m, at + 1);
    out->kind = TIME_TIME;
    return true;
}

/* A clock first, its day behind: 5 p.m. EST, Nov. 6; noon Thursday; 9 a.m. on the same day. */
static bool head_clock(const Reader *r, uint32_t at, Found *out) {
    uint32_t block = vfp_block_of(r->article, atom(r, at)->first);
    int minute = take_clock(r, &at);
    if (minute < 0) return false;
    Moment m = r->spoken.grain == GRAIN_DAY && r->spoken_block == block ? r->spoken : r->today;
    uint32_t next = at;
    if (is_link(r, next, 'n')) next++;
    Found day = {0};
    Phrase inner = {.from = next, .at = next};
    bool near =
        atom(r, next)->gap <= GAP_COMMA && atom(r, next)->role != TIME_ROLE_CLOCK && atom(r, next)->role != ATOM_TIME;
    if (near && read_phrase(r, &inner, &day) && day.dated && day.moment.grain == GRAIN_DAY && day.moment.minute < 0)
        m = day.moment, at = day.to, m.part[0] = 0;
    m.minute = (int16_t)minute;
    return found_moment(out, m, at);
}

static bool head_relative(const Reader *r, const Phrase *p, uint32_t at, Found *out) {
    const Atom *a = atom(r, at);
    if (!empty(p)) return false;
    Moment m = vfp_resolve_relative(r, a->value);
    if (a->doubtful && next_is(r, at + 1, TIME_ROLE_WEEKDAY)) { /* overnight Thursday */
        Moment day = vfp_resolve_weekday(r, atom(r, at + 1)->number, 0, a->first);
        memcpy(day.part, m.part, 2);
        return found_moment(out, day, at + 2);
    }
    return found_moment(out, m, at + 1);
}

static bool head_decade(const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    bool spelled = a->role == TIME_ROLE_NUMBER;
    if (spelled && p->article != 't') return false;
    int year = spelled ? a->number * 10 : a->number;
    return found_moment(out,
                        vfp_moment(year % 100                    ? GRAIN_DECADE
                                   : year >= 1900 && year < 2000 ? GRAIN_CENTURY
                                                                 : GRAIN_DECADE,
                                   (Date){(int16_t)year, 0, 0}),
                        at + 1);
}

/* Whether four digits are a year and not a number of things. */
static bool stands_as_year(const Reader *r, const Phrase *p, uint32_t at) {
    const Atom *a = atom(r, at);
    if (a->short_year || p->fiscal || p->bent) return true;
    const Token *behind = token_behind(r, at), *tokens = r->article->tokens.at;
    const Token *before = a->first ? &tokens[a->first - 1] : NULL;
    if (before && before->upos == UPOS_ADP) return true;
    bool things =
        behind && behind->upos == UPOS_NOUN && behind->feats & FEAT_PLURAL && tokens[a->last - 1].flags & TOKEN_SPACE;
    return !things && p->at == p->from;
}

/* Digits or number words that are the head themselves: 1998, nineteen ninety-six, fiscal 1990, the year two thousand.
 */
static bool head_number(const Reader *r, const Phrase *p, Found *out) {
    uint32_t last = p->at - 1;
    const Atom *a = atom(r, last);
    if (!p->counted || p->half || p->ordinal || p->way || p->vague || p->bends_quantity) return false;
    if (p->article == 'a' || (p->article && !p->fiscal && !p->bent)) return false;
    int year = p->count;
    if (next_is(r, p->at, TIME_ROLE_ERA)) {
        Moment m = vfp_moment(GRAIN_YEAR, (Date){(int16_t)(year < 9999 ? year : 9999), 0, 0});
        m.bc = atom(r, p->at)->value.at[0] == 'B';
        return found_moment(out, m, p->at + 1);
    }
    bool fits = p->spelled ? year >= 1100 && year <= LAST_YEAR : is_year(a) && p->digits;
    if (!fits) return false;
    Phrase bare = *p;
    bare.at = bare.from;
    if (!p->spelled && !stands_as_year(r, p->bent || p->fiscal ? p : &bare, last)) return false;
    return found_moment(out, vfp_moment(GRAIN_YEAR, (Date){(int16_t)year, 0, 0}), p->at);
}

/* ---- units */

static bool ends_clause(const Reader *r, uint32_t i) {
    const Token *t = token_behind(r, i);
    return !t || t->flags & (TOKEN_PUNCT | TOKEN_FIRST);
}

/* Behind a quantity: ago, earlier, from now. */
static bool take_shift(const Reader *r, const Phrase *p, const Atom *unit, uint32_t at, Found *out) {
    const Atom *a = atom(r, at);
    if (!next_is(r, at, TIME_ROLE_SHIFT) || (a->doubtful && !ends_clause(r, at))) return false;
    char way = (char)a->number;
    if (p->vague || (!p->counted && p->article != 'a')) {
        found_ref(out, way == WAY_LAST || way == WAY_BEFORE ? VFP_STR("PAST_REF") : VFP_STR("FUTURE_REF"), TIME_DATE,
                  at + 1);
        return true;
    }
    int times = unit->value.len ? unit->value.at[0] - '0' : 1, count = (p->counted ? p->count : 1) * times;
    out->compared = true;
    return found_moment(out, vfp_resolve_shift(r, count, unit_of(unit), way), at + 1);
}

/* $2 million a year, 300 people a day: how much in each. */
static bool is_rate(const Reader *r, const Phrase *p) {
    uint32_t t = atom(r, p->from)->first;
    if (!t || p->bent) return false;
    const Token *before = &r->article->tokens.at[t - 1];
    if (before->sentence != r->article->tokens.at[t].sentence) return false;
    return before->upos == UPOS_NOUN || before->upos == UPOS_NUM || before->upos == UPOS_SYM;
}

static bool quantity_unit(const Reader *r, const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    TimeUnit unit = unit_of(a);
    uint32_t next = at + 1;
    bool bare = !p->counted && !p->vague;
    if (bare && (unit == UNIT_QUARTER || unit == UNIT_HALF || unit == UNIT_PERIOD || unit == UNIT_NIGHT) &&
        !next_is(r, next, TIME_ROLE_SHIFT))
        return false;
    if (unit == UNIT_PERIOD || unit == UNIT_HALF || (p->counted && !p->count && !p->half)) return false;
    if (unit == UNIT_QUARTER && a->gap == GAP_HYPHEN && p->counted) return false; /* three-quarters */
    if (is_link(r, next, 's')) next++;
    if (next_is(r, next, TIME_ROLE_AGE)) return false;
    if (!p->way && take_shift(r, p, a, next, out)) return true;
    bool half = next_is(r, next, TIME_ROLE_NUMBER) && atom(r, next)->value.len && atom(r, next)->value.at[0] == '+';
    Phrase longer = *p;
    if (half) longer.half = true, next++; /* an hour and a half */
    if (p->bent && !p->bends_quantity) return false;
    found_duration(&longer, unit, out, next, a);
    if (bare && p->article == 'a' && is_rate(r, p)) out->kind = TIME_SET;
    return true;
}

static bool ordinal_unit(const Reader *r, const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    TimeUnit unit = unit_of(a);
    int year = p->year;
    at++;
    if (unit == UNIT_CENTURY && p->ordinal > 0 && p->ordinal < 40)
        return found_moment(out, vfp_moment(GRAIN_CENTURY, (Date){(int16_t)(p->ordinal * 100 - 100), 0, 0}), at);
    if (unit != UNIT_QUARTER && unit != UNIT_HALF) return false;
    if (unit == UNIT_HALF && !p->year && p->article != 't' && !p->way && p->from + 1 == p->at &&
        atom(r, at)->gap != GAP_NONE)
        return false;
    take_year(r, &at, &year, false);
    if (p->backed && r->today.date.year) year = r->today.date.year - 1;
    out->compared = p->backed;
    return found_moment(out, vfp_resolve_part(r, vfp_unit_grain(unit), p->ordinal, year, a->first), at);
}

/* last week, the past three months, coming years, the latest quarter */
static bool directed_unit(const Reader *r, const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    TimeUnit unit = unit_of(a);
    bool several = p->counted || p->vague || (a->plural && unit != UNIT_WEEKEND);
    uint32_t next = at + 1;
    if (next_is(r, next, TIME_ROLE_AGE)) return false;
    if (is_link(r, next, 's')) next++;
    if (p->way == WAY_RECENT && unit == UNIT_DAY) return found_ref(out, VFP_STR("PAST_REF"), TIME_DATE, next);
    if (unit == UNIT_PERIOD && a->plural) return false;
    bool open = several && !p->counted && !p->vague; /* past years, coming months */
    if (open && p->way == WAY_BEHIND) return found_ref(out, VFP_STR("PAST_REF"), TIME_DATE, next);
    if (open && p->way == WAY_AHEAD) return found_ref(out, VFP_STR("FUTURE_REF"), TIME_DATE, next);
    if (p->way == WAY_RECENT || several) return found_duration(p, unit, out, next, a);
    int year = 0;
    if ((unit == UNIT_HALF || unit == UNIT_QUARTER) && p->way == WAY_LAST && take_year(r, &next, &year, false))
        return found_moment(out, vfp_resolve_part(r, vfp_unit_grain(unit), -1, year, a->first), next);
    if (unit == UNIT_NIGHT) return head_part(r, &(Phrase){.way = p->way, .shifted = true}, at, out);
    if (unit == UNIT_PERIOD) {
        Moment m = vfp_resolve_unit(r, UNIT_QUARTER, p->way);
        out->compared = take_year(r, &next, &year, false);
        if (out->compared) m.date.year = (int16_t)year;
        return p->way == WAY_THIS || p->way == WAY_BEHIND ? false : found_moment(out, m, next);
    }
    return found_moment(out, vfp_resolve_unit(r, unit, p->way), next);
}

/* the 1989 quarter, the year-ago period */
static bool placed_unit(const Reader *r, const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    TimeUnit unit = unit_of(a);
    if (unit != UNIT_QUARTER && unit != UNIT_PERIOD && unit != UNIT_HALF) return false;
    Moment m = vfp_resolve_quarter(r);
    if (p->backed) m = vfp_moment_shift(m, -4, UNIT_QUARTER);
    if (p->year) m.date.year = (int16_t)p->year;
    out->compared = true;
    return found_moment(out, m, at + 1);
}

/* the week, the quarter, the year */
static bool definite_unit(const Reader *r, const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    TimeUnit unit = unit_of(a);
    if (unit < UNIT_DAY || unit == UNIT_PERIOD || unit == UNIT_HALF || unit == UNIT_NIGHT) return false;
    if (unit >= UNIT_DECADE && !a->plural) return false;
    if (a->plural) return found_duration(p, unit, out, at + 1, a);
    if (unit == UNIT_YEAR && next_is(r, at + 1, TIME_ROLE_NUMBER)) { /* the year 2000, the year two thousand */
        Phrase year = {.from = at + 1, .at = at + 1};
        if (take_number(r, &year) && year.count >= 1000 && year.count <= LAST_YEAR)
            return found_moment(out, vfp_moment(GRAIN_YEAR, (Date){(int16_t)year.count, 0, 0}), year.at);
    }
    return found_moment(out, vfp_resolve_unit(r, unit, unit == UNIT_DAY ? WAY_SAME : WAY_NONE), at + 1);
}

static bool head_unit(const Reader *r, Phrase *p, uint32_t at, Found *out) {
    const Atom *a = atom(r, at);
    TimeUnit unit = unit_of(a);
    if (p->backed || (p->year && !p->ordinal)) return placed_unit(r, p, a, at, out);
    if (p->ordinal && p->counted) return !next_is(r, at + 1, TIME_ROLE_AGE) && quantity_unit(r, p, a, at, out);
    if (p->ordinal) return ordinal_unit(r, p, a, at, out);
    if (p->way) return directed_unit(r, p, a, at, out);
    if (p->counted || p->vague || p->article == 'a') return quantity_unit(r, p, a, at, out);
    if (p->article == 't' || p->shifted) return definite_unit(r, p, a, at, out);
    if (!a->plural || unit < UNIT_HOUR || unit == UNIT_QUARTER || unit == UNIT_HALF || unit == UNIT_PERIOD ||
        unit == UNIT_NIGHT || unit == UNIT_WEEKEND)
        return false;
    return quantity_unit(r, &(Phrase){.vague = true}, a, at, out);
}

/* ---- sets */

static bool head_every(const Reader *r, uint32_t at, Found *out) {
    const Atom *every = atom(r, at++);
    int n = every->number;
    if (!joined(r, at)) return false;
    if (role(r, at) == TIME_ROLE_WEEKDAY) {
        snprintf(out->value, MOMENT_TEXT, "XXXX-WXX-%d", atom(r, at)->number % 10);
        out->kind = TIME_SET, out->dated = false, out->to = at + 1;
        return true;
    }
    if (role(r, at) == TIME_ROLE_PART) {
        snprintf(out->value, MOMENT_TEXT, "XXXX-XX-XXT%.*s", (int)atom(r, at)->value.len, atom(r, at)->value.at);
        out->kind = TIME_SET, out->dated = false, out->to = at + 1;
        return true;
    }
    Phrase p = {.from = at, .at = at};
    if (role(r, at) == TIME_ROLE_NUMBER) {
        if (!take_number(r, &p)) return false;
        n = p.count, at = p.at;
    }
    const Atom *a = atom(r, at);
    if (!next_is(r, at, TIME_ROLE_UNIT) || unit_of(a) == UNIT_PERIOD || unit_of(a) == UNIT_HALF) return false;
    TimeUnit unit = unit_of(a);
    snprintf(out->value, MOMENT_TEXT, "P%s%d%s", unit < UNIT_DAY ? "T" : "", n,
             vfp_unit_code(unit) + (unit < UNIT_DAY));
    out->kind = TIME_SET, out->dated = false, out->to = at + 1;
    return true;
}

/* twice a week, three times per month: `at` is the `times` word. */
static bool head_times(const Reader *r, uint32_t at, Found *out) {
    uint32_t i = at + 1;
    if (!joined(r, i)) return false;
    if (role(r, i) == TIME_ROLE_FREQUENCY) return found_ref(out, atom(r, i)->value, TIME_SET, i + 1);
    if (role(r, i) == TIME_ROLE_EVERY) return head_every(r, i, out);
    if (role(r, i) != TIME_ROLE_ARTICLE || !atom(r, i)->number || !next_is(r, i + 1, TIME_ROLE_UNIT)) return false;
    vfp_duration_text(1, false, unit_of(atom(r, i + 1)), out->value);
    out->kind = TIME_SET, out->dated = false, out->to = i + 2;
    return true;
}

/* ---- all together */

/* the past, the future: only where no noun follows. */
static bool head_direction(const Reader *r, const Phrase *p, Found *out) {
    if (p->article != 't' || p->needs_head || p->counted || p->vague || p->ordinal) return false;
    if (p->way != WAY_BEHIND && p->way != WAY_AHEAD) return false;
    const Token *t = token_behind(r, p->at - 1);
    if (t && (is_noun(t) || t->upos == UPOS_ADJ || t->upos == UPOS_NUM || t->flags & TOKEN_DIGIT)) return false;
    return found_ref(out, p->way == WAY_BEHIND ? VFP_STR("PAST_REF") : VFP_STR("FUTURE_REF"), TIME_DATE, p->at);
}

/* What the phrase says where no word follows that could be its head. */
static bool headless(const Reader *r, const Phrase *p, Found *out) {
    if (p->backed) {
        Moment m = vfp_resolve_shift(r, 1, p->back, WAY_BEFORE);
        out->compared = true;
        return found_moment(out, m, p->at);
    }
    /* 16th of October; the 16th */
    if (p->ordinal > 0 && is_link(r, p->at, 'o') && next_is(r, p->at + 1, TIME_ROLE_MONTH)) {
        Phrase day = *p;
        return head_month(r, &day, p->at + 1, out);
    }
    const Atom *last = atom(r, p->at - 1);
    if (p->at == p->from + 1 && last->role == TIME_ROLE_DIRECTION && last->value.len == 2 && last->value.at[1] == 'p')
        return found_ref(out, VFP_STR("PRESENT_REF"), TIME_DATE, p->at); /* the current crisis */
    if (p->way) return head_direction(r, p, out);
    return head_number(r, p, out);
}

static bool head_exact(const Atom *a, uint32_t at, Found *out) {
    Date date = {(int16_t)(a->number / 10000), (int8_t)(a->number / 100 % 100), (int8_t)(a->number % 100)};
    return found_moment(out, vfp_moment(GRAIN_DAY, date), at + 1);
}

static bool read_head(const Reader *r, Phrase *p, Found *out) {
    const Atom *a = atom(r, p->at);
    bool first = p->at == p->from, word = empty(p) && !p->article;
    if (!first && !joined(r, p->at)) return headless(r, p, out);
    switch (a->role) {
    case TIME_ROLE_UNIT: return head_unit(r, p, p->at, out) || (p->backed && headless(r, p, out));
    case TIME_ROLE_WEEKDAY: return !p->counted && head_weekday(r, p, p->at, out);
    case TIME_ROLE_MONTH: return head_month(r, p, p->at, out) || (p->counted && headless(r, p, out));
    case TIME_ROLE_SEASON: return !p->counted && head_season(r, p, p->at, out);
    case TIME_ROLE_PART: return head_part(r, p, p->at, out);
    case TIME_ROLE_RELATIVE: return head_relative(r, p, p->at, out);
    case TIME_ROLE_HOLIDAY: {
        uint32_t to = p->at + 1;
        int year = p->year;
        take_year(r, &to, &year, true);
        return found_moment(out, vfp_resolve_holiday(r, a->value, year, p->way), to);
    }
    case TIME_ROLE_CLOCK:
    case ATOM_TIME: return empty(p) && head_clock(r, p->at, out);
    case TIME_ROLE_MERIDIEM: return p->counted && head_clock(r, p->at - 1, out);
    case ATOM_DATE: return empty(p) && head_exact(a, p->at, out);
    case ATOM_YEARS: return head_decade(p, a, p->at, out);
    case TIME_ROLE_NUMBER:
        return a->value.len && a->value.at[0] == '=' ? head_decade(p, a, p->at, out) : headless(r, p, out);
    case TIME_ROLE_FREQUENCY: return word && found_ref(out, a->value, TIME_SET, p->at + 1);
    case TIME_ROLE_EVERY: return word && head_every(r, p->at, out);
    case TIME_ROLE_TIMES: return !p->article && !p->way && (p->counted || a->number > 0) && head_times(r, p->at, out);
    case TIME_ROLE_PRESENT:
    case TIME_ROLE_PAST:
    case TIME_ROLE_FUTURE: return word && found_ref(out, a->value, TIME_DATE, p->at + 1);
    default: return headless(r, p, out);
    }
}

/* In `a six-month truce` and `the Oct. 16 call` the article belongs to the noun behind. */
static void drop_article(const Reader *r, const Phrase *p, Found *out) {
    uint32_t i = p->from;
    const Atom *a = atom(r, i);
    if ((a->role != TIME_ROLE_ARTICLE && a->role != TIME_ROLE_DIRECTION) || out->to < i + 2) return;
    const Atom *head = atom(r, out->to - 1);
    bool counts =
        p->counted && (p->digits || !next_is(r, i + 1, TIME_ROLE_NUMBER) || atom(r, i + 1)->value.at[0] != 'x');
    bool hyphen = head->role == TIME_ROLE_UNIT && head->gap == GAP_HYPHEN && (p->counted || p->ordinal);
    bool drop = hyphen;
    if (a->role == TIME_ROLE_ARTICLE) {
        bool day = out->dated && (out->moment.grain == GRAIN_DAY || out->moment.grain == GRAIN_MONTH);
        bool named = day && !p->way && !p->bent && head->role != TIME_ROLE_UNIT && head->role != TIME_ROLE_SHIFT;
        bool bare = p->backed && out->to == p->at && head->role == TIME_ROLE_SHIFT;
        drop |= named || bare || (a->number && counts && !out->dated && !p->way) ||
                (a->number && out->dated && out->moment.grain == GRAIN_CENTURY);
    }
    if (drop) out->from = i + 1;
}

/* this year's | third quarter: the year goes over to what it owns. */
static bool read_owned(const Reader *r, Found *out) {
    if (!out->dated || out->moment.grain != GRAIN_YEAR || atom(r, out->to)->gap != GAP_POSSESSIVE) return false;
    unsigned next = role(r, out->to);
    if (next != TIME_ROLE_ORDINAL && next != TIME_ROLE_FISCAL && next != TIME_ROLE_UNIT && next != TIME_ROLE_SEASON)
        return false;
    Phrase p = {.from = out->to, .at = out->to, .article = 't', .year = out->moment.date.year};
    if (role(r, p.at) == TIME_ROLE_FISCAL) p.at++;
    if (role(r, p.at) == TIME_ROLE_ORDINAL) p.ordinal = atom(r, p.at++)->number;
    Found owned = {.from = out->from, .moment = {.minute = -1}};
    if (!read_head(r, &p, &owned)) return false;
    *out = owned;
    return true;
}

static bool read_phrase(const Reader *r, Phrase *p, Found *out) {
    while (take(r, p)) {}
    *out = (Found){.from = p->from, .moment = {.minute = -1}};
    if (!read_head(r, p, out)) return false;
    out->from = p->from;
    drop_article(r, p, out);
    if (out->dated) {
        take_hour(r, out);
        read_owned(r, out);
    }
    return true;
}

bool vfp_time_phrase(const Reader *r, uint32_t i, Found *found) {
    switch (role(r, i)) {
    case TIME_ROLE_LINK:
    case TIME_ROLE_AGE:
    case TIME_ROLE_STOP:
    case TIME_ROLE_FILLER:
    case TIME_ROLE_ZONE:
    case TIME_ROLE_ERA:
    case TIME_ROLE_MERIDIEM:
    case ATOM_OTHER: return false;
    default: break;
    }
    Phrase p = {.from = i, .at = i};
    return read_phrase(r, &p, found) && found->to > i;
}
