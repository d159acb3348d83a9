/* actor_name.c: names. Those of the lexicon come as hits; of several that could be meant the article's date and its
 * titles decide. Persons and organizations that the network found (actor_entity.c) are actors as well: of what it and
 * the lexicon see at a place the longer name wins, of equals the lexicon's. Where it found nothing, a run of capitals
 * is a person if a title, an apposition, a known first name or a verb of speech says so, an organization if one of its
 * words does, and else nobody. */
#include "reading/actor.h"

enum { LONGEST_NAME = 5, LONGEST_ORGANISATION = 9, NEAR_YEARS = 12 };

static bool is_actor_table(unsigned table) {
    return table == LEX_STATES || table == LEX_ORGANISATIONS || table == LEX_OUTLETS || table == LEX_PEOPLE;
}

/* ---- which of several namesakes */

/* How well a person fits the article's date: in office 3, in office within NEAR_YEARS 2, else 1. */
static int timeliness(const Article *article, const LexActor *person) {
    int best = person->role_count && article->date.year ? 1 : 2;
    for (uint32_t i = 0; i < person->role_count; i++) {
        const LexRole *role = &person->roles[i];
        if (vfp_role_held(role, article->date)) return role->leads ? 4 : 3;
        if (!article->date.year) continue;
        int until = role->to.year ? role->to.year : 9999;
        if (article->date.year - until <= NEAR_YEARS && role->from.year - article->date.year <= 2) best = 2;
    }
    return best;
}

static bool has_office(const LexActor *person, const LexRow *office) {
    for (uint32_t i = 0; i < person->role_count; i++)
        if (vfp_str_is(person->roles[i].title, office->field[0])) return true;
    return false;
}

/* The office that stands right before `token`, or null. */
static const LexRow *title_before(const Article *article, uint32_t token, Range s) {
    for (uint32_t n = 1; n <= 4 && token >= s.first + n; n++) {
        Range hits = vfp_hits_at(article, token - n);
        for (uint32_t h = hits.first; h < hits.last; h++)
            if (article->hits.at[h].table == LEX_OFFICES && article->hits.at[h].count == n)
                return vfp_lexicon_row(article->lexicon, LEX_OFFICES, article->hits.at[h].row);
    }
    return NULL;
}

/* How much the article speaks of the state that the person serves on its date. */
static int state_spoken_of(const ActorReader *reader, const LexActor *person) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < person->role_count; i++) {
        const LexRole *role = &person->roles[i];
        if (role->owner == VFP_NONE || !vfp_role_held(role, reader->article->date)) continue;
        if (reader->spoken_of[role->owner] > most) most = reader->spoken_of[role->owner];
    }
    return most > 3 ? 12 : (int)most * 4;
}

static int person_score(ActorReader *reader, const Hit *hit, const LexRow *title) {
    const LexActor *person = vfp_lexicon_actor(reader->article->lexicon, hit->row);
    int score = timeliness(reader->article, person) * 10;
    if (reader->by_entry[hit->row]) score += 25;
    else score += state_spoken_of(reader, person);
    if (title && has_office(person, title)) score += 20;
    return score;
}

/* Moscow in 1962 is the Soviet Union, in 2025 Russia: a state of the past before its heir in its own years, behind it
 * in others. */
static int state_of_its_time(const Article *article, const LexActor *state) {
    if (!state->to.year) return 0;
    int year = article->date.year;
    return year >= state->from.year && year && year <= state->to.year ? 10 : -20;
}

/* The best of the hits on actors at a token: the longest, of equals a state before a person, of persons the one whom
 * date, title and the article so far speak for. */
