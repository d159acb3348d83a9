/* test_views.c: a ledger asked: every question and filter, names, inferred shifts, show, exports. */
#include "by_hand.h"
#include "views/views.h"
#include <cmocka.h>
#include <jansson.h>

static vf_error error;
#define OK(call)                                                                                                       \
    do {                                                                                                               \
        if (call) fail_msg("%s: %s", #call, error.message);                                                            \
    } while (0)

static void keep(vf_ledger *l, Hand *h) { OK(vf_ledger_add(l, &h->article, NULL, &error)); }

static void told(vf_ledger *l, Hand *h, const char *id, const char *published, const char *publisher, Stance label) {
    hand_begin(h, id, published, publisher, "Trump spoke about Tomahawks. He went home.");
    hand_position(h, TRUMP(h), "ukraine/tomahawks", label, "spoke about Tomahawks", NULL);
    keep(l, h);
}

/* For on the 10th, a call on the 16th, against on the 18th and 20th; another holder and issue; a denial. Added in an
 * order that says nothing. */
static vf_ledger *story(Hand *h) {
    vf_ledger *l = NULL;
    OK(vf_ledger_open(":memory:", VF_LEDGER_WRITE, &l, &error));
    told(l, h, "d-20", "2025-10-20", "BBC", STANCE_AGAINST);
    told(l, h, "d-18", "2025-10-18", "Financial Times", STANCE_AGAINST);
    told(l, h, "d-10", "2025-10-10", "BBC", STANCE_FOR);
    hand_begin(h, "d-17", "2025-10-17", "Financial Times",
               "Trump called Putin on Thursday. They met. Zelensky waits in Kyiv.");
    hand_contact(h, TRUMP(h), PUTIN(h), CONTACT_CALL, "called", "2025-10-16");
    Event *planned = hand_contact(h, TRUMP(h), PUTIN(h), CONTACT_MEETING, "met", "2025-10-17");
    planned->status = STATUS_PLANNED;
    planned->warrant.certainty = POSSIBLE;
    hand_position(h, PUTIN(h), "nato/value", STANCE_AGAINST, "They met", "2025-10")->warrant.polarity = DENIED;
    hand_position(h, hand_actor(h, "person:volodymyr-zelensky", "Volodymyr Zelensky", KIND_PERSON, NULL),
                  "ukraine/nato-membership", STANCE_FOR, "waits", "2024");
    keep(l, h);
    return l;
}

/* The rows as "a|b|c;a|b|c" of the columns named, space between. */
static char *rows_text(vf_ledger *l, const vf_engine *engine, vf_question q, vf_filter f, const char *columns) {
    static char out[8192];
    vf_rows *rows = NULL;
    vf_status status = vf_ask(l, engine, q, &f, &rows, &error);
    if (status) {
        snprintf(out, sizeof out, "%s: %s", vf_status_text(status), error.message);
        return out;
    }
    out[0] = 0;
    while ((status = vf_rows_next(rows, &error)) == VF_OK) {
        if (*out) strcat(out, ";");
        char names[256], *save = NULL;
        snprintf(names, sizeof names, "%s", columns);
        for (char *name = strtok_r(names, " ", &save); name; name = strtok_r(NULL, " ", &save)) {
            int i = 0;
            while (i < vf_rows_width(rows) && strcmp(vf_rows_name(rows, i), name) != 0) i++;
            if (i == vf_rows_width(rows)) fail_msg("no column %s", name);
            if (name != names) strcat(out, "|");
            const char *text = vf_rows_text(rows, i);
            strcat(out, text ? text : "-");
        }
    }
    if (status != VF_END) fail_msg("%s", error.message);
    vf_rows_close(rows);
    return out;
}
#define ROWS(q, columns, expected, ...)                                                                                \
    assert_string_equal(rows_text(l, &h.engine, q, (vf_filter){__VA_ARGS__}, columns), expected)
#define SAYS(q, words, ...)                                                                                            \
    do {                                                                                                               \
        const char *said = rows_text(l, &h.engine, q, (vf_filter){__VA_ARGS__}, "id");                                 \
        if (!strstr(said, words)) fail_msg("%s", said);                                                                \
    } while (0)

static void infers_shifts_and_the_contact_before(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    vf_ledger *l = story(&h);
    ROWS(VF_ASK_SHIFTS,
         "date holder_name issue from to from_date from_quote after_contact basis certainty sentence document",
         "2025-10-18|Donald Trump|ukraine/tomahawks|for|against|2025-10-10|spoke about Tomahawks|"
         "call with Vladimir Putin (2025-10-16)|inferred|certain|Trump spoke about Tomahawks.|d-18");
    ROWS(VF_ASK_SHIFTS, "to", "against", .after = "putin", .issue = "ukraine", .actor = "Trump");
    ROWS(VF_ASK_SHIFTS, "to", "against", .from = "2025-10-18", .to = "2025-10-18", .publisher = "financial",
         .about = "tomahawk");
    ROWS(VF_ASK_SHIFTS, "to", "", .after = "zelensky");
    ROWS(VF_ASK_SHIFTS, "to", "", .issue = "nato");
    ROWS(VF_ASK_SHIFTS, "to", "", .to = "2025-10-17");
    ROWS(VF_ASK_SHIFTS, "to", "", .document = "d-20");
    /* Reported in one article: not inferred as well, and first in the order of dates. */
    hand_begin(&h, "d-19", "2025-10-19", "BBC", "Trump has turned against Tomahawks.");
    *vfp_push(h.a->arena, &h.a->shifts) =
        (Shift){.holder = TRUMP(&h),
                .issue = vfp_lexicon_find_issue(h.a->lexicon, VFP_STR("ukraine/tomahawks")),
                .after = VFP_NONE,
                .to = {.known = true, .label = STANCE_AGAINST, .span = {0, 5}, .position = VFP_NONE},
                .date = {2025, 10, 18},
                .span = hand_span(&h, "has turned")};
    keep(l, &h);
    ROWS(VF_ASK_SHIFTS, "date basis from to document", "2025-10-18|reported|-|against|d-19");
    vf_ledger_close(l);
    hand_close(&h);
}

/* Against on the 20th, by which time the call of the 16th is four days old. */
static void old_contacts_move_nobody(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    vf_ledger *l = NULL;
    OK(vf_ledger_open(":memory:", VF_LEDGER_WRITE, &l, &error));
    told(l, &h, "for", "2025-10-10", "BBC", STANCE_FOR);
    hand_begin(&h, "call", "2025-10-17", "BBC", "Trump called Putin on Thursday.");
    hand_contact(&h, TRUMP(&h), PUTIN(&h), CONTACT_CALL, "called", "2025-10-16");
    keep(l, &h);
    told(l, &h, "against", "2025-10-20", "BBC", STANCE_AGAINST);
    ROWS(VF_ASK_SHIFTS, "to after_contact", "against|-");
    told(l, &h, "against", "2025-10-19", "BBC", STANCE_AGAINST);
    ROWS(VF_ASK_SHIFTS, "to after_contact", "against|call with Vladimir Putin (2025-10-16)");
    hand_begin(&h, "against", "2025-10-20", "BBC", "Trump called Putin on Thursday, and spoke about Tomahawks.");
    hand_contact(&h, TRUMP(&h), PUTIN(&h), CONTACT_CALL, "called", "2025-10-16");
    hand_position(&h, TRUMP(&h), "ukraine/tomahawks", STANCE_AGAINST, "spoke about Tomahawks", NULL);
    keep(l, &h); /* told in the same breath, it is not too old */
    ROWS(VF_ASK_SHIFTS, "to after_contact", "against|call with Vladimir Putin (2025-10-16)");
    vf_ledger_close(l);
    hand_close(&h);
}

static void infers_nothing_from_dates_without_an_order(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    vf_ledger *l = NULL;
    OK(vf_ledger_open(":memory:", VF_LEDGER_WRITE, &l, &error));
    told(l, &h, "month", "2025-10", "BBC", STANCE_FOR);
    told(l, &h, "day", "2025-10-18", "BBC", STANCE_AGAINST);
    told(l, &h, "none", NULL, "BBC", STANCE_FOR);
    ROWS(VF_ASK_SHIFTS, "to", "");
    told(l, &h, "later", "2025-11-02", "BBC", STANCE_AGAINST); /* against since the 18th, as likely as not */
    ROWS(VF_ASK_SHIFTS, "to", "");
    told(l, &h, "month-after", "2025-12", "BBC", STANCE_FOR);
    ROWS(VF_ASK_SHIFTS, "from to date", "against|for|2025-12");
    told(l, &h, "day-after", "2025-12-20", "BBC", STANCE_AGAINST);
    ROWS(VF_ASK_SHIFTS, "to", "");
    vf_ledger_close(l);
    hand_close(&h);
}

static void infers_nothing_from_a_day_with_two_labels(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    vf_ledger *l = NULL;
    OK(vf_ledger_open(":memory:", VF_LEDGER_WRITE, &l, &error));
    told(l, &h, "before", "2025-10-16", "BBC", STANCE_FOR);
    told(l, &h, "day", "2025-10-18", "BBC", STANCE_AGAINST);
    ROWS(VF_ASK_SHIFTS, "from to date", "for|against|2025-10-18");
    told(l, &h, "same-day", "2025-10-18", "FT", STANCE_FOR); /* two papers differ */
    ROWS(VF_ASK_SHIFTS, "to", "");
    told(l, &h, "next-day", "2025-10-19", "FT", STANCE_FOR); /* no turn from a day that nobody is sure of */
    ROWS(VF_ASK_SHIFTS, "to", "");
    told(l, &h, "later", "2025-11-02", "FT", STANCE_AGAINST);
    ROWS(VF_ASK_SHIFTS, "from from_date to date after", "for|2025-10-19|against|2025-11-02|-");
    vf_ledger_close(l);
    hand_close(&h);
}

/* One position against, as `change` makes it, ten days after a firm one for and five before another: the shifts. */
static const char *turns_where(void (*change)(Position *)) {
    Hand h;
    hand_open(&h);
    vf_ledger *l = NULL;
    OK(vf_ledger_open(":memory:", VF_LEDGER_WRITE, &l, &error));
    told(l, &h, "before", "2025-10-10", "BBC", STANCE_FOR);
    hand_begin(&h, "between", "2025-10-20", "BBC", "Trump spoke about Tomahawks. He went home.");
    change(hand_position(&h, TRUMP(&h), "ukraine/tomahawks", STANCE_AGAINST, "spoke about Tomahawks", NULL));
    keep(l, &h);
    told(l, &h, "after", "2025-10-25", "BBC", STANCE_FOR);
    const char *shifts = rows_text(l, NULL, VF_ASK_SHIFTS, (vf_filter){0}, "from to");
    vf_ledger_close(l);
    hand_close(&h);
    return shifts;
}

static void firm(Position *p) { p->stance = -0.5f; }
static void weak(Position *p) { p->stance = -0.4f; }
static void possible(Position *p) { p->warrant.certainty = POSSIBLE; }
static void denied(Position *p) { p->warrant.polarity = DENIED; }
static void conditional(Position *p) { p->label = STANCE_CONDITIONAL; }
static void mixed(Position *p) { p->label = STANCE_MIXED; }
static void undecided(Position *p) { p->label = STANCE_UNDECIDED; }

static void infers_from_firm_positions_only(void **state) {
    (void)state;
    assert_string_equal(turns_where(firm), "for|against;against|for");
    void (*const doubtful[])(Position *) = {weak, possible, denied, conditional, mixed, undecided};
    for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++) assert_string_equal(turns_where(doubtful[i]), "");
}

