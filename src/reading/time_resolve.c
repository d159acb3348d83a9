/* time_resolve.c: which day, month or year is meant. An expression without a year or a date of its own is placed by
 * the article's date, the date last spoken of, and the tense of the nearest verb: news looks back unless a verb looks
 * forward. The rules are those of deterministic taggers (Mani and Wilson 2000; Strötgen and Gertz 2010). */
#include "core/date.h"
#include "reading/grammar.h"
#include "reading/time_phrase.h"

enum { TENSE_REACH = 6, AHEAD_REACH = 10 };

/* ---- tense */

static bool is_planned_at(const Article *article, uint32_t t) {
    const Hit *hit = vfp_hit_of(article, t, LEX_STATUS);
    return hit && vfp_lexicon_row(article->lexicon, LEX_STATUS, hit->row)->value[1] == STATUS_PLANNED;
}

static int chunk_tense(const Chunk *chunk) {
    if (chunk->kind != CHUNK_VG) return 0;
    if (chunk->flags & VG_FUTURE) return 1;
    return chunk->flags & (VG_PAST | VG_PARTICIPLE) ? -1 : 0;
}

/* had left, had been told */
static bool is_pluperfect(const Article *article, const Chunk *chunk) {
    if (!(chunk->flags & VG_PERFECT)) return false;
    for (uint32_t t = chunk->first; t < chunk->head; t++)
        if (article->tokens.at[t].feats & FEAT_PAST) return true;
    return false;
}

static uint32_t distance(const Chunk *chunk, uint32_t token) {
    return chunk->last <= token ? token - chunk->last : chunk->first > token ? chunk->first - token + 1 : 0;
}

/* The first chunk of the article that ends behind the token. */
static uint32_t chunk_behind(const Article *article, uint32_t token) {
    uint32_t low;
    VFP_HALVE(low, article->chunks.n, middle, article->chunks.at[middle].last <= token);
    return low;
}

/* planned for Sunday, scheduled to open on Monday: right before the time, what is planned lies ahead. */
static bool is_planned(const Reader *r, uint32_t token, uint32_t first) {
    uint32_t from = token > first + 4 ? token - 4 : first;
    for (uint32_t t = from; t < token; t++)
        if (is_planned_at(r->article, t)) return true;
    return false;
}

/* Whether verb group c, which ends a few words before a weekday, looks ahead to it. News tells what was in the past
 * tense, so a bare present (the envoys meet Monday), a modal (would leave on Tuesday) and an infinitive (is to reopen
 * on Friday, planned to leave Friday) do; but not the present of reporting (says), what could not be done (could not be
 * reached Monday), what had been to happen (had been due to expire Friday) or what a noun was for (offers to buy). */
static bool looks_ahead(const Article *article, uint32_t c) {
    const Chunk *chunk = &article->chunks.at[c];
    if (chunk->flags & VG_PERFECT) return false;
    if (chunk->flags & VG_MODAL) return !(chunk->flags & (VG_PASSIVE | VG_NEGATED));
    if (chunk->flags & VG_PAST) return is_planned_at(article, chunk->head);
    const Chunk *above = c && chunk[-1].last == chunk->first ? chunk - 1 : NULL;
    bool bare = chunk->head == chunk->first && (!chunk->first || vfp_function(article, chunk->first - 1) != WORD_TO);
    if (chunk->flags & VG_INFINITIVE && !bare) /* bare: the leaders of both sides meet on Friday */

        return above && above->kind == CHUNK_VG && !is_pluperfect(article, above);
    if (!(chunk->flags & (VG_FINITE | VG_INFINITIVE)) || chunk->flags & VG_COPULA) return false;
    return !vfp_hit_of(article, chunk->head, LEX_SAY);
}

/* Whether the verb group right before a weekday looks ahead to it, phrases aside; at the head of a sentence the one
 * behind it. */
