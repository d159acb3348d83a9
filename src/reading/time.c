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

enum { HEADING = 3 }; /* sentences among which a dateline may stand */

/* The full date in the dateline of a text that nobody has dated is the text's own: GENEVA, March 3, 2024 - … */
static void take_dateline(Reader *r, const Found *found) {
    Article *article = r->article;
    const uint32_t sentence = article->tokens.at[r->atoms[found->from].first].sentence;
    if (article->date.year || sentence >= HEADING || !found->dated || found->moment.grain != GRAIN_DAY) return;
    const Date date = vfp_moment_date(&found->moment);
    if (!date.year || !date.day || !vfp_is_dash(article, article->sentences.at[sentence].last - 1)) return;
    article->date = date;
    r->today = vfp_moment(GRAIN_DAY, date);
}

/* until, by: what follows lies ahead; since: it lies back. */
static int hint_of(const Reader *r, uint32_t i) {
    /* until at least Friday */
    if (i > 1 && r->atoms[i].gap == GAP_NONE && r->atoms[i - 1].role == TIME_ROLE_MODIFIER) i--;
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
        take_dateline(&r, &found);
        remember(&r, &found);
        i = found.to;
    }
}

/* ---- for the other stages */

uint32_t vfp_time_from(const Article *article, uint32_t token) {
    uint32_t low;
    VFP_HALVE(low, article->times.n, middle, article->times.at[middle].last <= token);
    return low;
}

/* Words that a coarser date stands further off; 0 for one that can't date anything. */
static uint32_t handicap(const TimeRecord *time) {
    if (!time->date.year || time->kind > TIME_TIME) return VFP_NONE;
    return time->date.day ? 0 : time->date.month ? 6 : 12;
}

/* ---- which words a time dates */

enum { FARTHEST = 64 }; /* words between a time and what it dates */

/* The noun that a time only tells apart from others: the August | meeting, today's | meeting; or VFP_NONE. In `Last
 * month President Reagan announced` the two only stand side by side. */
static uint32_t noun_of(const Article *article, const TimeRecord *time) {
    uint32_t c = vfp_chunk_at(article, time->last - 1);
    if (c == VFP_NONE || article->chunks.at[c].kind != CHUNK_NP) return VFP_NONE;
    const Chunk *chunk = &article->chunks.at[c];
    if (chunk->head >= time->last) {
        bool name = article->tokens.at[chunk->head].upos == UPOS_PROPN;
        return name && chunk->first == time->first ? VFP_NONE : chunk->head;
    }
    bool owns = chunk->flags & NP_POSSESSIVE && c + 1 < article->chunks.n && chunk[1].first == chunk->last;
    return owns && chunk[1].kind == CHUNK_NP ? chunk[1].head : VFP_NONE;
}

/* Whether the noun that a time belongs to is an occasion for what is told before it: met | at the Aug. 15 summit,
 * according to | a 2023 survey. */
static bool is_occasion(const Article *article, const TimeRecord *time, uint32_t trigger) {
    uint32_t c = vfp_chunk_at(article, time->first);
    uint32_t first = c == VFP_NONE ? time->first : article->chunks.at[c].first;
    int word = first ? vfp_function(article, first - 1) : -1;
    if (first - trigger <= 2 && vfp_verb_at(article, trigger) == VFP_NONE) return true;
    return word == WORD_AT || word == WORD_IN || word == WORD_DURING;
}

/* A word that opens another clause or phrase of time: after, before, since, which, that. */
static bool opens(const Article *article, uint32_t t) {
    int word = vfp_function(article, t);
    return word == WORD_AFTER || word == WORD_BEFORE || word == WORD_RELATIVE || word == WORD_SUBORDINATE ||
           (word == WORD_THAT && article->tokens.at[t].upos != UPOS_DET);
}

/* Whether the words in [first, last) part what stands on their two sides: they open another clause or phrase, and no
 * comma closes it again. Where none stands before it, those behind are of a list: after Rome, Paris and Berlin met. */
static bool are_parted(const Article *article, uint32_t first, uint32_t last) {
    bool parted = false, comma = false, set_off = false;
    for (uint32_t t = first; t < last; t++) {
        if (vfp_is_mark(article, t, ';') || vfp_is_mark(article, t, ':')) return true;
        if (vfp_is_mark(article, t, ',')) comma = true, parted = parted && !set_off;
        else if (!parted && opens(article, t)) parted = true, set_off = comma;
    }
    return parted;
}

static bool has_comma(const Article *article, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t < last; t++)
        if (vfp_is_mark(article, t, ',')) return true;
    return false;
}

/* Whether a time stands in a phrase that is told for what came after or before it: Since the vote in 2022, he has … */
static bool is_aside(const Article *article, const TimeRecord *time, uint32_t trigger) {
    uint32_t first = vfp_sentence_of(article, time->first).first;
    if (!has_comma(article, time->last, trigger)) return false;
    for (uint32_t t = time->first; t-- > first && time->first - t <= FARTHEST / 4 && !vfp_is_mark(article, t, ',');)
        if (opens(article, t)) return vfp_function(article, t) != WORD_THAT;
    return false;
}

