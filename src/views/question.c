/* question.c: what each question selects. ask.c puts `with`, the columns, `from`, the conditions of the filters that
 * were given and `order` together; parameters are numbered by FilterKey (:1 is the actor …), so a condition may be
 * used anywhere. Rows come in the order of their dates, unknown dates last, then by document and place: never by the
 * order in which documents were added. */
#include "views.h"

const char *const vfp_filter_names[] = {
#define X(id, name) name,
    FILTERS(X)
#undef X
};
const char *const vfp_question_names[] = {
#define X(id, name, help) name,
    VF_QUESTIONS(X)
#undef X
};
const int vfp_question_count = sizeof vfp_question_names / sizeof *vfp_question_names;

/* ------------------------------------------------------------------ parts of the SQL */

#define NAME_OF(id) "(SELECT name FROM actor WHERE actor.id = " id ")"
#define VOICES(key)                                                                                                    \
    "(SELECT group_concat(x, ' ') FROM (SELECT actor AS x FROM voice WHERE record = " key " ORDER BY ordinal))"
#define PARTICIPANTS(role)                                                                                             \
    "(SELECT group_concat(x, ' ') FROM (SELECT actor AS x FROM event_participant p WHERE p.record = r.key"             \
    " AND p.role IN (" role ") ORDER BY p.role, p.ordinal))"
#define PARTICIPANT_NAMES(role)                                                                                        \
    "(SELECT group_concat(x, ', ') FROM (SELECT coalesce(a.name, p.actor) AS x FROM event_participant p"               \
    " LEFT JOIN actor a ON a.id = p.actor WHERE p.record = r.key AND p.role IN (" role                                 \
    ") ORDER BY p.role, p.ordinal))"
#define CONTEXTS                                                                                                       \
    "(SELECT group_concat(x, ' ') FROM (SELECT context AS x FROM event_context c WHERE c.record = r.key ORDER BY "     \
    "ordinal))"
#define QUOTE(begin, end) "vf_slice(g.text, " begin " - g.begin, " end " - g.begin)"
#define CONTENT                                                                                                        \
    "(SELECT group_concat(x, ' … ') FROM (SELECT " QUOTE("c.begin",                                                    \
                                                         "c.\"end\"") " AS x FROM statement_content c"                 \
                                                                      " WHERE c.record = r.key ORDER BY c.ordinal))"

#define SOURCE                                                                                                         \
    {"document", "d.id"}, {"published", "d.published"}, { "publisher", "d.publisher" }
#define WARRANT                                                                                                        \
    {"certainty", "r.certainty"}, {"polarity", "r.polarity"}, { "voices", VOICES("r.key") }
#define PROOF                                                                                                          \
    {"sentence", "g.text"}, {"+begin", "r.begin"}, {"+end", "r.\"end\""}, SOURCE, { "id", "r.id" }

#define RECORD_OF(table) RECORD_IF(table, "1")
#define RECORD_IF(table, condition)                                                                                    \
    table " JOIN record r ON r.key = " table ".record AND " condition " JOIN document d ON d.key = r.document"         \
          " LEFT JOIN passage g ON g.key = r.passage"
#define RECORD_FILTERS(table)                                                                                          \
    [FILTER_ABOUT] = "r.passage IN (SELECT rowid FROM passage_words WHERE passage_words MATCH ?5)",                    \
    [FILTER_FROM] = table ".date_last >= ?6", [FILTER_TO] = table ".date_first <= ?7",                                 \
    [FILTER_CERTAINTY] = "r.certainty IN (SELECT value FROM json_each(?10))", DOCUMENT_FILTERS
#define DOCUMENT_FILTERS                                                                                               \
    [FILTER_PUBLISHER] =                                                                                               \
        "EXISTS (SELECT 1 FROM json_each(?9) WHERE instr(vf_fold(d.publisher), json_each.value) > 0)",                 \
    [FILTER_DOCUMENT] = "d.id = ?11"
#define BY_DATE(table) table ".date IS NULL, " table ".date_first, " table ".date, d.id, r.ordinal"
#define TAKES_PART(parameter)                                                                                          \
    "EXISTS (SELECT 1 FROM event_participant p WHERE p.record = r.key AND p.actor = " parameter ")"
