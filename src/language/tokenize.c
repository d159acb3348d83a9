/* tokenize.c: the blocks of the text → tokens (spans, flags, norms). Sentences are made in sentence.c.
 *
 * Tokens follow Universal Dependencies' English treebanks: punctuation stands apart, contractions are two tokens
 * (do|n't, Trump|'s, can|not), and a hyphenated compound is split at its hyphens (long|-|range, Putin|-|Trump).
 * Kept whole are: what begins with a prefix of the word table (`non-`, `anti-`, `mid-`: rows of class X that
 * end in a hyphen), the Korean and Chinese given name behind a surname (Ban Ki-moon; rows of class X that begin with
 * a hyphen, `-led`, say which tails are none), telephone numbers and dates, web and mail addresses, and initials.
 *
 * Web pages drop spaces behind full stops and commas; a stop between a lower-case letter and a capitalised word, and
 * one before a function word, parts words. Cost: linear; each byte is looked at a bounded number of times. */
#include "language/language.h"
#include "language/runes.h"
#include "language/word.h"
#include "lexicon/lexicon.h"

enum { NORM_LIMIT = 64 };

typedef struct Scan {
    Article *article;
    const char *text;
    uint32_t begin, end; /* of the block */
    bool single_open;    /* a single quotation mark is waiting for its partner */
} Scan;

/* ---- characters; at the end of the block they are spaces */

static inline unsigned peek(const Scan *s, uint32_t i, uint32_t *rune) {
    if (i >= s->end) return *rune = ' ', 0;
    unsigned char c = (unsigned char)s->text[i];
    if (c < 0x80) return *rune = c, 1;
    unsigned n = vfp_utf8_decode(s->text, s->end, i, rune);
    return n ? n : 1;
}
static inline uint32_t rune_at(const Scan *s, uint32_t i) {
    uint32_t rune;
    peek(s, i, &rune);
    return rune;
}
static inline uint32_t rune_before(const Scan *s, uint32_t i) {
    if (i <= s->begin) return ' ';
    do i--;
    while (i > s->begin && ((unsigned char)s->text[i] & 0xC0) == 0x80);
    return rune_at(s, i);
}
static inline bool word_rune(uint32_t c) {
    if (c < 0x80) return vfp_ascii_letter(c) || vfp_ascii_digit(c) || c == '_';
    Rune k = vfp_rune_class_wide(c);
    return k == RUNE_LETTER || k == RUNE_DIGIT;
}
static inline bool letter_at(const Scan *s, uint32_t i) { return vfp_rune_class(rune_at(s, i)) == RUNE_LETTER; }
static inline bool digit_at(const Scan *s, uint32_t i) {
    return i < s->end && vfp_ascii_digit((unsigned char)s->text[i]);
}
static inline bool upper_at(const Scan *s, uint32_t i) { return vfp_rune_upper(rune_at(s, i)); }
static inline bool lower_at(const Scan *s, uint32_t i) { return vfp_rune_lower(rune_at(s, i)); }

/* The character behind the white space at i. */
static uint32_t after_space(const Scan *s, uint32_t i) {
    uint32_t c;
    for (unsigned n; (n = peek(s, i, &c)) && vfp_rune_class(c) == RUNE_SPACE; i += n) {}
    return c;
}

/* The end of the letters and digits from i on. */
static uint32_t run_end(const Scan *s, uint32_t i) {
    uint32_t c;
    for (unsigned n; (n = peek(s, i, &c)) && word_rune(c); i += n) {}
    return i;
}

/* The word id of text[i, j) folded, with `before` and `behind` around it. 0 where it is long or unknown. */
static uint32_t word_id(const Scan *s, const char *before, uint32_t i, uint32_t j, const char *behind) {
    char form[NORM_LIMIT + 8], folded[2 * sizeof form + 4];
    if (j - i > NORM_LIMIT) return 0;
    size_t b = strlen(before), n = j - i, a = strlen(behind);
    memcpy(form, before, b);
    memcpy(form + b, s->text + i, n);
    memcpy(form + b + n, behind, a);
    return vfp_word(s->article->lexicon, (Str){folded, vfp_fold((Str){form, (uint32_t)(b + n + a)}, folded)});
}