static void asks_positions(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    vf_ledger *l = story(&h);
    ROWS(VF_ASK_POSITIONS, "document label", "d-17|for;d-17|against;d-10|for;d-18|against;d-20|against");
    ROWS(VF_ASK_POSITIONS, "document label", "d-10|for", .as_of = "2025-10-15", .actor = "trump");
    ROWS(VF_ASK_POSITIONS, "document holder",
         "d-17|person:volodymyr-zelensky;d-17|person:vladimir-putin;d-20|person:donald-trump", .as_of = "2025-10");
    ROWS(VF_ASK_POSITIONS, "document", "d-17;d-17;d-20", .as_of = "2025");
    ROWS(VF_ASK_POSITIONS, "document", "d-17;d-10", .as_of = "2025-10-12"); /* "2025-10" may be later */
    ROWS(VF_ASK_POSITIONS, "document", "d-18;d-20", .from = "2025-10-11", .issue = "tomahawk missiles");
    ROWS(VF_ASK_POSITIONS, "issue", "nato/value;ukraine/tomahawks;ukraine/tomahawks;ukraine/tomahawks",
         .from = "2025-10", .to = "2025-10");
    ROWS(VF_ASK_POSITIONS, "proposition polarity", "NATO is worth having|denied", .issue = "NATO");
    ROWS(VF_ASK_POSITIONS, "stance", "0.8", .publisher = "bbc", .to = "2025-10-10", .actor = "person:donald-trump");
    ROWS(VF_ASK_POSITIONS, "document", "d-17;d-17;d-18", .publisher = "org:financial-times");
    ROWS(VF_ASK_POSITIONS, "document", "d-17", .limit = 1);
    vf_ledger_close(l);
    hand_close(&h);
}

