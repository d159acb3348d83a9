/* test_ledger.c: articles written and kept: what is printed, what survives, what is refused. */
#include "by_hand.h"
#include "ledger/store.h"
#include <cmocka.h>
#include <jansson.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static vf_error error;
#define OK(call)                                                                                                       \
    do {                                                                                                               \
        if (call) fail_msg("%s: %s", #call, error.message);                                                            \
    } while (0)

static vf_ledger *opened(const char *path) {
    vf_ledger *l = NULL;
    OK(vf_ledger_open(path, VF_LEDGER_WRITE, &l, &error));
    return l;
}

static int64_t number(vf_ledger *l, const char *sql) {
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_prepare_v2(l->db, sql, -1, &s, NULL), SQLITE_OK);
    int64_t n = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
    sqlite3_finalize(s);
    return n;
}

static void write_file(const char *path, const char *bytes, size_t n) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fwrite(bytes, 1, n, f);
    fclose(f);
}

static size_t read_bytes(const char *path, char *out, size_t size) {
    FILE *f = fopen(path, "rb");
    if (!f) return 0;
    size_t n = fread(out, 1, size, f);
    fclose(f);
    return n;
}

/* ---- what is printed */

static void prints_valid_json_in_order(void **state) {
    (void)state;
    Hand h;
    Sink out = {0};
    hand_open(&h);
    hand_full(&h, "full");
    OK(vf_article_write(&h.article, sink_write, &out, &error));
    assert_int_equal(out.calls, 1 + 3 + 10);
    json_int_t last = 0;
    int i = 0;
    for (char *line = strtok(out.at, "\n"); line; line = strtok(NULL, "\n"), i++) {
        json_error_t why;
        json_t *r = json_loads(line, 0, &why);
        assert_non_null(r);
        assert_true(strncmp(line, "{\"type\":\"", 9) == 0);
        const char *type = json_string_value(json_object_get(r, "type"));
        assert_string_equal(type, i == 0 ? "document" : i < 4 ? "actor" : type);
        if (i >= 4) {
            assert_string_equal(json_string_value(json_object_get(r, "doc")), "full");
            assert_non_null(json_object_get(r, "certainty"));
            assert_true(json_is_array(json_object_get(r, "voices")));
            json_t *span = json_object_get(r, "span");
            if (span) assert_true(json_integer_value(json_array_get(span, 0)) >= last);
            if (span) last = json_integer_value(json_array_get(span, 0));
        }
        json_decref(r);
    }
    free(out.at);
    hand_close(&h);
}

static json_t *line_of(const Sink *out, const char *type, int skip) {
    char mark[64];
    snprintf(mark, sizeof mark, "{\"type\":\"%s\"", type);
    const char *at = out->at;
    while ((at = strstr(at, mark)) && skip-- > 0) at++;
    assert_non_null(at);
    return json_loadb(at, strcspn(at, "\n"), 0, NULL);
}

static void prints_every_field(void **state) {
    (void)state;
    Hand h;
    Sink out = {0};
    hand_open(&h);
    hand_full(&h, "full");
    OK(vf_article_write(&h.article, sink_write, &out, &error));
    json_t *e = line_of(&out, "event", 1);
    assert_true(json_is_null(json_object_get(e, "goldstein")));
    assert_string_equal(json_string_value(json_object_get(e, "status")), "planned");
    assert_string_equal(json_string_value(json_object_get(e, "date")), "2025-10-18");
    assert_true(json_is_false(json_object_get(e, "date_is_own")));
    json_t *condition = json_object_get(e, "condition");
    assert_string_equal(json_string_value(json_object_get(condition, "deadline")), "2025-12");
    json_t *first = line_of(&out, "event", 0);
    assert_true(json_is_null(json_object_get(first, "condition")));
    assert_true(json_is_null(json_array_get(json_object_get(first, "actor_spans"), 1)));
    assert_true(json_is_true(json_object_get(first, "date_is_own")));
    json_t *shift = line_of(&out, "shift", 0), *position = line_of(&out, "position", 2),
           *twin = line_of(&out, "position", 1), *other = line_of(&out, "position", 0);
    assert_true(json_is_null(json_object_get(shift, "to")));
    assert_string_equal(json_string_value(json_object_get(shift, "after")),
                        json_string_value(json_object_get(first, "id")));
    assert_string_equal(json_string_value(json_object_get(json_object_get(shift, "from"), "position")),
                        json_string_value(json_object_get(position, "id")));
    assert_string_not_equal(json_string_value(json_object_get(twin, "id")),
                            json_string_value(json_object_get(other, "id")));
    json_t *all[] = {e, first, shift, position, twin, other};
    for (int i = 0; i < 6; i++) json_decref(all[i]);
    free(out.at);
    hand_close(&h);
}

