/* progress.c: see progress.h. */
#include "progress.h"
#include "term.h"
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static bool on_screen;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void progress_start(Progress *progress, bool always) {
    *progress = (Progress){.began = now(), .always = always, .terminal = isatty(STDERR_FILENO) && !term_quiet()};
}

static void show(const Progress *progress, double seconds, uint64_t done, uint64_t total) {
    char left[48] = "";
    double rate = seconds > 0 ? (double)done / seconds : 0;
    if (total > done && rate > 0) {
        unsigned long long s = (unsigned long long)((double)(total - done) / rate) + 1;
        snprintf(left, sizeof left, ", %llu:%02llu left", s / 60, s % 60);
    }
    fprintf(stderr, "%s%llu documents, %.1f MB%s, %.2f MB/s%s%s", progress->terminal ? "\r\033[K" : "",
            (unsigned long long)progress->documents, (double)done / 1e6, done && done == total ? " read" : "",
            rate / 1e6, left, progress->terminal ? "" : "\n");
    fflush(stderr);
    on_screen = progress->terminal;
}

void progress_tick(Progress *progress, uint64_t documents, uint64_t done, uint64_t total) {
    progress->documents += documents;
    if (!progress->always && !progress->terminal) return;
    double t = now(), every = progress->terminal ? 0.2 : 2;
    if ((!progress->always && t - progress->began < 2) || t - progress->shown < every) return;
    progress->shown = t;
    show(progress, t - progress->began, done, total);
}

void progress_clear(void) {
    if (on_screen) fputs("\r\033[K", stderr);
    on_screen = false;
}
