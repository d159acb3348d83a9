#!/usr/bin/env python3
"""Runs the example sentence of every lexicon entry through the program.

    lexicon.py [--program FILE] [--floors FILE] [--show TABLE]

An entry's example must give the record that the entry is for: an issue's `against: sentence` a position on that issue
with that label, a contact's sentence a contact of that kind, and so on. Prints how many do, table by table, as TAP: a
table passes where its share is at least the floor's ("lexicon.TABLE" in tests/floors.json; none: 0). --show lists the
entries of a table (or of `all`) whose examples don't work."""
import argparse
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def rows():
    """Every row that has an example: (table, file:line, {column: field})."""
    for path in sorted(glob.glob(os.path.join(ROOT, "lexicon", "**", "*.txt"), recursive=True)):
        table = None
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.rstrip("\n")
                if line.startswith("%table "):
                    table, columns = line[7:].split(":", 1)
                    table, columns = table.strip(), [c.strip() for c in columns.split("|")]
                elif line.strip() and not line.startswith("#") and table:
                    fields = [f.strip() for f in line.split("|", len(columns) - 1)]
                    row = dict(zip(columns, fields))
                    if row.get("example"):
                        yield table, f"{os.path.relpath(path, ROOT)}:{number}", row


def examples():
    for table, place, row in rows():
        if table == "issues":
            for part in re.split(r";\s*(?=(?:for|against|conditional|mixed|undecided):)", row["example"]):
                label, _, sentence = part.partition(":")
                if sentence.strip():
                    yield table, place, {**row, "label": label.strip()}, sentence.strip()
        else:
            yield table, place, row, row["example"]


def year_of(row):
    """The year of a theatre that ends in one (cuba-1962/…): its people hold their offices then."""
    year = re.match(r"[a-z-]+-(\d{4})/", row.get("id", ""))
    return year.group(1) if year else "2025"


def read_all(program, cases):
    sentences = [sentence for *_, sentence in cases]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as file:
        for number, (_, _, row, sentence) in enumerate(cases):
            file.write(json.dumps({"id": f"x{number}", "published": f"{year_of(row)}-10-15", "text": sentence}) + "\n")
    try:
        run = subprocess.run([program, "code", "--input-format", "jsonl", file.name], capture_output=True, timeout=600)
    finally:
        os.unlink(file.name)
    if run.returncode not in (0, 1):
        sys.exit(f"{program} ended with {run.returncode}: {run.stderr.decode(errors='replace')}")
    found, current = [[] for _ in sentences], None
    for line in run.stdout.decode().split("\n"):
        if line:
            record = json.loads(line)
            current = record["id"] if record["type"] == "document" else record.get("doc") or current
            found[int(current[1:])].append(record)
    return found


def of(records, kind, **fields):
    return [r for r in records if r["type"] == kind and all(r.get(k) == v for k, v in fields.items())]


def actors_like(records, prefix):
    return [r for r in records if r["type"] == "actor" and r["id"].startswith(prefix)]


# What an entry's example must give, by table. Tables that aren't here have examples for people only.
CHECKS = {
    "issues": lambda row, rs: of(rs, "position", issue=row["id"], label=row["label"]),
    "say": lambda row, rs: of(rs, "statement"),
    "contact": lambda row, rs: of(rs, "event", contact=row["contact"]),
    "event": lambda row, rs: of(rs, "event", plover=row["plover"]),
    "status": lambda row, rs: of(rs, "event", status=row["status"]),
    "shift": lambda row, rs: of(rs, "shift"),
    "outlook": lambda row, rs: (not of(rs, "outlook")) if row["role"] == "not" else of(rs, "outlook"),
    "condition": lambda row, rs: [r for r in of(rs, "event") if (r.get("condition") or {}).get("kind") == row["kind"]],
    "negation": lambda row, rs: [r for r in rs if r.get("polarity") == "denied"],
    "hedge": lambda row, rs: [r for r in rs if r.get("certainty") == row["certainty"]],
    "time": lambda row, rs: of(rs, "time"),
    "source": lambda row, rs: actors_like(rs, row["kind"] + ":") if row["kind"] in ("anon", "group") else
        (of(rs, "statement") or of(rs, "event")),
    "furniture": lambda row, rs: [r for r in of(rs, "document") if r.get("furniture")],
}


def is_silent(row):
    """Hints of HTML classes, and times that are there to keep others from being read, give no record by themselves."""
    return row.get("match") == "hint" or row.get("role") in ("stop", "age")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="./build/volteface")
    parser.add_argument("--floors", default=os.path.join(ROOT, "tests", "floors.json"))
    parser.add_argument("--show", metavar="TABLE")
    options = parser.parse_args()
    with open(options.floors, encoding="utf-8") as file:
        floors = json.load(file)
    some = [e for e in examples() if e[0] in CHECKS and not is_silent(e[2])]
    found = read_all(options.program, some)
    count = {}
    for (table, place, row, sentence), records in zip(some, found):
        good = bool(CHECKS[table](row, records))
        done = count.setdefault(table, [0, 0])
        done[0] += good
        done[1] += 1
        if not good and options.show in (table, "all"):
            print(f"# {place}: {row.get('label', '')} {sentence}")
    print(f"1..{len(count)}")
    bad = 0
    for number, (table, (good, total)) in enumerate(sorted(count.items()), 1):
        share, floor = 100 * good / total, floors.get(f"lexicon.{table}", 0)
        bad += share < floor
        print(f"{'not ' if share < floor else ''}ok {number} - {table}: {good} of {total} examples ({share:.0f} %, floor {floor})")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
