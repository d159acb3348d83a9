#!/usr/bin/env python3
"""Label tokenised CoNLL-U with the teacher.

    label.py --tokenizer tokenizer.json --model teacher.pt IN.conllu OUT.conllu [IN OUT ...]

Words, multiword tokens and comments are kept; UPOS, FEATS (those of teacher.FEATS alone), HEAD and DEPREL are written
anew, one root a sentence. MISC gets `Ner=B-PER` and the like where the word is in a name, and `Conf=0.97`: the probability
of the word's arc times that of its relation. Sentences longer than --longest words are left out: they are lists and page
furniture, and the encoder has no place for them. Whose conventions the names follow: --names ewt, gum or politics.
"""
import argparse, time
import torch
from teacher import MAX_PIECES, SOURCES, Pieces, label, load, read_conllu, write_conllu


def shorter(sentences, pieces, longest):
    """Those that are short enough; a document's heading comments go to its next sentence where its first is left out."""
    out, carried = [], []
    for s in sentences:
        if s.comments and any(c.startswith("# newdoc") for c in s.comments):
            carried = []
        if len(s.forms) > longest or pieces.length(s.forms) > MAX_PIECES or not s.forms:
            carried += [c for c in s.comments if c.startswith(("# newdoc", "# newpar"))]
            continue
        s.comments = carried + s.comments
        carried = []
        out.append(s)
    return out


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--tokenizer", required=True)
    a.add_argument("--model", required=True)
    a.add_argument("--names", choices=SOURCES, default="ewt")
    a.add_argument("--longest", type=int, default=150)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("files", nargs="+")
    args = a.parse_args()
    if len(args.files) % 2:
        a.error("every input needs an output")
    torch.set_num_threads(1)
    pieces, model = Pieces(args.tokenizer), load(args.model)
    for source, target in zip(args.files[::2], args.files[1::2]):
        begin, all_ = time.time(), read_conllu(source)
        sentences = shorter(all_, pieces, args.longest)
        for s in sentences:
            s.source = SOURCES.index(args.names)
        write_conllu(target, sentences, label(model, pieces, sentences, args.threads))
        words = sum(len(s.forms) for s in sentences)
        print(f"{target}: {len(sentences)} of {len(all_)} sentences, {words} words, {time.time() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    main()