static const Hit *best_hit(ActorReader *reader, uint32_t token, Range s) {
    const Article *article = reader->article;
    const Hit *best = NULL;
    int best_score = 0;
    Range hits = vfp_hits_at(article, token);
    const LexRow *title = NULL;
    for (uint32_t h = hits.first; h < hits.last; h++) {
        const Hit *hit = &article->hits.at[h];
        if (!is_actor_table(hit->table) || token + hit->count > s.last) continue;
        if (hit->table == LEX_PEOPLE && !title) title = title_before(article, token, s);
        int score = (int)hit->count * 1000 + (hit->table == LEX_PEOPLE ? person_score(reader, hit, title) : 35);
        if (hit->table == LEX_STATES)
            score += state_of_its_time(article, vfp_lexicon_actor(article->lexicon, hit->row));
        if (!best || score > best_score) best = hit, best_score = score;
    }
    return best;
}

/* ---- persons of the text */

static bool is_capital_word(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    return t->flags & TOKEN_CAPITAL && !(t->flags & TOKEN_PUNCT) &&
           (t->upos == UPOS_PROPN || !(t->flags & TOKEN_FIRST));
}

static bool has_hit(const Article *article, uint32_t token, LexTable table) {
    return vfp_hit_of(article, token, table) != NULL;
}

/* May this word stand inside a person's name? */
static bool name_word(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    if (!is_capital_word(article, token) || t->flags & TOKEN_DIGIT) return false;
    if (t->upos != UPOS_PROPN && t->upos != UPOS_NOUN && t->upos != UPOS_X && t->upos != UPOS_ADJ &&
        t->upos != UPOS_VERB)
        return false;
    int word = vfp_function(article, token);
    if (word >= 0 && word != WORD_PARTICLE) return false;
    return !has_hit(article, token, LEX_OFFICES) && !has_hit(article, token, LEX_STATES) &&
           !has_hit(article, token, LEX_TIME);
}

/* The run of name words from `token`: particles may stand inside; an initial (J.) too. */
static uint32_t name_end(const Article *article, uint32_t token, Range s) {
    uint32_t t = token;
    while (t < s.last && t - token < LONGEST_NAME) {
        bool particle =
            t > token && vfp_function(article, t) == WORD_PARTICLE && t + 1 < s.last && name_word(article, t + 1);
        bool hyphen = t > token && vfp_is_mark(article, t, '-') && t + 1 < s.last &&
                      !(article->tokens.at[t].flags & TOKEN_SPACE) && name_word(article, t + 1);
        if (!particle && !hyphen && !name_word(article, t)) break;
        t++;
    }
    return t;
}

static bool says_next(const Article *article, uint32_t token, Range s) {
    return token < s.last && has_hit(article, token, LEX_SAY);
}

/* X, a senior fellow at … / X, spokesman of …: the description behind the comma, or VFP_NONE. */
static uint32_t apposition(const Article *article, uint32_t end, Range s) {
    if (end + 1 >= s.last || !vfp_is_mark(article, end, ',')) return VFP_NONE;
    uint32_t c = vfp_chunk_at(article, end + 1);
    if (c == VFP_NONE || article->chunks.at[c].kind != CHUNK_NP) return VFP_NONE;
    for (uint32_t t = article->chunks.at[c].first; t < article->chunks.at[c].last; t++)
        if (has_hit(article, t, LEX_OFFICES) || has_hit(article, t, LEX_SOURCE)) return c;
    return VFP_NONE;
}

static Role role_of_words(const Article *article, Range words) {
    Role role = {0};
    while (words.first < words.last &&
           (vfp_function(article, words.first) == WORD_A || vfp_function(article, words.first) == WORD_THE))
        words.first++;
    Span span = vfp_span_of(article, words);
    if (vfp_span_is(span)) role.title = vfp_slice(article->text, span);
    for (uint32_t t = words.first; t < words.last && !role.of.len; t++) {
        Range hits = vfp_hits_at(article, t);
        for (uint32_t h = hits.first; h < hits.last; h++)
            if (article->hits.at[h].table == LEX_STATES || article->hits.at[h].table == LEX_ORGANISATIONS)
                role.of = vfp_lexicon_actor(article->lexicon, article->hits.at[h].row)->id;
    }
    return role;
}