static void asks_the_rest(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    vf_ledger *l = story(&h);
    hand_full(&h, "full");
    keep(l, &h);
    ROWS(VF_ASK_CONTACTS, "date contact status participant_names",
         "2025-10-16|call|actual|Donald Trump, Vladimir Putin", .actor = "putin", .with = "Donald J. Trump",
         .certainty = "probable", .document = "d-17");
    ROWS(VF_ASK_CONTACTS, "contact", "call;meeting", .document = "d-17", .certainty = "possible");
    ROWS(VF_ASK_CONTACTS, "contact", "call", .document = "full"); /* of two events */
    ROWS(VF_ASK_CONTACTS, "contact", "", .with = "state:USA");
    ROWS(VF_ASK_EVENTS, "plover actors recipients contexts goldstein condition deadline",
         "CONSULT|person:donald-trump person:vladimir-putin|-|-|1.0|-|-;AID|-|-|military diplomatic|-|unless talks "
         "fail|2025-12",
         .document = "full");
    ROWS(VF_ASK_STATEMENTS, "speaker_name content manner certainty voices",
         "Donald Trump|no Tomahawks … unless talks fail|mixed|probable|anon:officials");
    ROWS(VF_ASK_STATEMENTS, "speaker", "", .certainty = "certain");
    ROWS(VF_ASK_STATEMENTS, "speaker", "person:donald-trump", .about = "TOMAHAWK fail");
    ROWS(VF_ASK_STATEMENTS, "speaker", "", .about = "\"Tomahawks no\"");
    ROWS(VF_ASK_STATEMENTS, "speaker", "", .about = "AND OR ( \" * NEAR( col: - ^");
    ROWS(VF_ASK_OUTLOOKS, "date predictor if then certainty", "2025-10-18|-|talks fail, |missiles may follow|possible");
    ROWS(VF_ASK_DOCUMENTS, "document published publisher positions shifts", "d-17|2025-10-17|Financial Times|2|0",
         .actor = "Zelenskyy");
    ROWS(VF_ASK_DOCUMENTS, "document", "d-10;d-18;full;d-20", .issue = "ukraine/tomahawks");
    ROWS(VF_ASK_DOCUMENTS, "document", "d-17", .about = "kyiv zelensky");
    ROWS(VF_ASK_ACTORS, "id documents positions first last",
         "person:donald-trump|5|6|2025-10-10|2025-10-20;person:vladimir-putin|2|1|2025-10-17|2025-10-18", .actor = "P");
    ROWS(VF_ASK_ACTORS, "id roles", "person:donald-trump|president, state:USA", .actor = "trump", .document = "full");
    ROWS(VF_ASK_ISSUES, "id positions holders shifts documents",
         "nato|1|1|0|1;nato/value|1|1|0|1;ukraine|7|2|1|5;ukraine/nato-membership|1|1|0|1;ukraine/tomahawks|6|1|1|4");
    ROWS(VF_ASK_ISSUES, "id positions", "ukraine|1;ukraine/nato-membership|1", .actor = "zelensky");
    OK(vf_ledger_refuse(l, "bad.txt", 0,
                        &(vf_error){.status = VF_E_ENCODING,
                                    .message = "a\xFF"
                                               "b"},
                        &error));
    ROWS(VF_ASK_REFUSALS, "uri line message at_byte",
         "bad.txt|-|a\xEF\xBF\xBD"
         "b|-");
    vf_ledger_close(l);
    hand_close(&h);
}

