/* heap.c: every allocation fails in turn, once alone and once with all that follow. Nothing may crash, and whoever
 * called must learn that memory was out. Each try is a process of its own; output is TAP.
 *
 * The allocator is replaced for the whole process, so the libraries below (JSON, HTML, SQLite) are tried as well. */
#include "volteface.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static long countdown = -1; /* allocations until one fails; -1: none does */
static bool for_good;       /* all that follow fail too */
static long allocations;

static bool out(void) {
    allocations++;
    if (countdown < 0) return false;
    if (countdown > 1) return countdown--, false;
    if (!for_good) countdown = -1;
    return true;
}

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
void *malloc(size_t size) { return out() ? NULL : __libc_malloc(size); }
void *calloc(size_t n, size_t size) { return out() ? NULL : __libc_calloc(n, size); }
void *realloc(void *old, size_t size) { return out() ? NULL : __libc_realloc(old, size); }

/* ---- what is tried: each returns how it ended; set-up that must not fail is done before countdown is set */

static const char text[] =
    "President John F. Kennedy met Soviet Foreign Minister Andrei Gromyko in Washington on Thursday. "
    "“We will not accept offensive missiles in Cuba,” Kennedy said. Officials later disclosed that "
    "Gromyko had denied it, and that Khrushchev may withdraw them unless the island is invaded.";
static const char json[] =
    "{\"id\":\"x\",\"title\":\"T\",\"published\":\"1962-10-18\",\"publisher\":\"Paper\",\"text\":\"President "
    "Kennedy met Andrei Gromyko on Thursday and said \\u201cno\\u201d.\"}";
static const char page[] =
    "<html><head><title>T</title></head><body><nav><a href=/>Home</a></nav><article><h1>Kennedy</h1>"
    "<p>President Kennedy met Andrei Gromyko on Thursday, and said no to the missiles in Cuba.</p>"
    "<p>He spoke to Khrushchev later, and the two of them agreed.</p></article></body></html>";

static const char conllu[] = "# newdoc id = x\n# sent_id = x-1\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n"
                             "1\tdo\t_\t_\t_\t_\t_\t_\t_\t_\n2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n\n";

static vf_engine *engine;
static vf_article *article;
static vf_ledger *ledger;
static char place[64] = "/tmp/volteface-heap-XXXXXX"; /* a folder, then the ledger in it */

static bool swallow(void *user, const char *bytes, size_t size) {
    (void)user, (void)bytes, (void)size;
    return true;
}

static vf_status open_engine(vf_error *error) {
    vf_engine *opened;
    vf_status status = vf_engine_open(NULL, &opened, error);
    if (!status) vf_engine_close(opened);
    return status;
}

static vf_status read_one(const char *bytes, size_t size, vf_format format, vf_error *error) {
    vf_input input = {.bytes = bytes, .size = size, .format = format, .uri = "heap"};
    vf_article *own;
    vf_status status = vf_article_new(engine, &own, error);
    if (status) return status;
    status = vf_article_read(own, &input, error);
    if (!status) status = vf_article_write(own, swallow, NULL, error);
    vf_article_free(own);
    return status;
}
static vf_status read_text(vf_error *error) { return read_one(text, strlen(text), VF_FORMAT_TEXT, error); }
static vf_status read_json(vf_error *error) { return read_one(json, strlen(json), VF_FORMAT_JSONL, error); }
static vf_status read_page(vf_error *error) { return read_one(page, strlen(page), VF_FORMAT_HTML, error); }

static vf_status parse_words(vf_error *error) {
    vf_input input = {.bytes = conllu, .size = strlen(conllu), .format = VF_FORMAT_CONLLU, .uri = "heap"};
    vf_article *own;
    vf_status status = vf_article_new(engine, &own, error);
    if (status) return status;
    status = vf_article_parse(own, &input, error);
    if (!status) status = vf_article_write_trees(own, VF_TREES_JSONL, swallow, NULL, error);
    if (!status) status = vf_article_write_trees(own, VF_TREES_CONLLU, swallow, NULL, error);
    vf_article_free(own);
    return status;
}

static vf_status read_files(vf_error *error) {
    const char *paths[] = {"examples"};
    vf_source *source;
    vf_input input;
    vf_status status = vf_source_open(paths, 1, NULL, &source, error);
    if (status) return status;
    while (!(status = vf_source_next(source, &input, error))) continue;
    vf_source_close(source);
    return status == VF_END ? VF_OK : status;
}

/* Into a ledger of its own, so that every try has everything to do. */
static vf_status keep(vf_error *error) {
    char own[sizeof place + 8];
    vf_ledger *opened;
    vf_added added;
    snprintf(own, sizeof own, "%s-keep", place);
    unlink(own);
    vf_status status = vf_ledger_open(own, VF_LEDGER_WRITE, &opened, error);
    if (status) return status;
    status = vf_ledger_add(opened, article, &added, error);
    vf_ledger_close(opened);
    return status;
}

