/* holder.c: whose stand it is (see holder.h).
 *
 * “Foreign minister Jansen rejected the plan” is Jansen's stand and his country's: who asks where the Netherlands stand
 * wants to read it. A president's stand stays the president's: that he leads a state is known without the text. */
#include "reading/holder.h"

static uint32_t speaker_at(const Article *article, uint32_t token) {
    uint32_t s = vfp_statement_at(article, token);
    return s == VFP_NONE ? VFP_NONE : article->statements.at[s].speaker;
}

/* I said stop: who says it wants it. */
static bool is_imperative(const Article *article, uint32_t vg) {
    const Chunk *chunk = &article->chunks.at[vg];
    const Token *verb = &article->tokens.at[chunk->head];
    return chunk->first == chunk->head && verb->upos == UPOS_VERB && verb->norm && verb->norm == verb->lemma;
}

uint32_t vfp_subject_actor(const Article *article, uint32_t vg) {
    uint32_t np = vfp_subject(article, vg);
    if (np == VFP_NONE) return is_imperative(article, vg) ? speaker_at(article, article->chunks.at[vg].head) : VFP_NONE;
    int word = vfp_function(article, article->chunks.at[np].head);
    if (word == WORD_I || word == WORD_WE) return speaker_at(article, article->chunks.at[vg].head);
    uint32_t actor = vfp_np_actor(article, np), owner = vfp_owner(article, np);
    if (actor != VFP_NONE || owner == VFP_NONE || !vfp_hit_of(article, article->chunks.at[np].head, LEX_STANCE))
        return actor;
    return vfp_np_actor(article, owner); /* his interest is to prevent …: he wants it */
}

/* Nobody knows whom bare "leaders" or "officials" are, from one article to the next. */
bool vfp_may_hold(const Article *article, uint32_t actor) {
    if (actor == VFP_NONE || article->actors.at[actor].kind == KIND_ANON) return false;
    const Actor *a = &article->actors.at[actor];
    return a->kind != KIND_GROUP || a->entry != VFP_NONE || memchr(a->id.at, '-', a->id.len);
}

bool vfp_speaks_for(const Article *article, uint32_t speaker, uint32_t actor) {
    if (speaker == actor) return true;
    const Actor *s = &article->actors.at[speaker], *a = &article->actors.at[actor];
    if (a->kind == KIND_PERSON || a->kind == KIND_ANON || a->entry == VFP_NONE) return false;
    if (s->kind != KIND_PERSON)
        return s->entry != VFP_NONE && vfp_lexicon_actor(article->lexicon, s->entry)->of == a->entry;
    return s->state == VFP_NONE || s->state == a->entry ||
           vfp_lexicon_actor(article->lexicon, a->entry)->of == s->state;
}

uint32_t vfp_known_state(const Article *article, uint32_t entry) {
    for (uint32_t i = 0; i < article->actors.n && entry != VFP_NONE; i++)
        if (article->actors.at[i].entry == entry) return i;
    return VFP_NONE;
}

uint32_t vfp_state_actor(Article *article, uint32_t entry) {
    uint32_t known = vfp_known_state(article, entry);
    if (known != VFP_NONE || entry == VFP_NONE) return known;
    const LexActor *state = vfp_lexicon_actor(article->lexicon, entry);
    if (state->kind != KIND_STATE) return VFP_NONE;
    *vfp_push(article->arena, &article->actors) = (Actor){
        .id = state->id, .name = state->name, .code = state->code, .kind = KIND_STATE, .entry = entry, .state = entry};
    return article->actors.n - 1;
}

/* Offices whose holders say what their state wants. Legislators, party leaders and advisers speak for themselves. */
static bool states_policy(int class) {
    return class == OFFICE_FOREIGN_MINISTER || class == OFFICE_DEFENCE_MINISTER || class == OFFICE_MINISTER ||
           class == OFFICE_ENVOY || class == OFFICE_AMBASSADOR || class == OFFICE_SPOKESPERSON ||
           class == OFFICE_OFFICIAL;
}

