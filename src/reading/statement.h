/* statement.h: what the files that find statements share. */
#ifndef VFP_STATEMENT_H
#define VFP_STATEMENT_H
#include "reading/warrant.h"

typedef struct StatementReader {
    Article *article;
    bool *taken;        /* for each quote: it has its speaker */
    uint32_t *quote_at; /* for each token: the outermost quote whose opening mark it is or follows, or VFP_NONE */
} StatementReader;

/* Enters a statement. Returns it, to be completed; its manner and warrant are set from its contents. */
Statement *vfp_statement_add(StatementReader *reader, uint32_t speaker, Span speaker_span, Range cue, const LexRow *row,
                             const Range *contents, uint32_t count);
/* Whether somebody could say something: an actor, a name, a person's description, a pronoun. */
bool vfp_can_speak(const Article *article, uint32_t np);
/* The outermost quotation that opens at `token` (the mark or its first word), or VFP_NONE. */
uint32_t vfp_quote_opening(const StatementReader *reader, uint32_t token);
Range vfp_quote_range(const Article *article, uint32_t quote);

void vfp_read_turns(StatementReader *reader);
void vfp_read_quoted(StatementReader *reader);
void vfp_read_reported(StatementReader *reader);
#endif
