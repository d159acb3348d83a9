/* test_time.c: time expressions, one sentence at a time: the sentence, the day of the article and what is found in it,
 * as `KIND value “words”`, separated by semicolons; `?` stands for an unknown value. All sentences are our own. */
#include "reading/reading.h"
#include "reading/time.h"
#include "reading/time_value.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "with_model.h"

static void read_times(const char *text, Date date) {
    vfp_arena_reset(arena);
    if (setjmp(*vfp_arena_escape(arena))) fail_msg("the arena is spent");
    uint32_t n = (uint32_t)strlen(text);
    article = (Article){.arena = arena,
                        .network_room = article.network_room,
                        .lexicon = lexicon,
                        .model = model,
                        .text = {text, n},
                        .date = date};
    *vfp_push(arena, &article.blocks) = (Block){{0, n}, BLOCK_PARAGRAPH};
    vfp_tokenize(&article);
    vfp_tag(&article);
    vfp_chunk(&article);
    vfp_match(&article);
    vfp_read_times(&article);
}

static void render(char *out, size_t size) {
    size_t n = 0;
    *out = 0;
    for (uint32_t i = 0; i < article.times.n && n < size; i++) {
        const TimeRecord *t = &article.times.at[i];
        Str value = t->value.len ? t->value : VFP_STR("?"), words = vfp_slice(article.text, t->span);
        n += (size_t)snprintf(out + n, size - n, "%s%s %.*s “%.*s”", i ? "; " : "", vfp_time_kind_names[t->kind],
                              (int)value.len, value.at, (int)words.len, words.at);
    }
}

typedef struct Case {
    const char *text, *times;
} Case;

static void check(const Case *cases, size_t n, Date date) {
    for (size_t i = 0; i < n; i++) {
        char found[2048];
        read_times(cases[i].text, date);
        render(found, sizeof found);
        if (strcmp(found, cases[i].times) != 0) print_error("in: %s\n", cases[i].text);
        assert_string_equal(found, cases[i].times);
    }
}
#define CHECK(cases, ...) check(cases, sizeof(cases) / sizeof *(cases), (Date){__VA_ARGS__})

/* Thursday, 16 October 2025 is the day of the article unless a test says otherwise. */
#define OCT_16 2025, 10, 16

static void test_full_dates(void **state) {
    (void)state;
    static const Case cases[] = {
        {"They met on October 16, 2025, in Budapest.", "DATE 2025-10-16 “October 16, 2025”"},
        {"They met on 16 October 2025 in Budapest.", "DATE 2025-10-16 “16 October 2025”"},
        {"The letter is dated 2025-10-16.", "DATE 2025-10-16 “2025-10-16”"},
        {"The letter is dated 10/14/2025.", "DATE 2025-10-14 “10/14/2025”"},
        {"The letter is dated 14/10/2025.", "DATE 2025-10-14 “14/10/2025”"},
        {"The letter is dated 14.10.2025.", "DATE 2025-10-14 “14.10.2025”"},
        {"The envoy arrived on Oct. 3.", "DATE 2025-10-03 “Oct. 3”"},
        {"The envoy arrived on Monday, Oct. 13, and left.", "DATE 2025-10-13 “Monday, Oct. 13”"},
        {"The envoy arrived on the 13th of October.", "DATE 2025-10-13 “13th of October”"},
        {"The Feb. 23 accord was signed in 1998.", "DATE 2025-02-23 “Feb. 23”; DATE 1998 “1998”"},
        {"The wall fell in November 1989.", "DATE 1989-11 “November 1989”"},
        {"The wall fell in nineteen eighty-nine.", "DATE 1989 “nineteen eighty-nine”"},
    };
    CHECK(cases, OCT_16);
}

static void test_years(void **state) {
    (void)state;
    static const Case cases[] = {
        {"The pact of 1998 holds.", "DATE 1998 “1998”"},
        {"The alliance grew in the 1990s.", "DATE 199 “the 1990s”"},
        {"The alliance grew in the mid-1990s.", "DATE 199 “the mid-1990s”"},
        {"The alliance grew in the early nineties.", "DATE 199 “the early nineties”"},
        {"The border was drawn in the 19th century.", "DATE 18 “the 19th century”"},
        {"Exports fell in the third quarter of 2024.", "DATE 2024-Q3 “the third quarter of 2024”"},
        {"Exports fell in the first half of 2024.", "DATE 2024-H1 “the first half of 2024”"},
        {"The budget for fiscal 2026 was cut.", "DATE 2026 “fiscal 2026”"},
        {"They expect this year's second quarter to be calm.", "DATE 2025-Q2 “this year's second quarter”"},
        {"Growth slowed in Q3 2024 and in 2025 Q1.", "DATE 2024-Q3 “Q3 2024”; DATE 2025-Q1 “2025 Q1”"},
        {"Profit for the quarter ended Sept. 30 fell.", "DATE 2025-Q3 “the quarter”; DATE 2025-09-30 “Sept. 30”"},
        {"Trade grew in the year ended March 31.", "DURATION P1Y “the year”; DATE 2025-03-31 “March 31”"},
        {"They held talks in mid-August.", "DATE 2025-08 “mid-August”"},
        {"The offensive begins in spring.", "DATE 2025-SP “spring”"},
        {"In the fall of the government he saw a chance.", ""},
        {"Sun Yat-sen and Jan Egeland met.", ""},
        {"Some 2,000 people left, and 1,989 stayed.", ""},
        {"The fund spent $1998 on it.", ""},
    };
    CHECK(cases, OCT_16);
}

