/* lexicon.c: opening, closing and asking the lexicon. */
#include "lexicon/lexicon.h"
#include "embedded.h"
#include "lexicon/build.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { LEXICON_LIMIT = 512 * 1024 * 1024, FILE_LIMIT = 64 * 1024 * 1024 };

static Lexicon *new_lexicon(void) {
    Arena *arena = vfp_arena_new(LEXICON_LIMIT);
    Lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (!arena || !lexicon) {
        vfp_arena_free(arena);
        free(lexicon);
        return NULL;
    }
    lexicon->arena = arena;
    return lexicon;
}

void vfp_lexicon_close(Lexicon *lexicon) {
    if (!lexicon) return;
    vfp_arena_free(lexicon->arena);
    free(lexicon);
}

static vf_status read_embedded(Lexicon *lexicon, vf_error *error) {
    for (const Embedded *e = vfp_embedded; e->name; e++) {
        if (strncmp(e->name, "lexicon/", 8) != 0) continue;
        vf_status status =
            vfp_lexicon_read(lexicon, vfp_str(e->name), (const char *)e->begin, (size_t)(e->end - e->begin), error);
        if (status) return status;
    }
    return VF_OK;
}

/* A whole file, malloc'ed; null with `error` filled. */
static char *slurp(const char *path, size_t *size, vf_error *error) {
    FILE *file = fopen(path, "rb");
    struct stat info;
    char *bytes = NULL;
    if (file && fstat(fileno(file), &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= FILE_LIMIT) {
        bytes = malloc((size_t)info.st_size + 1);
        *size = bytes ? fread(bytes, 1, (size_t)info.st_size, file) : 0;
    }
    if (!bytes)
        vfp_fail(error, VF_E_IO, path, 0, 0, "cannot read the lexicon file: %s",
                 errno ? strerror(errno) : "not a file of less than 64 MiB");
    if (file) fclose(file);
    return bytes;
}

/* vfp_lexicon_read with its own escape, so that the caller can free the bytes. */
static vf_status read_guarded(Lexicon *lexicon, const char *path, const char *bytes, size_t size, vf_error *error) {
    jmp_buf outer;
    memcpy(&outer, vfp_arena_escape(lexicon->arena), sizeof outer);
    int escape = setjmp(*vfp_arena_escape(lexicon->arena));
    vf_status status = escape ? vfp_fail(error, (vf_status)escape, path, 0, 0, "the lexicon takes too much memory")
                              : vfp_lexicon_read(lexicon, vfp_str(path), bytes, size, error);
    memcpy(vfp_arena_escape(lexicon->arena), &outer, sizeof outer);
    return status;
}

static vf_status read_file(Lexicon *lexicon, const char *path, vf_error *error) {
    size_t size = 0;
    errno = 0;
    char *bytes = slurp(path, &size, error);
    if (!bytes) return VF_E_IO;
    vf_status status = read_guarded(lexicon, path, bytes, size, error);
    free(bytes);
    return status;
}

static bool is_lexicon_file(const struct dirent *entry) {
    size_t n = strlen(entry->d_name);
    return entry->d_name[0] != '.' && n > 4 && strcmp(entry->d_name + n - 4, ".txt") == 0;
}
static int select_lexicon(const struct dirent *entry) { return is_lexicon_file(entry); }

/* A folder's own *.txt files, in the order of their names; folders inside it are not entered. */
static vf_status read_path(Lexicon *lexicon, const char *path, vf_error *error) {
    struct stat info;
    if (stat(path, &info) != 0)
        return vfp_fail(error, VF_E_IO, path, 0, 0, "cannot read the lexicon: %s", strerror(errno));
    if (!S_ISDIR(info.st_mode)) return read_file(lexicon, path, error);
    struct dirent **names;
    int n = scandir(path, &names, select_lexicon, alphasort);
    if (n < 0) return vfp_fail(error, VF_E_IO, path, 0, 0, "cannot read the folder: %s", strerror(errno));
    vf_status status = VF_OK;
    for (int i = 0; i < n; i++) {
        char file[4096];
        if (!status && snprintf(file, sizeof file, "%s/%s", path, names[i]->d_name) < (int)sizeof file)
            status = read_file(lexicon, file, error);
        free(names[i]);
    }
    free(names);
    return status;
}

typedef struct LexiconInput {
    const char *const *paths;
    size_t count;
    const char *name, *bytes; /* instead of the embedded files and paths */
    size_t size;
} LexiconInput;

static vf_status open_lexicon(const LexiconInput *input, Lexicon **out, vf_error *error) {
    *out = NULL;
    Lexicon *lexicon = new_lexicon();
    if (!lexicon) return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    vf_status status;
    int escape = setjmp(*vfp_arena_escape(lexicon->arena));
    if (escape) {
        status = vfp_fail(error, (vf_status)escape, NULL, 0, 0, "the lexicon takes too much memory");
    } else {
        vfp_phrases_init(lexicon);
        status = input->bytes ? vfp_lexicon_read(lexicon, vfp_str(input->name), input->bytes, input->size, error)
                              : read_embedded(lexicon, error);
        for (size_t i = 0; !status && i < input->count; i++) status = read_path(lexicon, input->paths[i], error);
        if (!status) status = vfp_lexicon_build(lexicon, error);
    }
    if (status) vfp_lexicon_close(lexicon);
    else *out = lexicon;
    return status;
}

vf_status vfp_lexicon_open(const char *const *paths, size_t count, Lexicon **out, vf_error *error) {
    return open_lexicon(&(LexiconInput){.paths = paths, .count = count}, out, error);
}

vf_status vfp_lexicon_parse(const char *name, const char *bytes, size_t size, Lexicon **out, vf_error *error) {
    return open_lexicon(&(LexiconInput){.name = name, .bytes = bytes, .size = size}, out, error);
}

const struct Furniture *vfp_lexicon_furniture(const Lexicon *lexicon, bool hints) { return lexicon->furniture[hints]; }
uint32_t vfp_lexicon_count(const Lexicon *lexicon, LexTable table) { return lexicon->rows[table].n; }
const LexRow *vfp_lexicon_row(const Lexicon *lexicon, LexTable table, uint32_t row) {
    return &lexicon->rows[table].at[row];
}
uint32_t vfp_lexicon_actor_count(const Lexicon *lexicon) { return lexicon->actors.n; }
const LexActor *vfp_lexicon_actor(const Lexicon *lexicon, uint32_t actor) { return &lexicon->actors.at[actor]; }
const LexIssue *vfp_lexicon_issue(const Lexicon *lexicon, uint32_t row) { return &lexicon->issues[row]; }
LexIssueSet vfp_lexicon_issue_set(const Lexicon *lexicon, uint32_t set) { return lexicon->issue_sets.at[set]; }

/* -1, 0, 1; a coarse date equals every date that it contains. */
static int compare(Date a, Date b) {
    if (a.year != b.year) return a.year < b.year ? -1 : 1;
    if (!a.month || !b.month || a.month == b.month)
        return !a.day || !b.day || !a.month || !b.month ? 0 : (a.day > b.day) - (a.day < b.day);
    return a.month < b.month ? -1 : 1;
}

bool vfp_role_held(const LexRole *role, Date date) {
    if (!date.year) return !role->to.year;
    if (role->from.year && compare(date, role->from) < 0) return false;
    return !role->to.year || compare(date, role->to) <= 0;
}

/* The best of those who held an office of `owner`: the one that began last. Two titles of one class (premier, prime
 * minister) are one office; of the classes that many share at a time only the same title counts. */
static bool same_office(const Lexicon *lexicon, uint32_t have, uint32_t want) {
    if (have == want) return have != VFP_NONE;
    if (have == VFP_NONE || want == VFP_NONE) return false;
    int class = lexicon->rows[LEX_OFFICES].at[have].value[1];
    bool single = class == OFFICE_HEAD_OF_STATE || class == OFFICE_HEAD_OF_GOVERNMENT ||
                  class == OFFICE_FOREIGN_MINISTER || class == OFFICE_DEFENCE_MINISTER ||
                  class == OFFICE_SECRETARY_GENERAL;
    return single && class == lexicon->rows[LEX_OFFICES].at[want].value[1];
}

static uint32_t find_holder(const Lexicon *lexicon, uint32_t owner, Date date, uint32_t office, bool leader) {
    uint32_t best = VFP_NONE;
    Date since = {0};
    bool exact = false;
    for (uint32_t i = lexicon->office_begin[owner]; i < lexicon->office_begin[owner + 1]; i++) {
        const LexRole *role = &lexicon->actors.at[lexicon->offices[i].actor].roles[lexicon->offices[i].role];
        if (leader ? !role->leads : !same_office(lexicon, role->office, office)) continue;
        bool same = role->office == office;
        if (!vfp_role_held(role, date) ||
            (best != VFP_NONE && (exact > same || (exact == same && compare(role->from, since) <= 0))))
            continue;
        best = lexicon->offices[i].actor, since = role->from, exact = same;
    }
    return best;
}

uint32_t vfp_lexicon_leader(const Lexicon *lexicon, uint32_t owner, Date date) {
    return find_holder(lexicon, owner, date, VFP_NONE, true);
}

uint32_t vfp_lexicon_holder(const Lexicon *lexicon, uint32_t owner, uint32_t office_row, Date date) {
    return find_holder(lexicon, owner, date, office_row, false);
}
