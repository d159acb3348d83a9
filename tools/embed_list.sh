#!/bin/sh
# Lists the files that are embedded in the binary, one a line, in an order that is the same everywhere.
cd "$(dirname "$0")/.." || exit 1
find lexicon models -type f \( -name '*.txt' -o -name '*.model' \) | LC_ALL=C sort
