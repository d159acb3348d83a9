/* actor_entity.c: the names that the network found, made fit for actors: cut to the name itself, those refused that
 * are no names, and indexed by token; and the table of full names that later short forms go back to.
 *
 * In: entities, hits, tags. Out: ActorReader.names, name_of, persons, organisations. Linear in tokens; a look-up of a
 * short form walks at most MAX_NAMED entries. Comparisons don't mind case, for texts that are written without. */
#include "reading/actor.h"

enum { MAX_NAMED = 200, LONGEST_ENTITY = 14, SHORTEST_ACRONYM = 2, MAX_NAMESAKES = 16, EVENT_WORDS = 6 };

/* ---- words */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool vfp_same_word(Str a, Str b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i])) return false;
    return true;
}

Str vfp_form_of(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    return (Str){article->text.at + t->begin, t->end - t->begin};
}

/* Whether the letters stand in the name in that order, the first at its head: enough for what the text itself puts
 * into brackets behind the name. */
static bool is_abbreviation_of(const Article *article, Str letters, Range name) {
    Str words = vfp_slice(article->text, vfp_span_of(article, name));
    if (letters.len < SHORTEST_ACRONYM || letters.len >= words.len || lower(letters.at[0]) != lower(words.at[0]))
        return false;
    size_t i = 0;
    for (size_t k = 0; k < words.len && i < letters.len; k++)
        if (lower(words.at[k]) == lower(letters.at[i])) i++;
    return i == letters.len;
}

/* ---- which of them are names, and from where to where */

/* Hardly a capital in it: a text written in lower case, where a name can't be known by one. */
static bool is_lower_case(const Article *article) {
    uint32_t capitals = 0;
    for (uint32_t t = 0; t < article->tokens.n; t++)
        if (article->tokens.at[t].flags & TOKEN_CAPITAL) capitals++;
    return capitals * 50 < article->tokens.n;
}

/* A word that a name may be made of. */
static bool is_name_word(const ActorReader *reader, uint32_t token) {
    const Token *t = &reader->article->tokens.at[token];
    if (t->flags & TOKEN_PUNCT) return false;
    if (reader->lower_case) return t->upos == UPOS_PROPN;
    return t->flags & TOKEN_CAPITAL && (t->upos == UPOS_PROPN || t->upos == UPOS_NOUN || t->upos == UPOS_ADJ) &&
           (t->upos == UPOS_PROPN || !(t->flags & TOKEN_FIRST));
}

/* What stands at the edge of a name without being of it: the, 's, marks, prepositions, and in a text that has capitals
 * what has none: the leftist LSSP, the LSSP among others. But the Republican party keeps its party. */
static bool is_edge(const ActorReader *reader, uint32_t token, bool left) {
    const Article *article = reader->article;
    const Token *t = &article->tokens.at[token];
    int word = vfp_function(article, token);
    if (t->flags & TOKEN_PUNCT || word == WORD_THE || word == WORD_A || word == WORD_GENITIVE) return true;
    if (t->upos == UPOS_ADP || t->upos == UPOS_CCONJ) return word != WORD_PARTICLE;
    if (reader->lower_case || t->flags & (TOKEN_CAPITAL | TOKEN_DIGIT)) return false;
    if (left) return t->upos != UPOS_PROPN || vfp_is_body_word(article, token);
    return t->upos != UPOS_PROPN && !vfp_is_body_word(article, token); /* but Jean d'Alembert is whole */
}

bool vfp_is_known_name(const Article *article, Range at) {
    Range hits = vfp_hits_at(article, at.first);
    for (uint32_t h = hits.first; h < hits.last; h++) {
        const Hit *hit = &article->hits.at[h];
        bool actor = hit->table == LEX_PEOPLE || hit->table == LEX_ORGANISATIONS || hit->table == LEX_OUTLETS ||
                     (hit->table == LEX_STATES && hit->form == FORM_METONYM);
        if (actor && hit->count == at.last - at.first) return true;
    }
    return false;
}

static bool skip_office(const Article *article, Range *at) {
    const Hit *hit = vfp_hit_of(article, at->first, LEX_OFFICES);
    if (!hit || at->first + hit->count >= at->last) return false;
    at->first += hit->count;
    return true;
}

