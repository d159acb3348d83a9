/* shift.c: a position that moved, where the text says so.
 *
 * In: positions, events, hits. Out: Article.shifts, basis `reported`. Three ways in which news says it: a verb or noun
 * of change whose subject or owner is the holder (adjusted his position, dropped talk of …, a reversal); two positions
 * of one holder on one issue set against each other (once … now); both. What it followed is a contact of the holder
 * that the same sentences tie to it with after, following, during. Linear in hits times a few sentences. */
#include "reading/position.h"
#include "reading/reading.h"
#include "reading/time.h"

enum { AHEAD = 3, BEHIND = 2, CONTACT_BEHIND = 4, MOST_AROUND = 64, NEAR_BYTES = 24 };

/* What is being put together. */
typedef struct Move {
    uint32_t holder, issue, sentence;
    int effect;
    uint32_t from, to; /* positions, or VFP_NONE */
    Range words;       /* the clause that says it */
    uint32_t cue;      /* the word that says it */
} Move;

static uint32_t sentence_at(const Article *article, uint32_t token) { return article->tokens.at[token].sentence; }

static const Hit *shift_hit(const Article *article, uint32_t token, int effect) {
    for (uint32_t h = article->hit_of[token]; h < article->hit_of[token + 1]; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table == LEX_SHIFT && vfp_lexicon_row(article->lexicon, LEX_SHIFT, hit->row)->value[1] == effect)
            return hit;
    }
    return NULL;
}

static bool sentence_has(const Article *article, uint32_t sentence, int effect, uint32_t until) {
    const Sentence *s = &article->sentences.at[sentence];
    for (uint32_t t = s->first; t < s->last && t < until; t++)
        if (shift_hit(article, t, effect)) return true;
    return false;
}

/* ---- which positions are its ends */

static bool related(const Article *article, uint32_t a, uint32_t b) {
    if (a == b) return true;
    const LexIssue *x = vfp_lexicon_issue(article->lexicon, a), *y = vfp_lexicon_issue(article->lexicon, b);
    return x->parent == b || y->parent == a;
}

static bool opposed(Stance a, Stance b) { return a != b && a != STANCE_UNDECIDED && b != STANCE_UNDECIDED; }

/* The first position in `sentence` or behind it; they stand in order. */
static uint32_t positions_from(const Article *article, uint32_t sentence) {
    uint32_t low;
    VFP_HALVE(low, article->positions.n, middle, article->positions.at[middle].sentence < sentence);
    return low;
}

static uint32_t back(uint32_t sentence, uint32_t by) { return sentence > by ? sentence - by : 0; }

/* Whether positions p and q are the two ends of the move. */
static bool fits_pair(const Article *article, const Move *move, const Position *p, const Position *q) {
    if (q->holder != move->holder || p->holder != move->holder || p->span.begin >= q->span.begin) return false;
    if (!related(article, p->issue, q->issue) || !opposed(p->label, q->label)) return false;
    return move->issue == VFP_NONE || move->effect == EFFECT_CHANGE || related(article, move->issue, q->issue);
}

/* The nearest earlier and later positions of the holder around the move that are on one issue and differ. */
static void find_pair(const Article *article, Move *move) {
    uint32_t first = positions_from(article, back(move->sentence, BEHIND)),
             last = positions_from(article, move->sentence + AHEAD + 1);
    if (last - first > MOST_AROUND) last = first + MOST_AROUND;
    for (uint32_t j = first; j < last; j++)
        for (uint32_t i = first; i < j; i++) {
            if (!fits_pair(article, move, &article->positions.at[i], &article->positions.at[j])) continue;
            move->from = i, move->to = j, move->issue = article->positions.at[j].issue;
            return;
        }
}

/* The holder's position nearest to the move on its issue: behind it (the later side) or before it. */
static uint32_t nearest(const Article *article, const Move *move, bool later) {
    uint32_t best = VFP_NONE, words = article->tokens.at[move->words.first].begin;
    uint32_t last = positions_from(article, move->sentence + 2);
    for (uint32_t i = positions_from(article, back(move->sentence, BEHIND)); i < last; i++) {
        const Position *p = &article->positions.at[i];
        if (p->holder != move->holder || (move->issue != VFP_NONE && !related(article, p->issue, move->issue)))
            continue;
        if (later ? p->span.begin < words || p->sentence > move->sentence + 1
                  : p->span.begin >= words || p->sentence + BEHIND < move->sentence)
            continue;
        if (best == VFP_NONE || (later ? p->span.begin < article->positions.at[best].span.begin
                                       : p->span.begin > article->positions.at[best].span.begin))
            best = i;
    }
    return best;
}