static bool has_class_x(const Scan *s, uint32_t word) {
    return word && vfp_word_lemma(s->article->lexicon, word, UPOS_X);
}

/* ---- tokens */

static uint8_t flags_of(const char *text, uint32_t begin, uint32_t end) {
    unsigned letters = 0, uppers = 0, flags = TOKEN_PUNCT;
    for (uint32_t i = begin; i < end;) {
        uint32_t c = (unsigned char)text[i];
        unsigned n = c < 0x80 ? 1 : vfp_utf8_decode(text, end, i, &c);
        i += n ? n : 1;
        Rune k = vfp_rune_class(c);
        if (k == RUNE_DIGIT) flags = (flags | TOKEN_DIGIT) & ~(unsigned)TOKEN_PUNCT;
        if (k != RUNE_LETTER) continue;
        flags &= ~(unsigned)TOKEN_PUNCT;
        bool upper = vfp_rune_upper(c);
        if (!letters++ && upper) flags |= TOKEN_CAPITAL;
        uppers += upper;
    }
    if (letters > 1 && letters == uppers) flags |= TOKEN_UPPER;
    return (uint8_t)flags;
}

static Token *add_token(Scan *s, uint32_t begin, uint32_t end, unsigned flags) {
    Token *t = vfp_push(s->article->arena, &s->article->tokens);
    t->begin = begin, t->end = end, t->head = VFP_NONE;
    t->flags = (uint8_t)(flags_of(s->text, begin, end) | flags);
    if (vfp_rune_class(rune_at(s, end)) == RUNE_SPACE) t->flags |= TOKEN_SPACE;
    char folded[2 * NORM_LIMIT + 4];
    if (end - begin <= NORM_LIMIT)
        t->norm = vfp_word(s->article->lexicon, (Str){folded, vfp_fold((Str){s->text + begin, end - begin}, folded)});
    return t;
}

/* ---- contractions: the orthography of English, which is a closed set */

/* Letters behind the apostrophe of a clitic. */
static bool is_clitic(Str tail) {
    static const char *const clitics[] = {"s", "m", "d", "re", "ve", "ll"};
    char low[8];
    if (tail.len > 2) return false;
    low[vfp_fold(tail, low)] = 0;
    for (size_t k = 0; k < sizeof clitics / sizeof *clitics; k++)
        if (strcmp(low, clitics[k]) == 0) return true;
    return false;
}

/* Whether low[0, n) is a verb that takes n't, written without the apostrophe: dont, isnt. Those that are also other
 * words (wasnt is none, but want is) are no matter, for the n stays with the t. */
static bool takes_nt(const char *low, uint32_t n) {
    static const char *const verbs[] = {"do",    "does",  "did",    "is",   "was", "are", "were", "ca",   "wo",
                                        "could", "would", "should", "have", "has", "had", "ai",   "must", "need"};
    if (n < 4 || low[n - 1] != 't' || low[n - 2] != 'n') return false;
    for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++)
        if (strlen(verbs[k]) == n - 2 && memcmp(verbs[k], low, n - 2) == 0) return true;
    return false;
}

/* Whether the word behind the space at j glues sentences: “its the best”, “its in there” can't be the possessive. */
static bool before_function_word(const Scan *s, uint32_t j) {
    uint32_t q = run_end(s, j + 1);
    return rune_at(s, j) == ' ' && q > j + 1 && vfp_word_is_function(s->article->lexicon, word_id(s, "", j + 1, q, ""));
}