/* Where the network saw no name only words are taken for one that are nothing else: no Audit Rights, no GDP. */
static bool only_name(const ActorReader *reader, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t < last; t++) {
        const Token *token = &reader->article->tokens.at[t];
        if (token->upos == UPOS_PUNCT || vfp_function(reader->article, t) == WORD_PARTICLE) continue;
        bool acronym = token->flags & TOKEN_UPPER && token->end - token->begin > 2;
        if (token->upos != UPOS_PROPN || acronym || vfp_word_info(reader->article->lexicon, token->norm)->common)
            return false;
    }
    return true;
}

/* Why the run [first, last) is a person; its role in words is noted in *words. */
static bool person_evidence(const Article *article, uint32_t first, uint32_t last, Range s, Range *words) {
    *words = (Range){0, 0};
    const LexRow *title = title_before(article, first, s);
    if (title) {
        uint32_t c = vfp_chunk_at(article, first);
        if (c != VFP_NONE && title->value[1] != OFFICE_HONORIFIC) *words = (Range){article->chunks.at[c].first, first};
        if (last - first > 1 || title->value[1] == OFFICE_HONORIFIC) return true;
        return c != VFP_NONE && article->chunks.at[c].head < last;
    }
    if (last - first < 2) return false;
    uint32_t c = apposition(article, last, s);
    if (c != VFP_NONE) return *words = vfp_phrase(article, c), true;
    if (vfp_word_given_name(article->lexicon, article->tokens.at[first].norm)) return true;
    return says_next(article, last, s) || (first > s.first && has_hit(article, first - 1, LEX_SAY));
}

static bool known_name(const Article *article, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t < last; t++) {
        Range hits = vfp_hits_at(article, t);
        for (uint32_t h = hits.first; h < hits.last; h++)
            if (is_actor_table(article->hits.at[h].table) && (article->hits.at[h].count > 1 || last - first == 1))
                return true;
    }
    return false;
}

static void add_text_person(ActorReader *reader, uint32_t first, uint32_t last, Range words) {
    const Article *article = reader->article;
    Span span = vfp_span_of(article, (Range){first, last});
    uint32_t actor = vfp_actor_of_text(reader, KIND_PERSON, "person", vfp_slice(article->text, span));
    if (actor == VFP_NONE) return;
    if (words.first < words.last) vfp_actor_add_role(reader, actor, role_of_words(article, words));
    vfp_person_note(reader, actor, first, last);
}

/* mark Rutte, elena Ivanova: the page dropped the first name's capital; a title before it vouches for it. */
static bool small_first_name(const Article *article, uint32_t token, Range s) {
    const Token *t = &article->tokens.at[token];
    return token + 1 < s.last && !(t->flags & (TOKEN_CAPITAL | TOKEN_PUNCT)) && t->upos == UPOS_PROPN &&
           title_before(article, token, s) && name_word(article, token + 1);
}

/* A person by the network: whoever the lexicon or the text knows by first and last name needs no second actor. */
static void collect_named_person(ActorReader *reader, Range at, Range s) {
    const Article *article = reader->article;
    Range words;
    if (at.last - at.first < 2 || known_name(article, at.first, at.last) || vfp_is_mark(article, at.first + 1, ','))
        return;
    if (vfp_known_person(reader, at.first, at.last) != VFP_NONE) return;
    if (vfp_person_by_full_name(reader, at.first, at.last) != VFP_NONE) return;
    person_evidence(article, at.first, at.last, s, &words);
    add_text_person(reader, at.first, at.last, words);
}

static bool any_named(const ActorReader *reader, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t < last; t++)
        if (reader->name_of[t]) return true;
    return false;
}

