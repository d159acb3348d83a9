/* by_hand.h: articles made by hand, for tests of what comes after the reading. */
#ifndef BY_HAND_H
#define BY_HAND_H
#include "engine.h"
#include "lexicon/lexicon.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char hand_lexicon[] =
    "%table states: id | code | name | aliases | adjectives | capital | seats | years\n"
    "state:USA | USA | United States | U.S.; US; America | American | Washington | White House |\n"
    "state:RUS | RUS | Russia | Russian Federation | Russian | Moscow | Kremlin |\n"
    "%table outlets: id | code | name | aliases | of\n"
    "org:financial-times | GBRMED | Financial Times | FT |\n"
    "%table people: id | code | name | short | aliases | gender | roles\n"
    "person:donald-trump | USAGOV | Donald Trump | Trump | Donald J. Trump | m | president* @ state:USA 2025-01-20..\n"
    "person:vladimir-putin | RUSGOV | Vladimir Putin | Putin | | m | president* @ state:RUS 2012-05-07..\n"
    "person:volodymyr-zelensky | UKRGOV | Volodymyr Zelensky | Zelensky | Zelenskyy; Zelenskiy | m | \n"
    "%table issues: id | parent | proposition | topic | for | against | example\n"
    "ukraine | | the war in Ukraine | | | |\n"
    "ukraine/tomahawks | ukraine | Ukraine gets Tomahawk missiles | tomahawk + ukraine | | | \n"
    "ukraine/nato-membership | ukraine | Ukraine joins NATO | nato + ukraine | | | \n"
    "nato | | the alliance | | | |\n"
    "nato/value | nato | NATO is worth having | nato | | |\n";

typedef struct Hand {
    vf_engine engine;
    vf_article article;
    Article *a;
} Hand;

static inline void hand_open(Hand *h) {
    *h = (Hand){0};
    vf_error error;
    if (vfp_lexicon_parse("hand", hand_lexicon, sizeof hand_lexicon - 1, &h->engine.lexicon, &error)) {
        fprintf(stderr, "%s\n", error.message);
        abort();
    }
    h->article.engine = &h->engine;
    h->a = &h->article.article;
    h->a->arena = vfp_arena_new((size_t)1 << 28);
    if (setjmp(*vfp_arena_escape(h->a->arena))) abort();
}

static inline void hand_close(Hand *h) {
    vfp_arena_free(h->a->arena);
    vfp_lexicon_close(h->engine.lexicon);
}

/* The first place of `words` in the text. */
static inline Span hand_span(const Hand *h, const char *words) {
    const char *at = strstr(h->a->text.at, words);
    if (!at) return (Span){0, 0};
    uint32_t begin = (uint32_t)(at - h->a->text.at);
    return (Span){begin, begin + (uint32_t)strlen(words)};
}

static inline Date hand_date(const char *iso) {
    int y = 0, m = 0, d = 0;
    if (iso) sscanf(iso, "%d-%d-%d", &y, &m, &d);
    return (Date){(int16_t)y, (int8_t)m, (int8_t)d};
}

static inline Str hand_str(const Hand *h, const char *text) {
    return text ? vfp_str_copy(h->a->arena, vfp_str(text)) : (Str){0};
}

/* An empty article with one token and sentence up to each full stop. */
static inline void hand_begin(Hand *h, const char *id, const char *published, const char *publisher, const char *text) {
    Arena *arena = h->a->arena;
    vfp_arena_reset(arena);
    *h->a = (Article){.arena = arena, .lexicon = h->engine.lexicon, .date = hand_date(published)};
    h->a->id = hand_str(h, id);
    h->a->published = hand_str(h, published);
    h->a->publisher = hand_str(h, publisher);
    h->a->title = hand_str(h, "A title");
    h->a->language = hand_str(h, "en");
    h->a->text = hand_str(h, text);
    snprintf(h->a->sha256, sizeof h->a->sha256, "%064llx", (unsigned long long)vfp_hash(text, strlen(text), 0));
    for (uint32_t i = 0; i < h->a->text.len;) {
        uint32_t begin = i;
        while (i < h->a->text.len && text[i] != '.') i++;
        if (i < h->a->text.len) i++;
        uint32_t token = h->a->tokens.n;
        *vfp_push(arena, &h->a->tokens) = (Token){.begin = begin, .end = i, .sentence = h->a->sentences.n};
        *vfp_push(arena, &h->a->sentences) = (Sentence){.first = token, .last = token + 1};
        while (i < h->a->text.len && text[i] == ' ') i++;
    }
}