/* ---- what it is about */

static Range sentence_range(const Article *article, uint32_t sentence) {
    return (Range){article->sentences.at[sentence].first, article->sentences.at[sentence].last};
}

/* The issue of the clause, of the sentence, of the holder's last position, of the sentence before, of the next. */
static uint32_t issue_of(const Article *article, const Move *move) {
    uint32_t issue = vfp_issue_in(article, move->words).issue;
    if (issue == VFP_NONE) issue = vfp_issue_in(article, sentence_range(article, move->sentence)).issue;
    if (issue != VFP_NONE) return issue;
    uint32_t before = nearest(article, move, false);
    if (before != VFP_NONE) return article->positions.at[before].issue;
    if (move->sentence > 0) issue = vfp_issue_in(article, sentence_range(article, move->sentence - 1)).issue;
    if (issue == VFP_NONE && move->sentence + 1 < article->sentences.n)
        issue = vfp_issue_in(article, sentence_range(article, move->sentence + 1)).issue;
    return issue;
}

/* ---- after which contact */

static bool takes_part(const Event *event, uint32_t actor) {
    for (uint32_t i = 0; i < event->actors.n; i++)
        if (event->actors.at[i] == actor) return true;
    for (uint32_t i = 0; i < event->recipients.n; i++)
        if (event->recipients.at[i] == actor) return true;
    return false;
}

/* after / following / during / before … a contact word, within a few words: where it stands, or VFP_NONE. */
static uint32_t contact_marker(const Article *article, uint32_t sentence) {
    const Sentence *s = &article->sentences.at[sentence];
    for (uint32_t t = s->first; t < s->last; t++) {
        int word = vfp_function(article, t);
        if (word != WORD_AFTER && word != WORD_DURING && word != WORD_BEFORE) continue;
        for (uint32_t k = t + 1; k < s->last && k < t + 13; k++)
            if (vfp_hit_of(article, k, LEX_CONTACT)) return k;
    }
    return VFP_NONE;
}

/* The first event of the sentence or one behind it; events stand in the order of their sentences. */
static uint32_t events_from(const Article *article, uint32_t sentence) {
    uint32_t low;
    VFP_HALVE(low, article->events.n, middle, article->events.at[middle].sentence < sentence);
    return low;
}

/* The contact of the holder at or next before `token`. */
static uint32_t contact_near(const Article *article, uint32_t holder, uint32_t token, uint32_t sentence) {
    uint32_t best = VFP_NONE, at = article->tokens.at[token].begin;
    for (uint32_t i = events_from(article, back(sentence, CONTACT_BEHIND)); i < article->events.n; i++) {
        const Event *e = &article->events.at[i];
        if (e->sentence > sentence) break;
        if (e->contact == CONTACT_NONE) continue;
        if (e->status == STATUS_CANCELLED || e->status == STATUS_POSTPONED || e->warrant.polarity == DENIED) continue;
        bool named =
            at >= e->trigger.begin && at < e->trigger.end; /* after his brother’s meeting with X: named, so meant */
        if (named) return i;
        if (!takes_part(e, holder)) continue;
        if (at >= e->span.begin && at < e->span.end) return i;
        if (best == VFP_NONE || e->status == STATUS_ACTUAL || article->events.at[best].status != STATUS_ACTUAL)
            best = i;
    }
    return best;
}

static uint32_t after_of(const Article *article, const Move *move) {
    uint32_t first = move->from != VFP_NONE && article->positions.at[move->from].sentence < move->sentence
                         ? article->positions.at[move->from].sentence
                         : move->sentence;
    for (uint32_t s = move->sentence + 1; s-- > first;) {
        uint32_t marker = contact_marker(article, s);
        if (marker == VFP_NONE) continue;
        uint32_t event = contact_near(article, move->holder, marker, s);
        if (event != VFP_NONE) return event;
    }
    return VFP_NONE;
}

/* ---- records */

