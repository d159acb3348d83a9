/* walk.c: paths → files, folders recursively in byte order of their names.
 *
 * A folder is read once for each path it is found under by name, however many links lead to it (they are told by
 * device and inode), so links can't make a walk endless. Names that begin with a dot and files with an ending that
 * is none of ours are passed over. Memory: the names of the folders on the way down. */
#include "ingest/page.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { DEPTH = 64 };

typedef struct Level {
    char **names;
    size_t count, next, stem; /* stem: length of the folder's path in Walk.path */
} Level;
typedef struct Place {
    dev_t device;
    ino_t inode;
} Place;

struct Walk {
    const char *const *paths;
    size_t count, next;
    Level levels[DEPTH];
    int depth;
    char *path;
    size_t room;
    Place *seen;
    size_t seen_n, seen_cap;
    uint64_t found; /* files below the path named */
};

Walk *vfp_walk_new(const char *const *paths, size_t count) {
    Walk *w = calloc(1, sizeof *w);
    if (w) w->paths = paths, w->count = count;
    return w;
}

static void leave(Walk *w) {
    Level *level = &w->levels[--w->depth];
    for (size_t i = 0; i < level->count; i++) free(level->names[i]);
    free(level->names);
    *level = (Level){0};
}

void vfp_walk_free(Walk *w) {
    if (!w) return;
    while (w->depth) leave(w);
    free(w->seen);
    free(w->path);
    free(w);
}

static bool ends(const char *path, const char *ending) {
    size_t n = strlen(path), k = strlen(ending);
    return n > k && strcasecmp(path + n - k, ending) == 0;
}

vf_format vfp_format_of(const char *path, bool *single) {
    static const struct {
        const char *ending;
        vf_format format;
    } endings[] = {{".txt", VF_FORMAT_TEXT},   {".jsonl", VF_FORMAT_JSONL},  {".ndjson", VF_FORMAT_JSONL},
                   {".json", VF_FORMAT_JSONL}, {".html", VF_FORMAT_HTML},    {".htm", VF_FORMAT_HTML},
                   {".xhtml", VF_FORMAT_HTML}, {".conllu", VF_FORMAT_CONLLU}};
    *single = ends(path, ".json");
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends(path, endings[i].ending)) return endings[i].format;
    return VF_FORMAT_AUTO;
}

/* Sets w->path to its first `stem` bytes, a slash and `name`. */
static bool set_path(Walk *w, size_t stem, const char *name) {
    size_t n = strlen(name), need = stem + n + 2;
    if (need > w->room) {
        char *grown = realloc(w->path, need * 2);
        if (!grown) return false;
        w->path = grown;
        w->room = need * 2;
    }
    if (stem && w->path[stem - 1] != '/') w->path[stem++] = '/';
    memcpy(w->path + stem, name, n + 1);
    return true;
}

/* The slot of a folder in the table of those seen: its own, or the empty one where it belongs. */
static Place *slot(Place *seen, size_t cap, Place p) {
    size_t i = (size_t)vfp_hash(&p.inode, sizeof p.inode, (uint64_t)p.device);
    for (;; i++) {
        Place *at = &seen[i & (cap - 1)];
        if (!at->inode || (at->inode == p.inode && at->device == p.device)) return at;
    }
}

/* 1: first time here; 0: been here; -1: out of memory. */
static int note(Walk *w, const struct stat *st) {
    if (2 * w->seen_n >= w->seen_cap) {
        size_t cap = w->seen_cap ? w->seen_cap * 2 : 64;
        Place *grown = calloc(cap, sizeof *grown);
        if (!grown) return -1;
        for (size_t i = 0; i < w->seen_cap; i++)
            if (w->seen[i].inode) *slot(grown, cap, w->seen[i]) = w->seen[i];
        free(w->seen);
        w->seen = grown;
        w->seen_cap = cap;
    }
    Place place = {st->st_dev, st->st_ino}, *at = slot(w->seen, w->seen_cap, place);
    if (at->inode) return 0;
    *at = place;
    w->seen_n++;
    return 1;
}

static void forget(Walk *w) {
    if (w->seen) memset(w->seen, 0, w->seen_cap * sizeof *w->seen);
    w->seen_n = 0;
}