/* Where a person whom the lexicon knows by several words begins in the range and ends with it: of State | Marco Rubio.
 */
static uint32_t known_person_in(const Article *article, Range at) {
    for (uint32_t t = at.first + 1; t + 1 < at.last; t++) {
        const Hit *hit = vfp_hit_of(article, t, LEX_PEOPLE);
        bool full = vfp_word_given_name(article->lexicon, article->tokens.at[t].norm);
        if (hit && full && t + hit->count == at.last) return t;
    }
    return at.first;
}

static Range trimmed(const ActorReader *reader, Range at, EntityKind kind) {
    const Article *article = reader->article;
    while (at.first < at.last && is_edge(reader, at.first, true)) at.first++;
    if (kind == ENTITY_PER)
        while (skip_office(article, &at)) {}
    while (at.first < at.last && is_edge(reader, at.last - 1, false)) at.last--;
    if (kind == ENTITY_PER) at.first = known_person_in(article, at);
    bool office = kind == ENTITY_ORG && at.last > at.first + 1 && vfp_hit_of(article, at.last - 1, LEX_OFFICES) &&
                  article->tokens.at[at.last - 2].upos == UPOS_PROPN;
    if (office && !vfp_is_known_name(article, at)) at.last--; /* the Amazon CEO */
    return at;
}

/* Whether the tree makes `token` one name with a word of the range. */
static bool is_of_name(const Article *article, uint32_t token, Range at) {
    const Token *t = &article->tokens.at[token];
    bool part = t->deprel == REL_FLAT || t->deprel == REL_COMPOUND || t->deprel == REL_GOESWITH;
    if (part && t->head != VFP_NONE && t->head >= at.first && t->head < at.last) return true;
    for (uint32_t k = at.first; k < at.last; k++) {
        const Token *inside = &article->tokens.at[k];
        if (t->deprel == REL_AMOD && inside->deprel == REL_AMOD && inside->head == t->head && t->head != VFP_NONE &&
            t->head > token && vfp_is_body_word(article, t->head))
            return true; /* the Armenian | Foreign | Ministry */
        if (inside->head == token &&
            (inside->deprel == REL_FLAT || inside->deprel == REL_COMPOUND || inside->deprel == REL_AMOD))
            return true;
    }
    return false;
}

/* Where the capitals end that begin at `token`, behind a "the". */
static uint32_t words_end(const ActorReader *reader, uint32_t token, Range s) {
    uint32_t t = token;
    if (t < s.last && vfp_function(reader->article, t) == WORD_THE) t++;
    uint32_t begin = t;
    while (t < s.last && is_name_word(reader, t)) t++;
    return t > begin ? t : token;
}

static bool is_next(const ActorReader *reader, uint32_t token, Range at) {
    return is_name_word(reader, token) && !vfp_hit_of(reader->article, token, LEX_OFFICES) &&
           is_of_name(reader->article, token, at);
}

/* A place that the lexicon knows, at the end of a name: the Liberal Party of | Australia. */
static bool ends_in_place(const Article *article, Range at) {
    return vfp_hit_of(article, at.last - 1, LEX_STATES) != NULL;
}

/* Where an organization's name goes on behind `last`, or `last`: Democrats | of the Left, Serb People | 's Party,
 * Ministry of Trade | and Industry, Power Source | , Inc. */
static uint32_t goes_on(const ActorReader *reader, Range at, bool dangling, Range s) {
    const Article *article = reader->article;
    if (at.last + 1 >= s.last) return at.last;
    int word = vfp_function(article, at.last);
    if (vfp_is_mark(article, at.last, ','))
        return vfp_function(article, at.last + 1) == WORD_COMPANY ? at.last + 2 : at.last;
    uint32_t end = words_end(reader, at.last + 1, s);
    if (end == at.last + 1) return at.last;
    bool named = vfp_is_body_word(article, end - 1);
    bool company = vfp_function(article, at.last - 1) == WORD_COMPANY;
    if (dangling || (word == WORD_OF && !company)) return end;
    if (word == WORD_GENITIVE) {
        const Token *owner = &article->tokens.at[at.last - 1]; /* Workers' | Front, People's | Party */
        bool common = vfp_word_info(article->lexicon, owner->norm)->common || article->text.at[owner->end - 1] == 's';
        return named && common ? end : at.last;
    }
    if (word != WORD_AND || vfp_function(article, at.last + 1) == WORD_THE || reader->lower_case ||
        ends_in_place(article, at))
        return at.last;
    for (uint32_t t = at.first; t < at.last; t++) {
        int inside = vfp_function(article, t);
        if (inside == WORD_OF || inside == WORD_FOR) return named ? at.last : end;
    }
    return at.last;
}