static ShiftEnd end_of(const Article *article, uint32_t position) {
    ShiftEnd end = {.position = position, .span = VFP_NO_SPAN, .label = STANCE_UNDECIDED};
    if (position == VFP_NONE) return end;
    const Position *p = &article->positions.at[position];
    return (ShiftEnd){
        .known = true, .label = p->label, .stance = p->stance, .date = p->date, .position = position, .span = p->span};
}

static ShiftEnd implied(Stance label) {
    return (ShiftEnd){.known = true,
                      .label = label,
                      .stance = label == STANCE_FOR       ? 0.6f
                                : label == STANCE_AGAINST ? -0.6f
                                                          : 0,
                      .position = VFP_NONE,
                      .span = VFP_NO_SPAN};
}

/* suspended aid, where the issue itself says that this is for sanctions: the way of the stand that the words take. */
static int effect_of(const Article *article, const Move *move) {
    if ((move->effect != EFFECT_TO_AGAINST && move->effect != EFFECT_TO_FOR) ||
        !vfp_issue_word(article, move->issue, move->cue, true))
        return move->effect;
    uint32_t cue = article->tokens.at[move->cue].begin;
    for (uint32_t i = positions_from(article, move->sentence); i < article->positions.n; i++) {
        const Position *p = &article->positions.at[i];
        if (p->sentence != move->sentence) break;
        if (p->holder != move->holder || p->issue != move->issue || p->span.begin > cue || p->span.end <= cue) continue;
        return p->label == STANCE_FOR ? EFFECT_TO_FOR : p->label == STANCE_AGAINST ? EFFECT_TO_AGAINST : move->effect;
    }
    return move->effect;
}

static void set_ends(const Article *article, const Move *move, Shift *shift) {
    int effect = effect_of(article, move);
    shift->from = end_of(article, move->from);
    shift->to = end_of(article, move->to);
    if (effect == EFFECT_TO_AGAINST) {
        if (!shift->from.known || shift->from.label == STANCE_AGAINST) shift->from = implied(STANCE_FOR);
        if (!shift->to.known || shift->to.label != STANCE_AGAINST) shift->to = implied(STANCE_AGAINST);
    }
    if (effect == EFFECT_TO_FOR) {
        if (!shift->from.known || shift->from.label == STANCE_FOR) shift->from = implied(STANCE_AGAINST);
        if (!shift->to.known || shift->to.label != STANCE_FOR) shift->to = implied(STANCE_FOR);
    }
    if (move->effect == EFFECT_TO_MIXED && (!shift->to.known || !opposed(shift->from.label, shift->to.label)))
        shift->to = implied(STANCE_MIXED);
    if (move->effect == EFFECT_RESCHEDULE) shift->from = shift->to = end_of(article, VFP_NONE);
    else if (!shift->to.known) shift->to = implied(STANCE_UNDECIDED);
}

/* A shift is dated by its later end. */
static void set_date(const Article *article, const Move *move, Shift *shift) {
    if (move->to != VFP_NONE && article->positions.at[move->to].sentence >= move->sentence) {
        shift->date = article->positions.at[move->to].date;
        shift->date_is_own = article->positions.at[move->to].date_is_own;
        return;
    }
    const TimeRecord *time = vfp_stand_time(article, move->words);
    shift->date_is_own = time && time->date.year;
    shift->date = shift->date_is_own ? time->date : article->date;
}

static bool known_shift(const Article *article, const Move *move, uint32_t holder) {
    for (uint32_t i = article->shifts.n > MOST_AROUND ? article->shifts.n - MOST_AROUND : 0; i < article->shifts.n;
         i++) {
        const Shift *s = &article->shifts.at[i];
        if (s->holder != holder || s->sentence + 1 < move->sentence) continue;
        bool same_ends = move->from != VFP_NONE && s->from.position == move->from && s->to.position == move->to;
        if (same_ends || (s->sentence == move->sentence && related(article, s->issue, move->issue))) return true;
    }
    return false;
}

/* Where a minister or a ministry moves, the state does. */
static uint32_t mover(Article *article, uint32_t holder) {
    uint32_t state = vfp_state_behind(article, holder);
    return state != VFP_NONE ? state : holder;
}

