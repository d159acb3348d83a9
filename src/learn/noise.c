/* noise.c: sentences as the web writes them: names or all in lower case, capitals, headlines, no full stop, the other
 * kind of quotation marks, slips of the keyboard; and names exchanged for others of the kind and as many words, so that
 * what is around a name is learnt as well as the name (mention replacement: Dai and Adel 2020). */
#include "language/runes.h"
#include "learn/data.h"
#include "learn/learn.h"
#include <stdlib.h>

enum {
#define SIZE(name, value)
#define LETTERS(name, value)
#define TRAIN(name, value) TRAIN_##name = value,
#include "language/network.conf"
#undef SIZE
#undef LETTERS
#undef TRAIN
};

void data_mark(DataWord *words, uint32_t n) {
    bool open = false;
    for (uint32_t i = 0; i < n; i++) words[i].mark = vfp_inside_quotes(&open, words[i].form);
}

static bool is_word(Str form) {
    return form.len && (vfp_ascii_letter((unsigned char)form.at[0]) || (unsigned char)form.at[0] > 127);
}

/* Room for a changed form of at most 2 * len + 4 bytes. */
static char *take(char **letters, uint32_t len) {
    char *at = *letters;
    *letters += 2 * len + 4;
    return at;
}

static void lower(DataWord *w, char **letters) {
    char *out = take(letters, w->form.len);
    w->form = (Str){out, vfp_fold(w->form, out)};
}

static void raise(DataWord *w, char **letters, uint32_t most) {
    char *out = take(letters, w->form.len);
    memcpy(out, w->form.at, w->form.len);
    for (uint32_t i = 0; i < w->form.len && i < most; i++)
        if (vfp_ascii_lower((unsigned char)out[i])) out[i] = (char)(out[i] - 32);
    w->form.at = out;
}

static void slip(DataWord *w, char **letters, uint64_t r) {
    const uint32_t len = w->form.len, k = 1 + (uint32_t)(r >> 8) % (len - 2);
    char *out = take(letters, len);
    memcpy(out, w->form.at, k);
    uint32_t n = k;
    if (r % 3 == 0) out[n++] = w->form.at[k + 1], out[n++] = w->form.at[k]; /* changed about */
    else if (r % 3 == 1) out[n++] = w->form.at[k], out[n++] = w->form.at[k], out[n++] = w->form.at[k + 1]; /* twice */
    else out[n++] = w->form.at[k + 1];                                                                     /* lost */
    memcpy(out + n, w->form.at + k + 2, len - k - 2);
    w->form = (Str){out, n + len - k - 2};
}

/* Straight marks become curly and curly straight, the apostrophes of n't and 's too. */
static void other_quotes(DataWord *w, char **letters, bool *open) {
    const Str form = w->form;
    if (form.len == 1 && form.at[0] == '"')
        w->form = (*open = !*open) ? VFP_STR("\xE2\x80\x9C") : VFP_STR("\xE2\x80\x9D");
    else if (form.len == 3 && memcmp(form.at, "\xE2\x80", 2) == 0 && (form.at[2] == '\x9C' || form.at[2] == '\x9D'))
        w->form = VFP_STR("\"");
    const char *at = memchr(form.at, '\'', form.len);
    if (!at || form.len > 20) return;
    char *out = take(letters, form.len);
    const uint32_t k = (uint32_t)(at - form.at);
    memcpy(out, form.at, k);
    memcpy(out + k, "\xE2\x80\x99", 3);
    memcpy(out + k + 3, at + 1, form.len - k - 1);
    w->form = (Str){out, form.len + 2};
}

static bool plain_ascii(Str s) {
    for (uint32_t i = 0; i < s.len; i++)
        if (!vfp_ascii_letter((unsigned char)s.at[i])) return false;
    return true;
}

/* ---- names */

/* Words of the name that begins at words[i], or 0. */
static uint32_t name_length(const DataWord *words, uint32_t i, uint32_t n) {
    if (words[i].name <= 0 || words[i].name % 2 == 0) return 0;
    uint32_t end = i + 1;
    while (end < n && words[end].name == words[i].name + 1) end++;
    return end - i;
}

typedef struct Listed {
    const DataWord *words;
    uint32_t at, length;
    bool silver;
} Listed;

