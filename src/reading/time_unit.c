/* time_unit.c: time expressions whose head is a unit: two weeks, last year, the third quarter, a month ago, the day
 * before the summit; and how often something is done: every day, twice a week. Like time_phrase.c it looks ahead by a
 * few atoms and no further. */
#include "lexicon/lexicon.h"
#include "reading/time_phrase.h"
#include <stdio.h>

bool vfp_found_ref(Found *out, Str value, TimeKind kind, uint32_t to) {
    snprintf(out->value, MOMENT_TEXT, "%.*s", (int)(value.len < 30 ? value.len : 30), value.at);
    out->kind = kind, out->dated = false, out->to = to;
    return true;
}

/* Two fortnights are four weeks. */
static int counted_in(const Atom *unit, int count) {
    if (unit->many == 1) return count;
    return (count < 1000000 ? count : 1000000) * unit->many;
}

static bool found_duration(const Reader *r, const Phrase *p, TimeUnit unit, Found *out, uint32_t to, const Atom *a) {
    bool unknown = p->vague || (!p->counted && p->article != 'a' && (a->plural || p->way == WAY_RECENT));
    int count = unknown ? -1 : p->counted ? p->count : 1;
    vfp_duration_text(count < 0 ? -1 : counted_in(a, count), p->half, unit, out->value);
    out->kind = TIME_DURATION, out->dated = false, out->to = to;
    bool pair = unknown && (is_link(r, to, 'r') || is_link(r, to, 'a')) && next_is(r, to + 1, TIME_ROLE_UNIT);
    if (pair && atom(r, to + 1)->plural) out->to = to + 2; /* weeks or months */
    return true;
}

static bool ends_clause(const Reader *r, uint32_t i) {
    const Token *t = token_behind(r, i);
    return !t || t->flags & (TOKEN_PUNCT | TOKEN_FIRST);
}

/* Behind a quantity: ago, earlier, from now. */
static bool take_shift(const Reader *r, const Phrase *p, const Atom *unit, uint32_t at, Found *out) {
    const Atom *a = atom(r, at);
    if (!next_is(r, at, TIME_ROLE_SHIFT) || (a->doubtful && !ends_clause(r, at))) return false;
    char way = (char)a->number;
    bool one = p->article == 'a' || unit->many > 2 || (p->article == 't' && !unit->plural);
    if (p->vague || (!p->counted && !one)) {
        vfp_found_ref(out, way == WAY_LAST || way == WAY_BEFORE ? VFP_STR("PAST_REF") : VFP_STR("FUTURE_REF"),
                      TIME_DATE, at + 1);
        return true;
    }
    int count = counted_in(unit, p->counted ? p->count : 1);
    TimeUnit counted = unit_of(unit);
    if (p->half && !p->count) { /* half a century ago */
        if (counted == UNIT_CENTURY || counted == UNIT_DECADE)
            count = counted == UNIT_CENTURY ? 50 : 5, counted = UNIT_YEAR;
        else if (counted == UNIT_YEAR) count = 6, counted = UNIT_MONTH;
    }
    out->compared = true;
    return vfp_found_moment(out, vfp_resolve_shift(r, count, counted, way), at + 1);
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
    found_duration(r, &longer, unit, out, next, a);
    if (bare && p->article == 'a' && is_rate(r, p)) out->kind = TIME_SET;
    return true;
}

static bool ordinal_unit(const Reader *r, const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    TimeUnit unit = unit_of(a);
    int year = p->year;
    at++;
    if (unit == UNIT_CENTURY && p->ordinal > 0 && p->ordinal < 40)
        return vfp_found_moment(out, vfp_moment(GRAIN_CENTURY, (Date){(int16_t)(p->ordinal * 100 - 100), 0, 0}), at);
    if (unit != UNIT_QUARTER && unit != UNIT_HALF) return false;
    if (unit == UNIT_HALF && !p->year && p->article != 't' && !p->way && p->from + 1 == p->at &&
        atom(r, at)->gap != GAP_NONE)
        return false;
    vfp_time_year(r, &at, &year, false);
    if (p->backed && r->today.date.year) year = r->today.date.year - 1;
    out->compared = p->backed;
    return vfp_found_moment(out, vfp_resolve_part(r, vfp_unit_grain(unit), p->ordinal, year, a->first), at);
}

