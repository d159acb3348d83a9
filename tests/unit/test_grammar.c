/* What the trees say of a word: who does it to whom, and whether it is hedged, denied, asked or supposed. A case is a
 * sentence, a word of it (its first place), a question and the answer. All sentences are our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reading/reading.h"
#include "reading/scope.h"
#include "with_model.h"
#include <stdio.h>
#include <stdlib.h>

static void read_sentence(const char *text) {
    struct NetworkRoom *room = article.network_room;
    vfp_arena_reset(arena);
    if (setjmp(*vfp_arena_escape(arena))) fail_msg("the arena is spent");
    article = (Article){.arena = arena, .lexicon = lexicon, .model = model, .text = vfp_str(text)};
    article.network_room = room;
    *vfp_push(arena, &article.blocks) = (Block){{0, article.text.len}, BLOCK_PARAGRAPH};
    vfp_tokenize(&article);
    vfp_tag(&article);
    vfp_chunk(&article);
    vfp_match(&article);
    vfp_read_scopes(&article);
}

static uint32_t token_of(const char *word) {
    for (uint32_t t = 0; t < article.tokens.n; t++) {
        const Token *token = &article.tokens.at[t];
        if (token->end - token->begin == strlen(word) && !memcmp(article.text.at + token->begin, word, strlen(word)))
            return t;
    }
    fail_msg("no word %s in: %s", word, article.text.at);
    return 0;
}

typedef struct Case {
    const char *text, *word, *expected;
} Case;

static void check(const Case *cases, size_t n, void (*answer)(uint32_t token, char *out, size_t room)) {
    int bad = 0;
    for (size_t i = 0; i < n; i++) {
        char out[256] = "";
        read_sentence(cases[i].text);
        answer(token_of(cases[i].word), out, sizeof out);
        if (strcmp(out, cases[i].expected) == 0) continue;
        print_message("%s: %s\n  expected  %s\n  got       %s\n", cases[i].text, cases[i].word, cases[i].expected, out);
        bad++;
    }
    assert_int_equal(bad, 0);
}
#define CHECK(cases, answer) check(cases, sizeof cases / sizeof *cases, answer)

/* ---- scopes */

static void scope_of(uint32_t token, char *out, size_t room) {
    Claim claim = vfp_scope(&article, token);
    snprintf(out, room, "%s%s%s%s%s", vfp_certainty_names[claim.certainty], claim.hearsay ? " hearsay" : "",
             claim.denied ? " denied" : "", claim.asked ? " asked" : "", claim.supposed ? " supposed" : "");
}

static void test_hedges(void **state) {
    (void)state;
    static const Case cases[] = {
        {"Officials may meet in Geneva, and the ministry confirmed the truce.", "meet", "possible"},
        {"Officials may meet in Geneva, and the ministry confirmed the truce.", "confirmed", "certain"},
        {"The army may withdraw and leave the town.", "leave", "possible"},
        {"The army may withdraw, but it has kept the bridge.", "kept", "certain"},
        {"The king appeared to change course.", "change", "probable"},
        {"The envoy is said to have left the city.", "left", "probable hearsay"},
        {"The minister was reportedly preparing a visit.", "preparing", "probable hearsay"},
        {"Reportedly, the ships left the harbour, and the crews stayed.", "left", "probable hearsay"},
        {"Reportedly, the ships left the harbour, and the crews stayed.", "stayed", "certain"},
        {"The minister, who might resign, welcomed the truce.", "resign", "possible"},
        {"The minister, who might resign, welcomed the truce.", "welcomed", "certain"},
        {"The minister who welcomed the truce might resign.", "welcomed", "certain"},
        {"The minister who welcomed the truce might resign.", "resign", "possible"},
        {"It is possible that the talks will fail.", "fail", "possible"},
        {"The minister said that the talks might fail and confirmed the visit.", "fail", "possible"},
        {"The minister said that the talks might fail and confirmed the visit.", "confirmed", "certain"},
        {"Israel may have fired the rocket because Iran attacked the base.", "fired", "possible"},
        {"Israel may have fired the rocket because Iran attacked the base.", "attacked", "certain"},
        {"The navy might visit the port.", "port", "possible"},
        {"The rebels may have shelled the town, killing two soldiers.", "killing", "possible"},
    };
    CHECK(cases, scope_of);
}

