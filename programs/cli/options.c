/* options.c: the table of commands and the table of options, and the parser that reads them. The help, the man page
 * and the completions are made from the same two tables. */
#include "cli.h"
#include "term.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define AT(field) offsetof(Options, field)
#define MANY_PATHS                                                                                                     \
    { "PATH", AT(paths), true, true }
#define ONE(name, field)                                                                                               \
    { name, AT(field), false, false }
#define MUST(name, field)                                                                                              \
    { name, AT(field), true, false }

/* clang-format off */
const Command commands[VERB_COUNT] = {
    [VERB_ADD] = {"add", run_add, -1, {MANY_PATHS}, "read articles into the ledger",
        "Reads files, folders (all that is in them) and standard input (-) into the ledger, which is made where there is\n"
        "none. The same article again changes nothing; a changed one replaces what it said. An input that can't be read\n"
        "is refused with one line on standard error and noted in the ledger; the rest goes on.",
        {"volteface add dispatches/ news.jsonl", "a folder and a file of JSON Lines",
         "volteface add --published 1962-10-28 telegram.txt", "a plain text, which carries no date of its own",
         "zcat wire.jsonl.gz | volteface add --input-format jsonl -", "from another program"}},
    [VERB_CODE] = {"code", run_code, -1, {MANY_PATHS}, "print the records of articles as JSON Lines, keeping nothing",
        "One record a line, the document first, in the order of the input whatever --jobs says. The fields are described\n"
        "in docs/records.md.",
        {"volteface code telegram.txt | jq 'select(.type == \"shift\")'", "who moved, according to this text",
         "volteface code --input-format text - < telegram.txt", "from standard input",
         "volteface code --jobs 4 news.jsonl > records.jsonl", "a large file, on four cores"}},
    [VERB_PARSE] = {"parse", run_parse, -1, {MANY_PATHS}, "print the sentences of texts: words, lemmas, trees and names",
        "One tree a sentence, in the relations of Universal Dependencies; docs/parse.md describes the columns. Of CoNLL-U\n"
        "the sentences and words are kept, everything else is worked out anew.",
        {"volteface parse telegram.txt", "the sentences as CoNLL-U",
         "echo 'Khrushchev withdrew the missiles.' | volteface parse -", "from standard input",
         "volteface parse --input-format conllu gold.conllu > parsed.conllu", "for words that are cut already",
         "volteface parse --format jsonl news.jsonl | jq -r '.words[]? | select(.deprel == \"root\").lemma'",
         "what the sentences are about"}},
    [VERB_SHIFTS] = {"shifts", run_query, VF_ASK_SHIFTS, {ONE("ACTOR", filter.actor)},
        "who moved on what, and after which contact",
        "A shift is a position that changed: reported by a text, or inferred from two dated positions that differ.",
        {"volteface shifts Trump", "every time that he moved",
         "volteface shifts --issue nato --from 2025", "on NATO and all that belongs to it, since 2025",
         "volteface shifts Trump --after Putin", "those that followed a contact with Putin"}},
    [VERB_POSITIONS] = {"positions", run_query, VF_ASK_POSITIONS, {MUST("ACTOR", filter.actor)},
        "where an actor stands", "Stance runs from -1 (against) to +1 (for) the issue's proposition.",
        {"volteface positions Khrushchev", "all that the ledger knows",
         "volteface positions NATO --as-of 2024-12", "the latest on each issue up to the end of 2024"}},
    [VERB_CONTACTS] = {"contacts", run_query, VF_ASK_CONTACTS, {ONE("A", filter.actor), ONE("B", filter.with)},
        "calls, visits, meetings, summits, talks and messages", "Proposed, planned and cancelled ones too.",
        {"volteface contacts Trump Putin", "between the two", "volteface contacts NATO --from 2025-10 --json",
         "one JSON object a row"}},
    [VERB_STATEMENTS] = {"statements", run_query, VF_ASK_STATEMENTS, {{0}}, "who said what", NULL,
        {"volteface statements --by Peskov --about ceasefire", "what he said of it",
         "volteface statements --publisher Reuters --limit 20", "twenty from one source"}},
    [VERB_EVENTS] = {"events", run_query, VF_ASK_EVENTS, {ONE("ACTOR", filter.actor), ONE("WITH", filter.with)},
        "who did what to whom", "Types are those of PLOVER; docs/records.md lists them.",
        {"volteface events Russia Ukraine --from 2022-02 --to 2022-03", "two months of two states",
         "volteface events --certainty certain --json | jq -r .plover | sort | uniq -c", "how much of what"}},
    [VERB_OUTLOOKS] = {"outlooks", run_query, VF_ASK_OUTLOOKS, {ONE("ACTOR", filter.actor)},
        "what may follow, on what condition, according to whom", NULL,
        {"volteface outlooks --about sanctions", "forecasts that mention them"}},
    [VERB_DOCUMENTS] = {"documents", run_query, VF_ASK_DOCUMENTS, {{0}}, "what has been read", NULL,
        {"volteface documents --from 2025-10 --publisher Reuters", "by date and source"}},
    [VERB_SHOW] = {"show", run_show, -1, {MUST("ID", id)}, "one record or document, in the passage that proves it",
        "The start of an id will do where only one begins so. Everything else that was read from the passage stands below.",
        {"volteface show s3f9a", "a shift and its sentence", "volteface show s3f9a --json | jq .beside",
         "what else the passage says"}},
    [VERB_ACTORS] = {"actors", run_query, VF_ASK_ACTORS, {MUST("NAME", filter.actor)}, "who is known by a name", NULL,
        {"volteface actors putin", "everyone whose name holds this word"}},
    [VERB_ISSUES] = {"issues", run_query, VF_ASK_ISSUES, {ONE("WORDS", filter.issue)},
        "what is at stake, and how often it came up", NULL,
        {"volteface issues", "all", "volteface issues nato", "those that these words find"}},
    [VERB_REFUSALS] = {"refusals", run_query, VF_ASK_REFUSALS, {{0}}, "what could not be read, and why", NULL,
        {"volteface refusals --json", "for a program to go through"}},
    [VERB_EXPORT] = {"export", run_export, -1, {{0}}, "everything in the ledger, as JSON Lines or CSV",
        "JSON Lines are what `code` would print; CSV is one table.",
        {"volteface export --format jsonl > all.jsonl", "for another program",
         "volteface export --format csv --table shifts > shifts.csv", "for a spreadsheet"}},
    [VERB_EXTRACT] = {"extract", run_extract, -1, {MANY_PATHS}, "print the text of an article's web page, and nothing else",
        NULL, {"volteface extract page.html", "without menus, advertisements and footers"}},
    [VERB_HELP] = {"help", run_help, -1, {ONE("COMMAND", topic)}, "explain a command", NULL,
        {"volteface help shifts", "the same as volteface shifts --help", "volteface help --man | man -l -", "the manual",
         "volteface help --completions fish > ~/.config/fish/completions/volteface.fish", "for your shell"}},
    [VERB_VERSION] = {"version", run_version, -1, {{0}}, "print the version", NULL, {NULL}},
    [VERB_BENCH] = {"bench", run_bench, -1, {MANY_PATHS}, NULL, NULL, {NULL}},
};
/* clang-format on */