/* The full names at `token`; where to go on. */
static uint32_t collect(ActorReader *reader, uint32_t token, Range s) {
    const Article *article = reader->article;
    if (reader->name_of[token]) {
        const FoundName *name = &reader->names.at[reader->name_of[token] - 1];
        if (name->kind == ENTITY_PER) collect_named_person(reader, name->at, s);
        if (name->kind == ENTITY_ORG) vfp_organisation_note(reader, name->at);
        return name->at.last;
    }
    const Hit *hit = vfp_hit_of(article, token, LEX_ORGANISATIONS);
    if (hit && hit->count > 1 && token + hit->count <= s.last)
        vfp_organisation_note(reader, (Range){token, token + hit->count});
    bool small = small_first_name(article, token, s);
    if (!small && !name_word(article, token)) return token + 1;
    Range words;
    uint32_t end = name_end(article, small ? token + 1 : token, s);
    if (end - token >= 2 && !any_named(reader, token, end) && !known_name(article, token, end) &&
        (small || only_name(reader, token, end)) && person_evidence(article, token, end, s, &words))
        add_text_person(reader, token, end, words);
    return any_named(reader, token, end) || end == token ? token + 1 : end;
}

void vfp_find_text_persons(ActorReader *reader) {
    const Article *article = reader->article;
    for (uint32_t i = 0; i < article->sentences.n; i++) {
        Range s = {article->sentences.at[i].first, article->sentences.at[i].last};
        for (uint32_t t = s.first; t < s.last;) t = collect(reader, t, s);
    }
}

/* The person of the text whom a lone surname means, or VFP_NONE. */
static uint32_t by_surname(const ActorReader *reader, uint32_t token) {
    if (!(reader->article->tokens.at[token].flags & TOKEN_CAPITAL)) return VFP_NONE;
    uint32_t person = vfp_person_by_surname(reader, token);
    return person == VFP_NONE ? VFP_NONE : reader->persons.at[person].actor;
}

/* ---- reading one sentence */

/* Moscow Institute of International Relations: an organization by one of its words. */
static uint32_t organisation_end(const Article *article, uint32_t token, Range s) {
    uint32_t t = token, last = token;
    bool named = false;
    while (t < s.last && t - token < LONGEST_ORGANISATION) {
        int word = vfp_function(article, t);
        bool capital = article->tokens.at[t].flags & TOKEN_CAPITAL && !(article->tokens.at[t].flags & TOKEN_PUNCT) &&
                       (article->tokens.at[t].upos != UPOS_PRON) && word != WORD_THE && word != WORD_A;
        bool link = t > token && t + 1 < s.last &&
                    (word == WORD_OF || word == WORD_FOR || word == WORD_AND || word == WORD_THE || word == WORD_ON) &&
                    article->tokens.at[t + 1].flags & (TOKEN_CAPITAL);
        if (word == WORD_AND && (!named || vfp_is_body_word(article, t - 1))) link = false;
        if ((!capital && !link) || (t > token && has_hit(article, t, LEX_OFFICES))) break;
        if (capital && vfp_is_body_word(article, t)) named = true;
        if (capital) last = t + 1;
        t++;
    }
    return named && last - token >= 2 ? last : token;
}

/* In Moscow, near Kyiv; KYIV, Feb 5: a place and no government. */
static bool is_mere_place(const Article *article, uint32_t token, uint32_t end, Range s) {
    if (token > s.first) {
        int word = vfp_function(article, token - 1);
        if (word == WORD_IN || word == WORD_AT) return true;
    }
    return token == s.first && end + 1 < s.last && vfp_is_mark(article, end, ',') &&
           (has_hit(article, end + 1, LEX_TIME) || has_hit(article, end + 1, LEX_STATES));
}

/* A surname alone behind a first name that is not its owner's: another person. */
static bool is_other_person(const Article *article, const Hit *hit, uint32_t token, Range s) {
    if (hit->count > 1 || token == s.first || !name_word(article, token - 1) ||
        article->tokens.at[token - 1].flags & TOKEN_FIRST)
        return false;
    Str first = vfp_form_of(article, token - 1), name = vfp_lexicon_actor(article->lexicon, hit->row)->name;
    return !(name.len > first.len && memcmp(name.at, first.at, first.len) == 0) && !title_before(article, token, s) &&
           vfp_chunk_at(article, token - 1) == vfp_chunk_at(article, token);
}

/* The first name that the network found over any token of the range, or null. */
static const FoundName *name_over(const ActorReader *reader, Range at) {
    for (uint32_t t = at.first; t < at.last; t++)
        if (reader->name_of[t]) return &reader->names.at[reader->name_of[t] - 1];
    return NULL;
}