static void test_denials(void **state) {
    (void)state;
    static const Case cases[] = {
        {"Iran denied that it had attacked the ship and said that Israel sank it.", "attacked", "certain denied"},
        {"Iran denied that it had attacked the ship and said that Israel sank it.", "sank", "certain"},
        {"Iran denied that it had attacked the ship and said that Israel sank it.", "denied", "certain"},
        {"Spain refused to extradite the officers and expelled the envoy.", "extradite", "certain denied"},
        {"Spain refused to extradite the officers and expelled the envoy.", "expelled", "certain"},
        {"Spain refused to extradite the officers and expelled the envoy.", "refused", "certain"},
        {"The envoy did not refuse to sign the treaty.", "refuse", "certain denied"},
        {"The envoy did not refuse to sign the treaty.", "sign", "certain"},
        {"The president did not meet the envoy or sign the letter.", "sign", "certain denied"},
        {"The president did not meet the envoy but signed the letter.", "signed", "certain"},
        {"Neither Iran nor Israel attacked the port.", "attacked", "certain denied"},
        {"No country recognised the new government.", "recognised", "certain denied"},
        {"Nobody signed the treaty.", "signed", "certain denied"},
        {"The rebels left without signing the treaty.", "signing", "certain denied"},
        {"The rebels left without signing the treaty.", "left", "certain"},
        {"The rebels failed to take the town.", "take", "certain denied"},
        {"Japan has no plan to send troops.", "send", "certain denied"},
        {"The king cannot win the war without keeping his allies.", "keeping", "certain"},
        {"The truce that Egypt never signed has held.", "signed", "certain denied"},
        {"The truce that Egypt never signed has held.", "held", "certain"},
    };
    CHECK(cases, scope_of);
}

static void test_unreal(void **state) {
    (void)state;
    static const Case cases[] = {
        {"If Russia withdraws, Ukraine will sign the treaty.", "withdraws", "certain supposed"},
        {"If Russia withdraws, Ukraine will sign the treaty.", "sign", "certain"},
        {"Ukraine will sign the treaty if Russia withdraws.", "withdraws", "certain supposed"},
        {"Ukraine will sign the treaty if Russia withdraws.", "sign", "certain"},
        {"Unless Egypt opens the border, the truce will fail.", "opens", "certain supposed"},
        {"Provided that Turkey agrees, Sweden will join the alliance.", "agrees", "certain supposed"},
        {"Provided that Turkey agrees, Sweden will join the alliance.", "join", "certain"},
        {"If Russia withdraws and Turkey agrees, Ukraine will sign.", "agrees", "certain supposed"},
        {"Even if the talks fail, the truce will hold.", "fail", "certain"},
        {"The general did not say whether troops had crossed the river.", "crossed", "certain asked"},
        {"The general did not say whether troops had crossed the river.", "say", "certain denied"},
        {"Will Norway join the alliance?", "join", "certain asked"},
        {"Did the minister who resigned in May sign the letter?", "sign", "certain asked"},
        {"Did the minister who resigned in May sign the letter?", "resigned", "certain"},
    };
    CHECK(cases, scope_of);
}

/* ---- relations */

static void phrase_text(uint32_t np, char *out, size_t room) {
    if (np == VFP_NONE) {
        snprintf(out, room, "-");
        return;
    }
    const Chunk *chunk = &article.chunks.at[np];
    uint32_t begin = article.tokens.at[chunk->first].begin, end = article.tokens.at[chunk->last - 1].end;
    snprintf(out, room, "%.*s", (int)(end - begin), article.text.at + begin);
}

static void range_text(Range range, char *out, size_t room) {
    Span span = vfp_span_of(&article, range);
    if (range.first < range.last)
        snprintf(out, room, "%.*s", (int)(span.end - span.begin), article.text.at + span.begin);
    else snprintf(out, room, "-");
}

static uint32_t group_of(uint32_t token) {
    uint32_t vg = vfp_verb_at(&article, token);
    if (vg == VFP_NONE) fail_msg("no verb: %s", article.text.at);
    return vg;
}

static void subject_of(uint32_t t, char *out, size_t room) {
    phrase_text(vfp_subject(&article, group_of(t)), out, room);
}
static void object_of(uint32_t t, char *out, size_t room) { phrase_text(vfp_object(&article, group_of(t)), out, room); }
static void relative_of(uint32_t t, char *out, size_t room) {
    phrase_text(vfp_relative_object(&article, group_of(t)), out, room);
}
static void owner_of(uint32_t t, char *out, size_t room) {
    phrase_text(vfp_owner(&article, vfp_chunk_at(&article, t)), out, room);
}
static void complement_of(uint32_t t, char *out, size_t room) {
    range_text(vfp_complement(&article, group_of(t)), out, room);
}
static void clause_of(uint32_t t, char *out, size_t room) { range_text(vfp_clause(&article, t), out, room); }
static void phrase_around(uint32_t t, char *out, size_t room) {
    range_text(vfp_phrase(&article, vfp_chunk_at(&article, t)), out, room);
}
static void agent_of(uint32_t t, char *out, size_t room) {
    phrase_text(vfp_prepositional(&article, t, vfp_sentence_of(&article, t).last, WORD_BY), out, room);
}
static void kind_of(uint32_t t, char *out, size_t room) {
    uint32_t vg = group_of(t);
    snprintf(out, room, "%s%s", vfp_is_passive(&article, vg) ? "passive" : "active",
             vfp_is_asked_of(&article, vg) ? " asked of" : "");
}

