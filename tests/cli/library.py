#!/usr/bin/env python3
"""Compiles and runs the program in docs/library.md: library.py BUILD-FOLDER COMPILER... Output is TAP."""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
build, compiler = os.path.abspath(sys.argv[1]), sys.argv[2:]
print("1..2")
with tempfile.TemporaryDirectory() as folder, open(os.path.join(ROOT, "docs", "library.md"), encoding="utf-8") as file:
    source = os.path.join(folder, "moves.c")
    with open(source, "w", encoding="utf-8") as out:
        out.write(re.search(r"```c\n(.*?)```", file.read(), re.S)[1])
    made = subprocess.run([*compiler, "-std=c17", "-Wall", "-Wextra", "-Werror", source, "-I", os.path.join(ROOT, "include"), "-L", build,
                           f"-Wl,-rpath,{build}", "-lvolteface", "-o", os.path.join(folder, "moves")], capture_output=True, text=True)
    print(made.stderr, file=sys.stderr, end="")
    print(f"{'not ' if made.returncode else ''}ok 1 - the program in docs/library.md compiles")
    run = made.returncode == 0 and subprocess.run(["./moves", os.path.join(ROOT, "examples", "cuban-missile-crisis.jsonl")],
                                                  cwd=folder, capture_output=True, text=True)
    good = run and run.returncode == 0 and "sentence: " in run.stdout
    if run and not good:
        print(run.stdout[:500], run.stderr[:500], file=sys.stderr)
    print(f"{'' if good else 'not '}ok 2 - it runs")
    sys.exit(0 if good else 1)
