/* html.c: a web page → the article on it.
 *
 * gumbo's memory comes from the article's arena and is never given back piece by piece, so nothing can leak where
 * the arena jumps away, and its recursive clean-up never runs. A page that would grow the tree beyond the arena's
 * limit ends there as VF_E_LIMIT. Linear for pages that vfp_scan lets through. */
#include "ingest/tree.h"

static void *take(void *arena, size_t size) { return vfp_arena_alloc(arena, size); }
static void leave(void *arena, void *memory) { (void)arena, (void)memory; }

static const GumboOutput *parse(Arena *arena, Str page) {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take;
    options.deallocator = leave;
    options.userdata = arena;
    options.max_errors = 0;
    return gumbo_parse_with_options(&options, page.at, page.len);
}

vf_status vfp_ingest_html(Article *a, const vf_input *in, vf_error *error) {
    Str page;
    vf_status status = vfp_decode_page(a->arena, in, &page, error);
    if (!status) status = vfp_scan(page, in, error);
    if (status) return status;
    const Furniture *furniture = vfp_furniture(a->arena, a->lexicon, true);
    Tree tree = vfp_tree(a->arena, parse(a->arena, page), furniture);
    Str stored = {"", 0};
    vfp_meta(a, &tree, &stored);
    a->text = vfp_body(a->arena, &tree, furniture, a->title);
    if (a->text.len * 3 < stored.len) a->text = stored; /* the page is made by its script; its metadata has the text */
    a->text = vfp_unmojibake(a->arena, a->text);
    if (a->text.len) return VF_OK;
    return vfp_fail(error, VF_E_FORMAT, in->uri, in->line, 0,
                    "no article text found on this page; save it from a browser after it has loaded");
}