static void test_weekdays(void **state) {
    (void)state;
    static const Case cases[] = {
        {"The minister resigned on Tuesday.", "DATE 2025-10-14 “Tuesday”"},
        {"The minister will resign on Tuesday.", "DATE 2025-10-21 “Tuesday”"},
        {"The minister resigned last Friday.", "DATE 2025-10-10 “last Friday”"},
        {"They have until Friday.", "DATE 2025-10-17 “Friday”"},
        {"The trip is delayed until at least Friday.", "DATE 2025-10-17 “Friday”"},
        {"They expect to meet with the prime minister of the neighbouring kingdom on Monday.",
         "DATE 2025-10-20 “Monday”"},
        {"On Monday, the envoys meet the king.", "DATE 2025-10-20 “Monday”"},
        {"Earlier Tuesday the council met.", "DATE 2025-10-14 “Tuesday”"},
        {"The envoys meet Monday.", "DATE 2025-10-20 “Monday”"},
        {"They planned to leave Geneva on Tuesday.", "DATE 2025-10-21 “Tuesday”"},
        {"They could come as early as Tuesday.", "DATE 2025-10-21 “Tuesday”"},
        {"The minister could not be reached Tuesday.", "DATE 2025-10-14 “Tuesday”"},
        {"By Tuesday they had signed the accord.", "DATE 2025-10-14 “Tuesday”"},
        {"The offer had been due to expire Tuesday.", "DATE 2025-10-14 “Tuesday”"},
        {"They look for ways to get around Tuesday's ruling.", "DATE 2025-10-14 “Tuesday”"},
        {"On Wednesday of last week they met.", "DATE 2025-10-08 “Wednesday of last week”"},
        {"They met on Friday, Oct. 10, and on the previous Friday.",
         "DATE 2025-10-10 “Friday, Oct. 10”; DATE 2025-10-03 “the previous Friday”"},
        {"The council meets on Mondays.", "SET XXXX-WXX-1 “Mondays”"},
        {"The council meets every Monday.", "SET XXXX-WXX-1 “every Monday”"},
        {"The council met on Monday night.", "TIME 2025-10-13TNI “Monday night”"},
    };
    CHECK(cases, OCT_16);
}

static void test_relative(void **state) {
    (void)state;
    static const Case cases[] = {
        {"They met yesterday and meet again tomorrow.", "DATE 2025-10-15 “yesterday”; DATE 2025-10-17 “tomorrow”"},
        {"The premier spoke this morning.", "TIME 2025-10-16TMO “this morning”"},
        {"The council meets tonight.", "TIME 2025-10-16TNI “tonight”"},
        {"They met last week.", "DATE 2025-W41 “last week”"},
        {"They will meet next month.", "DATE 2025-11 “next month”"},
        {"Trade fell last year.", "DATE 2024 “last year”"},
        {"The offensive began last winter.", "DATE 2024-WI “last winter”"},
        {"They signed the accord two weeks ago.", "DATE 2025-W40 “two weeks ago”"},
        {"They signed the accord three days ago.", "DATE 2025-10-13 “three days ago”"},
        {"They met on May 3, 2024 and again two days later.",
         "DATE 2024-05-03 “May 3, 2024”; DATE 2024-05-05 “two days later”"},
        {"They met on May 3, 2024 and again the following day.",
         "DATE 2024-05-03 “May 3, 2024”; DATE 2024-05-04 “the following day”"},
        {"The August meeting failed.", "DATE 2025-08 “August”"},
        {"They spoke just days ago.", "DATE PAST_REF “days ago”"},
        {"He took office in January.", "DATE 2025-01 “January”"},
        {"They met on March 3. Two weeks later they signed.",
         "DATE 2025-03-03 “March 3”; DATE 2025-W12 “Two weeks later”"},
        {"They had spoken the day before.", "DATE 2025-10-15 “the day before”"},
        {"The day before the summit they spoke.", "DATE ? “The day”"},
        {"They spoke the day before the Oct. 3 summit.", "DATE 2025-10-02 “the day”; DATE 2025-10-03 “Oct. 3”"},
        {"He was seen on Oct. 3, the day before he fled.", "DATE 2025-10-03 “Oct. 3”; DATE 2025-10-03 “the day”"},
        {"They met on April 24 and 25, and on Oct. 9-10.",
         "DATE 2025-04-24 “April 24”; DATE 2025-04-25 “25”; DATE 2025-10-09 “Oct. 9”; DATE 2025-10-10 “10”"},
        {"They met from 3 to 5 May.", "DATE 2025-05-03 “3”; DATE 2025-05-05 “5 May”"},
        {"The wall fell half a century ago.", "DATE 1975 “half a century ago”"},
        {"They said that two weeks were too few.", "DURATION P2W “two weeks”"},
        {"This winter will be hard.", "DATE 2025-WI “This winter”"},
        {"They have fought since 2022.", "DATE 2022 “2022”"},
        {"A vote is due by the end of the month.", "DATE 2025-10 “the end of the month”"},
        {"Talks resumed in early March.", "DATE 2025-03 “early March”"},
        {"Earlier this month they spoke.", "DATE 2025-10 “Earlier this month”"},
    };
    CHECK(cases, OCT_16);
}

