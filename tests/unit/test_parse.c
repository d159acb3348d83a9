/* test_parse.c: sources of CoNLL-U cut into pieces, and what parsing alone leaves in an article. */
#include "engine.h"
#include "output.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static vf_engine *engine;
static vf_article *article;
static vf_error fault;

static int set_up(void **state) {
    (void)state;
    return vf_engine_open(NULL, &engine, &fault) || vf_article_new(engine, &article, &fault) ? -1 : 0;
}

static int tear_down(void **state) {
    (void)state;
    vf_article_free(article);
    vf_engine_close(engine);
    return 0;
}

#define LINE(id, form, misc) id "\t" form "\t_\t_\t_\t_\t_\t_\t_\t" misc "\n"

static vf_status parse(vf_format format, const char *bytes) {
    vf_input input = {.bytes = bytes, .size = strlen(bytes), .format = format, .uri = "in"};
    return vf_article_parse(article, &input, &fault);
}

static bool keep(void *user, const char *bytes, size_t size) {
    vfp_buffer_bytes(user, bytes, size);
    return true;
}

/* What a source gives of a file with these bytes: a line each, status:line:first bytes. */
static char *pieces(const char *bytes, size_t size, size_t limit) {
    static char out[4096];
    char name[] = "/tmp/volteface-parse-XXXXXX";
    const char *paths[] = {name};
    int fd = mkstemp(name);
    assert_true(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    close(fd);
    vf_source_options options = {.format = VF_FORMAT_CONLLU, .article_limit = limit};
    vf_source *source;
    vf_input input;
    size_t n = 0;
    assert_int_equal(vf_source_open(paths, 1, &options, &source, &fault), VF_OK);
    for (vf_status status; (status = vf_source_next(source, &input, &fault)) != VF_END;)
        n += (size_t)snprintf(out + n, sizeof out - n, "%d:%d:%.*s\n", status, (int)input.line,
                              status ? 0 : (int)strcspn(input.bytes, "\n"), status ? "" : input.bytes);
    vf_source_close(source);
    unlink(name);
    return out;
}

#define WORD LINE("1", "a", "_")

static void cut_at_documents(void **state) {
    (void)state;
    static const char two[] = "# global.columns = x\n# newdoc id = a\n" WORD "\n" WORD "\n# newdoc id = b\r\n" WORD;
    assert_string_equal(pieces(two, sizeof two - 1, 0), "0:1:# global.columns = x\n0:7:# newdoc id = b\r\n");
    static const char above[] = WORD "\n# sent_id = 2\n# newdoc\n" WORD "\n"; /* it need not be the first remark */
    assert_string_equal(pieces(above, sizeof above - 1, 0), "0:1:1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n0:3:# sent_id = 2\n");
    assert_string_equal(pieces("\n# x\n\n", 6, 0), "6:0:\n");
}

static void cut_between_sentences_where_it_is_long(void **state) {
    (void)state;
    static const char four[] = "# 1\n" WORD "\n# 2\n" WORD "\n# 3\n" WORD "\n# 4\n" WORD "\n";
    assert_string_equal(pieces(four, sizeof four - 1, 40), "0:1:# 1\n0:7:# 3\n");
    /* a sentence over the limit is refused, alone */
    Buffer b = {0};
    vfp_buffer_text(&b, "# 1\n" WORD "\n# 2\n");
    for (int i = 0; i < 100; i++) vfp_buffer_text(&b, WORD);
    vfp_buffer_text(&b, "\n# 3\n" WORD);
    assert_string_equal(pieces(b.at, b.n, 200), "0:1:# 1\n3:4:\n0:106:# 3\n");
    vfp_buffer_free(&b);
}

static void words_are_taken_as_given(void **state) {
    (void)state;
    const char *text = "# newdoc id = d\n" LINE("1-2", "cannot", "_") LINE("1", "can", "_") LINE("2", "not", "_")
        LINE("3", "U.S.A", "SpaceAfter=No") LINE("4", ".", "_") "\n# newpar\n" LINE("1-2", "für’s", "_")
            LINE("1", "für", "_") LINE("2", "das", "_") "\n" LINE("1", "x", "SpaceAfter=No");
    assert_int_equal(parse(VF_FORMAT_CONLLU, text), VF_OK);
    const Article *a = &article->article;
    assert_string_equal(a->text.at, "cannot U.S.A.\n\nfür’s x");
    assert_string_equal(vf_article_id(article), "d");
    assert_int_equal(a->blocks.n, 2);
    assert_int_equal(a->sentences.n, 3);
    assert_int_equal(a->sentences.at[2].block, 1);
    const struct {
        const char *form;
        unsigned flags;
    } wanted[] = {{"can", TOKEN_FIRST},
                  {"not", TOKEN_FUSED | TOKEN_SPACE},
                  {"U.S.A", TOKEN_CAPITAL | TOKEN_UPPER},
                  {".", TOKEN_PUNCT | TOKEN_SPACE},
                  {"fü", TOKEN_FIRST}, /* its share */
                  {"r’s", TOKEN_FUSED | TOKEN_SPACE},
                  {"x", TOKEN_FIRST}};
    assert_int_equal(a->tokens.n, 7);
    for (uint32_t i = 0; i < 7; i++) {
        const Token *t = &a->tokens.at[i];
        assert_int_equal(t->end - t->begin, strlen(wanted[i].form));
        assert_memory_equal(a->text.at + t->begin, wanted[i].form, t->end - t->begin);
        assert_int_equal(t->flags, wanted[i].flags);
    }
}

static void the_line_that_is_wrong(void **state) {
    (void)state;
    assert_int_equal(parse(VF_FORMAT_CONLLU, WORD "\n# x\n" WORD LINE("4", "b", "_")), VF_E_FORMAT);
    assert_int_equal(fault.line, 5);
    vf_input input = {.bytes = "x", .size = 1, .format = VF_FORMAT_CONLLU, .uri = "in", .line = 100};
    assert_int_equal(vf_article_parse(article, &input, &fault), VF_E_FORMAT);
    assert_int_equal(fault.line, 100);
    assert_int_equal(vf_article_parse(article,
                                      &(vf_input){.bytes = WORD, .size = sizeof WORD - 1, .format = VF_FORMAT_CONLLU},
                                      &fault),
                     VF_OK); /* the article may be used again */
}

/* A parser may be wrong, but what is printed is one tree a sentence. */
static void always_a_tree(void **state) {
    (void)state;
    assert_int_equal(parse(VF_FORMAT_TEXT, "Talks failed. They go on."), VF_OK);
    Article *a = &article->article;
    for (uint32_t i = 0; i < a->tokens.n; i++) a->tokens.at[i].head = VFP_NONE;
    a->tokens.at[0].head = 1, a->tokens.at[0].deprel = REL_NSUBJ;
    a->tokens.at[4].head = 0; /* in another sentence */
    Buffer b = {0};
    assert_int_equal(vf_article_write_trees(article, VF_TREES_CONLLU, keep, &b, &fault), VF_OK);
    vfp_buffer_bytes(&b, "", 1);
    assert_non_null(strstr(b.at, "\t2\tnsubj\t_\tSpan=0:5\n"));
    assert_non_null(strstr(b.at, "\t0\troot\t_\tSpaceAfter=No|Span=6:12\n"));
    assert_non_null(strstr(b.at, "\t2\tdep\t_\tSpan=12:13\n"));
    assert_non_null(strstr(b.at, "\t0\troot\t_\tSpan=14:18\n"));
    assert_non_null(strstr(b.at, "\t1\tdep\t_\tSpan=19:21\n"));
    vfp_buffer_free(&b);
}

static void names_and_features(void **state) {
    (void)state;
    assert_int_equal(parse(VF_FORMAT_TEXT, "Ban Ki-moon went home."), VF_OK);
    Article *a = &article->article;
    a->entities.n = 0;
    *vfp_push(a->arena, &a->entities) = (Entity){0, 2, ENTITY_PER};
    a->tokens.at[2].upos = UPOS_VERB, a->tokens.at[2].feats = FEAT_PAST | FEAT_THIRD | FEAT_SINGULAR;
    a->tokens.at[3].feats = 0;
    Buffer b = {0};
    assert_int_equal(vf_article_write_trees(article, VF_TREES_CONLLU, keep, &b, &fault), VF_OK);
    assert_int_equal(vf_article_write_trees(article, VF_TREES_JSONL, keep, &b, &fault), VF_OK);
    vfp_buffer_bytes(&b, "", 1);
    assert_non_null(strstr(b.at, "Entity=B-PER|Span=0:3\n"));
    assert_non_null(strstr(b.at, "Entity=I-PER|Span=4:11\n"));
    assert_non_null(strstr(b.at, "\tMood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\t"));
    assert_non_null(strstr(b.at, "\"entities\":[{\"span\":[0,11],\"kind\":\"PER\",\"words\":[1,2]}]"));
    vfp_buffer_free(&b);
}

static void words_through_the_header(void **state) {
    (void)state;
    static const char text[] = "John Kennedy didn't wait. Talks were planned.";
    assert_int_equal(parse(VF_FORMAT_TEXT, text), VF_OK);
    vf_sentence sentence;
    vf_word word;
    vf_name name;
    char feats[64], few[4];
    assert_int_equal(vf_article_sentence_count(article), 2);
    assert_int_equal(vf_article_word_count(article), 10);
    assert_true(vf_article_sentence(article, 1, &sentence));
    assert_int_equal(sentence.first, 6);
    assert_int_equal(sentence.last, 10);
    assert_memory_equal(text + sentence.begin, "Talks", 5);
    assert_true(vf_article_word(article, 3, &word));
    assert_memory_equal(text + word.begin, "n't", 3);
    assert_int_equal(word.lemma_size, 3);
    assert_memory_equal(word.lemma, "not", 3);
    assert_string_equal(word.upos, "PART");
    assert_true(word.fused && word.space_after && word.name == VF_NONE);
    assert_true(vf_article_word(article, 7, &word));
    assert_memory_equal(word.lemma, "be", 2);
    assert_int_equal(word.sentence, 1);
    size_t n = vf_word_features(&word, feats, sizeof feats);
    assert_int_equal(n, strlen(feats));
    assert_non_null(strstr(feats, "Tense=Past"));
    assert_int_equal(vf_word_features(&word, few, sizeof few), n);
    assert_int_equal(strlen(few), 3);
    assert_int_equal(vf_word_features(&word, NULL, 0), n);
    for (size_t s = 0; vf_article_sentence(article, s, &sentence); s++) { /* one tree each */
        size_t roots = 0;
        for (size_t i = sentence.first; i < sentence.last; i++) {
            size_t steps = 0;
            for (size_t k = i; k != VF_NONE && steps <= 10; k = word.head, steps++)
                assert_true(vf_article_word(article, k, &word) && word.sentence == s);
            assert_true(steps <= 10);
            vf_article_word(article, i, &word);
            roots += word.head == VF_NONE;
            assert_int_equal(word.head == VF_NONE, strcmp(word.relation, "root") == 0);
        }
        assert_int_equal(roots, 1);
    }
    for (size_t i = 0; vf_article_name(article, i, &name); i++) {
        assert_true(vf_article_word(article, name.first, &word) && word.name == i && word.begin == name.begin);
        assert_true(vf_article_word(article, name.last - 1, &word) && word.name == i && word.end == name.end);
        assert_int_equal(strlen(name.kind), 3);
    }
    assert_false(vf_article_word(article, 10, &word));
    assert_null(word.lemma);
    assert_false(vf_article_sentence(article, SIZE_MAX, &sentence));
    assert_false(vf_article_name(article, 1000, &name));
    assert_int_equal(parse(VF_FORMAT_TEXT, ""), VF_E_FORMAT); /* refused: it is empty then */
    assert_int_equal(vf_article_word_count(article), 0);
}

static void nothing_is_furniture(void **state) {
    (void)state;
    assert_int_equal(parse(VF_FORMAT_TEXT, "Talks failed on Monday.\n\nPost a Comment\n"), VF_OK);
    assert_int_equal(article->article.tokens.n, 8);
    assert_int_equal(article->article.furniture.n, 0);
    assert_int_equal(article->article.actors.n, 0);
    vf_input input = {.bytes = "Talks failed on Monday.\n\nPost a Comment\n", .size = 40, .format = VF_FORMAT_TEXT};
    assert_int_equal(vf_article_read(article, &input, &fault), VF_OK);
    assert_int_equal(article->article.tokens.n, 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_at_documents),
        cmocka_unit_test(cut_between_sentences_where_it_is_long),
        cmocka_unit_test(words_are_taken_as_given),
        cmocka_unit_test(the_line_that_is_wrong),
        cmocka_unit_test(always_a_tree),
        cmocka_unit_test(names_and_features),
        cmocka_unit_test(words_through_the_header),
        cmocka_unit_test(nothing_is_furniture),
    };
    return cmocka_run_group_tests_name("parse", tests, set_up, tear_down);
}
