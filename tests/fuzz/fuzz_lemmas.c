/* fuzz_lemmas.c: bytes as the part of a model that tells lemmas: refused, or good for any word. An input is a number of
 * changes to a small sound part: two bytes place, one byte value. */
#include "language/language.h"
#include "language/model.h"
#include "language/word.h"
#include "lexicon/lexicon.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] = "The men's 1,000 ‘TALKS’ weren't cancelled — ÉLYSÉE plans, AT&T said.";

static void lemmatize(const Lemmas *lemmas) {
    static Lexicon *lexicon;
    static const char rows[] = "%table word: form | lemma | classes\nmet | meet | VERB\n";
    Model model = {.lemmas = *lemmas};
    if (!lexicon && vfp_lexicon_parse("rows", rows, sizeof rows - 1, &lexicon, NULL)) abort();
    Arena *arena = vfp_arena_new(1 << 24);
    if (!arena || setjmp(*vfp_arena_escape(arena))) abort();
    Article a = {.arena = arena, .lexicon = lexicon, .model = &model, .text = {text, sizeof text - 1}};
    *vfp_push(arena, &a.blocks) = (Block){{0, sizeof text - 1}, BLOCK_PARAGRAPH};
    vfp_tokenize(&a);
    for (unsigned upos = 0; upos < UPOS_COUNT; upos++) {
        for (uint32_t i = 0; i < a.tokens.n; i++)
            a.tokens.at[i].upos = (uint8_t)upos, a.tokens.at[i].feats = (uint16_t)(1u << (i + upos) % 16);
        vfp_lemmatize(&a);
        for (uint32_t i = 0; i < a.tokens.n; i++)
            if (!a.lemmas[i].len || vfp_utf8_valid(a.lemmas[i].at, a.lemmas[i].len) != a.lemmas[i].len) abort();
    }
    vfp_arena_free(arena);
}

/* A part of 16 places, with keys that the text's words have. */
static size_t sound_part(unsigned char *bytes) {
    LemmaHeader h = {.magic = "lemmas\n", .version = LEMMA_VERSION, .bits = 4, .rules = 3, .letters = 6};
    const LemmaRule rules[] = {{.cut = 1, .at = 0}, {.cut = 3, .add = 1, .at = 1}, {.commas = 1}};
    LemmaEntry entries[16] = {{0}};
    const LemmaWord word = {.upos = UPOS_NOUN};
    LemmaForm form;
    vfp_lemma_form(VFP_STR("talks"), &form);
    for (int level = 0; level < LEMMA_CASE_LEVELS; level += 3) {
        uint64_t key = vfp_lemma_key((LemmaLevel)level, &word, &form);
        if (key)
            entries[key >> 8 & 15] = (LemmaEntry){.check = (uint32_t)(key >> 32) | 1, .value = (uint16_t)(level % 3)};
    }
    memcpy(bytes, &h, sizeof h);
    memcpy(bytes + sizeof h, entries, sizeof entries);
    memcpy(bytes + sizeof h + sizeof entries, rules, sizeof rules);
    memcpy(bytes + sizeof h + sizeof entries + sizeof rules, "siesyn", 6);
    return sizeof h + sizeof entries + sizeof rules + 6;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static _Alignas(16) unsigned char part[1024];
    unsigned char *bytes = part;
    size_t n = sound_part(part);
    uint64_t byte;
    Lemmas lemmas;
    bool whole = size > 8 && memcmp(data, "lemmas\n", 8) == 0;
    if (whole && !(bytes = malloc(n = size))) return 0;
    if (whole) memcpy(bytes, data, size);
    for (size_t i = 0; !whole && i + 3 <= size; i += 3) bytes[(data[i] << 8 | data[i + 1]) % n] = data[i + 2];
    if (!vfp_lemmas_open(bytes, n, &lemmas, &byte)) lemmatize(&lemmas);
    if (whole) free(bytes);
    return 0;
}
