/* A model file is input like any other: cut, flipped, rearranged or absurd, it is refused with the byte at which it is
 * wrong, and never with a crash; what opens can be read with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "embedded.h"
#include "language/language.h"
#include "language/model.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A copy of the embedded model, aligned and of exactly its size, to be spoilt. */
static unsigned char *good;
static size_t good_size;

static unsigned char *take(size_t size) {
    unsigned char *at = aligned_alloc(64, (size + 63) / 64 * 64);
    assert_non_null(at);
    return at;
}

static ModelHeader *header(unsigned char *bytes) { return (ModelHeader *)(void *)bytes; }
static ModelSection *sections(unsigned char *bytes) { return (ModelSection *)(void *)(bytes + sizeof(ModelHeader)); }

static uint64_t place_of(const char *name) {
    for (uint32_t i = 0; i < header(good)->count; i++)
        if (strcmp(sections(good)[i].name, name) == 0) return sections(good)[i].offset;
    fail_msg("the model has no section “%s”", name);
    return 0;
}

static int open_all(void **state) {
    (void)state;
    for (const Embedded *e = vfp_embedded; e->name; e++)
        if (strcmp(e->name, "models/english.model") == 0) {
            good_size = (size_t)(e->end - e->begin);
            good = take(good_size);
            memcpy(good, e->begin, good_size);
        }
    return good ? 0 : -1;
}

static int close_all(void **state) {
    (void)state;
    free(good);
    return 0;
}

static void set_checksum(unsigned char *bytes, size_t size) {
    header(bytes)->checksum = vfp_model_checksum(bytes + sizeof(ModelHeader), size - sizeof(ModelHeader));
}

/* Refused, with a message that names `byte`, from 1; 0: any byte of the file or the one behind it. */
static void assert_refused(const unsigned char *bytes, size_t size, uint64_t byte, const char *why) {
    Model *model = (Model *)(uintptr_t)8;
    vf_error error = {0};
    assert_int_equal(vfp_model_open("spoilt", bytes, size, &model, &error), VF_E_LEXICON);
    assert_null(model);
    assert_non_null(strstr(error.message, "the model can't be used: "));
    if (why && !strstr(error.message, why)) fail_msg("expected “%s”, got “%s”", why, error.message);
    if (byte) assert_int_equal(error.byte, byte);
    assert_true(error.byte >= 1 && error.byte <= size + 1);
    assert_int_equal(vfp_model_open("spoilt", bytes, size, &model, NULL), VF_E_LEXICON); /* nobody need listen */
}

static void assert_opens(const unsigned char *bytes, size_t size) {
    Model *model;
    vf_error error = {0};
    if (vfp_model_open("fine", bytes, size, &model, &error)) fail_msg("%s", error.message);
    vfp_model_close(model);
}

/* ---- cut */

static void test_cut_anywhere(void **state) {
    (void)state;
    for (size_t n = 1; n < sizeof(ModelHeader) + 40; n++) assert_refused(good, n, 0, NULL);
    for (uint32_t i = 0; i < header(good)->count; i++) {
        const ModelSection *s = &sections(good)[i];
        const uint64_t cuts[] = {s->offset - 1, s->offset, s->offset + 1, s->offset + s->size / 2,
                                 s->offset + s->size - 1};
        for (int k = 0; k < 5; k++) assert_refused(good, cuts[k], 1 + offsetof(ModelHeader, bytes), "cut or joined");
    }
    assert_opens(good, good_size);
}

/* Whoever cuts it may also write a new length and checksum. */
static void test_cut_with_care(void **state) {
    (void)state;
    unsigned char *bytes = take(good_size);
    for (uint32_t i = 0; i < header(good)->count; i++) {
        const ModelSection *s = &sections(good)[i];
        const uint64_t cuts[] = {s->offset - 1, s->offset, s->offset + 1, s->offset + s->size - 1};
        for (int k = 0; k < 4; k++) {
            memcpy(bytes, good, cuts[k]);
            header(bytes)->bytes = cuts[k];
            set_checksum(bytes, cuts[k]);
            if (cuts[k] < sections(good)[0].offset) assert_refused(bytes, cuts[k], 0, NULL); /* in the table */
            else assert_refused(bytes, cuts[k], 1 + sizeof(ModelHeader) + i * sizeof(ModelSection), "where none can");
        }
    }
    free(bytes);
}

/* ---- flipped */