/* A proper noun in the middle of a sentence that means nothing else. */
static bool is_plainly_name(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    return t->upos == UPOS_PROPN && t->flags & TOKEN_CAPITAL && !(t->flags & (TOKEN_FIRST | TOKEN_UPPER)) &&
           !vfp_word_info(article->lexicon, t->norm)->common;
}

/* A surname that nobody in office bears near the article's date is not taken on trust, nor one that the network sees
 * no person in. */
static bool credible_surname(ActorReader *reader, const Hit *hit, uint32_t token, const FoundName *name, Range s) {
    const Article *article = reader->article;
    if (reader->by_entry[hit->row]) return true;
    if (name && name->kind != ENTITY_PER) return false;
    bool title = title_before(article, token, s) != NULL;
    if (!title && has_hit(article, token, LEX_TIME)) return false; /* Friday, May: a time */
    if (!title && !name && !is_plainly_name(article, token)) return false;
    if (is_other_person(article, hit, token, s)) return false;
    return timeliness(article, vfp_lexicon_actor(article->lexicon, hit->row)) >= 2;
}

/* The Times reported; but not: the independent candidate. */
static bool is_whole_phrase(const Article *article, Range at) {
    const Token *last = &article->tokens.at[at.last - 1];
    uint32_t c = vfp_chunk_at(article, at.last - 1);
    return last->upos == UPOS_PROPN && last->flags & TOKEN_CAPITAL && c != VFP_NONE &&
           article->chunks.at[c].head == at.last - 1;
}

/* WHO WANTS TO HELP: capitals that say nothing. */
static bool is_shouted(const Article *article, uint32_t token, Range s) {
    return (token > s.first && article->tokens.at[token - 1].flags & TOKEN_UPPER) ||
           (token + 1 < s.last && article->tokens.at[token + 1].flags & TOKEN_UPPER);
}

/* Whether the words of the hit mean whom the lexicon says. */
static bool credible(ActorReader *reader, const Hit *hit, uint32_t token, Range s) {
    const Article *article = reader->article;
    Range at = {token, token + hit->count};
    const FoundName *name = name_over(reader, at);
    if (name && name->at.first > at.first && name->at.last > at.last) return false; /* the Australian | Labor Party */
    if (hit->table == LEX_OUTLETS && vfp_function(article, token) == WORD_THE)
        return name ? name->kind == ENTITY_ORG && name->at.last == at.last : is_whole_phrase(article, at);
    if (!name && vfp_names_event(article, at, s)) return false;
    if (!name && hit->table != LEX_STATES && hit->count == 1 && vfp_function(article, token) >= 0 &&
        is_shouted(article, token, s))
        return false;
    if (hit->count > 1 || vfp_lexicon_actor(article->lexicon, hit->row)->kind == KIND_GROUP) return true;
    const Token *word = &article->tokens.at[token];
    if (!name && !reader->lower_case && !(word->flags & TOKEN_CAPITAL) &&
        (hit->table != LEX_STATES || word->upos != UPOS_PROPN || vfp_word_info(article->lexicon, word->norm)->common))
        return false; /* roasted turkey; but: the troops in ukraine */
    return hit->table != LEX_PEOPLE || credible_surname(reader, hit, token, name, s);
}

/* Whether the hit's last words are no name but say what somebody is: Bush | administration, US | forces, Kurds. Where
 * these words begin; the hit's end if it is a name. */
