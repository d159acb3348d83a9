#!/usr/bin/env python3
"""Runs the reading tests: a text in, records out.

    run.py [--program FILE] [--bless] [--show] [CASES.txt...]

A file of cases (docs/tests.md shows how to write one):

    === Reported, not certain
    date: 2025-10-17
    The Kremlin reportedly wants a summit.
    ---
    statement state:RUS "a summit" (probable)
    ? position state:RUS for
    ! contact

Below the line --- stand the records that are expected, one a line, in the words that `--show` prints for a record. What
you leave out isn't looked at: an expected line is met by a record whose line has all its words in that order; a piece in
quotation marks is met by one that contains it or lies within it. `!` marks what must not be there, `?` what isn't read
yet but should be (once it is, the output says so: take the mark away).

--bless writes what is read now in the place of what was expected, for the kinds of record the case names; look at the
difference before you keep it. Output is TAP, with what is wrong on standard error. Exit status 1 if a case fails, 2 if the program could not be run."""
import argparse
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = ("actor", "mention", "time", "statement", "event", "contact", "position", "shift", "outlook")


class Case:
    def __init__(self, path, name, line):
        self.path, self.name, self.line = path, name, line
        self.fields, self.text, self.expected = {}, [], []


def load(path):
    cases, part = [], None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file.read().split("\n"), 1):
            if line.startswith("=== "):
                cases.append(Case(path, line[4:].strip(), number))
                part = "head"
            elif not cases:
                continue  # what stands above the first case is for people
            elif line.strip() == "---" and part != "expected":
                part = "expected"
            elif part == "expected":
                if line.strip() and not line.startswith("#"):
                    cases[-1].expected.append(line.strip())
            else:
                field = re.match(r"(date|title|publisher|uri): (.*)", line) if part == "head" else None
                if field:
                    cases[-1].fields[field[1]] = field[2].strip()
                elif line.strip() or part == "text":
                    part = "text"
                    cases[-1].text.append(line)
    return cases


def as_input(case, number):
    out = {"id": f"case-{number}", "text": "\n".join(case.text).strip("\n")}
    for name, value in case.fields.items():
        out["published" if name == "date" else name] = value
    return out


