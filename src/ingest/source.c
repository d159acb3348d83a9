/* source.c: files, folders and streams → one article's bytes after the other.
 *
 * In: paths. Out: inputs that borrow from one buffer. A JSON Lines file is never held: the buffer holds one line, at
 * most the article limit, and a longer line is read past without being kept. A CoNLL-U file is cut before each
 * `# newdoc`, and between two sentences where a document is long or the file names none. Text and pages are held whole,
 * up to the same limit. Every byte is read once and looked at by memchr. Whatever can't be read is one refusal; the
 * rest goes on. */
#include "ingest/page.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 256 * 1024, DEFAULT_LIMIT = 16 << 20, PROBE = 64 * 1024, PIECE = 1 << 20 };

struct vf_source {
    vf_source_options options;
    size_t limit;
    Walk *walk;
    char *uri; /* of the current file */
    /* the current file; fd -1: none */
    int fd;
    bool lines; /* it is handed out by lines (JSON Lines) or by pieces of several (CoNLL-U) */
    bool pieces, ended;
    uint64_t line, yielded;
    /* bytes read and not yet handed out: buffer[begin, end); no newline before `scanned` */
    char *buffer;
    size_t begin, end, scanned, room;
    uint64_t done, total, base, size; /* base: done when the current file was opened; size: of it, 0 unknown */
};

/* ------------------------------------------------------------------ opening */

/* The size of all files, or 0 where a stream is among them. */
static uint64_t measure(const char *const *paths, size_t count) {
    uint64_t total = 0;
    bool unknown = false;
    Walk *walk = vfp_walk_new(paths, count);
    WalkItem item;
    for (vf_status status = VF_OK; walk && status != VF_END;) {
        status = vfp_walk_next(walk, &item, NULL);
        if (status == VF_E_MEMORY) break;
        if (status) continue;
        total += item.size;
        unknown |= item.named && !item.size && !strcmp(item.path, "-");
    }
    vfp_walk_free(walk);
    return unknown ? 0 : total;
}

static vf_status check(const vf_source_options *options, vf_error *error) {
    const char *day = options->published;
    if (day && !vfp_date_parse(vfp_str(day)).year)
        return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "\"%s\" is not a date; write YYYY-MM-DD", day);
    if (options->format > VF_FORMAT_CONLLU)
        return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "unknown format %d", (int)options->format);
    return VF_OK;
}

vf_status vf_source_open(const char *const *paths, size_t count, const vf_source_options *options, vf_source **out,
                         vf_error *error) {
    *out = NULL;
    vf_source_options none = {0};
    if (!options) options = &none;
    vf_status status = check(options, error);
    if (status) return status;
    vf_source *s = calloc(1, sizeof *s);
    if (s) {
        *s = (vf_source){.options = *options, .fd = -1, .room = 2 * CHUNK};
        s->limit = options->article_limit ? options->article_limit : DEFAULT_LIMIT;
        s->walk = vfp_walk_new(paths, count);
        s->buffer = malloc(s->room);
    }
    if (!s || !s->walk || !s->buffer) {
        vf_source_close(s);
        return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    }
    s->total = measure(paths, count);
    *out = s;
    return VF_OK;
}

static void close_file(vf_source *s) {
    if (s->fd > STDIN_FILENO) close(s->fd);
    if (s->fd >= 0 && s->size && s->done < s->base + s->size) s->done = s->base + s->size; /* what was passed over */
    s->fd = -1;
}

void vf_source_close(vf_source *s) {
    if (!s) return;
    close_file(s);
    vfp_walk_free(s->walk);
    free(s->uri);
    free(s->buffer);
    free(s);
}

void vf_source_progress(const vf_source *s, uint64_t *done, uint64_t *total) {
    if (done) *done = s->done;
    if (total) *total = s->total;
}

/* ------------------------------------------------------------------ what it is */

static bool begins(const char *s, size_t n, const char *word) {
    size_t k = strlen(word);
    return n >= k && strncasecmp(s, word, k) == 0;
}