static void knows_names(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    vf_ledger *l = story(&h);
    const char *const zelensky[] = {
        "zelensky", "Zelenskyy", "VOLODYMYR ZELENSKY", "person:volodymyr-zelensky", "volodymyr-zelensky", "Zélensky"};
    for (size_t i = 0; i < sizeof zelensky / sizeof *zelensky; i++)
        ROWS(VF_ASK_POSITIONS, "label", "for", .actor = zelensky[i]);
    SAYS(VF_ASK_POSITIONS, "did you mean Vladimir Putin (person:vladimir-putin)?", .actor = "Puttin");
    SAYS(VF_ASK_POSITIONS, "Donald Trump", .actor = "Trmup");
    SAYS(VF_ASK_POSITIONS, "no actor is known as “qwertyuiop”", .actor = "qwertyuiop");
    SAYS(VF_ASK_POSITIONS, "did you mean", .issue = "ukraine/tomahakws");
    SAYS(VF_ASK_POSITIONS, "no actor is known", .actor = "???");
    SAYS(VF_ASK_ACTORS, "did you mean", .actor = "Puttin");
    SAYS(VF_ASK_POSITIONS, "is not a date", .from = "2025-13");
    SAYS(VF_ASK_POSITIONS, "is not a date", .to = "2025-W42");
    SAYS(VF_ASK_POSITIONS, "no certainty", .certainty = "maybe");
    SAYS(VF_ASK_POSITIONS, "no word", .about = "--- \"");
    SAYS(VF_ASK_POSITIONS, "can't be filtered", .with = "Putin");
    SAYS(VF_ASK_POSITIONS, "no document", .document = "none");
    SAYS((vf_question)99, "no such question", .limit = 1);
    /* Without a lexicon, and with names that several bear. */
    hand_begin(&h, "two", NULL, NULL, "Trump met Trump.");
    hand_actor(&h, "person:eric-trump", "Eric Trump", KIND_PERSON, NULL);
    keep(l, &h);
    const char *said = rows_text(l, NULL, VF_ASK_POSITIONS, (vf_filter){.actor = "trump"}, "id");
    assert_non_null(
        strstr(said, "more than one actor: Donald Trump (person:donald-trump) or Eric Trump (person:eric-trump)"));
    ROWS(VF_ASK_POSITIONS, "document", "d-10;d-18;d-20",
         .actor = "trump"); /* the lexicon says who is meant by the short name */
    vf_ledger_close(l);
    hand_close(&h);
}

