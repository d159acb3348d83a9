#!/usr/bin/env python3
"""Check the actor lexicon.

usage: lexicon_check.py ACTORS_DIR [ISO_COUNTRIES.tsv]

Reads states.txt, organisations.txt, outlets.txt, people.txt and offices.txt in
ACTORS_DIR. Errors (exit 1): wrong number of fields, ids that are malformed or
not unique, role owners that do not exist, malformed or inverted dates, role
titles missing from offices.txt, unknown kinds or office classes, a missing ISO
state. ISO_COUNTRIES.tsv (first column: alpha-3 code) is used for checking only.
Reports: overlapping starred roles of one state, names shared by several people,
names shared by several states or organisations.
"""
import os
import re
import sys
from collections import defaultdict

COLUMNS = {
    "states": ["id", "code", "name", "aliases", "adjectives", "capital", "seats", "years"],
    "organisations": ["id", "kind", "code", "name", "aliases", "of"],
    "outlets": ["id", "code", "name", "aliases", "of"],
    "people": ["id", "code", "name", "short", "aliases", "gender", "roles"],
    "offices": ["title", "office", "leader"],
}
KINDS = {"igo": "igo", "org": "org", "armed-group": "armed", "group": "group"}
OFFICES = set("head-of-state head-of-government foreign-minister defence-minister minister envoy ambassador "
              "spokesperson secretary-general adviser legislator military-chief party-leader official monarch "
              "leader".split())
ID = re.compile(r"^(state:[A-Z]{3}|(igo|org|armed|group|person):[a-z0-9]+(-[a-z0-9]+)*)$")
DATE = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")
DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
OVERLAP_DAYS = 92

errors = []
notes = []


def err(where, msg):
    errors.append("%s: %s" % (where, msg))


def read(folder, table):
    path = os.path.join(folder, table + ".txt")
    want = "%%table %s: %s" % (table, " | ".join(COLUMNS[table]))
    rows, seen = [], False
    try:
        with open(path, encoding="utf-8") as f:
            lines = f.read().split("\n")
    except (OSError, UnicodeDecodeError) as e:
        err(path, str(e))
        return rows
    for n, line in enumerate(lines, 1):
        where = "%s.txt:%d" % (table, n)
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("%table"):
            seen = True
            if line.strip() != want:
                err(where, "the column line should be '%s'" % want)
            continue
        if not seen:
            err(where, "data before the %table line")
        if "\t" in line or "\r" in line:
            err(where, "tab or carriage return")
        fields = [x.strip() for x in line.split("|")]
        if len(fields) != len(COLUMNS[table]):
            err(where, "%d fields, not %d" % (len(fields), len(COLUMNS[table])))
            continue
        row = dict(zip(COLUMNS[table], fields))
        row["where"] = where
        for col in COLUMNS[table]:
            if ";" in row[col]:
                items = [x.strip() for x in row[col].split(";")]
                if "" in items:
                    err(where, "empty item in '%s'" % col)
                if len(set(items)) != len(items):
                    err(where, "repeated item in '%s'" % col)
        rows.append(row)
    if not seen:
        err(path, "no %table line")
    return rows


def items(s):
    return [x.strip() for x in s.split(";") if x.strip()]


def bounds(s, where):
    """First and last day of a date of any precision as tuples, or None."""
    m = DATE.match(s)
    if not m:
        err(where, "bad date '%s'" % s)
        return None
    y, mo, d = int(m.group(1)), m.group(2), m.group(3)
    if mo and not 1 <= int(mo) <= 12 or d and not 1 <= int(d) <= DAYS[int(mo) - 1]:
        err(where, "no such day '%s'" % s)
        return None
    return (y, int(mo or 1), int(d or 1)), (y, int(mo or 12), int(d or 31))


def number(t):
    return t[0] * 365.25 + (t[1] - 1) * 30.44 + t[2]


def span(text, where):
    if ".." not in text:
        err(where, "no '..' in '%s'" % text)
        return None
    a, b = text.split("..", 1)
    lo = bounds(a, where) if a else ((0, 1, 1), (0, 1, 1))
    hi = bounds(b, where) if b else ((9999, 12, 31), (9999, 12, 31))
    if lo is None or hi is None:
        return None
    if lo[0] > hi[1]:
        err(where, "'%s' ends before it begins" % text)
        return None
    # the latest possible begin and the earliest possible end, so that coarse dates raise no alarm
    return number(lo[1] if a else lo[0]), number(hi[0] if b else hi[1])


