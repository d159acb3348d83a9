/* time.c: hits and digits → TIMEX3 expressions (DATE TIME DURATION SET) with values.
 *
 * In: hits of %table time, tokens, the article's date; tags and chunks sharpen it where they are there. Out: times,
 * in order, never overlapping; an expression without anchor keeps an empty value. The method is a deterministic
 * grammar with a document's date and a running reference, as in GUTime (Mani and Wilson 2000) and HeidelTime
 * (Strötgen and Gertz 2010), over roles instead of word patterns. Cost: linear in tokens and hits. */
#include "reading/grammar.h"
#include "reading/reading.h"
#include "reading/time_phrase.h"

static Str value_of(Article *article, const Found *found) {
    char text[MOMENT_TEXT];
    if (found->dated) vfp_moment_text(&found->moment, text);
    else memcpy(text, found->value, sizeof text);
    return vfp_str_copy(article->arena, vfp_str(text));
}

static void add_time(Reader *r, uint32_t from, const Found *found) {
    Article *article = r->article;
    const Atom *first = &r->atoms[from], *last = &r->atoms[found->to - 1];
    TimeRecord *time = vfp_push(article->arena, &article->times);
    time->span = (Span){first->begin, last->end};
    time->first = first->first, time->last = last->last;
    time->kind = found->kind;
    time->value = value_of(article, found);
    if (found->dated) time->date = vfp_moment_date(&found->moment);
}

/* What is spoken of now is what “the day before” and “a year earlier” look back to. */
static void remember(Reader *r, const Found *found) {
    if (!found->dated || !found->moment.date.year || found->moment.bc) return;
    if (found->moment.grain >= GRAIN_DECADE || found->compared) return;
    r->spoken = found->moment;
    r->spoken_block = vfp_block_of(r->article, r->atoms[found->from].first);
    r->told = found->to;
    r->spoken.minute = -1, r->spoken.part[0] = 0;
    if (found->moment.grain == GRAIN_QUARTER) r->quarter = found->moment;
}

/* until, by: what follows lies ahead; since: it lies back. */
static int hint_of(const Reader *r, uint32_t i) {
    if (!i || r->atoms[i].gap != GAP_NONE || r->atoms[i - 1].role != TIME_ROLE_LINK || !r->atoms[i - 1].value.len)
        return 0;
    char code = r->atoms[i - 1].value.at[0];
    return code == 'u' ? 1 : code == 'p' ? -1 : 0;
}

void vfp_read_times(Article *article) {
    Atoms atoms = {0};
    vfp_time_atoms(article, &atoms);
    Reader r = {.article = article, .atoms = atoms.at, .n = atoms.n};
    r.today = vfp_moment(GRAIN_DAY, article->date);
    if (!article->date.day) r.today.grain = article->date.month ? GRAIN_MONTH : GRAIN_YEAR;
    r.spoken = r.today;
    for (uint32_t i = 0; i + 1 < atoms.n;) {
        Found found;
        r.hint = hint_of(&r, i);
        if (!vfp_time_phrase(&r, i, &found)) {
            i++;
            continue;
        }
        add_time(&r, found.from, &found);
        remember(&r, &found);
        i = found.to;
    }
}

/* ---- for the other stages */

uint32_t vfp_time_from(const Article *article, uint32_t token) {
    uint32_t low = 0, high = article->times.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (article->times.at[middle].last <= token) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Words that a coarser date stands further off; 0 for one that can't date anything. */
static uint32_t handicap(const TimeRecord *time) {
    if (!time->date.year || time->kind > TIME_TIME) return VFP_NONE;
    return time->date.day ? 0 : time->date.month ? 6 : 12;
}

const TimeRecord *vfp_time_near(const Article *article, uint32_t first, uint32_t last, uint32_t trigger) {
    const TimeRecord *best = NULL;
    uint32_t least = VFP_NONE;
    for (uint32_t i = vfp_time_from(article, first); i < article->times.n && article->times.at[i].first < last; i++) {
        const TimeRecord *time = &article->times.at[i];
        uint32_t far = handicap(time);
        if (far == VFP_NONE) continue;
        far += time->first > trigger ? time->first - trigger : time->last <= trigger ? trigger - time->last + 1 : 0;
        if (far < least) best = time, least = far;
    }
    return best;
}

const TimeRecord *vfp_time_in(const Article *article, uint32_t first, uint32_t last) {
    const TimeRecord *best = NULL;
    for (uint32_t i = vfp_time_from(article, first); i < article->times.n && article->times.at[i].first < last; i++) {
        const TimeRecord *time = &article->times.at[i];
        if (handicap(time) != VFP_NONE && (!best || handicap(time) < handicap(best))) best = time;
    }
    return best;
}