static void measures_distance(void **state) {
    (void)state;
    assert_int_equal(vfp_distance(VFP_STR("putin"), VFP_STR("putin"), 3), 0);
    assert_int_equal(vfp_distance(VFP_STR("trmup"), VFP_STR("trump"), 3), 1);
    assert_int_equal(vfp_distance(VFP_STR("kitten"), VFP_STR("sitting"), 3), 3);
    assert_true(vfp_distance(VFP_STR("a"), VFP_STR("abcdef"), 3) > 3);
    assert_int_equal(vfp_distance((Str){0}, VFP_STR("ab"), 3), 2);
}

static json_t *shown(vf_ledger *l, const char *id) {
    char *json = NULL;
    OK(vf_show(l, id, &json, &error));
    json_t *object = json_loads(json, JSON_ALLOW_NUL, NULL);
    assert_non_null(object);
    vf_free(json);
    return object;
}

static const char *text_of(json_t *object, const char *outer, const char *inner) {
    return json_string_value(json_object_get(json_object_get(object, outer), inner));
}

static void shows_an_inferred_shift(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    vf_ledger *l = story(&h);
    char id[32];
    snprintf(id, sizeof id, "%s", rows_text(l, NULL, VF_ASK_SHIFTS, (vf_filter){.document = "d-18"}, "id"));
    json_t *s = shown(l, id);
    assert_string_equal(text_of(s, "record", "basis"), "inferred");
    assert_string_equal(text_of(s, "record", "id"), id);
    assert_string_equal(text_of(json_object_get(s, "record"), "from", "label"), "for");
    assert_string_equal(text_of(s, "record", "doc"), "d-18");
    json_decref(s);
    vf_ledger_close(l);
    hand_close(&h);
}

