#include "learn/parts.h"
#include "language/model.h"
#include "learn/learn.h"
#include <stdio.h>
#include <stdlib.h>

/* The section of a model in memory of its own. */
static unsigned char *take_section(const unsigned char *bytes, size_t size, const char *path, const char *name,
                                   size_t *length, vf_error *error) {
    ModelHeader header;
    memcpy(&header, bytes, sizeof header);
    for (uint32_t i = 0; i < header.count && sizeof header + (i + 1) * sizeof(ModelSection) <= size; i++) {
        ModelSection s;
        memcpy(&s, bytes + sizeof header + i * sizeof s, sizeof s);
        if (strncmp(s.name, name, sizeof s.name) != 0 || s.offset > size || s.size > size - s.offset) continue;
        unsigned char *part = learn_alloc(s.size, 1);
        memcpy(part, bytes + s.offset, s.size);
        return *length = s.size, part;
    }
    return vfp_fail(error, VF_E_FORMAT, path, 0, 0, "the model has no section “%s”", name), NULL;
}

unsigned char *part_read(const char *path, const char *name, size_t *size, vf_error *error) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) return vfp_fail(error, VF_E_IO, path, 0, 0, "it can't be read"), NULL;
    const long n = ftell(file);
    rewind(file);
    unsigned char *bytes = learn_alloc((size_t)(n < 0 ? 0 : n) + 1, 1);
    const bool whole = n >= 0 && fread(bytes, 1, (size_t)n, file) == (size_t)n;
    fclose(file);
    *size = (size_t)n;
    if (!whole) return vfp_fail(error, VF_E_IO, path, 0, 0, "it can't be read"), NULL;
    const bool model = *size >= sizeof(ModelHeader) && memcmp(bytes, "vfmodel\n", 8) == 0;
    return model ? take_section(bytes, *size, path, name, size, error) : bytes;
}

bool part_write(const char *path, const unsigned char *bytes, size_t size, vf_error *error) {
    FILE *file = fopen(path, "wb");
    bool done = file && fwrite(bytes, 1, size, file) == size;
    if (file && fclose(file)) done = false;
    if (!done) vfp_fail(error, VF_E_IO, path, 0, 0, "it can't be written");
    return done;
}

static int8_t to_byte(float x) { return (int8_t)(x < 0 ? x - 0.5f : x + 0.5f); }

bool part_write_network(const char *path, const NetWeights *w, const Data *data, vf_error *error) {
    unsigned char *bytes = learn_alloc(NETWORK_BYTES, 1);
    const NetworkHeader header = {.conf = vfp_network_hash(), .tags = data->tag_count};
    memcpy(bytes, &header, sizeof header);
    NetworkTag *tags = (NetworkTag *)(void *)(bytes + sizeof header);
    for (uint32_t i = 0; i < data->tag_count; i++) tags[i] = (NetworkTag){data->tags[i].feats, data->tags[i].upos, 0};
    uint16_t *halves = (uint16_t *)(void *)(tags + NET_TAGS);
    for (uint32_t i = 0; i < NET_WEIGHT_COUNT; i++) halves[i] = vfp_to_half(w->small[i]);
    float *scales = (float *)(void *)(halves + NET_WEIGHT_COUNT);
    int8_t *table = (int8_t *)(scales + NET_ROWS);
    for (uint32_t r = 0; r < NET_ROWS; r++) {
        const float *row = w->table + (size_t)r * NET_INPUT;
        float most = 0;
        for (uint32_t j = 0; j < NET_INPUT; j++) most = row[j] > most ? row[j] : -row[j] > most ? -row[j] : most;
        scales[r] = most / 127;
        for (uint32_t j = 0; j < NET_INPUT && most > 0; j++)
            table[(size_t)r * NET_INPUT + j] = to_byte(row[j] * 127 / most);
    }
    const bool done = part_write(path, bytes, NETWORK_BYTES, error);
    free(bytes);
    return done;
}

bool part_join(const char *path, const char *const *parts, int count, vf_error *error) {
    unsigned char *part[MODEL_SECTIONS];
    ModelSection sections[MODEL_SECTIONS] = {0};
    if (count > MODEL_SECTIONS) return vfp_fail(error, VF_E_LIMIT, path, 0, 0, "there are too many parts"), false;
    uint64_t end = sizeof(ModelHeader) + (uint64_t)count * sizeof *sections;
    for (int i = 0; i < count; i++) {
        const char *equals = strchr(parts[i], '=');
        size_t size, length = equals ? (size_t)(equals - parts[i]) : 0;
        if (!length || length >= sizeof sections[i].name)
            return vfp_fail(error, VF_E_ARGUMENT, parts[i], 0, 0, "it is no NAME=FILE"), false;
        memcpy(sections[i].name, parts[i], length);
        if (!(part[i] = part_read(equals + 1, sections[i].name, &size, error))) return false;
        sections[i].offset = (end + MODEL_ALIGNMENT - 1) / MODEL_ALIGNMENT * MODEL_ALIGNMENT, sections[i].size = size;
        end = sections[i].offset + size;
    }
    unsigned char *bytes = learn_alloc(end, 1);
    memcpy(bytes + sizeof(ModelHeader), sections, (size_t)count * sizeof *sections);
    for (int i = 0; i < count; i++) memcpy(bytes + sections[i].offset, part[i], sections[i].size);
    ModelHeader header = {.magic = "vfmodel", .version = MODEL_VERSION, .count = (uint32_t)count, .bytes = end};
    header.magic[7] = '\n';
    header.checksum = vfp_model_checksum(bytes + sizeof header, end - sizeof header);
    memcpy(bytes, &header, sizeof header);
    return part_write(path, bytes, end, error);
}