static void add_shift(Article *article, const Move *move) {
    uint32_t holder = mover(article, move->holder);
    if (move->issue == VFP_NONE || known_shift(article, move, holder)) return;
    Shift *shift = vfp_push(article->arena, &article->shifts);
    *shift = (Shift){.holder = holder, .issue = move->issue, .basis = BASIS_REPORTED, .sentence = move->sentence};
    set_ends(article, move, shift);
    shift->after = after_of(article, move);
    shift->warrant = vfp_warrant(article, vfp_top(article, move->words));
    set_date(article, move, shift);
    shift->span = vfp_span_of(article, move->words);
    if (move->from != VFP_NONE && article->positions.at[move->from].span.begin < shift->span.begin)
        shift->span.begin = article->positions.at[move->from].span.begin;
    if (move->to != VFP_NONE && article->positions.at[move->to].span.end > shift->span.end)
        shift->span.end = article->positions.at[move->to].span.end;
}

/* the softened stance, his U-turn: the move that was told before, told again. */
static bool retell(Article *article, const Move *move) {
    uint32_t holder = mover(article, move->holder), n = article->shifts.n;
    for (uint32_t i = n; i-- > 0 && n - i < MOST_AROUND;) {
        if (article->shifts.at[i].holder != holder || article->shifts.at[i].sentence >= move->sentence) continue;
        Shift again = article->shifts.at[i];
        if (again.to.label == STANCE_UNDECIDED) continue; /* whither isn't known: telling it again tells nothing */
        again.sentence = move->sentence;
        again.span = vfp_span_of(article, move->words);
        again.warrant = vfp_warrant(article, vfp_top(article, move->words));
        *vfp_push(article->arena, &article->shifts) = again;
        return true;
    }
    return false;
}

/* ---- verbs and nouns of change */

/* The holder behind a subject: somebody, or the owner of a stance (Trump’s attitude). */
static uint32_t holder_of(const Article *article, uint32_t np, bool *stance) {
    *stance = false;
    if (np == VFP_NONE) return VFP_NONE;
    const Chunk *chunk = &article->chunks.at[np];
    if (shift_hit(article, chunk->head, EFFECT_OBJECT)) {
        *stance = true;
        uint32_t owner = vfp_owner(article, np), m = article->mention_of[chunk->first];
        uint32_t word = vfp_child(article, chunk->head, VFP_REL(REL_NMOD_POSS));
        if (owner == VFP_NONE && word != VFP_NONE) owner = vfp_chunk_at(article, word); /* X's softened stance */
        if (owner != VFP_NONE) return vfp_np_actor(article, owner);
        return m != VFP_NONE ? article->mentions.at[m].actor : VFP_NONE;
    }
    return vfp_np_actor(article, np);
}

/* A verb that has many objects (change, drop) tells of a stance only where its object is one, or an issue. */
static bool about_stance(const Article *article, const Hit *hit, uint32_t vg, int effect) {
    uint32_t object = vfp_object(article, vg), end = vfp_sentence_of(article, hit->token).last;
    if (effect == EFFECT_RESCHEDULE) {
        uint32_t due = vfp_child(article, article->chunks.at[vg].head, VFP_REL(REL_OBJ));
        if (due == VFP_NONE && object != VFP_NONE) due = article->chunks.at[object].head;
        return due != VFP_NONE && shift_hit(article, due, EFFECT_DEADLINE);
    }
    if (hit->count > 1) { /* walked away from its demand; but from that call on foot */
        uint32_t t = hit->token + hit->count, np = t < end ? vfp_chunk_at(article, t) : VFP_NONE;
        bool stranded = article->tokens.at[t - 1].upos == UPOS_ADP && t < end && article->tokens.at[t].upos == UPOS_ADP;
        if (stranded) return false; /* the town they withdrew from in May */
        return np == VFP_NONE || !vfp_hit_of(article, article->chunks.at[np].head, LEX_CONTACT);
    }
    if (object != VFP_NONE)
        for (uint32_t t = article->chunks.at[object].first; t < article->chunks.at[object].last; t++)
            if (shift_hit(article, t, EFFECT_OBJECT)) return true;
    if (effect == EFFECT_CHANGE) return false;
    Range scope = vfp_complement(article, vg);
    return scope.first < scope.last && vfp_issue_in(article, scope).issue != VFP_NONE;
}

