#!/usr/bin/env python3
"""Prints how many tests passed and failed in the last `meson test` of the build folders named: one line, `N passed, N
failed`. A test program that reports single tests counts as so many; one that broke counts as one that failed. Exit status
1 where any failed or none ran."""
import os
import sys
import xml.etree.ElementTree


def count(folder):
    passed = failed = 0
    try:
        root = xml.etree.ElementTree.parse(os.path.join(folder, "meson-logs", "testlog.junit.xml")).getroot()
    except (OSError, xml.etree.ElementTree.ParseError):
        return 0, 1
    for case in root.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is None:
            passed += 1
    for suite in root.iter("testsuite"):  # a program that ended badly without a failing test of its own
        if int(suite.get("errors") or 0) and not int(suite.get("failures") or 0) and not any(
                c.find("failure") is not None or c.find("error") is not None for c in suite.iter("testcase")):
            failed += 1
    return passed, failed


def main():
    passed, failed = map(sum, zip(*(count(folder) for folder in sys.argv[1:])))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
