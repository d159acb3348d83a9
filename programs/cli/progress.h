/* progress.h: one line on standard error that says how far a batch has come. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H
#include <stdbool.h>
#include <stdint.h>

typedef struct Progress {
    uint64_t documents;
    double began, shown;
    bool always, terminal;
} Progress;

/* `always`: at once and even where standard error is no terminal; else only on a terminal and after two seconds. */
void progress_start(Progress *progress, bool always);
/* Counts `documents` more, and shows the line if it is time to. `total` 0: unknown. */
void progress_tick(Progress *progress, uint64_t documents, uint64_t done, uint64_t total);
/* Takes the line away, so that something else can be told. */
void progress_clear(void);
#endif
