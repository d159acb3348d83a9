#!/usr/bin/env python3
"""The rules of the house that a program can check: lint.py BUILD-FOLDER [--fix] [--only RULE...]

  format    clang-format has nothing to change (--fix lets it)
  include   folders include in one direction: reading and ledger never each other, SQLite only in ledger and views,
            the command only volteface.h
  size      no function over 100 lines, no file over 800
  export    both libraries export vf_ and nothing else
  analyse   cppcheck finds nothing
  place     no path of one machine in what is kept
  words     src/reading holds no English words: they belong in lexicon/ (told, not failed)

Exit status 1 where a rule is broken."""
import argparse
import glob
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
# A folder may include these others (and itself, and what is right in src/ or include/).
MAY_INCLUDE = {
    "core": set(), "lexicon": {"core", "ingest"},  # ingest sorts its furniture, once a lexicon
    "ingest": {"core", "lexicon"}, "language": {"core", "lexicon"},
    "learn": {"core", "lexicon", "language"}, "reading": {"core", "lexicon", "language"},
    "ledger": {"core", "lexicon"}, "views": {"core", "lexicon", "ledger"},
}


def sources(*folders):
    return sorted(f for folder in folders for end in ("c", "h")
                  for f in glob.glob(os.path.join(folder, "**", f"*.{end}"), recursive=True))


def rule_format(options):
    files = sources("src", "include", "programs", "tests")
    if not shutil.which("clang-format"):
        return ["clang-format is not installed"]
    if options.fix:
        subprocess.run(["clang-format", "-i", *files], check=True)
    done = subprocess.run(["clang-format", "--dry-run", "-Werror", *files], capture_output=True, text=True)
    bad = sorted({line.split(":")[0] for line in done.stderr.splitlines() if ": error:" in line})
    return [f"{f}: clang-format would change it (tools/lint.py {options.build} --fix)" for f in bad]


def rule_include(_):
    wrong = []
    for path in sources("src", "programs"):
        part = path.split(os.sep)
        folder = part[1] if part[0] == "src" and len(part) > 2 else ""
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            found = re.match(r'\s*#\s*include\s*["<]([^">]+)[">]', line)
            if not found:
                continue
            name, place = found[1], f"{path}:{number}: "
            head = name.split("/")[0] if "/" in name else ""
            if name == "sqlite3.h" and folder not in ("ledger", "views"):
                wrong.append(place + "SQLite belongs in ledger and views")
            elif part[:2] == ["programs", "cli"]:
                if os.path.exists(os.path.join("src", name)):
                    wrong.append(place + "the command uses volteface.h alone")
            elif folder and name.endswith(".h") and head in MAY_INCLUDE and head != folder and head not in MAY_INCLUDE[folder]:
                wrong.append(place + f"{folder} does not include {head}")
    return wrong


def functions(path):
    """(name, first line, lines) of every function: from a line at the margin that ends in { to a } at the margin."""
    start = name = None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if start is None and re.match(r"[A-Za-z_].*\)\s*\{$", line.rstrip()) and "=" not in line.split("(")[0]:
            start, name = number, re.match(r".*?(\w+)\(", line)
        elif start is not None and line.startswith("}"):
            yield name[1] if name else "?", start, number - start + 1
            start = None


def rule_size(_):
    wrong, lengths = [], []
    for path in sources("src", "programs", "include", "tests"):
        lines = sum(1 for _ in open(path, encoding="utf-8"))
        if lines > 800:
            wrong.append(f"{path}: {lines} lines; 800 at most")
        for name, line, size in functions(path):
            lengths.append(size)
            if size > 100:
                wrong.append(f"{path}:{line}: {name} has {size} lines; 100 at most")
    lengths.sort()
    if lengths:
        print(f"  {len(lengths)} functions of several lines, median {lengths[len(lengths) // 2]}, "
              f"95th percentile {lengths[len(lengths) * 95 // 100]}, longest {lengths[-1]}")
    return wrong


def rule_export(options):
    wrong = []
    shared = glob.glob(os.path.join(options.build, "libvolteface.so*"))
    shared = [f for f in shared if os.path.isfile(f) and not os.path.islink(f) and not f.endswith(".symbols")]
    static = os.path.join(options.build, "libvolteface.a")
    if not shared or not os.path.exists(static):
        return [f"{options.build} holds no libraries; build first"]
    for path, flags in ((shared[0], ["-D"]), (static, [])):
        out = subprocess.run(["nm", "--defined-only", "--extern-only", *flags, path], capture_output=True, text=True, check=True)
        for line in out.stdout.splitlines():
            name = line.split()[-1] if len(line.split()) == 3 else ""
            if name and not name.startswith("vf_"):
                wrong.append(f"{os.path.basename(path)} exports {name}")
    return wrong


def rule_analyse(options):
    if not shutil.which("cppcheck"):
        return ["cppcheck is not installed"]
    cache = os.path.join(options.build, "cppcheck")
    os.makedirs(cache, exist_ok=True)
    done = subprocess.run(
        ["cppcheck", "--quiet", "--enable=warning,portability,performance", "--std=c11", "--error-exitcode=1", "--inline-suppr",
         f"--cppcheck-build-dir={cache}", "-j", str(os.cpu_count()), "-Iinclude", "-Isrc", "-D__GNUC__=12", "-D_GNU_SOURCE",
         "--suppress=missingIncludeSystem", "--suppress=uninitvar", "--suppress=legacyUninitvar", "--suppress=preprocessorErrorDirective", "--suppress=normalCheckLevelMaxBranches",
         "--suppress=unknownMacro",
         "--template={file}:{line}: {id}: {message}", "src", "programs"], capture_output=True, text=True)
    found = [line for line in done.stderr.splitlines() if re.match(r"\S+:\d+: ", line)]
    return found if done.returncode else []


def rule_place(_):
    done = subprocess.run(["git", "grep", "-nIE", r"(^|[^A-Za-z0-9_.])/(work|root|home/[a-z]+)/"], capture_output=True, text=True)
    return [line for line in done.stdout.splitlines() if not line.startswith("tools/lint.py:")]


def rule_words(_):
    found = []
    for path in sources("src/reading"):
        text = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), open(path, encoding="utf-8").read(), flags=re.S)
        for number, line in enumerate(text.split("\n"), 1):
            if line.lstrip().startswith("#"):
                continue
            for word in re.findall(r'"([^"\\]*)"', re.sub(r"//.*", "", line)):
                if re.fullmatch(r"[a-z]{3,}( [a-z]+)*", word):
                    found.append(f"{path}:{number}: \"{word}\"")
    if found:
        print(f"  {len(found)} words, among them {'; '.join(found[:5])}")
    return []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", nargs="?", default="build")
    parser.add_argument("--fix", action="store_true", help="let clang-format change the files")
    parser.add_argument("--only", nargs="+")
    options = parser.parse_args()
    os.chdir(ROOT)
    bad = 0
    for name, rule in [(n[5:], f) for n, f in globals().items() if n.startswith("rule_")]:
        if options.only and name not in options.only:
            continue
        print(f"{name}:")
        wrong = rule(options)
        print("\n".join(f"  {line}" for line in wrong[:40]) if wrong else "  fine")
        if len(wrong) > 40:
            print(f"  and {len(wrong) - 40} more")
        bad += bool(wrong)
    print(f"lint: {bad} rules broken" if bad else "lint: fine")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