/* Whether the name may take in the word behind it: Carr | Futures, Hong | Kong; but the Toyota is no Toyota | Venza,
 * and a party's name ends with its party. */
static bool takes_in(const ActorReader *reader, Range at, EntityKind kind) {
    const Article *article = reader->article;
    if (at.last - at.first >= LONGEST_ENTITY || !is_next(reader, at.last, at)) return false;
    if (kind == ENTITY_PER) return article->tokens.at[at.last].deprel == REL_FLAT;
    if (kind != ENTITY_ORG)
        return !vfp_hit_of(article, at.first, LEX_STATES) && vfp_function(article, at.last) != WORD_EVENT;
    return !vfp_is_body_word(article, at.last - 1) && vfp_function(article, at.last) != WORD_EVENT;
}

/* A hyphen without white space around it. */
static bool is_hyphen_in_word(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    return token > 0 && vfp_is_mark(article, token, '-') && !((t[-1].flags | t->flags) & TOKEN_SPACE);
}

/* Alliance of Primorje | -Gorski Kotar: the hyphen was of the name, and so is the word behind it. */
static Range hyphenated(const ActorReader *reader, Range at, const Entity *next, Range s) {
    const Article *article = reader->article;
    if (at.last + 1 >= s.last || !is_hyphen_in_word(article, at.last) || !is_name_word(reader, at.last + 1)) return at;
    if (next && next->first == at.last + 1 && next->kind != ENTITY_ORG) return at;
    uint32_t end = next && next->first == at.last + 1 ? next->last : at.last + 2;
    if (end - at.first <= LONGEST_ENTITY) at.last = end;
    return at;
}

/* Mouvement | des Citoyens | pour le Changement: where a foreign name goes on behind its small words, or `last`. */
static uint32_t past_particles(const ActorReader *reader, Range at, Range s) {
    const Article *article = reader->article;
    uint32_t t = at.last;
    while (t < s.last && vfp_function(article, t) == WORD_PARTICLE && !(article->tokens.at[t].flags & TOKEN_CAPITAL))
        t++;
    if (t == at.last || reader->lower_case) return at.last;
    uint32_t begin = t;
    while (t < s.last && is_name_word(reader, t)) t++;
    return t > begin && t - at.first <= LONGEST_ENTITY ? t : at.last;
}

/* H. G. | Wells: letters with full stops before a person's name. */
static bool is_initials(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    uint32_t n = t->end - t->begin;
    if (n < 2 || n > 8 || n % 2 || t->upos != UPOS_PROPN) return false;
    for (uint32_t i = 0; i < n; i += 2) {
        char letter = article->text.at[t->begin + i];
        if (letter < 'A' || letter > 'Z' || article->text.at[t->begin + i + 1] != '.') return false;
    }
    return true;
}

/* Alliance of Liberals and | Democrats for Europe: the tree joins the second half to what the first is of. */
static bool is_one_with(const Article *article, Range at, const Entity *next) {
    if (!next || next->kind != ENTITY_ORG || next->first != at.last + 1 || next->last - at.first > LONGEST_ENTITY ||
        vfp_function(article, at.last) != WORD_AND)
        return false;
    uint32_t of = at.first;
    while (of < at.last && vfp_function(article, of) != WORD_OF) of++;
    for (uint32_t t = next->first; t < next->last; t++) {
        const Token *token = &article->tokens.at[t];
        if (token->deprel == REL_CONJ && token->head != VFP_NONE && token->head > of && token->head < at.last)
            return !vfp_hit_of(article, token->head, LEX_STATES);
    }
    return false;
}

