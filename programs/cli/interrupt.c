/* interrupt.c: a thread that waits for the signals, so that nothing is ever interrupted in the middle. */
#include "interrupt.h"
#include "cli.h"
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static atomic_bool stop;
static sigset_t awaited;

static void *watch(void *unused) {
    (void)unused;
    for (int got;;) {
        if (sigwait(&awaited, &got)) return NULL;
        if (atomic_exchange(&stop, true)) _exit(EXIT_INTERRUPTED);
    }
}

const atomic_bool *interrupt_watch(void) {
    pthread_t thread;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGINT);
    sigaddset(&awaited, SIGTERM);
    sigaddset(&awaited, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &awaited, NULL);
    if (pthread_create(&thread, NULL, watch, NULL)) pthread_sigmask(SIG_UNBLOCK, &awaited, NULL);
    else pthread_detach(thread);
    return &stop;
}

bool interrupted(void) { return atomic_load(&stop); }
