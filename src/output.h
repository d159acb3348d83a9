/* output.h: records in their final form, with every index resolved to an id or a name: what is printed as JSON Lines
 * and what the ledger keeps. The ledger's reader fills the same structs, so that an export prints what was printed
 * when the article was read, byte for byte.
 *
 * In: an Article, or rows of the ledger. Out: FlatArticle (in an arena), JSON (in a Buffer). The fields of each type
 * of record stand in one table (vfp_record_kinds), from which the printer, the ledger's statements and the ledger's
 * reader are made. An absent Str has len 0 and is printed as null, so are absent spans and reals that are not finite.
 * Linear, but for sorting the records. */
#ifndef VFP_OUTPUT_H
#define VFP_OUTPUT_H
#include "record.h"

/* ---- a growing string. After a failed allocation `failed` is set and writes do nothing. */
typedef struct Buffer {
    char *at;
    size_t n, cap;
    bool failed;
} Buffer;
void vfp_buffer_bytes(Buffer *buffer, const char *bytes, size_t n);
void vfp_buffer_text(Buffer *buffer, const char *text);
void vfp_buffer_free(Buffer *buffer);
/* A JSON string with its quotation marks; bytes that are no UTF-8 become U+FFFD. */
void vfp_json_string(Buffer *buffer, Str s);
/* The same, null where it is empty. */
void vfp_json_text(Buffer *buffer, Str s);
/* The shortest form that reads back as the same 32-bit number, always with a point; null where it is not finite. */
void vfp_json_real(Buffer *buffer, double value);

/* ---- records */
typedef enum RecordType {
    RECORD_MENTION,
    RECORD_TIME,
    RECORD_STATEMENT,
    RECORD_EVENT,
    RECORD_POSITION,
    RECORD_SHIFT,
    RECORD_OUTLOOK,
    RECORD_TYPE_COUNT
} RecordType;

typedef struct StrList {
    Str *at;
    uint32_t n, cap;
} StrList;
typedef struct FlatEnd {
    Str label, date, position;
    double stance;
    Span span;
    bool known; /* false: printed as null */
} FlatEnd;
typedef struct FlatCondition {
    Str kind, deadline; /* no kind: printed as null */
    Span span;
} FlatCondition;

typedef struct Flat {
    RecordType type;
    Str id, doc, certainty, polarity;
    StrList voices;
    Span span;    /* all that it is read from; where it stands in document order */
    Span passage; /* the sentences around `span`, absent for mentions and times */
    Str date;     /* its own, else the article's */
    bool date_is_own;
    union {
        struct {
            Str actor, form;
        } mention;
        struct {
            Str kind, value;
        } time;
        struct {
            Str speaker, manner, addressee;
            Span speaker_span, cue_span;
            SpanList contents;
        } statement;
        struct {
            Span trigger;
            StrList actors, actor_codes, recipients, recipient_codes, contexts;
            SpanList actor_spans, recipient_spans;
            Str plover, mode, cameo, place, status, contact;
            double goldstein;
            FlatCondition condition;
        } event;
        struct {
            Str holder, issue, label;
            double stance;
        } position;
        struct {
            Str holder, issue, after, basis;
            FlatEnd from, to;
        } shift;
        struct {
            Str predictor, horizon;
            Span if_span, then_span;
        } outlook;
    };
} Flat;

typedef enum FieldKind {
    FIELD_STR,
    FIELD_BOOL,
    FIELD_REAL,
    FIELD_OWN_SPAN, /* Flat.span: the ledger keeps it with the record, not with the type */
    FIELD_SPAN,
    FIELD_STRS,
    FIELD_SPANS,
    FIELD_END,
    FIELD_CONDITION,
} FieldKind;
typedef struct Field {
    const char *name; /* in the record; null ends the table */
    FieldKind kind;
    size_t offset; /* in Flat */
} Field;
typedef struct RecordKind {
    const char *name;
    char letter;         /* of its ids; 0: it has none */
    const Field *fields; /* those between `doc` and `certainty` */
} RecordKind;
extern const RecordKind vfp_record_kinds[RECORD_TYPE_COUNT];

typedef struct FlatDocument {
    Str id, uri, title, publisher, author, published, language, sha256, text;
    SpanList furniture;
} FlatDocument;
typedef struct FlatActor {
    Str id, name, kind, code;
    const Role *roles;
    uint32_t role_count;
} FlatActor;
typedef struct FlatArticle {
    FlatDocument document;
    FlatActor *actors;
    uint32_t actor_count;
    Flat *records; /* in document order: by begin, then the longer first, then by type */
    uint32_t record_count;
} FlatArticle;

/* Resolves the article. What it makes is in `arena` or borrowed from the article; jumps as core/arena.h says. */
void vfp_flatten(const Article *article, Arena *arena, FlatArticle *out);

/* One JSON object each, without a line end. `with_text` false leaves out furniture and text. */
void vfp_print_document(Buffer *buffer, const FlatDocument *document, bool with_text);
void vfp_print_actor(Buffer *buffer, const FlatActor *actor);
void vfp_print_record(Buffer *buffer, const Flat *record);
/* The whole stream, one call of `write` a line. */
vf_status vfp_print_article(const FlatArticle *article, vf_write_fn write, void *user, vf_error *error);

#endif