static Range words_around(const Article *article, uint32_t subject, uint32_t vg) {
    Range scope = vfp_complement(article, vg);
    for (uint32_t t = scope.first; t + 1 < scope.last; t++) /* dropped X and agreed to Y: Y is another matter */
        if (vfp_function(article, t) == WORD_AND && vfp_verb_at(article, t + 1) != VFP_NONE) scope.last = t;
    Range words = {article->chunks.at[vg].first, scope.last > scope.first ? scope.last : article->chunks.at[vg].last};
    if (subject != VFP_NONE && article->chunks.at[subject].first < words.first)
        words.first = article->chunks.at[subject].first;
    return words;
}

static void finish_move(Article *article, Move *move) {
    if (!vfp_may_hold(article, move->holder)) return;
    if (move->effect == EFFECT_RESCHEDULE) { /* a date is neither for nor against */
        move->issue = issue_of(article, move);
        add_shift(article, move);
        return;
    }
    Move pair = *move;
    find_pair(article, &pair);
    if (move->effect == EFFECT_CHANGE && pair.from != VFP_NONE) *move = pair;
    if (move->issue == VFP_NONE) move->issue = issue_of(article, move);
    if (move->from == VFP_NONE && pair.from != VFP_NONE && move->issue != VFP_NONE &&
        related(article, pair.issue, move->issue))
        *move = pair;
    if (move->from == VFP_NONE) move->from = nearest(article, move, false);
    if (move->to == VFP_NONE && move->effect == EFFECT_CHANGE) move->to = nearest(article, move, true);
    add_shift(article, move);
}

/* will extend the deadline, said that it would drop X: who may do it has moved by saying so, if nothing else is asked
 * for. */
static bool is_decided(const Article *article, uint32_t vg) {
    const Chunk *chunk = &article->chunks.at[vg];
    Range s = vfp_sentence_of(article, chunk->first);
    if (chunk->flags & (VG_PASSIVE | VG_NEGATED) || !(chunk->flags & (VG_FUTURE | VG_MODAL)) ||
        vfp_scope(article, chunk->head).asked)
        return false;
    for (uint32_t h = article->hit_of[s.first]; h < article->hit_of[s.last]; h++)
        if (vfp_opens_condition(article, &article->hits.at[h])) return false;
    if (chunk->flags & VG_FUTURE) return true;
    uint32_t said = vfp_statement_at(article, chunk->head), holder = vfp_subject_actor(article, vg);
    bool would = chunk->modal != VFP_NONE && vfp_hit_of(article, chunk->modal, LEX_OUTLOOK) &&
                 !vfp_hit_of(article, chunk->modal, LEX_HEDGE);
    return would && said != VFP_NONE && holder != VFP_NONE && article->statements.at[said].speaker != VFP_NONE &&
           vfp_speaks_for(article, article->statements.at[said].speaker, holder);
}

/* An infinitive tells of a move only behind a verb that says it took place: began to shift, decided to drop. */
static bool took_place(const Article *article, uint32_t vg, int effect) {
    unsigned flags = article->chunks.at[vg].flags;
    if (effect != EFFECT_CHANGE && is_decided(article, vg)) return !vfp_negated(article, vg);
    if (vfp_negated(article, vg) || flags & (VG_MODAL | VG_FUTURE | VG_PASSIVE | VG_PARTICIPLE)) return false;
    if (!(flags & VG_INFINITIVE)) return true;
    Range s = vfp_sentence_of(article, article->chunks.at[vg].first);
    for (uint32_t c = vg; c-- > 0 && article->chunks.at[c].first >= s.first && vg - c <= 2;)
        if (article->chunks.at[c].kind == CHUNK_VG)
            return shift_hit(article, article->chunks.at[c].head, EFFECT_RAISING) && took_place(article, c, effect);
    return false;
}

static bool is_telling(int attitude) {
    return attitude == ATTITUDE_SAY || attitude == ATTITUDE_THINK || attitude == ATTITUDE_PRAISE ||
           attitude == ATTITUDE_ACCUSE;
}

/* its demand that they give up the base: the noun or verb above the clause asks for the move. */
static bool is_demanded(const Article *article, uint32_t vg) {
    uint32_t verb = vfp_predicate(article, vg), above = vfp_head(article, verb);
    if (above == VFP_NONE || !vfp_has_rel(article, verb, VFP_REL(REL_ACL) | VFP_REL(REL_CCOMP))) return false;
    const Hit *hit = vfp_hit_of(article, above, LEX_SAY);
    return hit && !is_telling(vfp_lexicon_row(article->lexicon, LEX_SAY, hit->row)->value[2]);
}

