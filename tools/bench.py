#!/usr/bin/env python3
"""How fast and how hungry: bench.py [PROGRAM] [--mb N] [--json FILE]

Repeats the example dispatches to N megabytes (5) of JSON Lines and measures each stage alone (the program's own `bench`
mode, one thread), then `code`, `add` and `extract` as whole processes with their peak memory, and `code` again on five
times as much, to see that memory stays flat. Where a spaCy can be had (installed, or from PyPI into build/peer), its blank
English tokenizer reads the same text, so that the figures can be held against something known. Nothing is asserted."""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
EXAMPLE = os.path.join(ROOT, "examples", "cuban-missile-crisis.jsonl")
PEER = """
import json, resource, sys, time
import spacy
nlp = spacy.blank("en")
nlp.max_length = 10**9
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
size, began, tokens = sum(len(t.encode()) for t in texts), time.time(), 0
for doc in nlp.pipe(texts):
    tokens += len(doc)
print(json.dumps({"stage": "spaCy %s blank en, tokens alone" % spacy.__version__, "seconds": time.time() - began,
                  "documents": len(texts), "bytes": size, "words": tokens,
                  "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""


def make_input(path, megabytes):
    """The example's dispatches again and again, each copy with ids of its own, until there is enough."""
    with open(EXAMPLE, encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    with open(path, "w", encoding="utf-8") as out:
        copy = 0
        while out.tell() < megabytes * 1e6:
            for article in articles:
                out.write(json.dumps({**article, "id": f"{article['id']}-{copy}", "text": f"{article['text']}\n\nCopy {copy}."},
                                     ensure_ascii=False) + "\n")
            copy += 1
    return path


def whole(name, arguments, size):
    """One process: seconds, bytes a second, peak memory."""
    began = time.time()
    with open(os.devnull, "w") as null:
        process = subprocess.Popen(arguments, stdout=null, stderr=null)
        _, status, usage = os.wait4(process.pid, 0)
    return {"stage": name, "seconds": time.time() - began, "bytes": size, "peak_kb": usage.ru_maxrss,
            **({"exit": os.waitstatus_to_exitcode(status)} if status else {})}


def peer(path):
    """spaCy's figures, or why there are none."""
    python = sys.executable
    for attempt in range(2):
        done = subprocess.run([python, "-c", PEER, path], capture_output=True, text=True)
        if done.returncode == 0:
            return json.loads(done.stdout)
        if attempt:
            return (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        folder = os.path.join(ROOT, "build", "peer")
        python = os.path.join(folder, "bin", "python")
        if not os.path.exists(python):
            made = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True)
            made = made.returncode or subprocess.run([python, "-m", "pip", "-q", "install", "spacy"], capture_output=True).returncode
            if made:
                return "it is not installed and could not be"


def show(row):
    seconds, size = row["seconds"] or 1e-9, row.get("bytes")
    out = f"{row['stage']:34} {row['seconds']:8.2f} s"
    out += f" {size / seconds / 1e6:9.2f} MB/s" if size else " " * 15
    out += f" {row['words'] / seconds / 1e3:9.0f} k words/s" if row.get("words") else " " * 20
    out += f" {row['documents'] / seconds:8.0f} docs/s" if row.get("documents") else " " * 16
    out += f" {row['peak_kb'] / 1024:8.0f} MB peak" if row.get("peak_kb") else ""
    print(out + (f"  ended with {row['exit']}" if row.get("exit") else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default="build/volteface")
    parser.add_argument("--mb", type=float, default=5)
    parser.add_argument("--json", metavar="FILE", help="keep the figures as JSON Lines")
    options = parser.parse_args()
    rows = []

    def add(row):
        rows.append(row)
        show(row)
    with tempfile.TemporaryDirectory() as folder:
        path = make_input(os.path.join(folder, "in.jsonl"), options.mb)
        size, program = os.path.getsize(path), os.path.abspath(options.program)
        print(f"{size / 1e6:.1f} MB of JSON Lines\n\none thread, each stage alone (the engine opens once, then articles pass through)")
        done = subprocess.run([program, "bench", "--ledger", os.path.join(folder, "bench.db"), path], capture_output=True, text=True)
        for line in done.stdout.splitlines():
            add(json.loads(line))
        stages = {row["stage"]: row for row in rows}
        print("\nwhole processes")
        add(whole("code", [program, "code", path], size))
        add(whole("code --jobs 0", [program, "code", "--jobs", "0", path], size))
        large = make_input(os.path.join(folder, "large.jsonl"), options.mb * 5)
        add(whole("code, five times as much", [program, "code", large], os.path.getsize(large)))
        add(whole("add", [program, "add", "--ledger", os.path.join(folder, "add.db"), path], size))
        add(whole("add, the same again", [program, "add", "--ledger", os.path.join(folder, "add.db"), path], size))
        page = os.path.join(folder, "page.html")
        with open(path, encoding="utf-8") as file, open(page, "w", encoding="utf-8") as out:
            texts = [json.loads(line)["text"] for line in list(file)[:400]]
            out.write("<html><body><article>" + "".join(f"<p>{p}</p>\n" for t in texts for p in t.split("\n\n")) + "</article></body></html>")
        add(whole("extract (one page)", [program, "extract", page], os.path.getsize(page)))
        print("\na peer")
        other = peer(path)
        if isinstance(other, str):
            print(f"no spaCy to compare with: {other}")
        else:
            add(other)
            if "code" in stages:
                ratio = (stages["code"]["bytes"] / stages["code"]["seconds"]) / (other["bytes"] / other["seconds"])
                print(f"code (tokens to shifts) reads {ratio:.2f} times as many bytes a second as it")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