static int by_form(const void *x, const void *y) {
    const Listed *a = x, *b = y;
    if (a->length != b->length) return a->length < b->length ? -1 : 1;
    if (a->words->name != b->words->name) return a->words->name - b->words->name;
    for (uint32_t i = 0; i < a->length; i++) {
        const Str p = a->words[i].form, q = b->words[i].form;
        const int c = memcmp(p.at, q.at, p.len < q.len ? p.len : q.len);
        if (c || p.len != q.len) return c ? c : p.len < q.len ? -1 : 1;
    }
    return 0;
}

static int by_form_and_place(const void *x, const void *y) {
    const Listed *a = x, *b = y;
    const int c = by_form(x, y);
    if (c) return c;
    return a->silver != b->silver ? a->silver - b->silver : a->at < b->at ? -1 : 1;
}

void data_list_names(Data *d) {
    Listed *all = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t s = 0; s < d->sentence_count; s++) {
        const DataSentence *sentence = &d->sentences[s];
        const DataWord *words = d->words + sentence->first;
        for (uint32_t i = 0; i < sentence->count; i++) {
            const uint32_t length = name_length(words, i, sentence->count);
            if (!length || length > SWAP_WORDS) continue;
            all = learn_grow(all, n, &cap, sizeof *all);
            all[n++] = (Listed){words + i, sentence->first + i, length, sentence->silver};
        }
    }
    if (!all) return;
    qsort(all, n, sizeof *all, by_form_and_place);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && by_form(&all[i], &all[end]) == 0; end++) continue;
        if (all[i].silver && end - i < 2) continue;
        const uint32_t kind = (uint32_t)all[i].words->name / 2, length = all[i].length - 1;
        uint32_t **list = &d->names[kind][length].at;
        *list = learn_grow(*list, d->names[kind][length].count, &d->names[kind][length].cap, sizeof **list);
        (*list)[d->names[kind][length].count++] = all[i].at;
    }
    free(all);
}

static void swap_names(const Data *d, DataWord *words, uint32_t n, uint64_t *random) {
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t length = name_length(words, i, n), kind = (uint32_t)words[i].name / 2;
        if (!length || length > SWAP_WORDS || learn_random(random) % 100 >= TRAIN_SWAP) continue;
        const uint32_t count = d->names[kind][length - 1].count;
        if (!count) continue;
        const uint32_t from = d->names[kind][length - 1].at[learn_random(random) % count];
        for (uint32_t k = 0; k < length; k++) words[i + k].form = d->words[from + k].form;
    }
}

uint32_t data_noisy(const Data *d, const DataSentence *s, uint64_t *random, DataWord *room, char **letters) {
    const uint64_t r = learn_random(random), quotes = learn_random(random) % 100;
    uint32_t kind = (uint32_t)(r % 100), n = s->count;
    memcpy(room, d->words + s->first, n * sizeof *room);
    swap_names(d, room, n, random);
    const bool small = kind < TRAIN_SMALL;
    kind -= TRAIN_SMALL;
    const bool names = kind < TRAIN_SMALL_NAMES;
    kind -= TRAIN_SMALL_NAMES;
    const bool upper = kind < TRAIN_UPPER;
    kind -= TRAIN_UPPER;
    const bool title = kind < TRAIN_TITLE;
    kind -= TRAIN_TITLE;
    bool no_stop = kind < TRAIN_NO_STOP || title, open = false;
    for (uint32_t i = 0; i < n; i++) {
        DataWord *w = &room[i];
        const bool proper = w->name > 0 || (s->tree && d->tags[w->tag].upos == UPOS_PROPN);
        const uint64_t chance = learn_random(random);
        if (chance % 100 < TRAIN_TYPO && w->form.len > 3 && plain_ascii(w->form)) slip(w, letters, chance >> 32);
        if (quotes < TRAIN_QUOTES) other_quotes(w, letters, &open);
        if (!is_word(w->form)) continue;
        if (small || (names && (proper || i == 0))) lower(w, letters);
        else if (upper) raise(w, letters, w->form.len);
        else if (title && w->form.len > 3) raise(w, letters, 1);
    }
    const DataWord *last = &room[n - 1];
    no_stop &= n > 2 && last->form.len == 1 && (last->form.at[0] == '.' || last->form.at[0] == '!');
    for (uint32_t i = 0; no_stop && i < n; i++) no_stop = room[i].head != (int32_t)n - 1;
    return n - no_stop;
}