#define ALL     (~0u)
#define PRINTS  (VERB(CODE) | VERB(PARSE))
#define READS   (VERB(ADD) | PRINTS | VERB(EXTRACT) | VERB(BENCH))
#define MOVES   (VERB(SHIFTS) | VERB(POSITIONS))
#define DEEDS   (VERB(CONTACTS) | VERB(EVENTS))
#define SAYS    (VERB(STATEMENTS) | VERB(OUTLOOKS))
#define RECORDS (MOVES | DEEDS | SAYS)
#define DATED   (RECORDS | VERB(DOCUMENTS))
#define QUERIES (RECORDS | VERB(DOCUMENTS) | VERB(ACTORS) | VERB(ISSUES) | VERB(REFUSALS))
#define KEEPS   (QUERIES | VERB(ADD) | VERB(SHOW) | VERB(EXPORT) | VERB(BENCH))
#define LEARNS  (QUERIES | READS)

/* clang-format off */
const Option option_table[] = {
    {"ledger", 'l', OPTION_TEXT, "FILE", AT(ledger), KEEPS, "the ledger (VOLTEFACE_LEDGER, else volteface.db)"},
    {"lexicon", 'L', OPTION_LIST, "PATH", AT(lexicons), LEARNS,
     "read this lexicon file or folder too; may be given again"},
    {"input-format", 'i', OPTION_CHOICE, "auto|text|jsonl|html|conllu", AT(input_format), READS,
     "how to read the input; auto goes by the file's ending, else by its first bytes"},
    {"published", 'p', OPTION_DATE, "DATE", AT(published), READS, "the date of articles that name none"},
    {"jobs", 'j', OPTION_NUMBER, "N", AT(jobs), VERB(ADD) | PRINTS,
     "articles to read at a time; 0 is one a core (add: 0, code and parse: 1)"},
    {"progress", 0, OPTION_FLAG, NULL, AT(progress), VERB(ADD) | PRINTS,
     "show progress at once, even where standard error is no terminal"},
    {"actor", 'a', OPTION_TEXT, "ACTOR", AT(filter.actor), RECORDS | VERB(DOCUMENTS) | VERB(ISSUES),
     "the holder, speaker or participant, by name or id"},
    {"by", 0, OPTION_TEXT, "ACTOR", AT(filter.actor), SAYS, "the speaker; the same as --actor"},
    {"with", 'w', OPTION_TEXT, "ACTOR", AT(filter.with), DEEDS, "another participant"},
    {"after", 0, OPTION_TEXT, "ACTOR", AT(filter.after), VERB(SHIFTS), "moved after a contact with this actor"},
    {"issue", 'I', OPTION_TEXT, "ISSUE", AT(filter.issue), MOVES | VERB(DOCUMENTS) | VERB(ISSUES),
     "the issue, by id or words, with all that belongs to it"},
    {"about", 0, OPTION_TEXT, "WORDS", AT(filter.about), RECORDS | VERB(DOCUMENTS),
     "words of the passage or the document"},
    {"from", 0, OPTION_DATE, "DATE", AT(filter.from), DATED, "not before: 2025, 2025-10 or 2025-10-16"},
    {"to", 0, OPTION_DATE, "DATE", AT(filter.to), DATED, "not after; 2025-10 means its last day"},
    {"as-of", 0, OPTION_DATE, "DATE", AT(filter.as_of), VERB(POSITIONS), "the latest on each issue up to this date"},
    {"publisher", 'P', OPTION_TEXT, "NAME", AT(filter.publisher), DATED, "who printed it"},
    {"certainty", 'c', OPTION_CHOICE, "certain|probable|possible", AT(filter.certainty), RECORDS,
     "at least this sure; possible is everything"},
    {"document", 'd', OPTION_TEXT, "ID", AT(filter.document), DATED | VERB(ACTORS) | VERB(EXPORT),
     "from this document alone"},
    {"limit", 'n', OPTION_NUMBER, "N", AT(filter.limit), QUERIES, "at most so many rows; 0 is all"},
    {"json", 0, OPTION_FLAG, NULL, AT(json), QUERIES | VERB(SHOW) | VERB(ADD) | VERB(VERSION),
     "JSON Lines: one object a row"},
    {"format", 'f', OPTION_CHOICE, "jsonl|csv", AT(format), VERB(EXPORT), "jsonl (as it is without this) or csv"},
    {"format", 'f', OPTION_CHOICE, "conllu|jsonl", AT(format), VERB(PARSE),
     "conllu (as it is without this) or jsonl, one object a sentence behind its document"},
    {"table", 't', OPTION_TEXT, "NAME", AT(table), VERB(EXPORT), "the table that becomes CSV"},
    {"man", 0, OPTION_FLAG, NULL, AT(man), VERB(HELP), "print the manual page (mdoc)"},
    {"completions", 0, OPTION_CHOICE, "bash|zsh|fish", AT(completions), VERB(HELP), "print completions for this shell"},
    {"quiet", 'q', OPTION_FLAG, NULL, AT(quiet), ALL, "no summary, notes or progress; errors are still told"},
    {"color", 0, OPTION_CHOICE, "auto|always|never", AT(color), ALL,
     "colours; auto is where a terminal listens and NO_COLOR is not set"},
    {"help", 'h', OPTION_FLAG, NULL, AT(help), ALL, "explain the command, with examples"},
    {"version", 'V', OPTION_FLAG, NULL, AT(version), ALL, "print the version"},
};
/* clang-format on */
const size_t option_count = sizeof option_table / sizeof *option_table;