static inline uint32_t hand_actor(Hand *h, const char *id, const char *name, ActorKind kind, const char *code) {
    for (uint32_t i = 0; i < h->a->actors.n; i++)
        if (vfp_str_is(h->a->actors.at[i].id, vfp_str(id))) return i;
    *vfp_push(h->a->arena, &h->a->actors) = (Actor){.id = hand_str(h, id),
                                                    .name = hand_str(h, name),
                                                    .kind = kind,
                                                    .code = hand_str(h, code),
                                                    .entry = VFP_NONE,
                                                    .state = VFP_NONE};
    return h->a->actors.n - 1;
}

#define TRUMP(h) hand_actor(h, "person:donald-trump", "Donald Trump", KIND_PERSON, "USAGOV")
#define PUTIN(h) hand_actor(h, "person:vladimir-putin", "Vladimir Putin", KIND_PERSON, "RUSGOV")

static inline Position *hand_position(Hand *h, uint32_t holder, const char *issue, Stance label, const char *words,
                                      const char *date) {
    Position *p = vfp_push(h->a->arena, &h->a->positions);
    *p = (Position){.holder = holder,
                    .issue = vfp_lexicon_find_issue(h->a->lexicon, vfp_str(issue)),
                    .label = label,
                    .stance = label == STANCE_FOR       ? 0.8f
                              : label == STANCE_AGAINST ? -0.8f
                                                        : 0,
                    .date = hand_date(date),
                    .date_is_own = date != NULL,
                    .span = hand_span(h, words)};
    return p;
}

static inline Event *hand_contact(Hand *h, uint32_t one, uint32_t other, Contact contact, const char *words,
                                  const char *date) {
    Event *e = vfp_push(h->a->arena, &h->a->events);
    *e = (Event){.span = hand_span(h, words),
                 .trigger = hand_span(h, words),
                 .plover = PLOVER_CONSULT,
                 .contact = contact,
                 .goldstein = 1.0f,
                 .cameo = VFP_STR("042"),
                 .date = hand_date(date),
                 .date_is_own = date != NULL,
                 .condition_span = VFP_NO_SPAN};
    *vfp_push(h->a->arena, &e->actors) = one;
    *vfp_push(h->a->arena, &e->actors) = other;
    *vfp_push(h->a->arena, &e->actor_spans) = e->span;
    *vfp_push(h->a->arena, &e->actor_spans) = VFP_NO_SPAN;
    return e;
}

