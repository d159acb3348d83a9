/* actor_nominal.c: descriptions (the Russian leader, a senior official, European leaders, the alliance) and pronouns.
 *
 * A description with an office and an owner is whoever held that office on the article's date; one that names a kind
 * of source is an anonymous actor, whose id says what the text says of it. A pronoun means the most salient actor
 * before it: the subject of its own sentence, else of the sentences before, by the preferences that centering theory
 * describes (Grosz, Joshi and Weinstein 1995), in the cheap form of Lappin and Leass 1994. */
#include "reading/actor.h"

enum { SENTENCES_BACK = 3, NOMINAL_WORDS = 12 };

/* ---- memory for pronouns */

void vfp_actor_remember(ActorReader *reader, const Mention *mention) {
    const Article *article = reader->article;
    const Token *token = &article->tokens.at[mention->first];
    Recent *r = &reader->recent[reader->recent_count++ % RECENT];
    *r = (Recent){.actor = mention->actor,
                  .sentence = token->sentence,
                  .token = mention->first,
                  .block = article->sentences.at[token->sentence].block,
                  .quoted = token->flags & TOKEN_QUOTED};
    uint32_t c = vfp_chunk_at(article, mention->last - 1);
    r->owner = c != VFP_NONE && article->chunks.at[c].flags & NP_POSSESSIVE;
    uint32_t before = mention->phrase_first;
    bool preposition =
        before > article->sentences.at[token->sentence].first && article->tokens.at[before - 1].upos == UPOS_ADP;
    r->subject = !r->owner && !preposition && !mention->modifier;
}

static const Recent *nth_recent(const ActorReader *reader, uint32_t back) {
    return &reader->recent[(reader->recent_count - 1 - back) % RECENT];
}

/* What a pronoun may mean. */
typedef struct Wanted {
    bool person, plural, thing;
    char gender;
} Wanted;

static bool is_plural_actor(const Actor *actor) { return actor->kind == KIND_GROUP || actor->kind == KIND_ANON; }

static bool suits(const Actor *actor, Wanted wanted) {
    if (wanted.person)
        return (actor->kind == KIND_PERSON && (!actor->gender || !wanted.gender || actor->gender == wanted.gender)) ||
               (actor->kind == KIND_ANON && !wanted.plural);
    if (wanted.plural) return is_plural_actor(actor) || actor->kind == KIND_ARMED || actor->kind == KIND_ORG;
    return actor->kind != KIND_PERSON && !is_plural_actor(actor);
}

static int salience(const Recent *r, const Actor *actor, uint32_t sentence, bool quoted, bool first_subject) {
    if (r->quoted && !quoted) return 0; /* who is spoken of inside a quotation is not who goes on outside it */
    int back = (int)(sentence - r->sentence), score;
    if (back == 0) score = r->subject ? 60 : r->owner ? 38 : 25;
    else score = (r->subject ? 54 : r->owner ? 32 : 20) - 12 * (back - 1);
    if (first_subject) score += 4;
    if (actor->kind == KIND_ANON) score -= 15;
    return score;
}

static uint32_t most_salient(const ActorReader *reader, Wanted wanted, uint32_t sentence, bool quoted) {
    const Article *article = reader->article;
    uint32_t best = VFP_NONE, n = reader->recent_count < RECENT ? reader->recent_count : RECENT;
    int best_score = 0;
    for (uint32_t i = 0; i < n; i++) {
        const Recent *r = nth_recent(reader, i);
        if (sentence - r->sentence > SENTENCES_BACK) break;
        const Actor *actor = &article->actors.at[r->actor];
        if (!suits(actor, wanted)) continue;
        bool first = i + 1 >= n || nth_recent(reader, i + 1)->sentence != r->sentence;
        int score = salience(r, actor, sentence, quoted, first);
        if (score > best_score) best = r->actor, best_score = score;
    }
    return best;
}

static bool wanted_by(int word, Wanted *wanted) {
    *wanted = (Wanted){0};
    switch (word) {
    case WORD_HE: wanted->person = true, wanted->gender = 'm'; return true;
    case WORD_SHE: wanted->person = true, wanted->gender = 'f'; return true;
    case WORD_THEY: wanted->plural = true; return true;
    case WORD_IT: wanted->thing = true; return true;
    default: return false;
    }
}

/* It rains, it is clear that: a subject it is taken for an actor only where one was the subject just before. */
static bool it_is_somebody(const ActorReader *reader, uint32_t sentence) {
    for (uint32_t i = 0; i < reader->recent_count && i < RECENT; i++) {
        const Recent *r = nth_recent(reader, i);
        if (r->sentence + 1 < sentence) return false;
        if (r->subject) return reader->article->actors.at[r->actor].kind != KIND_PERSON;
    }
    return false;
}