static size_t skip_blank(const char *s, size_t n) {
    size_t i = n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (i < n && (s[i] == ' ' || (s[i] >= '\t' && s[i] <= '\r'))) i++;
    return i;
}

vf_format vfp_sniff(const char *s, size_t n) {
    static const char *const tags[] = {"<!doctype html", "<html", "<head", "<body", "<meta", "<title",
                                       "<article",       "<div",  "<p>",   "<!--",  "<?xml"};
    static const char *const marks[] = {"# newdoc", "# newpar", "# sent_id =", "# text =", "# global."};
    size_t i = skip_blank(s, n);
    if (i == n) return VF_FORMAT_TEXT;
    for (size_t t = 0; s[i] == '#' && t < sizeof marks / sizeof *marks; t++)
        if (begins(s + i, n - i, marks[t])) return VF_FORMAT_CONLLU;
    if (s[i] == '{') {
        size_t k = i + 1 + skip_blank(s + i + 1, n - i - 1);
        return k == n || s[k] == '"' || s[k] == '}' ? VF_FORMAT_JSONL : VF_FORMAT_TEXT;
    }
    for (size_t t = 0; s[i] == '<' && t < sizeof tags / sizeof *tags; t++)
        if (begins(s + i, n - i, tags[t])) return VF_FORMAT_HTML;
    return VF_FORMAT_TEXT;
}

