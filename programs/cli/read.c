/* read.c: the commands that read articles: `code`, `parse` and `extract` print, `add` keeps. */
#include "cli.h"
#include "interrupt.h"
#include "pool.h"
#include "progress.h"
#include "term.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static vf_format format_named(const char *name) {
    static const char *const names[] = {"auto", "text", "jsonl", "html", "conllu"};
    for (int i = 0; i < 5; i++)
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

/* ---- code, parse */

/* What is printed of an article: its records, or its sentences. */
typedef struct Product {
    vf_status (*read)(vf_article *article, const vf_input *input, vf_error *error);
    vf_status (*write)(vf_article *article, vf_write_fn write, void *user, vf_error *error);
    void (*work)(Slot *slot); /* the same write, into the slot */
    bool json;
} Product;

static vf_status write_conllu(vf_article *article, vf_write_fn write, void *user, vf_error *error) {
    return vf_article_write_trees(article, VF_TREES_CONLLU, write, user, error);
}
static vf_status write_sentences(vf_article *article, vf_write_fn write, void *user, vf_error *error) {
    return vf_article_write_trees(article, VF_TREES_JSONL, write, user, error);
}

static void records_to_slot(Slot *slot) {
    slot->status = vf_article_write(slot->article, bytes_append, &slot->output, &slot->error);
}
static void conllu_to_slot(Slot *slot) {
    slot->status = write_conllu(slot->article, bytes_append, &slot->output, &slot->error);
}
static void sentences_to_slot(Slot *slot) {
    slot->status = write_sentences(slot->article, bytes_append, &slot->output, &slot->error);
}

static const Product records = {vf_article_read, vf_article_write, records_to_slot, true},
                     conllu = {vf_article_parse, write_conllu, conllu_to_slot, false},
                     sentences = {vf_article_parse, write_sentences, sentences_to_slot, true};

typedef struct Printing {
    const Product *product;
    bool terminal;
    uint64_t refused;
    Progress progress;
} Printing;

/* What is meant for a terminal must not move its cursor; for a file or a program it stays as it is. */
static bool print_product(void *user, const char *bytes, size_t size) {
    const Printing *printing = user;
    if (!printing->terminal) return write_out(NULL, bytes, size);
    if (printing->product->json) print_json_safe(stdout, bytes, size);
    else print_safe(stdout, bytes, size, false);
    return !ferror(stdout);
}

/* False where nobody takes the output any more. */
static bool print_one(Printing *printing, vf_article *article, const vf_input *input, vf_status status,
                      vf_error *error) {
    if (!status) status = printing->product->read(article, input, error);
    if (!status) status = printing->product->write(article, print_product, printing, error);
    if (ferror(stdout)) return false;
    if (status) {
        tell_refusal(input->uri, input->line, error);
        printing->refused++;
    }
    return flush_out();
}

/* One thread, one article: what is read is printed before more is read. */
static int print_alone(const vf_engine *engine, vf_source *source, Printing *printing) {
    vf_article *article;
    vf_error error = {0};
    if (vf_article_new(engine, &article, &error)) return failed(&error);
    for (vf_status status;;) {
        vf_input input = {0};
        uint64_t done, total;
        error = (vf_error){0};
        if ((status = vf_source_next(source, &input, &error)) == VF_END) break;
        if (!print_one(printing, article, &input, status, &error)) break;
        vf_source_progress(source, &done, &total);
        progress_tick(&printing->progress, 1, done, total);
    }
    vf_article_free(article);
    return EXIT_FINE;
}

static bool take_output(void *user, Slot *slot) {
    Printing *printing = user;
    if (slot->status) {
        tell_refusal(slot->uri.at, slot->line, &slot->error);
        printing->refused++;
    } else print_product(printing, slot->output.at, slot->output.n);
    printing->progress.documents++;
    return flush_out();
}

static void tick_printing(void *user, uint64_t done, uint64_t total) {
    progress_tick(&((Printing *)user)->progress, 0, done, total);
}

static int print_together(const vf_engine *engine, vf_source *source, unsigned jobs, Printing *printing) {
    PoolPlan plan = {.engine = engine,
                     .source = source,
                     .workers = jobs,
                     .read = printing->product->read,
                     .work = printing->product->work,
                     .take = take_output,
                     .tick = tick_printing,
                     .user = printing};
    vf_error error = {0};
    bool stuck;
    if (pool_run(&plan, &stuck, &error)) return failed(&error);
    if (stuck) _exit(finish_out(EXIT_FINE)); /* the output is closed, and the reader waits for input */
    return EXIT_FINE;
}

static int print_all(const Options *options, const Product *product) {
    Printing printing = {.product = product, .terminal = isatty(STDOUT_FILENO)};
    unsigned jobs = jobs_wanted(options, 1);
    int status = EXIT_FAILED;
    vf_engine *engine = engine_open(options);
    vf_source *source = engine ? source_open(options) : NULL;
    progress_start(&printing.progress, options->progress && !options->quiet);
    if (source)
        status = jobs == 1 ? print_alone(engine, source, &printing) : print_together(engine, source, jobs, &printing);
    progress_clear();
    if (!status && printing.refused) status = EXIT_REFUSED;
    vf_source_close(source);
    vf_engine_close(engine);
    return status;
}

int run_code(const Options *options) { return print_all(options, &records); }

int run_parse(const Options *options) {
    return print_all(options, options->format && strcmp(options->format, "jsonl") == 0 ? &sentences : &conllu);
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
                     .read = vf_article_read,
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