/* The network cut the name too short: Carr | Futures, House of | Freedoms. `next`: the next one, or null. */
static Range widened(const ActorReader *reader, Range at, const Entity *entity, const Entity *next, uint32_t from,
                     Range s) {
    const Article *article = reader->article;
    if (vfp_is_known_name(article, at) || article->blocks.at[vfp_block_of(article, at.first)].kind == BLOCK_HEADLINE)
        return at;
    bool dangling = at.last < entity->last &&
                    (vfp_function(article, at.last) == WORD_OF || vfp_function(article, at.last) == WORD_FOR);
    if (entity->kind == ENTITY_ORG) at = hyphenated(reader, at, next, s);
    if (entity->kind == ENTITY_ORG && at.last - at.first > 1 && at.first > from + 1 &&
        is_hyphen_in_word(article, at.first - 1) && is_name_word(reader, at.first - 2))
        at.first -= 2; /* American- | Arab Committee */
    while (at.last < s.last && (!next || at.last < next->first) && takes_in(reader, at, entity->kind)) at.last++;
    while (at.last - at.first < LONGEST_ENTITY && at.first > from && is_next(reader, at.first - 1, at) &&
           !vfp_hit_of(article, at.first - 1, LEX_TIME))
        at.first--;
    while (entity->kind == ENTITY_PER && at.first > from && is_initials(article, at.first - 1)) at.first--;
    if (entity->kind != ENTITY_ORG) return at;
    for (uint32_t end; (end = past_particles(reader, at, s)) > at.last;) at.last = end;
    if (is_one_with(article, at, next)) at.last = next->last;
    uint32_t end = goes_on(reader, at, dangling, s);
    bool joins = end > at.last && next && next->first < end &&
                 (vfp_function(article, at.last) == WORD_AND || next->kind == ENTITY_ORG);
    if (end - at.first <= LONGEST_ENTITY && !joins) at.last = end;
    return at;
}

/* i think jill and max are in town: a sentence without a capital, in a text that has them elsewhere. */
static bool is_small_sentence(ActorReader *reader, uint32_t token) {
    const Article *article = reader->article;
    uint32_t sentence = article->tokens.at[token].sentence;
    if (reader->sentence_asked == sentence + 1) return reader->sentence_small;
    Range s = vfp_sentence_of(article, token);
    bool small = true;
    for (uint32_t t = s.first; t < s.last && small; t++)
        small = !(article->tokens.at[t].flags & TOKEN_CAPITAL) || article->tokens.at[t].upos == UPOS_PRON;
    reader->sentence_asked = sentence + 1;
    return reader->sentence_small = small;
}

static bool is_name(ActorReader *reader, Range at) {
    const Article *article = reader->article;
    if (at.first >= at.last || at.last - at.first > LONGEST_ENTITY) return false;
    bool small = reader->lower_case || is_small_sentence(reader, at.first);
    bool capital = reader->lower_case && at.last - at.first > 1, noun = false;
    for (uint32_t t = at.first; t < at.last; t++) {
        const Token *token = &article->tokens.at[t];
        if (token->flags & TOKEN_CAPITAL || (small && token->upos == UPOS_PROPN)) capital = true;
        if (token->upos == UPOS_PROPN || token->upos == UPOS_NOUN || token->upos == UPOS_X || token->upos == UPOS_ADJ ||
            token->flags & TOKEN_UPPER)
            noun = true;
    }
    if (!capital || !noun) return false;
    if (at.last - at.first == 1 && !vfp_is_known_name(article, at)) { /* Speaker, Ministry, Mr: no name by itself */
        int word = vfp_function(article, at.first);
        if ((word >= 0 && word != WORD_PARTICLE && word != WORD_ORGANISATION) ||
            vfp_hit_of(article, at.first, LEX_OFFICES) || (word < 0 && vfp_hit_of(article, at.first, LEX_SOURCE)))
            return false;
    }
    const Hit *time = vfp_hit_of(article, at.first, LEX_TIME);
    return !time || at.first + time->count < at.last || vfp_hit_of(article, at.first, LEX_PEOPLE);
}

/* ---- names of events */

static bool is_year(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    return t->flags & TOKEN_DIGIT && t->end - t->begin == 4;
}

static bool has_year_before(const Article *article, uint32_t token, Range s) {
    uint32_t before = token;
    while (before > s.first && token - before < EVENT_WORDS && article->tokens.at[before - 1].flags & TOKEN_CAPITAL)
        before--;
    return before > s.first && is_year(article, before - 1); /* 1981 Northern | Ireland | local elections */
}

