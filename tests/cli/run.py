#!/usr/bin/env python3
"""Tests of the command as a person or a program meets it: run.py PROGRAM [NAME...]. Output is TAP.

Each function named test_* is one test; it gets a fresh folder as the current one. An assertion's message should say what
the person at the terminal would have seen."""
import inspect
import json
import os
import random
import resource
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/volteface")
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
EXAMPLE = os.path.join(ROOT, "examples", "cuban-missile-crisis.jsonl")
COMMANDS = ("add code parse shifts positions contacts statements events outlooks documents show actors issues refusals export "
            "extract help version").split()
QUERIES = (["shifts"], ["positions", "John F. Kennedy"], ["contacts"], ["statements"], ["events"], ["outlooks"], ["documents"],
           ["actors", "Kennedy"], ["issues"], ["refusals"])
# Sanitizers make everything slower and bigger; what is measured then says nothing.
SANITIZED = b"__asan_init" in open(PROGRAM, "rb").read()
# Under the sanitizers times and peaks mean nothing, so that long inputs need not be long.
LENGTH = 0.05 if SANITIZED else 1
MANY = 800 if SANITIZED else 4000  # articles that take long enough to be interrupted
ENV = {k: v for k, v in os.environ.items() if not k.startswith("VOLTEFACE") and k not in ("NO_COLOR", "COLUMNS")}
ENV["LC_ALL"] = "C.UTF-8"


class Run:
    def __init__(self, status, out, err):
        self.status, self.raw, self.out, self.err = status, out, out.decode(errors="replace"), err.decode(errors="replace")

    def __repr__(self):
        return f"exit {self.status}\nstdout: {self.out[:600]}\nstderr: {self.err[:600]}"


def vf(*arguments, stdin=b"", env=None, timeout=120, **more):
    done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, env={**ENV, **(env or {})},
                          timeout=timeout, **more)
    return Run(done.returncode, done.stdout, done.stderr)


def expect(run, status, *on_stderr):
    assert run.status == status, f"expected exit {status}\n{run}"
    for words in on_stderr:
        assert words in run.err, f"stderr should say {words!r}\n{run}"
    return run


