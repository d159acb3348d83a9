/* read.c: the lines of the lexicon's files → rows of its tables, each field checked against its column. */
#include "lexicon/build.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_LINE = 64 * 1024, MAX_ROWS = 1 << 20 };

typedef struct TableSpec {
    const char *name, *columns;
} TableSpec;
static const TableSpec tables[] = {
#define X(id, name, columns) {name, columns},
    LEX_TABLES(X)
#undef X
};

/* A closed column: the table, the column's name, its values in order, and whether several may stand (bits). */
typedef struct ClosedColumn {
    LexTable table;
    const char *column;
    bool bits;
    const char *const *values;
    int count;
} ClosedColumn;

#define VALUE(name, text) text,
#define CLOSED(table, column, bits, list)                                                                              \
    {                                                                                                                  \
        table, column, bits, (const char *const[]){list(VALUE)},                                                       \
            sizeof((const char *const[]){list(VALUE)}) / sizeof(char *)                                                \
    }
static const char *const time_roles[] = {
#define TIME_ROLE(name, text) text,
#include "lexicon/time_roles.def"
#undef TIME_ROLE
};
static const char *const yes[] = {"yes"};

static const ClosedColumn closed_columns[] = {
    CLOSED(LEX_ORGANISATIONS, "kind", false, ACTOR_KINDS),
    CLOSED(LEX_OFFICES, "office", false, LEX_OFFICE_CLASSES),
    {LEX_OFFICES, "leader", false, yes, 1},
    CLOSED(LEX_SAY, "frame", true, LEX_FRAMES),
    CLOSED(LEX_SAY, "attitude", false, LEX_ATTITUDES),
    CLOSED(LEX_SAY, "certainty", false, CERTAINTIES),
    CLOSED(LEX_SAY, "polarity", false, POLARITIES),
    CLOSED(LEX_CONTACT, "contact", false, CONTACTS),
    CLOSED(LEX_EVENT, "plover", false, PLOVER_TYPES),
    CLOSED(LEX_EVENT, "frame", true, LEX_EVENT_FRAMES),
    CLOSED(LEX_STATUS, "status", false, EVENT_STATUSES),
    CLOSED(LEX_HEDGE, "certainty", false, CERTAINTIES),
    CLOSED(LEX_HEDGE, "scope", false, LEX_SCOPES),
    CLOSED(LEX_STANCE, "sign", false, STANCES),
    CLOSED(LEX_STANCE, "frame", true, LEX_FRAMES),
    CLOSED(LEX_SHIFT, "effect", false, LEX_SHIFT_EFFECTS),
    CLOSED(LEX_SHIFT, "frame", true, LEX_FRAMES),
    CLOSED(LEX_OUTLOOK, "role", false, LEX_OUTLOOK_ROLES),
    CLOSED(LEX_CONDITION, "kind", false, CONDITIONS),
    {LEX_TIME, "role", false, time_roles, sizeof time_roles / sizeof *time_roles},
    CLOSED(LEX_SOURCE, "kind", false, LEX_SOURCE_KINDS),
    CLOSED(LEX_FURNITURE, "match", false, LEX_FURNITURE_MATCHES),
    CLOSED(LEX_ABBREVIATION, "kind", false, LEX_ABBREVIATIONS),
    CLOSED(LEX_WORD, "classes", true, WORD_CLASSES),
    CLOSED(LEX_FUNCTION, "role", false, LEX_FUNCTIONS),
};

Str vfp_field_trim(Str s) {
    while (s.len && (s.at[0] == ' ' || s.at[0] == '\t' || s.at[0] == '\r')) s.at++, s.len--;
    while (s.len && (s.at[s.len - 1] == ' ' || s.at[s.len - 1] == '\t' || s.at[s.len - 1] == '\r')) s.len--;
    return s;
}

Str vfp_list_next(Str *rest, char separator) {
    while (rest->len) {
        const char *end = memchr(rest->at, separator, rest->len);
        uint32_t n = end ? (uint32_t)(end - rest->at) : rest->len;
        Str item = vfp_field_trim((Str){rest->at, n});
        uint32_t step = end ? n + 1 : n;
        rest->at += step, rest->len -= step;
        if (item.len) return item;
    }
    return (Str){0};
}

/* Where an error is: the file and the line. */
typedef struct Place {
    Str file;
    uint32_t line;
} Place;

static int set_index(const ClosedColumn *set, Str value) {
    for (int i = 0; i < set->count; i++)
        if (set->values[i] && vfp_str_is(vfp_str(set->values[i]), value)) return i;
    return -1;
}

static vf_status closed_value(const ClosedColumn *set, Place place, Str field, int32_t *value, vf_error *error) {
    *value = -1;
    Str rest = field;
    for (Str item; (item = vfp_list_next(&rest, ';')).len;) {
        int index = set_index(set, item);
        if (index < 0)
            return vfp_fail(error, VF_E_LEXICON, place.file.at, place.line, 0,
                            "“%.*s” is no %s that a %s may have; see docs/lexicon.md", (int)item.len, item.at,
                            set->column, tables[set->table].name);
        if (set->bits) *value = (*value < 0 ? 0 : *value) | 1 << index;
        else *value = index;
    }
    return VF_OK;
}

/* The fields of one line; false where their number is wrong. */
static int split_fields(Str line, Str *fields) {
    int n = 0;
    while (n < LEX_MAX_COLUMNS) {
        const char *bar = memchr(line.at, '|', line.len);
        uint32_t len = bar ? (uint32_t)(bar - line.at) : line.len;
        fields[n++] = vfp_field_trim((Str){line.at, len});
        if (!bar) return n;
        line.at += len + 1, line.len -= len + 1;
    }
    return LEX_MAX_COLUMNS + 1;
}