static bool is_state(const Article *article, uint32_t entry) {
    return entry != VFP_NONE && vfp_lexicon_actor(article->lexicon, entry)->kind == KIND_STATE;
}

/* The state that a person of the lexicon served on the article's date; none for who led it. */
static uint32_t served(const Article *article, const LexActor *person) {
    uint32_t state = VFP_NONE;
    for (uint32_t i = 0; i < person->role_count; i++) {
        const LexRole *role = &person->roles[i];
        if (!vfp_role_held(role, article->date)) continue;
        if (role->leads) return VFP_NONE;
        if (role->office != VFP_NONE && is_state(article, role->owner) &&
            states_policy(vfp_lexicon_row(article->lexicon, LEX_OFFICES, role->office)->value[1]))
            state = role->owner;
    }
    return state;
}

/* org:pentagon, code USAMIL: a ministry, an army, a government's office. CAMEO's codes end in what the actor is. */
static bool is_organ(Str code) {
    return code.len >= 6 &&
           (memcmp(code.at + code.len - 3, "GOV", 3) == 0 || memcmp(code.at + code.len - 3, "MIL", 3) == 0);
}

/* “an Israeli official”, “Azerbaijani Foreign Ministry spokesman X”, “the U.S. Treasury”: office and state stand in the
 * phrase. */
static uint32_t described(const Article *article, const Mention *mention) {
    uint32_t state = VFP_NONE;
    bool office = false, organ = false;
    for (uint32_t t = mention->phrase_first; t < mention->phrase_last; t++)
        for (uint32_t h = article->hit_of[t]; h < article->hit_of[t + 1]; h++) {
            const Hit *hit = &article->hits.at[h];
            if (hit->table == LEX_STATES && state == VFP_NONE && is_state(article, hit->row)) state = hit->row;
            if (hit->table == LEX_ORGANISATIONS) organ |= is_organ(vfp_lexicon_actor(article->lexicon, hit->row)->code);
            if (hit->table != LEX_OFFICES) continue;
            int class = vfp_lexicon_row(article->lexicon, LEX_OFFICES, hit->row)->value[1];
            if (vfp_function(article, t) == WORD_FORMER || !states_policy(class)) return VFP_NONE;
            office = true;
        }
    ActorKind kind = article->actors.at[mention->actor].kind;
    return (kind == KIND_ORG ? organ : office) ? state : VFP_NONE;
}

void vfp_read_holders(Article *article) {
    uint32_t n = article->actors.n, *state = vfp_arena_alloc(article->arena, (n + (size_t)1) * sizeof *state);
    for (uint32_t i = 0; i < n; i++) {
        const Actor *actor = &article->actors.at[i];
        const LexActor *known = actor->entry == VFP_NONE ? NULL : vfp_lexicon_actor(article->lexicon, actor->entry);
        state[i] = VFP_NONE;
        if (known && actor->kind == KIND_PERSON) state[i] = served(article, known);
        else if (known && actor->kind == KIND_ORG && is_organ(known->code) && is_state(article, known->of))
            state[i] = known->of;
    }
    for (uint32_t m = 0; m < article->mentions.n; m++) {
        const Mention *mention = &article->mentions.at[m];
        const Actor *actor = &article->actors.at[mention->actor];
        if (actor->entry == VFP_NONE &&
            (actor->kind == KIND_PERSON || actor->kind == KIND_ANON || actor->kind == KIND_ORG) &&
            mention->form != FORM_PRONOUN && state[mention->actor] == VFP_NONE)
            state[mention->actor] = described(article, mention);
    }
    article->served = state, article->served_count = n;
}

uint32_t vfp_state_behind(Article *article, uint32_t actor) {
    uint32_t entry = actor < article->served_count ? article->served[actor] : VFP_NONE;
    return entry == VFP_NONE ? VFP_NONE : vfp_state_actor(article, entry);
}
