/* build.c: rows → actors with dated offices, issues with their terms, and the trie of phrases. */
#include "lexicon/build.h"
#include "core/date.h"
#include "ingest/ingest.h"
#include <stdlib.h>

static vf_status row_error(const LexRow *row, vf_error *error, const char *what, Str value) {
    return vfp_fail(error, VF_E_LEXICON, row->file.at, row->line, 0, "%s “%.*s”", what, (int)value.len, value.at);
}

/* ---- actors */

static uint64_t id_slot(const Lexicon *lexicon, Str id) {
    return (vfp_hash(id.at, id.len, 7) * 0x9E3779B97F4A7C15u >> 24) & lexicon->actor_mask;
}

uint32_t vfp_lexicon_find_actor(const Lexicon *lexicon, Str id) {
    if (!lexicon->actor_slots) return VFP_NONE;
    for (uint64_t slot = id_slot(lexicon, id); lexicon->actor_slots[slot]; slot = (slot + 1) & lexicon->actor_mask)
        if (vfp_str_is(lexicon->actors.at[lexicon->actor_slots[slot] - 1].id, id))
            return lexicon->actor_slots[slot] - 1;
    return VFP_NONE;
}

static void enter_actor(Lexicon *lexicon, Str id, uint32_t index) {
    uint64_t slot = id_slot(lexicon, id);
    while (lexicon->actor_slots[slot]) slot = (slot + 1) & lexicon->actor_mask;
    lexicon->actor_slots[slot] = index + 1;
}

static Str prefix_of(Str id) {
    const char *colon = memchr(id.at, ':', id.len);
    return (Str){id.at, colon ? (uint32_t)(colon - id.at) : 0};
}

