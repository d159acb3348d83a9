#include "record.h"
vf_status vf_article_write(vf_article *article, vf_write_fn write, void *user, vf_error *error) { (void)article, (void)write, (void)user; return vfp_fail(error, VF_E_INTERNAL, 0, 0, 0, "not yet"); }
