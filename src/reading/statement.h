/* statement.h: what the files that find statements share. */
#ifndef VFP_STATEMENT_H
#define VFP_STATEMENT_H
#include "reading/warrant.h"

typedef struct StatementReader {
    Article *article;
    bool *taken;        /* for each quote: it has its speaker */
    uint32_t *quote_at; /* for each token: the outermost quote whose opening mark it is or follows, or VFP_NONE */
    uint32_t *said_by;  /* for each token: the statement whose content it is in, the outermost; or VFP_NONE */
    bool *is_cue;       /* for each token: it is part of the cue of a statement that the labels give */
} StatementReader;

/* Enters a statement. Returns it, to be completed; its manner and warrant are set from its contents. */
Statement *vfp_statement_add(StatementReader *reader, uint32_t speaker, Span speaker_span, Range cue, const LexRow *row,
                             const Range *contents, uint32_t count);
/* Notes that the tokens are said in the statement entered last. */
void vfp_statement_holds(StatementReader *reader, Range content);
/* The Financial Times, citing multiple Russian officials, revealed: adds whom the speaker, noun phrase `np`, leans on
 * before verb group `vg` to the voices. */
void vfp_statement_cites(Article *article, Statement *statement, uint32_t np, uint32_t vg);
/* Whether somebody could say something: an actor, a name, a person's description, a pronoun. */
bool vfp_can_speak(const Article *article, uint32_t np);
/* The outermost quotation that opens at `token` (the mark or its first word), or VFP_NONE. */
uint32_t vfp_quote_opening(const StatementReader *reader, uint32_t token);
Range vfp_quote_range(const Article *article, uint32_t quote);

void vfp_read_turns(StatementReader *reader);
void vfp_read_said(StatementReader *reader);
void vfp_read_quoted(StatementReader *reader);
void vfp_read_reported(StatementReader *reader);
#endif
