#!/usr/bin/env python3
"""Puts what `make demo` prints now into README.md: readme.py [PROGRAM]. The first shifts that were reported or came after
a contact, as many as fit a screen."""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
LINES = 34


def main():
    program = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "build", "volteface"))
    with tempfile.TemporaryDirectory() as folder:
        ledger = os.path.join(folder, "demo.db")
        subprocess.run([program, "add", "--quiet", "--ledger", ledger, os.path.join(ROOT, "examples", "cuban-missile-crisis.jsonl")], check=True)
        out = subprocess.run([program, "shifts", "--ledger", ledger, "--color", "never"], check=True, capture_output=True, text=True,
                             env={**os.environ, "COLUMNS": "96"}).stdout
    shifts = out.strip("\n").split("\n\n")
    after = [s for s in shifts if "\n            after " in s]
    picked, lines = set(), 0
    for shift in [s for s in after if ", inferred" not in s] + after + shifts:  # the most telling first
        if shift not in picked and lines + shift.count("\n") + 2 <= LINES:
            picked.add(shift)
            lines += shift.count("\n") + 2
    picked = [s for s in shifts if s in picked]
    shown = "\n\n".join(picked)
    more = len(shifts) - len(picked)
    if more > 0:
        shown += f"\n\n… and {more} more"
    path = os.path.join(ROOT, "README.md")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"(<!-- demo:.*?-->\n```\n).*?(```\n<!-- end of demo -->)", lambda m: m[1] + shown + "\n" + m[2], text, flags=re.S)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