static void read_pronoun(ActorReader *reader, uint32_t token) {
    const Article *article = reader->article;
    Wanted wanted;
    const Token *t = &article->tokens.at[token];
    if (!wanted_by(vfp_function(article, token), &wanted)) return;
    if (wanted.thing && !it_is_somebody(reader, t->sentence)) return;
    uint32_t actor = most_salient(reader, wanted, t->sentence, t->flags & TOKEN_QUOTED);
    if (actor == VFP_NONE) return;
    Mention *mention = vfp_mention_add(reader, actor, FORM_PRONOUN, token, token + 1);
    vfp_actor_remember(reader, mention);
}

/* ---- descriptions */

static Str words_of(const Article *article, uint32_t first, uint32_t last) {
    Span span = vfp_span_of(article, (Range){first, last});
    return vfp_span_is(span) ? vfp_slice(article->text, span) : (Str){0};
}

/* The state or organization that the phrase names as owner: in it, before it (Russia’s …), or behind an "of". */
static uint32_t owner_entry(ActorReader *reader, uint32_t np, uint32_t head) {
    const Article *article = reader->article;
    uint32_t first = article->chunks.at[np].first, owner = vfp_owner(article, np);
    if (owner != VFP_NONE) first = article->chunks.at[owner].first;
    for (uint32_t i = 0; i < reader->pending.n; i++) {
        const Mention *m = &reader->pending.at[i];
        if (m->first < first || m->first >= head) continue;
        uint32_t entry = article->actors.at[m->actor].entry;
        if (article->actors.at[m->actor].kind != KIND_PERSON && entry != VFP_NONE) return entry;
    }
    Range s = vfp_sentence_of(article, head);
    if (head + 2 >= s.last || vfp_function(article, head + 1) != WORD_OF) return VFP_NONE;
    uint32_t behind = vfp_function(article, head + 2) == WORD_THE ? head + 3 : head + 2;
    for (uint32_t i = 0; i < reader->pending.n; i++)
        if (reader->pending.at[i].first == behind) return article->actors.at[reader->pending.at[i].actor].entry;
    return VFP_NONE;
}

/* foreign minister is a minister, special envoy an envoy: the words of `title` end with `tail`. */
static bool title_ends(Str title, Str tail) {
    if (tail.len > title.len || memcmp(title.at + title.len - tail.len, tail.at, tail.len) != 0) return false;
    return tail.len == title.len || title.at[title.len - tail.len - 1] == ' ';
}

static bool has_title(const Actor *actor, Str tail) {
    for (uint32_t r = 0; r < actor->role_count; r++) {
        if (title_ends(actor->roles[r].title, tail)) return true;
        if (actor->entry == VFP_NONE && memmem(actor->roles[r].title.at, actor->roles[r].title.len, tail.at, tail.len))
            return true;
    }
    return false;
}

/* The Premier is whoever heads the government, however the lexicon puts his title. */
static bool has_office_like(const ActorReader *reader, const Actor *actor, const LexRow *office) {
    int class = office->value[1];
    bool single = class == OFFICE_HEAD_OF_STATE || class == OFFICE_HEAD_OF_GOVERNMENT ||
                  class == OFFICE_FOREIGN_MINISTER || class == OFFICE_DEFENCE_MINISTER;
    if (!single || actor->entry == VFP_NONE) return false;
    const LexActor *entry = vfp_lexicon_actor(reader->article->lexicon, actor->entry);
    for (uint32_t r = 0; r < entry->role_count; r++)
        if (entry->roles[r].office != VFP_NONE && vfp_role_held(&entry->roles[r], reader->article->date) &&
            vfp_lexicon_row(reader->article->lexicon, LEX_OFFICES, entry->roles[r].office)->value[1] == class)
            return true;
    return false;
}

static bool leads(const ActorReader *reader, const Actor *actor) {
    if (actor->entry == VFP_NONE) return false;
    const LexActor *entry = vfp_lexicon_actor(reader->article->lexicon, actor->entry);
    for (uint32_t r = 0; r < entry->role_count; r++)
        if (entry->roles[r].leads && vfp_role_held(&entry->roles[r], reader->article->date)) return true;
    return false;
}

/* The last person spoken of who holds such an office: the president. */
static uint32_t recent_holder(const ActorReader *reader, const LexRow *office) {
    uint32_t n = reader->recent_count < RECENT ? reader->recent_count : RECENT;
    for (uint32_t i = 0; i < n; i++) {
        const Actor *actor = &reader->article->actors.at[nth_recent(reader, i)->actor];
        if (actor->kind != KIND_PERSON) continue;
        if (has_title(actor, office->field[0]) || (office->value[2] == 0 && leads(reader, actor)))
            return nth_recent(reader, i)->actor;
    }
    for (uint32_t i = 0; i < n; i++)
        if (has_office_like(reader, &reader->article->actors.at[nth_recent(reader, i)->actor], office))
            return nth_recent(reader, i)->actor;
    return VFP_NONE;
}