#define ISSUE_IN(column) column " IN (SELECT value FROM json_each(?4))"

/* ------------------------------------------------------------------ shifts */

/* Only plain and firm positions are set against each other: a shift that is inferred must be beyond doubt, as nobody
 * says it in so many words. */
#define FIRM_POSITION                                                                                                  \
    "position p JOIN record q ON q.key = p.record AND q.polarity = 'affirmed' AND q.certainty <> 'possible'"           \
    " AND p.label IN ('for', 'against') AND abs(p.stance) >= 0.5"
/* Nobody says otherwise of that day, or of a month that it lies in, or of a day in that month. */
#define UNDISPUTED(day)                                                                                                \
    "NOT EXISTS (SELECT 1 FROM " FIRM_POSITION " WHERE p.holder = " day ".holder AND p.issue = " day                   \
    ".issue AND p.label <> " day ".label AND p.date_first <= " day ".date_last AND p.date_last >= " day ".date_first)"
#define BOTH_UNDISPUTED UNDISPUTED("t") " AND " UNDISPUTED("f")

/* Told by the article or by the holder, not by others of him; and of a state, no stand that its minister or envoy took
 * in the same words: what counts as the state's for who asks where it stands is not enough to say that it moved. */
#define OWN_STAND                                                                                                      \
    "(NOT EXISTS (SELECT 1 FROM voice v WHERE v.record = r.key)"                                                       \
    " OR EXISTS (SELECT 1 FROM voice v WHERE v.record = r.key AND v.actor = p.holder))"                                \
    " AND (p.holder NOT LIKE 'state:%' OR NOT EXISTS (SELECT 1 FROM record b JOIN position o ON o.record = b.key"      \
    "   WHERE b.passage = r.passage AND b.begin = r.begin AND b.\"end\" = r.\"end\" AND o.issue = p.issue"             \
    "    AND o.holder <> p.holder))"

/* days: each label that a holder had on an issue on a date, once, with the record that proves it.
 * turns: labels that the day before (the last earlier day with a position) did not have. Dates that overlap, such as a
 * month and a day in it, are in no order, so nothing is inferred from them.
 * The matters of diplomacy/ (a meeting, a call) are others each time: nothing is inferred from them either.
 * inferred: one shift a turn, from the label that stood last on the day before, unless an article reports the same
 * move in that time; after it: the last contact in between that the holder took part in, told in the same article or
 * not more than three days old.
 * all_shifts: these and the reported ones. */
