#!/usr/bin/env python3
"""Prints how many tests passed and failed in the last `meson test` of the build folders named: one line, `N passed, N
failed`. A test program that reports single tests counts as so many; one that broke counts as one that failed. Exit status
1 where any failed or none ran."""
import json
import os
import sys
import xml.etree.ElementTree


def count(folder):
    logs, passed, failed, broken = os.path.join(folder, "meson-logs"), 0, 0, 0
    try:
        root = xml.etree.ElementTree.parse(os.path.join(logs, "testlog.junit.xml")).getroot()
        with open(os.path.join(logs, "testlog.json"), encoding="utf-8") as file:
            programs = [json.loads(line) for line in file]
    except (OSError, ValueError, xml.etree.ElementTree.ParseError):
        return 0, 1
    for case in root.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is None:
            passed += 1
    for program in programs:  # those that ended badly though every test in them passed, as with a leak
        broken += program["result"] not in ("OK", "SKIP", "EXPECTEDFAIL")
    return passed, max(failed, broken)


def main():
    passed, failed = map(sum, zip(*(count(folder) for folder in sys.argv[1:])))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