/* The word behind the range that makes it part of an event's name, or VFP_NONE. */
static uint32_t event_word(const Article *article, uint32_t token, Range s) {
    for (uint32_t t = token; t < s.last && t - token < EVENT_WORDS; t++) {
        int word = vfp_function(article, t);
        if (word == WORD_EVENT || word == WORD_ELECTION) return t;
        unsigned upos = article->tokens.at[t].upos;
        bool noun = upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_ADJ;
        if (!noun && word != WORD_OF && word != WORD_BY && !vfp_is_mark(article, t, '-')) break;
    }
    return VFP_NONE;
}

bool vfp_names_event(const Article *article, Range at, Range s) {
    uint32_t word = event_word(article, at.last, s);
    return word != VFP_NONE &&
           (article->tokens.at[word].flags & TOKEN_CAPITAL || has_year_before(article, at.first, s));
}

/* The 2010 | United States House of Representatives | elections: of elections even the network's names are none. */
static bool names_election(const Article *article, Range at, Range s) {
    uint32_t word = event_word(article, at.last, s);
    return word != VFP_NONE && vfp_function(article, word) == WORD_ELECTION && has_year_before(article, at.first, s);
}

static void add_name(ActorReader *reader, Range at, EntityKind kind) {
    *vfp_push(reader->article->arena, &reader->names) = (FoundName){at, kind};
    for (uint32_t t = at.first; t < at.last; t++) reader->name_of[t] = reader->names.n;
}

/* A word that has no letter in an acronym, or may have none: of, the, for, and. */
static bool is_small(const Article *article, uint32_t token) {
    int word = vfp_function(article, token);
    return article->tokens.at[token].flags & TOKEN_PUNCT ||
           (word >= 0 && word != WORD_ORGANISATION && word != WORD_PLACE && word != WORD_COMPANY && word != WORD_EVENT);
}

/* Whether the acronym's letters are the first letters of the name's words, the small ones left out or in: WTO, LDPR. */
static bool is_acronym_of(const Article *article, Str acronym, Range name) {
    size_t i = 0;
    for (uint32_t t = name.first; t < name.last; t++) {
        char initial = lower(article->text.at[article->tokens.at[t].begin]);
        if (i < acronym.len && lower(acronym.at[i]) == initial) i++;
        else if (!is_small(article, t)) return false;
    }
    return i == acronym.len && acronym.len >= SHORTEST_ACRONYM;
}

/* The letters in brackets show where a name begins that they stand for: Alliance of Liberals and | Democrats (ALD). The
 * token at which they fit, or where the name begins now; a name that was entered for the first half is taken back. */
static uint32_t begin_by_alias(ActorReader *reader, Range at, uint32_t alias, uint32_t from) {
    const Article *article = reader->article;
    Str letters = vfp_form_of(article, alias);
    if (is_acronym_of(article, letters, at)) return at.first;
    const FoundName *half = reader->names.n ? &reader->names.at[reader->names.n - 1] : NULL;
    if (half && (half->at.last != from || half->kind != ENTITY_ORG)) half = NULL;
    for (uint32_t t = at.first; t-- > (half ? half->at.first : from) && at.last - t <= LONGEST_ENTITY;) {
        if (article->tokens.at[t].flags & TOKEN_PUNCT && !vfp_is_mark(article, t, '-')) break;
        if (!(article->tokens.at[t].flags & TOKEN_CAPITAL) || (t < from && t > half->at.first)) continue;
        if (!is_acronym_of(article, letters, (Range){t, at.last})) continue;
        if (t < from) reader->names.n--;
        return t;
    }
    return at.first;
}

/* The name in brackets behind an organization's: Popular Unity (UP). Its place, or VFP_NONE. */
static uint32_t alias_behind(const ActorReader *reader, Range at) {
    const Article *article = reader->article;
    Range s = vfp_sentence_of(article, at.first);
    if (at.last + 2 >= s.last || !vfp_is_mark(article, at.last, '(') || !vfp_is_mark(article, at.last + 2, ')'))
        return VFP_NONE;
    bool upper = article->tokens.at[at.last + 1].flags & TOKEN_UPPER;
    return upper || is_abbreviation_of(article, vfp_form_of(article, at.last + 1), at) ? at.last + 1 : VFP_NONE;
}