static bool is_ahead(const Article *article, uint32_t token) {
    if (token + 1 < article->tokens.n && article->tokens.at[token + 1].feats & FEAT_POSSESSIVE)
        return false; /* Tuesday's ruling has been made */
    uint32_t here = chunk_behind(article, token), sentence = article->tokens.at[token].sentence;
    for (uint32_t c = here; c-- > 0 && here - c <= 4;) {
        const Chunk *chunk = &article->chunks.at[c];
        if (article->tokens.at[chunk->first].sentence != sentence || token - chunk->last > AHEAD_REACH) break;
        if (chunk->kind == CHUNK_VG) return looks_ahead(article, c);
    }
    uint32_t first = article->sentences.at[sentence].first;
    for (uint32_t c = here; token - first <= 2 && c < article->chunks.n && c <= here + 4; c++) {
        const Chunk *chunk = &article->chunks.at[c]; /* On Wednesday, the envoys meet */
        if (article->tokens.at[chunk->first].sentence != sentence) break;
        if (chunk->kind == CHUNK_VG) return chunk->flags & VG_FINITE && looks_ahead(article, c);
    }
    return false;
}

/* The nearest verb group of the sentence that has a tense, and which; VFP_NONE where none has. */
static uint32_t nearest_verb(const Article *article, uint32_t token, int *tense) {
    const Sentence *sentence = &article->sentences.at[article->tokens.at[token].sentence];
    uint32_t here = chunk_behind(article, token), best = VFP_NONE, found = VFP_NONE;
    uint32_t first = here > TENSE_REACH ? here - TENSE_REACH : 0;
    for (uint32_t c = first; c < article->chunks.n && c < here + TENSE_REACH; c++) {
        const Chunk *chunk = &article->chunks.at[c];
        int t = chunk->first >= sentence->first && chunk->last <= sentence->last ? chunk_tense(chunk) : 0;
        if (t && distance(chunk, token) < best) *tense = t, best = distance(chunk, token), found = c;
    }
    return found;
}

int vfp_time_tense(const Reader *r, uint32_t token) {
    const Article *article = r->article;
    int tense = 0;
    uint32_t verb = nearest_verb(article, token, &tense);
    bool before = verb != VFP_NONE && is_pluperfect(article, &article->chunks.at[verb]);
    if (before) return -1; /* by Wednesday they had signed */
    if (r->hint) return r->hint;
    uint32_t first = article->sentences.at[article->tokens.at[token].sentence].first;
    return is_planned(r, token, first) ? 1 : tense;
}

/* ---- days */

Moment vfp_resolve_weekday(const Reader *r, int weekday, char way, uint32_t token) {
    bool told = (way == WAY_BEFORE || way == WAY_AFTER) && r->spoken.date.day; /* the previous Friday */
    Moment m = vfp_moment(GRAIN_DAY, told ? r->spoken.date : r->today.date);
    int now = vfp_weekday(m.date);
    if (!now) {
        m.date = (Date){0}, m.weekday = (int16_t)weekday;
        return m;
    }
    int back = (now - weekday + 7) % 7; /* days since the last such day, today included */
    if (way == WAY_LAST || way == WAY_BEFORE) back = back ? back : 7;
    else if (way == WAY_NEXT || way == WAY_AFTER || way == WAY_AHEAD) back -= 7;
    else if (way == WAY_THIS) back = back ? back - 7 : 0;
    else if (back && (vfp_time_tense(r, token) > 0 || is_ahead(r->article, token))) back -= 7;
    m.date = vfp_add_days(m.date, -back);
    return m;
}

static bool is_later(Date a, Date b) {
    if (a.year != b.year) return a.year > b.year;
    if (a.month != b.month) return a.month > b.month;
    return a.day && b.day && a.day > b.day;
}

/* The year in which a month (and day) lies nearest; where a verb has a tense, it decides unless that is far-fetched. */
static int nearest_year(const Reader *r, int month, uint32_t token) {
    int ahead = (month - r->today.date.month + 12) % 12; /* months until the next one */
    int tense = vfp_time_tense(r, token), limit = tense < 0 ? 2 : tense > 0 ? 9 : 4;
    bool next = ahead > 0 && ahead <= limit;
    int index = r->today.date.year * 12 + r->today.date.month - 1 + (next || !ahead ? ahead : ahead - 12);
    return index / 12;
}