def main(argv):
    if len(argv) not in (2, 3):
        sys.exit(__doc__)
    folder = argv[1]
    t = {name: read(folder, name) for name in COLUMNS}
    ids = {}
    for name in ("states", "organisations", "outlets", "people"):
        for r in t[name]:
            if not ID.match(r["id"]):
                err(r["where"], "malformed id '%s'" % r["id"])
            if r["id"] in ids:
                err(r["where"], "id '%s' is also at %s" % (r["id"], ids[r["id"]]))
            ids[r["id"]] = r["where"]
            if not r["name"]:
                err(r["where"], "no name")
    titles = {}
    for r in t["offices"]:
        if r["title"] in titles:
            err(r["where"], "title '%s' is also at %s" % (r["title"], titles[r["title"]]))
        titles[r["title"]] = r["where"]
        if r["title"] != r["title"].lower():
            err(r["where"], "title not in lower case")
        if r["office"] not in OFFICES:
            err(r["where"], "unknown office class '%s'" % r["office"])
        if r["leader"] not in ("", "yes"):
            err(r["where"], "leader is 'yes' or empty")
    for r in t["states"]:
        if r["id"] != "state:" + r["code"]:
            err(r["where"], "id and code differ")
        if r["years"]:
            span(r["years"], r["where"])
    for r in t["organisations"]:
        if r["kind"] not in KINDS:
            err(r["where"], "unknown kind '%s'" % r["kind"])
        elif not r["id"].startswith(KINDS[r["kind"]] + ":"):
            err(r["where"], "kind and id differ")
    for r in t["organisations"] + t["outlets"]:
        if r["of"] and r["of"] not in ids:
            err(r["where"], "'of' names no state: '%s'" % r["of"])
    stars, names = defaultdict(list), defaultdict(set)
    unknown = defaultdict(int)
    for r in t["people"]:
        w = r["where"]
        if r["gender"] not in ("m", "f", ""):
            err(w, "gender '%s'" % r["gender"])
        if not r["id"].startswith("person:"):
            err(w, "not a person: '%s'" % r["id"])
        for n in {r["name"], r["short"]} | set(items(r["aliases"])):
            if n:
                names[n].add(r["id"])
        for role in items(r["roles"]):
            m = re.match(r"^(.+?)(\*?) @ (\S+) (\S+)$", role)
            if not m:
                err(w, "bad role '%s'" % role)
                continue
            title, star, owner, rng = m.groups()
            if title not in titles:
                unknown[title] += 1
                err(w, "title '%s' is not in offices.txt" % title)
            if owner not in ids:
                err(w, "unknown owner '%s'" % owner)
            sp = span(rng, w)
            if sp and star:
                stars[owner].append((sp[0], sp[1], r["id"], rng))
    over = 0
    for owner in sorted(stars):
        s = sorted(stars[owner])
        for i, a in enumerate(s):
            for b in s[i + 1:]:
                if a[2] != b[2] and min(a[1], b[1]) - max(a[0], b[0]) > OVERLAP_DAYS:
                    over += 1
                    notes.append("overlap: %s %s %s / %s %s" % (owner, a[2], a[3], b[2], b[3]))
    shared = sorted((n, sorted(p)) for n, p in names.items() if len(p) > 1)
    for n, p in shared:
        notes.append("shared name: %s = %s" % (n, ", ".join(p)))
    other = defaultdict(set)
    for name in ("states", "organisations", "outlets"):
        for r in t[name]:
            for n in {r["name"]} | set(items(r["aliases"])) | set(items(r.get("capital", ""))) | \
                    set(items(r.get("seats", ""))) | set(items(r.get("adjectives", ""))):
                other[n].add(r["id"])
    for n, p in sorted(other.items()):
        if len(p) > 1:
            notes.append("shared name: %s = %s" % (n, ", ".join(sorted(p))))
        if n in names:
            notes.append("shared name: %s = %s, %s" % (n, ", ".join(sorted(p)), ", ".join(sorted(names[n]))))
    if len(argv) == 3:
        codes = {r["code"] for r in t["states"]}
        with open(argv[2], encoding="utf-8") as f:
            next(f)
            for line in f:
                c = line.split("\t")[0].strip()
                if c and c not in codes:
                    err("states.txt", "ISO state %s is missing" % c)
    for n in notes:
        print(n)
    for e in errors:
        print("error: " + e)
    kinds = defaultdict(int)
    for r in t["organisations"]:
        kinds[r["kind"]] += 1
    print("states %d, organisations %d (%s), outlets %d, people %d (roles %d), offices %d; "
          "%d overlaps, %d names shared by people, %d errors" % (
              len(t["states"]), len(t["organisations"]), ", ".join("%s %d" % k for k in sorted(kinds.items())),
              len(t["outlets"]), len(t["people"]), sum(len(items(r["roles"])) for r in t["people"]),
              len(t["offices"]), over, len(shared), len(errors)))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