static void shows_records(void **state) {
    (void)state;
    Hand h;
    hand_open(&h);
    vf_ledger *l = story(&h);
    hand_full(&h, "full");
    keep(l, &h);
    char id[32];
    snprintf(id, sizeof id, "%s", rows_text(l, NULL, VF_ASK_STATEMENTS, (vf_filter){0}, "id"));
    id[12] = 0; /* the beginning will do */
    json_t *s = shown(l, id);
    assert_string_equal(text_of(s, "record", "manner"), "mixed");
    assert_string_equal(text_of(s, "passage", "text"), "He said \"no Tomahawks\" for Kyiv\x01 unless talks fail.");
    assert_string_equal(text_of(s, "passage", "before"), "President Trump spoke with Putin on Thursday. ");
    assert_string_equal(text_of(s, "document", "id"), "full");
    assert_null(json_object_get(json_object_get(s, "document"), "text"));
    assert_int_equal(json_array_size(json_object_get(s, "beside")), 3);
    json_decref(s);
    s = shown(l, "full");
    assert_string_equal(text_of(s, "record", "type"), "document");
    assert_non_null(text_of(s, "record", "text"));
    assert_int_equal(json_array_size(json_object_get(s, "beside")), 10);
    json_decref(s);
    char *json;
    assert_int_equal(vf_show(l, "d-1", &json, &error), VF_E_UNKNOWN);
    assert_non_null(strstr(error.message, "write more of it"));
    assert_int_equal(vf_show(l, "nothing", &json, &error), VF_E_UNKNOWN);
    assert_int_equal(vf_show(l, "v-nothing", &json, &error), VF_E_UNKNOWN);
    assert_int_equal(vf_show(l, "", &json, &error), VF_E_ARGUMENT);
    vf_ledger_close(l);
    hand_close(&h);
}

static void exports_what_was_printed(void **state) {
    (void)state;
    Hand h;
    Sink printed = {0}, exported = {0};
    hand_open(&h);
    vf_ledger *l = NULL;
    OK(vf_ledger_open(":memory:", VF_LEDGER_WRITE, &l, &error));
    for (int i = 0; i < 3; i++) {
        hand_full(&h, i == 0 ? "z" : i == 1 ? "a" : "m");
        if (i == 1) h.a->uri = hand_str(&h, "https://example.org/?a=1&b=\"2\"");
        if (i == 2) h.a->furniture.n = 0, h.a->publisher = (Str){0};
        keep(l, &h);
        OK(vf_article_write(&h.article, sink_write, &printed, &error));
    }
    OK(vf_export(l, "jsonl", NULL, NULL, sink_write, &exported, &error));
    assert_int_equal(printed.calls, exported.calls);
    assert_string_equal(printed.at, exported.at);
    exported.n = 0;
    OK(vf_export(l, "jsonl", "", &(vf_filter){.document = "a"}, sink_write, &exported, &error));
    assert_true(exported.n > 0 && exported.n < printed.n / 2 && strstr(printed.at, exported.at));
    assert_int_equal(vf_export(l, "jsonl", NULL, &(vf_filter){.certainty = "certain"}, sink_write, &exported, &error),
                     VF_E_ARGUMENT);
    assert_int_equal(vf_export(l, "xml", NULL, NULL, sink_write, &exported, &error), VF_E_ARGUMENT);
    assert_int_equal(vf_export(l, "csv", "nothing", NULL, sink_write, &exported, &error), VF_E_ARGUMENT);
    assert_int_equal(vf_export(l, "csv", NULL, NULL, sink_write, &exported, &error), VF_E_ARGUMENT);
    free(printed.at);
    free(exported.at);
    vf_ledger_close(l);
    hand_close(&h);
}