static bool stop(void *user, const char *bytes, size_t size) { return (void)user, (void)bytes, (void)size, false; }

static void reports_a_writer_that_stops(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    hand_full(&h, "full");
    assert_int_equal(vf_article_write(&h.article, stop, NULL, &error), VF_E_IO);
    hand_close(&h);
}

static void writes_json_strings(void **state) {
    (void)state;
    Buffer b = {0};
    vfp_json_string(&b, (Str){"a\"\\\n\x01\xC3\xA9\xFF\x00z\x7F", 11});
    vfp_buffer_bytes(&b, "", 1);
    assert_string_equal(b.at, "\"a\\\"\\\\\\n\\u0001\xC3\xA9\xEF\xBF\xBD\\u0000z\x7F\"");
    b.n = 0;
    const double reals[] = {0.8f, -1, 0, 1e-7f, NAN, INFINITY, 0.1f + 0.2f};
    for (int i = 0; i < 7; i++) vfp_json_real(&b, reals[i]), vfp_buffer_text(&b, " ");
    vfp_buffer_bytes(&b, "", 1);
    assert_string_equal(b.at, "0.8 -1.0 0.0 1e-07 null null 0.3 ");
    vfp_buffer_free(&b);
}

/* ---- what is kept */

static void adds_replaces_and_leaves_alone(void **state) {
    (void)state;
    char path[64];
    Hand h;
    vf_added added;
    hand_open(&h);
    vf_ledger *l = opened(hand_path(path));
    hand_full(&h, "a");
    OK(vf_ledger_add(l, &h.article, &added, &error));
    assert_int_equal(added, VF_ADDED);
    int64_t before = number(l, "SELECT total_changes()");
    OK(vf_ledger_add(l, &h.article, &added, &error));
    assert_int_equal(added, VF_UNCHANGED);
    assert_int_equal(number(l, "SELECT total_changes()"), before);
    hand_full(&h, "b");
    OK(vf_ledger_add(l, &h.article, &added, &error));
    assert_int_equal(added, VF_ADDED);
    hand_begin(&h, "a", "2025-10-19", "BBC", "Trump spoke again.");
    hand_position(&h, TRUMP(&h), "nato/value", STANCE_FOR, "spoke", NULL);
    OK(vf_ledger_add(l, &h.article, &added, &error));
    assert_int_equal(added, VF_REPLACED);
    assert_int_equal(number(l, "SELECT count(*) FROM document"), 2);
    assert_int_equal(number(l, "SELECT count(*) FROM record JOIN document d ON d.key = document WHERE d.id = 'a'"), 1);
    assert_int_equal(number(l, "SELECT count(*) FROM event_participant"), 2);
    assert_int_equal(number(l, "SELECT count(*) FROM document_words WHERE document_words MATCH 'tomahawks'"), 1);
    assert_int_equal(number(l, "SELECT count(*) FROM passage_words WHERE passage_words MATCH 'spoke'"), 2);
    assert_int_equal(number(l, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(number(l, "SELECT count(*) FROM issue"), 4); /* and their ancestors */
    sqlite3_exec(l->db, "INSERT INTO document_words(document_words) VALUES('integrity-check')", NULL, NULL, NULL);
    assert_int_equal(sqlite3_errcode(l->db), SQLITE_OK);
    vf_ledger_close(l);
    hand_remove(path);
    hand_close(&h);
}

/* Adds an article that named no id: it is known by its text (here the first letter of its hash). */
static vf_added add_unnamed(vf_ledger *l, Hand *h, char hash, const char *uri, uint64_t line) {
    vf_added added = VF_ADDED;
    hand_begin(h, "x", "2025-10-19", "BBC", "Trump spoke.");
    h->a->uri = hand_str(h, uri);
    h->a->line = line;
    h->a->uri_is_line = line > 0;
    h->a->sha256[0] = hash;
    h->a->id = (Str){h->a->sha256, 16};
    OK(vf_ledger_add(l, &h->article, &added, &error));
    return added;
}

static void same_address_is_the_same_article(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    vf_ledger *l = opened(":memory:");
    assert_int_equal(add_unnamed(l, &h, 'a', "https://example.org/page", 0), VF_ADDED);
    assert_int_equal(add_unnamed(l, &h, 'b', "https://example.org/page", 0), VF_REPLACED); /* the page was edited */
    assert_int_equal(number(l, "SELECT count(*) FROM document"), 1);
    const char *const shared[] = {"-", "all.jsonl", "all.ndjson"}; /* lines whose numbers nobody gave */
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        assert_int_equal(add_unnamed(l, &h, (char)('c' + 2 * i), shared[i], 0), VF_ADDED);
        assert_int_equal(add_unnamed(l, &h, (char)('d' + 2 * i), shared[i], 0), VF_ADDED);
    }
    assert_int_equal(number(l, "SELECT count(*) FROM document"), 7);
    vf_ledger_close(l);
    hand_close(&h);
}

static void lines_never_replace_each_other(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    vf_ledger *l = opened(":memory:");
    assert_int_equal(add_unnamed(l, &h, 'a', "all.json:1", 1), VF_ADDED);
    assert_int_equal(add_unnamed(l, &h, 'b', "all.json:2", 2), VF_ADDED);
    assert_int_equal(add_unnamed(l, &h, 'c', "all.json:1", 1), VF_ADDED);     /* a line was put before them */
    assert_int_equal(add_unnamed(l, &h, 'a', "all.json:2", 2), VF_UNCHANGED); /* moved down, the same nevertheless */
    assert_int_equal(add_unnamed(l, &h, 'b', "-:9", 9), VF_UNCHANGED);        /* through a stream this time */
    assert_int_equal(number(l, "SELECT count(*) FROM document"), 3);
    assert_int_equal(number(l, "SELECT count(*) FROM document WHERE uri = 'all.json:2'"), 1);
    vf_ledger_close(l);
    hand_close(&h);
}

static void notes_refusals(void **state) {
    (void)state;
    char path[64];
    vf_ledger *l = opened(hand_path(path));
    vf_error why = {.status = VF_E_ENCODING, .byte = 7, .message = "bad \xFF bytes"};
    OK(vf_ledger_refuse(l, "x.txt", 0, &why, &error));
    OK(vf_ledger_refuse(l, "x.txt", 3, &why, &error));
    OK(vf_ledger_refuse(l, "x.txt", 3, &why, &error));
    OK(vf_ledger_refuse(l, NULL, 0, &why, &error));
    assert_int_equal(number(l, "SELECT count(*) FROM refusal"), 3);
    Hand h;
    hand_open(&h);
    hand_begin(&h, "x", NULL, NULL, "It can be read now.");
    h.a->input = hand_str(&h, "x.txt");
    OK(vf_ledger_add(l, &h.article, NULL, &error));
    assert_int_equal(number(l, "SELECT count(*) FROM refusal"), 2);
    hand_begin(&h, "y", NULL, NULL, "So can this line.");
    h.a->input = hand_str(&h, "x.txt");
    h.a->line = 3;
    OK(vf_ledger_add(l, &h.article, NULL, &error));
    assert_int_equal(number(l, "SELECT count(*) FROM refusal"), 1);
    hand_close(&h);
    vf_ledger_close(l);
    hand_remove(path);
}

static void refuses_an_empty_article_and_reading_handles(void **state) {
    (void)state;
    char path[64];
    Hand h;
    hand_open(&h);
    vf_ledger *l = opened(hand_path(path));
    assert_int_equal(vf_ledger_add(l, &h.article, NULL, &error), VF_E_ARGUMENT);
    vf_ledger_close(l);
    OK(vf_ledger_open(path, VF_LEDGER_READ, &l, &error));
    hand_full(&h, "a");
    assert_int_equal(vf_ledger_add(l, &h.article, NULL, &error), VF_E_ARGUMENT);
    vf_ledger_close(l);
    hand_remove(path);
    hand_close(&h);
}

/* ---- files of others */

static void leaves_foreign(const char *path, vf_status expected) {
    static char before[1 << 16], after[1 << 16];
    size_t n = read_bytes(path, before, sizeof before);
    for (int mode = VF_LEDGER_READ; mode <= VF_LEDGER_WRITE; mode++) {
        vf_ledger *l = NULL;
        assert_int_equal(vf_ledger_open(path, (vf_ledger_mode)mode, &l, &error), expected);
        assert_null(l);
        assert_true(error.message[0]);
        assert_int_equal(read_bytes(path, after, sizeof after), n);
        assert_memory_equal(before, after, n);
    }
    hand_remove(path);
}

static void leaves_foreign_files_alone(void **state) {
    (void)state;
    char path[64];
    write_file(hand_path(path), "not a database", 14);
    leaves_foreign(path, VF_E_FOREIGN);
    sqlite3 *db;
    sqlite3_open(hand_path(path), &db);
    sqlite3_exec(db, "CREATE TABLE theirs(x); INSERT INTO theirs VALUES(1)", NULL, NULL, NULL);
    sqlite3_close(db);
    leaves_foreign(path, VF_E_FOREIGN);
    vf_ledger_close(opened(hand_path(path)));
    assert_int_equal(truncate(path, 60), 0);
    leaves_foreign(path, VF_E_FOREIGN);
}

static void reports_a_newer_ledger(void **state) {
    (void)state;
    char path[64];
    vf_ledger *l = opened(hand_path(path));
    sqlite3_exec(l->db, "PRAGMA user_version = 99", NULL, NULL, NULL);
    vf_ledger_close(l);
    leaves_foreign(path, VF_E_VERSION);
}

static void reports_a_damaged_ledger(void **state) {
    (void)state;
    char path[64];
    vf_ledger *l = opened(hand_path(path));
    vf_ledger_close(l);
    assert_int_equal(truncate(path, 5000), 0);
    vf_status status = vf_ledger_open(path, VF_LEDGER_WRITE, &l, &error);
    assert_int_equal(status, VF_E_LEDGER);
    assert_non_null(strstr(error.message, "damaged"));
    hand_remove(path);
}

static void reports_what_is_not_there(void **state) {
    (void)state;
    vf_ledger *l;
    char path[64];
    assert_int_equal(vf_ledger_open(hand_path(path), VF_LEDGER_READ, &l, &error), VF_E_IO);
    assert_int_equal(vf_ledger_open("/tmp", VF_LEDGER_WRITE, &l, &error), VF_E_IO);
    assert_int_equal(vf_ledger_open("", VF_LEDGER_WRITE, &l, &error), VF_E_ARGUMENT);
    assert_int_equal(vf_ledger_open("/dev/null/ledger.db", VF_LEDGER_WRITE, &l, &error), VF_E_IO);
    assert_int_equal(vf_ledger_open("/tmp/no/such/folder/ledger.db", VF_LEDGER_WRITE, &l, &error), VF_E_IO);
    assert_true(strlen(error.message) > 20);
    write_file(path, "", 0);
    assert_int_equal(vf_ledger_open(path, VF_LEDGER_READ, &l, &error), VF_E_FOREIGN);
    vf_ledger_close(opened(path)); /* an empty file becomes a ledger */
    hand_remove(path);
    vf_ledger_close(opened("file:volteface-test?mode=memory")); /* a path like any other */
    assert_int_equal(access("file:volteface-test?mode=memory", F_OK), 0);
    hand_remove("file:volteface-test?mode=memory");
}

static void reads_from_a_folder_that_may_not_be_written(void **state) {
    (void)state;
    char folder[] = "/tmp/volteface-test-XXXXXX", path[80];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a %%41#?.db", folder);
    vf_ledger_close(opened(path));
    chmod(folder, 0555);
    vf_ledger *l;
    OK(vf_ledger_open(path, VF_LEDGER_READ, &l, &error));
    assert_int_equal(number(l, "SELECT count(*) FROM document"), 0);
    vf_ledger_close(l);
    chmod(folder, 0755);
    hand_remove(path);
    rmdir(folder);
}

/* ---- versions */

static const char *const fake_1[] = {"CREATE TABLE thing(a)", "INSERT INTO thing VALUES(1)", NULL};
static const char *const fake_2[] = {"ALTER TABLE thing ADD COLUMN b", "UPDATE thing SET b = a + 1", NULL};
static const char *const fake_bad[] = {"CREATE TABLE other(a)", "no SQL at all", NULL};

static void migrates_step_by_step(void **state) {
    (void)state;
    sqlite3 *db;
    sqlite3_open(":memory:", &db);
    vf_ledger l = {.db = db};
    const char *const *const first[] = {fake_1}, *const *const both[] = {fake_1, fake_2},
                             *const *const bad[] = {fake_1, fake_2, fake_bad};
    assert_int_equal(vfp_ledger_migrate(db, first, 1), SQLITE_OK);
    assert_int_equal(number(&l, "PRAGMA user_version"), 1);
    assert_int_equal(vfp_ledger_migrate(db, both, 2), SQLITE_OK);
    assert_int_equal(number(&l, "SELECT b FROM thing"), 2);
    assert_int_equal(vfp_ledger_migrate(db, both, 2), SQLITE_OK); /* there already */
    assert_int_equal(number(&l, "SELECT count(*) FROM thing"), 1);
    assert_int_not_equal(vfp_ledger_migrate(db, bad, 3), SQLITE_OK);
    assert_int_equal(number(&l, "PRAGMA user_version"), 2);
    assert_int_equal(number(&l, "SELECT count(*) FROM sqlite_schema WHERE name = 'other'"), 0);
    assert_int_equal(number(&l, "PRAGMA application_id"), LEDGER_MAGIC);
    sqlite3_close(db);
}

/* ---- accidents */

static void a_full_disk_changes_nothing(void **state) {
    (void)state;
    char path[64];
    Hand h;
    hand_open(&h);
    vf_ledger *l = opened(hand_path(path));
    hand_full(&h, "a");
    OK(vf_ledger_add(l, &h.article, NULL, &error));
    sqlite3_exec(l->db, "PRAGMA max_page_count = 1", NULL, NULL, NULL); /* as many as there are */
    char *text = calloc(1, 400001);
    memset(text, 'x', 400000);
    hand_begin(&h, "b", NULL, NULL, text);
    free(text);
    assert_int_equal(vf_ledger_add(l, &h.article, NULL, &error), VF_E_IO);
    assert_non_null(strstr(error.message, "full"));
    assert_int_equal(number(l, "SELECT count(*) FROM document"), 1);
    sqlite3_exec(l->db, "PRAGMA max_page_count = 1000000", NULL, NULL, NULL);
    OK(vf_ledger_add(l, &h.article, NULL, &error)); /* there is room again */
    assert_int_equal(number(l, "SELECT count(*) FROM document"), 2);
    vf_ledger_close(l);
    hand_remove(path);
    hand_close(&h);
}

static void a_locked_ledger_says_so(void **state) {
    (void)state;
    char path[64];
    Hand h;
    hand_open(&h);
    vf_ledger *l = opened(hand_path(path)), *other = opened(path);
    sqlite3_busy_timeout(l->db, 10);
    sqlite3_exec(other->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    hand_full(&h, "a");
    assert_int_equal(vf_ledger_add(l, &h.article, NULL, &error), VF_E_LEDGER);
    assert_non_null(strstr(error.message, "another program"));
    sqlite3_exec(other->db, "COMMIT", NULL, NULL, NULL);
    OK(vf_ledger_add(l, &h.article, NULL, &error));
    vf_ledger_close(l);
    vf_ledger_close(other);
    hand_remove(path);
    hand_close(&h);
}

/* Adds until it is killed; after each article its number goes through the pipe. */
static void add_forever(const char *path, int fd) {
    Hand h;
    hand_open(&h);
    vf_ledger *l = NULL;
    if (vf_ledger_open(path, VF_LEDGER_WRITE, &l, NULL)) _exit(1);
    for (uint32_t i = 0;; i++) {
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        hand_full(&h, id);
        if (vf_ledger_add(l, &h.article, NULL, NULL)) _exit(1);
        if (write(fd, &i, sizeof i) != sizeof i) _exit(1);
    }
}

static void killed_in_the_middle(void **state) {
    (void)state;
    char path[64];
    hand_path(path);
    for (int round = 0; round < 4; round++) {
        int pipes[2];
        assert_int_equal(pipe(pipes), 0);
        pid_t child = fork();
        if (child == 0) {
            close(pipes[0]);
            add_forever(path, pipes[1]);
        }
        close(pipes[1]);
        uint32_t last = 0, id, want = 5 + 7 * (uint32_t)round;
        while (read(pipes[0], &id, sizeof id) == sizeof id) {
            last = id;
            if (id == want) kill(child, SIGKILL);
        }
        int how;
        waitpid(child, &how, 0);
        assert_true(WIFSIGNALED(how));
        close(pipes[0]);
        vf_ledger *l = opened(path);
        assert_true(number(l, "SELECT count(*) FROM document") > (int64_t)last);
        assert_int_equal(number(l, "SELECT count(*) FROM record"), 10 * number(l, "SELECT count(*) FROM document"));
        assert_int_equal(number(l, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
        vf_ledger_close(l);
    }
    hand_remove(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_valid_json_in_order),
        cmocka_unit_test(prints_every_field),
        cmocka_unit_test(reports_a_writer_that_stops),
        cmocka_unit_test(writes_json_strings),
        cmocka_unit_test(adds_replaces_and_leaves_alone),
        cmocka_unit_test(same_address_is_the_same_article),
        cmocka_unit_test(lines_never_replace_each_other),
        cmocka_unit_test(notes_refusals),
        cmocka_unit_test(refuses_an_empty_article_and_reading_handles),
        cmocka_unit_test(leaves_foreign_files_alone),
        cmocka_unit_test(reports_a_newer_ledger),
        cmocka_unit_test(reports_a_damaged_ledger),
        cmocka_unit_test(reports_what_is_not_there),
        cmocka_unit_test(reads_from_a_folder_that_may_not_be_written),
        cmocka_unit_test(migrates_step_by_step),
        cmocka_unit_test(a_full_disk_changes_nothing),
        cmocka_unit_test(a_locked_ledger_says_so),
        cmocka_unit_test(killed_in_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