/* Where text[i, j) is written together though it is two words: where the second begins, else j. */
static uint32_t fused_at(const Scan *s, uint32_t i, uint32_t j) {
    static const struct {
        const char *form;
        uint8_t at;
    } fused[] = {{"cannot", 3}, {"gonna", 3}, {"wanna", 3},  {"gotta", 3}, {"ive", 1},
                 {"youre", 3},  {"youve", 3}, {"theyre", 4}, {"thats", 4}, {"whats", 4},
                 {"hes", 2},    {"im", 1},    {"theres", 5}, {"heres", 4}, {"youll", 3}};
    char low[2 * 8 + 4];
    uint32_t n = j - i;
    if (n < 2 || n > 8) return j;
    low[vfp_fold((Str){s->text + i, n}, low)] = 0;
    if (takes_nt(low, n)) return j - 2;
    if (n == 3 && memcmp(low, "its", 3) == 0 && before_function_word(s, j)) return i + 2;
    if (n == 2 && upper_at(s, i + 1)) return j; /* IM is none */
    for (size_t k = 0; k < sizeof fused / sizeof *fused; k++)
        if (strcmp(low, fused[k].form) == 0) return i + fused[k].at;
    return j;
}

/* Where the unit begins that is written behind a number without a space (7pm, 20km, 3.5bn), else j. */
static uint32_t unit_at(const Scan *s, uint32_t i, uint32_t j) {
    static const char *const units[] = {"m",  "k",  "b",  "am", "pm", "bn", "mn",  "mm",  "cm",  "km",   "kg",
                                        "lb", "ft", "hz", "mw", "gb", "mb", "lbs", "mph", "hrs", "mins", "min"};
    uint32_t p = j;
    char low[2 * 4 + 4];
    if (!digit_at(s, i)) return j;
    while (p > i && vfp_ascii_letter((unsigned char)s->text[p - 1])) p--;
    if (p == j || j - p > 4 || !digit_at(s, p - 1)) return j;
    low[vfp_fold((Str){s->text + p, j - p}, low)] = 0;
    for (size_t k = 0; k < sizeof units / sizeof *units; k++)
        if (strcmp(low, units[k]) == 0) return p;
    return j;
}

/* Begin of the second half of a contraction that ends at j, or j. `apostrophe`: where the last one is, `wide`: its
 * bytes. */
static uint32_t clitic_at(const Scan *s, uint32_t i, uint32_t apostrophe, unsigned wide, uint32_t j) {
    if (apostrophe == VFP_NONE) return fused_at(s, i, j);
    Str tail = {s->text + apostrophe + wide, j - apostrophe - wide};
    if (is_clitic(tail))
        return s->text[apostrophe - 1] == '0' ? j : apostrophe; /* the 1960's are one word, 2008's two */
    bool n_t = tail.len == 1 && (tail.at[0] | 32) == 't' && apostrophe > i + 1 && (s->text[apostrophe - 1] | 32) == 'n';
    return n_t ? apostrophe - 1 : j;
}

static void add_word(Scan *s, uint32_t i, uint32_t j, uint32_t apostrophe, unsigned wide) {
    uint32_t unit = unit_at(s, i, j), cut = unit < j ? unit : clitic_at(s, i, apostrophe, wide, j);
    if (cut <= i || cut >= j) {
        add_token(s, i, j, 0);
        return;
    }
    add_token(s, i, cut, 0);
    add_token(s, cut, j, unit < j ? 0 : TOKEN_FUSED);
}

/* ---- the full stop behind a word */

/* Whether the word [i, j) may be followed by a stop that is its own; `next` is the character behind stop and space. */
static bool takes_stop(const Scan *s, uint32_t i, uint32_t j, uint32_t next) {
    bool capital = upper_at(s, i), at_end = next == ' ';
    switch (vfp_word_abbreviation(s->article->lexicon, word_id(s, "", i, j, ""))) {
    case 1: return !at_end && (capital || !vfp_rune_upper(next));
    case 2: return vfp_rune_class(next) == RUNE_DIGIT || (capital && !at_end && !vfp_rune_upper(next));
    case 3: return true;
    default: return false;
    }
}

/* A single capital letter before a stop: an initial where a capitalised word follows, but “so am I. We” is none. */
static bool is_initial(const Scan *s, uint32_t i, uint32_t j, uint32_t next) {
    uint32_t c;
    unsigned n = peek(s, i, &c);
    if (i + n != j || !vfp_rune_upper(c) || !vfp_rune_upper(next)) return false;
    const Article *a = s->article;
    return c != 'I' || (a->tokens.n && a->tokens.at[a->tokens.n - 1].flags & TOKEN_CAPITAL);
}