/* last week, the past three months, coming years, the latest quarter */
static bool directed_unit(const Reader *r, const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    TimeUnit unit = unit_of(a);
    bool several = p->counted || p->vague || (a->plural && unit != UNIT_WEEKEND);
    uint32_t next = at + 1;
    if (next_is(r, next, TIME_ROLE_AGE)) return false;
    if (is_link(r, next, 's')) next++;
    if (p->way == WAY_RECENT && unit == UNIT_DAY) return vfp_found_ref(out, VFP_STR("PAST_REF"), TIME_DATE, next);
    if (unit == UNIT_PERIOD && a->plural) return false;
    bool open = several && !p->counted && !p->vague; /* past years, coming months */
    if (open && p->way == WAY_BEHIND) return vfp_found_ref(out, VFP_STR("PAST_REF"), TIME_DATE, next);
    if (open && p->way == WAY_AHEAD) return vfp_found_ref(out, VFP_STR("FUTURE_REF"), TIME_DATE, next);
    if (p->way == WAY_BEHIND && unit >= UNIT_DECADE && unit < UNIT_PERIOD) several = true; /* over the past decade */
    if (p->way == WAY_RECENT || several) return found_duration(r, p, unit, out, next, a);
    int year = 0;
    if ((unit == UNIT_HALF || unit == UNIT_QUARTER) && p->way == WAY_LAST && vfp_time_year(r, &next, &year, false))
        return vfp_found_moment(out, vfp_resolve_part(r, vfp_unit_grain(unit), -1, year, a->first), next);
    if (unit == UNIT_NIGHT) return vfp_time_part(r, &(Phrase){.way = p->way, .shifted = true}, at, out);
    if (unit == UNIT_PERIOD) {
        Moment m = vfp_resolve_unit(r, UNIT_QUARTER, p->way);
        out->compared = vfp_time_year(r, &next, &year, false);
        if (out->compared) m.date.year = (int16_t)year;
        return p->way == WAY_THIS || p->way == WAY_BEHIND ? false : vfp_found_moment(out, m, next);
    }
    return vfp_found_moment(out, vfp_resolve_unit(r, unit, p->way), next);
}

/* the 1989 quarter, the year-ago period */
static bool placed_unit(const Reader *r, const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    TimeUnit unit = unit_of(a);
    if (unit != UNIT_QUARTER && unit != UNIT_PERIOD && unit != UNIT_HALF) return false;
    Moment m = vfp_resolve_quarter(r);
    if (p->backed) m = vfp_moment_shift(m, -4, UNIT_QUARTER);
    if (p->year) m.date.year = (int16_t)p->year;
    out->compared = true;
    return vfp_found_moment(out, m, at + 1);
}

/* What the day before it may be told by; words for units are not among them, so that no phrase holds another of its
 * kind and so on without end. */
static bool names_day(unsigned role) {
    return role == TIME_ROLE_MONTH || role == TIME_ROLE_WEEKDAY || role == TIME_ROLE_HOLIDAY || role == ATOM_DATE ||
           role == TIME_ROLE_RELATIVE;
}

/* The day before the summit: no day is known unless the words name it (the day before the Oct. 16 summit, Nov. 3, the
 * day before he left). The days before it are a length, their article aside, as TimeBank has them. */
static bool beside_event(const Reader *r, const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    TimeUnit unit = unit_of(a);
    if (a->plural) return found_duration(r, p, unit, out, at + 1, a);
    Moment m = vfp_moment(GRAIN_DAY, (Date){0});
    uint32_t next = at + 2;
    if (role(r, next) == TIME_ROLE_ARTICLE && joined(r, next)) next++;
    Found named = {0};
    Phrase inner = {.from = next, .at = next};
    if (joined(r, next) && names_day(role(r, next)) && vfp_time_read(r, &inner, &named) && named.dated)
        m = vfp_moment_shift(named.moment, atom(r, at + 1)->number == WAY_BEFORE ? -1 : 1, unit);
    else if (atom(r, p->from)->gap == GAP_COMMA && r->told == p->from && r->spoken.grain == vfp_unit_grain(unit))
        m = r->spoken;
    out->compared = true;
    return vfp_found_moment(out, m, at + 1);
}