static int column_count(const char *columns) {
    int n = 1;
    for (; *columns; columns++) n += *columns == '|';
    return n;
}

/* "a | b" → "a|b", to compare with the table's columns. */
static bool same_columns(Str written, const char *columns) {
    for (uint32_t i = 0; i < written.len; i++) {
        if (written.at[i] == ' ') continue;
        if (!*columns || *columns++ != written.at[i]) return false;
    }
    return !*columns;
}

static vf_status open_table(Str line, Place place, int *table, vf_error *error) {
    Str rest = {line.at + 6, line.len - 6};
    const char *colon = memchr(rest.at, ':', rest.len);
    Str name = vfp_field_trim((Str){rest.at, colon ? (uint32_t)(colon - rest.at) : rest.len});
    for (*table = 0; *table < LEX_TABLE_COUNT; ++*table) {
        if (!vfp_str_is(name, vfp_str(tables[*table].name))) continue;
        Str columns = colon ? (Str){colon + 1, (uint32_t)(line.at + line.len - colon - 1)} : (Str){0};
        if (same_columns(columns, tables[*table].columns)) return VF_OK;
        return vfp_fail(error, VF_E_LEXICON, place.file.at, place.line, 0, "the columns of table “%s” are %s",
                        tables[*table].name, tables[*table].columns);
    }
    return vfp_fail(error, VF_E_LEXICON, place.file.at, place.line, 0, "there is no table “%.*s”", (int)name.len,
                    name.at);
}

/* Which column of `table` is called `name`, or -1. */
static int column_of(LexTable table, const char *name) {
    const char *at = tables[table].columns;
    size_t n = strlen(name);
    for (int column = 0; at; column++) {
        const char *bar = strchr(at, '|');
        size_t len = bar ? (size_t)(bar - at) : strlen(at);
        if (len == n && memcmp(at, name, n) == 0) return column;
        at = bar ? bar + 1 : NULL;
    }
    return -1;
}

static vf_status fill_values(LexRow *row, LexTable table, Place place, vf_error *error) {
    for (int c = 0; c < LEX_MAX_COLUMNS; c++) row->value[c] = -1;
    row->number = NAN;
    for (size_t k = 0; k < sizeof closed_columns / sizeof *closed_columns; k++) {
        if (closed_columns[k].table != table) continue;
        int c = column_of(table, closed_columns[k].column);
        vf_status status = closed_value(&closed_columns[k], place, row->field[c], &row->value[c], error);
        if (status) return status;
    }
    int c = table == LEX_EVENT    ? column_of(table, "goldstein")
            : table == LEX_STANCE ? column_of(table, "strength")
                                  : -1;
    if (c < 0 || !row->field[c].len) return VF_OK;
    char number[32] = "", *end;
    snprintf(number, sizeof number, "%.*s", (int)row->field[c].len, row->field[c].at);
    row->number = strtof(number, &end);
    if (*end || !isfinite(row->number))
        return vfp_fail(error, VF_E_LEXICON, place.file.at, place.line, 0, "“%s” is not a number", number);
    return VF_OK;
}

static vf_status read_row(Lexicon *lexicon, LexTable table, Str line, Place place, vf_error *error) {
    Str fields[LEX_MAX_COLUMNS] = {0};
    int n = split_fields(line, fields), want = column_count(tables[table].columns);
    if (n != want)
        return vfp_fail(error, VF_E_LEXICON, place.file.at, place.line, 0,
                        "a row of “%s” has %d fields (%s), this one %d", tables[table].name, want,
                        tables[table].columns, n);
    if (!fields[0].len) return vfp_fail(error, VF_E_LEXICON, place.file.at, place.line, 0, "the first field is empty");
    if (lexicon->rows[table].n >= MAX_ROWS)
        return vfp_fail(error, VF_E_LIMIT, place.file.at, place.line, 0, "more than %d rows in table “%s”", MAX_ROWS,
                        tables[table].name);
    LexRow *row = vfp_push(lexicon->arena, &lexicon->rows[table]);
    for (int c = 0; c < n; c++) row->field[c] = vfp_str_copy(lexicon->arena, fields[c]);
    row->file = place.file, row->line = place.line;
    return fill_values(row, table, place, error);
}

vf_status vfp_lexicon_read(Lexicon *lexicon, Str name, const char *bytes, size_t size, vf_error *error) {
    size_t valid = vfp_utf8_valid(bytes, size);
    Place place = {vfp_str_copy(lexicon->arena, name), 0};
    if (valid < size) return vfp_fail(error, VF_E_LEXICON, place.file.at, 0, valid + 1, "the file is not UTF-8");
    int table = -1;
    for (size_t at = 0; at < size;) {
        const char *end = memchr(bytes + at, '\n', size - at);
        size_t len = end ? (size_t)(end - bytes - at) : size - at;
        place.line++;
        if (len > MAX_LINE || memchr(bytes + at, 0, len))
            return vfp_fail(error, VF_E_LEXICON, place.file.at, place.line, 0,
                            "the line is longer than %d bytes or holds a NUL", MAX_LINE);
        Str line = vfp_field_trim((Str){bytes + at, (uint32_t)len});
        at += len + 1;
        if (!line.len || line.at[0] == '#') continue;
        vf_status status;
        if (line.len > 6 && memcmp(line.at, "%table", 6) == 0) status = open_table(line, place, &table, error);
        else if (table < 0)
            status = vfp_fail(error, VF_E_LEXICON, place.file.at, place.line, 0,
                              "a row before any “%%table NAME: column | …” line");
        else status = read_row(lexicon, (LexTable)table, line, place, error);
        if (status) return status;
    }
    return VF_OK;
}