/* Letters between stops: U.S., a.m., Ph.D. `part`: begin of the last piece, which ends at j. */
static bool is_letters(const Scan *s, uint32_t i, uint32_t part, uint32_t j) {
    uint32_t c;
    return part > i && letter_at(s, part) && part + peek(s, part, &c) == j;
}

/* Whether [p, q) is the ending of a file's name: SAMPLE.DOC */
static bool is_file_ending(const Scan *s, uint32_t p, uint32_t q) {
    static const char endings[] =
        " doc docx xls xlsx pdf ppt txt csv zip exe jpg jpeg png gif mp3 mp4 htm html php xml ";
    char low[2 * 4 + 6] = " ";
    if (q - p < 3 || q - p > 4) return false;
    uint32_t n = vfp_fold((Str){s->text + p, q - p}, low + 1);
    low[n + 1] = ' ', low[n + 2] = 0;
    return strstr(endings, low);
}

/* Whether the word [p, q), which follows a stop without a space, begins a sentence: `NATO.The`, `possible.it`. Names
 * of sites (example.com) have no function words. */
static bool begins_afresh(const Scan *s, uint32_t p, uint32_t q) {
    if (upper_at(s, p)) return true;
    return vfp_word_is_function(s->article->lexicon, word_id(s, "", p, q, ""));
}

/* A stop at j behind the word [i, j) whose last dotted piece begins at `part`. Returns the new end of the word: j
 * (the stop stands alone), j + 1 (it belongs to the word, which is over), or further (the word goes on). */
static uint32_t past_stop(const Scan *s, uint32_t i, uint32_t part, uint32_t j) {
    uint32_t q = run_end(s, j + 1);
    uint32_t next = q > j + 1 ? rune_at(s, j + 1) : after_space(s, j + 1);
    if (q > j + 1 && letter_at(s, j + 1)) {
        uint32_t c;
        bool one = j + 1 + peek(s, j + 1, &c) == q; /* a single letter follows */
        bool short_piece = part == i ? j - i <= 2 && !digit_at(s, i) : is_letters(s, i, part, j);
        if (one && short_piece && (rune_at(s, q) == '.' || is_letters(s, i, part, j) || upper_at(s, q - 1))) return q;
        if (is_letters(s, i, part, j) || is_initial(s, i, j, next) || takes_stop(s, i, j, next)) return j + 1;
        return !is_file_ending(s, j + 1, q) && begins_afresh(s, j + 1, q) ? j : q;
    }
    if (q > j + 1) return takes_stop(s, i, j, next) ? j + 1 : j;
    if (rune_at(s, j + 1) == '.') return j; /* an ellipsis */
    return is_letters(s, i, part, j) || is_initial(s, i, j, next) || takes_stop(s, i, j, next) ? j + 1 : j;
}

/* ---- hyphens */

static bool all_digits(const Scan *s, uint32_t i, uint32_t j) {
    for (; i < j; i++)
        if (!vfp_ascii_digit((unsigned char)s->text[i])) return false;
    return true;
}

/* Ki-moon, Jong-un, Ing-wen: a capitalised and a small syllable behind a surname. */
static bool is_east_asian_name(const Scan *s, uint32_t i, uint32_t j, uint32_t p, uint32_t q) {
    const Article *a = s->article;
    if (j - i > 5 || q - p > 5 || !upper_at(s, i) || !lower_at(s, i + 1) || !lower_at(s, p)) return false;
    if (!a->tokens.n || a->tokens.at[a->tokens.n - 1].end + 1 != i) return false;
    const Token *surname = &a->tokens.at[a->tokens.n - 1];
    if (!(surname->flags & TOKEN_CAPITAL) || surname->end - surname->begin > 6) return false;
    return !has_class_x(s, word_id(s, "-", p, q, ""));
}