static int by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static bool keep_name(Level *level, const char *name, size_t *cap) {
    if (level->count == *cap) {
        size_t room = *cap ? *cap * 2 : 64;
        char **grown = realloc(level->names, room * sizeof *grown);
        if (!grown) return false;
        level->names = grown;
        *cap = room;
    }
    char *copy = strdup(name);
    if (copy) level->names[level->count++] = copy;
    return copy != NULL;
}

static vf_status no_memory(const Walk *w, vf_error *error) {
    return vfp_fail(error, VF_E_MEMORY, w->path, 0, 0, "out of memory while listing files");
}

/* Reads the folder w->path into a new level. */
static vf_status enter(Walk *w, const struct stat *st, vf_error *error) {
    if (w->depth == DEPTH)
        return vfp_fail(error, VF_E_LIMIT, w->path, 0, 0, "folders nested over %d deep; name this one itself", DEPTH);
    int fresh = note(w, st);
    if (fresh <= 0) return fresh ? no_memory(w, error) : VF_OK;
    DIR *dir = opendir(w->path);
    if (!dir) return vfp_fail(error, VF_E_IO, w->path, 0, 0, "can't read the folder: %s", strerror(errno));
    Level *level = &w->levels[w->depth++];
    *level = (Level){.stem = strlen(w->path)};
    size_t cap = 0;
    bool room = true;
    for (struct dirent *e; room && (e = readdir(dir));)
        if (e->d_name[0] != '.') room = keep_name(level, e->d_name, &cap);
    closedir(dir);
    if (level->count) qsort(level->names, level->count, sizeof *level->names, by_bytes);
    return room ? VF_OK : no_memory(w, error);
}

/* Looks at w->path. VF_OK with item->path set: a file; VF_OK without: nothing to hand out. */
static vf_status look(Walk *w, bool named, WalkItem *item, vf_error *error) {
    struct stat st;
    bool single;
    item->path = w->path;
    if (stat(w->path, &st) != 0) {
        if (!named && vfp_format_of(w->path, &single) == VF_FORMAT_AUTO) return item->path = NULL, VF_OK;
        return vfp_fail(error, VF_E_IO, w->path, 0, 0, "can't open it: %s%s", strerror(errno),
                        errno == ENOENT && named ? "; is the name right?" : "");
    }
    if (S_ISDIR(st.st_mode)) {
        vf_status status = enter(w, &st, error);
        return status ? status : (item->path = NULL, VF_OK);
    }
    if (!named && (!S_ISREG(st.st_mode) || vfp_format_of(w->path, &single) == VF_FORMAT_AUTO))
        return item->path = NULL, VF_OK;
    w->found++;
    *item = (WalkItem){w->path, named, S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0};
    return VF_OK;
}

/* One step inside the innermost folder. */
static vf_status step(Walk *w, WalkItem *item, vf_error *error) {
    Level *level = &w->levels[w->depth - 1];
    if (level->next < level->count) {
        if (!set_path(w, level->stem, level->names[level->next++])) return no_memory(w, error);
        return look(w, false, item, error);
    }
    size_t stem = level->stem;
    leave(w);
    if (w->depth || w->found) return VF_OK;
    w->path[stem] = '\0';
    item->path = w->path;
    return vfp_fail(
        error, VF_E_FORMAT, w->path, 0, 0,
        "no file to read in this folder; files end in .txt, .jsonl, .ndjson, .json, .html, .htm, .xhtml or .conllu");
}

vf_status vfp_walk_next(Walk *w, WalkItem *item, vf_error *error) {
    *item = (WalkItem){0};
    vf_status status = VF_OK;
    while (!status && !item->path) {
        if (w->depth) {
            status = step(w, item, error);
        } else if (w->next == w->count) {
            return VF_END;
        } else {
            const char *path = w->paths[w->next++];
            forget(w);
            w->found = 0;
            if (!strcmp(path, "-")) *item = (WalkItem){path, true, 0};
            else if (!set_path(w, 0, path)) status = no_memory(w, error);
            else status = look(w, true, item, error);
        }
    }
    return status;
}
