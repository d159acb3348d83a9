/* query.c: the commands that ask the ledger. */
#include "cli.h"
#include "table.h"
#include "term.h"

static vf_status print_rows(const Options *options, vf_rows *rows, uint64_t *count, vf_error *error) {
    if (options->json) return json_print(rows, count, error);
    if (options->command->question == VF_ASK_SHIFTS) return shifts_print(rows, count, error);
    return table_print(rows, &layouts[options->command->question], count, error);
}

int run_query(const Options *options) {
    vf_error error = {0};
    vf_rows *rows = NULL;
    uint64_t count = 0;
    vf_ledger *ledger = ledger_open(options, VF_LEDGER_READ);
    vf_engine *engine = ledger ? engine_open(options) : NULL;
    int result = engine ? EXIT_FINE : EXIT_FAILED;
    if (engine) {
        vf_status status =
            vf_ask(ledger, engine, (vf_question)options->command->question, &options->filter, &rows, &error);
        if (!status) status = print_rows(options, rows, &count, &error);
        if (status) result = failed(&error);
        else if (!count) note("nothing found");
    }
    vf_rows_close(rows);
    vf_engine_close(engine);
    vf_ledger_close(ledger);
    return result;
}

int run_export(const Options *options) {
    vf_error error = {0};
    vf_ledger *ledger = ledger_open(options, VF_LEDGER_READ);
    if (!ledger) return EXIT_FAILED;
    int result = EXIT_FINE;
    const char *format = options->format ? options->format : "jsonl";
    vf_status status = vf_export(ledger, format, options->table, &options->filter, write_out, NULL, &error);
    /* A reader that went away ends it quietly; finish_out tells of other failures to write. */
    if (status && !ferror(stdout)) result = failed(&error);
    vf_ledger_close(ledger);
    return result;
}
