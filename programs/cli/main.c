/* main.c: arguments → Options → the command's function, and the few calls that all commands share. */
#include "cli.h"
#include "term.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

int failed(const vf_error *error) {
    char line[sizeof error->where + sizeof error->message + 64];
    vf_error_line(error, line, sizeof line);
    complain("%s", line);
    switch (error->status) {
    case VF_E_ARGUMENT: return EXIT_USAGE;
    case VF_E_UNKNOWN: return EXIT_REFUSED;
    default: return EXIT_FAILED;
    }
}

vf_engine *engine_open(const Options *options) {
    vf_engine_options wanted = {.lexicon_paths = options->lexicons.at, .lexicon_count = options->lexicons.n};
    vf_engine *engine;
    vf_error error = {0};
    if (vf_engine_open(&wanted, &engine, &error)) {
        failed(&error);
        return NULL;
    }
    return engine;
}

vf_ledger *ledger_open(const Options *options, vf_ledger_mode mode) {
    vf_ledger *ledger;
    vf_error error = {0};
    vf_status status = vf_ledger_open(options->ledger, mode, &ledger, &error);
    if (!status) return ledger;
    failed(&error);
    if (status == VF_E_IO && mode == VF_LEDGER_READ)
        note("make a ledger with volteface add, or name another with --ledger");
    return NULL;
}

/* ---- standard output. SIGPIPE is ignored, so that a closed pipe shows as EPIPE: nobody listens any more, which is
 * how `| head` ends and no failure. */

static int out_error; /* errno of the first failed write */

bool write_out(void *user, const char *bytes, size_t size) {
    (void)user;
    if (out_error) return false;
    if (fwrite(bytes, 1, size, stdout) == size) return true;
    out_error = errno ? errno : EIO;
    return false;
}

bool flush_out(void) {
    if (fflush(stdout) && !out_error) out_error = errno ? errno : EIO;
    return !out_error && !ferror(stdout);
}

/* Whether the reader of our pipe has gone. */
static bool nobody_listens(void) {
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) > 0 && out.revents & POLLERR;
}

int finish_out(int status) {
    if (flush_out() || out_error == EPIPE || nobody_listens()) return status;
    if (!out_error) out_error = EIO;
    complain("cannot write to standard output: %s", strerror(out_error));
    return EXIT_FAILED;
}

int run_version(const Options *options) {
    if (options->json) puts("{\"name\":\"volteface\",\"version\":\"" VF_VERSION "\"}");
    else puts("volteface " VF_VERSION);
    return EXIT_FINE;
}

int run_help(const Options *options) {
    const Command *command = options->topic ? command_find(options->topic) : NULL;
    if (options->man) manual_print(stdout);
    else if (options->completions) completions_print(stdout, options->completions);
    else if (command) help_command(stdout, command);
    else if (options->topic) {
        complain("there is no command '%s'; see volteface help", options->topic);
        return EXIT_USAGE;
    } else help_overview(stdout);
    return EXIT_FINE;
}

static int run(const Options *options) {
    if (options->version) return run_version(options);
    if (!options->help) return options->command->run(options);
    help_command(stdout, options->command);
    return EXIT_FINE;
}

int main(int argc, char **argv) {
    Options options;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is told like a full disk */
    term_setup("never", false);
    int status = EXIT_USAGE;
    if (options_parse(argc, argv, &options)) {
        term_setup(options.color, options.quiet);
        status = finish_out(run(&options));
    }
    options_free(&options);
    return status;
}