static uint32_t description_in(const ActorReader *reader, const Hit *hit, uint32_t token) {
    const Article *article = reader->article;
    uint32_t end = token + hit->count;
    const FoundName *name = name_over(reader, (Range){token, end});
    if (name && name->kind == ENTITY_ORG && name->at.last == end) return end;
    bool group = vfp_lexicon_actor(article->lexicon, hit->row)->kind == KIND_GROUP;
    const Hit *state = group ? vfp_hit_of(article, token, LEX_STATES) : NULL;
    if (group) return state && state->count < hit->count ? token + state->count : token; /* U.S. | Senators */
    const Token *last = &article->tokens.at[end - 1];
    if (hit->count == 1) {
        bool people = hit->table == LEX_ORGANISATIONS && (last->upos == UPOS_ADJ || last->feats & FEAT_PLURAL);
        return people && !name && !(last->flags & TOKEN_UPPER) ? token : end; /* a Republican, the Democrats */
    }
    uint32_t t = end;
    while (t > token && !(article->tokens.at[t - 1].flags & (TOKEN_CAPITAL | TOKEN_DIGIT))) t--;
    if (t < end && vfp_function(article, t) == WORD_GENITIVE) t++; /* Russia's | military */
    return !reader->lower_case ? t : end;
}

/* Bush | administration: whoever the words in front name is a mention as well. */
static void take_front(ActorReader *reader, const Hit *hit, uint32_t token, uint32_t end, Range s) {
    const Article *article = reader->article;
    while (end > token + 1 && vfp_function(article, end - 1) == WORD_GENITIVE) end--;
    if (end <= token) return;
    const Hit *front = best_hit(reader, token, (Range){s.first, end});
    const LexActor *whole = vfp_lexicon_actor(article->lexicon, hit->row);
    bool same = !front && (whole->kind == KIND_STATE || whole->table == LEX_OUTLETS);
    if (!front && !same) return;
    uint32_t last = front ? token + front->count : end,
             actor = vfp_actor_of_entry(reader, front ? front->row : hit->row);
    vfp_mention_add(reader, actor, FORM_NAME, token, last)->modifier = true;
}

/* General | Douglas MacArthur: where the name begins; but Gen Nakatani is called Gen. */
static uint32_t after_title(const Article *article, const Hit *hit, uint32_t token) {
    uint32_t end = token + hit->count;
    Str name = vfp_lexicon_actor(article->lexicon, hit->row)->name, word = vfp_form_of(article, token);
    if (name.len > word.len && vfp_same_word((Str){name.at, word.len}, word)) return token;
    for (const Hit *title; (title = vfp_hit_of(article, token, LEX_OFFICES)) && token + title->count < end;)
        token += title->count;
    return token;
}

static uint32_t take_hit(ActorReader *reader, const Hit *hit, uint32_t token, Range s) {
    const Article *article = reader->article;
    uint32_t end = token + hit->count;
    if (!credible(reader, hit, token, s)) return token;
    const Token *last = &article->tokens.at[end - 1];
    if (vfp_lexicon_actor(article->lexicon, hit->row)->kind == KIND_GROUP && last->upos == UPOS_NOUN &&
        !(last->feats & FEAT_PLURAL))
        return token; /* an Israeli official is not the Israeli officials */
    if (hit->form == FORM_METONYM && is_mere_place(article, token, end, s)) {
        for (uint32_t t = token; t < end; t++) reader->covered[t] = 1;
        return end;
    }
    uint32_t description = description_in(reader, hit, token);
    if (description < end) {
        take_front(reader, hit, token, description, s);
        vfp_mention_add(reader, vfp_actor_of_entry(reader, hit->row), FORM_NOMINAL, description, end);
        return end;
    }
    Form form = hit->form == FORM_NOMINAL ? FORM_NAME : (Form)hit->form;
    uint32_t first = hit->table == LEX_PEOPLE ? after_title(article, hit, token) : token;
    Mention *mention = vfp_mention_add(reader, vfp_actor_of_entry(reader, hit->row), form, first, end);
    if (hit->form == FORM_NOMINAL && article->tokens.at[end - 1].upos == UPOS_ADJ) mention->modifier = true;
    return end;
}

