/* read.c: the commands that read articles: `code` and `extract` print, `add` keeps. */
#include "cli.h"
#include "interrupt.h"
#include "pool.h"
#include "progress.h"
#include "term.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static vf_format format_named(const char *name) {
    static const char *const names[] = {"auto", "text", "jsonl", "html"};
    for (int i = 0; i < 4; i++)
        if (strcmp(name, names[i]) == 0) return (vf_format)i;
    return VF_FORMAT_AUTO;
}

static vf_source *source_open(const Options *options) {
    vf_source_options wanted = {.format = format_named(options->input_format), .published = options->published};
    vf_source *source;
    vf_error error = {0};
    if (!vf_source_open(options->paths.at, options->paths.n, &wanted, &source, &error)) return source;
    failed(&error);
    return NULL;
}

/* One line about an input that was refused; its place is the error's, else the input's. */
static void tell_refusal(const char *uri, uint64_t line, const vf_error *error) {
    char text[sizeof error->where + sizeof error->message + 64];
    vf_error named = *error;
    if (!named.where[0] && uri) strncpy(named.where, uri, sizeof named.where - 1);
    if (!named.line) named.line = line;
    progress_clear();
    vf_error_line(&named, text, sizeof text);
    complain("refused: %s", text);
}

static unsigned jobs_wanted(const Options *options, unsigned otherwise) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t wanted = options->jobs == UINT64_MAX ? otherwise : options->jobs;
    if (!wanted) wanted = cores > 0 ? (uint64_t)cores : 1;
    return wanted > 256 ? 256 : (unsigned)wanted;
}

/* ---- code */

/* A line of records for a terminal must not move its cursor; for a file or a program it stays as it is. */
static bool write_record(void *user, const char *bytes, size_t size) {
    if (!*(bool *)user) return write_out(NULL, bytes, size);
    print_json_safe(stdout, bytes, size);
    return !ferror(stdout);
}

typedef struct Coding {
    bool terminal;
    uint64_t refused;
    Progress progress;
} Coding;

/* False where nobody takes the output any more. */
static bool code_one(Coding *coding, vf_article *article, const vf_input *input, vf_status status, vf_error *error) {
    if (!status) status = vf_article_read(article, input, error);
    if (!status) status = vf_article_write(article, write_record, &coding->terminal, error);
    if (ferror(stdout)) return false;
    if (status) {
        tell_refusal(input->uri, input->line, error);
        coding->refused++;
    }
    return flush_out();
}

/* One thread, one article: what is read is printed before more is read. */
static int code_alone(const vf_engine *engine, vf_source *source, Coding *coding) {
    vf_article *article;
    vf_error error = {0};
    if (vf_article_new(engine, &article, &error)) return failed(&error);
    for (vf_status status;;) {
        vf_input input = {0};
        uint64_t done, total;
        error = (vf_error){0};
        if ((status = vf_source_next(source, &input, &error)) == VF_END) break;
        if (!code_one(coding, article, &input, status, &error)) break;
        vf_source_progress(source, &done, &total);
        progress_tick(&coding->progress, 1, done, total);
    }
    vf_article_free(article);
    return EXIT_FINE;
}

static void write_slot(Slot *slot) {
    slot->status = vf_article_write(slot->article, bytes_append, &slot->output, &slot->error);
}

static bool take_output(void *user, Slot *slot) {
    Coding *coding = user;
    if (slot->status) {
        tell_refusal(slot->uri.at, slot->line, &slot->error);
        coding->refused++;
    } else write_record(&coding->terminal, slot->output.at, slot->output.n);
    coding->progress.documents++;
    return flush_out();
}

static void tick_coding(void *user, uint64_t done, uint64_t total) {
    progress_tick(&((Coding *)user)->progress, 0, done, total);
}

static int code_together(const vf_engine *engine, vf_source *source, unsigned jobs, Coding *coding) {
    PoolPlan plan = {.engine = engine,
                     .source = source,
                     .workers = jobs,
                     .work = write_slot,
                     .take = take_output,
                     .tick = tick_coding,
                     .user = coding};
    vf_error error = {0};
    bool stuck;
    if (pool_run(&plan, &stuck, &error)) return failed(&error);
    if (stuck) _exit(finish_out(EXIT_FINE)); /* the output is closed, and the reader waits for input */
    return EXIT_FINE;
}

int run_code(const Options *options) {
    Coding coding = {.terminal = isatty(STDOUT_FILENO)};
    unsigned jobs = jobs_wanted(options, 1);
    int status = EXIT_FAILED;
    vf_engine *engine = engine_open(options);
    vf_source *source = engine ? source_open(options) : NULL;
    progress_start(&coding.progress, options->progress && !options->quiet);
    if (source) status = jobs == 1 ? code_alone(engine, source, &coding) : code_together(engine, source, jobs, &coding);
    progress_clear();
    if (!status && coding.refused) status = EXIT_REFUSED;
    vf_source_close(source);
    vf_engine_close(engine);
    return status;
}