static int kind_of(Str prefix) {
    static const struct {
        const char *prefix;
        ActorKind kind;
    } kinds[] = {{"person", KIND_PERSON}, {"state", KIND_STATE}, {"igo", KIND_IGO},  {"org", KIND_ORG},
                 {"armed", KIND_ARMED},   {"group", KIND_GROUP}, {"anon", KIND_ANON}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (vfp_str_is(prefix, vfp_str(kinds[i].prefix))) return (int)kinds[i].kind;
    return -1;
}

/* Columns: states, organisations and the others keep these in different places. */
typedef struct ActorColumns {
    LexTable table;
    int code, name, aliases, of, roles;
} ActorColumns;
static const ActorColumns actor_columns[] = {{LEX_STATES, 1, 2, 3, -1, -1},
                                             {LEX_ORGANISATIONS, 2, 3, 4, 5, -1},
                                             {LEX_OUTLETS, 1, 2, 3, 4, -1},
                                             {LEX_PEOPLE, 1, 2, 4, -1, 6}};

static void set_years(LexActor *actor, Str years) {
    for (uint32_t i = 0; i + 1 < years.len; i++)
        if (years.at[i] == '.' && years.at[i + 1] == '.') {
            actor->from = vfp_date_parse((Str){years.at, i});
            actor->to = vfp_date_parse((Str){years.at + i + 2, years.len - i - 2});
            return;
        }
}

/* The row's actor: a new one, or the one that an earlier line has made, to which this line adds. */
static vf_status add_actor(Lexicon *lexicon, const ActorColumns *columns, uint32_t index, uint32_t *out,
                           vf_error *error) {
    const LexRow *row = &lexicon->rows[columns->table].at[index];
    Str id = row->field[0];
    *out = vfp_lexicon_find_actor(lexicon, id);
    if (*out != VFP_NONE) return VF_OK;
    int kind = kind_of(prefix_of(id));
    if (kind < 0)
        return row_error(row, error, "an actor's id begins with person: state: igo: org: armed: group: or anon:, not",
                         id);
    LexActor *actor = vfp_push(lexicon->arena, &lexicon->actors);
    *actor = (LexActor){.id = id,
                        .code = row->field[columns->code],
                        .name = row->field[columns->name],
                        .table = columns->table,
                        .kind = (ActorKind)kind,
                        .of = VFP_NONE,
                        .row = index};
    if (columns->table == LEX_PEOPLE && row->field[5].len) actor->gender = row->field[5].at[0];
    if (columns->table == LEX_STATES) set_years(actor, row->field[7]);
    *out = lexicon->actors.n - 1;
    enter_actor(lexicon, id, *out);
    return VF_OK;
}

static void add_names(Lexicon *lexicon, Str list, LexTable table, Form form, uint32_t actor) {
    for (Str name; (name = vfp_list_next(&list, ';')).len;)
        vfp_phrase_add(lexicon, name, true, table, (uint8_t)form, actor);
}

static void add_actor_phrases(Lexicon *lexicon, const ActorColumns *columns, const LexRow *row, uint32_t actor) {
    LexTable table = columns->table;
    add_names(lexicon, row->field[columns->name], table, FORM_NAME, actor);
    add_names(lexicon, row->field[columns->aliases], table, FORM_NAME, actor);
    if (table == LEX_PEOPLE) add_names(lexicon, row->field[3], table, FORM_NAME, actor);
    if (table != LEX_STATES) return;
    add_names(lexicon, row->field[4], table, FORM_NOMINAL, actor); /* demonyms */
    add_names(lexicon, row->field[5], table, FORM_METONYM, actor); /* the capital */
    add_names(lexicon, row->field[6], table, FORM_METONYM, actor); /* palaces */
}

static uint32_t office_row(const Lexicon *lexicon, Str title) {
    for (uint32_t i = 0; i < lexicon->rows[LEX_OFFICES].n; i++)
        if (vfp_str_is(lexicon->rows[LEX_OFFICES].at[i].field[0], title)) return i;
    return VFP_NONE;
}

/* `president* @ state:USA 2017-01-20..2021-01-20` */
static bool parse_role(const Lexicon *lexicon, Str item, LexRole *role) {
    const char *at = memchr(item.at, '@', item.len);
    if (!at) return false;
    role->title = vfp_field_trim((Str){item.at, (uint32_t)(at - item.at)});
    if (role->title.len && role->title.at[role->title.len - 1] == '*') role->leads = true, role->title.len--;
    Str rest = vfp_field_trim((Str){at + 1, (uint32_t)(item.at + item.len - at - 1)});
    const char *space = memchr(rest.at, ' ', rest.len);
    Str owner = {rest.at, space ? (uint32_t)(space - rest.at) : rest.len};
    role->owner = vfp_lexicon_find_actor(lexicon, owner);
    role->office = office_row(lexicon, role->title);
    Str years = space ? vfp_field_trim((Str){space, (uint32_t)(rest.at + rest.len - space)}) : (Str){0};
    LexActor dates = {0};
    set_years(&dates, years);
    role->from = dates.from, role->to = dates.to;
    return role->title.len && role->owner != VFP_NONE;
}

static vf_status add_roles(Lexicon *lexicon, const LexRow *row, Str list, LexActor *actor, vf_error *error) {
    uint32_t n = actor->role_count;
    for (uint32_t i = 0; i < list.len; i++) n += list.at[i] == ';';
    LexRole *roles = vfp_arena_alloc(lexicon->arena, (n + 1) * sizeof *roles);
    if (actor->role_count) memcpy(roles, actor->roles, actor->role_count * sizeof *roles);
    for (Str item; (item = vfp_list_next(&list, ';')).len;)
        if (!parse_role(lexicon, item, &roles[actor->role_count++]))
            return row_error(row, error,
                             "a role is written “title @ owner-id from..to” and its owner must be known, not", item);
    actor->roles = roles;
    return VF_OK;
}

static vf_status link_actor(Lexicon *lexicon, const ActorColumns *columns, const LexRow *row, vf_error *error) {
    LexActor *actor = &lexicon->actors.at[vfp_lexicon_find_actor(lexicon, row->field[0])];
    if (columns->roles >= 0 && row->field[columns->roles].len) {
        vf_status status = add_roles(lexicon, row, row->field[columns->roles], actor, error);
        if (status) return status;
    }
    if (columns->of < 0 || !row->field[columns->of].len) return VF_OK;
    actor->of = vfp_lexicon_find_actor(lexicon, row->field[columns->of]);
    if (actor->of == VFP_NONE) return row_error(row, error, "there is no actor", row->field[columns->of]);
    return VF_OK;
}

/* The holders of each actor's offices side by side, so that "the French president" costs as much as France has had
 * presidents. */
static void index_offices(Lexicon *lexicon) {
    uint32_t n = lexicon->actors.n;
    lexicon->office_begin = vfp_arena_alloc(lexicon->arena, (n + 2) * sizeof(uint32_t));
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t r = 0; r < lexicon->actors.at[a].role_count; r++)
            lexicon->office_begin[lexicon->actors.at[a].roles[r].owner + 2]++;
    for (uint32_t a = 0; a < n; a++) lexicon->office_begin[a + 2] += lexicon->office_begin[a + 1];
    lexicon->offices = vfp_arena_alloc(lexicon->arena, (lexicon->office_begin[n + 1] + 1) * sizeof *lexicon->offices);
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t r = 0; r < lexicon->actors.at[a].role_count; r++)
            lexicon->offices[lexicon->office_begin[lexicon->actors.at[a].roles[r].owner + 1]++] = (struct Holder){a, r};
}