const char vfp_all_shifts[] =
    "WITH days AS MATERIALIZED ("
    " SELECT min(d.id || printf('/%010d', r.ordinal)) AS place, r.key AS record, r.id, r.document, r.passage, r.begin,"
    "  r.\"end\", r.ordinal, r.certainty, p.holder, p.issue, p.label, p.stance, p.date, p.date_is_own, p.date_first,"
    "  p.date_last"
    " FROM position p JOIN record r ON r.key = p.record JOIN document d ON d.key = r.document"
    " WHERE p.date IS NOT NULL AND p.label IN ('for', 'against') AND abs(p.stance) >= 0.5 AND r.polarity = 'affirmed'"
    "  AND r.certainty <> 'possible' AND p.holder IS NOT NULL AND " OWN_STAND
    "  AND (?1 IS NULL OR p.holder = ?1) AND (?4 IS NULL OR " ISSUE_IN(
        "p.issue") ")"
                   " GROUP BY p.holder, p.issue, p.date, p.label"
                   "), turns AS ("
                   " SELECT t.*, (SELECT p.date_last FROM " FIRM_POSITION
                   " WHERE p.holder = t.holder AND p.issue = t.issue"
                   "   AND p.date_last < t.date_first AND p.label IS NOT NULL ORDER BY p.date_last DESC LIMIT 1) AS "
                   "eve FROM days t"
                   "), inferred AS ("
                   " SELECT max(f.place) AS from_place, f.id AS from_id, f.label AS from_label, f.stance AS "
                   "from_stance,"
                   "  f.date AS from_date, f.date_first AS from_first, f.begin AS from_begin, f.\"end\" AS from_end,"
                   "  f.certainty AS from_certainty, f.document AS from_document, t.*"
                   " FROM turns t JOIN days f ON f.holder = t.holder AND f.issue = t.issue AND f.date_last = t.eve"
                   " WHERE t.eve IS NOT NULL AND t.issue NOT LIKE 'diplomacy/%' AND " BOTH_UNDISPUTED
                   "  AND NOT EXISTS (SELECT 1 FROM " FIRM_POSITION " WHERE p.holder = t.holder AND p.issue = t.issue"
                   "   AND p.date_last = t.eve AND p.label = t.label)"
                   "  AND NOT EXISTS (SELECT 1 FROM shift s WHERE s.holder = t.holder AND s.issue = t.issue AND "
                   "s.to_label = t.label"
                   "   AND s.date_last > f.date_last AND s.date_first <= t.date_last)"
                   " GROUP BY t.record"
                   "), all_shifts AS ("
                   " SELECT r.id, r.key AS record, r.document, r.ordinal, r.passage, r.begin, r.\"end\", r.certainty, "
                   "r.polarity,"
                   "  s.holder, s.issue, s.from_label, s.from_stance, s.from_date, s.from_position, s.from_begin, "
                   "s.from_end,"
                   "  s.to_label, s.to_stance, s.to_date, s.to_position, s.to_begin, s.to_end, s.after, s.basis, "
                   "s.date, s.date_is_own,"
                   "  s.date_first, s.date_last, r.document AS from_document"
                   " FROM shift s JOIN record r ON r.key = s.record"
                   " UNION ALL"
                   " SELECT vf_turn(from_id, id), record, document, ordinal, passage, begin, \"end\","
                   "  CASE WHEN 'possible' IN (certainty, from_certainty) THEN 'possible'"
                   "   WHEN 'probable' IN (certainty, from_certainty) THEN 'probable' ELSE 'certain' END, 'affirmed',"
                   "  holder, issue, from_label, from_stance, from_date, from_id, from_begin, from_end,"
                   "  label, stance, date, id, begin, \"end\","
                   "  (SELECT x FROM (SELECT q.id AS x, e.date_last AS day, q.document = i.document AS here"
                   "    FROM event e JOIN record q ON q.key = e.record WHERE e.contact IS NOT NULL AND e.status = "
                   "'actual'"
                   "    AND q.polarity = 'affirmed' AND e.date_last <= i.date_last AND e.date_last >= i.from_first"
                   "    AND e.date_first >= i.from_first"
                   "    AND (q.document = i.document OR e.date_first >= date(i.date_first, '-3 days'))"
                   "    AND EXISTS (SELECT 1 FROM event_participant p WHERE p.record = e.record AND p.actor = "
                   "i.holder))"
                   "    ORDER BY day DESC, here DESC, x LIMIT 1),"
                   "  'inferred', date, date_is_own, date_first, date_last, from_document"
                   " FROM inferred i) ";

/* "call with Vladimir Putin (2025-10-16)" */
#define AFTER_CONTACT                                                                                                  \
    "(SELECT coalesce(e.contact, lower(e.plover), 'event') ||"                                                         \
    " coalesce(' with ' || (SELECT group_concat(x, ' and ') FROM (SELECT DISTINCT coalesce(a.name, p.actor) AS x"      \
    "  FROM event_participant p LEFT JOIN actor a ON a.id = p.actor WHERE p.record = e.record AND p.actor <> s.holder" \
    "  ORDER BY p.role, p.ordinal)), '') || coalesce(' (' || e.date || ')', '')"                                       \
    " FROM record q JOIN event e ON e.record = q.key WHERE q.id = s.after)"

/* ------------------------------------------------------------------ the questions */

/* Whether a part of an actor's name or id was asked for; what stands before the id's colon only if a colon was. */
#define ACTOR_PART(a)                                                                                                  \
    "instr(vf_fold(" a "name), vf_fold(?2)) OR instr(substr(" a "id, instr(" a "id, ':') + 1), vf_fold(?2))"           \
    " OR (instr(?2, ':') AND instr(" a "id, vf_fold(?2)))"