/* ---- extract */

static bool print_text(const vf_article *article) {
    size_t size;
    const char *text = vf_article_text(article, &size);
    if (isatty(STDOUT_FILENO)) print_safe(stdout, text, size, false);
    else fwrite(text, 1, size, stdout);
    if (size && text[size - 1] != '\n') putchar('\n');
    return !ferror(stdout);
}

static int extract_all(const vf_engine *engine, vf_source *source) {
    vf_article *article;
    vf_error error = {0};
    int result = EXIT_FINE;
    if (vf_article_new(engine, &article, &error)) return failed(&error);
    for (;;) {
        vf_input input = {0};
        error = (vf_error){0};
        vf_status status = vf_source_next(source, &input, &error);
        if (status == VF_END) break;
        if (!status) status = vf_article_read(article, &input, &error);
        if (status) {
            tell_refusal(input.uri, input.line, &error);
            result = EXIT_REFUSED;
        } else if (!print_text(article)) break;
    }
    vf_article_free(article);
    return result;
}

int run_extract(const Options *options) {
    vf_engine *engine = engine_open(options);
    vf_source *source = engine ? source_open(options) : NULL;
    int status = source ? extract_all(engine, source) : EXIT_FAILED;
    vf_source_close(source);
    vf_engine_close(engine);
    return status;
}

/* ---- add */

typedef struct Adding {
    vf_ledger *ledger;
    uint64_t added, replaced, unchanged, refused;
    int status;
    Progress progress;
} Adding;

/* The writer: the only one that touches the ledger. A refused input is noted there and the batch goes on; a ledger
 * that can't be written ends the batch. */
static bool take_article(void *user, Slot *slot) {
    Adding *adding = user;
    vf_error error = {0};
    vf_added added = VF_ADDED;
    vf_status status;
    if (slot->status) {
        tell_refusal(slot->uri.at, slot->line, &slot->error);
        adding->refused++;
        status = vf_ledger_refuse(adding->ledger, slot->uri.at, slot->line, &slot->error, &error);
    } else {
        status = vf_ledger_add(adding->ledger, slot->article, &added, &error);
        if (!status)
            ++*(added == VF_ADDED ? &adding->added : added == VF_REPLACED ? &adding->replaced : &adding->unchanged);
    }
    adding->progress.documents++;
    if (!status) return true;
    progress_clear();
    adding->status = failed(&error);
    return false;
}

static void tick_adding(void *user, uint64_t done, uint64_t total) {
    progress_tick(&((Adding *)user)->progress, 0, done, total);
}

static void summarize(const Options *options, const Adding *adding) {
    const unsigned long long a = adding->added, r = adding->replaced, u = adding->unchanged, f = adding->refused;
    if (options->json)
        printf("{\"added\":%llu,\"replaced\":%llu,\"unchanged\":%llu,\"refused\":%llu,\"interrupted\":%s}\n", a, r, u,
               f, interrupted() ? "true" : "false");
    else if (!options->quiet)
        printf("%llu added, %llu replaced, %llu unchanged, %llu refused%s\n", a, r, u, f,
               interrupted() ? "; stopped before the end" : "");
}

static int add_all(const Options *options, const PoolPlan *plan, Adding *adding) {
    vf_error error = {0};
    bool stuck;
    progress_start(&adding->progress, options->progress && !options->quiet);
    vf_status status = pool_run(plan, &stuck, &error);
    progress_clear();
    if (status) return failed(&error);
    summarize(options, adding);
    int result = adding->status    ? adding->status
                 : interrupted()   ? EXIT_INTERRUPTED
                 : adding->refused ? EXIT_REFUSED
                                   : 0;
    if (stuck) { /* the reader still holds source and engine: leave without taking them down */
        vf_ledger_close(adding->ledger);
        _exit(finish_out(result));
    }
    return result;
}

int run_add(const Options *options) {
    const atomic_bool *stop = interrupt_watch();
    Adding adding = {0};
    int status = EXIT_FAILED;
    vf_engine *engine = engine_open(options);
    vf_source *source = engine ? source_open(options) : NULL;
    if (source) adding.ledger = ledger_open(options, VF_LEDGER_WRITE);
    PoolPlan plan = {.engine = engine,
                     .source = source,
                     .workers = jobs_wanted(options, 0),
                     .take = take_article,
                     .tick = tick_adding,
                     .user = &adding,
                     .stop = stop};
    if (adding.ledger) status = add_all(options, &plan, &adding);
    vf_ledger_close(adding.ledger);
    vf_source_close(source);
    vf_engine_close(engine);
    return status;
}