const Command *command_find(const char *name) {
    for (int i = 0; i < VERB_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    return NULL;
}

/* ---- near misses: a mistyped word gets the closest right one, if one is close */

static size_t distance(const char *a, const char *b) {
    size_t row[64], m = strlen(b);
    if (m >= 64) return 64;
    for (size_t j = 0; j <= m; j++) row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            size_t gap = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            row[j] = change < gap ? change : gap;
        }
    }
    return row[m];
}

static void keep_closest(const char *given, const char *known, const char **best, size_t *least) {
    size_t d = distance(given, known);
    if (d < *least) *least = d, *best = known;
}

static const char *close_command(const char *given) {
    const char *best = NULL;
    size_t least = strlen(given) / 3 + 2;
    for (int i = 0; i < VERB_COUNT; i++)
        if (commands[i].summary) keep_closest(given, commands[i].name, &best, &least);
    return best;
}

static const char *close_option(const char *given) {
    const char *best = NULL;
    size_t least = strlen(given) / 3 + 2;
    for (size_t i = 0; i < option_count; i++) keep_closest(given, option_table[i].name, &best, &least);
    return best;
}

/* ---- the parser */

/* An option as it was given. Which row of the table it is, and so what values it takes, may depend on the command. */
typedef struct Given {
    const Option *option;
    const char *value; /* null: a flag */
} Given;