/* Urged, expected, feared: the move is somebody's wish. */
static bool is_wish(const Article *article, uint32_t vg, uint32_t holder) {
    if (is_demanded(article, vg)) return true;
    uint32_t s = vfp_statement_at(article, article->chunks.at[vg].head);
    if (s == VFP_NONE || article->statements.at[s].cue == VFP_NONE) return false;
    int attitude = vfp_lexicon_row(article->lexicon, LEX_SAY, article->statements.at[s].cue)->value[2];
    if (attitude == ATTITUDE_DENY || attitude == ATTITUDE_REFUSE) return true;
    bool says = is_telling(attitude);
    return !says || (article->statements.at[s].speaker == holder && article->chunks.at[vg].flags & VG_INFINITIVE);
}

/* dropped the demand: what was demanded before, by the same holder. */
static uint32_t referred_issue(const Article *article, const Move *move, uint32_t vg) {
    uint32_t object = vfp_object(article, vg);
    if (object == VFP_NONE || !shift_hit(article, article->chunks.at[object].head, EFFECT_OBJECT)) return VFP_NONE;
    Range phrase = vfp_phrase(article, object);
    if (vfp_issue_in(article, phrase).issue != VFP_NONE) return VFP_NONE;
    uint32_t before = nearest(article, move, false);
    return before == VFP_NONE ? VFP_NONE : article->positions.at[before].issue;
}

static void verb_move(Article *article, const Hit *hit, int effect, uint32_t vg) {
    if (!took_place(article, vg, effect)) return;
    uint32_t subject = vfp_subject(article, vg);
    bool stance;
    Move move = {.holder = holder_of(article, subject, &stance),
                 .issue = VFP_NONE,
                 .sentence = sentence_at(article, hit->token),
                 .cue = hit->token,
                 .effect = effect,
                 .from = VFP_NONE,
                 .to = VFP_NONE,
                 .words = words_around(article, subject, vg)};
    if (!stance && !about_stance(article, hit, vg, effect)) return;
    if (is_wish(article, vg, move.holder)) return;
    bool adverbial = article->chunks.at[vg].flags & VG_GERUND;
    if (adverbial &&
        (article->chunks.at[vg].first == 0 || !vfp_is_mark(article, article->chunks.at[vg].first - 1, ',')))
        return;
    if (effect != EFFECT_CHANGE) move.issue = referred_issue(article, &move, vg);
    finish_move(article, &move);
}

/* The holder's stand that the words themselves tell: a shift from his position that X must stay. */
static uint32_t stand_in(const Article *article, const Move *move) {
    uint32_t begin = article->tokens.at[move->words.first].begin, end = article->tokens.at[move->words.last - 1].end;
    for (uint32_t i = positions_from(article, move->sentence); i < article->positions.n; i++) {
        const Position *p = &article->positions.at[i];
        if (p->sentence != move->sentence) break;
        if (p->holder == move->holder && p->span.begin >= begin && p->span.end <= end) return i;
    }
    return VFP_NONE;
}

/* The owner of the stance that a noun of change has behind it; *stance is set where there is one. */
static uint32_t holder_below(const Article *article, uint32_t noun, bool *stance) {
    for (uint32_t t = vfp_child(article, noun, VFP_REL(REL_NMOD)); t != VFP_NONE;
         t = vfp_sibling(article, t, VFP_REL(REL_NMOD))) {
        uint32_t np = vfp_chunk_at(article, t);
        if (np == VFP_NONE || article->chunks.at[np].kind != CHUNK_NP || article->chunks.at[np].head != t) continue;
        uint32_t preposition = vfp_child(article, t, VFP_REL(REL_CASE));
        int word = preposition == VFP_NONE ? -1 : vfp_function(article, preposition);
        if (word != WORD_OF && word != WORD_FROM) continue; /* a shift in policy may be anybody's guess */
        uint32_t holder = holder_of(article, np, stance);
        if (*stance && holder != VFP_NONE) return holder;
    }
    return *stance = false, VFP_NONE;
}