static int directed_year(const Reader *r, Date date, char way) {
    int year = r->today.date.year;
    date.year = (int16_t)year;
    Date now = r->today.date;
    bool same = date.month == now.month && (!date.day || date.day == now.day);
    if (way == WAY_LAST && (same || is_later(date, now))) return year - 1;
    if (way == WAY_NEXT && (same || !is_later(date, now))) return year + 1;
    return year;
}

Moment vfp_resolve_month(const Reader *r, int month, int day, int year, char way, uint32_t token) {
    Moment m = vfp_moment(day ? GRAIN_DAY : GRAIN_MONTH, (Date){(int16_t)year, (int8_t)month, (int8_t)day});
    if (year || !r->today.date.year) return m;
    if (way == WAY_LAST || way == WAY_NEXT || way == WAY_THIS) m.date.year = (int16_t)directed_year(r, m.date, way);
    else m.date.year = (int16_t)nearest_year(r, month, token);
    return m;
}

static Moment holiday_of(const Reader *r, Str rule, int year, char way) {
    Moment m = vfp_moment(GRAIN_DAY, (Date){(int16_t)(year ? year : r->today.date.year), 0, 0});
    if (!m.date.year || rule.len < 3) return m;
    int sign = rule.at[1] == '-' ? -1 : 1, n = 0;
    if (rule.at[0] == 'E') {
        for (uint32_t i = 2; i < rule.len; i++) n = n * 10 + (rule.at[i] - '0');
        m.date = vfp_add_days(vfp_easter(m.date.year), sign * n);
        return m;
    }
    if (rule.len < 5) return m;
    int month = (rule.at[0] - '0') * 10 + rule.at[1] - '0';
    if (rule.at[2] == '-') {
        int day = (rule.at[3] - '0') * 10 + rule.at[4] - '0';
        if (!vfp_date_real(m.date.year, month, day)) return m;
        m.date.month = (int8_t)month, m.date.day = (int8_t)day;
    } else { /* MM/w/n */
        bool last = rule.len > 6 && rule.at[5] == '/' && rule.at[6] == '-';
        n = last ? 5 : rule.at[rule.len - 1] - '0';
        Date first = {m.date.year, (int8_t)month, 1};
        int day = (rule.at[3] - '0' - vfp_weekday(first) + 7) % 7 + 7 * (n - 1);
        Date date = vfp_add_days(first, day);
        m.date = date.month == month ? date : vfp_add_days(date, -7);
    }
    if (!year && (way == WAY_LAST || way == WAY_NEXT)) m.date.year = (int16_t)directed_year(r, m.date, way);
    return m;
}

Moment vfp_resolve_holiday(const Reader *r, Str rule, int year, char way, uint32_t token) {
    Moment m = holiday_of(r, rule, year, way);
    if (year || way || !m.date.month || !r->today.date.month) return m;
    int nearest = nearest_year(r, m.date.month, token);
    Date near = vfp_add_days(r->today.date, 14);
    if (is_later(m.date, near) && vfp_time_tense(r, token) < 0) nearest = m.date.year - 1;
    return nearest == m.date.year ? m : holiday_of(r, rule, nearest, 0);
}

/* Unit, sign, digit, part of the day: D-1NI. */
Moment vfp_resolve_relative(const Reader *r, Str rule) {
    uint32_t sign = 0;
    while (sign < rule.len && rule.at[sign] != '+' && rule.at[sign] != '-') sign++;
    if (sign + 1 >= rule.len) return vfp_moment(GRAIN_DAY, (Date){0});
    int n = rule.at[sign + 1] - '0';
    if (rule.at[0] == 'Y' && sign == 2) { /* YE: the year's end */
        Moment end = vfp_moment(GRAIN_DAY, r->today.date);
        if (end.date.year && r->hint < 0) end.date.year--; /* up 5% since year-end */
        if (end.date.year) end.date.month = 12, end.date.day = 31;
        return end;
    }
    TimeUnit unit = vfp_unit_named((Str){rule.at, sign});
    Moment m = vfp_moment_shift(r->today, rule.at[sign] == '-' ? -n : n, unit == UNIT_COUNT ? UNIT_DAY : unit);
    if (rule.len == sign + 4) memcpy(m.part, rule.at + sign + 2, 2);
    return m;
}

