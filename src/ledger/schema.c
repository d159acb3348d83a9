/* schema.c: the tables of a ledger, and the way from each version of them to the next. The comments inside the SQL
 * stay in the file and are shown by SQLite's own shell; docs/ledger.md says the same at more length. A step that has
 * been released is never edited: what changes goes into a new one.
 *
 * The words of documents and passages are kept in step by add.c, not by triggers: a connection that trusts no schema,
 * as ours don't, lets no trigger write to a full-text table. */
#include "store.h"
#include <stdio.h>

#define DATES                                                                                                          \
    "  date TEXT, -- ISO 8601, as coarse as known\n"                                                                   \
    "  date_is_own INTEGER NOT NULL, -- 1: from the text; 0: the article's date\n"                                     \
    "  date_first TEXT GENERATED ALWAYS AS (date || substr('-01-01', length(date) - 3)) VIRTUAL, -- first day of it\n" \
    "  date_last TEXT GENERATED ALWAYS AS (date || substr('-12-31', length(date) - 3)) VIRTUAL -- last day of it\n"
#define RECORD_KEY "  record INTEGER PRIMARY KEY REFERENCES record(key) ON DELETE CASCADE,\n"
#define RECORD_LIST                                                                                                    \
    "  record INTEGER NOT NULL REFERENCES record(key) ON DELETE CASCADE,\n  ordinal INTEGER NOT NULL, -- from 0\n"

static const char documents[] =
    "CREATE TABLE document( -- an article as it was read\n"
    "  key INTEGER PRIMARY KEY,\n"
    "  id TEXT NOT NULL UNIQUE,\n"
    "  uri TEXT, title TEXT, publisher TEXT, author TEXT,\n"
    "  published TEXT, -- ISO 8601, as coarse as known\n"
    "  language TEXT,\n"
    "  sha256 TEXT, -- of text\n"
    "  text TEXT NOT NULL, -- all offsets count its bytes\n"
    "  furniture TEXT NOT NULL, -- JSON: [[begin,end],...], parts of the page that are not the article's\n"
    "  digest TEXT NOT NULL, -- of all that is kept of the article: the same again changes nothing\n"
    "  published_first TEXT GENERATED ALWAYS AS (published || substr('-01-01', length(published) - 3)) VIRTUAL,\n"
    "  published_last TEXT GENERATED ALWAYS AS (published || substr('-12-31', length(published) - 3)) VIRTUAL\n"
    ");\n"
    "CREATE INDEX document_uri ON document(uri);\n"
    "CREATE INDEX document_published ON document(published);\n"
    "CREATE VIRTUAL TABLE document_words USING fts5(title, text, content='document', content_rowid='key',\n"
    "  tokenize='porter unicode61 remove_diacritics 2');\n"
    "CREATE TABLE passage( -- the sentences around a record: what proves it\n"
    "  key INTEGER PRIMARY KEY,\n"
    "  document INTEGER NOT NULL REFERENCES document(key) ON DELETE CASCADE,\n"
    "  begin INTEGER NOT NULL, \"end\" INTEGER NOT NULL, -- bytes of document.text\n"
    "  text TEXT NOT NULL,\n"
    "  UNIQUE(document, begin, \"end\")\n"
    ");\n"
    "CREATE VIRTUAL TABLE passage_words USING fts5(text, content='passage', content_rowid='key',\n"
    "  tokenize='porter unicode61 remove_diacritics 2');\n"
    "CREATE TABLE refusal( -- what could not be read\n"
    "  uri TEXT NOT NULL, -- empty: unknown\n"
    "  line INTEGER NOT NULL, -- of a JSON Lines file; 0: the whole file\n"
    "  status TEXT NOT NULL, -- the kind of error, in words\n"
    "  at_line INTEGER, at_byte INTEGER, -- where in it, from 1; 0: unknown\n"
    "  message TEXT NOT NULL,\n"
    "  PRIMARY KEY(uri, line)\n"
    ");\n";