/* a sharp reversal for the king; Trump’s U-turn */
static void noun_move(Article *article, const Hit *hit, int effect) {
    uint32_t np = vfp_chunk_at(article, hit->token);
    if (np == VFP_NONE || article->chunks.at[np].kind != CHUNK_NP || article->tokens.at[hit->token].upos == UPOS_VERB)
        return;
    uint32_t owner = vfp_owner(article, np), m = article->mention_of[article->chunks.at[np].first];
    Range s = vfp_sentence_of(article, hit->token), phrase = vfp_phrase(article, np);
    uint32_t holder = owner != VFP_NONE ? vfp_np_actor(article, owner)
                      : m != VFP_NONE   ? article->mentions.at[m].actor
                                        : VFP_NONE;
    bool stance = false; /* a softening of X's stance, a shift from X's earlier position */
    if (holder == VFP_NONE) holder = holder_below(article, article->chunks.at[np].head, &stance);
    if (holder == VFP_NONE) {
        uint32_t other = vfp_prepositional(article, hit->token + hit->count, phrase.last, WORD_FOR);
        if (other == VFP_NONE) other = vfp_prepositional(article, hit->token + hit->count, phrase.last, WORD_BY);
        holder = vfp_np_actor(article, other);
    }
    if (holder == VFP_NONE) return;
    Move move = {.holder = holder,
                 .issue = VFP_NONE,
                 .sentence = sentence_at(article, hit->token),
                 .cue = hit->token,
                 .effect = effect,
                 .from = VFP_NONE,
                 .to = VFP_NONE,
                 .words = {phrase.first, phrase.last < s.last ? phrase.last : s.last}};
    Move pair = move;
    find_pair(article, &pair);
    if (pair.from != VFP_NONE) add_shift(article, &pair);
    else if (!retell(article, &move) && stance) { /* a noun alone ("the shift") moves nobody */
        move.from = stand_in(article, &move);
        if (move.from == VFP_NONE) finish_move(article, &move);
        else move.issue = article->positions.at[move.from].issue, add_shift(article, &move);
    }
}

/* Trump’s softened stance: the owner of what moved. */
static void modifier_move(Article *article, const Hit *hit, int effect, uint32_t np) {
    const Chunk *chunk = &article->chunks.at[np];
    if (chunk->kind != CHUNK_NP || hit->token >= chunk->head || !shift_hit(article, chunk->head, EFFECT_OBJECT) ||
        !(article->tokens.at[hit->token].feats & FEAT_PARTICIPLE))
        return;
    bool stance;
    Move move = {.holder = holder_of(article, np, &stance),
                 .issue = VFP_NONE,
                 .sentence = sentence_at(article, hit->token),
                 .cue = hit->token,
                 .effect = effect,
                 .from = VFP_NONE,
                 .to = VFP_NONE,
                 .words = {article->branches[chunk->head].first, chunk->last}};
    if (move.words.first > chunk->first) move.words.first = chunk->first;
    if (move.holder == VFP_NONE || retell(article, &move)) return;
    if (vfp_issue_in(article, vfp_phrase(article, np)).issue != VFP_NONE)
        finish_move(article, &move); /* else: of what? */
}

/* no longer insists: the stand that the sentence denies is the one that held till now. */
static void ended_move(Article *article, const Hit *hit) {
    uint32_t sentence = sentence_at(article, hit->token), begin = article->tokens.at[hit->token].begin, best = VFP_NONE;
    for (uint32_t i = positions_from(article, sentence);
         i < article->positions.n && article->positions.at[i].sentence == sentence; i++) {
        const Position *p = &article->positions.at[i];
        bool near = p->span.begin <= article->tokens.at[hit->token + hit->count - 1].end + 1 &&
                    p->span.end + NEAR_BYTES > begin;
        if (!near || p->label == STANCE_UNDECIDED || !vfp_may_hold(article, p->holder)) continue;
        if (best == VFP_NONE || p->span.begin > article->positions.at[best].span.begin) best = i;
    }
    if (best == VFP_NONE) return;
    const Position *p = &article->positions.at[best];
    add_shift(article, &(Move){.holder = p->holder,
                               .issue = p->issue,
                               .sentence = sentence,
                               .cue = hit->token,
                               .from = VFP_NONE,
                               .to = best,
                               .words = sentence_range(article, sentence),
                               .effect = p->label == STANCE_FOR       ? EFFECT_TO_FOR
                                         : p->label == STANCE_AGAINST ? EFFECT_TO_AGAINST
                                                                      : EFFECT_TO_MIXED});
}

/* ---- once … now */

