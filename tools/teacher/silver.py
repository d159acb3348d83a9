#!/usr/bin/env python3
"""Cut open texts into CoNLL-U with a program's own tokeniser, ready for label.py.

    silver.py --program build/volteface --out FOLDER NAME=FILE.jsonl[:FIELD] ...

Each line of FILE is an object with `id` and a text in FIELD (default `text`). The program is run once a text, as
`PROGRAM parse --input-format text -`; its sentences go to FOLDER/NAME.conllu behind `# newdoc id = NAME/ID`. The same text
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
        texts = failed = words = 0
        with open(os.path.join(args.out, name + ".conllu"), "w", encoding="utf-8") as out:
            for line in open(path, encoding="utf-8"):
                record = json.loads(line)
                text = record[field or "text"]
                key = hashlib.sha256(text.encode()).digest()
                if key in seen or not text.strip() or not english(text):
                    continue
                seen.add(key)
                run = subprocess.run([args.program, "parse", "--input-format", "text", "-"], input=text.encode(),
                                     capture_output=True)
                rows = run.stdout.decode("utf-8", "replace")
                if run.returncode or not rows.strip():
                    failed += 1
                    continue
                lines = [x for x in rows.split("\n") if not x.startswith("# newdoc")]
                out.write(f"# newdoc id = {name}/{record['id']}\n" + "\n".join(lines).strip("\n") + "\n\n")
                texts += 1
                words += sum(x[:1].isdigit() for x in lines)
        print(f"{name}: {texts} texts, {words} rows, {failed} failed", flush=True)


if __name__ == "__main__":
    main()