static const char actors[] =
    "CREATE TABLE actor( -- as the document that was added last describes it\n"
    "  id TEXT PRIMARY KEY, name TEXT, kind TEXT NOT NULL,\n"
    "  code TEXT -- CAMEO-style\n"
    ") WITHOUT ROWID;\n"
    "CREATE TABLE appearance( -- an actor in a document, as that document describes it\n"
    "  document INTEGER NOT NULL REFERENCES document(key) ON DELETE CASCADE,\n"
    "  ordinal INTEGER NOT NULL, -- in the document's list of actors\n"
    "  actor TEXT NOT NULL REFERENCES actor(id),\n"
    "  name TEXT, kind TEXT, code TEXT,\n"
    "  PRIMARY KEY(document, ordinal)\n"
    ") WITHOUT ROWID;\n"
    "CREATE INDEX appearance_actor ON appearance(actor);\n"
    "CREATE TABLE actor_role( -- what an actor was, according to that document or to the lexicon at its date\n"
    "  document INTEGER NOT NULL,\n"
    "  appearance INTEGER NOT NULL, -- appearance.ordinal\n"
    "  ordinal INTEGER NOT NULL,\n"
    "  title TEXT,\n"
    "  owner TEXT, -- of what: an actor's id, or words of the text\n"
    "  since TEXT, until TEXT, -- ISO 8601\n"
    "  PRIMARY KEY(document, appearance, ordinal),\n"
    "  FOREIGN KEY(document, appearance) REFERENCES appearance(document, ordinal) ON DELETE CASCADE\n"
    ") WITHOUT ROWID;\n"
    "CREATE TABLE issue( -- a proposition to be for or against, with its ancestors\n"
    "  id TEXT PRIMARY KEY,\n"
    "  parent TEXT, -- another issue's id\n"
    "  proposition TEXT\n"
    ") WITHOUT ROWID;\n";

static const char records[] =
    "CREATE TABLE record( -- what all records have in common\n"
    "  key INTEGER PRIMARY KEY,\n"
    "  id TEXT UNIQUE, -- null for mentions and times\n"
    "  document INTEGER NOT NULL REFERENCES document(key) ON DELETE CASCADE,\n"
    "  ordinal INTEGER NOT NULL, -- in document order\n"
    "  type TEXT NOT NULL, -- the name of the table that has the rest\n"
    "  begin INTEGER NOT NULL, \"end\" INTEGER NOT NULL, -- bytes of document.text\n"
    "  passage INTEGER REFERENCES passage(key) ON DELETE CASCADE, -- null for mentions and times\n"
    "  certainty TEXT NOT NULL, -- certain, probable, possible\n"
    "  polarity TEXT NOT NULL, -- affirmed, denied\n"
    "  UNIQUE(document, ordinal)\n"
    ");\n"
    "CREATE INDEX record_passage ON record(passage) WHERE passage IS NOT NULL;\n"
    "CREATE TABLE voice( -- who vouches for a record, outermost first; none: the article itself\n" RECORD_LIST
    "  actor TEXT REFERENCES actor(id),\n"
    "  PRIMARY KEY(record, ordinal)\n) WITHOUT ROWID;\n"
    "CREATE TABLE mention(\n" RECORD_KEY "  actor TEXT REFERENCES actor(id),\n"
    "  form TEXT -- name, nominal, pronoun, metonym\n);\n"
    "CREATE TABLE time(\n" RECORD_KEY "  kind TEXT, -- DATE, TIME, DURATION, SET\n"
    "  value TEXT -- TIMEX3\n);\n"
    "CREATE TABLE statement( -- who said what\n" RECORD_KEY
    "  speaker TEXT REFERENCES actor(id), speaker_begin INTEGER, speaker_end INTEGER,\n"
    "  cue_begin INTEGER, cue_end INTEGER,\n"
    "  manner TEXT, -- direct, indirect, mixed\n"
    "  addressee TEXT REFERENCES actor(id),\n" DATES ");\n"
    "CREATE INDEX statement_speaker ON statement(speaker);\n"
    "CREATE TABLE statement_content(\n" RECORD_LIST "  begin INTEGER, \"end\" INTEGER,\n"
    "  PRIMARY KEY(record, ordinal)\n) WITHOUT ROWID;\n"
    "CREATE TABLE outlook( -- what may follow\n" RECORD_KEY
    "  predictor TEXT REFERENCES actor(id), -- null: the article itself\n"
    "  if_begin INTEGER, if_end INTEGER, then_begin INTEGER, then_end INTEGER,\n"
    "  horizon TEXT -- TIMEX3\n);\n"
    "CREATE INDEX outlook_predictor ON outlook(predictor);\n";

