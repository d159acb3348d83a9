/* actor.c: who is spoken of.
 *
 * In: phrases, hits, quotes. Out: Article.actors, mentions, mention_of. First the persons whom the text introduces by
 * full name are collected, so that a surname means them wherever it stands; then, sentence by sentence, names,
 * descriptions and pronouns in one pass from left to right. Linear in tokens and hits. */
#include "reading/actor.h"
#include "core/date.h"
#include "reading/reading.h"

/* ---- the article's table of actors */

static Str date_text(Arena *arena, Date date) {
    char iso[16];
    vfp_date_iso(date, iso);
    return iso[0] ? vfp_str_copy(arena, vfp_str(iso)) : (Str){0};
}

static void fill_roles(ActorReader *reader, Actor *actor, const LexActor *entry) {
    const Lexicon *lexicon = reader->article->lexicon;
    const LexActor *body = NULL;
    actor->roles = vfp_arena_alloc(reader->article->arena, (entry->role_count + 1) * sizeof *actor->roles);
    for (uint32_t i = 0; i < entry->role_count; i++) {
        const LexRole *role = &entry->roles[i];
        if (!vfp_role_held(role, reader->article->date)) continue;
        const LexActor *owner = vfp_lexicon_actor(lexicon, role->owner);
        actor->roles[actor->role_count++] = (Role){.title = role->title,
                                                   .of = owner->id,
                                                   .from = date_text(reader->article->arena, role->from),
                                                   .to = date_text(reader->article->arena, role->to)};
        if (owner->kind == KIND_STATE && (actor->state == VFP_NONE || role->leads)) actor->state = role->owner;
        if (owner->kind == KIND_IGO && !body) body = owner;
    }
    if (body && actor->state == VFP_NONE) actor->code = body->code; /* Rutte acts for NATO now, not for his country */
}

uint32_t vfp_actor_of_entry(ActorReader *reader, uint32_t entry) {
    if (reader->by_entry[entry]) return reader->by_entry[entry] - 1;
    const LexActor *known = vfp_lexicon_actor(reader->article->lexicon, entry);
    Actor *actor = vfp_push(reader->article->arena, &reader->article->actors);
    *actor = (Actor){.id = known->id,
                     .name = known->name,
                     .code = known->code,
                     .kind = known->kind,
                     .gender = known->gender,
                     .entry = entry,
                     .state = known->kind == KIND_STATE ? entry : known->of};
    fill_roles(reader, actor, known);
    return (reader->by_entry[entry] = reader->article->actors.n) - 1;
}

/* By the first name, where it tells; else 0. */
static char gender_of(const ActorReader *reader, Str name) {
    const char *space = memchr(name.at, ' ', name.len);
    char folded[512];
    if (space) name.len = (uint32_t)(space - name.at);
    if (name.len > 100) return 0;
    const Lexicon *lexicon = reader->article->lexicon;
    char sex = vfp_word_given_name(lexicon, vfp_word(lexicon, (Str){folded, vfp_fold(name, folded)}));
    return sex == 'm' || sex == 'f' ? sex : 0;
}

uint32_t vfp_actor_of_text(ActorReader *reader, ActorKind kind, const char *prefix, Str name) {
    Arena *arena = reader->article->arena;
    if (name.len > 120) name.len = 120;
    char kebab[400];
    Str tail = {kebab, vfp_kebab(name, kebab)};
    if (!tail.len) return VFP_NONE;
    Str id = vfp_str_format(arena, "%s:%.*s", prefix, (int)tail.len, tail.at);
    uint32_t entry = vfp_lexicon_find_actor(reader->article->lexicon, id);
    if (entry != VFP_NONE) return vfp_actor_of_entry(reader, entry);
    uint32_t slot = (uint32_t)(vfp_hash(id.at, id.len, 3) >> 20) % ACTOR_SLOTS;
    for (; reader->slots[slot]; slot = (slot + 1) % ACTOR_SLOTS)
        if (vfp_str_is(reader->article->actors.at[reader->slots[slot] - 1].id, id)) return reader->slots[slot] - 1;
    if (reader->slots[ACTOR_SLOTS] >= MAX_TEXT_ACTORS) return VFP_NONE;
    reader->slots[ACTOR_SLOTS]++;
    *vfp_push(arena, &reader->article->actors) = (Actor){.id = id,
                                                         .name = vfp_str_copy(arena, name),
                                                         .kind = kind,
                                                         .gender = kind == KIND_PERSON ? gender_of(reader, name) : 0,
                                                         .entry = VFP_NONE,
                                                         .state = VFP_NONE};
    return (reader->slots[slot] = reader->article->actors.n) - 1;
}

