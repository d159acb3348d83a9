#include "reading/time_value.h"
#include "core/date.h"
#include <stdio.h>

typedef struct UnitEntry {
    const char *code;
    Grain grain;
} UnitEntry;

static const UnitEntry units[] = {
#define X(id, code, grain) {code, grain},
    TIME_UNITS(X)
#undef X
};
static const char *const season_codes[] = {"", "SP", "SU", "FA", "WI"};

Grain vfp_unit_grain(TimeUnit unit) { return units[unit].grain; }
const char *vfp_unit_code(TimeUnit unit) { return units[unit].code; }

TimeUnit vfp_unit_named(Str code) {
    for (int u = 0; u < UNIT_COUNT; u++)
        if (vfp_str_is(code, vfp_str(units[u].code))) return (TimeUnit)u;
    return UNIT_COUNT;
}

/* ---- days */

Date vfp_add_days(Date date, int days) {
    if (!date.year || !date.day) return date;
    return vfp_date_from_days(vfp_date_days(date) + days);
}

int vfp_weekday(Date date) {
    if (!date.year || !date.day) return 0;
    int64_t days = vfp_date_days(date); /* 1970-01-01 was a Thursday */
    return (int)(((days + 3) % 7 + 7) % 7) + 1;
}

bool vfp_date_real(int year, int month, int day) {
    static const int8_t lengths[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1 || day > lengths[month]) return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month != 2 || day < 29 || leap || year == 0;
}

Date vfp_easter(int year) {
    int a = year % 19, b = year / 100, c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return (Date){(int16_t)year, (int8_t)(n / 31), (int8_t)(n % 31 + 1)};
}

/* ---- from one grain to another */

static int last_day(int year, int month) {
    int day = 31;
    while (!vfp_date_real(year, month, day)) day--;
    return day;
}

/* A month of the stretch: its last for quarters and halves, as "a year ago" of a quarter looks back from its end. */
static int month_of(const Moment *m) {
    switch (m->grain) {
    case GRAIN_QUARTER: return m->index * 3;
    case GRAIN_HALF: return m->index * 6;
    case GRAIN_SEASON: return m->index * 3 + 1 > 12 ? 1 : m->index * 3 + 1;
    default: return m->date.month ? m->date.month : 1;
    }
}

Moment vfp_moment_coarsen(Moment m, Grain grain) {
    if (!m.date.year || m.grain > grain) {
        if (!m.date.year) m = vfp_moment(grain, (Date){0});
        return m;
    }
    int month = month_of(&m);
    Moment out = vfp_moment(grain, m.date);
    switch (grain) {
    case GRAIN_DAY: break;
    case GRAIN_WEEK:
    case GRAIN_WEEKEND: out.date = m.date.day ? vfp_add_days(m.date, 1 - vfp_weekday(m.date)) : m.date; break;
    case GRAIN_MONTH: out.date.month = (int8_t)month, out.date.day = 0; break;
    case GRAIN_QUARTER: out.index = (int16_t)((month + 2) / 3); break;
    case GRAIN_HALF: out.index = (int16_t)((month + 5) / 6); break;
    case GRAIN_SEASON: out.index = (int16_t)(month < 3 || month == 12 ? 4 : month / 3); break;
    default: break;
    }
    if (grain > GRAIN_MONTH) out.date.month = out.date.day = 0;
    return out;
}

static Date add_months(Date date, int n) {
    int months = date.year * 12 + date.month - 1 + n;
    if (months < 12) return (Date){0};
    int year = months / 12, month = months % 12 + 1;
    int day = date.day > last_day(year, month) ? last_day(year, month) : date.day;
    return (Date){(int16_t)year, (int8_t)month, (int8_t)day};
}

static Moment shift_index(Moment m, int n, int per_year) {
    int all = m.date.year * per_year + m.index - 1 + n;
    m.date.year = (int16_t)(all / per_year), m.index = (int16_t)(all % per_year + 1);
    return m;
}