static const char events[] =
    "CREATE TABLE event( -- who did what to whom\n" RECORD_KEY "  trigger_begin INTEGER, trigger_end INTEGER,\n"
    "  plover TEXT, mode TEXT, cameo TEXT, goldstein REAL,\n"
    "  place TEXT,\n"
    "  status TEXT, -- actual, planned, proposed, requested, promised, threatened, cancelled, postponed, hypothetical\n"
    "  contact TEXT, -- call, visit, meeting, summit, talks, message; null: none of them\n"
    "  condition_kind TEXT, -- if, unless, until\n"
    "  condition_begin INTEGER, condition_end INTEGER, condition_deadline TEXT,\n" DATES ");\n"
    "CREATE INDEX event_contact ON event(date_last) WHERE contact IS NOT NULL;\n"
    "CREATE TABLE event_participant(\n"
    "  record INTEGER NOT NULL REFERENCES record(key) ON DELETE CASCADE,\n"
    "  role TEXT NOT NULL, -- actor: did it; recipient: it was done to\n"
    "  ordinal INTEGER NOT NULL, -- from 0 within the role\n"
    "  actor TEXT REFERENCES actor(id),\n"
    "  code TEXT, -- the actor's, on that day\n"
    "  begin INTEGER, \"end\" INTEGER,\n"
    "  PRIMARY KEY(record, role, ordinal)\n) WITHOUT ROWID;\n"
    "CREATE INDEX event_participant_actor ON event_participant(actor);\n"
    "CREATE TABLE event_context(\n" RECORD_LIST "  context TEXT,\n"
    "  PRIMARY KEY(record, ordinal)\n) WITHOUT ROWID;\n"
    "CREATE TABLE position( -- where an actor stands\n" RECORD_KEY "  holder TEXT REFERENCES actor(id),\n"
    "  issue TEXT REFERENCES issue(id),\n"
    "  stance REAL, -- -1 to 1\n"
    "  label TEXT, -- for, against, conditional, mixed, undecided\n" DATES ");\n"
    "CREATE INDEX position_line ON position(holder, issue, date_last, label);\n"
    "CREATE INDEX position_issue ON position(issue);\n"
    "CREATE TABLE shift( -- a position that moved, as reported; inferred ones are worked out when asked "
    "for\n" RECORD_KEY "  holder TEXT REFERENCES actor(id),\n"
    "  issue TEXT REFERENCES issue(id),\n"
    "  from_label TEXT, from_stance REAL, from_date TEXT, -- null label: unknown\n"
    "  from_position TEXT, -- record.id\n"
    "  from_begin INTEGER, from_end INTEGER,\n"
    "  to_label TEXT, to_stance REAL, to_date TEXT, to_position TEXT, to_begin INTEGER, to_end INTEGER,\n"
    "  after TEXT, -- record.id of the event that it followed\n"
    "  basis TEXT, -- reported\n" DATES ");\n"
    "CREATE INDEX shift_line ON shift(holder, issue);\n"
    "CREATE INDEX shift_issue ON shift(issue);\n";

/* One string a step would be longer than compilers must take: a step is its parts, run in order, until a null. */
static const char *const step_1[] = {documents, actors, records, events, NULL};
const char *const *const vfp_ledger_steps[] = {step_1};
const int vfp_ledger_version = sizeof vfp_ledger_steps / sizeof *vfp_ledger_steps;

static int version_of(sqlite3 *db, int *version) {
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &s, NULL);
    if (!rc && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        *version = sqlite3_column_int(s, 0);
        rc = SQLITE_OK;
    }
    sqlite3_finalize(s);
    return rc;
}

static int take_steps(sqlite3 *db, const char *const *const *steps, int count) {
    int version = 0;
    int rc = version_of(db, &version);
    if (rc || version >= count) return rc;
    for (int i = version < 0 ? 0 : version; !rc && i < count; i++)
        for (const char *const *part = steps[i]; !rc && *part; part++) rc = sqlite3_exec(db, *part, NULL, NULL, NULL);
    char mark[96];
    snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d", LEDGER_MAGIC, count);
    return rc ? rc : sqlite3_exec(db, mark, NULL, NULL, NULL);
}

int vfp_ledger_migrate(sqlite3 *db, const char *const *const *steps, int count) {
    int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL); /* two programs may open a new ledger at once */
    if (rc) return rc;
    rc = take_steps(db, steps, count);
    if (!rc) rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    if (rc && !sqlite3_get_autocommit(db)) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}