void vfp_actor_add_role(ActorReader *reader, uint32_t index, Role role) {
    Actor *actor = &reader->article->actors.at[index];
    if (actor->entry != VFP_NONE) return; /* the lexicon knows better, with dates */
    for (uint32_t i = 0; i < actor->role_count; i++)
        if (vfp_str_is(actor->roles[i].title, role.title)) return;
    Role *roles = vfp_arena_alloc(reader->article->arena, (actor->role_count + 1) * sizeof *roles);
    if (actor->role_count) memcpy(roles, actor->roles, actor->role_count * sizeof *roles);
    if (actor->role_count >= 8) return;
    roles[actor->role_count++] = role;
    actor->roles = roles;
    if (actor->state != VFP_NONE || !role.of.len) return;
    uint32_t owner = vfp_lexicon_find_actor(reader->article->lexicon, role.of);
    if (owner == VFP_NONE || vfp_lexicon_actor(reader->article->lexicon, owner)->kind != KIND_STATE) return;
    actor->state = owner;
    if (!actor->code.len) actor->code = vfp_lexicon_actor(reader->article->lexicon, owner)->code;
}

/* ---- mentions */

Mention *vfp_mention_add(ActorReader *reader, uint32_t actor, Form form, uint32_t first, uint32_t last) {
    const Article *article = reader->article;
    Mention *mention = vfp_push(article->arena, &reader->pending);
    *mention = (Mention){.span = vfp_span_of(article, (Range){first, last}),
                         .first = first,
                         .last = last,
                         .phrase_first = first,
                         .phrase_last = last,
                         .actor = actor,
                         .form = (uint8_t)form};
    uint32_t c = vfp_chunk_at(article, last - 1);
    if (c != VFP_NONE && article->chunks.at[c].kind == CHUNK_NP) {
        const Chunk *chunk = &article->chunks.at[c];
        if (chunk->first < first) mention->phrase_first = chunk->first;
        mention->phrase_last = chunk->last > last ? chunk->last : last;
        mention->modifier = (chunk->head < first || chunk->head >= last) || chunk->flags & NP_POSSESSIVE;
    }
    for (uint32_t t = first; t < last; t++) reader->covered[t] = 1;
    return mention;
}

/* The sentence's mentions in order, then into the article. */
static void commit_mentions(ActorReader *reader) {
    Article *article = reader->article;
    for (uint32_t i = 1; i < reader->pending.n; i++) {
        Mention m = reader->pending.at[i];
        uint32_t k = i;
        for (; k > 0 && reader->pending.at[k - 1].first > m.first; k--)
            reader->pending.at[k] = reader->pending.at[k - 1];
        reader->pending.at[k] = m;
    }
    for (uint32_t i = 0; i < reader->pending.n; i++) {
        Mention *m = vfp_push(article->arena, &article->mentions);
        *m = reader->pending.at[i];
        for (uint32_t t = m->first; t < m->last; t++) article->mention_of[t] = article->mentions.n - 1;
    }
    reader->pending.n = 0;
}

static uint32_t *filled(Arena *arena, uint32_t n, uint32_t value) {
    uint32_t *at = vfp_arena_alloc(arena, (n + 1) * sizeof *at);
    for (uint32_t i = 0; value && i < n; i++) at[i] = value;
    return at;
}

void vfp_read_actors(Article *article) {
    ActorReader reader = {.article = article};
    reader.by_entry = filled(article->arena, vfp_lexicon_actor_count(article->lexicon), 0);
    reader.spoken_of = filled(article->arena, vfp_lexicon_actor_count(article->lexicon), 0);
    for (uint32_t h = 0; h < article->hits.n; h++)
        if (article->hits.at[h].table == LEX_STATES) reader.spoken_of[article->hits.at[h].row]++;
    reader.slots = filled(article->arena, ACTOR_SLOTS, 0);
    reader.covered = filled(article->arena, article->tokens.n, 0);
    article->mention_of = filled(article->arena, article->tokens.n, VFP_NONE);
    vfp_index_names(&reader);
    vfp_find_text_persons(&reader);
    for (uint32_t s = 0; s < article->sentences.n; s++) {
        Range sentence = {article->sentences.at[s].first, article->sentences.at[s].last};
        vfp_read_names(&reader, sentence);
        vfp_read_nominals(&reader, sentence);
        commit_mentions(&reader);
    }
}