static void test_durations(void **state) {
    (void)state;
    static const Case cases[] = {
        {"The truce held for two years.", "DURATION P2Y “two years”"},
        {"The truce held for a few months.", "DURATION PXM “a few months”"},
        {"They agreed on a six-month truce.", "DURATION P6M “six-month”"},
        {"The talks lasted 24 hours.", "DURATION PT24H “24 hours”"},
        {"The talks lasted half an hour.", "DURATION PT30M “half an hour”"},
        {"The siege lasted two and a half years.", "DURATION P2Y6M “two and a half years”"},
        {"Fighting spread in the past three months.", "DURATION P3M “the past three months”"},
        {"They will meet within the next 10 days.", "DURATION P10D “the next 10 days”"},
        {"The march takes two to three weeks.", "DURATION P2W “two to three weeks”"},
        {"A deal is due in the next 50 days.", "DURATION P50D “the next 50 days”"},
        {"They have been foes for four decades.", "DURATION P40Y “four decades”"},
        {"Trade has grown over the past decade.", "DURATION P10Y “the past decade”"},
        {"The day-long talks ended decades-long rule.", "DURATION P1D “day-long”; DURATION PXE “decades-long”"},
        {"It may fall within days or weeks.", "DURATION PXD “days or weeks”"},
        {"The next couple of weeks will decide.", "DURATION P2W “The next couple of weeks”"},
        {"It was spread over three years, for over two years.",
         "DURATION P3Y “three years”; DURATION P2Y “over two years”"},
        {"They crossed in the weeks before the vote.", "DURATION PXW “weeks”"},
        {"The envoy will be back in a fortnight.", "DURATION P2W “a fortnight”"},
        {"The six-year-old boy is seven years old.", ""},
    };
    CHECK(cases, OCT_16);
}

static void test_sets_and_references(void **state) {
    (void)state;
    static const Case cases[] = {
        {"The envoys speak daily.", "SET P1D “daily”"},
        {"The envoys speak twice a week.", "SET P1W “twice a week”"},
        {"The envoys speak every two months.", "SET P2M “every two months”"},
        {"The fund gets $3 million a year.", "SET P1Y “a year”"},
        {"The border is quiet now.", "DATE PRESENT_REF “now”"},
        {"The border was shut recently.", "DATE PAST_REF “recently”"},
        {"They speak of the future of the alliance.", ""},
        {"The union fears for the future.", "DATE FUTURE_REF “the future”"},
        {"At the same time, the talks went on.", ""},
    };
    CHECK(cases, OCT_16);
}

static void test_clock(void **state) {
    (void)state;
    static const Case cases[] = {
        {"The session opens at 5 p.m. on Monday.", "TIME 2025-10-20T17:00 “5 p.m. on Monday”"},
        {"They met at 2:30pm, at 9.30 am and at 1400 GMT.",
         "TIME 2025-10-16T14:30 “2:30pm”; TIME 2025-10-16T09:30 “9.30 am”; TIME 2025-10-16T14:00 “1400 GMT”"},
        {"They met at 17:30 GMT.", "TIME 2025-10-16T17:30 “17:30 GMT”"},
        {"The ultimatum ran out at noon Tuesday.", "TIME 2025-10-14T12:00 “noon Tuesday”"},
        {"They met at 12 a.m. and again at 12:15 p.m.",
         "TIME 2025-10-16T00:00 “12 a.m.”; TIME 2025-10-16T12:15 “12:15 p.m.”"},
    };
    CHECK(cases, OCT_16);
}