/* Anna Berg | Paul Stone: two persons in a list without commas, where the first names are known ones. */
static uint32_t second_person(const Article *article, Range at) {
    for (uint32_t t = at.first; t < at.last; t++)
        if (article->tokens.at[t].flags & TOKEN_PUNCT || vfp_function(article, t) == WORD_PARTICLE) return at.last;
    const Lexicon *lexicon = article->lexicon;
    const Token *t = &article->tokens.at[at.first];
    if (at.last - at.first < 4 || !vfp_word_given_name(lexicon, t[0].norm)) return at.last;
    for (uint32_t i = 2; i < 4 && at.first + i + 1 < at.last; i++)
        if (vfp_word_given_name(lexicon, t[i].norm) && !vfp_word_given_name(lexicon, t[i - 1].norm))
            return at.first + i;
    return at.last;
}

/* Where two names were taken for one: at a "to", "at", "from", "with", a slash, or an office with its holder behind it:
 * the Azerbaijani Foreign Ministry | spokesperson | Aykhan Hajizada. */
static uint32_t seam(const Article *article, Range at, EntityKind kind, bool *office) {
    *office = false;
    if (kind == ENTITY_PER) {
        uint32_t second = second_person(article, at);
        if (second < at.last) return second;
    }
    for (uint32_t t = at.first + 1; kind != ENTITY_LOC && t + 1 < at.last; t++) {
        int word = vfp_function(article, t);
        if (word == WORD_TO || word == WORD_AT || word == WORD_FROM || word == WORD_WITH ||
            vfp_is_mark(article, t, '/'))
            return t;
        const Hit *title = kind == ENTITY_ORG ? vfp_hit_of(article, t, LEX_OFFICES) : NULL;
        *office = title && (!(article->tokens.at[t].flags & TOKEN_CAPITAL) || t + title->count + 2 == at.last);
        if (*office) return t;
    }
    return at.last;
}

/* "Berg, Anna": surname first, as the lists of mail have it, is one name. Whether `first` and `last` are such halves.
 */
static bool is_inverted(const Article *article, const Entity *first, const Entity *last) {
    Range s = vfp_sentence_of(article, first->first);
    return first->kind == ENTITY_PER && last->kind == ENTITY_PER && first->last - first->first == 1 &&
           last->first == first->last + 1 && last->last - last->first <= 2 && vfp_is_mark(article, first->last, ',') &&
           first->first > s.first && vfp_is_quote_mark(article, first->first - 1) && last->last < s.last &&
           vfp_is_quote_mark(article, last->last);
}

/* The letters that stand for a place's name are those of a body: Liga Komunista (LKI); but not of a state. */
static bool is_acronym_for_body(const Article *article, Range at, uint32_t alias) {
    Str letters = vfp_form_of(article, alias);
    return letters.len > SHORTEST_ACRONYM && at.last - at.first > 1 && is_acronym_of(article, letters, at) &&
           !vfp_hit_of(article, at.first, LEX_STATES);
}

/* Hurricane | Rita, USS | Theodore Roosevelt: nobody, nor is Rita further down. */
static bool is_namesake(ActorReader *reader, Range at) {
    const Article *article = reader->article;
    uint32_t before = at.first > vfp_sentence_of(article, at.first).first ? at.first - 1 : at.first;
    Str form = vfp_form_of(article, at.last - 1);
    if (vfp_function(article, at.first) == WORD_EVENT ||
        (vfp_function(article, before) == WORD_EVENT && article->tokens.at[before].flags & TOKEN_CAPITAL)) {
        if (reader->namesakes.n < MAX_NAMESAKES) *vfp_push(article->arena, &reader->namesakes) = form;
        return true;
    }
    for (uint32_t i = 0; at.last - at.first == 1 && i < reader->namesakes.n; i++)
        if (vfp_same_word(reader->namesakes.at[i], form)) return true;
    return false;
}

