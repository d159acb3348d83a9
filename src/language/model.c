#include "language/language.h"
#include <stdlib.h>

struct Model {
    int none;
};

vf_status vfp_model_open(const char *name, const unsigned char *bytes, size_t size, Model **out, vf_error *error) {
    (void)name, (void)bytes, (void)size, (void)error;
    *out = calloc(1, sizeof **out);
    return *out ? VF_OK : VF_E_MEMORY;
}
void vfp_model_close(Model *model) { free(model); }
