/* page.h: what the files of src/ingest share with each other.
 *
 *   source.c ─ walk.c         paths → inputs (one article's bytes each)
 *   ingest.c ─ json.c         a JSON object → text and metadata (json_flat.c: a simple one, fast)
 *            ─ html.c         a web page → text and metadata: scan.c (is it safe to parse?), tree.c (the parser's
 *                             tree laid flat, with sums), body.c (which part is the article), meta.c (about it)
 *            ─ conllu.c       sentences and words → text, sentences, tokens
 *            ─ encoding.c     bytes → UTF-8
 *            ─ blocks.c       text → blocks; furniture.c: which of them belong to the page
 * All memory is the article's arena unless a comment says otherwise. */
#ifndef VFP_INGEST_PAGE_H
#define VFP_INGEST_PAGE_H
#include "ingest/ingest.h"
#include "lexicon/lexicon.h"

enum {
    VFP_TEXT_LIMIT = 8 << 20,   /* bytes of text in one article */
    VFP_INPUT_LIMIT = 64 << 20, /* bytes of JSON or HTML around it */
};

/* ---- source */
/* What the first bytes look like; VF_FORMAT_TEXT where nothing else. `n` may be the whole input. */
vf_format vfp_sniff(const char *bytes, size_t n);
/* A known file ending's format, VF_FORMAT_AUTO for none; *single where the file may be one object (.json). */
vf_format vfp_format_of(const char *path, bool *single);
/* True where the bytes begin a compressed or binary file of a known kind; *kind is its name. */
bool vfp_magic(const char *bytes, size_t n, const char **kind);

typedef struct Walk Walk;
typedef struct WalkItem {
    const char *path; /* borrowed until the next call */
    bool named;       /* by the caller, not found in a folder */
    uint64_t size;    /* of a regular file, else 0 */
} WalkItem;
/* Files of `paths` in order, folders recursively in byte order; "-" is handed out as it is. `paths` is borrowed.
 * Null where memory is short. One open folder's names are in memory at a time for each level. */
Walk *vfp_walk_new(const char *const *paths, size_t count);
/* VF_OK, VF_END, or a path that can't be read (item->path names it; go on). */
vf_status vfp_walk_next(Walk *walk, WalkItem *item, vf_error *error);
void vfp_walk_free(Walk *walk);

/* ---- encoding */
/* Any input's bytes as valid UTF-8 without NUL, in the arena, NUL behind it. Valid input stays as it is (a byte
 * order mark is skipped). UTF-16 with its mark is decoded; stray Windows-1252 is repaired where that is safe.
 * Else VF_E_ENCODING with the byte. */
vf_status vfp_decode(Arena *arena, const vf_input *input, Str *out, vf_error *error);
/* The same for a page: what its meta element declares counts, stray bytes become U+FFFD, NULs blanks. */
vf_status vfp_decode_page(Arena *arena, const vf_input *input, Str *out, vf_error *error);
/* UTF-8 that was read as Windows-1252 and written again (â€™) is turned back, whole or its quotes and dashes;
 * any other text is returned as it is. */
Str vfp_unmojibake(Arena *arena, Str text);

/* ---- json, html */
vf_status vfp_ingest_json(Article *article, const vf_input *input, vf_error *error);
/* A member that is looked for. */
typedef struct JsonKey {
    const char *name;
    Str *to;
} JsonKey;
/* Reads a simple object (json_flat.c); at most 32 keys, `room`: json.len + 64 bytes, which hold the strings. False
 * where it isn't that simple; some keys may be filled even so. */
bool vfp_json_flat(Str json, const JsonKey *keys, size_t n, char *room);
vf_status vfp_ingest_html(Article *article, const vf_input *input, vf_error *error);
/* Fills text, blocks, tokens, sentences and given. Errors: VF_E_FORMAT with the line. */
vf_status vfp_ingest_conllu(Article *article, const vf_input *input, vf_error *error);
/* Refuses a page that would take the parser more than linear time. */
vf_status vfp_scan(Str page, const vf_input *input, vf_error *error);

/* ---- blocks, furniture */
typedef struct FurnitureRow {
    Str line;
    struct FurnitureRow *next; /* of the same kind and first byte */
} FurnitureRow;
/* The rows of LEX_FURNITURE by kind and first byte, in which a line is looked up. */
typedef struct Furniture {
    FurnitureRow *line[256], *begins[256], *hint[256], *plus[256]; /* plus: hints of the article itself */
    FurnitureRow *ends, *sentence[256];
    bool tails; /* there are rows in `sentence` */
} Furniture;
/* The lexicon's rows, sorted; those about elements of web pages only if `hints`. Without a lexicon: none. */
const Furniture *vfp_furniture(Arena *arena, const Lexicon *lexicon, bool hints);
/* Whether the line as a whole belongs to the page. Lines of 200 bytes or more never do. */
bool vfp_furniture_line(const Furniture *furniture, Str line);
/* Where furniture that ends the paragraph begins (its last sentences), or paragraph.len. */
uint32_t vfp_furniture_tail(const Furniture *furniture, Str paragraph);
/* What a class or id says of its element: negative for furniture, positive for the article, 0 nothing. */
int vfp_furniture_hint(const Furniture *furniture, const char *words);
/* Fills blocks and furniture of article->text; takes the title from a first line that reads like one if there is
 * none and `plain`. */
void vfp_blocks(Article *article, bool plain);

/* ---- small things */
/* Bytes of white space at text[i] (ASCII, no-break space, U+2000…, U+FEFF), 0 where there is none. */
unsigned vfp_blank(const char *text, size_t n, size_t i);
Str vfp_trim(Str s);
/* One line: trimmed, runs of white space made one blank. */
Str vfp_squeeze(Arena *arena, Str s);
/* Equal but for case, white space and kinds of apostrophes. Takes room for both in the arena. */
bool vfp_same(Arena *arena, Str a, Str b);
#endif