/* The year ended March 31 is any twelve months; the quarter ended Sept. 30 is the one that the day lies in. */
static bool ended_unit(const Reader *r, TimeUnit unit, uint32_t at, Found *out) {
    uint32_t next = at + 2;
    if (role(r, next) == TIME_ROLE_LINK || role(r, next) == TIME_ROLE_ARTICLE) next++;
    bool named = names_day(role(r, next)) && joined(r, next);
    if (!named || (unit != UNIT_YEAR && unit != UNIT_QUARTER)) return false;
    if (unit == UNIT_YEAR) {
        vfp_duration_text(1, false, unit, out->value);
        out->kind = TIME_DURATION, out->dated = false, out->to = at + 1;
        return true;
    }
    Found end = {0};
    Phrase inner = {.from = next, .at = next};
    if (!vfp_time_read(r, &inner, &end) || !end.dated) return false;
    return vfp_found_moment(out, vfp_moment_coarsen(end.moment, GRAIN_QUARTER), at + 1);
}

/* the week, the quarter, the year */
static bool definite_unit(const Reader *r, const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    TimeUnit unit = unit_of(a);
    if (unit < UNIT_DAY || unit == UNIT_PERIOD || unit == UNIT_HALF || unit == UNIT_NIGHT) return false;
    if (unit >= UNIT_DECADE && !a->plural && !p->bent) return false;
    if (!p->bent && !a->plural && take_shift(r, p, a, at + 1, out)) return true; /* the day before */
    if (!p->bent && !p->shifted && is_apart(r, at + 1)) return beside_event(r, p, a, at, out);
    if (!a->plural && is_link(r, at + 1, 'e') && ended_unit(r, unit, at, out)) return true;
    if (a->plural) return found_duration(r, p, unit, out, is_link(r, at + 1, 'h') ? at + 2 : at + 1, a);
    if (unit == UNIT_YEAR && next_is(r, at + 1, TIME_ROLE_NUMBER)) { /* the year 2000, the year two thousand */
        Phrase year = {.from = at + 1, .at = at + 1};
        if (vfp_time_number(r, &year) && year.count >= 1000 && year.count <= LAST_YEAR)
            return vfp_found_moment(out, vfp_moment(GRAIN_YEAR, (Date){(int16_t)year.count, 0, 0}), year.at);
    }
    return vfp_found_moment(out, vfp_resolve_unit(r, unit, unit == UNIT_DAY ? WAY_SAME : WAY_NONE), at + 1);
}

/* a day-long meeting, decades-long rule, a two-year-long war */
static bool lasting_unit(const Reader *r, const Phrase *p, const Atom *a, uint32_t at, Found *out) {
    const Atom *behind = atom(r, at + 1);
    bool lasting = behind->role == TIME_ROLE_FILLER && behind->gap == GAP_HYPHEN && behind->value.len;
    if (!lasting || p->way || p->ordinal || p->backed) return false;
    Phrase length = *p;
    length.article = a->plural ? 't' : 'a';
    return found_duration(r, &length, unit_of(a), out, at + 2, a);
}

bool vfp_time_unit(const Reader *r, Phrase *p, uint32_t at, Found *out) {
    const Atom *a = atom(r, at);
    TimeUnit unit = unit_of(a);
    if (lasting_unit(r, p, a, at, out)) return true;
    if (p->backed && p->counted) return found_duration(r, p, unit, out, at + 1, a); /* the year-earlier nine months */
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

bool vfp_time_every(const Reader *r, uint32_t at, Found *out) {
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
        if (!vfp_time_number(r, &p)) return false;
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
bool vfp_time_times(const Reader *r, uint32_t at, Found *out) {
    uint32_t i = at + 1;
    if (!joined(r, i)) return false;
    if (role(r, i) == TIME_ROLE_FREQUENCY) return vfp_found_ref(out, atom(r, i)->value, TIME_SET, i + 1);
    if (role(r, i) == TIME_ROLE_EVERY) return vfp_time_every(r, i, out);
    if (role(r, i) != TIME_ROLE_ARTICLE || !atom(r, i)->number || !next_is(r, i + 1, TIME_ROLE_UNIT)) return false;
    vfp_duration_text(1, false, unit_of(atom(r, i + 1)), out->value);
    out->kind = TIME_SET, out->dated = false, out->to = i + 2;
    return true;
}