/* One record of every type, and every field that may be null both ways. */
static inline void hand_full(Hand *h, const char *id) {
    hand_begin(h, id, "2025-10-18", "Financial Times",
               "President Trump spoke with Putin on Thursday. He said \"no Tomahawks\" for Kyiv\x01 unless talks fail. "
               "Before, Trump leaned toward sending Tomahawks. If talks fail, missiles may follow. Post a Comment");
    Arena *arena = h->a->arena;
    uint32_t trump = TRUMP(h), putin = PUTIN(h),
             anon = hand_actor(h, "anon:officials", "officials \"close\"", KIND_ANON, NULL);
    h->a->actors.at[trump].roles = vfp_arena_alloc(arena, sizeof(Role));
    h->a->actors.at[trump].roles[0] = (Role){VFP_STR("president"), VFP_STR("state:USA"), VFP_STR("2025-01-20"), {0}};
    h->a->actors.at[trump].role_count = 1;
    *vfp_push(arena, &h->a->furniture) = hand_span(h, "Post a Comment");
    *vfp_push(arena, &h->a->mentions) = (Mention){.span = hand_span(h, "Trump"), .actor = trump, .form = FORM_NAME};
    *vfp_push(arena, &h->a->times) =
        (TimeRecord){.span = hand_span(h, "Thursday"), .kind = TIME_DATE, .value = VFP_STR("2025-10-16")};
    Statement *s = vfp_push(arena, &h->a->statements);
    *s = (Statement){.speaker = trump,
                     .speaker_span = hand_span(h, "He"),
                     .cue_span = hand_span(h, "said"),
                     .manner = MANNER_MIXED,
                     .addressee = VFP_NONE,
                     .cue = VFP_NONE};
    *vfp_push(arena, &s->contents) = hand_span(h, "no Tomahawks");
    *vfp_push(arena, &s->contents) = hand_span(h, "unless talks fail");
    *vfp_push(arena, &s->warrant.voices) = anon;
    s->warrant.certainty = PROBABLE;
    Event *e = hand_contact(h, trump, putin, CONTACT_CALL, "spoke with Putin", "2025-10-16");
    Event *m = vfp_push(arena, &h->a->events);
    *m = (Event){.span = hand_span(h, "sending Tomahawks"),
                 .trigger = hand_span(h, "sending"),
                 .plover = PLOVER_AID,
                 .goldstein = NAN,
                 .status = STATUS_PLANNED,
                 .condition = COND_UNLESS,
                 .condition_span = hand_span(h, "talks fail"),
                 .deadline = {2025, 12, 0}};
    m->contexts = vfp_arena_alloc(arena, 2 * sizeof(Str));
    m->contexts[0] = VFP_STR("military");
    m->contexts[1] = VFP_STR("diplomatic");
    m->context_count = 2;
    e = &h->a->events.at[0];
    (void)e;
    hand_position(h, trump, "ukraine/tomahawks", STANCE_FOR, "leaned toward sending", NULL);
    hand_position(h, trump, "ukraine/tomahawks", STANCE_AGAINST, "no Tomahawks", "2025-10");
    hand_position(h, trump, "ukraine/tomahawks", STANCE_AGAINST, "no Tomahawks", "2025-10"); /* a twin */
    Shift *shift = vfp_push(arena, &h->a->shifts);
    *shift = (Shift){.holder = trump,
                     .issue = h->a->positions.at[0].issue,
                     .after = 0,
                     .basis = BASIS_REPORTED,
                     .from = {.known = true,
                              .label = STANCE_FOR,
                              .stance = 0.3f,
                              .position = 0,
                              .span = hand_span(h, "leaned toward")},
                     .span = hand_span(h, "no Tomahawks")};
    Outlook *o = vfp_push(arena, &h->a->outlooks);
    *o = (Outlook){.predictor = VFP_NONE,
                   .if_span = hand_span(h, "talks fail, "),
                   .then_span = hand_span(h, "missiles may follow"),
                   .span = hand_span(h, "If talks fail, missiles may follow"),
                   .warrant = {.certainty = POSSIBLE}};
}

/* ---- output */
typedef struct Sink {
    char *at;
    size_t n, cap;
    int calls;
} Sink;

static inline bool sink_write(void *user, const char *bytes, size_t size) {
    Sink *s = user;
    if (s->n + size + 1 > s->cap) {
        s->cap = (s->n + size + 1) * 2;
        s->at = realloc(s->at, s->cap);
        if (!s->at) abort();
    }
    memcpy(s->at + s->n, bytes, size);
    s->n += size;
    s->at[s->n] = 0;
    s->calls++;
    return true;
}

/* ---- files */
static inline const char *hand_path(char path[64]) {
    snprintf(path, 64, "/tmp/volteface-test-XXXXXX");
    int fd = mkstemp(path);
    if (fd < 0) abort();
    close(fd);
    unlink(path);
    return path;
}

static inline void hand_remove(const char *path) {
    char side[96];
    unlink(path);
    snprintf(side, sizeof side, "%s-wal", path);
    unlink(side);
    snprintf(side, sizeof side, "%s-shm", path);
    unlink(side);
    snprintf(side, sizeof side, "%s-journal", path);
    unlink(side);
}
#endif