def write(name, content):
    with open(name, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return name


def article(number, text="President John F. Kennedy met Soviet Foreign Minister Andrei Gromyko on Thursday."):
    return json.dumps({"id": f"a{number}", "published": "1962-10-18", "title": f"Number {number}", "publisher": "Paper",
                       "text": f"{text} This is number {number}."}) + "\n"


def articles(name, count):
    return write(name, "".join(article(i) for i in range(count)))


def intact(ledger="volteface.db"):
    """The ledger passes SQLite's own check; returns how many documents it holds."""
    with sqlite3.connect(ledger) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok", "the ledger is damaged"
    return len(vf("documents", "--json", "--ledger", ledger).out.splitlines())


def lines(run):
    return [json.loads(line) for line in run.out.splitlines()]


# ---- help and usage

def test_help_of_everything():
    overview = expect(vf(), 0)
    assert expect(vf("help"), 0).out == overview.out == expect(vf("--help"), 0).out
    for name in COMMANDS:
        assert f"  {name} " in overview.out, f"{name} is missing in the overview"
        out = expect(vf(name, "--help"), 0).out
        assert "Usage\n" in out and (name in ("version",) or "Examples\n" in out), f"{name} --help:\n{out}"
        assert expect(vf("help", name), 0).out == out
    for word in ("130", "VOLTEFACE_LEDGER"):
        assert word in overview.out


def test_version():
    assert expect(vf("version"), 0).out == expect(vf("--version"), 0).out
    assert lines(vf("version", "--json"))[0]["name"] == "volteface"


def test_usage_errors_are_two():
    expect(vf("shfts"), 2, "did you mean shifts")
    expect(vf("shifts", "--isue", "x"), 2, "did you mean --issue")
    expect(vf("code"), 2, "PATH")
    expect(vf("show"), 2, "ID")
    expect(vf("positions"), 2, "ACTOR")
    expect(vf("shifts", "--limit", "many"), 2, "--limit")
    expect(vf("shifts", "--from", "last week"), 2, "--from")
    expect(vf("shifts", "--from", "2025-13"), 2, "--from")
    expect(vf("shifts", "--certainty", "sure"), 2, "certain|probable|possible")
    expect(vf("shifts", "--issue"), 2, "needs a value")
    expect(vf("documents", "--after", "x"), 2, "takes no --after")
    expect(vf("documents", "stray"), 2, "stray")
    expect(vf("help", "nonsense"), 2, "nonsense")
    expect(vf("parse", "--format", "csv", "x"), 2, "conllu|jsonl")  # one name, but what it takes depends on the command
    expect(vf("--format", "conllu", "export"), 2, "jsonl|csv")


def test_every_example_is_a_valid_command_line():
    count = 0
    for name in COMMANDS:
        for line in vf(name, "--help").out.split("Options\n")[0].splitlines():
            if not line.startswith("  ") or line.startswith("      ") or "volteface " not in line or "[OPTIONS]" in line:
                continue
            words = shlex.split(line[line.index("volteface "):])[1:]
            words = words[:next((i for i, w in enumerate(words) if w in ("|", "<", ">")), len(words))]
            run = vf(*words)
            assert run.status in (0, 1, 3), f"{line}\n{run}"
            count += 1
    assert count > 25, count


def test_manual_and_completions():
    man = expect(vf("help", "--man"), 0).out
    assert man.startswith(".Dd")
    for name in COMMANDS:
        assert f".It Cm {name}" in man
    if shutil.which("mandoc"):
        lint = subprocess.run(["mandoc", "-T", "lint", "-W", "error"], input=man.encode(), capture_output=True)
        assert lint.returncode == 0, lint.stdout
    write("complete.bash", vf("help", "--completions", "bash").out)
    subprocess.run(["bash", "-n", "complete.bash"], check=True)
    done = subprocess.run(["bash", "-c", "source ./complete.bash; COMP_WORDS=(volteface sh); COMP_CWORD=1; _volteface; "
                           "echo ${COMPREPLY[@]}"], capture_output=True, check=True)
    assert done.stdout.split() == [b"shifts", b"show"], done
    for shell in ("zsh", "fish"):
        out = expect(vf("help", "--completions", shell), 0).out
        assert "shifts" in out and "as-of" in out
        if shutil.which(shell):
            subprocess.run([shell, "-n", write("c", out)], check=True)


# ---- code

def test_code_prints_records():
    out = lines(expect(vf("code", "--input-format", "text", "-", stdin=b"President John F. Kennedy met Andrei Gromyko."), 0))
    assert out[0]["type"] == "document" and out[0]["text"].startswith("President")
    assert list(out[0])[0] == "type"
    assert all("type" in record for record in out)


def test_code_keeps_the_order_with_any_number_of_jobs():
    name = articles("in.jsonl", 60)
    one = expect(vf("code", name), 0)
    assert [r["id"] for r in lines(one) if r["type"] == "document"] == [f"a{i}" for i in range(60)]
    for jobs in ("2", "3", "0"):
        assert vf("code", "--jobs", jobs, name).raw == one.raw, f"--jobs {jobs} changed the output"


def test_code_leaves_nothing_behind():
    expect(vf("code", articles("in.jsonl", 1)), 0)
    assert os.listdir(".") == ["in.jsonl"]


def test_code_goes_on_after_a_refusal():
    name = write("in.jsonl", article(1) + "{broken\n" + article(2))
    run = expect(vf("code", name, "missing.txt"), 1, "in.jsonl:2", "missing.txt")
    assert [r["id"] for r in lines(run) if r["type"] == "document"] == ["a1", "a2"]
    assert len(run.err.splitlines()) == 2, run


def test_code_into_a_closed_pipe_is_quiet():
    name = articles("in.jsonl", 300)
    for jobs in ("1", "2"):
        process = subprocess.Popen([PROGRAM, "code", "--jobs", jobs, name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        assert process.wait(60) == 0 and err == b"", (process.returncode, err)


def test_code_to_a_full_disk():
    with open("/dev/full", "wb") as full:
        done = subprocess.run([PROGRAM, "code", articles("in.jsonl", 50)], stdout=full, stderr=subprocess.PIPE, env=ENV)
    assert done.returncode == 3 and b"standard output" in done.stderr, done


def peak(*arguments):
    """The most memory that the command used, in KiB."""
    with open(os.devnull, "w") as null:
        process = subprocess.Popen([PROGRAM, *arguments], stdout=null, stderr=null, env=ENV)
        _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, f"{arguments} ended with {status}"
    return usage.ru_maxrss


def test_code_streams():
    small, large = peak("code", articles("small.jsonl", 200)), peak("code", articles("large.jsonl", int(3000 * LENGTH)))
    assert SANITIZED or large < small * 1.3 + 4096, f"{small} KiB for 200 articles, {large} KiB for 3000"


def seconds(name):
    """The time that the processor needs to read a file, without what every start takes."""
    with open(os.devnull, "w") as null:
        process = subprocess.Popen([PROGRAM, "code", "--jobs", "1", name], stdout=null, env=ENV)
        _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, f"{name}: {status}"
    return usage.ru_utime


def test_reading_takes_four_times_as_long_for_four_times_the_text():
    said = "President Kennedy said on Monday that the missiles in Cuba had to be removed. "
    after = "After a call with Khrushchev, Kennedy dropped his objection to the removal of the Il-28 bombers from Cuba. "
    for text in (said * 4 + "\n\n", after, '"No," Kennedy said. "We will not leave Turkey," he added.\n\n'):
        one, four = (seconds(write(f"{n}.txt", text * int(n * LENGTH * 200_000 // len(text)))) for n in (1, 4))
        assert SANITIZED or four < one * 8, f"{text!r}: {one:.2f} s for 200 KB, {four:.2f} s for 800 KB"


# ---- input that nobody should send

def refused_or_fine(run):
    assert run.status in (0, 1), run
    if run.status == 1:
        assert "refused" in run.err and len(run.err.splitlines()) <= 3, run
    for record in lines(run):
        assert "type" in record
    return run


def refused(name, *says, add=True):
    """The input is refused in one line that says what is wrong and what to do; the ledger is none the worse for it."""
    if not os.path.exists("volteface.db"):
        expect(vf("add", "-", stdin=article(1).encode()), 0)
    run = expect(vf("code", name), 1, "refused: " + name, *says)
    assert not run.out and len(run.err.splitlines()) == 1, run
    if add:
        expect(vf("add", name), 1, *says)
        assert [row for row in lines(vf("refusals", "--json")) if row["uri"] == name], f"{name} is not among the refusals"
    assert intact() == 1


def test_bad_utf8():
    for bad in (b"Kennedy met \xff\xfe Gromyko.\n", b"\xc3", b"\xed\xa0\x80 surrogate"):
        refused(write("in.txt", bad), "neither UTF-8 nor", "iconv")
    refused(write("in.jsonl", b'{"id":"x","text":"a \xff b"}\n'), "in.jsonl:1:", "neither UTF-8 nor", "iconv")
    out = lines(expect(vf("code", write("latin.txt", b"caf\xe9 in Latin-1, it seems.\n")), 0))
    assert out[0]["text"].startswith("café"), out[0]


def test_nul_bytes():
    refused(write("in.txt", b"Kennedy met\0Gromyko.\0\0\n"), "NUL", "save its text")
    refused(write("in.jsonl", b'{"id":"x","text":"a \\u0000 b"}\n'), "in.jsonl:1:", "\\u0000", "take it out")
    refused(write("key.jsonl", b'{"id":"y\\u0000","text":"c"}\n'), "\\u0000", "take it out")


def test_an_empty_file():
    for name in ("empty.txt", "empty.html", "empty.jsonl", "empty"):
        refused(write(name, b""), "empty", "leave it out")
    refused(write("blank.txt", b" \n\n\t\n"), "no text", "leave it out")
    refused_or_fine(vf("code", write("blank.jsonl", b"\n\n")))


def test_a_binary_file():
    shutil.copy(sys.executable, "program.txt")
    refused("program.txt", "a program", "leave it out")
    random.seed(1962)
    for name in ("random.html", "random.txt", "random"):
        refused(write(name, random.randbytes(100000)), "binary", "save its text")
    refused(write("letter.txt", b"%PDF-1.4\n"), "pdftotext")
    refused(write("news.jsonl", b"\x1f\x8b\x08"), "gzip -dc")
    refused("volteface.db", "SQLite", add=False)


def test_one_line_of_200_megabytes():
    def send(arguments, prefix):
        process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
        chunk = b"Kennedy met Gromyko on Thursday and said no. " * 23302  # 1 MiB
        try:
            process.stdin.write(prefix)
            for _ in range(200):
                process.stdin.write(chunk)
        except BrokenPipeError:
            pass
        out, err = process.communicate(timeout=300)
        return Run(process.returncode, out[:1000], err)
    expect(vf("add", articles("in.jsonl", 1)), 0)
    for form, prefix in (("text", b""), ("html", b"<p>"), ("jsonl", b'{"id":"x","text":"')):
        for command in ("code", "add"):
            run = expect(send([command, "--input-format", form, "-"], prefix), 1, "refused", "is longer than", "split it")
            assert len(run.err.splitlines()) == 1 and len(run.err) < 300, run
    assert intact() == 1


def test_html_a_hundred_thousand_deep():
    page = b"<html><body>" + b"<div>" * 100000 + b"<p>Kennedy met Gromyko.</p>" + b"</div>" * 100000
    refused(write("deep.html", page), "nested too deep", "save its text")
    expect(vf("extract", "deep.html"), 1, "nested too deep")


def test_json_ten_thousand_deep():
    refused_or_fine(vf("code", write("in.jsonl", b'{"id":' + b"[" * 10000 + b"]" * 10000 + b',"text":"x"}\n')))


def test_many_small_files_in_a_folder():
    os.makedirs("in/deeper")
    for i in range(50):
        write(f"in/{'deeper/' if i % 2 else ''}{i:02}.txt", f"Kennedy met Gromyko. Number {i}.")
    out = lines(expect(vf("code", "in"), 0))
    assert len([r for r in out if r["type"] == "document"]) == 50


def test_hostile_text_does_not_reach_a_terminal():
    evil = "President Kennedy said \x1b[31mno\x1b]0;owned\x07 to \u202eGromyko\u009b2J on Thursday."
    write("in.jsonl", json.dumps({"id": "x", "title": "T\x1b[2Jitle", "published": "1962-10-18", "publisher": "P\x1bcaper", "text": evil}) + "\n")
    expect(vf("add", "in.jsonl"), 0)
    for arguments in (*QUERIES, ["show", "x"], ["show", "x", "--json"], ["documents", "--json"]):
        run = vf(*arguments)
        for bad in ("\x1b", "\x07", "\u202e", "\u009b"):
            assert bad not in run.out + run.err, f"{bad!r} in the output of {arguments}"
    run = vf("show", "\x1b[31mred")
    assert "\x1b" not in run.err, run


# ---- the ledger

def test_add_again_changes_nothing():
    name = articles("in.jsonl", 3)
    assert expect(vf("add", name), 0).out == "3 added, 0 replaced, 0 unchanged, 0 refused\n"
    assert expect(vf("add", name), 0).out == "0 added, 0 replaced, 3 unchanged, 0 refused\n"
    write(name, article(1, "Kennedy wrote to Khrushchev on Monday."))
    assert expect(vf("add", name), 0).out == "0 added, 1 replaced, 0 unchanged, 0 refused\n"
    assert expect(vf("add", "--quiet", name), 0).out == ""
    assert lines(vf("add", "--json", name))[0]["unchanged"] == 1
    assert intact() == 3


def test_add_is_the_same_with_any_number_of_jobs():
    name = articles("in.jsonl", 40)
    expect(vf("add", "--jobs", "1", "--ledger", "one.db", name), 0)
    expect(vf("add", "--jobs", "4", "--ledger", "four.db", name), 0)
    assert vf("export", "--ledger", "one.db").raw == vf("export", "--ledger", "four.db").raw


def test_lines_of_one_input_never_replace_each_other():
    bare = "".join(json.dumps({"text": f"Kennedy met Gromyko. This is number {i}."}) + "\n" for i in range(3))
    for name in ("in.jsonl", "in.json", "in.log"):
        expect(vf("add", "--ledger", name + ".db", write(name, bare)), 0)
        rows = lines(vf("documents", "--json", "--ledger", name + ".db"))
        assert sorted(row["uri"] for row in rows) == [f"{name}:{i}" for i in (1, 2, 3)], rows
        more = write(name, json.dumps({"text": "Kennedy wrote a letter."}) + "\n" + bare)
        assert expect(vf("add", "--ledger", name + ".db", more), 0).out == "1 added, 0 replaced, 3 unchanged, 0 refused\n"
    expect(vf("add", "-", stdin=bare.encode()), 0)
    assert vf("add", "-", stdin=bare.replace("met", "saw").encode()).out == "3 added, 0 replaced, 0 unchanged, 0 refused\n"
    assert vf("add", "in.jsonl", "in.json").out == "1 added, 0 replaced, 7 unchanged, 0 refused\n"
    both = json.dumps({"id": "x", "text": "One."}) + "\n" + json.dumps({"id": "x", "text": "Two."}) + "\n"
    assert expect(vf("add", write("both.json", both)), 0).out == "1 added, 1 replaced, 0 unchanged, 0 refused\n"
    assert intact() == 8


def test_a_line_that_was_mended_is_no_refusal():
    expect(vf("add", write("in.jsonl", article(1) + "{broken\n")), 1, "in.jsonl:2")
    expect(vf("add", write("in.jsonl", article(1) + article(2))), 0)
    assert lines(vf("refusals", "--json")) == []


def test_refusals_are_kept():
    write("in.jsonl", article(1) + "{broken\n" + article(2))
    run = expect(vf("add", "in.jsonl", "missing.txt"), 1, "in.jsonl:2", "missing.txt")
    assert run.out == "2 added, 0 replaced, 0 unchanged, 2 refused\n"
    assert len(lines(vf("refusals", "--json"))) == 2


def test_questions_in_json():
    expect(vf("add", EXAMPLE), 0)
    for arguments in QUERIES:
        rows = lines(expect(vf(*arguments, "--json"), 0))
        limited = lines(expect(vf(*arguments, "--json", "--limit", "1"), 0))
        assert limited == rows[:1], f"--limit 1 of {arguments} isn't the first row"
        for row in rows:
            assert list(row) == list(rows[0]), f"{arguments}: rows differ in their fields"
        table = expect(vf(*arguments), 0)
        assert all(len(line) <= 100 for line in table.out.splitlines()), f"{arguments} is wider than 100 columns"
        assert not any(line != line.rstrip() for line in table.out.splitlines()), f"{arguments}: blanks at a line's end"
        assert bool(rows) == bool(table.out) and bool(rows) == ("nothing found" not in table.err), table
    assert len(lines(vf("documents", "--json"))) == 44


def test_show_what_a_question_found():
    expect(vf("add", EXAMPLE), 0)
    for arguments in QUERIES[:6]:
        rows = lines(vf(*arguments, "--json", "--limit", "2"))
        for row in rows:
            shown = lines(expect(vf("show", row["id"], "--json"), 0))[0]
            assert shown["record"]["id"] == row["id"], (row, shown)
            text = expect(vf("show", row["id"]), 0).out
            assert row["id"] in text and "»" in text, text
    document = lines(vf("documents", "--json", "--limit", "1"))[0]
    assert document["document"] in expect(vf("show", document["document"]), 0).out


def test_export():
    expect(vf("add", EXAMPLE), 0)
    out = lines(expect(vf("export"), 0))
    assert len([r for r in out if r["type"] == "document"]) == 44
    csv = expect(vf("export", "--format", "csv", "--table", "documents"), 0).out
    assert len(csv.splitlines()) >= 45
    run = vf("export", "--format", "csv", "--table", "nonsense")
    assert run.status in (1, 2) and "nonsense" in run.err, run


def test_unknown_names():
    expect(vf("add", articles("in.jsonl", 1)), 0)
    expect(vf("shifts", "Kenedy von Nowhere"), 1, "Kenedy von Nowhere")
    expect(vf("shifts", "--issue", "cuba/nonsense"), 1, "cuba/nonsense")
    expect(vf("show", "zzzzzz"), 1, "zzzzzz")


def test_nothing_found_is_no_failure():
    expect(vf("add", articles("in.jsonl", 1)), 0)
    run = expect(vf("contacts", "--from", "2099"), 0, "nothing found")
    assert run.out == ""
    assert vf("contacts", "--from", "2099", "--quiet").err == ""


def test_no_ledger_yet():
    run = expect(vf("shifts"), 3, "volteface.db")
    assert not os.path.exists("volteface.db"), "a question made a ledger"
    assert len(run.err.splitlines()) <= 2, run


def test_ledger_is_named_by_the_environment():
    expect(vf("add", articles("in.jsonl", 1), env={"VOLTEFACE_LEDGER": "other.db"}), 0)
    assert os.path.exists("other.db") and not os.path.exists("volteface.db")
    assert len(lines(vf("documents", "--json", env={"VOLTEFACE_LEDGER": "other.db"}))) == 1


def test_colors():
    expect(vf("add", articles("in.jsonl", 1)), 0)
    assert "\x1b" not in vf("documents").out
    assert "\x1b[" in vf("documents", "--color", "always").out
    assert "\x1b" not in vf("documents", "--color", "never", env={"CLICOLOR_FORCE": "1"}).out
    assert "\x1b[" in vf("help", "--color", "always").out


def test_width():
    expect(vf("add", EXAMPLE), 0)
    for width in (60, 80, 132):
        for question in ("contacts", "shifts", "documents"):
            out = vf(question, env={"COLUMNS": str(width)}).out
            assert max(map(len, out.splitlines()), default=0) <= width, f"{question} is too wide for {width} columns:\n{out[:900]}"


def test_a_place_where_no_ledger_can_be():
    name = articles("in.jsonl", 1)
    write("file", "a file")
    os.mkdir("folder")
    for place in ("file/ledger.db", "missing/ledger.db", "/proc/ledger.db", "folder"):
        run = expect(vf("add", "--ledger", place, name), 3, place)
        assert len(run.err.splitlines()) == 1, run


def test_a_ledger_of_another_program():
    name = articles("in.jsonl", 1)
    with sqlite3.connect("other.db") as db:
        db.execute("CREATE TABLE recipes (name)")
        db.execute("INSERT INTO recipes VALUES ('soup')")
    db.close()
    write("text.db", "This is no database at all, but a text that somebody needs.\n" * 100)
    for place in ("other.db", "text.db"):
        with open(place, "rb") as file:
            before = file.read()
        for arguments in (["add", name], ["shifts"], ["export"]):
            run = expect(vf(*arguments, "--ledger", place), 3, place, "not a ledger", "name another file")
            assert len(run.err.splitlines()) == 1, run
        with open(place, "rb") as file:
            assert file.read() == before, f"{place} was changed"


def test_a_ledger_of_a_newer_version():
    name = articles("in.jsonl", 1)
    expect(vf("add", name), 0)
    with sqlite3.connect("volteface.db") as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        db.execute(f"PRAGMA user_version = {version + 1000}")
    db.close()
    with open("volteface.db", "rb") as file:
        before = file.read()
    for arguments in (["add", name], ["shifts"]):
        expect(vf(*arguments), 3, "volteface.db", "newer", "update volteface")
    with open("volteface.db", "rb") as file:
        assert file.read() == before, "the newer ledger was changed"
    assert sqlite3.connect("volteface.db").execute("SELECT count(*) FROM document").fetchone()[0] == 1


def test_a_folder_that_may_not_be_written():
    """Root may write everywhere, so it is somebody else who tries."""
    shutil.copy(PROGRAM, "volteface")
    name = articles("in.jsonl", 2)
    os.makedirs("archive")
    expect(vf("add", "--ledger", "archive/ledger.db", name), 0)
    os.makedirs("empty")
    for path, mode in (("archive/ledger.db", 0o444), ("archive", 0o555), ("empty", 0o555), (".", 0o755)):
        os.chmod(path, mode)
    me = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}

    def other(*arguments):
        done = subprocess.run(["./volteface", *arguments], capture_output=True, env=ENV, **me)
        return Run(done.returncode, done.stdout, done.stderr)
    try:
        for place in ("archive/ledger.db", "empty/ledger.db"):
            run = expect(other("add", "--ledger", place, name), 3, place, "may", "written", "check")
            assert len(run.err.splitlines()) == 1, run
        assert os.listdir("empty") == [], "something was left in the folder"
        assert len(lines(expect(other("documents", "--json", "--ledger", "archive/ledger.db"), 0))) == 2
    finally:
        os.chmod("archive", 0o755), os.chmod("empty", 0o755)
    assert intact("archive/ledger.db") == 2


def test_a_full_disk():
    """A disk of its own, where the machine lets us have one; else test_a_ledger_that_cannot_grow stands for it."""
    os.mkdir("disk")
    own = ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=900k none disk && exec \"$@\"", "sh"]
    if not shutil.which("unshare") or subprocess.run([*own, "true"], capture_output=True).returncode:
        return
    name = articles("in.jsonl", 2000)
    script = '"$1" add --ledger disk/l.db "$2"; code=$?; cp disk/l.db* .; exit $code'
    done = subprocess.run([*own, "sh", "-c", script, "sh", PROGRAM, name], capture_output=True, env=ENV)
    run = expect(Run(done.returncode, done.stdout, done.stderr), 3, "disk/l.db", "disk is full", "make room")
    assert len(run.err.splitlines()) == 1, run
    assert intact("l.db") == int(run.out.split()[0]) > 0, run
    expect(vf("add", "--ledger", "l.db", name), 0)
    assert intact("l.db") == 2000


def test_a_ledger_that_cannot_grow():
    """A limit on the file's size stands for a full disk."""
    name = articles("in.jsonl", 400)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
    run = vf("add", name, preexec_fn=limit)
    expect(run, 3, "volteface.db")
    added = int(run.out.split()[0])
    assert intact() >= added > 0, run
    expect(vf("add", name), 0)
    assert intact() == 400


def start_adding(count=MANY):
    name = articles("in.jsonl", count)
    process = subprocess.Popen([PROGRAM, "add", name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
    for _ in range(600):  # until something was written
        time.sleep(0.05)
        if os.path.exists("volteface.db") and len(vf("documents", "--json", "--quiet").out.splitlines()) > 3:
            break
    return name, process


def test_ctrl_c_during_add():
    name, process = start_adding()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    if process.returncode == 0:
        return  # it was faster than we
    assert process.returncode == 130, (process.returncode, out, err)
    assert b"added" in out and b"stopped" in out, out
    assert intact() == int(out.split()[0]), "the summary and the ledger differ"
    expect(vf("add", name), 0)
    assert intact() == MANY


def test_ctrl_c_while_waiting_for_input():
    process = subprocess.Popen([PROGRAM, "add", "--input-format", "jsonl", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env=ENV)
    process.stdin.write(article(1).encode() + article(2).encode())
    process.stdin.flush()
    time.sleep(2 if not SANITIZED else 6)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 130
    out = process.stdout.read()
    process.stdin.close()
    assert intact() == int(out.split()[0]), out


def test_kill_9_during_add():
    name, process = start_adding()
    process.kill()
    process.communicate()
    assert intact() > 0
    expect(vf("add", name), 0)
    assert intact() == MANY


def test_two_programs_add_at_once():
    first, second = articles("first.jsonl", 100), write("second.jsonl", "".join(article(i) for i in range(1000, 1100)))
    processes = [subprocess.Popen([PROGRAM, "add", name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
                 for name in (first, second)]
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, (out, err)
    assert intact() == 200


def test_extract():
    page = ("<html><head><title>Site</title></head><body><nav><a href=/>Home</a> <a href=/w>World</a></nav><article>"
            "<h1>Kennedy answers</h1>" + "".join(f"<p>President Kennedy said on day {i} that the missiles in Cuba had to be "
            "removed, and that the quarantine would stay until they were.</p>" for i in range(6)) +
            "</article><footer>Copyright, all rights reserved</footer></body></html>")
    out = expect(vf("extract", write("page.html", page)), 0).out
    assert "the missiles in Cuba had to be removed" in out and "Copyright" not in out and "<p>" not in out, out
    expect(vf("extract", "missing.html"), 1, "missing.html")


# ---- parse

def word(number, form, misc="_", rest="_"):
    return "\t".join([str(number), form, *[rest] * 7, misc]) + "\n"


def sentences(conllu):
    """The sentences of a CoNLL-U text as lists of columns; says what the format forbids."""
    out = []
    for block in conllu.strip("\n").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if not line.startswith("#")]
        words = [row for row in rows if "-" not in row[0]]
        assert all(len(row) == 10 for row in rows), block
        assert [row[0] for row in words] == [str(i + 1) for i in range(len(words))], block
        heads = [int(row[6]) for row in words]
        assert heads.count(0) == 1 and [row[7] for row in words if row[6] == "0"] == ["root"], block
        for i in range(len(words)):
            seen = set()
            while i >= 0:
                assert i not in seen, f"a circle\n{block}"
                seen.add(i)
                i = heads[i] - 1
        out.append(rows)
    return out


def test_parse_prints_trees():
    text = "Trump\u2019s envoys don't know.\n\nThe presidents' men said \u201cno\u201d to Ban Ki-moon.\n"
    out = expect(vf("parse", "-", stdin=text.encode()), 0).out
    one, two = sentences(out)
    assert [row[:2] for row in one if "-" in row[0]] == [["1-2", "Trump\u2019s"], ["4-5", "don't"]], out
    assert ["2-3", "presidents'"] in [row[:2] for row in two], out
    assert "# text = Trump\u2019s envoys don't know.\n" in out and out.count("# newpar\n") == 2 and out.count("# newdoc id") == 1
    for row in one + two:
        misc = dict(pair.split("=") for pair in row[9].split("|"))
        begin, end = map(int, misc["Span"].split(":"))
        assert text.encode()[begin:end].decode() == row[1], row
        assert row[3] != "_" or "-" in row[0], row


def test_parse_as_json():
    name = articles("in.jsonl", 3)
    out = lines(expect(vf("parse", "--format", "jsonl", name), 0))
    assert [r["type"] for r in out].count("document") == 3
    for r in out:
        if r["type"] == "document":
            text = r["text"].encode()
            continue
        assert r["doc"].startswith("a") and r["id"].startswith(r["doc"] + "-")
        assert text[slice(*r["span"])].decode() == r["text"]
        assert [text[slice(*w["span"])].decode() for w in r["words"]] == [w["form"] for w in r["words"]]
        assert sum(w["head"] == 0 for w in r["words"]) == 1
        assert all(text[slice(*e["span"])] for e in r["entities"])
    raw = vf("parse", name).raw
    for jobs in ("2", "0"):
        assert vf("parse", "--jobs", jobs, name).raw == raw, f"--jobs {jobs} changed the output"


def test_parse_leaves_nothing_of_the_text_out():
    text = "Kennedy met Gromyko.\n\nShare this article\n\nPost a Comment\n"
    rows = [row for s in sentences(expect(vf("parse", "-", stdin=text.encode()), 0).out) for row in s]
    assert "".join(row[1] for row in rows) == "".join(text.split())


def test_parse_keeps_words_that_are_given():
    given = ("# newdoc id = d1\n# sent_id = s-7\n# speaker = A\n# text = whatever\n" + word("1-2", "didn't", "SpaceAfter=No") +
             word(1, "did") + word(2, "n't") + word(3, "10 000", "Old=1|SpaceAfter=No", "old") + word("3.1", "gone") + word(4, "U.S.") +
             "\n# newpar\n" + word("1-2", "zum") + word(1, "zu") + word(2, "dem") + word(3, "Trump-Putin", "SpaceAfter=No") + "\n")
    out = expect(vf("parse", write("in.conllu", given)), 0).out
    one, two = sentences(out)
    assert [(r[0], r[1], "SpaceAfter=No" in r[9]) for r in one] == [
        ("1-2", "didn't", True), ("1", "did", False), ("2", "n't", False), ("3", "10 000", True), ("4", "U.S.", False)], out
    assert [(r[0], r[1], "SpaceAfter=No" in r[9]) for r in two] == [
        ("1-2", "zum", False), ("1", "zu", False), ("2", "dem", False), ("3", "Trump-Putin", True)], out
    assert out.startswith("# newdoc id = d1\n# sent_id = s-7\n# speaker = A\n# text = didn't10 000U.S.\n"), out
    assert "# newpar\n# sent_id = d1-2\n# text = zum Trump-Putin\n" in out, out
    assert "old" not in out.lower().split() and "whatever" not in out
    assert expect(vf("parse", "-", stdin=out.encode()), 0).out == out, "its own output is not read as it was"


def test_parse_goes_on_after_a_bad_document():
    fine = word(1, "Talks") + word(2, "failed") + "\n"
    bad = {"numbers": word(1, "a") + word(3, "b"), "columns": "1\ta\n", "range": word("1-3", "don't") + word(1, "do"), "a range of one": word("1-1", "don't") + word(1, "do"),
           "empty form": word(1, ""), "overlap": word("1-2", "abc") + word("2-3", "abc") + word(1, "a"),
           "control": word(1, "a\x1bb"), "text": "Just a text.\n", "few letters": word("1-2", "a") + word(1, "a") + word(2, "b"),
           "endless": "".join(word(i + 1, "a") for i in range(1001))}
    for name, lines_of_it in bad.items():
        whole = f"# newdoc id = a\n{fine}# newdoc id = b\n{fine}{lines_of_it}\n# newdoc id = c\n{fine}"
        run = expect(vf("parse", "--input-format", "conllu", "-", stdin=whole.encode()), 1, "refused: -:")
        at = int(run.err.split(":")[3])
        first = 9 if name not in ("range", "overlap", "few letters") else 10
        assert at >= first - 1 and at <= 8 + lines_of_it.count("\n") + 1, f"{name}: line {at}\n{run}"
        assert [line for line in run.out.splitlines() if "newdoc" in line] == ["# newdoc id = a", "# newdoc id = c"], f"{name}\n{run}"
    expect(vf("parse", "-", stdin=b"\xff\xfe\x01"), 1)
    expect(vf("parse", "--input-format", "conllu", "-", stdin=b"# only\n# remarks\n"), 1, "no sentence")


def test_parse_streams():
    sentence = "".join(word(i + 1, form) for i, form in enumerate("Kennedy met Gromyko on Thursday .".split())) + "\n"
    small, large = int(1000 * LENGTH), int(10000 * LENGTH)
    write("small.conllu", sentence * small)
    write("large.conllu", sentence * large)  # no `# newdoc` in it
    write("docs.conllu", ("# newdoc id = x\n" + sentence * 10) * small)
    before = peak("parse", "small.conllu")
    for name in ("large.conllu", "docs.conllu"):
        after = peak("parse", name)
        assert SANITIZED or after < before * 1.5 + 8192, f"{before} KiB for {small} sentences, {after} KiB for {large} of {name}"
    assert expect(vf("parse", "large.conllu"), 0).out.count("# text") == large
    process = subprocess.Popen([PROGRAM, "parse", "large.conllu"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    assert process.wait(60) == 0 and err == b"", (process.returncode, err)


def test_a_lexicon_of_ones_own():
    write("mine.txt", "%table people: id | code | name | short | aliases | gender | roles\n"
          "person:ada-testcase | | Ada Testcase | Testcase | | f |\n")
    out = lines(expect(vf("code", "--lexicon", "mine.txt", "--input-format", "text", "-", stdin=b"On Monday Testcase said no.\n"), 0))
    assert any(r["type"] == "actor" and r["id"] == "person:ada-testcase" for r in out), out
    write("bad.txt", "%table people: id | code\nperson:x | y\n")
    expect(vf("code", "--lexicon", "bad.txt", "-"), 3, "bad.txt:")
    expect(vf("code", "--lexicon", "missing.lex", "-"), 3, "missing.lex")


def main():
    wanted = sys.argv[2:]
    tests = [(n, f) for n, f in sorted(globals().items(), key=lambda i: getattr(i[1], "__code__", None) and
             i[1].__code__.co_firstlineno or 0) if n.startswith("test_") and inspect.isfunction(f)]
    tests = [(n, f) for n, f in tests if not wanted or n in wanted or n[5:] in wanted]
    print(f"1..{len(tests)}")
    bad = 0
    for number, (name, test) in enumerate(tests, 1):
        folder = tempfile.mkdtemp(prefix="volteface-")
        os.chdir(folder)
        try:
            test()
            print(f"ok {number} - {name[5:].replace('_', ' ')}", flush=True)
        except Exception as error:  # a test that breaks is a test that fails
            bad += 1
            print(f"not ok {number} - {name[5:].replace('_', ' ')}", flush=True)
            what = str(error) if isinstance(error, AssertionError) and str(error) else traceback.format_exc()
            print(f"{name}:", *what.splitlines()[:25], sep="\n  ", file=sys.stderr, flush=True)  # Meson shows this alone
        finally:
            os.chdir(ROOT)
            shutil.rmtree(folder, ignore_errors=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