/* Abraham | Fund, Malcolm Smith | Motorsports: what bears a person's name and says what it is. */
static bool is_body_named_after(const Article *article, Range at, Range s) {
    if (at.last >= s.last || !(article->tokens.at[at.last].flags & TOKEN_CAPITAL) ||
        !vfp_is_body_word(article, at.last))
        return false;
    Range hits = vfp_hits_at(article, at.first);
    for (uint32_t h = hits.first; h < hits.last; h++)
        if (article->hits.at[h].count > at.last - at.first) return false; /* the Trump Administration */
    return is_of_name(article, at.last, at);
}

/* Enters the name, and those behind its seams. `next`: the next entity, or null. Returns where it ends. */
static uint32_t index_entity(ActorReader *reader, Entity entity, const Entity *next, uint32_t from) {
    const Article *article = reader->article;
    bool office;
    uint32_t cut = seam(article, (Range){entity.first, entity.last}, entity.kind, &office);
    Entity rest = {cut, entity.last, office ? ENTITY_PER : entity.kind};
    if (cut < entity.last) entity.last = cut;
    Range at = trimmed(reader, (Range){entity.first, entity.last}, entity.kind);
    if (is_name(reader, at)) {
        Range s = vfp_sentence_of(article, at.first);
        if (entity.kind == ENTITY_PER && is_namesake(reader, at)) return at.last;
        if (entity.kind != ENTITY_PER && names_election(article, at, s)) return at.last;
        if (entity.kind == ENTITY_PER && is_body_named_after(article, at, s)) entity.kind = ENTITY_ORG, at.last++;
        if (rest.first == rest.last) at = widened(reader, at, &entity, next, from > s.first ? from : s.first, s);
        uint32_t alias = entity.kind != ENTITY_PER ? alias_behind(reader, at) : VFP_NONE;
        if (entity.kind == ENTITY_LOC && alias != VFP_NONE && !is_acronym_for_body(article, at, alias))
            alias = VFP_NONE;
        if (alias != VFP_NONE) entity.kind = ENTITY_ORG;
        if (alias != VFP_NONE) at.first = begin_by_alias(reader, at, alias, from > s.first ? from : s.first);
        add_name(reader, at, entity.kind);
        from = at.last;
        if (alias != VFP_NONE) add_name(reader, (Range){alias, alias + 1}, ENTITY_ORG), from = alias + 1;
    }
    if (rest.first == rest.last) return from;
    at = trimmed(reader, (Range){rest.first, rest.last}, rest.kind);
    if (at.first < from || !is_name(reader, at)) return from;
    add_name(reader, at, rest.kind);
    return at.last;
}

void vfp_index_names(ActorReader *reader) {
    const Article *article = reader->article;
    uint32_t from = 0;
    reader->lower_case = is_lower_case(article);
    reader->name_of = vfp_arena_alloc(article->arena, (article->tokens.n + 1) * sizeof *reader->name_of);
    for (uint32_t i = 0; i < article->entities.n; i++) {
        const Entity *next = i + 1 < article->entities.n ? &article->entities.at[i + 1] : NULL;
        if (next && is_inverted(article, &article->entities.at[i], next)) {
            add_name(reader, (Range){article->entities.at[i].first, next->last}, ENTITY_PER);
            from = next->last;
            continue;
        }
        if (article->entities.at[i].first >= from) from = index_entity(reader, article->entities.at[i], next, from);
    }
    vfp_settle_kinds(reader);
}

/* ---- persons of the text */

void vfp_person_note(ActorReader *reader, uint32_t actor, uint32_t first, uint32_t last) {
    for (uint32_t i = 0; i < reader->persons.n; i++)
        if (reader->persons.at[i].actor == actor) return;
    const Article *article = reader->article;
    if (reader->persons.n < MAX_NAMED)
        *vfp_push(article->arena, &reader->persons) =
            (TextPerson){actor, first, vfp_form_of(article, first), vfp_form_of(article, last - 1)};
}

uint32_t vfp_person_by_surname(const ActorReader *reader, uint32_t token) {
    Str form = vfp_form_of(reader->article, token);
    for (uint32_t i = reader->persons.n; i-- > 0;)
        if (vfp_same_word(reader->persons.at[i].surname, form)) return i;
    return VFP_NONE;
}

uint32_t vfp_person_by_first_name(const ActorReader *reader, uint32_t token) {
    Str form = vfp_form_of(reader->article, token);
    for (uint32_t i = reader->persons.n; i-- > 0;)
        if (reader->persons.at[i].token < token && vfp_same_word(reader->persons.at[i].first, form)) return i;
    return VFP_NONE;
}