bool vfp_magic(const char *s, size_t n, const char **kind) {
    static const struct {
        const char *kind, *bytes;
        size_t size;
    } known[] = {{"compressed (gzip -dc unpacks it)", "\x1F\x8B", 2},
                 {"compressed (zstd -dc unpacks it)", "\x28\xB5\x2F\xFD", 4},
                 {"compressed (xz -dc unpacks it)",
                  "\xFD"
                  "7zXZ",
                  5},
                 {"compressed (bzip2 -dc unpacks it)", "BZh9", 4},
                 {"a zip archive or an office document; save its text first", "PK\x03\x04", 4},
                 {"a PDF; pdftotext makes text of it", "%PDF-", 5},
                 {"an SQLite file, not text; leave it out", "SQLite format 3", 15},
                 {"an image, not text; leave it out", "\x89PNG", 4},
                 {"an image, not text; leave it out", "\xFF\xD8\xFF", 3},
                 {"a program, not text; leave it out",
                  "\x7F"
                  "ELF",
                  4}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (n >= known[i].size && !memcmp(s, known[i].bytes, known[i].size)) return *kind = known[i].kind, true;
    return false;
}

/* Whether the first line of a .json file is a whole object, so that the file is JSON Lines and not one object over
 * several lines. */
static bool whole_object(const char *s, size_t n) {
    const char *newline = memchr(s, '\n', n);
    size_t depth = 0, end = newline ? (size_t)(newline - s) : n;
    bool string = false;
    for (size_t i = 0; i < end; i++) {
        if (string && s[i] == '\\') i++;
        else if (s[i] == '"') string = !string;
        else if (!string && (s[i] == '{' || s[i] == '[')) depth++;
        else if (!string && (s[i] == '}' || s[i] == ']') && depth && !--depth) return newline != NULL;
    }
    return !newline; /* longer than what is known of it: one line either way */
}

/* ------------------------------------------------------------------ reading */

/* Reads into the buffer's free room. False at the end or on an error (*failed: errno). */
static bool fill(vf_source *s, int *failed) {
    *failed = 0;
    if (s->ended || s->end == s->room) return false;
    ssize_t got;
    do got = read(s->fd, s->buffer + s->end, s->room - s->end);
    while (got < 0 && errno == EINTR);
    if (got > 0) {
        s->end += (size_t)got;
        s->done += (uint64_t)got;
        return true;
    }
    s->ended = true;
    if (got < 0) *failed = errno;
    return false;
}

/* Makes room for another chunk behind what is held. */
static bool make_room(vf_source *s) {
    if (s->begin) {
        memmove(s->buffer, s->buffer + s->begin, s->end - s->begin);
        s->scanned -= s->begin;
        s->end -= s->begin;
        s->begin = 0;
    }
    if (s->room - s->end >= CHUNK) return true;
    size_t room = s->room * 2;
    char *grown = realloc(s->buffer, room);
    if (!grown) return false;
    s->buffer = grown;
    s->room = room;
    return true;
}

static vf_status refuse(vf_source *s, vf_input *input, vf_status status, vf_error *error, const char *what) {
    *input = (vf_input){.uri = s->uri, .line = s->lines ? s->line : 0, .published = s->options.published};
    return vfp_fail(error, status, s->uri, input->line, 0, "%s", what);
}

static vf_status refuse_file(vf_source *s, vf_input *input, vf_status status, vf_error *error, const char *what) {
    s->lines = false;
    close_file(s);
    return refuse(s, input, status, error, what);
}

static vf_status failed_read(vf_source *s, vf_input *input, int code, vf_error *error) {
    char what[160];
    snprintf(what, sizeof what, "can't read it: %s", strerror(code));
    return refuse_file(s, input, VF_E_IO, error, what);
}

static vf_status too_long(vf_source *s, vf_input *input, vf_error *error, const char *what) {
    vf_status status = refuse(s, input, VF_E_LIMIT, error, "");
    if (error)
        snprintf(error->message, sizeof error->message,
                 "%s is longer than %zu bytes, the limit of one article; split it", what, s->limit);
    return status;
}

static vf_status hand_out(vf_source *s, vf_input *input, size_t begin, size_t end, vf_format format) {
    *input = (vf_input){.bytes = s->buffer + begin,
                        .size = end - begin,
                        .format = format,
                        .uri = s->uri,
                        .line = s->lines ? s->line : 0,
                        .published = s->options.published};
    s->yielded++;
    return VF_OK;
}

/* ---- lines */

/* Reads past the line that is too long. */
static vf_status pass_over(vf_source *s, vf_input *input, vf_error *error) {
    int failed = 0;
    for (;;) {
        char *newline = memchr(s->buffer + s->scanned, '\n', s->end - s->scanned);
        if (newline) {
            s->begin = s->scanned = (size_t)(newline - s->buffer) + 1;
            break;
        }
        s->begin = s->scanned = s->end = 0;
        if (!fill(s, &failed)) break;
    }
    s->yielded++;
    return too_long(s, input, error, "the line");
}

/* Finds the end of the line at s->begin, reading on as needed. VF_OK: *end is set; VF_END; or a refusal. */
static vf_status find_line(vf_source *s, size_t *end, vf_input *input, vf_error *error) {
    int failed = 0;
    for (;;) {
        char *newline = memchr(s->buffer + s->scanned, '\n', s->end - s->scanned);
        *end = newline ? (size_t)(newline - s->buffer) : s->end;
        s->scanned = *end;
        if (*end - s->begin > s->limit) return pass_over(s, input, error);
        if (newline) return VF_OK;
        if (s->end == s->room && !make_room(s)) return refuse_file(s, input, VF_E_MEMORY, error, "out of memory");
        if (fill(s, &failed)) continue;
        if (failed) return failed_read(s, input, failed, error);
        return s->begin < s->end ? VF_OK : VF_END;
    }
}

static vf_status next_line(vf_source *s, vf_input *input, vf_error *error) {
    for (;;) {
        size_t end, begin;
        s->line++;
        vf_status status = find_line(s, &end, input, error);
        if (status == VF_END && !s->yielded)
            return refuse_file(s, input, VF_E_FORMAT, error, "it is empty; there is nothing to read, so leave it out");
        if (status) return status;
        begin = s->begin + skip_blank(s->buffer + s->begin, end - s->begin);
        s->begin = s->scanned = end < s->end ? end + 1 : end;
        if (begin >= end) continue;
        return hand_out(s, input, begin, end, VF_FORMAT_JSONL);
    }
}

/* ---- pieces of a CoNLL-U file */

/* A piece while its end is looked for. Its bytes are buffer[begin, scanned); `at` of them, up to the last blank line,
 * can be handed out. */
typedef struct Piece {
    size_t at;
    uint64_t lines, lines_at; /* so far, and up to `at` */
    bool words, words_at;     /* words were seen so far, and before `at` */
    bool over;                /* a sentence is longer than the limit: it is dropped as it comes */
    vf_status status;
    int failed;
} Piece;

/* Moves s->scanned from the begin of a line to its end, reading on as needed. False at the end of the file. A line
 * that fills the buffer up to the limit is taken in parts. */
static bool scan_line(vf_source *s, Piece *p) {
    size_t at = s->scanned - s->begin;
    for (;;) {
        char *newline = memchr(s->buffer + s->scanned, '\n', s->end - s->scanned);
        s->scanned = newline ? (size_t)(newline - s->buffer) : s->end;
        if (newline || s->end - s->begin > s->limit + PIECE) return true;
        if (s->end == s->room && !make_room(s)) return p->status = VF_E_MEMORY, false;
        if (!fill(s, &p->failed)) return !p->failed && s->scanned - s->begin > at;
    }
}

static bool is_blank_line(const char *line, size_t n) {
    while (n && (line[n - 1] == ' ' || line[n - 1] == '\t' || line[n - 1] == '\r')) n--;
    return !n;
}

/* Takes one more line in. False where the piece ends before or behind it. */
static bool take_line(vf_source *s, Piece *p, size_t at) {
    const char *line = s->buffer + s->begin + at;
    size_t n = s->scanned - s->begin - at, enough = s->limit < PIECE ? s->limit : PIECE;
    bool blank = is_blank_line(line, n);
    if (p->words_at && begins(line, n, "# newdoc")) return false;
    if (s->scanned < s->end) s->scanned++, p->lines++;
    else p->lines += s->ended;
    p->words |= !blank && *line != '#';
    if (blank) p->at = s->scanned - s->begin, p->lines_at = p->lines, p->words_at = p->words;
    if (p->words_at && (p->over || p->at >= enough)) return false;
    if (s->scanned - s->begin - p->at <= s->limit) return true;
    if (p->words_at) return false;
    p->over = p->words = true;
    s->begin = s->scanned;
    p->at = 0;
    return true;
}

static void find_piece(vf_source *s, Piece *p) {
    size_t at;
    do {
        at = s->scanned - s->begin;
        if (!scan_line(s, p)) {
            p->at = s->scanned - s->begin, p->lines_at = p->lines, p->words_at = p->words;
            return;
        }
    } while (take_line(s, p, at));
}

static vf_status next_piece(vf_source *s, vf_input *input, vf_error *error) {
    Piece p = {0};
    vf_status status = VF_OK;
    find_piece(s, &p);
    if (p.status) return refuse_file(s, input, p.status, error, "out of memory");
    if (p.failed) return failed_read(s, input, p.failed, error);
    size_t begin = s->begin;
    uint64_t first = s->line + 1;
    s->line += p.lines_at;
    s->begin = s->scanned = begin + p.at;
    if (!p.words_at && s->yielded) return VF_END;
    if (!p.words_at) return refuse_file(s, input, VF_E_FORMAT, error, "no sentence in it to read; leave it out");
    if (p.over) {
        s->yielded++;
        status = too_long(s, input, error, "a sentence");
        if (error) error->line = first;
    } else hand_out(s, input, begin, begin + p.at, VF_FORMAT_CONLLU);
    input->line = first;
    return status;
}

/* ---- whole files */

static vf_status whole_file(vf_source *s, vf_input *input, vf_format format, vf_error *error) {
    int failed = 0;
    do {
        if (s->end - s->begin > s->limit) {
            vf_status status = too_long(s, input, error, "it");
            close_file(s);
            return status;
        }
        if (s->room - s->end < CHUNK && !make_room(s))
            return refuse_file(s, input, VF_E_MEMORY, error, "out of memory");
    } while (fill(s, &failed));
    if (failed) return failed_read(s, input, failed, error);
    close_file(s);
    return hand_out(s, input, s->begin, s->end, format);
}

/* ---- the next file */

static vf_status next_of_file(vf_source *s, vf_input *input, vf_error *error) {
    return s->pieces ? next_piece(s, input, error) : next_line(s, input, error);
}

static vf_status refuse_binary(vf_source *s, vf_input *input, vf_format format, vf_error *error) {
    const char *kind = NULL, *bytes = s->buffer;
    size_t n = s->end < PROBE ? s->end : PROBE;
    char what[160];
    if (vfp_magic(bytes, n, &kind)) {
        snprintf(what, sizeof what, "it is %s", kind);
        return refuse_file(s, input, VF_E_ENCODING, error, what);
    }
    bool utf16 = n >= 2 && (!memcmp(bytes, "\xFF\xFE", 2) || !memcmp(bytes, "\xFE\xFF", 2));
    if (utf16 && s->lines)
        return refuse_file(s, input, VF_E_ENCODING, error, "it is UTF-16; convert it first (iconv -f UTF-16 -t UTF-8)");
    const char *nul = utf16 || format == VF_FORMAT_HTML ? NULL : memchr(bytes, 0, n);
    if (!nul) return VF_OK;
    vf_status status =
        refuse_file(s, input, VF_E_ENCODING, error, "a NUL byte: it is a binary file; save its text first");
    if (error) error->byte = (uint64_t)(nul - bytes) + 1;
    return status;
}

/* The format of the file whose first bytes are in the buffer; sets s->lines. */
static vf_format decide(vf_source *s) {
    bool single = false;
    vf_format format = s->options.format;
    if (!format) format = strcmp(s->uri, "-") ? vfp_format_of(s->uri, &single) : VF_FORMAT_AUTO;
    if (!format) {
        format = vfp_sniff(s->buffer, s->end);
        single = format == VF_FORMAT_JSONL;
    }
    size_t begin = skip_blank(s->buffer, s->end);
    s->pieces = format == VF_FORMAT_CONLLU;
    s->lines =
        s->pieces || (format == VF_FORMAT_JSONL && !(single && !whole_object(s->buffer + begin, s->end - begin)));
    return format;
}

static vf_status begin_file(vf_source *s, vf_input *input, vf_error *error) {
    int failed = 0;
    while (s->end < PROBE && fill(s, &failed)) {}
    if (failed) return failed_read(s, input, failed, error);
    if (!s->end)
        return refuse_file(s, input, VF_E_FORMAT, error, "it is empty; there is nothing to read, so leave it out");
    vf_format format = decide(s);
    vf_status status = refuse_binary(s, input, format, error);
    if (status) return status;
    if (s->lines) return next_of_file(s, input, error);
    if (s->size <= s->limit) return whole_file(s, input, format, error);
    status = too_long(s, input, error, "it");
    close_file(s);
    return status;
}

static vf_status open_file(vf_source *s, const WalkItem *item, vf_input *input, vf_error *error) {
    free(s->uri);
    s->uri = strdup(item->path);
    if (!s->uri) return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    s->lines = s->ended = false;
    s->line = s->yielded = 0;
    s->begin = s->end = s->scanned = 0;
    s->base = s->done;
    s->size = item->size;
    s->fd = strcmp(item->path, "-") ? open(item->path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    if (s->fd < 0) return failed_read(s, input, errno, error);
    return begin_file(s, input, error);
}

vf_status vf_source_next(vf_source *s, vf_input *input, vf_error *error) {
    *input = (vf_input){.published = s->options.published};
    if (s->fd >= 0 && s->lines) {
        vf_status status = next_of_file(s, input, error);
        if (status != VF_END) return status;
        close_file(s);
    }
    WalkItem item;
    vf_status status = vfp_walk_next(s->walk, &item, error);
    if (status == VF_END) return VF_END;
    if (!status) return open_file(s, &item, input, error);
    free(s->uri);
    s->uri = item.path ? strdup(item.path) : NULL;
    input->uri = s->uri;
    return status;
}