/* First names: the first word of a person's name of two or more, and those that are listed. */
static void mark_given_name(Lexicon *lexicon, Str name, char sex) {
    char folded[512];
    if (name.len > 100) return;
    WordInfo *info = &lexicon->infos.at[vfp_word_intern(lexicon, (Str){folded, vfp_fold(name, folded)})];
    info->given = sex && (!info->given || info->given == sex) ? sex : 'x';
}

static void mark_given_names(Lexicon *lexicon) {
    for (uint32_t i = 0; i < lexicon->rows[LEX_PEOPLE].n; i++) {
        const LexRow *row = &lexicon->rows[LEX_PEOPLE].at[i];
        const char *space = memchr(row->field[2].at, ' ', row->field[2].len);
        if (space)
            mark_given_name(lexicon, (Str){row->field[2].at, (uint32_t)(space - row->field[2].at)},
                            row->field[5].len ? row->field[5].at[0] : 0);
    }
    for (uint32_t i = 0; i < lexicon->rows[LEX_GIVEN].n; i++) {
        const LexRow *row = &lexicon->rows[LEX_GIVEN].at[i];
        Str list = row->field[0];
        for (Str name; (name = vfp_list_next(&list, ';')).len;)
            mark_given_name(lexicon, name, row->field[1].len ? row->field[1].at[0] : 0);
    }
}

static vf_status build_actors(Lexicon *lexicon, vf_error *error) {
    uint32_t total = 16;
    for (size_t k = 0; k < 4; k++) total += lexicon->rows[actor_columns[k].table].n;
    uint32_t slots = 1;
    while (slots < total * 2) slots *= 2;
    lexicon->actor_slots = vfp_arena_alloc(lexicon->arena, slots * sizeof(uint32_t));
    lexicon->actor_mask = slots - 1;
    for (size_t k = 0; k < 4; k++)
        for (uint32_t i = 0; i < lexicon->rows[actor_columns[k].table].n; i++) {
            uint32_t actor;
            vf_status status = add_actor(lexicon, &actor_columns[k], i, &actor, error);
            if (status) return status;
            add_actor_phrases(lexicon, &actor_columns[k], &lexicon->rows[actor_columns[k].table].at[i], actor);
        }
    for (size_t k = 0; k < 4; k++)
        for (uint32_t i = 0; i < lexicon->rows[actor_columns[k].table].n; i++) {
            vf_status status =
                link_actor(lexicon, &actor_columns[k], &lexicon->rows[actor_columns[k].table].at[i], error);
            if (status) return status;
        }
    index_offices(lexicon);
    mark_given_names(lexicon);
    return VF_OK;
}

/* ---- issues */