/* Whether the hyphen at j (wide `h`) joins the piece [part, j) with what follows. */
static bool joins(const Scan *s, uint32_t i, uint32_t part, uint32_t j, unsigned h) {
    uint32_t p = j + h, q = run_end(s, p);
    if (q == p) return false;
    if (all_digits(s, part, j) && all_digits(s, p, q)) {
        bool more = part > i || (vfp_rune_hyphen(rune_at(s, q)) && digit_at(s, q + 1));
        return more || (j - part == 3 && q - p == 4);
    }
    if (has_class_x(s, word_id(s, "", part, j, "-"))) return true;
    return part == i && is_east_asian_name(s, part, j, p, q);
}

/* ---- words */

/* A character between digits (or capitals) that does not end the number: 1,000.5 10:30 9/11 AT&T. */
static bool inside_number(const Scan *s, uint32_t i, uint32_t j, uint32_t c) {
    if (c == '&') return j - i <= 3 && upper_at(s, j - 1) && upper_at(s, j + 1);
    if (c != ',' && c != '.' && c != ':' && c != '/') return false;
    if (!digit_at(s, j - 1) || !digit_at(s, j + 1)) return false;
    return c != ',' || (digit_at(s, j + 2) && digit_at(s, j + 3) && !digit_at(s, j + 4));
}

/* The end of the address of a mailbox that begins at i, or i. ada@example.org, and the names of mail systems that
 * have no dots: Ada@LOVELACE. */
static uint32_t mail_end(const Scan *s, uint32_t i) {
    enum { LOCAL_LIMIT = 64 };
    uint32_t at = i, q;
    for (; at < s->end && at - i <= LOCAL_LIMIT; at++) {
        unsigned char c = (unsigned char)s->text[at];
        if (!vfp_ascii_letter(c) && !vfp_ascii_digit(c) && (!c || !strchr("._%+-", c))) break;
    }
    if (at == i || at >= s->end || s->text[at] != '@') return i;
    for (q = at + 1; q < s->end; q++) {
        unsigned char c = (unsigned char)s->text[q];
        if (!vfp_ascii_letter(c) && !vfp_ascii_digit(c) && c != '-' && c != '.' && c != '_') break;
    }
    while (q > at + 1 && (s->text[q - 1] == '.' || s->text[q - 1] == '-')) q--;
    return q > at + 1 ? q : i;
}

/* Scans one word from i and adds its one or two tokens; returns its end. */
static uint32_t scan_word(Scan *s, uint32_t i) {
    uint32_t j = run_end(s, i), part = i, apostrophe = VFP_NONE, c;
    unsigned wide = 0;
    for (unsigned n; (n = peek(s, j, &c));) {
        if (inside_number(s, i, j, c)) {
            j = run_end(s, j + n);
        } else if (c == '.') {
            uint32_t q = past_stop(s, i, part, j);
            if (q == j) break;
            if (q == j + 1) {
                j = q;
                break;
            }
            part = j + 1, j = q;
        } else if (vfp_rune_apostrophe(c) && letter_at(s, j + n)) {
            apostrophe = j, wide = n;
            j = run_end(s, j + n);
        } else if (vfp_rune_hyphen(c) && joins(s, i, part, j, n)) {
            part = j + n, j = run_end(s, part);
        } else {
            break;
        }
    }
    add_word(s, i, j, apostrophe, wide);
    return j;
}

static bool same_letters(const Scan *s, uint32_t i, const char *low) {
    for (; *low; low++, i++)
        if (i >= s->end || (s->text[i] | 32) != (*low | 32)) return false;
    return true;
}

/* The end of a web address that begins at i, or i. It goes on to white space, less the marks that close a sentence. */
static uint32_t address_end(const Scan *s, uint32_t i) {
    char c = s->text[i] | 32;
    if (c != 'h' && c != 'w') return i;
    if (!same_letters(s, i, "http://") && !same_letters(s, i, "https://") && !same_letters(s, i, "www.")) return i;
    uint32_t j = i;
    for (uint32_t r; j < s->end;) {
        unsigned n = peek(s, j, &r);
        if (vfp_rune_class(r) == RUNE_SPACE || r == '<' || r == '>' || r == '"' || r == 0x201D || r == 0x201C) break;
        j += n;
    }
    while (j > i && strchr(".,;:!?)]'", s->text[j - 1])) j--;
    return j;
}

