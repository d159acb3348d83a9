/* date.h: days, months and years, as coarse as a text gives them. */
#ifndef VFP_DATE_H
#define VFP_DATE_H
#include "core/text.h"

/* Year 0: unknown. */
typedef struct Date {
    int16_t year;
    int8_t month; /* 0: year only */
    int8_t day;   /* 0: month only */
} Date;

/* ISO 8601 prefix (2025-10-16T…, 2025-10, 2025), RFC 2822 and plain English dates; year 0 where it is none. */
Date vfp_date_parse(Str s);
/* Days since 1970-01-01 (proleptic Gregorian) of a full date, and back. */
int64_t vfp_date_days(Date date);
Date vfp_date_from_days(int64_t days);
/* ISO 8601 as coarse as the date: writes to out[16], "" for unknown. */
void vfp_date_iso(Date date, char out[16]);

#endif
