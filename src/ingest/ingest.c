#include "ingest/ingest.h"
vf_status vfp_ingest(Article *article, const vf_input *input, vf_error *error) { (void)article, (void)input; return vfp_fail(error, VF_E_INTERNAL, 0, 0, 0, "not yet"); }