static uint32_t take_text_name(ActorReader *reader, uint32_t token, Range s) {
    const Article *article = reader->article;
    bool small = small_first_name(article, token, s);
    if (!small && !name_word(article, token)) return token;
    uint32_t end = name_end(article, small ? token + 1 : token, s);
    if (!small && !only_name(reader, token, end)) return token;
    Span span = vfp_span_of(article, (Range){token, end});
    if (end - token >= 2) { /* a full name that was collected */
        for (uint32_t i = 0; i < reader->persons.n; i++) {
            uint32_t actor = reader->persons.at[i].actor;
            if (!vfp_str_is(article->actors.at[actor].name, vfp_slice(article->text, span))) continue;
            vfp_mention_add(reader, actor, FORM_NAME, token, end);
            return end;
        }
    }
    uint32_t actor = by_surname(reader, end - 1);
    const LexRow *title = end - token == 1 ? title_before(article, token, s) : NULL;
    if (actor == VFP_NONE && title && title->value[1] == OFFICE_HONORIFIC) { /* Dr. Olsen, of whom no more is told */
        add_text_person(reader, token, end, (Range){0, 0});
        actor = by_surname(reader, token);
    }
    if (actor == VFP_NONE || end - token > 2) return token;
    vfp_mention_add(reader, actor, FORM_NAME, end - 1, end);
    return end;
}

static uint32_t take_organisation(ActorReader *reader, uint32_t token, const Hit *hit, Range s) {
    const Article *article = reader->article;
    if (!is_capital_word(article, token)) return token;
    uint32_t end = organisation_end(article, token, s);
    if (end == token || (hit && token + hit->count >= end)) return token;
    if (hit && hit->form == FORM_METONYM && hit->count > 1) return token;
    if (vfp_function(article, end - 1) == WORD_EVENT || vfp_names_event(article, (Range){token, end}, s)) return token;
    bool definite = token > s.first && vfp_function(article, token - 1) == WORD_THE, parts = false;
    if (vfp_function(article, end - 1) == WORD_COMPANY) definite = true;
    for (uint32_t t = token; t < end; t++) parts |= vfp_function(article, t) == WORD_OF;
    if (article->tokens.at[end - 1].deprel == REL_AMOD && article->tokens.at[end - 1].head == end)
        return token;                                                                /* the Board of Muslim | clerics */
    if ((!definite && !parts) || has_hit(article, token, LEX_OFFICES)) return token; /* Great Service, Breaking News */
    Str name = vfp_slice(article->text, vfp_span_of(article, (Range){token, end}));
    uint32_t actor = vfp_actor_of_text(reader, KIND_ORG, "org", name);
    if (actor == VFP_NONE) return token;
    vfp_mention_add(reader, actor, FORM_NAME, token, end);
    return end;
}

/* ---- names that the network found */

static uint32_t take_actor(ActorReader *reader, uint32_t actor, Range at) {
    if (actor == VFP_NONE) return at.first;
    vfp_mention_add(reader, actor, FORM_NAME, at.first, at.last);
    return at.last;
}

static Str words_at(const Article *article, Range at) { return vfp_slice(article->text, vfp_span_of(article, at)); }

/* "Berg, Anna" is Anna Berg. */
static uint32_t take_inverted(ActorReader *reader, Range at) {
    uint32_t person = vfp_person_by_full_name(reader, at.first + 2, at.first + 1);
    if (person != VFP_NONE) return take_actor(reader, person, at);
    Str first = words_at(reader->article, (Range){at.first + 2, at.last}),
        last = vfp_form_of(reader->article, at.first);
    Str name = vfp_str_format(reader->article->arena, "%.*s %.*s", (int)first.len, first.at, (int)last.len, last.at);
    return take_actor(reader, vfp_actor_of_text(reader, KIND_PERSON, "person", name), at);
}

static uint32_t take_full_person(ActorReader *reader, Range at) {
    if (at.last - at.first > 2 && vfp_is_mark(reader->article, at.first + 1, ',')) return take_inverted(reader, at);
    uint32_t entry = vfp_known_person(reader, at.first, at.last);
    if (entry != VFP_NONE) return take_actor(reader, vfp_actor_of_entry(reader, entry), at);
    uint32_t actor = vfp_person_by_full_name(reader, at.first, at.last);
    if (actor == VFP_NONE) actor = vfp_actor_of_text(reader, KIND_PERSON, "person", words_at(reader->article, at));
    return take_actor(reader, actor, at);
}