/* Whether a word of the earlier side (had, once) stands in the passage of `p` or right before it. */
static bool marked_before(const Article *article, const Position *p) {
    Range s = sentence_range(article, p->sentence);
    for (uint32_t t = s.first; t < s.last; t++) {
        const Token *token = &article->tokens.at[t];
        if (token->begin >= p->span.end) return false;
        if (token->end > p->span.begin && shift_hit(article, t, EFFECT_BEFORE)) return true;
    }
    return false;
}

static bool marked_now(const Article *article, const Position *q) {
    Range s = sentence_range(article, q->sentence);
    for (uint32_t t = s.first; t < s.last; t++) {
        const Token *token = &article->tokens.at[t];
        if (token->begin >= q->span.end) return false;
        if (token->end + 24 > q->span.begin && shift_hit(article, t, EFFECT_NOW)) return true;
    }
    return false;
}

/* who had opposed X, agreed to X: one sentence says both; over two, the later one needs its word (now, however). */
static bool is_contrast(const Article *article, const Position *p, const Position *q) {
    if (p->span.begin >= q->span.begin || p->holder != q->holder) return false;
    if (p->sentence == q->sentence)
        return p->span.end <= q->span.begin ? marked_before(article, p)
                                            : marked_before(article, p) && marked_now(article, q);
    return sentence_has(article, p->sentence, EFFECT_BEFORE, VFP_NONE) &&
           sentence_has(article, q->sentence, EFFECT_NOW, VFP_NONE);
}

/* had leaned toward a strike, now favoured a blockade: two courses of one crisis. */
static bool is_other_course(const Article *article, const Position *p, const Position *q) {
    if (p->issue == q->issue || p->sentence != q->sentence || p->label != STANCE_FOR || q->label != STANCE_FOR)
        return false;
    return vfp_lexicon_issue(article->lexicon, p->issue)->parent ==
               vfp_lexicon_issue(article->lexicon, q->issue)->parent &&
           p->span.end <= q->span.begin && marked_now(article, q);
}

static void contrast_with(Article *article, uint32_t j) {
    const Position *q = &article->positions.at[j];
    uint32_t first = positions_from(article, back(q->sentence, 1));
    for (uint32_t i = j > first + MOST_AROUND ? j - MOST_AROUND : first; i < j; i++) {
        const Position *p = &article->positions.at[i];
        bool turned = p->issue == q->issue && opposed(p->label, q->label);
        if ((!turned && !is_other_course(article, p, q)) || !is_contrast(article, p, q)) continue;
        Range s = sentence_range(article, q->sentence);
        add_shift(article, &(Move){.holder = q->holder,
                                   .issue = q->issue,
                                   .sentence = q->sentence,
                                   .cue = s.first,
                                   .effect = EFFECT_CHANGE,
                                   .from = turned ? i : VFP_NONE,
                                   .to = j,
                                   .words = s});
    }
}

static void contrast_moves(Article *article) {
    for (uint32_t j = 1; j < article->positions.n; j++) contrast_with(article, j);
}

static void read_move(Article *article, const Hit *hit) {
    const LexRow *row = vfp_lexicon_row(article->lexicon, LEX_SHIFT, hit->row);
    int effect = row->value[1];
    if (effect == EFFECT_ENDED) ended_move(article, hit);
    if ((effect > EFFECT_TO_MIXED && effect != EFFECT_RESCHEDULE) || effect < 0) return;
    uint32_t c = vfp_chunk_at(article, hit->token), vg = vfp_verb_at(article, hit->token);
    if (effect != EFFECT_CHANGE && vfp_has_rel(article, hit->token, VFP_REL(REL_AMOD))) /* revised says no way */
        c = vfp_chunk_at(article, vfp_head(article, hit->token)), vg = VFP_NONE;
    if (row->value[2] > 0 && row->value[2] & 1 << FRAME_NOUN) noun_move(article, hit, effect);
    else if (vg != VFP_NONE && (article->chunks.at[vg].head < hit->token + hit->count || hit->count > 1))
        verb_move(article, hit, effect, vg);
    else if (vg == VFP_NONE && c != VFP_NONE) modifier_move(article, hit, effect, c);
}

void vfp_read_shifts(Article *article) {
    for (uint32_t h = 0; h < article->hits.n; h++)
        if (article->hits.at[h].table == LEX_SHIFT) read_move(article, &article->hits.at[h]);
    contrast_moves(article);
}