/* the official, the spokesman: a person of that title, or the unnamed one of that kind, spoken of last. */
static uint32_t recent_source(const ActorReader *reader, Str head) {
    uint32_t n = reader->recent_count < RECENT ? reader->recent_count : RECENT;
    for (uint32_t i = 0; i < n; i++) {
        const Actor *actor = &reader->article->actors.at[nth_recent(reader, i)->actor];
        if (actor->kind == KIND_PERSON && has_title(actor, head)) return nth_recent(reader, i)->actor;
        if (actor->kind == KIND_ANON && title_ends(actor->name, head)) return nth_recent(reader, i)->actor;
    }
    return VFP_NONE;
}

static bool is_plural_head(const Article *article, uint32_t head) {
    return article->tokens.at[head].feats & FEAT_PLURAL;
}

/* The phrase without its determiner, as an id: anon:senior-official, group:european-leaders. */
static uint32_t described_actor(ActorReader *reader, uint32_t np, uint32_t head, ActorKind kind) {
    const Article *article = reader->article;
    uint32_t first = article->chunks.at[np].first, owner = vfp_owner(article, np);
    if (owner != VFP_NONE) first = article->chunks.at[owner].first;
    while (first < head) {
        int word = vfp_function(article, first);
        bool number = article->tokens.at[first].upos == UPOS_NUM && !vfp_is_mark(article, first + 1, '-');
        bool bare = article->tokens.at[first].upos == UPOS_DET || number || word == WORD_ONE || word == WORD_TWO;
        if (!bare && !(article->tokens.at[first].upos == UPOS_PRON) && word != WORD_QUALITY) break;
        if (word == WORD_QUALITY && !is_plural_head(article, head))
            break; /* a senior official, but: several officials */
        first++;
    }
    if (head - first > NOMINAL_WORDS) first = head;
    uint32_t actor =
        vfp_actor_of_text(reader, kind, kind == KIND_GROUP ? "group" : "anon", words_of(article, first, head + 1));
    if (actor != VFP_NONE) article->actors.at[actor].kind = kind;
    return actor;
}

/* The last organization of the kind that "the alliance", "the newspaper", "the country" can mean. */
static uint32_t recent_thing(const ActorReader *reader, SourceKind kind) {
    uint32_t n = reader->recent_count < RECENT ? reader->recent_count : RECENT;
    for (uint32_t i = 0; i < n; i++) {
        const Actor *actor = &reader->article->actors.at[nth_recent(reader, i)->actor];
        bool outlet =
            actor->entry != VFP_NONE && vfp_lexicon_actor(reader->article->lexicon, actor->entry)->table == LEX_OUTLETS;
        if (kind == SOURCE_OUTLET     ? outlet
            : kind == SOURCE_ALLIANCE ? actor->kind == KIND_IGO
                                      : kind == SOURCE_STATE && actor->kind == KIND_STATE)
            return nth_recent(reader, i)->actor;
    }
    return VFP_NONE;
}

static uint32_t office_actor(ActorReader *reader, uint32_t np, uint32_t head, const Hit *hit) {
    const Article *article = reader->article;
    const LexRow *office = vfp_lexicon_row(article->lexicon, LEX_OFFICES, hit->row);
    if (office->value[1] == OFFICE_HONORIFIC || is_plural_head(article, head)) return VFP_NONE;
    uint32_t first = article->chunks.at[np].first, owner = owner_entry(reader, np, head), holder = VFP_NONE;
    int word = vfp_function(article, first);
    bool indefinite = word == WORD_A || word == WORD_ONE;
    for (uint32_t t = first; t < head; t++)
        if (vfp_function(article, t) == WORD_FORMER)
            return VFP_NONE; /* which former president, the text does not say */
    if (owner != VFP_NONE && !indefinite)
        holder = office->value[2] == 0 ? vfp_lexicon_leader(article->lexicon, owner, article->date)
                                       : vfp_lexicon_holder(article->lexicon, owner, hit->row, article->date);
    if (holder != VFP_NONE) return vfp_actor_of_entry(reader, holder);
    if (owner == VFP_NONE && word == WORD_THE) return recent_holder(reader, office);
    bool unique = office->value[1] <= OFFICE_DEFENCE_MINISTER || office->value[2] == 0;
    if (owner == VFP_NONE || (unique && !indefinite && article->date.year)) return VFP_NONE;
    return described_actor(reader, np, head, KIND_ANON);
}