/* One word for a person: whom the text gave that surname, whom the lexicon knows by it, whom the text gave that first
 * name; else somebody of whom no more is told. */
static uint32_t take_lone_person(ActorReader *reader, Range at, const Hit *hit, Range s) {
    uint32_t person = vfp_person_by_surname(reader, at.first);
    bool before = person != VFP_NONE && reader->persons.at[person].token < at.first;
    if (hit && !(before && !reader->by_entry[hit->row])) {
        uint32_t end = take_hit(reader, hit, at.first, s);
        if (end > at.first) return end;
    }
    if (person == VFP_NONE) person = vfp_person_by_first_name(reader, at.first);
    if (person == VFP_NONE) person = vfp_person_by_initials(reader, at.first);
    if (person != VFP_NONE) return take_actor(reader, reader->persons.at[person].actor, at);
    uint32_t actor = vfp_actor_of_text(reader, KIND_PERSON, "person", words_at(reader->article, at));
    return take_actor(reader, actor, at);
}

static uint32_t take_named_organisation(ActorReader *reader, Range at) {
    Range full = vfp_full_name(reader, at);
    const Article *article = reader->article;
    Range hits = vfp_hits_at(article, full.first);
    for (uint32_t h = hits.first; h < hits.last; h++) { /* the full name may be the lexicon's */
        const Hit *hit = &article->hits.at[h];
        if (is_actor_table(hit->table) && hit->count == full.last - full.first)
            return take_actor(reader, vfp_actor_of_entry(reader, hit->row), at);
    }
    return take_actor(reader, vfp_actor_of_text(reader, KIND_ORG, "org", words_at(article, full)), at);
}

/* South Ossetia, the South China Sea: no state, though one may be named in it; but northern Mali is in Mali. */
static uint32_t take_place(ActorReader *reader, Range at, Range s) {
    const Article *article = reader->article;
    for (uint32_t t = at.first; t < at.last; t++) {
        const Hit *hit = best_hit(reader, t, s);
        bool small = !(article->tokens.at[t].flags & TOKEN_CAPITAL) && vfp_function(article, t) == WORD_PLACE;
        if (hit && t + hit->count >= at.last) return take_hit(reader, hit, t, s);
        if (!small) break;
    }
    for (uint32_t t = at.first; t < at.last; t++) reader->covered[t] = 1;
    return at.last;
}

/* The name that begins at `token`, if the network found one there: of what it and the lexicon see the longer wins, of
 * equals the lexicon. */
static uint32_t take_found(ActorReader *reader, uint32_t token, const Hit *hit, Range s) {
    if (!reader->name_of[token])
        return !hit && vfp_is_alias(reader, token) ? take_named_organisation(reader, (Range){token, token + 1}) : token;
    const FoundName *name = &reader->names.at[reader->name_of[token] - 1];
    if (name->at.first != token) return token;
    uint32_t n = name->at.last - token;
    if (name->kind == ENTITY_PER && n == 1 && (!hit || hit->count == 1))
        return take_lone_person(reader, name->at, hit, s);
    if (hit && hit->count >= n) {
        uint32_t end = take_hit(reader, hit, token, s);
        if (end > token) return end;
    }
    switch (name->kind) {
    case ENTITY_PER: return take_full_person(reader, name->at);
    case ENTITY_ORG: return take_named_organisation(reader, name->at);
    default: return take_place(reader, name->at, s);
    }
}

void vfp_read_names(ActorReader *reader, Range s) {
    for (uint32_t t = s.first; t < s.last;) {
        const Hit *hit = best_hit(reader, t, s);
        uint32_t end = take_found(reader, t, hit, s);
        if (end == t && !reader->name_of[t]) end = take_organisation(reader, t, hit, s);
        if (end == t && hit) end = take_hit(reader, hit, t, s);
        if (end == t && !reader->name_of[t]) end = take_text_name(reader, t, s);
        t = end > t ? end : t + 1;
    }
}
