#!/usr/bin/env python3
"""Checks lexicon/issues/issues.txt: shape, tree, labels, and that every example meets its own topic.

usage: issues_check.py FILE
Prints one line per fault to stderr and exits 1 if there is any. The topic test is a simple one (case-insensitive,
a word of the sentence may carry an English ending); the program's own matcher, with lemmas, is stricter and finer.
"""
import re
import sys

FIELDS = ["id", "parent", "proposition", "topic", "for", "against", "example"]
LABELS = {"for", "against", "conditional", "mixed", "undecided"}
MAX_GROUPS = 3
MIN_ISSUES, MIN_THEATRES = 110, 16

# Verbs that say what the holder thinks of the proposition. The program reads them; here they would count twice.
ATTITUDE = set("""support oppose reject want refuse demand urge accept agree deny back endorse welcome condemn
criticise criticize denounce favour favor insist seek vow propose threaten warn hope rule resist consider prefer
object dismiss disagree advocate wish desire intend disapprove""".split())
# Words of the list above that mean something else in a longer phrase ("hand back", "pull back").
PHRASE_FREE = {"back", "rule"}
ENDINGS = ("", "s", "es", "d", "ed", "ing", "n", "al", "ly", "'s", "er", "ers")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")
WORD = re.compile(r"[\w.+]+(?:[-'’][\w.]+)*%?", re.UNICODE)


def words(text):
    """Lower-cased words; hyphens part words, a full stop at the end goes."""
    out = []
    for raw in WORD.findall(text.lower().replace("’", "'").replace("-", " ")):
        out.append(raw if raw.count(".") > 1 else raw.rstrip("."))
    return [w for w in out if w]


IRREGULAR = {"sent": "send", "gave": "give", "given": "give", "held": "hold", "met": "meet", "left": "leave",
             "withdrew": "withdraw", "withdrawn": "withdraw", "sold": "sell", "bought": "buy", "kept": "keep",
             "built": "build", "took": "take", "taken": "take", "won": "win", "stolen": "steal", "paid": "pay",
             "shot": "shoot", "broke": "break", "broken": "break", "lost": "lose", "grew": "grow", "men": "man"}


def same(word, entry):
    """Is the word of the sentence the entry, or the entry with an ending?"""
    if word == entry or IRREGULAR.get(word) == entry or word == entry + "'s":
        return True
    stems = {entry}
    if len(entry) > 2:
        stems.add(entry + entry[-1])                       # ban, banned
    if entry.endswith("e"):
        stems.add(entry[:-1])                              # impose, imposing
    if entry.endswith("y"):
        stems |= {entry[:-1] + "i", entry[:-1] + "ie"}     # deploy stays, supply, supplies
    return any(word == stem + ending for stem in stems for ending in ENDINGS if len(stem) > 1)


def hit(alternative, sentence):
    """Does the word or phrase occur among the sentence's words?"""
    entry = words(alternative)
    return bool(entry) and any(all(same(sentence[i + k], e) for k, e in enumerate(entry))
                               for i in range(len(sentence) - len(entry) + 1))


def split_list(field, separator=";"):
    return [part.strip() for part in field.split(separator)] if field.strip() else []


def check_words(row, fault):
    for side in ("for", "against"):
        entries = split_list(row[side])
        if not entries:
            fault(f"no words in '{side}'")
        if len(set(entries)) != len(entries):
            fault(f"'{side}' lists a word twice")
        for entry in entries:
            parts = words(entry)
            for part in parts:
                if part in ATTITUDE and not (len(parts) > 1 and part in PHRASE_FREE):
                    fault(f"'{entry}' in '{side}': {part} is an attitude of the holder")
            if not parts:
                fault(f"empty entry in '{side}'")
    for both in set(split_list(row["for"])) & set(split_list(row["against"])):
        fault(f"'{both}' stands on both sides")


def check_topic(row, fault):
    groups = split_list(row["topic"], " & ")
    if not groups:
        fault("no topic")
    if len(groups) > MAX_GROUPS:
        fault(f"{len(groups)} topic groups, at most {MAX_GROUPS}")
    label, colon, sentence = row["example"].partition(":")
    if not colon or label.strip() not in LABELS:
        fault(f"bad label '{label.strip()[:20]}'")
    if not sentence.strip().endswith((".", "!", "?", '"', "”")):
        fault("the example is no whole sentence")
    seen = words(sentence)
    for group in groups:
        entries = split_list(group)
        if "" in entries:
            fault("empty alternative in topic")
        if len(set(entries)) != len(entries):
            fault("topic lists an alternative twice in one group")
        if not any(hit(entry, seen) for entry in entries):
            fault(f"example misses the group '{group[:60]}'")


def read(path, report):
    """Rows of the table as (line number, dict)."""
    header, rows = False, []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            text = line.rstrip("\n")
            if not text.strip() or text.startswith("#"):
                continue
            if text.startswith("%table"):
                declared = [part.strip() for part in text.partition(":")[2].split("|")]
                header = declared == FIELDS
                continue
            fields = [part.strip() for part in text.split("|")]
            if len(fields) != len(FIELDS):
                report(number, f"{len(fields)} fields, {len(FIELDS)} expected")
                continue
            rows.append((number, dict(zip(FIELDS, fields))))
    if not header:
        report(0, "no '%table issues:' line with the expected fields")
    return rows


def check_tree(rows, report):
    ids, theatres, issues, examples = {}, 0, 0, {}
    for number, row in rows:
        if row["id"] in ids:
            report(number, f"{row['id']} occurs twice, first on line {ids[row['id']]}")
        ids.setdefault(row["id"], number)
    for number, row in rows:
        def fault(text, number=number, name=row["id"]):
            report(number, f"{name}: {text}")
        if not ID.fullmatch(row["id"]):
            fault("id is not kebab case")
        if not row["proposition"]:
            fault("no proposition")
        if "/" not in row["id"]:
            theatres += 1
            if any(row[name] for name in ("parent", "topic", "for", "against", "example")):
                fault("a theatre has an id and a name only")
            continue
        issues += 1
        if row["parent"] != row["id"].rpartition("/")[0] or row["parent"] not in ids:
            fault(f"parent '{row['parent']}' is not the line one step up")
        if row["example"] in examples:
            fault(f"same example as {examples[row['example']]}")
        examples[row["example"]] = row["id"]
        check_words(row, fault)
        check_topic(row, fault)
    if issues < MIN_ISSUES or theatres < MIN_THEATRES:
        report(0, f"only {issues} issues over {theatres} theatres")
    return issues, theatres


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.strip().splitlines()[2], file=sys.stderr)
        return 1
    faults = []

    def report(number, text):
        faults.append(f"{arguments[1]}:{number}: {text}")
    try:
        rows = read(arguments[1], report)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{arguments[1]}: {error}", file=sys.stderr)
        return 1
    issues, theatres = check_tree(rows, report)
    for line in faults:
        print(line, file=sys.stderr)
    print(f"{issues} issues, {theatres} theatres, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