static void test_holidays(void **state) {
    (void)state;
    static const Case cases[] = {
        {"The truce holds until Christmas Day.", "DATE 2025-12-25 “Christmas Day”"},
        {"He was found on Thanksgiving Day.", "DATE 2024-11-28 “Thanksgiving Day”"},
        {"They will meet on Thanksgiving Day.", "DATE 2025-11-27 “Thanksgiving Day”"},
        {"They met on Easter Monday 2024.", "DATE 2024-04-01 “Easter Monday 2024”"},
    };
    CHECK(cases, OCT_16);
}

static void test_without_anchor(void **state) {
    (void)state;
    static const Case cases[] = {
        {"They met yesterday.", "DATE ? “yesterday”"},
        {"They met last week.", "DATE ? “last week”"},
        {"They met on Friday.", "DATE XXXX-WXX-5 “Friday”"},
        {"They met on Oct. 3.", "DATE XXXX-10-03 “Oct. 3”"},
        {"They met two years ago for three days in 1998.",
         "DATE ? “two years ago”; DURATION P3D “three days”; DATE 1998 “1998”"},
    };
    CHECK(cases, 0, 0, 0);
    for (uint32_t i = 0; i + 1 < article.times.n; i++) assert_int_equal(article.times.at[i].date.year, 0);
}

static void test_dates_for_others(void **state) {
    (void)state;
    read_times("In 1998 the president, who fell ill last Friday, met the envoy on May 3, 2024 for two days.",
               (Date){OCT_16});
    assert_int_equal(article.times.n, 4);
    assert_int_equal(article.times.at[1].date.day, 10);
    const TimeRecord *first = vfp_time_in(&article, 0, article.tokens.n);
    assert_ptr_equal(first, &article.times.at[1]); /* the first of the full dates */
    assert_ptr_equal(vfp_time_near(&article, 0, article.tokens.n, article.times.at[2].first - 2), &article.times.at[2]);
    assert_ptr_equal(vfp_time_near(&article, 0, 3, 2), &article.times.at[0]);
    assert_null(vfp_time_in(&article, article.times.at[2].last, article.tokens.n));
}

static void test_calendar(void **state) {
    (void)state;
    assert_int_equal(vfp_weekday((Date){OCT_16}), 4);
    assert_int_equal(vfp_weekday((Date){1969, 12, 31}), 3);
    Date easter = vfp_easter(2025);
    assert_true(easter.month == 4 && easter.day == 20);
    assert_false(vfp_date_real(2023, 2, 29));
    assert_true(vfp_date_real(2024, 2, 29));
    char text[MOMENT_TEXT];
    Moment week = vfp_moment_coarsen(vfp_moment(GRAIN_DAY, (Date){2024, 12, 30}), GRAIN_WEEK);
    vfp_moment_text(&week, text);
    assert_string_equal(text, "2025-W01");
    Moment month = vfp_moment_shift(vfp_moment(GRAIN_DAY, (Date){2025, 1, 31}), -1, UNIT_MONTH);
    vfp_moment_text(&month, text);
    assert_string_equal(text, "2024-12");
}

/* Numbers that no calendar holds must not break it. */
static void test_hostile(void **state) {
    (void)state;
    static const char *const texts[] = {
        "99999999999999999999 years ago, 2100 centuries later and 9999999 days from now.",
        "13/13/2025 0/0/0000 32 May 2025-99-99 25:61 24:00 '00 '0s 00s 1/0 years 1,2,3,4 days",
        "the the the last last next this a a a of of of in in year year year",
        "Feb. 30, 2023",
        "0 years ago",
        "the 0th century",
        "two hundred thousand thousand thousand thousand hundred hundred years",
        "last 2 1/2 a",
        "the day before the day before the the day before the day after the year ended the year ended",
        "999999999 quarter-centuries ago, 999999999 fortnights, half a half a half a century later",
        "Oct. 31 and 32, Feb. 3-99-4, 31 to 32 Feb., 2960 GMT, 13.99 pm, 25.30 am, Q9 H3 Q1-Q2 2024 2024 Q4",
        "-",
        ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        read_times(texts[i], (Date){OCT_16});
        for (uint32_t k = 0; k < article.times.n; k++) {
            const TimeRecord *t = &article.times.at[k];
            assert_true(t->span.begin < t->span.end && t->span.end <= article.text.len && t->first < t->last);
            if (k) assert_true(t->span.begin >= article.times.at[k - 1].span.end);
        }
        read_times(texts[i], (Date){0});
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full_dates),     cmocka_unit_test(test_years),
        cmocka_unit_test(test_weekdays),       cmocka_unit_test(test_relative),
        cmocka_unit_test(test_durations),      cmocka_unit_test(test_sets_and_references),
        cmocka_unit_test(test_clock),          cmocka_unit_test(test_holidays),
        cmocka_unit_test(test_without_anchor), cmocka_unit_test(test_dates_for_others),
        cmocka_unit_test(test_calendar),       cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
