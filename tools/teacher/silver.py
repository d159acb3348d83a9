#!/usr/bin/env python3
"""Cut open texts into CoNLL-U with a program's own tokeniser, ready for label.py.

    silver.py --program build/volteface --out FOLDER NAME=FILE.jsonl[:FIELD] ...

Each line of FILE is an object with `id` and a text in FIELD (default `text`). PROGRAM parse --input-format jsonl cuts them;
its sentences go to FOLDER/NAME.conllu, a document behind `# newdoc id = NAME/ID`. The same text
twice is taken once, and a long text that is plainly not English is left out. What is silver for the student must be cut as the student will cut it: hence the program's tokeniser.
"""
import argparse, hashlib, json, os, subprocess


FREQUENT = {"the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "was", "with", "it", "he", "i", "you"}


def english(text):
    words = text.lower().split()
    return len(words) < 50 or sum(w in FREQUENT for w in words) > 0.12 * len(words)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--program", required=True)
    a.add_argument("--out", required=True)
    a.add_argument("sources", nargs="+")
    args = a.parse_args()
    os.makedirs(args.out, exist_ok=True)
    seen = set()
    for source in args.sources:
        name, _, path = source.partition("=")
        path, _, field = path.partition(":")
        texts = []
        for line in open(path, encoding="utf-8"):
            record = json.loads(line)
            text = record[field or "text"]
            key = hashlib.sha256(text.encode()).digest()
            if key not in seen and text.strip() and english(text):
                seen.add(key)
                texts.append(json.dumps({"id": f"{name}/{record['id']}", "text": text}))
        with open(os.path.join(args.out, name + ".conllu"), "w", encoding="utf-8") as out:
            subprocess.run([args.program, "parse", "--input-format", "jsonl", "-"], input="\n".join(texts).encode(),
                           stdout=out, check=True)
        print(f"{name}: {len(texts)} texts", flush=True)


if __name__ == "__main__":
    main()
