/* fuzz_ledger.c: a damaged ledger opened, asked, shown and exported. An input that begins like an SQLite file is the
 * file; any other is a list of changes to a sound ledger: four bytes place, one byte value. Nothing may crash or hang.
 */
#include "../unit/by_hand.h"
#include "views/views.h"
#include <fcntl.h>

typedef struct Sound {
    unsigned char *bytes;
    size_t n;
} Sound;

/* The ledger that is damaged: small pages, no write-ahead log, one article with every kind of record. */
static Sound sound_ledger(void) {
    char path[64], small[96], sql[160];
    Hand h;
    vf_ledger *l;
    Sound s = {0};
    hand_open(&h);
    if (vf_ledger_open(hand_path(path), VF_LEDGER_WRITE, &l, NULL)) abort();
    hand_full(&h, "full");
    if (vf_ledger_add(l, &h.article, NULL, NULL)) abort();
    snprintf(small, sizeof small, "%s-small", path);
    snprintf(sql, sizeof sql, "PRAGMA page_size = 512; PRAGMA journal_mode = DELETE; VACUUM INTO '%s'", small);
    sqlite3_limit(l->db, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM INTO attaches the new file */
    sqlite3_exec(l->db, sql, NULL, NULL, NULL);
    FILE *f = fopen(small, "rb");
    if (!f) abort();
    s.bytes = malloc(1 << 20);
    s.n = fread(s.bytes, 1, 1 << 20, f);
    fclose(f);
    vf_ledger_close(l);
    hand_remove(path);
    hand_remove(small);
    hand_close(&h);
    return s;
}

static bool swallow(void *user, const char *bytes, size_t size) {
    (void)bytes;
    return (*(size_t *)user += size) < 10000000;
}

/* So that a loop in a damaged tree ends. */
static int enough(void *count) { return ++*(int *)count > 2000; }

static void use(vf_ledger *l) {
    vf_error error;
    size_t size = 0;
    int count = 0;
    sqlite3_progress_handler(l->db, 10000, enough, &count);
    for (int q = 0; q < vfp_question_count; q++) {
        vf_rows *rows = NULL;
        vf_filter f = {.about = q % 2 && q != VF_ASK_ACTORS && q != VF_ASK_ISSUES && q != VF_ASK_REFUSALS ? "tomahawk"
                                                                                                          : NULL};
        if (vf_ask(l, NULL, (vf_question)q, &f, &rows, &error)) continue;
        for (int n = 0; n < 1000 && vf_rows_next(rows, &error) == VF_OK; n++)
            for (int c = 0; c < vf_rows_width(rows); c++) (void)vf_rows_text(rows, c), (void)vf_rows_real(rows, c);
        vf_rows_close(rows);
        (void)vf_export(l, "csv", vfp_question_names[q], NULL, swallow, &size, &error);
    }
    const char *const ids[] = {"full", "s-", "e-", "p-", "v-", "o-"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        char *json = NULL;
        if (vf_show(l, ids[i], &json, &error) == VF_OK) vf_free(json);
    }
    vf_rows *rows = NULL;
    vf_filter names = {.actor = "trump", .issue = "tomahawks"};
    if (vf_ask(l, NULL, VF_ASK_POSITIONS, &names, &rows, &error) == VF_OK) vf_rows_close(rows);
    (void)vf_export(l, "jsonl", NULL, NULL, swallow, &size, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static Sound sound;
    if (!sound.n) sound = sound_ledger();
    char path[64];
    vf_ledger *l = NULL;
    bool whole = size >= 16 && memcmp(data, "SQLite format 3", 16) == 0;
    size_t n = whole ? size : sound.n;
    unsigned char *bytes = malloc(n);
    if (!bytes) return 0;
    memcpy(bytes, whole ? data : sound.bytes, n);
    for (size_t i = 0; !whole && i + 5 <= size; i += 5) {
        uint32_t at = (uint32_t)data[i] << 24 | (uint32_t)data[i + 1] << 16 | (uint32_t)data[i + 2] << 8 | data[i + 3];
        bytes[at % n] = data[i + 4];
    }
    FILE *f = fopen(hand_path(path), "wb");
    if (!f) abort();
    fwrite(bytes, 1, n, f);
    fclose(f);
    if (vf_ledger_open(path, VF_LEDGER_READ, &l, NULL) == VF_OK) use(l);
    vf_ledger_close(l);
    hand_remove(path);
    free(bytes);
    return 0;
}
