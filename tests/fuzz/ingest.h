/* ingest.h: what the targets of ingest share: any bytes as an input of one format; it must end, stay in memory, and
 * keep what record.h promises of text and blocks. */
#ifndef FUZZ_INGEST_H
#define FUZZ_INGEST_H
#include "ingest/page.h"
#include <setjmp.h>
#include <stdlib.h>

static const char rows[] =
    "%table furniture: line | match | example\ncomments | line | Comments\nshare | begins | Share it\n"
    "reserved | ends | All reserved\nus know | sentence | Let us know.\nad* | hint | x\n+body | hint | x\n";

static void check(const Article *a) {
    if (a->text.at[a->text.len] || vfp_utf8_valid(a->text.at, a->text.len) != a->text.len) abort();
    if (memchr(a->text.at, 0, a->text.len) || !a->id.len || !a->sha256[0]) abort();
    uint32_t at = 0;
    for (uint32_t i = 0; i < a->blocks.n; i++) {
        Span s = a->blocks.at[i].span;
        if (s.begin < at || s.end <= s.begin || s.end > a->text.len) abort();
        at = s.end;
    }
}

static int read_as(vf_format format, const uint8_t *data, size_t size) {
    static Lexicon *lexicon;
    if (!lexicon && vfp_lexicon_parse("rows", rows, sizeof rows - 1, &lexicon, NULL)) abort();
    Arena *arena = vfp_arena_new(64 << 20);
    if (!arena) return 0;
    Article a = {.arena = arena, .lexicon = lexicon};
    vf_input input = {.bytes = (const char *)data, .size = size, .format = format, .uri = "fuzz"};
    vf_error error;
    if (!setjmp(*vfp_arena_escape(arena)) && vfp_ingest(&a, &input, &error) == VF_OK) check(&a);
    vfp_arena_free(arena);
    return 0;
}
#endif