static void exports_csv(void **state) {
    (void)state;
    Hand h;
    Sink out = {0};
    hand_open(&h);
    vf_ledger *l = story(&h);
    hand_full(&h, "full");
    h.a->title = hand_str(&h, "One, \"two\"\nthree");
    keep(l, &h);
    for (int q = 0; q < vfp_question_count; q++) {
        out.n = 0;
        OK(vf_export(l, "csv", vfp_question_names[q], NULL, sink_write, &out, &error));
        assert_string_equal(out.at + out.n - 2, "\r\n");
        if (q == VF_ASK_DOCUMENTS)
            assert_non_null(
                strstr(out.at, "\r\n\"One, \"\"two\"\"\nthree\",,en,,1,2,3,1,1,full,2025-10-18,Financial Times\r\n"));
        if (q == VF_ASK_POSITIONS) assert_non_null(strstr(out.at, ",begin,end,document,published,publisher,id\r\n"));
        if (q == VF_ASK_POSITIONS) assert_non_null(strstr(out.at, ",for,0.8,certain,affirmed,,"));
    }
    free(out.at);
    vf_ledger_close(l);
    hand_close(&h);
}

static void outlives_damage(void **state) {
    (void)state;
    const char *const damages[] = {"DROP TABLE position",
                                   "DROP TABLE record",
                                   "DROP TABLE passage",
                                   "DROP TABLE voice",
                                   "DROP TABLE issue",
                                   "UPDATE position SET date = zeroblob(100), label = x'FF00FF', stance = 'much'",
                                   "UPDATE record SET begin = -5, passage = NULL",
                                   "UPDATE record SET begin = 9e15, \"end\" = -9e15",
                                   "UPDATE document SET text = x'FFFEFD00', furniture = '[[9999999999999999999,1],{]'",
                                   "UPDATE record SET type = 'nonsense'",
                                   "UPDATE event SET contact = 5, date = ''",
                                   "DELETE FROM document",
                                   "DELETE FROM actor",
                                   "UPDATE issue SET parent = id",
                                   "UPDATE issue SET parent = 'ukraine/tomahawks'",
                                   "UPDATE passage SET begin = 'x', text = zeroblob(9)"};
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        Hand h;
        hand_open(&h);
        vf_ledger *l = story(&h);
        hand_full(&h, "full");
        keep(l, &h);
        sqlite3_exec(l->db, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL);
        assert_int_equal(sqlite3_exec(l->db, damages[i], NULL, NULL, NULL), SQLITE_OK);
        for (int q = 0; q < vfp_question_count; q++) {
            vf_rows *rows = NULL;
            if (vf_ask(l, &h.engine, (vf_question)q, NULL, &rows, &error)) continue;
            while (vf_rows_next(rows, &error) == VF_OK)
                for (int c = 0; c < vf_rows_width(rows); c++) (void)vf_rows_text(rows, c);
            vf_rows_close(rows);
        }
        char *json = NULL;
        const char *const ids[] = {"full", "p-", "e-", "v-", "s-"};
        for (size_t k = 0; k < sizeof ids / sizeof *ids; k++) {
            if (vf_show(l, ids[k], &json, &error) == VF_OK) {
                json_t *object = json_loads(json, JSON_ALLOW_NUL, NULL);
                assert_non_null(object);
                json_decref(object);
            }
            vf_free(json);
        }
        Sink out = {0};
        (void)vf_export(l, "jsonl", NULL, NULL, sink_write, &out, &error);
        free(out.at);
        vf_ledger_close(l);
        hand_close(&h);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(infers_shifts_and_the_contact_before),
        cmocka_unit_test(old_contacts_move_nobody),
        cmocka_unit_test(infers_nothing_from_dates_without_an_order),
        cmocka_unit_test(infers_nothing_from_a_day_with_two_labels),
        cmocka_unit_test(infers_from_firm_positions_only),
        cmocka_unit_test(asks_positions),
        cmocka_unit_test(asks_the_rest),
        cmocka_unit_test(knows_names),
        cmocka_unit_test(measures_distance),
        cmocka_unit_test(shows_an_inferred_shift),
        cmocka_unit_test(shows_records),
        cmocka_unit_test(exports_what_was_printed),
        cmocka_unit_test(exports_csv),
        cmocka_unit_test(outlives_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
