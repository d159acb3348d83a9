/* network_word.c: what the letters of a word say, its pretrained vector, and the hash of network.conf. */
#include "language/network.h"
#include "language/runes.h"

enum { FORM_MOST = 64 };

static uint32_t row_of(const void *bytes, size_t n, uint64_t seed) {
    uint64_t h = vfp_hash(bytes, n, seed);
    h = (h ^ h >> 32) * 0x9E3779B97F4A7C15u;
    return (uint32_t)((h >> 32) * NET_ROWS >> 32);
}

/* The form folded, its digits zeros, its last bytes where it is long. */
static Str folded(Str form, char room[2 * FORM_MOST + 4]) {
    if (form.len > FORM_MOST) form.at += form.len - FORM_MOST, form.len = FORM_MOST;
    Str out = {room, vfp_fold(form, room)};
    for (uint32_t i = 0; i < out.len; i++)
        if (vfp_ascii_digit((unsigned char)room[i])) room[i] = '0';
    return out;
}

/* Xx for Moscow, X for US, x'x for o'clock: runs of a kind are one sign, or two where they are longer. */
static uint32_t shape_of(Str form, char out[2 * FORM_MOST]) {
    uint32_t n = 0, run = 0;
    char last = 0;
    for (uint32_t i = 0, c; i < form.len && n < FORM_MOST;) {
        unsigned step = vfp_utf8_decode(form.at, form.len, i, &c);
        i += step ? step : 1;
        const Rune rune = vfp_rune_class(c);
        const char sign = rune == RUNE_DIGIT    ? '0'
                          : rune != RUNE_LETTER ? (c < 128 ? (char)c : '.')
                          : vfp_rune_upper(c)   ? 'X'
                                                : 'x';
        run = sign == last ? run + 1 : 1;
        last = sign;
        if (run <= 2) out[n++] = sign;
    }
    return n;
}

static uint32_t find_vector(const Vectors *v, Str word) {
    uint32_t low = 0, high = v->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2, len = v->offsets[middle + 1] - v->offsets[middle];
        const int c = memcmp(v->words + v->offsets[middle], word.at, len < word.len ? len : word.len);
        if (c == 0 && len == word.len) return middle;
        if (c < 0 || (c == 0 && len < word.len)) low = middle + 1;
        else high = middle;
    }
    return VFP_NONE;
}

void vfp_word_ids(const Vectors *vectors, Str form, WordIds *out) {
    char room[2 * FORM_MOST + 6], shape[2 * FORM_MOST];
    Str word = folded(form, room + 1);
    room[0] = '^', room[word.len + 1] = '$';
    out->vector = find_vector(vectors, word);
    uint32_t n = 0;
    out->ids[n++] = row_of(word.at, word.len, 1);
    out->ids[n++] = row_of(word.at, word.len, 2);
    for (uint32_t k = 1; k <= NET_SUFFIX; k++)
        if (k <= word.len) out->ids[n++] = row_of(word.at + word.len - k, k, 10 + k);
    for (uint32_t k = 1; k <= NET_PREFIX; k++)
        if (k <= word.len) out->ids[n++] = row_of(word.at, k, 20 + k);
    out->ids[n++] = row_of(shape, shape_of(form, shape), 30);
    for (uint32_t i = 0; i < word.len && i < NET_GRAMS; i++) out->ids[n++] = row_of(room + i, 3, 40);
    out->count = n;
}

const char *vfp_vectors_open(const unsigned char *bytes, size_t size, Vectors *v, uint64_t *byte) {
    uint32_t head[6];
    *byte = 1;
    if (size < sizeof head || memcmp(bytes, "vfvecs1\n", 8) != 0) return "it does not begin with “vfvecs1”";
    memcpy(head, bytes, sizeof head);
    const uint64_t count = head[2], blob = head[4];
    *byte = 9;
    if (head[3] != NET_VECTOR) return "its vectors have another length than this program's";
    if (count > 1u << 22 || blob > 1u << 28 || blob % 4 || head[5]) return "its header makes no sense";
    if (size != sizeof head + 4 * (count + 1) + blob + count * (4 + NET_VECTOR))
        return "its length is not the one that its header tells";
    bytes += sizeof head;
    v->count = (uint32_t)count;
    v->offsets = (const uint32_t *)(const void *)bytes;
    v->words = (const char *)(bytes += 4 * (count + 1));
    v->scales = (const float *)(const void *)(bytes += blob);
    v->rows = (const int8_t *)(bytes + 4 * count);
    for (uint64_t i = 0; i <= count; i++)
        if (v->offsets[i] > blob || (i && v->offsets[i] < v->offsets[i - 1])) {
            *byte = sizeof head + 4 * i + 1;
            return "a word begins where none can";
        }
    for (uint64_t i = 0; i < count; i++)
        if (!(v->scales[i] >= 0 && v->scales[i] < 1000)) {
            *byte = sizeof head + 4 * (count + 1 + i) + blob + 1;
            return "a scale is no number, or an absurd one";
        }
    return NULL;
}

uint64_t vfp_network_hash(void) {
    static const char conf[] =
#define SIZE(name, value)    #name " " #value "\n"
#define LETTERS(name, value) #name " " #value "\n"
#define TRAIN(name, value)   #name " " #value "\n"
#include "language/network.conf"
#undef SIZE
#undef LETTERS
#undef TRAIN
        ;
    return vfp_hash(conf, sizeof conf - 1, 0);
}
