/* cli.h: what the files of the command share. Read first; then options.c, whose two tables say what there is.
 *
 *   main.c      arguments → Options → the command's function
 *   options.c   the tables of commands and options, and the parser that reads them
 *   help.c      --help, from the tables          manual.c   the man page and the completions, from the tables
 *   read.c      `code`, `parse`, `add`, `extract` pool.c     reader, workers and writer behind them
 *   query.c     the questions                     table.c    rows as text that fits the terminal
 *   show.c      one record in its passage         term.c     colours, widths, hostile characters, messages
 *
 * Everything goes through volteface.h; the command has no other way into the library. */
#ifndef CLI_H
#define CLI_H
#include "volteface.h"
#include <stdio.h>

/* What the command's exit status says; `volteface help` prints these. */
#define EXITS(X)                                                                                                       \
    X(EXIT_FINE, 0, "done; also when a question found nothing")                                                        \
    X(EXIT_REFUSED, 1, "some input was refused, or a name or id is unknown; the rest was done")                        \
    X(EXIT_USAGE, 2, "the command line is not valid; nothing was done")                                                \
    X(EXIT_FAILED, 3, "the ledger, the lexicon or the output could not be read or written")                            \
    X(EXIT_INTERRUPTED, 130, "stopped by Ctrl-C; what was reported as added is in the ledger")
enum {
#define X(name, value, text) name = value,
    EXITS(X)
#undef X
};

/* ---- options.c */
typedef struct List {
    const char **at;
    size_t n;
} List;

typedef struct Options {
    const struct Command *command;
    List paths;    /* what `add`, `code`, `parse` and `extract` read */
    List lexicons; /* --lexicon */
    vf_filter filter;
    const char *ledger, *color, *input_format, *published, *format, *table, *id, *completions, *topic;
    uint64_t jobs;
    bool json, quiet, progress, help, version, man;
} Options;

typedef enum Verb {
    VERB_ADD,
    VERB_CODE,
    VERB_PARSE,
    VERB_SHIFTS,
    VERB_POSITIONS,
    VERB_CONTACTS,
    VERB_STATEMENTS,
    VERB_EVENTS,
    VERB_OUTLOOKS,
    VERB_DOCUMENTS,
    VERB_SHOW,
    VERB_ACTORS,
    VERB_ISSUES,
    VERB_REFUSALS,
    VERB_EXPORT,
    VERB_EXTRACT,
    VERB_HELP,
    VERB_VERSION,
    VERB_BENCH,
    VERB_COUNT
} Verb;
#define VERB(v) (1u << VERB_##v)

typedef struct Argument {
    const char *name; /* as the synopsis shows it */
    size_t offset;    /* where it goes in Options */
    bool required;
    bool many; /* takes all that are left; offset is of a List */
} Argument;

typedef struct Command {
    const char *name;
    int (*run)(const Options *options);
    int question; /* vf_question, or -1 */
    Argument arguments[2];
    const char *summary; /* null: a command for developers, left out of the help */
    const char *details;
    const char *examples[8]; /* a command line, then what it does, and so on */
} Command;

typedef enum OptionKind { OPTION_FLAG, OPTION_TEXT, OPTION_CHOICE, OPTION_NUMBER, OPTION_DATE, OPTION_LIST } OptionKind;

typedef struct Option {
    const char *name;
    char letter; /* 0: none */
    OptionKind kind;
    const char *value; /* what stands for the value in the help; for OPTION_CHOICE the choices: a|b|c */
    size_t offset;     /* in Options */
    unsigned verbs;    /* VERB() bits of the commands that take it */
    const char *help;
} Option;

extern const Command commands[VERB_COUNT];
extern const Option option_table[];
extern const size_t option_count;
/* The command of that name, or null. */
const Command *command_find(const char *name);
/* Fills `options`; false after a message on standard error. */
bool options_parse(int argc, char **argv, Options *options);
void options_free(Options *options);

/* ---- help.c, manual.c */
void help_overview(FILE *out);
void help_command(FILE *out, const Command *command);
void manual_print(FILE *out);
/* `shell` is bash, zsh or fish. */
void completions_print(FILE *out, const char *shell);

/* ---- the commands' functions */
int run_add(const Options *options);
int run_code(const Options *options);
int run_parse(const Options *options);
int run_extract(const Options *options);
int run_query(const Options *options);
int run_show(const Options *options);
int run_export(const Options *options);
int run_help(const Options *options);
int run_version(const Options *options);
int run_bench(const Options *options);

/* ---- shared by them (main.c) */
/* Opens the engine with the lexicons asked for; says so on standard error and returns null where that fails. */
vf_engine *engine_open(const Options *options);
/* The same for the ledger. */
vf_ledger *ledger_open(const Options *options, vf_ledger_mode mode);
/* A vf_write_fn to standard output. */
bool write_out(void *user, const char *bytes, size_t size);
/* Flushes standard output; false where that or a write before it failed. */
bool flush_out(void);
/* Flushes standard output, at the end. `status` if that went well or nobody listens any more, else EXIT_FAILED and a
 * message. */
int finish_out(int status);
/* The exit status for a call that failed, after printing its error. */
int failed(const vf_error *error);

#endif