uint32_t vfp_lexicon_find_issue(const Lexicon *lexicon, Str id) {
    for (uint32_t i = 0; i < lexicon->rows[LEX_ISSUES].n; i++)
        if (vfp_str_is(lexicon->rows[LEX_ISSUES].at[i].field[0], id)) return i;
    return VFP_NONE;
}

/* A phrase as an issue's line gives it, before those that are the same are brought together. */
typedef struct Wording {
    Str phrase;
    LexIssueTerm term;
} Wording;
typedef struct Wordings {
    Lexicon *lexicon;
    VFP_VEC(Wording) list;
} Wordings;

static void add_terms(Wordings *wordings, Str list, uint32_t issue, int group) {
    for (Str term; (term = vfp_list_next(&list, ';')).len;)
        *vfp_push(wordings->lexicon->arena, &wordings->list) = (Wording){term, {issue, (int8_t)group}};
}

static int by_phrase(const void *a, const void *b) {
    const Wording *x = a, *y = b;
    uint32_t n = x->phrase.len < y->phrase.len ? x->phrase.len : y->phrase.len;
    int order = memcmp(x->phrase.at, y->phrase.at, n);
    if (order) return order;
    if (x->phrase.len != y->phrase.len) return x->phrase.len < y->phrase.len ? -1 : 1;
    if (x->term.issue != y->term.issue) return x->term.issue < y->term.issue ? -1 : 1;
    return (int)x->term.group - (int)y->term.group;
}

/* One set, one phrase of the trie, for all issues that share the wording. */
static void enter_wordings(Wordings *wordings) {
    Lexicon *lexicon = wordings->lexicon;
    if (!wordings->list.n) return;
    qsort(wordings->list.at, wordings->list.n, sizeof *wordings->list.at, by_phrase);
    LexIssueTerm *terms = vfp_arena_alloc(lexicon->arena, wordings->list.n * sizeof *terms);
    for (uint32_t i = 0; i < wordings->list.n;) {
        Str phrase = wordings->list.at[i].phrase;
        uint32_t first = i;
        for (; i < wordings->list.n && vfp_str_is(wordings->list.at[i].phrase, phrase); i++)
            terms[i] = wordings->list.at[i].term;
        *vfp_push(lexicon->arena, &lexicon->issue_sets) = (LexIssueSet){terms + first, i - first};
        vfp_phrase_add(lexicon, phrase, false, LEX_ISSUES, 0, lexicon->issue_sets.n - 1);
    }
}

/* Whether most of the alternatives are written with a capital. */
static bool is_group_of_names(Str list) {
    int names = 0, all = 0;
    for (Str term; (term = vfp_list_next(&list, ';')).len; all++) names += term.at[0] >= 'A' && term.at[0] <= 'Z';
    return names * 2 > all;
}

static vf_status build_issue(Wordings *wordings, uint32_t index, vf_error *error) {
    Lexicon *lexicon = wordings->lexicon;
    const LexRow *row = &lexicon->rows[LEX_ISSUES].at[index];
    LexIssue *issue = &lexicon->issues[index];
    issue->parent = VFP_NONE;
    for (uint32_t i = 0; i < row->field[0].len; i++) issue->depth += row->field[0].at[i] == '/';
    if (vfp_lexicon_find_issue(lexicon, row->field[0]) != index)
        return row_error(row, error, "there is already an issue", row->field[0]);
    if (row->field[1].len && (issue->parent = vfp_lexicon_find_issue(lexicon, row->field[1])) == VFP_NONE)
        return row_error(row, error, "there is no issue", row->field[1]);
    if (issue->parent == index) return row_error(row, error, "an issue is its own parent:", row->field[0]);
    Str topic = row->field[3];
    for (Str group; (group = vfp_list_next(&topic, '&')).len; issue->groups++) {
        if (issue->groups == 8) return row_error(row, error, "more than 8 groups of words in", row->field[3]);
        if (is_group_of_names(group)) issue->names |= (uint8_t)(1u << issue->groups);
        add_terms(wordings, group, index, issue->groups);
    }
    add_terms(wordings, row->field[4], index, -1);
    add_terms(wordings, row->field[5], index, -2);
    return VF_OK;
}