/* ---- marks */

/* Whether the apostrophe at i is the genitive of the plural word before it: the presidents' men. Inside single
 * quotation marks nobody can tell; it is then taken for the closing one. */
static bool is_plural_genitive(const Scan *s, uint32_t i) {
    if (s->single_open || i <= s->begin || (s->text[i - 1] | 32) != 's') return false;
    const Article *a = s->article;
    return a->tokens.n && a->tokens.at[a->tokens.n - 1].end == i &&
           !(a->tokens.at[a->tokens.n - 1].flags & TOKEN_PUNCT);
}

static uint32_t scan_apostrophe(Scan *s, uint32_t i, unsigned n) {
    uint32_t c = rune_at(s, i), q = i + n;
    uint32_t next, before = rune_before(s, i);
    unsigned wide = peek(s, q, &next);
    if (vfp_rune_apostrophe(next) && c != 0x2BC) return add_token(s, i, q + wide, 0)->end; /* ''so'' */
    if (digit_at(s, q) && digit_at(s, q + 1) && !word_rune(before)) {                      /* '72, the '90s */
        uint32_t end = run_end(s, q);
        if (end == q + 2 || (end == q + 3 && s->text[q + 2] == 's')) return add_token(s, i, end, 0)->end;
    }
    if (vfp_rune_class(before) == RUNE_SPACE && letter_at(s, q) && i > s->begin) { /* Ada 's */
        uint32_t end = run_end(s, q);
        if (is_clitic((Str){s->text + q, end - q}) && !s->single_open && vfp_rune_class(rune_at(s, end)) == RUNE_SPACE)
            return add_token(s, i, end, 0)->end;
    }
    if (is_plural_genitive(s, i)) return add_token(s, i, q, TOKEN_FUSED)->end;
    if (vfp_rune_class(before) != RUNE_LETTER) s->single_open = c != 0x2019 && word_rune(rune_at(s, q));
    else s->single_open = false;
    return add_token(s, i, q, 0)->end;
}

/* The end of a face that begins at i, or i: :) ;-( =D (: ^_^. It stands apart from words. */
static uint32_t smile_end(const Scan *s, uint32_t i) {
    if (word_rune(rune_before(s, i))) return i;
    uint32_t q = i + 1 + (rune_at(s, i + 1) == '-' || rune_at(s, i + 1) == '\'');
    uint32_t c = rune_at(s, i), mouth = rune_at(s, q);
    if (c == '^') {
        if (mouth == '_') q++;
        return rune_at(s, q) == '^' ? q + 1 : i;
    }
    if (c == '(') mouth = mouth == ':' && vfp_rune_class(rune_at(s, q + 1)) == RUNE_SPACE ? ')' : 0;
    bool smiles = mouth == ')' || mouth == '(' || mouth == 'D';
    if (c == ':' || c == ';') smiles |= mouth == 'P' || mouth == 'O' || mouth == '/' || mouth == '|';
    return q < s->end && smiles && !word_rune(rune_at(s, q + 1)) ? q + 1 : i;
}

/* @handle and #tag, which begin a word. */
static uint32_t tag_end(const Scan *s, uint32_t i) {
    return letter_at(s, i + 1) && !word_rune(rune_before(s, i)) ? run_end(s, i + 1) : i;
}

static bool is_stop_mark(uint32_t c) { return c == '!' || c == '?' || c == '.' || c == 0x2026; }