static bool far_off(const Moment *m, int n, int years) {
    long year = m->date.year + (long)n * years;
    return year < 1 || year > 9999 || n > 100000 || n < -100000;
}

Moment vfp_moment_shift(Moment from, int n, TimeUnit unit) {
    Grain grain = vfp_unit_grain(unit);
    int years = unit == UNIT_MILLENNIUM ? 1000
                : unit == UNIT_CENTURY  ? 100
                : unit == UNIT_DECADE   ? 10
                                        : unit == UNIT_YEAR;
    if (!from.date.year || far_off(&from, n, years)) return vfp_moment(grain ? grain : GRAIN_DAY, (Date){0});
    if (unit < UNIT_DAY) return from; /* hours away: the day is the best there is */
    Moment m = vfp_moment_coarsen(from, grain);
    if (years) {
        m.date.year = (int16_t)(m.date.year + n * years);
        return m;
    }
    switch (grain) {
    case GRAIN_DAY: m.date = vfp_add_days(m.date, n); break;
    case GRAIN_WEEK:
    case GRAIN_WEEKEND: m.date = vfp_add_days(m.date, 7 * n); break;
    case GRAIN_MONTH: m.date = add_months(m.date, n); break;
    case GRAIN_QUARTER: m = shift_index(m, n, 4); break;
    case GRAIN_HALF: m = shift_index(m, n, 2); break;
    default: break;
    }
    return m;
}

/* ---- as text */

static void week_text(Date monday, const char *tail, char *out) {
    if (!monday.day) {
        snprintf(out, MOMENT_TEXT, "%04d-WXX%s", monday.year, tail);
        return;
    }
    Date thursday = vfp_add_days(monday, 3); /* ISO 8601: a week belongs to the year of its Thursday */
    int64_t days = vfp_date_days(thursday) - vfp_date_days((Date){thursday.year, 1, 1});
    snprintf(out, MOMENT_TEXT, "%04d-W%02d%s", thursday.year, (int)(days / 7) + 1, tail);
}

static void date_text(Date date, char *out) {
    if (!date.month) snprintf(out, MOMENT_TEXT, "%04d", date.year);
    else if (!date.day) snprintf(out, MOMENT_TEXT, "%04d-%02d", date.year, date.month);
    else snprintf(out, MOMENT_TEXT, "%04d-%02d-%02d", date.year, date.month, date.day);
}

/* Without a year: what the calendar's own words can still say. */
static void bare_text(const Moment *m, char *out) {
    if (m->weekday) snprintf(out, MOMENT_TEXT, "XXXX-WXX-%d", m->weekday);
    else if (m->grain == GRAIN_SEASON && m->index) snprintf(out, MOMENT_TEXT, "XXXX-%s", season_codes[m->index]);
    else if (m->grain == GRAIN_QUARTER && m->index) snprintf(out, MOMENT_TEXT, "XXXX-Q%d", m->index);
    else if (m->grain == GRAIN_HALF && m->index) snprintf(out, MOMENT_TEXT, "XXXX-H%d", m->index);
    else if (m->date.day && m->date.month) snprintf(out, MOMENT_TEXT, "XXXX-%02d-%02d", m->date.month, m->date.day);
    else if (m->date.month) snprintf(out, MOMENT_TEXT, "XXXX-%02d", m->date.month);
}

