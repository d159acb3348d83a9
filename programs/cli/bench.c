/* bench.c: `volteface bench PATH...`, for tools/bench.py: each stage alone over the same input, as JSON Lines. Stages:
 * engine (lexicon and model), cut (files → inputs), code (inputs → records), write (records → JSON Lines), add (into a
 * ledger beside --ledger's path, which must not exist). Words are runs of bytes between blanks. */
#include "cli.h"
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct Stage {
    const char *name;
    double seconds;
    uint64_t documents, bytes, words, out;
} Stage;
enum { CUT, CODE, WRITE, ADD, STAGES };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double lap(double *since) {
    double t = now(), passed = t - *since;
    *since = t;
    return passed;
}

static uint64_t words_in(const char *s, size_t n) {
    uint64_t words = 0;
    bool inside = false;
    for (size_t i = 0; i < n; i++) {
        bool blank = strchr(" \n\t\r", s[i]) != NULL;
        words += !blank && !inside;
        inside = !blank;
    }
    return words;
}

static bool count_out(void *user, const char *bytes, size_t size) {
    (void)bytes;
    *(uint64_t *)user += size;
    return true;
}

static void print_stage(const Stage *stage) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("{\"stage\":\"%s\",\"seconds\":%.6f,\"documents\":%llu,\"bytes\":%llu,\"words\":%llu,\"peak_kb\":%ld}\n",
           stage->name, stage->seconds, (unsigned long long)stage->documents, (unsigned long long)stage->bytes,
           (unsigned long long)stage->words, usage.ru_maxrss);
}

/* One input through all stages, each timed. */
static vf_status through(vf_article *article, vf_ledger *ledger, const vf_input *input, Stage *stages,
                         vf_error *error) {
    double t = now();
    size_t size;
    vf_added added;
    vf_status status = vf_article_read(article, input, error);
    stages[CODE].seconds += lap(&t);
    if (status) return status;
    const char *text = vf_article_text(article, &size);
    uint64_t words = words_in(text, size);
    for (int i = 0; i < STAGES; i++) stages[i].documents++, stages[i].bytes += size, stages[i].words += words;
    t = now();
    status = vf_article_write(article, count_out, &stages[WRITE].out, error);
    stages[WRITE].seconds += lap(&t);
    if (status || !ledger) return status;
    status = vf_ledger_add(ledger, article, &added, error);
    stages[ADD].seconds += lap(&t);
    return status;
}

static int measure(const Options *options, vf_engine *engine, vf_source *source, vf_article *article) {
    Stage stages[STAGES] = {{.name = "cut"}, {.name = "code"}, {.name = "write"}, {.name = "add"}};
    vf_error error = {0};
    vf_ledger *ledger = ledger_open(options, VF_LEDGER_WRITE);
    (void)engine;
    for (;;) {
        vf_input input = {0};
        double t = now();
        vf_status status = vf_source_next(source, &input, &error);
        stages[CUT].seconds += lap(&t);
        if (status == VF_END) break;
        if (!status) status = through(article, ledger, &input, stages, &error);
        if (status) failed(&error);
    }
    vf_ledger_close(ledger);
    for (int i = 0; i < STAGES; i++)
        if (i != ADD || ledger) print_stage(&stages[i]);
    return EXIT_FINE;
}

int run_bench(const Options *options) {
    Stage opening = {.name = "engine"};
    vf_error error = {0};
    double t = now();
    vf_source *source = NULL;
    vf_article *article = NULL;
    int result = EXIT_FAILED;
    vf_engine *engine = engine_open(options);
    opening.seconds = lap(&t);
    print_stage(&opening);
    vf_source_options wanted = {.published = options->published};
    if (engine && (vf_source_open(options->paths.at, options->paths.n, &wanted, &source, &error) ||
                   vf_article_new(engine, &article, &error)))
        failed(&error);
    if (article) result = measure(options, engine, source, article);
    vf_article_free(article);
    vf_source_close(source);
    vf_engine_close(engine);
    return result;
}