static uint32_t source_actor(ActorReader *reader, uint32_t np, uint32_t head, const Hit *hit) {
    const Article *article = reader->article;
    SourceKind kind = (SourceKind)vfp_lexicon_row(article->lexicon, LEX_SOURCE, hit->row)->value[1];
    if (kind <= SOURCE_PERSON && head == article->chunks.at[np].first + 1 &&
        vfp_function(article, head - 1) == WORD_THE && !is_plural_head(article, head)) {
        uint32_t before = recent_source(reader, words_of(article, head, head + 1));
        if (before != VFP_NONE) return before;
    }
    if (kind == SOURCE_PERSON && vfp_function(article, article->chunks.at[np].first) == WORD_THE &&
        !is_plural_head(article, head)) { /* the 79-year-old: whoever was spoken of */
        const Token *t = &article->tokens.at[head];
        uint32_t known = most_salient(reader, (Wanted){.person = true}, t->sentence, t->flags & TOKEN_QUOTED);
        if (known != VFP_NONE) return known;
    }
    switch (kind) {
    case SOURCE_ANON:
    case SOURCE_PERSON:
    case SOURCE_RUMOUR: return described_actor(reader, np, head, KIND_ANON);
    case SOURCE_GROUP: return described_actor(reader, np, head, is_plural_head(article, head) ? KIND_GROUP : KIND_ANON);
    case SOURCE_OUTLET:
    case SOURCE_ALLIANCE:
    case SOURCE_STATE:
        for (uint32_t t = article->chunks.at[np].first; t < head; t++)
            if (vfp_function(article, t) == WORD_THE) return recent_thing(reader, kind);
        return VFP_NONE;
    default: return VFP_NONE;
    }
}

/* The head of a description may be the last word of a longer entry: foreign minister, prime minister. */
static const Hit *hit_ending_at(const Article *article, uint32_t head, LexTable table, uint32_t first) {
    const Hit *best = NULL;
    for (uint32_t t = head + 1; t-- > first && head - t < 4;) {
        const Hit *hit = vfp_hit_of(article, t, table);
        if (hit && t + hit->count == head + 1) best = hit;
    }
    return best;
}

static void read_description(ActorReader *reader, uint32_t np) {
    const Article *article = reader->article;
    const Chunk *chunk = &article->chunks.at[np];
    if (reader->covered[chunk->head]) return;
    uint32_t actor = VFP_NONE;
    const Hit *hit = hit_ending_at(article, chunk->head, LEX_OFFICES, chunk->first);
    if (hit) actor = office_actor(reader, np, chunk->head, hit);
    uint32_t head = chunk->head;
    if (actor == VFP_NONE && !(hit = hit_ending_at(article, head, LEX_SOURCE, chunk->first)) &&
        (hit = vfp_hit_of(article, head, LEX_SOURCE)))
        head = hit->token + hit->count - 1; /* the 79-year-|old: the words go on behind the phrase */
    if (actor == VFP_NONE && hit) actor = source_actor(reader, np, head, hit);
    if (actor == VFP_NONE) return;
    uint32_t first = hit->token; /* names inside the phrase stay mentions of their own, as modifiers */
    Mention *mention = vfp_mention_add(reader, actor, FORM_NOMINAL, first, head + 1);
    vfp_actor_remember(reader, mention);
}

/* Names before `token` that pronouns don't know yet, in order. */
static uint32_t remember_names(ActorReader *reader, uint32_t token, uint32_t from, uint32_t names) {
    for (; from < names && reader->pending.at[from].first < token; from++)
        vfp_actor_remember(reader, &reader->pending.at[from]);
    return from;
}

void vfp_read_nominals(ActorReader *reader, Range s) {
    const Article *article = reader->article;
    uint32_t names = reader->pending.n, known = 0;
    for (uint32_t t = s.first; t < s.last;) {
        uint32_t c = vfp_chunk_at(article, t);
        if (c == VFP_NONE) {
            t++;
            continue;
        }
        const Chunk *chunk = &article->chunks.at[c];
        known = remember_names(reader, chunk->last, known, names);
        if (chunk->kind == CHUNK_NP && chunk->flags & NP_PRONOUN && chunk->last - chunk->first == 1)
            read_pronoun(reader, chunk->head);
        else if (chunk->kind == CHUNK_NP) {
            if (article->tokens.at[chunk->first].upos == UPOS_PRON && chunk->head != chunk->first)
                read_pronoun(reader, chunk->first);
            read_description(reader, c);
        }
        t = chunk->last;
    }
    remember_names(reader, s.last, known, names);
}
