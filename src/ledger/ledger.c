/* ledger.c: a ledger opened and closed. Another program's file is told by the first bytes of its header, before
 * SQLite gets to see it: SQLite would roll back a journal left beside it, or turn it into a write-ahead log. */
#include "store.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { BUSY_MS = 10000, HEADER = 100, TEXT_LIMIT = 1 << 29 };

typedef enum Kin { KIN_NONE, KIN_EMPTY, KIN_OURS, KIN_NEWER, KIN_FOREIGN, KIN_UNREADABLE } Kin;

static uint32_t big_endian(const unsigned char *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Whose file it is. Offsets 60 and 68 of SQLite's header: user_version and application_id. */
static Kin kin_of(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return errno == ENOENT ? KIN_NONE : KIN_UNREADABLE;
    unsigned char header[HEADER];
    errno = 0;
    size_t n = fread(header, 1, sizeof header, file);
    bool failed = ferror(file);
    fclose(file);
    if (failed) return KIN_UNREADABLE; /* a folder, for one */
    if (n == 0) return KIN_EMPTY;
    if (n < sizeof header || memcmp(header, "SQLite format 3", 16) != 0) return KIN_FOREIGN;
    if (big_endian(header + 68) != LEDGER_MAGIC) return KIN_FOREIGN;
    return big_endian(header + 60) > (uint32_t)vfp_ledger_version ? KIN_NEWER : KIN_OURS;
}

static vf_status newer(const char *path, vf_error *error) {
    return vfp_fail(error, VF_E_VERSION, path, 0, 0,
                    "the ledger was made by a newer version of volteface; update volteface, or use another ledger");
}

static vf_status check_kin(const char *path, vf_ledger_mode mode, vf_error *error) {
    switch (kin_of(path)) {
    case KIN_NONE:
        if (mode == VF_LEDGER_WRITE) return VF_OK;
        return vfp_fail(error, VF_E_IO, path, 0, 0, "there is no ledger here; adding articles makes one");
    case KIN_EMPTY:
        if (mode == VF_LEDGER_WRITE) return VF_OK;
        return vfp_fail(error, VF_E_FOREIGN, path, 0, 0, "the file is empty; adding articles makes it a ledger");
    case KIN_OURS: return VF_OK;
    case KIN_NEWER: return newer(path, error);
    case KIN_UNREADABLE:
        return vfp_fail(error, VF_E_IO, path, 0, 0, "the ledger can't be opened: %s",
                        errno ? strerror(errno) : "it is not a file");
    default:
        return vfp_fail(error, VF_E_FOREIGN, path, 0, 0,
                        "the file is not a ledger of volteface, and was left as it is; name another file");
    }
}

/* Nothing in the file may run: it may come from anywhere. */
static void harden(sqlite3 *db) {
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, BUSY_MS);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, TEXT_LIMIT);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
    sqlite3_exec(db,
                 "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
                 "PRAGMA cache_size = -16000; PRAGMA foreign_keys = ON",
                 NULL, NULL, NULL);
}

/* SQLite takes `file:…` for an address with options in it; to us every path is a path. */
static char *plain_path(const char *path) {
    size_t n = strlen(path);
    char *copy = malloc(n + 3);
    if (!copy) return NULL;
    snprintf(copy, n + 3, "%s%s", strncmp(path, "file:", 5) == 0 ? "./" : "", path);
    return copy;
}

/* The same path as an address that promises SQLite that nobody writes to it: the only way to read a ledger in a
 * folder that may not be written, such as an archive's. */
static char *archive_address(const char *path) {
    char *address = malloc(strlen(path) * 3 + 32), *to = address;
    if (!address) return NULL;
    to += sprintf(to, "file:");
    for (; *path; path++) to += sprintf(to, strchr("?#%", *path) ? "%%%02X" : "%c", (unsigned char)*path);
    sprintf(to, "?immutable=1");
    return address;
}

static int open_read(vf_ledger *l) {
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    int rc = sqlite3_open_v2(l->path, &l->db, flags, NULL);
    if (!rc) harden(l->db);
    if (!rc) rc = sqlite3_exec(l->db, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL);
    if ((rc & 0xFF) != SQLITE_CANTOPEN && (rc & 0xFF) != SQLITE_READONLY) return rc;
    char *address = archive_address(l->path);
    if (!address) return SQLITE_NOMEM;
    sqlite3_close_v2(l->db);
    rc = sqlite3_open_v2(address, &l->db, flags | SQLITE_OPEN_URI, NULL);
    free(address);
    if (!rc) harden(l->db);
    return rc ? rc : sqlite3_exec(l->db, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL);
}

/* The schema is made before the file turns to write-ahead logging: from then on the mark of a ledger is in the file
 * itself and not only in the log beside it. */
static int open_write(vf_ledger *l) {
    int rc = sqlite3_open_v2(l->path, &l->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc) return rc;
    harden(l->db);
    rc = sqlite3_exec(l->db, "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000", NULL, NULL, NULL);
    if (!rc) rc = vfp_ledger_migrate(l->db, vfp_ledger_steps, vfp_ledger_version);
    if (!rc) rc = sqlite3_exec(l->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    return rc;
}

static int version_in(sqlite3 *db) {
    sqlite3_stmt *s = NULL;
    int version = 0;
    if (!sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &s, NULL) && sqlite3_step(s) == SQLITE_ROW)
        version = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    return version;
}

/* Once more after opening: the header may have been older than the log beside it. */
static vf_status check_version(vf_ledger *l, vf_error *error) {
    int version = version_in(l->db);
    if (version > vfp_ledger_version) return newer(l->path, error);
    if (version < vfp_ledger_version)
        return vfp_fail(error, VF_E_LEDGER, l->path, 0, 0,
                        "the ledger is of an older version; adding to it once brings it up to date");
    return VF_OK;
}

static vf_status open_at(vf_ledger *l, const char *path, vf_error *error) {
    l->path = plain_path(path);
    l->scratch = vfp_arena_new((size_t)2 << 30);
    if (!l->path || !l->scratch) return vfp_fail(error, VF_E_MEMORY, path, 0, 0, "out of memory");
    if (strcmp(path, ":memory:") != 0) {
        vf_status status = check_kin(l->path, l->mode, error);
        if (status) return status;
    }
    errno = 0;
    int rc = l->mode == VF_LEDGER_WRITE ? open_write(l) : open_read(l);
    if (rc) return vfp_ledger_fail(l, rc, "open the ledger", error);
    return check_version(l, error);
}

vf_status vf_ledger_open(const char *path, vf_ledger_mode mode, vf_ledger **out, vf_error *error) {
    *out = NULL;
    if (!path || !*path) return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "the ledger has no name");
    vf_ledger *l = calloc(1, sizeof *l);
    if (!l) return vfp_fail(error, VF_E_MEMORY, path, 0, 0, "out of memory");
    l->mode = mode;
    vf_status status = open_at(l, path, error);
    if (status) vf_ledger_close(l);
    else *out = l;
    return status;
}

void vf_ledger_close(vf_ledger *l) {
    if (!l) return;
    for (int i = 0; i < STATEMENT_COUNT; i++) sqlite3_finalize(l->kept[i]);
    for (int i = 0; i < RECORD_TYPE_COUNT; i++) sqlite3_finalize(l->typed[i]);
    if (l->db && l->mode == VF_LEDGER_WRITE) sqlite3_exec(l->db, "PRAGMA optimize", NULL, NULL, NULL);
    sqlite3_close_v2(l->db);
    vfp_arena_free(l->scratch);
    free(l->path);
    free(l);
}
