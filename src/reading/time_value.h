/* time_value.h: the calendar behind time expressions: moments of any grain, shifted, coarsened, written as TIMEX3.
 *
 * Everything here is arithmetic on small structs; no text is read, nothing is allocated. Values follow TIMEX3
 * (TimeML annotation guidelines 1.2.1; Pustejovsky et al. 2003): ISO 8601 and its extensions for quarters (1989-Q3),
 * halves (1989-H1), seasons (1998-WI), weekends (1998-W05-WE), parts of the day (1998-02-06TEV). */
#ifndef VFP_READING_TIME_VALUE_H
#define VFP_READING_TIME_VALUE_H
#include "record.h"

typedef enum Grain {
    GRAIN_NONE,
    GRAIN_DAY,
    GRAIN_WEEKEND,
    GRAIN_WEEK,
    GRAIN_MONTH,
    GRAIN_QUARTER,
    GRAIN_HALF,
    GRAIN_SEASON,
    GRAIN_YEAR,
    GRAIN_DECADE,
    GRAIN_CENTURY,
} Grain;

/* code in the lexicon and in durations, grain of a date counted in it. */
/* clang-format off */
#define TIME_UNITS(X)                                                                                                  \
    X(UNIT_SECOND, "TS", GRAIN_DAY)                                                                                    \
    X(UNIT_MINUTE, "TM", GRAIN_DAY)                                                                                    \
    X(UNIT_HOUR, "TH", GRAIN_DAY)                                                                                      \
    X(UNIT_DAY, "D", GRAIN_DAY) X(UNIT_NIGHT, "N", GRAIN_DAY) X(UNIT_WEEK, "W", GRAIN_WEEK)                            \
        X(UNIT_WEEKEND, "WE", GRAIN_WEEKEND) X(UNIT_MONTH, "M", GRAIN_MONTH) X(UNIT_QUARTER, "Q", GRAIN_QUARTER)       \
            X(UNIT_HALF, "H", GRAIN_HALF) X(UNIT_YEAR, "Y", GRAIN_YEAR) X(UNIT_DECADE, "E", GRAIN_DECADE)              \
                X(UNIT_CENTURY, "C", GRAIN_CENTURY) X(UNIT_MILLENNIUM, "L", GRAIN_CENTURY)                             \
                    X(UNIT_PERIOD, "P", GRAIN_NONE)
/* clang-format on */
typedef enum TimeUnit {
#define X(id, code, grain) id,
    TIME_UNITS(X)
#undef X
        UNIT_COUNT
} TimeUnit;

/* A stretch of the calendar. `date` is exact for DAY, the Monday for WEEK and WEEKEND, year and month for MONTH, the
 * year for the rest; `index` is the quarter, half or season (1 …). year 0: the part that is told has no anchor. */
typedef struct Moment {
    Grain grain;
    Date date;
    int16_t index;
    int16_t weekday; /* told without anchor: 1 … 7 */
    int16_t minute;  /* of the day, -1: none */
    bool bc;
    char part[3]; /* MO AF EV NI …, empty: none */
} Moment;

enum { MOMENT_TEXT = 40 };
static inline Moment vfp_moment(Grain grain, Date date) { return (Moment){.grain = grain, .date = date, .minute = -1}; }
/* Writes the TIMEX3 value; "" for a moment without anchor that can't stand alone. */
void vfp_moment_text(const Moment *moment, char out[MOMENT_TEXT]);
/* The Date that a record carries: year 0 where the moment names none (a decade, no anchor). */
Date vfp_moment_date(const Moment *moment);
/* The same stretch at a coarser grain (a day's week, month, quarter …). No anchor stays without. */
Moment vfp_moment_coarsen(Moment moment, Grain grain);
/* n units away, as coarse as the unit says (three weeks before a day is a week); half a unit is left out. */
Moment vfp_moment_shift(Moment from, int n, TimeUnit unit);
Grain vfp_unit_grain(TimeUnit unit);
const char *vfp_unit_code(TimeUnit unit);
/* The unit with that code, or UNIT_COUNT. */
TimeUnit vfp_unit_named(Str code);
/* P3Y, PT2H, PXM: count < 0 is X; `half` adds one half. */
void vfp_duration_text(int count, bool half, TimeUnit unit, char out[MOMENT_TEXT]);
/* 1 (Monday) … 7; 0 for dates that aren't full. */
int vfp_weekday(Date date);
Date vfp_add_days(Date date, int days);
/* Western Easter Sunday (the anonymous Gregorian algorithm, Nature 1876). */
Date vfp_easter(int year);
bool vfp_date_real(int year, int month, int day);

#endif
