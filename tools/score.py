#!/usr/bin/env python3
"""Runs the scorers of a folder ../shared/score, where it is there, and holds their figures against tests/floors.json.

    score.py [PROGRAM] [--shared DIR] [--only NAME...] [--raise] [--save FILE]

Prints a table: what was measured (in points of 100), the floor, and whether it holds. Exit status 1 where a figure is
below its floor or a scorer could not be run; 0 where all holds, or there is nothing to score with. --raise lifts the
floors to what was measured less a small margin; it never lowers one."""
import argparse
import concurrent.futures
import json
import math
import os
import subprocess
import sys
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
FLOORS = os.path.join(ROOT, "tests", "floors.json")
MARGIN = 0.5
CODE = "{program} code --input-format jsonl"

LEDGER = {f"{part} {what}": f"{part}/{what}" for part, whats in
          {"contacts": ("right", "precision", "f1"), "events": ("right",), "positions": ("right",),
           "shifts": ("right", "precision", "f1"), "statements": ("right",), "conditions": ("right",),
           "outlooks": ("right",), "voices": ("right",), "all": ("right",)}.items() for what in whats}

# name → the scorer and its arguments, how many of its unit make 100, {figure: where it stands in the scorer's JSON}
RUNS = {
    "seeds": (f"ledger.py --gold {{shared}}/seeds/gold.jsonl --texts {{shared}}/seeds --json -- {CODE}", 1, LEDGER),
    "news": (f"ledger.py --gold {{shared}}/data/news/gold-dev.jsonl --texts {{shared}}/data/news/dev.jsonl --json -- {CODE}",
             1, {k: v for k, v in LEDGER.items() if k.split()[0] in ("contacts", "positions", "shifts", "statements", "all")}),
    "attribution": (f"attribution.py --batch --json -- {CODE}", 1, {
        "content F1": "attributions/content/f1", "content and source F1": "attributions/end_to_end/f1",
        "quoted content F1": "quoted/content/f1", "quoted content and source F1": "quoted/end_to_end/f1"}),
    "timex": (f"timex.py --json -- {CODE}", 1, {"relaxed F1": "relaxed/f1", "strict F1": "strict/f1", "value F1": "value/f1"}),
    "events": (f"events.py --json -- {CODE}", 1, {
        "type accuracy": "type_accuracy", "macro F1": "type_macro_f1", "full match": "full_match",
        "full match with extras F1": "full_with_extras/f1"}),
    "pairs": (f"pairs.py --json -- {CODE}", 1, {"accuracy": "accuracy", "macro F1": "macro_f1", "directed": "directed"}),
    "entities": (f"entities.py --json --gold {{shared}}/data/ner/dev.jsonl --gold {{shared}}/data/ner/politics-dev.jsonl -- {CODE}",
                 100, {"dev actors F1": "dev/actors/f1", "politics actors F1": "politics-dev/actors/f1"}),
    "extract": ("extract.py --json -- {program}", 1, {"F1": "f1", "precision": "precision", "recall": "recall"}),
}


def run(name, program, shared):
    command, hundred, figures = RUNS[name]
    words = command.format(program=program, shared=shared).split()
    began = time.time()
    try:
        done = subprocess.run([sys.executable, os.path.join(shared, "score", words[0]), *words[1:]], cwd=ROOT,
                              capture_output=True, text=True, timeout=1800)
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        found = None
    if found is None:
        return name, None, None, (done.stderr.strip().splitlines() or ["no JSON"])[-1]
    out = {}
    for figure, path in figures.items():
        value = found
        for key in path.split("/"):
            value = value.get(key) if isinstance(value, dict) else None
        out[f"{name} {figure}"] = None if value is None else value * 100 / hundred
    return name, out, found, f"{time.time() - began:.0f} s"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default="build/volteface")
    parser.add_argument("--shared", default=os.path.join(ROOT, "..", "shared"))
    parser.add_argument("--only", nargs="+", choices=RUNS)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was measured")
    parser.add_argument("--save", metavar="FILE", help="keep all that the scorers printed, as JSON")
    options = parser.parse_args()
    shared = os.path.abspath(options.shared)
    if not os.path.isdir(os.path.join(shared, "score")):
        print("score: skipped, there is no folder ../shared with the scorers here")
        return 0
    with open(FLOORS, encoding="utf-8") as file:
        floors = json.load(file)
    program, saved, measured, broken, below = os.path.abspath(options.program), {}, {}, 0, 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, figures, found, remark in pool.map(lambda n: run(n, program, shared), options.only or RUNS):
            print(f"{name} ({remark})")
            if figures is None:
                broken += 1
                continue
            saved[name] = found
            measured.update(figures)
            for figure, value in figures.items():
                floor = floors.get(figure)
                low = floor is not None and (value is None or value < floor)
                below += low
                print(f"  {figure[len(name) + 1:]:32} {'-' if value is None else f'{value:6.1f}':>6}"
                      f"  {'' if floor is None else f'floor {floor:5.1f}'}{'  BELOW' if low else ''}")
    if options.save:
        with open(options.save, "w", encoding="utf-8") as file:
            json.dump(saved, file, indent=1)
    if options.lift:
        for figure, value in measured.items():
            lifted = math.floor((value or 0) * 10 - MARGIN * 10) / 10
            floors[figure] = max(floors.get(figure, 0), lifted, 0)
        with open(FLOORS, "w", encoding="utf-8") as file:
            file.write(json.dumps(dict(sorted(floors.items())), indent=2) + "\n")
        print(f"floors are in {os.path.relpath(FLOORS)}")
        return 1 if broken else 0
    print(f"score: {len(measured)} figures, {below} below their floor, {broken} scorers that did not run")
    return 1 if below or broken else 0


if __name__ == "__main__":
    sys.exit(main())