/* ---- parts of the year */

Moment vfp_resolve_season(const Reader *r, int season, int year, char way) {
    Moment m = vfp_moment(GRAIN_SEASON, (Date){(int16_t)year, 0, 0});
    m.index = (int16_t)season;
    if (year || !r->today.date.year) return m;
    static const int8_t begins[] = {0, 3, 6, 9, 12};
    int now = r->today.date.month, start = begins[season];
    m.date.year = r->today.date.year;
    bool over = now >= start + 3, running = now >= start && !over;
    if (season == 4) running = now < 3 || now == 12, over = false;
    if (season == 4 && now < 3) m.date.year--; /* a winter is named for the year in which it begins */
    if (way == WAY_LAST && !over) m.date.year--;
    else if (way == WAY_NEXT && (over || running)) m.date.year++;
    return m;
}

static Moment part_of_year(Grain grain, int n, int year) {
    Moment m = vfp_moment(grain, (Date){(int16_t)year, 0, 0});
    m.index = (int16_t)n;
    return m;
}

Moment vfp_resolve_part(const Reader *r, Grain grain, int n, int year, uint32_t token) {
    int all = grain == GRAIN_QUARTER ? 4 : 2;
    if (n < 0 || n > all) n = all;
    if (year || !r->today.date.year) return part_of_year(grain, n, year);
    Moment now = vfp_moment_coarsen(r->today, grain);
    year = r->today.date.year;
    if (n > now.index + 1 || (n == now.index + 1 && now.index < all / 2))
        year -= vfp_time_tense(r, token) <= 0 && n > now.index + 1;
    else if (now.index == all && n == 1 && vfp_time_tense(r, token) > 0) year++;
    return part_of_year(grain, n, year);
}

Moment vfp_resolve_quarter(const Reader *r) {
    if (r->quarter.grain) return r->quarter;
    return vfp_moment_shift(vfp_moment_coarsen(r->today, GRAIN_QUARTER), -1, UNIT_QUARTER);
}

/* ---- units */

Moment vfp_resolve_unit(const Reader *r, TimeUnit unit, char way) {
    bool season = unit == UNIT_QUARTER || unit == UNIT_PERIOD;
    if (season && (way == WAY_SAME || way == WAY_NONE)) return vfp_resolve_quarter(r);
    if (unit == UNIT_PERIOD) unit = UNIT_QUARTER;
    Moment base = way == WAY_BEFORE || way == WAY_AFTER || way == WAY_SAME ? r->spoken : r->today;
    if (base.grain > vfp_unit_grain(unit) && base.grain != r->today.grain)
        base.date = (Date){0}; /* a day of which year? */
    int n = way == WAY_LAST || way == WAY_BEFORE || way == WAY_BEHIND ? -1
            : way == WAY_NEXT || way == WAY_AFTER || way == WAY_AHEAD ? 1
                                                                      : 0;
    /* The weekend that news speaks of on a Monday or a Friday is the nearest. */
    if (unit == UNIT_WEEKEND && !n && r->hint <= 0 && base.date.day && vfp_weekday(base.date) < 4)
        n = way == WAY_THIS ? 0 : -1;
    return vfp_moment_shift(base, n, unit);
}

Moment vfp_resolve_shift(const Reader *r, int count, TimeUnit unit, char way) {
    bool back = way == WAY_LAST || way == WAY_BEFORE;
    /* In reports on a company's quarter “a year ago” is that quarter of the year before. */
    if (unit == UNIT_YEAR && count == 1 && r->quarter.grain && back)
        return vfp_moment_shift(r->quarter, -4, UNIT_QUARTER);
    Moment base = way == WAY_BEFORE || way == WAY_AFTER ? r->spoken : r->today;
    Moment m = vfp_moment_shift(base, back ? -count : count, unit);
    return m;
}