static vf_status build_issues(Lexicon *lexicon, vf_error *error) {
    Wordings wordings = {.lexicon = lexicon};
    lexicon->issues = vfp_arena_alloc(lexicon->arena, (lexicon->rows[LEX_ISSUES].n + 1) * sizeof *lexicon->issues);
    for (uint32_t i = 0; i < lexicon->rows[LEX_ISSUES].n; i++) {
        vf_status status = build_issue(&wordings, i, error);
        if (status) return status;
    }
    enter_wordings(&wordings);
    return VF_OK;
}

/* ---- words */

static void build_words(Lexicon *lexicon) {
    char folded[512];
    for (uint32_t i = 0; i < lexicon->rows[LEX_WORD].n; i++) {
        const LexRow *row = &lexicon->rows[LEX_WORD].at[i];
        if (row->field[0].len > 100 || row->field[1].len > 100) continue;
        uint32_t word = vfp_word_intern(lexicon, (Str){folded, vfp_fold(row->field[0], folded)});
        uint32_t lemma = vfp_word_intern(lexicon, (Str){folded, vfp_fold(row->field[1], folded)});
        lexicon->infos.at[word].lemma = lemma;
        lexicon->infos.at[word].classes |= row->value[2] > 0 ? (uint32_t)row->value[2] : 0;
        lexicon->infos.at[word].common = true;
        lexicon->infos.at[lemma].inflected = true;
    }
    for (uint32_t i = 0; i < lexicon->rows[LEX_ABBREVIATION].n; i++) {
        const LexRow *row = &lexicon->rows[LEX_ABBREVIATION].at[i];
        Str form = row->field[0];
        if (form.len > 1 && form.at[form.len - 1] == '.') form.len--;
        if (form.len > 100 || row->value[1] < 0) continue;
        uint32_t word = vfp_word_intern(lexicon, (Str){folded, vfp_fold(form, folded)});
        lexicon->infos.at[word].abbreviation = (uint8_t)(1 + row->value[1]);
    }
}

static void build_functions(Lexicon *lexicon) {
    char folded[512];
    for (uint32_t i = 0; i < lexicon->rows[LEX_FUNCTION].n; i++) {
        const LexRow *row = &lexicon->rows[LEX_FUNCTION].at[i];
        Str list = row->field[0];
        for (Str form; (form = vfp_list_next(&list, ';')).len && row->value[1] >= 0;) {
            if (form.len > 100) continue;
            uint32_t word = vfp_word_intern(lexicon, (Str){folded, vfp_fold(form, folded)});
            lexicon->infos.at[word].function = (uint8_t)(1 + row->value[1]);
        }
    }
}

/* The first column of every table of cues is a list of phrases. */
static vf_status build_cues(Lexicon *lexicon, vf_error *error) {
    for (int table = LEX_OFFICES; table <= LEX_SOURCE; table++) {
        if (table == LEX_ISSUES) continue;
        for (uint32_t i = 0; i < lexicon->rows[table].n; i++) {
            const LexRow *row = &lexicon->rows[table].at[i];
            Str list = row->field[0];
            for (Str cue; (cue = vfp_list_next(&list, ';')).len;)
                if (!vfp_phrase_add(lexicon, cue, false, (LexTable)table, 0, i))
                    return row_error(row, error, "more than 12 words in", cue);
        }
    }
    return VF_OK;
}

vf_status vfp_lexicon_build(Lexicon *lexicon, vf_error *error) {
    build_words(lexicon);
    build_functions(lexicon);
    for (int hints = 0; hints < 2; hints++)
        lexicon->furniture[hints] = vfp_furniture_sort(lexicon->arena, lexicon, hints);
    vf_status status = build_actors(lexicon, error);
    if (!status) status = build_issues(lexicon, error);
    return status ? status : build_cues(lexicon, error);
}
