#!/usr/bin/env python3
"""Add to a file of word vectors (tools/vectors.py) what the teacher knows of each word by itself.

    words.py --tokenizer tokenizer.json --model teacher.pt IN.vectors OUT.vectors [--dim 60]

Every word of the file is read by the teacher as a sentence of its own, once written as a name (capital first) and once in
lower case; what its heads for names, classes and trees look at is gathered, and the --dim directions in which words differ most
follow the vector that the file has. So a small network gets some of what a large one has read: that Fallujah is a town, though
no treebank names it (static vectors from contextual ones: Bommasani, Davis and Cardie 2020). Deterministic but for the last
digits, which differ between machines; the model keeps the bytes."""
import argparse
import os
import sys
from multiprocessing.pool import ThreadPool
import numpy as np
import torch
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from teacher import SOURCES, Pieces, Sentence, load, make_batch
import vectors as files

NAME, LOWER = 1, 0  # shapes of teacher.shape_of


@torch.no_grad()
def look(model, pieces, words):
    """One row a word: what the teacher's heads see of it."""
    sentences = [Sentence([], [["1", w] + ["_"] * 8]) for w in words]
    for s in sentences:
        s.source = SOURCES.index("ewt")
    size, out = 384, []
    for shape, uses in ((NAME, (2,)), (LOWER, (0, 1))):
        got = model.words(make_batch(sentences, pieces, [[shape]] * len(words)))
        out += [got[use][:, 1, :size] for use in uses]
    return torch.cat(out, -1).numpy()


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--tokenizer", required=True)
    a.add_argument("--model", required=True)
    a.add_argument("--dim", type=int, default=60)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("input")
    a.add_argument("output")
    args = a.parse_args()
    torch.set_num_threads(1)
    pieces, model = Pieces(args.tokenizer), load(args.model)
    words, known = files.read(args.input)
    order = sorted(range(len(words)), key=lambda i: len(pieces(words[i])))
    seen = [None] * len(words)

    def work(group):
        for i, row in zip(group, look(model, pieces, [words[i] for i in group])):
            seen[i] = row

    with ThreadPool(args.threads) as pool:
        pool.map(work, [order[i:i + 400] for i in range(0, len(order), 400)], chunksize=1)
    seen = np.array(seen, dtype=np.float64)
    third = seen.shape[1] // 3
    for k in range(3):
        part = seen[:, k * third:(k + 1) * third]
        part -= part.mean(0)
        part /= part.std()
    files.write(args.output, words, np.concatenate([known, files.reduce(seen, args.dim)], 1))


if __name__ == "__main__":
    main()