uint32_t vfp_person_by_initials(const ActorReader *reader, uint32_t token) {
    Str letters = vfp_form_of(reader->article, token);
    if (letters.len < 2 || letters.len > 3 || !(reader->article->tokens.at[token].flags & TOKEN_UPPER)) return VFP_NONE;
    for (uint32_t i = reader->persons.n; i-- > 0;)
        if (reader->persons.at[i].first.at[0] == letters.at[0] &&
            reader->persons.at[i].surname.at[0] == letters.at[letters.len - 1])
            return i;
    return VFP_NONE;
}

uint32_t vfp_person_by_full_name(const ActorReader *reader, uint32_t first, uint32_t last) {
    Str given = vfp_form_of(reader->article, first), family = vfp_form_of(reader->article, last - 1);
    for (uint32_t i = reader->persons.n; i-- > 0;)
        if (vfp_same_word(reader->persons.at[i].surname, family) && vfp_same_word(reader->persons.at[i].first, given))
            return reader->persons.at[i].actor;
    return VFP_NONE;
}

uint32_t vfp_known_person(const ActorReader *reader, uint32_t first, uint32_t last) {
    const Article *article = reader->article;
    Str given = vfp_form_of(article, first);
    Range hits = vfp_hits_at(article, last - 1);
    for (uint32_t h = hits.first; h < hits.last; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table != LEX_PEOPLE || hit->count != 1) continue;
        Str name = vfp_lexicon_actor(article->lexicon, hit->row)->name;
        if (name.len > given.len && name.at[given.len] == ' ' && vfp_same_word((Str){name.at, given.len}, given))
            return hit->row;
    }
    return VFP_NONE;
}

/* ---- organizations of the text */

void vfp_organisation_note(ActorReader *reader, Range at) {
    const Article *article = reader->article;
    bool acronym = at.last - at.first == 1 && article->tokens.at[at.first].flags & TOKEN_UPPER;
    if ((at.last - at.first < 2 && !acronym) || reader->organisations.n >= MAX_NAMED) return;
    for (uint32_t i = 0; acronym && i < reader->organisations.n; i++)
        if (vfp_same_word(reader->organisations.at[i].alias, vfp_form_of(article, at.first))) return;
    uint32_t alias = acronym ? at.first : alias_behind(reader, at);
    TextOrganisation *organisation = vfp_push(article->arena, &reader->organisations);
    organisation->at = at;
    if (alias != VFP_NONE) organisation->alias = vfp_form_of(article, alias);
}

bool vfp_is_alias(const ActorReader *reader, uint32_t token) {
    if (!(reader->article->tokens.at[token].flags & TOKEN_UPPER)) return false;
    Str form = vfp_form_of(reader->article, token);
    for (uint32_t i = 0; i < reader->organisations.n; i++)
        if (vfp_str_is(reader->organisations.at[i].alias, form)) return true;
    return false;
}

/* Labour for the Labour Party, Enron for Enron Corp.: all of the name but the word that says what it is. */
static bool is_short_for(const Article *article, Range name, Range full) {
    uint32_t n = name.last - name.first;
    if (full.last - full.first != n + 1 || !vfp_is_body_word(article, full.last - 1)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!vfp_same_word(vfp_form_of(article, name.first + i), vfp_form_of(article, full.first + i))) return false;
    return true;
}

Range vfp_full_name(const ActorReader *reader, Range name) {
    const Article *article = reader->article;
    Str form = vfp_form_of(article, name.first);
    bool single = name.last - name.first == 1;
    for (uint32_t i = reader->organisations.n; i-- > 0;) {
        const TextOrganisation *o = &reader->organisations.at[i];
        bool other = o->at.last - o->at.first > 1;
        if (single && other && o->alias.len && vfp_same_word(o->alias, form)) return o->at;
    }
    for (uint32_t i = reader->organisations.n; i-- > 0;) {
        const TextOrganisation *o = &reader->organisations.at[i];
        if (is_short_for(article, name, o->at)) return o->at;
        if (single && form.len > SHORTEST_ACRONYM && is_acronym_of(article, form, o->at)) return o->at;
    }
    return name;
}
