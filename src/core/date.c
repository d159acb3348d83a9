/* date.c: dates as JSON, web pages and people write them. Pure functions of a short string; no allocation.
 *
 * Nothing is guessed: 03/04/2025 is one of two days, so it is no date. The day is the one written down; an hour and
 * a zone behind it are ignored, for a report belongs to the day its publisher put on it. */
#include "core/date.h"
#include <ctype.h>
#include <stdio.h>

enum { MAX_PARTS = 12 };

/* A run of digits or of letters. */
typedef struct Part {
    uint32_t begin, len;
    int number; /* -1: a word */
} Part;

static bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int month_days(int year, int month) {
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

/* The date if there is such a day, else none. */
static Date checked(int year, int month, int day) {
    bool good = year >= 1000 && year <= 9999 && month >= 0 && month <= 12 && day >= 0 && (month || !day) &&
                (!day || day <= month_days(year, month));
    return good ? (Date){(int16_t)year, (int8_t)month, (int8_t)day} : (Date){0, 0, 0};
}

static uint32_t split(Str s, Part parts[MAX_PARTS]) {
    uint32_t n = 0, i = 0;
    while (i < s.len && n < MAX_PARTS) {
        unsigned char c = (unsigned char)s.at[i];
        int (*kind)(int) = isdigit(c) ? isdigit : isalpha(c) ? isalpha : NULL;
        if (!kind) {
            i++;
            continue;
        }
        Part part = {i, 0, kind == isdigit ? 0 : -1};
        for (; i < s.len && kind((unsigned char)s.at[i]); i++, part.len++)
            if (part.number >= 0 && part.number < 100000000) part.number = part.number * 10 + (s.at[i] - '0');
        parts[n++] = part;
    }
    return n;
}

/* 1 to 12 for a month's name or an abbreviation of three letters or more, else 0. */
static int month_of(Str s, Part part) {
    static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
    if (part.number >= 0 || part.len < 3) return 0;
    for (int m = 0; m < 12; m++) {
        uint32_t k = 0;
        while (k < part.len && names[m][k] && tolower((unsigned char)s.at[part.begin + k]) == names[m][k]) k++;
        if (k == part.len) return m + 1;
    }
    return 0;
}

static bool is_year(Part p) { return p.len == 4 && p.number >= 1000; }
static bool is_day(Part p) { return p.number > 0 && p.len <= 2; }

/* 2025-10-16T…, 2025/10/16, 2025-10, 20251016, 2025. `n` parts; the first is a number. */
static Date year_first(Str s, const Part *p, uint32_t n) {
    if (p[0].len == 8) return checked(p[0].number / 10000, p[0].number / 100 % 100, p[0].number % 100);
    if (p[0].len == 14) return vfp_date_parse((Str){s.at + p[0].begin, 8}); /* 20251016093000 */
    if (!is_year(p[0])) return (Date){0, 0, 0};
    if (n == 1) return p[0].begin + p[0].len == s.len ? checked(p[0].number, 0, 0) : (Date){0, 0, 0};
    char mark = s.at[p[0].begin + p[0].len];
    if (p[1].number < 1 || p[1].len > 2 || !strchr("-/.", mark)) return (Date){0, 0, 0};
    bool day = n > 2 && is_day(p[2]) && s.at[p[1].begin + p[1].len] == mark;
    return checked(p[0].number, p[1].number, day ? p[2].number : 0);
}

/* 16.10.2025 and 10/16/2025, where only one reading is a date. */
static Date year_last(const Part *p) {
    if (!is_year(p[2]) || !is_day(p[0]) || !is_day(p[1])) return (Date){0, 0, 0};
    Date a = checked(p[2].number, p[1].number, p[0].number);
    Date b = p[0].number <= 12 && p[0].number != p[1].number ? checked(p[2].number, p[0].number, p[1].number)
                                                             : (Date){0, 0, 0};
    if (p[1].number > 12) return b;
    return b.year ? (Date){0, 0, 0} : a;
}

/* The part behind `i`, the letters of an ordinal (16th) passed over; n where there is none. */
static uint32_t after(Str s, const Part *p, uint32_t n, uint32_t i) {
    bool ordinal = i + 1 < n && p[i + 1].number < 0 && p[i + 1].len == 2 && p[i + 1].begin == p[i].begin + p[i].len &&
                   memchr("snrtSNRT", s.at[p[i + 1].begin], 8);
    return i + 1 + ordinal < n ? i + 1 + ordinal : n;
}

/* The day before the month at i: 16, 16th, 16th of; 0 where there is none. */
static int day_before(Str s, const Part *p, uint32_t i) {
    if (i && p[i - 1].len == 2 && strncasecmp(s.at + p[i - 1].begin, "of", 2) == 0) i--;
    if (i > 1 && p[i - 1].number < 0 && p[i - 1].begin == p[i - 2].begin + p[i - 2].len) i--; /* th */
    return i && is_day(p[i - 1]) ? p[i - 1].number : 0;
}

/* October 16, 2025 · 16 October 2025 · Thu, 16 Oct 2025 09:30:00 +0000 · October 2025. */
static Date month_named(Str s, const Part *p, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        int month = month_of(s, p[i]);
        uint32_t next = month ? after(s, p, n, i) : n;
        if (next == n) continue;
        if (is_year(p[next])) return checked(p[next].number, month, day_before(s, p, i));
        uint32_t year = is_day(p[next]) ? after(s, p, n, next) : n;
        if (year < n && is_year(p[year])) return checked(p[year].number, month, p[next].number);
    }
    return (Date){0, 0, 0};
}

Date vfp_date_parse(Str s) {
    Part parts[MAX_PARTS];
    uint32_t n = split(s, parts);
    if (!n) return (Date){0, 0, 0};
    Date date = {0, 0, 0};
    if (parts[0].number >= 0) date = year_first(s, parts, n);
    if (!date.year && n >= 3) date = year_last(parts);
    return date.year ? date : month_named(s, parts, n);
}

/* Howard Hinnant's days_from_civil and its inverse: eras of 400 years that begin in March. */
int64_t vfp_date_days(Date date) {
    int64_t y = date.year - (date.month <= 2), era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int64_t doy = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

Date vfp_date_from_days(int64_t days) {
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153, month = mp < 10 ? mp + 3 : mp - 9;
    return (Date){(int16_t)(yoe + era * 400 + (month <= 2)), (int8_t)month, (int8_t)(doy - (153 * mp + 2) / 5 + 1)};
}

void vfp_date_iso(Date date, char out[16]) {
    if (!date.year) out[0] = '\0';
    else if (!date.month) snprintf(out, 16, "%04d", date.year);
    else if (!date.day) snprintf(out, 16, "%04d-%02d", date.year, date.month);
    else snprintf(out, 16, "%04d-%02u-%02u", date.year, (unsigned)date.month % 100, (unsigned)date.day % 100);
}
