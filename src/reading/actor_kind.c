/* actor_kind.c: what kind of thing a name means, where its neighbours tell more than its own letters: a name in a list
 * is of the kind of the list's others, a lone word is the person whose surname it is, whoever stands behind “candidate”
 * is a person.
 *
 * In: ActorReader.names with the kinds that the network saw. Out: the same, some kinds changed. The lexicon's own names
 * stay what they are. Linear in names; a surname is looked for among at most MAX_SURNAMES. */
#include "reading/actor.h"

enum { SHORTEST_LIST = 3, LONGEST_LIST = 64, LONGEST_BRACKET = 8, MAX_SURNAMES = 200, LONGEST_ACRONYM = 6 };

/* Behind what stands in brackets at `token`: Popular Unity (UP), …; `token` itself where nothing does. */
static uint32_t past_brackets(const Article *article, uint32_t token, Range s) {
    if (token >= s.last || !vfp_is_mark(article, token, '(')) return token;
    for (uint32_t t = token + 1; t < s.last && t - token < LONGEST_BRACKET; t++)
        if (vfp_is_mark(article, t, ')')) return t + 1;
    return token;
}

/* The next name of the list that `name` is in: index into names, or VFP_NONE. */
static uint32_t next_in_list(const ActorReader *reader, uint32_t name) {
    const Article *article = reader->article;
    Range s = vfp_sentence_of(article, reader->names.at[name].at.first);
    uint32_t t = past_brackets(article, reader->names.at[name].at.last, s);
    bool parted = false;
    for (; t < s.last && !reader->name_of[t]; t++) {
        int word = vfp_function(article, t);
        bool parts =
            vfp_is_mark(article, t, ',') || vfp_is_mark(article, t, ';') || word == WORD_AND || word == WORD_OR;
        if (!parts && !(parted && word == WORD_THE)) return VFP_NONE;
        parted = true;
    }
    return parted && t < s.last ? reader->name_of[t] - 1 : VFP_NONE;
}

/* Whether the letters of a name say its kind themselves: the lexicon's names, acronyms, ministries and parties, and who
 * has a first name. */
static bool is_plain(const ActorReader *reader, const FoundName *name) {
    const Article *article = reader->article;
    if (vfp_is_known_name(article, name->at)) return true;
    if (name->kind == ENTITY_PER)
        return name->at.last - name->at.first > 1 &&
               vfp_word_given_name(article->lexicon, article->tokens.at[name->at.first].norm);
    for (uint32_t t = name->at.first; t < name->at.last; t++)
        if (vfp_is_body_word(article, t) || article->tokens.at[t].flags & (TOKEN_UPPER | TOKEN_DIGIT) ||
            vfp_function(article, t) == WORD_OF || vfp_function(article, t) == WORD_FOR)
            return true;
    return false;
}

static void settle_list(ActorReader *reader, const uint32_t *members, uint32_t n) {
    uint32_t count[ENTITY_KIND_COUNT] = {0};
    EntityKind top = ENTITY_PER;
    for (uint32_t i = 0; i < n; i++) count[reader->names.at[members[i]].kind]++;
    for (EntityKind k = ENTITY_PER; k < ENTITY_KIND_COUNT; k++)
        if (count[k] > count[top]) top = k;
    if (count[top] * 3 < n * 2) return;
    for (uint32_t i = 0; i < n; i++) {
        FoundName *name = &reader->names.at[members[i]];
        if (name->kind != top && name->kind != ENTITY_LOC && !is_plain(reader, name)) name->kind = top;
    }
}

/* Labor, Likud, | Shas | and the Centre Party are parties all. */
static void settle_lists(ActorReader *reader) {
    uint32_t members[LONGEST_LIST];
    for (uint32_t i = 0; i < reader->names.n;) {
        uint32_t n = 0, last = i;
        for (uint32_t k = i; k != VFP_NONE && n < LONGEST_LIST; k = next_in_list(reader, k)) members[n++] = last = k;
        if (n >= SHORTEST_LIST) settle_list(reader, members, n);
        i = last + 1;
    }
}

/* Whether a description of a person stands right before the name: candidate | Gilbert Parent. */
static bool is_introduced(const Article *article, const FoundName *name) {
    Range s = vfp_sentence_of(article, name->at.first);
    if (name->at.first == s.first) return false;
    uint32_t before = name->at.first - 1;
    return !(article->tokens.at[before].flags & TOKEN_CAPITAL) && article->tokens.at[before].upos == UPOS_NOUN &&
           vfp_hit_of(article, before, LEX_OFFICES) != NULL;
}

static bool has_surname(const Article *article, const Range *persons, uint32_t n, uint32_t token) {
    for (uint32_t i = 0; i < n; i++)
        if (vfp_same_word(vfp_form_of(article, persons[i].last - 1), vfp_form_of(article, token))) return true;
    return false;
}

/* DF for Drew Fossum, KSM for Khalid Shaikh Mohammed. */
static bool has_initials(const Article *article, const Range *persons, uint32_t n, Str letters) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = 0;
        for (uint32_t t = persons[i].first; t < persons[i].last; t++, k++)
            if (k >= letters.len || article->text.at[article->tokens.at[t].begin] != letters.at[k]) break;
        if (k == letters.len && persons[i].last - persons[i].first == k) return true;
    }
    return false;
}

/* ODNI, SNC: whoever bears such a name is no person, but for one of that first name or with these initials, and one who
 * signs with them. A headline in capitals proves nothing. */
static bool is_acronym(const Article *article, const FoundName *name, const Range *persons, uint32_t n) {
    const Token *t = &article->tokens.at[name->at.first];
    if (name->at.last - name->at.first != 1 || !(t->flags & TOKEN_UPPER) || t->end - t->begin > LONGEST_ACRONYM ||
        vfp_is_known_name(article, name->at) || vfp_word_given_name(article->lexicon, t->norm))
        return false;
    Range s = vfp_sentence_of(article, name->at.first);
    bool before = name->at.first > s.first && t[-1].flags & TOKEN_UPPER,
         behind = name->at.last < s.last && t[1].flags & TOKEN_UPPER;
    return !before && !behind && s.last - s.first > 1 &&
           !has_initials(article, persons, n, vfp_form_of(article, name->at.first));
}

void vfp_settle_kinds(ActorReader *reader) {
    const Article *article = reader->article;
    Range persons[MAX_SURNAMES];
    uint32_t n = 0;
    settle_lists(reader);
    for (uint32_t i = 0; i < reader->names.n && n < MAX_SURNAMES; i++) {
        const FoundName *name = &reader->names.at[i];
        if (name->kind == ENTITY_PER && name->at.last - name->at.first > 1) persons[n++] = name->at;
    }
    for (uint32_t i = 0; i < reader->names.n; i++) {
        FoundName *name = &reader->names.at[i];
        if (name->kind == ENTITY_PER && is_acronym(article, name, persons, n)) name->kind = ENTITY_ORG;
        if (name->kind != ENTITY_ORG || is_plain(reader, name)) continue;
        bool alone = name->at.last - name->at.first == 1;
        if ((alone && has_surname(article, persons, n, name->at.first)) || is_introduced(article, name))
            name->kind = ENTITY_PER;
    }
}