const char vfp_actor_part[] = "SELECT EXISTS (SELECT 1 FROM actor WHERE " ACTOR_PART("actor.") ")";
#define LATEST_APPEARANCE                                                                                              \
    "(SELECT x.document FROM appearance x JOIN document d ON d.key = x.document WHERE x.actor = a.id"                  \
    " AND EXISTS (SELECT 1 FROM actor_role y WHERE y.document = x.document AND y.appearance = x.ordinal)"              \
    " ORDER BY d.published_last DESC, d.id DESC LIMIT 1)"
#define HEARD "appearance x JOIN document d ON d.key = x.document WHERE x.actor = a.id"
#define UNDER "up JOIN position p ON p.issue = up.issue WHERE up.top = i.id AND (?1 IS NULL OR p.holder = ?1)"

const Question vfp_questions[] = {
    [VF_ASK_SHIFTS] =
        {.with = vfp_all_shifts,
         .from = "all_shifts s JOIN document d ON d.key = s.document LEFT JOIN passage g ON g.key = s.passage",
         .order = "s.date IS NULL, s.date_first, s.date, d.id, s.ordinal, s.id",
         .filters = {[FILTER_ACTOR] = "s.holder = ?1",
                     [FILTER_AFTER] = "EXISTS (SELECT 1 FROM record q JOIN event_participant p ON p.record = q.key"
                                      " WHERE q.id = s.after AND p.actor = ?3)",
                     [FILTER_ISSUE] = ISSUE_IN("s.issue"),
                     [FILTER_ABOUT] = "s.passage IN (SELECT rowid FROM passage_words WHERE passage_words MATCH ?5)",
                     [FILTER_FROM] = "s.date_last >= ?6",
                     [FILTER_TO] = "s.date_first <= ?7",
                     [FILTER_CERTAINTY] = "s.certainty IN (SELECT value FROM json_each(?10))",
                     DOCUMENT_FILTERS},
         .columns = {{"date", "s.date"},
                     {"holder", "s.holder"},
                     {"holder_name", NAME_OF("s.holder")},
                     {"issue", "s.issue"},
                     {"proposition", "(SELECT proposition FROM issue WHERE issue.id = s.issue)"},
                     {"from", "s.from_label"},
                     {"to", "s.to_label"},
                     {"from_date", "s.from_date"},
                     {"from_quote",
                      "CASE WHEN s.from_begin IS NOT NULL THEN (SELECT vf_slice(h.text, s.from_begin, s.from_end)"
                      " FROM document h WHERE h.key = s.from_document) END"},
                     {"after", "s.after"},
                     {"after_contact", AFTER_CONTACT},
                     {"basis", "s.basis"},
                     {"certainty", "s.certainty"},
                     {"polarity", "s.polarity"},
                     {"voices", VOICES("s.record")},
                     {"sentence", "g.text"},
                     {"+begin", "s.begin"},
                     {"+end", "s.\"end\""},
                     SOURCE,
                     {"id", "s.id"}}},
    [VF_ASK_POSITIONS] = {.with = "",
                          .from = RECORD_OF("position"),
                          .order = BY_DATE("position"),
                          .filters = {[FILTER_ACTOR] = "position.holder = ?1",
                                      [FILTER_ISSUE] = ISSUE_IN("position.issue"),
                                      [FILTER_AS_OF] = "position.date_last <= ?8",
                                      RECORD_FILTERS("position")},
                          .columns = {{"date", "position.date"},
                                      {"holder", "position.holder"},
                                      {"holder_name", NAME_OF("position.holder")},
                                      {"issue", "position.issue"},
                                      {"proposition",
                                       "(SELECT proposition FROM issue WHERE issue.id = position.issue)"},
                                      {"label", "position.label"},
                                      {"stance", "position.stance"},
                                      WARRANT,
                                      PROOF}},
    [VF_ASK_CONTACTS] =
        {.with = "",
         .from = RECORD_IF("event", "event.contact IS NOT NULL"),
         .order = BY_DATE("event"),
         .filters = {[FILTER_ACTOR] = TAKES_PART("?1"), [FILTER_WITH] = TAKES_PART("?2"), RECORD_FILTERS("event")},
         .columns = {{"date", "event.date"},
                     {"contact", "event.contact"},
                     {"status", "event.status"},
                     {"participants", PARTICIPANTS("'actor', 'recipient'")},
                     {"participant_names", PARTICIPANT_NAMES("'actor', 'recipient'")},
                     {"place", "event.place"},
                     WARRANT,
                     PROOF}},
    [VF_ASK_STATEMENTS] = {.with = "",
                           .from = RECORD_OF("statement"),
                           .order = BY_DATE("statement"),
                           .filters = {[FILTER_ACTOR] = "statement.speaker = ?1", RECORD_FILTERS("statement")},
                           .columns = {{"date", "statement.date"},
                                       {"speaker", "statement.speaker"},
                                       {"speaker_name", NAME_OF("statement.speaker")},
                                       {"content", CONTENT},
                                       {"manner", "statement.manner"},
                                       {"addressee", "statement.addressee"},
                                       {"addressee_name", NAME_OF("statement.addressee")},
                                       WARRANT,
                                       PROOF}},
    [VF_ASK_EVENTS] =
        {.with = "",
         .from = RECORD_OF("event"),
         .order = BY_DATE("event"),
         .filters = {[FILTER_ACTOR] = TAKES_PART("?1"), [FILTER_WITH] = TAKES_PART("?2"), RECORD_FILTERS("event")},
         .columns = {{"date", "event.date"},
                     {"actors", PARTICIPANTS("'actor'")},
                     {"actor_names", PARTICIPANT_NAMES("'actor'")},
                     {"plover", "event.plover"},
                     {"mode", "event.mode"},
                     {"recipients", PARTICIPANTS("'recipient'")},
                     {"recipient_names", PARTICIPANT_NAMES("'recipient'")},
                     {"status", "event.status"},
                     {"contact", "event.contact"},
                     {"contexts", CONTEXTS},
                     {"cameo", "event.cameo"},
                     {"goldstein", "event.goldstein"},
                     {"place", "event.place"},
                     {"condition", "event.condition_kind || CASE WHEN event.condition_begin IS NULL THEN '' ELSE ' ' ||"
                                   " coalesce(vf_slice(d.text, event.condition_begin, event.condition_end), '') END"},
                     {"deadline", "event.condition_deadline"},
                     WARRANT,
                     PROOF}},
    [VF_ASK_OUTLOOKS] = {.with = "",
                         .from = RECORD_OF("outlook"),
                         .order = "d.published IS NULL, d.published_first, d.id, r.ordinal",
                         .filters = {[FILTER_ACTOR] = "outlook.predictor = ?1",
                                     [FILTER_ABOUT] =
                                         "r.passage IN (SELECT rowid FROM passage_words WHERE passage_words MATCH ?5)",
                                     [FILTER_FROM] = "d.published_last >= ?6",
                                     [FILTER_TO] = "d.published_first <= ?7",
                                     [FILTER_CERTAINTY] = "r.certainty IN (SELECT value FROM json_each(?10))",
                                     DOCUMENT_FILTERS},
                         .columns = {{"date", "d.published"},
                                     {"predictor", "outlook.predictor"},
                                     {"predictor_name", NAME_OF("outlook.predictor")},
                                     {"if", QUOTE("outlook.if_begin", "outlook.if_end")},
                                     {"then", QUOTE("outlook.then_begin", "outlook.then_end")},
                                     {"horizon", "outlook.horizon"},
                                     WARRANT,
                                     PROOF}},
    [VF_ASK_DOCUMENTS] =
        {.with = "",
         .from = "document d",
         .order = "d.published IS NULL, d.published_first, d.published, d.id",
         .filters = {[FILTER_ACTOR] = "EXISTS (SELECT 1 FROM appearance x WHERE x.document = d.key AND x.actor = ?1)",
                     [FILTER_ISSUE] =
                         "EXISTS (SELECT 1 FROM record r LEFT JOIN position p ON p.record = r.key"
                         " LEFT JOIN shift s ON s.record = r.key WHERE r.document = d.key"
                         " AND r.type IN ('position', 'shift') AND " ISSUE_IN("coalesce(p.issue, s.issue)") ")",
                     [FILTER_ABOUT] = "d.key IN (SELECT rowid FROM document_words WHERE document_words MATCH ?5)",
                     [FILTER_FROM] = "d.published_last >= ?6",
                     [FILTER_TO] = "d.published_first <= ?7",
                     DOCUMENT_FILTERS},
#define COUNT_OF(type) "(SELECT count(*) FROM record r WHERE r.document = d.key AND r.type = '" type "')"
         .columns = {{"title", "d.title"},
                     {"author", "d.author"},
                     {"language", "d.language"},
                     {"uri", "d.uri"},
                     {"statements", COUNT_OF("statement")},
                     {"events", COUNT_OF("event")},
                     {"positions", COUNT_OF("position")},
                     {"shifts", COUNT_OF("shift")},
                     {"outlooks", COUNT_OF("outlook")},
                     SOURCE}},
    [VF_ASK_ACTORS] =
        {
            .with = "",
            .from = "actor a",
            .order = "documents DESC, a.id",
            .filters = {[FILTER_ACTOR] = "(a.id = ?1 OR " ACTOR_PART("a.") ")",
                        [FILTER_DOCUMENT] = "EXISTS (SELECT 1 FROM " HEARD " AND d.id = ?11)"},
            .columns = {{"name", "a.name"},
                        {"kind", "a.kind"},
                        {"code", "a.code"},
                        {"roles",
                         "(SELECT group_concat(x, '; ') FROM (SELECT o.title || coalesce(', ' ||"
                         " coalesce((SELECT name FROM actor b WHERE b.id = o.owner), o.owner), '') AS x"
                         " FROM actor_role o JOIN appearance x ON x.document = o.document AND x.ordinal = o.appearance"
                         " WHERE x.actor = a.id AND x.document = " LATEST_APPEARANCE " ORDER BY o.ordinal))"},
                        {"documents", "(SELECT count(DISTINCT x.document) FROM appearance x WHERE x.actor = a.id)"},
                        {"statements", "(SELECT count(*) FROM statement s WHERE s.speaker = a.id)"},
                        {"events", "(SELECT count(DISTINCT p.record) FROM event_participant p WHERE p.actor = a.id)"},
                        {"positions", "(SELECT count(*) FROM position p WHERE p.holder = a.id)"},
                        {"first", "(SELECT min(d.published) FROM " HEARD ")"},
                        {"last", "(SELECT max(d.published) FROM " HEARD ")"},
                        {"id", "a.id"}}},
    [VF_ASK_ISSUES] =
        {.with = "WITH RECURSIVE up(issue, top) AS (SELECT id, id FROM issue UNION SELECT up.issue, i.parent FROM up"
                 " JOIN issue i ON i.id = up.top WHERE i.parent IS NOT NULL) ",
         .from = "issue i",
         .order = "i.id",
         .filters = {[FILTER_ACTOR] = "EXISTS (SELECT 1 FROM " UNDER ")", [FILTER_ISSUE] = ISSUE_IN("i.id")},
         .columns = {{"proposition", "i.proposition"},
                     {"parent", "i.parent"},
                     {"positions", "(SELECT count(*) FROM " UNDER ")"},
                     {"holders", "(SELECT count(DISTINCT p.holder) FROM " UNDER ")"},
                     {"shifts", "(SELECT count(*) FROM up JOIN shift p ON p.issue = up.issue WHERE up.top = i.id"
                                " AND (?1 IS NULL OR p.holder = ?1))"},
                     {"documents",
                      "(SELECT count(DISTINCT r.document) FROM up JOIN position p ON p.issue = up.issue"
                      " JOIN record r ON r.key = p.record WHERE up.top = i.id AND (?1 IS NULL OR p.holder = ?1))"},
                     {"first", "(SELECT min(p.date) FROM " UNDER ")"},
                     {"last", "(SELECT max(p.date) FROM " UNDER ")"},
                     {"id", "i.id"}}},
    [VF_ASK_REFUSALS] = {.with = "",
                         .from = "refusal f",
                         .order = "f.uri, f.line",
                         .columns = {{"uri", "nullif(f.uri, '')"},
                                     {"line", "nullif(f.line, 0)"},
                                     {"status", "f.status"},
                                     {"message", "f.message"},
                                     {"at_line", "nullif(f.at_line, 0)"},
                                     {"at_byte", "nullif(f.at_byte, 0)"}}},
};
