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

static bool is_year(const Atom *a) {
    if (a->role != TIME_ROLE_NUMBER) return false;
    return a->short_year || (a->digits == 4 && a->number >= FIRST_YEAR && a->number <= LAST_YEAR);
}
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
bool vfp_time_number(const Reader *r, Phrase *p) {
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
    if (a->role == TIME_ROLE_NUMBER || a->role == ATOM_TIME || (a->role == TIME_ROLE_ARTICLE && a->number)) return true;
    return !doubtful && (a->role == TIME_ROLE_ARTICLE || a->role == TIME_ROLE_VAGUE || a->role == TIME_ROLE_DIRECTION);
}

/* over, under: more than so long behind a preposition (for over two years) or as an adverb, else the preposition
 * itself: spread over two years. */
static bool is_amount(const Reader *r, const Atom *a) {
    const Token *t = &r->article->tokens.at[a->first];
    return t->upos != UPOS_ADP || (a->first && t[-1].upos == UPOS_ADP);
}

static bool take_bend(const Reader *r, Phrase *p) {
    const Atom *a = atom(r, p->at);
    if (!empty(p) || p->bent) return false;
    bool quantity = a->value.len && a->value.at[0] == '#';
    if (quantity && a->doubtful && a->value.at[1] != 'A' && !is_amount(r, a)) return false;
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
                (next_is(r, next, TIME_ROLE_ARTICLE) && next_is(r, next + 1, TIME_ROLE_UNIT));
    if (!fits || a->doubtful) return false;
    p->shifted = true, p->at = next;
    return true;
}

static bool take_direction(const Reader *r, const Phrase *before, const Atom *a, Phrase *p) {
    const Token *t = &r->article->tokens.at[a->first];
    if (t->upos == UPOS_SCONJ) return false; /* they said that two weeks … */
    if (a->number == WAY_AFTER && next_is(r, p->at + 1, TIME_ROLE_DIRECTION))
        return false; /* following last week's … */
    if (a->doubtful && !before->article && a->number != WAY_AHEAD) return false;
    p->way = (char)a->number, p->needs_head = a->doubtful;
    p->at++;
    return true;
}

/* A year that belongs to what follows: the 1989 quarter, the 1988 third quarter. */
static bool takes_year(const Reader *r, uint32_t at) {
    if (!joined(r, at)) return false;
    const Atom *a = atom(r, at);
    if (a->role == TIME_ROLE_FISCAL || a->role == TIME_ROLE_SEASON || a->role == ATOM_PART) return true;
    if (a->role == TIME_ROLE_ORDINAL) return next_is(r, at + 1, TIME_ROLE_UNIT);
    if (a->role != TIME_ROLE_UNIT || a->plural) return false;
    return unit_of(a) == UNIT_QUARTER || unit_of(a) == UNIT_PERIOD || unit_of(a) == UNIT_HALF;
}