typedef struct Parser {
    char **rest; /* arguments not yet read */
    Options *options;
    List words;   /* those that are no options */
    Given *given; /* in order, to be set once the command is known */
    size_t given_count;
} Parser;

static bool push(List *list, const char *item) {
    const char **grown = realloc(list->at, (list->n + 1) * sizeof *grown);
    if (!grown) {
        complain("out of memory");
        return false;
    }
    list->at = grown;
    list->at[list->n++] = item;
    return true;
}

static bool is_choice(const char *choices, const char *value) {
    size_t n = strlen(value);
    for (const char *p = choices; n; p++) {
        size_t span = strcspn(p, "|");
        if (span == n && strncmp(p, value, n) == 0) return true;
        p += span;
        if (!*p) break;
    }
    return false;
}

/* YYYY, YYYY-MM or YYYY-MM-DD, within the calendar. */
static bool is_date(const char *s) {
    static const char shape[] = "0000-00-00";
    size_t n = strlen(s);
    if (n != 4 && n != 7 && n != 10) return false;
    for (size_t i = 0; i < n; i++)
        if (shape[i] == '-' ? s[i] != '-' : s[i] < '0' || s[i] > '9') return false;
    int month = n > 4 ? atoi(s + 5) : 1, day = n > 7 ? atoi(s + 8) : 1;
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool to_number(const char *s, uint64_t *out) {
    char *end;
    errno = 0;
    *out = strtoull(s, &end, 10);
    return *s >= '0' && *s <= '9' && !*end && !errno;
}

static bool set(Options *options, const Option *option, const char *value) {
    char *place = (char *)options + option->offset;
    switch (option->kind) {
    case OPTION_FLAG: *(bool *)place = true; return true;
    case OPTION_LIST: return push((List *)place, value);
    case OPTION_NUMBER:
        if (to_number(value, (uint64_t *)place)) return true;
        complain("--%s takes a whole number, not '%s'", option->name, value);
        return false;
    case OPTION_CHOICE:
        if (!is_choice(option->value, value)) {
            complain("--%s is one of %s, not '%s'", option->name, option->value, value);
            return false;
        }
        break;
    case OPTION_DATE:
        if (!is_date(value)) {
            complain("--%s takes a date such as 2025, 2025-10 or 2025-10-16, not '%s'", option->name, value);
            return false;
        }
        break;
    case OPTION_TEXT: break;
    }
    *(const char **)place = value;
    return true;
}

static bool keep(Parser *parser, const Option *option, const char *value) {
    Given *grown = realloc(parser->given, (parser->given_count + 1) * sizeof *grown);
    if (!grown) {
        complain("out of memory");
        return false;
    }
    parser->given = grown;
    parser->given[parser->given_count++] = (Given){option, value};
    return true;
}

/* Takes an option whose value is `attached` (--name=value, -nvalue), or else the next argument. */
static bool take(Parser *parser, const Option *option, const char *attached) {
    if (option->kind == OPTION_FLAG) {
        if (!attached) return set(parser->options, option, NULL) && keep(parser, option, NULL);
        complain("--%s takes no value", option->name);
        return false;
    }
    if (!attached) attached = *parser->rest ? *parser->rest++ : NULL;
    if (attached) return keep(parser, option, attached);
    complain("--%s needs a value: --%s %s", option->name, option->name, option->value);
    return false;
}

static bool parse_long(Parser *parser, const char *word) {
    size_t n = strcspn(word, "=");
    for (size_t i = 0; i < option_count; i++)
        if (strlen(option_table[i].name) == n && strncmp(option_table[i].name, word, n) == 0)
            return take(parser, &option_table[i], word[n] ? word + n + 1 : NULL);
    const char *close = close_option(word);
    if (close) complain("there is no option --%.*s; did you mean --%s?", (int)n, word, close);
    else complain("there is no option --%.*s; see volteface help", (int)n, word);
    return false;
}

static const Option *by_letter(char letter) {
    for (size_t i = 0; i < option_count; i++)
        if (option_table[i].letter == letter) return &option_table[i];
    return NULL;
}

static bool parse_short(Parser *parser, const char *letters) {
    for (; *letters; letters++) {
        const Option *option = by_letter(*letters);
        if (!option) {
            complain("there is no option -%c; see volteface help", *letters);
            return false;
        }
        if (option->kind != OPTION_FLAG) return take(parser, option, letters[1] ? letters + 1 : NULL);
        if (!take(parser, option, NULL)) return false;
    }
    return true;
}

static bool split(Parser *parser) {
    bool only_words = false;
    while (*parser->rest) {
        const char *word = *parser->rest++;
        bool fine = true;
        if (only_words || word[0] != '-' || !word[1]) fine = push(&parser->words, word);
        else if (strcmp(word, "--") == 0) only_words = true;
        else if (word[1] == '-') fine = parse_long(parser, word + 2);
        else fine = parse_short(parser, word + 1);
        if (!fine) return false;
    }
    return true;
}

/* ---- what is left once the command is known */

static bool place_words(Options *options, const List *words) {
    const Command *command = options->command;
    size_t next = words->n ? 1 : 0; /* the first is the command */
    for (int argument = 0; argument < 2 && command->arguments[argument].name; argument++) {
        const Argument *a = &command->arguments[argument];
        void *place = (char *)options + a->offset;
        bool given = next < words->n || (!a->many && *(const char **)place);
        if (a->required && !given) {
            complain("%s needs %s; see volteface %s --help", command->name, a->name, command->name);
            return false;
        }
        while (a->many && next < words->n)
            if (!push(place, words->at[next++])) return false;
        if (!a->many && next < words->n) *(const char **)place = words->at[next++];
    }
    if (next == words->n) return true;
    complain("%s: '%s' is one word too many; a name of several words goes between quotation marks", command->name,
             words->at[next]);
    return false;
}

static bool find_command(Parser *parser) {
    Options *options = parser->options;
    if (!parser->words.n) { /* nothing at all, or only --help or --version: what there is */
        options->command = &commands[options->version ? VERB_VERSION : VERB_HELP];
        options->help = false;
        return true;
    }
    const char *name = parser->words.at[0];
    options->command = command_find(name);
    if (options->command) return true;
    const char *close = close_command(name);
    if (close) complain("there is no command '%s'; did you mean %s?", name, close);
    else complain("there is no command '%s'; see volteface help", name);
    return false;
}

/* The row of that name that the command takes, or null. */
static const Option *row_for(const Command *command, const Option *option) {
    for (size_t i = 0; i < option_count; i++)
        if (strcmp(option_table[i].name, option->name) == 0 && option_table[i].verbs & 1u << (command - commands))
            return &option_table[i];
    return NULL;
}

static bool set_options(const Parser *parser) {
    const Command *command = parser->options->command;
    for (size_t i = 0; i < parser->given_count; i++) {
        const Option *option = row_for(command, parser->given[i].option);
        if (!option) {
            complain("%s takes no --%s; see volteface %s --help", command->name, parser->given[i].option->name,
                     command->name);
            return false;
        }
        if (parser->given[i].value && !set(parser->options, option, parser->given[i].value)) return false;
    }
    return true;
}

static void set_defaults(Options *options) {
    const char *ledger = getenv("VOLTEFACE_LEDGER");
    options->ledger = ledger && *ledger ? ledger : "volteface.db";
    options->color = "auto";
    options->input_format = "auto";
    options->jobs = UINT64_MAX;
}

bool options_parse(int argc, char **argv, Options *options) {
    Parser parser = {.rest = argv + (argc > 0), .options = options};
    memset(options, 0, sizeof *options);
    set_defaults(options);
    bool fine = split(&parser) && find_command(&parser);
    /* Whoever asks for help gets it, however little of the rest makes sense. */
    if (fine && !options->help && !options->version) fine = set_options(&parser) && place_words(options, &parser.words);
    free(parser.words.at);
    free(parser.given);
    return fine;
}

void options_free(Options *options) {
    free(options->paths.at);
    free(options->lexicons.at);
}