def read_all(program, cases):
    """The records of each case: one run of the program for all of them."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as file:
        for number, case in enumerate(cases):
            file.write(json.dumps(as_input(case, number), ensure_ascii=False) + "\n")
    try:
        run = subprocess.run([program, "code", "--input-format", "jsonl", file.name], capture_output=True, timeout=300)
    finally:
        os.unlink(file.name)
    if run.returncode not in (0, 1):
        sys.exit(f"{program} ended with {run.returncode}: {run.stderr.decode(errors='replace')}")
    records = {number: [] for number in range(len(cases))}
    for line in run.stdout.decode().split("\n"):
        if line:
            record = json.loads(line)
            doc = record["id"] if record["type"] == "document" else record.get("doc")
            if record["type"] == "actor" and doc is None:
                doc = current
            current = doc
            match = re.fullmatch(r"case-(\d+)", doc or "")
            if match:
                records[int(match[1])].append(record)
    return records


# ---- a record in words

def warrant(record):
    words = [record[name] for name, usual in (("certainty", "certain"), ("polarity", "affirmed"))
             if record.get(name, usual) != usual]
    if record.get("voices"):
        words.append("by " + " ".join(v or "?" for v in record["voices"]))
    return " (" + "; ".join(words) + ")" if words else ""


def in_words(record, text, events):
    """The lines of one record: [(kind, line)]. A contact is an event as well and has a line of each kind."""
    def piece(span):
        return '"' + " ".join(text[span[0]:span[1]].decode(errors="replace").split()) + '"' if span else "-"

    def names(ids):
        return " ".join(i or "?" for i in ids or []) or "-"

    kind, tail = record["type"], warrant(record)
    if kind == "actor":
        roles = "; ".join(f"{r.get('title')} of {r.get('of')}" for r in record.get("roles") or [])
        return [(kind, f"actor {record['id']} {record['kind']} \"{record['name']}\" {record.get('code') or '-'} {roles}".strip())]
    if kind == "mention":
        return [(kind, f"mention {record['actor']} {record['form']} {piece(record['span'])}{tail}")]
    if kind == "time":
        return [(kind, f"time {record['kind']} {record.get('value') or '-'} {piece(record['span'])}{tail}")]
    if kind == "statement":
        cue = piece(record.get("cue_span")).strip('"')
        content = " ".join(piece(s) for s in record.get("content_spans") or [])
        to = f" to {record['addressee']}" if record.get("addressee") else ""
        return [(kind, f"statement {record.get('speaker') or '-'} {cue}: {content}{to} {record['manner']}{tail}")]
    if kind == "event":
        condition = record.get("condition")
        more = f" {condition['kind']} {piece(condition.get('span'))}" if condition else ""
        more += f" at {record['place']}" if record.get("place") else ""
        more += f" on {record['date']}" if record.get("date") else ""
        out = [(kind, f"event {record['plover']} {record['status']} {names(record['actors'])} > "
                      f"{names(record['recipients'])}{more} {piece(record['span'])}{tail}")]
        if record.get("contact"):
            who = sorted(set((record["actors"] or []) + (record["recipients"] or [])), key=str)
            out.append(("contact", f"contact {record['contact']} {record['status']} {names(who)}{more} "
                                   f"{piece(record['span'])}{tail}"))
        return out
    if kind == "position":
        return [(kind, f"position {record['holder']} {record['issue']} {record['label']} {piece(record['span'])}{tail}")]
    if kind == "shift":
        end = [(record.get(name) or {}).get("label") or "?" for name in ("from", "to")]
        after = events.get(record.get("after"))
        contact = "-" if not after else after.get("contact") or after["plover"]
        return [(kind, f"shift {record['holder']} {record['issue']} {end[0]} -> {end[1]} after {contact} "
                       f"{record['basis']} {piece(record['span'])}{tail}")]
    if kind == "outlook":
        return [(kind, f"outlook {record.get('predictor') or '-'} if {piece(record.get('if_span'))} then "
                       f"{piece(record.get('then_span'))} {record.get('horizon') or '-'}{tail}")]
    return []


def lines_of(records):
    text = next((r["text"].encode() for r in records if r["type"] == "document"), b"")
    events = {r.get("id"): r for r in records if r["type"] == "event"}
    return [pair for record in records for pair in in_words(record, text, events)]


# ---- expected against read

def words_of(line):
    return re.findall(r'"[^"]*"|[^\s"]+', line.replace("“", '"').replace("”", '"') if line.count('"') == 0 else line)


def agrees(wanted, got):
    if wanted == "*":
        return True
    if wanted.startswith('"') and got.startswith('"'):
        a, b = wanted.strip('"').strip(), got.strip('"').strip()
        return a == b or (a in b) or (len(b) > 0 and b in a)
    return wanted.strip("();").rstrip(":") == got.strip("();").rstrip(":")


def meets(expected, line):
    words, at = words_of(line), 0
    wanted = words_of(expected)
    if wanted[0] == "contact":  # who is named first doesn't matter
        ids = sorted(w for w in wanted if ":" in w and not w.startswith('"'))
        rest = iter(ids)
        wanted = [next(rest) if ":" in w and not w.startswith('"') else w for w in wanted]
    for word in wanted:
        while at < len(words) and not agrees(word, words[at]):
            at += 1
        if at == len(words):
            return False
        at += 1
    return True


def check(case, lines):
    """What is wrong, as lines to print."""
    wrong = []
    for expected in case.expected:
        mark, want = (expected[0], expected[1:].strip()) if expected[0] in "!?" else ("", expected)
        kind = want.split()[0]
        if kind not in KINDS:
            wrong.append(f"not a kind of record: {expected}")
            continue
        hit = [line for k, line in lines if k == kind and meets(want, line)]
        if mark == "!" and hit:
            wrong += [f"must not be: {line}" for line in hit]
        elif mark == "?" and hit:
            print(f"# works now, take the ? away: {case.name}: {want}")
        elif not mark and not hit:
            wrong.append(f"- {want}")
            wrong += [f"+ {line}" for k, line in lines if k == kind]
    return list(dict.fromkeys(wrong))


def bless(path, cases, results):
    """Rewrites the file: positive expectations of each failing case become what is read now."""
    with open(path, encoding="utf-8") as file:
        source = file.read().split("\n")
    for case, (lines, wrong) in reversed(list(zip(cases, results))):
        if not wrong:
            continue
        kinds = {e.lstrip("!? ").split()[0] for e in case.expected if e[0] != "!"} or {"statement", "contact", "position", "shift"}
        start = next(i for i in range(case.line, len(source)) if source[i].strip() == "---") + 1
        end = next((i for i in range(start, len(source)) if source[i].startswith("=== ")), len(source))
        old = [line for line in source[start:end] if line.startswith(("!", "#"))]
        source[start:end] = [line for k, line in lines if k in kinds] + old + [""]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(source).rstrip("\n") + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="./build/volteface")
    parser.add_argument("--bless", action="store_true", help="keep what is read now as what is expected")
    parser.add_argument("--show", action="store_true", help="print every case's records in words, and check nothing")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    files = options.files or sorted(glob.glob(os.path.join(HERE, "*.txt")))
    per_file = [(path, load(path)) for path in files]
    cases = [case for _, some in per_file for case in some]
    records = read_all(options.program, cases)
    results = []
    for number, case in enumerate(cases):
        lines = lines_of(records[number])
        results.append((lines, check(case, lines)))
    if options.show:
        for case, (lines, _) in zip(cases, results):
            print(f"=== {case.name}", *(line for _, line in lines), "", sep="\n")
        return 0
    print(f"1..{len(cases)}")
    for number, (case, (_, wrong)) in enumerate(zip(cases, results), 1):
        print(f"{'not ' if wrong else ''}ok {number} - {case.name.replace('#', '')}")
        if wrong:
            print(f"{os.path.relpath(case.path)}:{case.line}: {case.name}", *wrong, sep="\n    ", file=sys.stderr)
    if options.bless:
        at = 0
        for path, some in per_file:
            bless(path, some, results[at:at + len(some)])
            at += len(some)
    return 1 if any(wrong for _, wrong in results) else 0


if __name__ == "__main__":
    sys.exit(main())
