/* said.h: what the files share that turn the network's labels into statements. */
#ifndef VFP_SAID_H
#define VFP_SAID_H
#include "reading/statement.h"

typedef enum PieceKind { PIECE_SOURCE, PIECE_CUE, PIECE_CONTENT } PieceKind;

/* A stretch of one label. */
typedef struct Piece {
    Range at;
    PieceKind kind;
    uint32_t sentence; /* of its first token */
    uint32_t cue;      /* of sources and contents: the piece that it belongs to, or VFP_NONE */
    uint32_t source;   /* of cues: the piece, or VFP_NONE */
    uint32_t next;     /* of cues: its first content; of contents: the next of the same cue; or VFP_NONE */
    uint32_t agent;    /* of cues without a source: the word that governs whoever the tree gives, or VFP_NONE */
    Range found;       /* his words, where they have no label; empty: they have */
    bool bare;         /* of cues: nothing is said */
    bool impersonal;   /* of cues: its subject is no source but part of what is said */
    uint32_t top;      /* the token in it that governs the others */
} Piece;
typedef struct Pieces {
    Piece *at;
    uint32_t n, cap;
} Pieces;

/* What is read from the labels, and what it is read by. */
typedef struct SaidReader {
    StatementReader *reader;
    Pieces pieces;
    uint8_t *label; /* Article.said, but quotations are content throughout */
} SaidReader;

/* The labels as pieces in the order of the text, their ends mended. Linear. */
void vfp_said_pieces(SaidReader *said);
/* Whether a quotation opens at `token` behind the end of a sentence, also where the splitter saw none. */
bool vfp_said_fresh(const Article *article, uint32_t token);
/* Which source and which contents each cue has: fills cue, source, next, and calls vfp_said_sources. Linear. */
void vfp_said_link(SaidReader *said);
/* Who speaks where no label beside the cue tells: fills agent and found. Linear. */
void vfp_said_sources(SaidReader *said);
#endif
