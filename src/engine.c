/* engine.c: what all threads share: the lexicon and the model, read once and never changed. */
#include "engine.h"
#include "embedded.h"
#include "language/language.h"
#include "lexicon/lexicon.h"
#include "pipeline.h"
#include <stdio.h>
#include <stdlib.h>

const char *vf_status_text(vf_status status) {
    static const char *const texts[] = {
#define X(name, text) text,
        VF_STATUSES(X)
#undef X
    };
    return (size_t)status < sizeof texts / sizeof *texts ? texts[status] : "an unknown status";
}

void vf_error_line(const vf_error *error, char *out, size_t size) {
    char place[64] = "";
    if (error->line && error->byte)
        snprintf(place, sizeof place, ":%llu:%llu", (unsigned long long)error->line, (unsigned long long)error->byte);
    else if (error->line) snprintf(place, sizeof place, ":%llu", (unsigned long long)error->line);
    else if (error->byte) snprintf(place, sizeof place, ": byte %llu", (unsigned long long)error->byte);
    bool named = error->where[0] || place[0];
    snprintf(out, size, "%s%s%s%s", error->where, place, named ? ": " : "",
             error->message[0] ? error->message : vf_status_text(error->status));
}

static vf_status open_model(vf_engine *engine, vf_error *error) {
    for (const Embedded *e = vfp_embedded; e->name; e++)
        if (strncmp(e->name, "models/", 7) == 0)
            return vfp_model_open_own(e->name, e->begin, (size_t)(e->end - e->begin), &engine->model, error);
    return vfp_model_open("none", NULL, 0, &engine->model, error);
}

vf_status vf_engine_open(const vf_engine_options *options, vf_engine **out, vf_error *error) {
    *out = NULL;
    vf_engine *engine = calloc(1, sizeof *engine);
    if (!engine) return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    vf_status status = vfp_pipeline_check(error);
    if (!status)
        status = vfp_lexicon_open(options ? options->lexicon_paths : NULL, options ? options->lexicon_count : 0,
                                  &engine->lexicon, error);
    if (!status) status = open_model(engine, error);
    if (status) {
        vf_engine_close(engine);
        return status;
    }
    *out = engine;
    return VF_OK;
}

void vf_engine_close(vf_engine *engine) {
    if (!engine) return;
    vfp_lexicon_close(engine->lexicon);
    vfp_model_close(engine->model);
    free(engine);
}

void vf_free(void *memory) { free(memory); }