static void test_subjects(void **state) {
    (void)state;
    static const Case cases[] = {
        {"Macron, who met the envoy in Cairo, condemned the attack.", "condemned", "Macron"},
        {"Macron, who met the envoy in Cairo, condemned the attack.", "met", "Macron"},
        {"The treaty that Iran signed banned the weapons.", "banned", "The treaty"},
        {"France urged Israel to leave Lebanon.", "leave", "Israel"},
        {"Japan agreed to lift the sanctions.", "lift", "Japan"},
        {"Norway sent tanks and trained the soldiers.", "trained", "Norway"},
        {"After meeting Xi, Putin flew to Hanoi.", "meeting", "Putin"},
        {"“The talks have failed,” said the minister.", "said", "the minister"},
        {"One of the leaders who himself wants peace called Rome.", "wants", "the leaders"},
        {"The minister said on Monday that Egypt had opened the border.", "opened", "Egypt"},
    };
    CHECK(cases, subject_of);
}

static void test_objects(void **state) {
    (void)state;
    static const Case cases[] = {
        {"Macron, who met the envoy in Cairo, condemned the attack.", "met", "the envoy"},
        {"Macron, who met the envoy in Cairo, condemned the attack.", "condemned", "the attack"},
        {"France urged Israel to leave Lebanon.", "leave", "Lebanon"},
        {"Two ships were attacked by the Turkish navy.", "attacked", "-"},
        {"The ministers left Monday.", "left", "-"},
        {"“The talks have failed,” said the minister.", "said", "-"},
    };
    CHECK(cases, object_of);
    static const Case relatives[] = {
        {"The treaty that Iran signed banned the weapons.", "signed", "The treaty"},
        {"The treaty which bans the weapons has failed.", "bans", "-"},
        {"Egypt opened the border which Israel had closed.", "closed", "the border"},
    };
    CHECK(relatives, relative_of);
}

static void test_passive(void **state) {
    (void)state;
    static const Case cases[] = {
        {"Two ships were attacked by the Turkish navy.", "attacked", "passive"},
        {"The Turkish navy attacked two ships.", "attacked", "active"},
        {"The missiles sent to Cuba were old.", "sent", "passive"},
        {"France urged Israel to leave Lebanon.", "leave", "active asked of"},
        {"Japan agreed to lift the sanctions.", "lift", "active"},
    };
    CHECK(cases, kind_of);
    static const Case agents[] = {
        {"Two ships were attacked by the Turkish navy.", "attacked", "the Turkish navy"},
        {"The minister resigned by sending a letter.", "resigned", "-"},
    };
    CHECK(agents, agent_of);
}

static void test_phrases(void **state) {
    (void)state;
    static const Case owners[] = {
        {"Putin’s envoy’s letter angered Kyiv.", "letter", "envoy’s"},
        {"Putin’s envoy’s letter angered Kyiv.", "envoy", "Putin’s"},
        {"His call to Rome was short.", "call", "His"},
        {"The letter of Putin angered Kyiv.", "letter", "-"},
    };
    CHECK(owners, owner_of);
    static const Case phrases[] = {
        {"The head of the fund of Norway resigned.", "head", "The head of the fund of Norway"},
        {"The minister held talks on grain with Egypt.", "talks", "talks on grain with Egypt"},
        {"The planned talks failed.", "talks", "The planned talks"},
    };
    CHECK(phrases, phrase_around);
}

static void test_clauses(void **state) {
    (void)state;
    static const Case complements[] = {
        {"Iran dropped the demand and agreed to leave the town.", "dropped", "the demand"},
        {"Iran dropped the demand and agreed to leave the town.", "agreed", "to leave the town"},
        {"The king rejected the plan, citing his envoy.", "rejected", "the plan"},
        {"The army seized and burned the village.", "burned", "the village"},
    };
    CHECK(complements, complement_of);
    static const Case clauses[] = {
        {"Talks began on Monday, and the army left on Friday.", "began", "Talks began on Monday"},
        {"When the army left, the talks began.", "began", "the talks began"},
        {"The minister said that the army had left.", "left", "that the army had left"},
    };
    CHECK(clauses, clause_of);
}

/* No tree, no word, one word: nothing is known, and nothing breaks. */
static void test_without_trees(void **state) {
    (void)state;
    read_sentence("Maybe.");
    assert_false(vfp_scope(&article, 0).denied);
    read_sentence("If");
    assert_int_equal(vfp_opened(&article, (Range){0, 1}), VFP_NONE);
    for (uint32_t t = 0; t < article.tokens.n; t++) article.tokens.at[t].head = VFP_NONE;
    assert_int_equal(vfp_clause(&article, 0).last, 1);
    char deep[4000] = "He said";
    while (strlen(deep) + 30 < sizeof deep) strcat(deep, " that she did not say if it may");
    read_sentence(deep);
    for (uint32_t t = 0; t < article.tokens.n; t++) assert_true(vfp_scope(&article, t).certainty <= POSSIBLE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hedges),   cmocka_unit_test(test_denials), cmocka_unit_test(test_unreal),
        cmocka_unit_test(test_subjects), cmocka_unit_test(test_objects), cmocka_unit_test(test_passive),
        cmocka_unit_test(test_phrases),  cmocka_unit_test(test_clauses), cmocka_unit_test(test_without_trees),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