/* year-ago, year-earlier, before what they belong to. */
static bool take_back(const Reader *r, Phrase *p) {
    const Atom *a = atom(r, p->at), *shift = atom(r, p->at + 1);
    if (shift->role != TIME_ROLE_SHIFT || shift->gap != GAP_HYPHEN || p->counted || p->vague ||
        (p->way && p->way != WAY_SAME))
        return false;
    p->backed = true, p->way = 0, p->back = unit_of(a);
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
    case TIME_ROLE_DIRECTION: return !p->counted && take_direction(r, p, a, p);
    case TIME_ROLE_NUMBER:
        if (p->counted) return false;
        if (is_year(a) && takes_year(r, p->at + 1)) {
            p->year = a->number, p->at++;
            return true;
        }
        return vfp_time_number(r, p);
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

/* of 1989, in fiscal 1990, of last year, this year: sets *year where one stands at *at. */
bool vfp_time_year(const Reader *r, uint32_t *at, int *year, bool comma) {
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
    else if (a->role == TIME_ROLE_NUMBER && a->digits == 4 && a->number < 2400 && a->number % 100 < 60 &&
             next_is(r, next, TIME_ROLE_ZONE))
        minute = a->number / 100 * 60 + a->number % 100; /* 1400 GMT */
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

/* A word like May or March alone must not be a verb, nor the first word of its sentence, nor part of a name. */
static bool sure_alone(const Reader *r, const Atom *a) {
    if (!a->doubtful) return true;
    const Token *t = &r->article->tokens.at[a->first], *behind = t + 1;
    if (t->flags & TOKEN_FIRST || t->upos == UPOS_VERB || t->upos == UPOS_AUX) return false;
    bool more = a->last < r->article->tokens.n && t->flags & TOKEN_SPACE;
    if (more && behind->upos == UPOS_PROPN && behind->sentence == t->sentence) return false; /* Jan Egeland */
    return t[-1].upos != UPOS_ADJ && t[-1].upos != UPOS_PROPN; /* the annual March for Life */
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
    bool dated = vfp_time_year(r, &at, &year, day || atom(r, at)->gap == GAP_COMMA);
    if (!dated && atom(r, at)->gap == GAP_DOT && is_year(atom(r, at))) year = atom(r, at++)->number;
    if (!day && !year && !p->way && !p->bent && !sure_alone(r, a)) return false;
    if (day && !vfp_date_real(year, month, day)) day = 0;
    char way = p->way == WAY_BEHIND ? WAY_LAST : p->way;
    return vfp_found_moment(out, vfp_resolve_month(r, month, day, year, way, a->first), at);
}

static bool is_day_number(const Atom *a) {
    if (a->number < 1 || a->number > 31 || a->half || a->short_year) return false;
    return (a->role == TIME_ROLE_NUMBER && a->digits && a->digits <= 2) || (a->role == TIME_ROLE_ORDINAL && !a->plural);
}

/* and, to or a hyphen between two days */
static bool pairs_days(const Reader *r, uint32_t *i) {
    if (atom(r, *i)->gap == GAP_HYPHEN) return true;
    if (!is_link(r, *i, 'a') && !is_link(r, *i, 'r')) return false;
    return joined(r, ++*i);
}

/* Oct. 16 and | 17, April 24-| 25: another day of the month that was told right before. */
static bool another_day(const Reader *r, uint32_t i, Found *out) {
    const Atom *a = atom(r, i);
    uint32_t at = r->told;
    if (i == 0 || at > i || i - at > 1 || r->spoken.grain != GRAIN_DAY || !is_day_number(a)) return false;
    if (!is_day_number(atom(r, at - 1)) || !pairs_days(r, &at) || at != i) return false;
    const Token *behind = token_behind(r, i);
    if (next_is(r, i + 1, TIME_ROLE_UNIT) || next_is(r, i + 1, TIME_ROLE_MONTH) || is_noun(behind)) return false;
    Date date = r->spoken.date;
    date.day = (int8_t)a->number;
    if (a->number <= r->spoken.date.day || !vfp_date_real(date.year, date.month, date.day)) return false;
    *out = (Found){.from = i};
    return vfp_found_moment(out, vfp_moment(GRAIN_DAY, date), i + 1);
}

/* 20 to | 22 October, 20-| 22 October: the month stands behind the last. */
static bool first_day(const Reader *r, const Phrase *p, Found *out) {
    uint32_t next = p->at;
    const Atom *a = atom(r, p->from);
    if (p->at != p->from + 1 || !is_day_number(a) || !pairs_days(r, &next)) return false;
    if (!is_day_number(atom(r, next)) || atom(r, next)->number <= a->number) return false;
    if (!next_is(r, next + 1, TIME_ROLE_MONTH)) return false;
    uint32_t to = next + 2;
    int year = 0;
    vfp_time_year(r, &to, &year, true);
    const Atom *month = atom(r, next + 1);
    Moment m = vfp_resolve_month(r, month->number, a->number, year, 0, month->first);
    return vfp_date_real(m.date.year, month->number, a->number) && vfp_found_moment(out, m, p->at);
}

/* Whether a day number and a month stand at i: Thursday, 16 October. */
static bool is_day_month(const Reader *r, uint32_t i) {
    const Atom *a = atom(r, i);
    if (role(r, i) == TIME_ROLE_ARTICLE) return false;
    bool day = (a->role == TIME_ROLE_NUMBER && a->digits && a->digits <= 2) || a->role == TIME_ROLE_ORDINAL;
    return day &&
           (next_is(r, i + 1, TIME_ROLE_MONTH) || (is_link(r, i + 1, 'o') && next_is(r, i + 2, TIME_ROLE_MONTH)));
}

/* Thursday | last week, Thursday | of this week */
static bool week_behind(const Reader *r, const Atom *day, uint32_t at, Found *out) {
    if (is_link(r, at, 'o')) at++;
    if (!next_is(r, at, TIME_ROLE_DIRECTION) || !next_is(r, at + 1, TIME_ROLE_UNIT)) return false;
    if (!is_unit(r, at + 1, UNIT_WEEK) || atom(r, at + 1)->plural) return false;
    Moment m = vfp_resolve_unit(r, UNIT_WEEK, (char)atom(r, at)->number);
    if (!m.date.day) return false;
    return vfp_found_moment(out, vfp_moment(GRAIN_DAY, vfp_add_days(m.date, day->number - 1)), at + 2);
}

static bool head_weekday(const Reader *r, Phrase *p, uint32_t at, Found *out) {
    const Atom *a = atom(r, at);
    if (a->doubtful && atom(r, at + 1)->gap > GAP_COMMA) return false;
    if (atom(r, at + 1)->gap <= GAP_COMMA && (role(r, at + 1) == TIME_ROLE_MONTH || is_day_month(r, at + 1))) {
        Phrase inner = {.from = at + 1, .at = at + 1};
        if (vfp_time_read(r, &inner, out) && out->moment.grain == GRAIN_DAY) return true;
    }
    if (a->plural && p->article != 't' && !p->way) { /* on Fridays */
        snprintf(out->value, MOMENT_TEXT, "XXXX-WXX-%d", a->number);
        out->kind = TIME_SET, out->dated = false, out->to = at + 1;
        return true;
    }
    if (week_behind(r, a, at + 1, out)) return true;
    return vfp_found_moment(out, vfp_resolve_weekday(r, a->number, p->way, a->first), at + 1);
}

/* in spring, by the fall; but: in the fall of the government */
static bool is_told(const Reader *r, const Phrase *p, uint32_t behind) {
    uint32_t t = atom(r, p->from)->first;
    return t && r->article->tokens.at[t - 1].upos == UPOS_ADP && !is_link(r, behind, 'o');
}

static bool head_season(const Reader *r, Phrase *p, uint32_t at, Found *out) {
    static const char codes[][3] = {"", "SP", "SU", "FA", "WI"};
    const Atom *a = atom(r, at++);
    int season = 0, year = p->year;
    for (int k = 1; k < 5; k++)
        if (vfp_str_is(a->value, vfp_str(codes[k]))) season = k;
    if (!season || a->plural) return false;
    bool dated = vfp_time_year(r, &at, &year, false);
    if (a->doubtful && !dated && !year && !p->way && !is_told(r, p, at)) return false;
    if (p->way == WAY_BEHIND) p->way = WAY_LAST;
    return vfp_found_moment(out, vfp_resolve_season(r, season, year, p->way), at);
}

bool vfp_time_part(const Reader *r, Phrase *p, uint32_t at, Found *out) {
    const Atom *a = atom(r, at);
    if (!p->way && !p->bent && !p->shifted) return false;
    if (a->plural || p->counted) return false;
    Moment m = p->way == WAY_SAME || p->way == WAY_BEFORE || p->way == WAY_AFTER ? r->spoken : r->today;
    if (m.grain != GRAIN_DAY) m = r->today;
    int days = p->way == WAY_LAST || p->way == WAY_BEFORE ? -1 : p->way == WAY_NEXT || p->way == WAY_AFTER ? 1 : 0;
    m = vfp_moment_shift(m, days, UNIT_DAY);
    m.minute = -1;
    set_part(a, &m);
    vfp_found_moment(out, m, at + 1);
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
    if (near && vfp_time_read(r, &inner, &day) && day.dated && day.moment.grain == GRAIN_DAY && day.moment.minute < 0)
        m = day.moment, at = day.to, m.part[0] = 0;
    m.minute = (int16_t)minute;
    return vfp_found_moment(out, m, at);
}

static bool head_relative(const Reader *r, const Phrase *p, uint32_t at, Found *out) {
    const Atom *a = atom(r, at);
    if (!empty(p)) return false;
    Moment m = vfp_resolve_relative(r, a->value);
    if (a->doubtful && next_is(r, at + 1, TIME_ROLE_WEEKDAY)) { /* overnight Thursday */
        Moment day = vfp_resolve_weekday(r, atom(r, at + 1)->number, 0, a->first);
        memcpy(day.part, m.part, 2);
        return vfp_found_moment(out, day, at + 2);
    }
    return vfp_found_moment(out, m, at + 1);
}

static bool head_decade(const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    bool spelled = a->role == TIME_ROLE_NUMBER;
    if (spelled && p->article != 't') return false;
    int year = spelled ? a->number * 10 : a->number;
    return vfp_found_moment(out,
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
    if (p->digits == 4 && next_is(r, p->at, TIME_ROLE_ZONE)) return head_clock(r, last, out);
    if (next_is(r, p->at, TIME_ROLE_ERA)) {
        Moment m = vfp_moment(GRAIN_YEAR, (Date){(int16_t)(year < 9999 ? year : 9999), 0, 0});
        m.bc = atom(r, p->at)->value.at[0] == 'B';
        return vfp_found_moment(out, m, p->at + 1);
    }
    bool fits = p->spelled ? year >= 1100 && year <= LAST_YEAR : is_year(a) && p->digits;
    if (!fits) return false;
    Phrase bare = *p;
    bare.at = bare.from;
    if (!p->spelled && !stands_as_year(r, p->bent || p->fiscal ? p : &bare, last)) return false;
    return vfp_found_moment(out, vfp_moment(GRAIN_YEAR, (Date){(int16_t)year, 0, 0}), p->at);
}

/* ---- all together */

/* the past, the future: only where no noun follows. */
static bool head_direction(const Reader *r, const Phrase *p, Found *out) {
    if (p->article != 't' || p->needs_head || p->counted || p->vague || p->ordinal) return false;
    if (p->way != WAY_BEHIND && p->way != WAY_AHEAD) return false;
    const Token *t = token_behind(r, p->at - 1);
    if (is_link(r, p->at, 'o')) return false; /* the future of the alliance */
    if (t && (is_noun(t) || t->upos == UPOS_ADJ || t->upos == UPOS_NUM || t->flags & TOKEN_DIGIT)) return false;
    return vfp_found_ref(out, p->way == WAY_BEHIND ? VFP_STR("PAST_REF") : VFP_STR("FUTURE_REF"), TIME_DATE, p->at);
}

/* What the phrase says where no word follows that could be its head. */
static bool headless(const Reader *r, const Phrase *p, Found *out) {
    if (p->backed) {
        Moment m = vfp_resolve_shift(r, 1, p->back, WAY_BEFORE);
        out->compared = true;
        return vfp_found_moment(out, m, p->at);
    }
    /* 16th of October; the 16th */
    if (p->ordinal > 0 && is_link(r, p->at, 'o') && next_is(r, p->at + 1, TIME_ROLE_MONTH)) {
        Phrase day = *p;
        return head_month(r, &day, p->at + 1, out);
    }
    if (first_day(r, p, out)) return true;
    const Atom *last = atom(r, p->at - 1);
    if (p->at == p->from + 1 && last->role == TIME_ROLE_DIRECTION && last->value.len == 2 && last->value.at[1] == 'p')
        return vfp_found_ref(out, VFP_STR("PRESENT_REF"), TIME_DATE, p->at); /* the current crisis */
    if (p->way) return head_direction(r, p, out);
    return head_number(r, p, out);
}

static bool head_exact(const Atom *a, uint32_t at, Found *out) {
    Date date = {(int16_t)(a->number / 10000), (int8_t)(a->number / 100 % 100), (int8_t)(a->number % 100)};
    return vfp_found_moment(out, vfp_moment(GRAIN_DAY, date), at + 1);
}

static bool read_head(const Reader *r, Phrase *p, Found *out) {
    const Atom *a = atom(r, p->at);
    bool first = p->at == p->from, word = empty(p) && !p->article;
    if (!first && !joined(r, p->at)) return headless(r, p, out);
    switch (a->role) {
    case TIME_ROLE_UNIT: return vfp_time_unit(r, p, p->at, out) || (p->backed && headless(r, p, out));
    case TIME_ROLE_WEEKDAY: return !p->counted && head_weekday(r, p, p->at, out);
    case TIME_ROLE_MONTH: return head_month(r, p, p->at, out) || (p->counted && headless(r, p, out));
    case TIME_ROLE_SEASON: return !p->counted && head_season(r, p, p->at, out);
    case TIME_ROLE_PART: return vfp_time_part(r, p, p->at, out);
    case TIME_ROLE_RELATIVE: return head_relative(r, p, p->at, out);
    case TIME_ROLE_HOLIDAY: {
        uint32_t to = p->at + 1;
        int year = p->year;
        vfp_time_year(r, &to, &year, true);
        return vfp_found_moment(out, vfp_resolve_holiday(r, a->value, year, p->way, a->first), to);
    }
    case TIME_ROLE_CLOCK:
    case ATOM_TIME: return empty(p) && head_clock(r, p->at, out);
    case TIME_ROLE_MERIDIEM: return p->counted && head_clock(r, p->at - 1, out);
    case ATOM_PART: {
        uint32_t to = p->at + 1;
        int year = p->year;
        vfp_time_year(r, &to, &year, true);
        return vfp_found_moment(
            out, vfp_resolve_part(r, a->plural ? GRAIN_HALF : GRAIN_QUARTER, a->number, year, a->first), to);
    }
    case ATOM_DATE: return empty(p) && head_exact(a, p->at, out);
    case ATOM_YEARS: return head_decade(p, a, p->at, out);
    case TIME_ROLE_NUMBER:
        return a->value.len && a->value.at[0] == '=' ? head_decade(p, a, p->at, out) : headless(r, p, out);
    case TIME_ROLE_FREQUENCY:
        if (a->first && r->article->tokens.at[a->first - 1].upos == UPOS_PROPN)
            return false; /* the Party daily Granma */
        return word && vfp_found_ref(out, a->value, TIME_SET, p->at + 1);
    case TIME_ROLE_EVERY: return word && vfp_time_every(r, p->at, out);
    case TIME_ROLE_TIMES:
        return !p->article && !p->way && (p->counted || a->number > 0) && vfp_time_times(r, p->at, out);
    case TIME_ROLE_PRESENT:
    case TIME_ROLE_PAST:
    case TIME_ROLE_FUTURE: return word && vfp_found_ref(out, a->value, TIME_DATE, p->at + 1);
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
    bool hyphen = head->role == TIME_ROLE_UNIT && head->gap == GAP_HYPHEN && (p->counted || p->ordinal || p->vague);
    bool drop = hyphen || (head->role == TIME_ROLE_FILLER && !p->way);
    if (a->role == TIME_ROLE_ARTICLE) {
        bool day = out->dated && (out->moment.grain == GRAIN_DAY || out->moment.grain == GRAIN_MONTH);
        bool named = day && !p->way && head->role != TIME_ROLE_UNIT && head->role != TIME_ROLE_SHIFT;
        bool bare = p->backed && out->to == p->at && head->role == TIME_ROLE_SHIFT;
        bool beside = head->role == TIME_ROLE_UNIT && head->plural && !out->dated && is_apart(r, out->to);
        drop |= named || bare || (beside && !p->counted && !p->way) ||
                (a->number && counts && !out->dated && !p->way) ||
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

bool vfp_time_read(const Reader *r, Phrase *p, Found *out) {
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
    if (another_day(r, i, found)) return true;
    Phrase p = {.from = i, .at = i};
    return vfp_time_read(r, &p, found) && found->to > i;
}