static void test_flips_in_the_header(void **state) {
    (void)state;
    unsigned char *bytes = take(good_size);
    memcpy(bytes, good, good_size);
    for (size_t bit = 0; bit < 8 * sizeof(ModelHeader); bit++) {
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_refused(bytes, good_size, 0, NULL);
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    assert_opens(bytes, good_size);
    free(bytes);
}

static void test_flips_behind_the_header(void **state) {
    (void)state;
    unsigned char *bytes = take(good_size);
    memcpy(bytes, good, good_size);
    for (size_t i = sizeof(ModelHeader), step = 1; i < good_size; i += step, step = step * 3 / 2 + 1) {
        bytes[i] ^= (unsigned char)(1u << i % 8);
        assert_refused(bytes, good_size, 1 + offsetof(ModelHeader, checksum), "damaged");
        bytes[i] ^= (unsigned char)(1u << i % 8);
    }
    bytes[good_size - 1] ^= 0x80;
    assert_refused(bytes, good_size, 1 + offsetof(ModelHeader, checksum), "damaged");
    free(bytes);
}

/* ---- a table of sections that lies */

static void assert_table_refused(void (*spoil)(ModelHeader *h, ModelSection *s), uint64_t byte, const char *why) {
    unsigned char *bytes = take(good_size);
    memcpy(bytes, good, good_size);
    spoil(header(bytes), sections(bytes));
    set_checksum(bytes, good_size);
    assert_refused(bytes, good_size, byte, why);
    free(bytes);
}

static void no_sections(ModelHeader *h, ModelSection *s) { (void)s, h->count = 0; }
static void one_too_few(ModelHeader *h, ModelSection *s) { (void)s, h->count--; }
static void one_too_many(ModelHeader *h, ModelSection *s) { (void)s, h->count++; }
static void many(ModelHeader *h, ModelSection *s) { (void)s, h->count = MODEL_SECTIONS + 1; }
static void absurdly_many(ModelHeader *h, ModelSection *s) { (void)s, h->count = UINT32_MAX; }
static void overlapping(ModelHeader *h, ModelSection *s) { (void)h, s[1].offset = s[0].offset, s[1].size = 64; }
static void inside_the_table(ModelHeader *h, ModelSection *s) { (void)h, s[0].offset = 64; }
static void unaligned(ModelHeader *h, ModelSection *s) { (void)h, s[1].offset += 4, s[1].size -= 4; }
static void a_gap(ModelHeader *h, ModelSection *s) { (void)h, s[1].offset += 64, s[1].size -= 64; }
static void beyond(ModelHeader *h, ModelSection *s) { s[h->count - 1].size += 1; }
static void far_beyond(ModelHeader *h, ModelSection *s) { (void)h, s[0].size = UINT64_MAX - 63; }
static void around(ModelHeader *h, ModelSection *s) { (void)h, s[1].offset = UINT64_MAX - 63; }
static void nameless(ModelHeader *h, ModelSection *s) { (void)h, s[0].name[0] = 0; }
static void endless_name(ModelHeader *h, ModelSection *s) { (void)h, memset(s[0].name, 'n', sizeof s[0].name); }
static void something_kept(ModelHeader *h, ModelSection *s) { (void)s, h->zeros[3] = 1; }
static void other_version(ModelHeader *h, ModelSection *s) { (void)s, h->version++; }
static void swapped(ModelHeader *h, ModelSection *s) {
    (void)h;
    const ModelSection first = s[0];
    s[0] = s[1], s[1] = first;
}

static void test_absurd_tables(void **state) {
    (void)state;
    const uint64_t first = 1 + sizeof(ModelHeader), second = first + sizeof(ModelSection);
    const uint64_t last = first + (header(good)->count - 1) * sizeof(ModelSection),
                   count = 1 + offsetof(ModelHeader, count);
    assert_true(header(good)->count >= 2);
    assert_table_refused(no_sections, count, "number");
    assert_table_refused(one_too_few, 0, NULL);
    assert_table_refused(one_too_many, 0, NULL);
    assert_table_refused(many, count, "absurd");
    assert_table_refused(absurdly_many, count, "absurd");
    assert_table_refused(overlapping, second, "where none can");
    assert_table_refused(inside_the_table, first, "where none can");
    assert_table_refused(unaligned, second, "where none can");
    assert_table_refused(a_gap, second, "where none can");
    assert_table_refused(beyond, last, "where none can");
    assert_table_refused(far_beyond, first, "where none can");
    assert_table_refused(around, second, "where none can");
    assert_table_refused(swapped, first, "where none can");
    assert_table_refused(nameless, first, "name");
    assert_table_refused(endless_name, first, "name");
    assert_table_refused(something_kept, 1 + offsetof(ModelHeader, zeros), "nothing");
    assert_table_refused(other_version, 1 + offsetof(ModelHeader, version), "version");
}

/* ---- sections that lie, behind a checksum that is right */

static void assert_change_refused(uint64_t at, const void *change, size_t n, uint64_t byte, const char *why) {
    unsigned char kept[16];
    memcpy(kept, good + at, n);
    memcpy(good + at, change, n);
    set_checksum(good, good_size);
    assert_refused(good, good_size, byte, why);
    memcpy(good + at, kept, n);
    set_checksum(good, good_size);
}

static void test_absurd_networks(void **state) {
    (void)state;
    const uint64_t network = place_of("network"), tags = network + offsetof(NetworkHeader, tags);
    const uint64_t halves = network + sizeof(NetworkHeader) + NET_TAGS * sizeof(NetworkTag);
    const uint64_t scales = halves + NET_WEIGHT_COUNT * sizeof(uint16_t);
    const uint64_t hash = vfp_network_hash() ^ 1;
    const uint32_t none = 0, most = NET_TAGS + 1, absurd = UINT32_MAX;
    const uint16_t infinite = 0x7C00, no_number = 0xFE00;
    const float bad_scales[] = {-1, 1e9f, (float)INFINITY, (float)NAN, -(float)NAN};
    const NetworkTag no_class = {.upos = UPOS_COUNT}, odd = {.zero = 1};
    assert_change_refused(network, &hash, sizeof hash, network + 1, "another network.conf");
    assert_change_refused(tags, &none, 4, tags + 1, "absurd number of tags");
    assert_change_refused(tags, &most, 4, tags + 1, "absurd number of tags");
    assert_change_refused(tags, &absurd, 4, tags + 1, "absurd number of tags");
    assert_change_refused(tags + 4, &absurd, 4, tags + 1, "absurd number of tags");
    for (uint64_t i = 0; i < NET_TAGS; i += NET_TAGS - 1) {
        const uint64_t at = network + sizeof(NetworkHeader) + i * sizeof(NetworkTag);
        assert_change_refused(at, &no_class, sizeof no_class, at + 1, "does not exist");
        assert_change_refused(at, &odd, sizeof odd, at + 1, "does not exist");
    }
    for (uint64_t i = 0; i < NET_WEIGHT_COUNT; i += (NET_WEIGHT_COUNT - 1) / 5) {
        assert_change_refused(halves + 2 * i, &infinite, 2, halves + 2 * i + 1, "no number");
        assert_change_refused(halves + 2 * i, &no_number, 2, halves + 2 * i + 1, "no number");
    }
    for (int k = 0; k < 5; k++)
        for (uint64_t i = 0; i < NET_ROWS; i += NET_ROWS - 1)
            assert_change_refused(scales + 4 * i, &bad_scales[k], 4, scales + 4 * i + 1, "no number, or an absurd one");
}

static void test_absurd_vectors(void **state) {
    (void)state;
    const uint64_t at = place_of("vectors");
    uint32_t head[6];
    memcpy(head, good + at, sizeof head);
    const uint32_t zero = 0, huge = UINT32_MAX, more = head[2] + 1, dimensions = head[3] + 1, odd = head[4] + 1;
    const uint64_t words = at + sizeof head, scales = words + 4 * ((uint64_t)head[2] + 1) + head[4];
    const float no_number = (float)NAN, negative = -1;
    assert_change_refused(at, "vfvecs2\n", 8, at + 1, "vfvecs1");
    assert_change_refused(at + 8, &zero, 4, at + 9, NULL);
    assert_change_refused(at + 8, &more, 4, at + 9, NULL);
    assert_change_refused(at + 8, &huge, 4, at + 9, NULL);
    assert_change_refused(at + 12, &dimensions, 4, at + 9, "another length");
    assert_change_refused(at + 16, &odd, 4, at + 9, NULL);
    assert_change_refused(at + 16, &huge, 4, at + 9, NULL);
    assert_change_refused(at + 20, &more, 4, at + 9, NULL);
    assert_change_refused(words, &huge, 4, words + 1, "where none can");
    assert_change_refused(words + 4, &huge, 4, words + 5, "where none can");
    assert_change_refused(words + 4 * 1000, &zero, 4, words + 4 * 1000 + 1, "where none can");
    assert_change_refused(scales, &no_number, 4, scales + 1, "no number");
    assert_change_refused(scales + 4 * (uint64_t)(head[2] - 1), &negative, 4, scales + 4 * (uint64_t)(head[2] - 1) + 1,
                          "no number");
}

static void test_absurd_splitters(void **state) {
    (void)state;
    const uint64_t at = place_of("split"), version = at + offsetof(SplitHeader, version);
    const uint32_t huge = UINT32_MAX;
    assert_change_refused(at, "x", 1, at + 1, "vfsplit");
    assert_change_refused(version, &huge, 4, version + 1, "version");
    assert_change_refused(at + offsetof(SplitHeader, row_bits), &huge, 4, 0, NULL);
    assert_change_refused(at + offsetof(SplitHeader, bytes), &huge, 4, 0, NULL);
    assert_change_refused(at + sizeof(SplitHeader), &huge, 4, 0, NULL); /* it has a checksum of its own */
}

static void test_absurd_lemmas(void **state) {
    (void)state;
    const uint64_t at = place_of("lemmas");
    LemmaHeader h;
    memcpy(&h, good + at, sizeof h);
    const uint64_t rules = at + sizeof h + (sizeof(LemmaEntry) << h.bits),
                   last = rules + (h.rules - 1) * sizeof(LemmaRule);
    const uint32_t none = 0, more = h.rules + 1, huge = UINT32_MAX;
    const LemmaRule beyond = {.cut = 1, .at = h.letters}, far = {.add = 1, .at = UINT32_MAX}, odd = {.commas = 2};
    assert_change_refused(at, "lemmaz", 6, at + 1, "lemmas");
    assert_change_refused(at + offsetof(LemmaHeader, version), &huge, 4, at + 1, "version");
    assert_change_refused(at + offsetof(LemmaHeader, bits), &huge, 4, at + 1, "absurd");
    assert_change_refused(at + offsetof(LemmaHeader, rules), &none, 4, at + 1, "absurd");
    assert_change_refused(at + offsetof(LemmaHeader, rules), &more, 4, at + 1, "length");
    assert_change_refused(at + offsetof(LemmaHeader, letters), &huge, 4, at + 1, "length");
    assert_change_refused(rules, &beyond, sizeof beyond, rules + 1, "letters");
    assert_change_refused(last, &far, sizeof far, last + 1, "letters");
    assert_change_refused(last, &odd, sizeof odd, last + 1, "can't");
}

/* ---- what opens */

/* A file with the sections that are named, as the trainer writes them. */
static unsigned char *make(const char *const *names, uint32_t count, size_t *size) {
    unsigned char *bytes = take(good_size + 64);
    memset(bytes, 0, good_size + 64);
    uint64_t end = sizeof(ModelHeader) + count * sizeof(ModelSection);
    memcpy(bytes, good, sizeof(ModelHeader));
    header(bytes)->count = count;
    for (uint32_t i = 0; i < count; i++) {
        const ModelSection *from = NULL;
        for (uint32_t k = 0; k < header(good)->count; k++)
            if (strcmp(sections(good)[k].name, names[i]) == 0) from = &sections(good)[k];
        assert_non_null(from);
        end = (end + MODEL_ALIGNMENT - 1) / MODEL_ALIGNMENT * MODEL_ALIGNMENT;
        sections(bytes)[i] = *from, sections(bytes)[i].offset = end;
        memcpy(bytes + end, good + from->offset, from->size);
        end += from->size;
    }
    header(bytes)->bytes = *size = end;
    set_checksum(bytes, end);
    return bytes;
}

static void test_parts_alone(void **state) {
    (void)state;
    static const char *const names[] = {"split", "lemmas", "network", "vectors"};
    for (uint32_t first = 0; first < 4; first++)
        for (uint32_t count = 0; first + count <= 4; count++) {
            size_t size;
            unsigned char *bytes = make(names + first, count, &size);
            assert_opens(bytes, size);
            free(bytes);
        }
}

static void test_unaligned_bytes(void **state) {
    (void)state;
    unsigned char *bytes = take(good_size + 64);
    memcpy(bytes + 4, good, good_size);
    assert_refused(bytes + 4, good_size, 0, "multiple of 8");
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut_anywhere),        cmocka_unit_test(test_cut_with_care),
        cmocka_unit_test(test_flips_in_the_header), cmocka_unit_test(test_flips_behind_the_header),
        cmocka_unit_test(test_absurd_tables),       cmocka_unit_test(test_absurd_networks),
        cmocka_unit_test(test_absurd_vectors),      cmocka_unit_test(test_absurd_splitters),
        cmocka_unit_test(test_absurd_lemmas),       cmocka_unit_test(test_parts_alone),
        cmocka_unit_test(test_unaligned_bytes),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
