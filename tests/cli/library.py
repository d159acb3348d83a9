#!/usr/bin/env python3
"""Compiles and runs the programs in docs/library.md: library.py BUILD-FOLDER COMPILER... Output is TAP."""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
EXAMPLES = os.path.join(ROOT, "examples", "cuban-missile-crisis.jsonl")
WANTED = ("sentence: ", "Kennedy: ")  # what each program's output holds
build, compiler = os.path.abspath(sys.argv[1]), sys.argv[2:]
with open(os.path.join(ROOT, "docs", "library.md"), encoding="utf-8") as file:
    programs = re.findall(r"```c\n(.*?)```", file.read(), re.S)
print(f"1..{2 * len(WANTED)}")
fine = len(programs) == len(WANTED)
with tempfile.TemporaryDirectory() as folder:
    for number, (text, wanted) in enumerate(zip(programs, WANTED)):
        source = os.path.join(folder, f"{number}.c")
        with open(source, "w", encoding="utf-8") as out:
            out.write(text)
        made = subprocess.run([*compiler, "-std=c17", "-Wall", "-Wextra", "-Werror", source, "-I", os.path.join(ROOT, "include"), "-L",
                               build, f"-Wl,-rpath,{build}", "-lvolteface", "-o", source[:-2]], capture_output=True, text=True)
        print(made.stderr, file=sys.stderr, end="")
        print(f"{'not ' if made.returncode else ''}ok {2 * number + 1} - program {number + 1} in docs/library.md compiles")
        run = made.returncode == 0 and subprocess.run([source[:-2], EXAMPLES], cwd=folder, capture_output=True, text=True)
        good = run and run.returncode == 0 and wanted in run.stdout
        if run and not good:
            print(run.stdout[:500], run.stderr[:500], file=sys.stderr)
        print(f"{'' if good else 'not '}ok {2 * number + 2} - it runs")
        fine = fine and good
sys.exit(0 if fine else 1)