/* A row of the same mark, or of stops that shout together: ... -- !? === .? but not what follows an ellipsis. */
static uint32_t row_end(const Scan *s, uint32_t i, uint32_t c, unsigned n) {
    static const char rows[] = "-=*_~#`+<>";
    uint32_t j = i + n, r;
    bool stop = is_stop_mark(c);
    if (!stop && (c >= 0x80 || !strchr(rows, (int)c))) return j;
    for (unsigned wide; j < s->end && (wide = peek(s, j, &r)) && r == c; j += wide) {}
    if (!stop || (c == '.' && j > i + n)) return j;
    for (unsigned wide; j < s->end && (wide = peek(s, j, &r)) && is_stop_mark(r); j += wide) {}
    return j;
}

/* A number without its zero (.5), a signed one (+44), the ending of a file's name by itself (.doc); else i. */
static uint32_t bare_end(const Scan *s, uint32_t i, uint32_t c) {
    uint32_t before = rune_before(s, i), q = run_end(s, i + 1);
    if (word_rune(before) || before == c || q == i + 1) return i;
    if (c == '.' && vfp_rune_class(before) == RUNE_SPACE && is_file_ending(s, i + 1, q)) return q;
    if (!digit_at(s, i + 1)) return i;
    if (c == '.') return all_digits(s, i + 1, q) ? q : i;
    return q;
}

static uint32_t scan_mark(Scan *s, uint32_t i, uint32_t c, unsigned n) {
    if (vfp_rune_apostrophe(c)) return scan_apostrophe(s, i, n);
    uint32_t j = i;
    if (c == ':' || c == ';' || c == '=' || c == '(' || c == '^') j = smile_end(s, i);
    else if (c == '@' || c == '#') j = tag_end(s, i);
    else if (c == '.' || c == '+') j = bare_end(s, i, c);
    if (j == i) j = row_end(s, i, c, n);
    add_token(s, i, j, 0);
    return j;
}

/* US$100: the letters are part of the currency sign. */
static uint32_t currency_end(const Scan *s, uint32_t i) {
    uint32_t j = i;
    while (j < s->end && j - i < 4 && vfp_ascii_upper((unsigned char)s->text[j])) j++;
    return j > i && j < s->end && s->text[j] == '$' && digit_at(s, j + 1) ? j + 1 : i;
}

static uint32_t scan_one(Scan *s, uint32_t i, uint32_t c, unsigned n) {
    Rune k = vfp_rune_class(c);
    if (k == RUNE_SPACE || vfp_rune_invisible(c)) return i + n;
    if (!word_rune(c)) return scan_mark(s, i, c, n);
    uint32_t j = c < 0x80 && k == RUNE_LETTER ? address_end(s, i) : i;
    if (j == i && vfp_ascii_upper(c)) j = currency_end(s, i);
    if (j == i && c < 0x80) j = mail_end(s, i);
    if (j == i) return scan_word(s, i);
    add_token(s, i, j, 0);
    return j;
}

void vfp_scan_block(Article *article, const Block *block) {
    Scan s = {.article = article, .text = article->text.at, .begin = block->span.begin, .end = block->span.end};
    uint32_t c;
    for (uint32_t i = s.begin; i < s.end;) {
        unsigned n = peek(&s, i, &c);
        i = scan_one(&s, i, c, n);
    }
}

/* Words that the input had cut itself lack only what their form says. */
static void complete_given(Article *a) {
    char folded[2 * NORM_LIMIT + 4];
    for (uint32_t i = 0; i < a->tokens.n; i++) {
        Token *t = &a->tokens.at[i];
        t->flags |= flags_of(a->text.at, t->begin, t->end);
        if (t->end - t->begin > NORM_LIMIT) continue;
        Str form = {a->text.at + t->begin, t->end - t->begin};
        t->norm = vfp_word(a->lexicon, (Str){folded, vfp_fold(form, folded)});
    }
}

void vfp_tokenize(Article *article) {
    if (article->given) {
        complete_given(article);
        return;
    }
    for (uint32_t b = 0; b < article->blocks.n; b++) {
        if (article->blocks.at[b].kind == BLOCK_FURNITURE) continue;
        uint32_t first = article->tokens.n;
        vfp_scan_block(article, &article->blocks.at[b]);
        vfp_cut_sentences(article, b, first);
    }
}