static vf_status ask(vf_error *error) {
    vf_filter filter = {.actor = "Kennedy"};
    vf_rows *rows;
    vf_status status = vf_ask(ledger, engine, VF_ASK_STATEMENTS, &filter, &rows, error);
    if (status) return status;
    while (!(status = vf_rows_next(rows, error))) continue;
    vf_rows_close(rows);
    return status == VF_END ? VF_OK : status;
}

static vf_status export_all(vf_error *error) { return vf_export(ledger, "jsonl", NULL, NULL, swallow, NULL, error); }

static vf_status show(vf_error *error) {
    char *shown = NULL;
    vf_status status = vf_show(ledger, "x", &shown, error);
    vf_free(shown);
    return status;
}

/* ---- the tries */

enum { ENDED_WELL, ENDED_TOLD, ENDED_SILENT, ENDED_WRONG };

static int attempt(vf_status (*what)(vf_error *), long at, bool all) {
    vf_error error = {0};
    pid_t child = fork();
    if (child == 0) {
        alarm(60);
        countdown = at;
        for_good = all;
        vf_status status = what(&error);
        countdown = -1;
        if (status == VF_OK) _exit(ENDED_WELL);
        if (!error.message[0] && error.status == VF_OK) _exit(ENDED_SILENT);
        _exit(status == VF_E_INTERNAL ? ENDED_WRONG : ENDED_TOLD);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static long count(vf_status (*what)(vf_error *)) {
    vf_error error = {0};
    long before = allocations;
    vf_status status = what(&error);
    if (status) printf("# with all the memory there is: %s\n", error.message);
    return status ? -1 : allocations - before;
}

/* Tries all allocations, or so many of them, spread, where there are more than `most`. */
static bool try_all(int number, const char *name, vf_status (*what)(vf_error *), long most) {
    long n = count(what), step = n > most ? n / most : 1, tried = 0, told = 0;
    bool fine = n >= 0;
    for (long at = 1; at <= n; at += at < most / 4 ? 1 : step)
        for (int all = 0; all < 2; all++) {
            int ended = attempt(what, at, all);
            tried++;
            told += ended == ENDED_TOLD;
            if (ended == ENDED_WELL || ended == ENDED_TOLD) continue;
            fine = false;
            if (ended < 0)
                printf("# %s: allocation %ld%s: killed by signal %d\n", name, at, all ? " and all after" : "", -ended);
            else
                printf("# %s: allocation %ld%s: %s\n", name, at, all ? " and all after" : "",
                       ended == ENDED_SILENT ? "failed without a word" : "told as a defect of ours");
        }
    if (n > 0 && !told) fine = false, printf("# %s: no failure was ever told\n", name);
    printf("%sok %d - %s: %ld allocations, %ld tries, %ld told\n", fine ? "" : "not ", number, name, n, tried, told);
    fflush(stdout);
    return fine;
}

static void clean_up(void) {
    static const char *const ends[] = {"", "-wal", "-shm", "-keep", "-keep-wal", "-keep-shm", "-keep-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char name[sizeof place + 16];
        snprintf(name, sizeof name, "%s%s", place, ends[i]);
        unlink(name);
    }
    *strrchr(place, '/') = 0;
    rmdir(place);
}

int main(void) {
    vf_error error = {0};
    vf_input input = {.bytes = json, .size = strlen(json), .format = VF_FORMAT_JSONL, .uri = "heap"};
    vf_added added;
    if (!mkdtemp(place)) return 2;
    setvbuf(stdout, NULL, _IOLBF, 1 << 12);
    printf("1..10\n");
    bool fine = try_all(1, "opening the engine", open_engine, 150);
    if (vf_engine_open(NULL, &engine, &error) || vf_article_new(engine, &article, &error) ||
        vf_article_read(article, &input, &error) ||
        vf_ledger_open(strcat(place, "/ledger"), VF_LEDGER_WRITE, &ledger, &error) ||
        vf_ledger_add(ledger, article, &added, &error)) {
        printf("Bail out! %s\n", error.message);
        return 2;
    }
    fine &= try_all(2, "reading text", read_text, 600);
    fine &= try_all(3, "reading JSON", read_json, 600);
    fine &= try_all(4, "reading a page", read_page, 600);
    fine &= try_all(5, "reading a folder", read_files, 300);
    fine &= try_all(6, "keeping an article", keep, 400);
    fine &= try_all(7, "asking", ask, 300);
    fine &= try_all(8, "exporting", export_all, 300);
    fine &= try_all(9, "showing", show, 300);
    fine &= try_all(10, "parsing CoNLL-U", parse_words, 300);
    vf_ledger_close(ledger);
    vf_article_free(article);
    vf_engine_close(engine);
    clean_up();
    return fine ? 0 : 1;
}