/* Whether noun phrase `np` is what the finite verb group `vg` speaks of: no other tensed verb stands between them. */
static bool is_topic(const Article *article, uint32_t np, uint32_t vg) {
    if (!(article->chunks.at[vg].flags & VG_FINITE)) return false;
    for (uint32_t c = np + 1; c < vg; c++)
        if (article->chunks.at[c].kind == CHUNK_VG && article->chunks.at[c].flags & VG_FINITE) return false;
    return true;
}

/* Whether verb group vg between a trigger and a time behind it leaves the time to the trigger: it goes on with it
 * (agreed | to meet on Friday; met | and spoke on Friday) or the trigger is what it speaks of (talks | held on Friday,
 * the summit of the leaders | will be held on Friday). */
static bool passes_on(const Article *article, uint32_t vg, uint32_t trigger) {
    const Chunk *verb = &article->chunks.at[vg];
    if (verb->flags & (VG_INFINITIVE | VG_GERUND)) return !has_comma(article, trigger, verb->first);
    uint32_t own = vfp_chunk_at(article, trigger);
    if (own != VFP_NONE && article->chunks.at[own].kind == CHUNK_NP)
        return verb->first - article->chunks.at[own].last <= 2 || is_topic(article, own, vg);
    return verb->first && vfp_function(article, verb->first - 1) == WORD_AND;
}

/* Whether the verb group `own` goes on with what was told before it: on Sunday | to reopen talks, | saying, | and met.
 */
static bool goes_on(const Article *article, uint32_t own) {
    if (own == VFP_NONE) return false;
    const Chunk *verb = &article->chunks.at[own];
    return verb->flags & (VG_INFINITIVE | VG_GERUND) ||
           (verb->first && vfp_function(article, verb->first - 1) == WORD_AND);
}

/* “We will meet on Friday,” he | said; “It is war,” he said on Friday: what is said and when it is said are two. */
static bool is_quoted_apart(const Article *article, uint32_t time, uint32_t trigger) {
    bool quoted = article->tokens.at[time].flags & TOKEN_QUOTED;
    if (quoted == (bool)(article->tokens.at[trigger].flags & TOKEN_QUOTED)) return false;
    return quoted ? vfp_hit_of(article, trigger, LEX_SAY) != NULL : time > trigger;
}

typedef enum Bond { BOND_NONE, BOND_WEAK, BOND_FULL } Bond;

/* Whether a time dates the word at `trigger`, and not another verb or noun. At most FARTHEST words are looked at. */
static Bond bond_of(const Article *article, const TimeRecord *time, uint32_t trigger) {
    if (trigger >= time->first && trigger < time->last) return BOND_FULL;
    if (is_quoted_apart(article, time->first, trigger)) return BOND_NONE;
    uint32_t noun = noun_of(article, time);
    bool behind = time->first > trigger;
    if (noun == trigger) return BOND_FULL;
    if (noun != VFP_NONE && !(behind && is_occasion(article, time, trigger))) return BOND_NONE;
    uint32_t from = behind ? trigger + 1 : time->last, to = behind ? time->first : trigger;
    if (to - from > FARTHEST || are_parted(article, from, to)) return BOND_NONE;
    if (!behind && is_aside(article, time, trigger)) return BOND_NONE;
    uint32_t vg = vfp_governor(article, time->first), own = vfp_verb_at(article, trigger);
    if (vg == VFP_NONE || vg == own) return BOND_FULL;
    const Chunk *verb = &article->chunks.at[vg];
    if (!behind && verb->first >= time->last) return BOND_FULL; /* In 1998 the president met X: of all that follows */
    if (behind) return verb->first < trigger || passes_on(article, vg, trigger) ? BOND_FULL : BOND_NONE;
    if (has_comma(article, verb->last, time->first)) return BOND_FULL; /* Speaking there, on Friday he said */
    for (uint32_t t = verb->last; t < time->first; t++)
        if (vfp_function(article, t) == WORD_THAT) return BOND_FULL; /* said that in 2022 he met */
    return goes_on(article, own) ? BOND_WEAK : BOND_NONE;
}

static bool lies_in(const SpanList *spans, uint32_t byte) {
    for (uint32_t i = 0; i < spans->n; i++)
        if (byte >= spans->at[i].begin && byte < spans->at[i].end) return true;
    return false;
}

const TimeRecord *vfp_time_near(const Article *article, uint32_t first, uint32_t last, uint32_t trigger) {
    return vfp_time_said(article, first, last, trigger, &(SpanList){0});
}

const TimeRecord *vfp_time_said(const Article *article, uint32_t first, uint32_t last, uint32_t trigger,
                                const SpanList *said) {
    const TimeRecord *best = NULL;
    uint32_t least = VFP_NONE;
    if (trigger > first + FARTHEST) first = trigger - FARTHEST;
    if (last > FARTHEST && last - FARTHEST > trigger) last = trigger + FARTHEST;
    for (uint32_t i = vfp_time_from(article, first); i < article->times.n && article->times.at[i].first < last; i++) {
        const TimeRecord *time = &article->times.at[i];
        uint32_t far = handicap(time);
        if (lies_in(said, time->span.begin)) continue;
        Bond bond = far == VFP_NONE ? BOND_NONE : bond_of(article, time, trigger);
        if (bond == BOND_NONE) continue;
        if (bond == BOND_WEAK) far += FARTHEST;
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