static void anchored_text(const Moment *m, char *out) {
    switch (m->grain) {
    case GRAIN_WEEK: week_text(m->date, "", out); break;
    case GRAIN_WEEKEND: week_text(m->date, "-WE", out); break;
    case GRAIN_QUARTER:
        if (m->index) snprintf(out, MOMENT_TEXT, "%04d-Q%d", m->date.year, m->index);
        else snprintf(out, MOMENT_TEXT, "%04d-QX", m->date.year);
        break;
    case GRAIN_HALF: snprintf(out, MOMENT_TEXT, "%04d-H%d", m->date.year, m->index); break;
    case GRAIN_SEASON: snprintf(out, MOMENT_TEXT, "%04d-%s", m->date.year, season_codes[m->index]); break;
    case GRAIN_DECADE: snprintf(out, MOMENT_TEXT, "%03d", m->date.year / 10); break;
    case GRAIN_CENTURY: snprintf(out, MOMENT_TEXT, "%02d", m->date.year / 100); break;
    default: date_text(m->date, out);
    }
}

void vfp_moment_text(const Moment *m, char out[MOMENT_TEXT]) {
    char body[MOMENT_TEXT] = "";
    if (m->date.year) anchored_text(m, body);
    else bare_text(m, body);
    if (!*body && m->minute >= 0) memcpy(body, "XXXX-XX-XX", 11);
    char clock[8] = "";
    if (*body && m->minute >= 0) snprintf(clock, sizeof clock, "T%02d:%02d", m->minute / 60 % 100, m->minute % 60);
    else if (*body && *m->part) snprintf(clock, sizeof clock, "T%.2s", m->part);
    snprintf(out, MOMENT_TEXT, "%s%.30s%s", m->bc ? "BC" : "", body, clock);
}

Date vfp_moment_date(const Moment *m) {
    if (!m->date.year || m->bc || m->grain >= GRAIN_DECADE) return (Date){0};
    if (m->grain == GRAIN_DAY || m->grain == GRAIN_MONTH) return m->date;
    /* A week is as coarse as its month; quarters and seasons are known by their year alone. */
    if (m->grain == GRAIN_WEEK || m->grain == GRAIN_WEEKEND) return (Date){m->date.year, m->date.month, 0};
    return (Date){m->date.year, 0, 0};
}

/* Halves go to the next smaller unit where it is common to say so: two and a half years, P2Y6M. */
static void half_text(int count, TimeUnit unit, char *out) {
    char whole[16] = "";
    if (count) snprintf(whole, sizeof whole, "%d%c", count, units[unit].code[unit < UNIT_DAY]);
    switch (unit) {
    case UNIT_HOUR: snprintf(out, MOMENT_TEXT, "PT%s30M", whole); break;
    case UNIT_MINUTE: snprintf(out, MOMENT_TEXT, "PT%s30S", whole); break;
    case UNIT_YEAR: snprintf(out, MOMENT_TEXT, "P%s6M", whole); break;
    case UNIT_CENTURY: snprintf(out, MOMENT_TEXT, "P%d50Y", count); break;
    default: snprintf(out, MOMENT_TEXT, "P%d.5%s", count, units[unit].code); break;
    }
}

void vfp_duration_text(int count, bool half, TimeUnit unit, char out[MOMENT_TEXT]) {
    if (half && unit != UNIT_SECOND) {
        half_text(count, unit, out);
        return;
    }
    int factor = unit == UNIT_QUARTER   ? 3
                 : unit == UNIT_HALF    ? 6
                 : unit == UNIT_DECADE  ? 10
                 : unit == UNIT_CENTURY ? 100
                                        : 1;
    const char *code = unit == UNIT_QUARTER || unit == UNIT_HALF ? "M" : factor >= 10 ? "Y" : units[unit].code;
    if (unit == UNIT_NIGHT) code = "D";
    if (unit == UNIT_PERIOD) code = "X";
    bool clock = unit < UNIT_DAY;
    if (count < 0) snprintf(out, MOMENT_TEXT, "P%sX%s", clock ? "T" : "", units[unit].code + clock);
    else if (count == 24 && unit == UNIT_HOUR) snprintf(out, MOMENT_TEXT, "PT24H");
    else snprintf(out, MOMENT_TEXT, "P%s%lld%s", clock ? "T" : "", (long long)count * factor, code + clock);
}
