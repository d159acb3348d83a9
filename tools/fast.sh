#!/bin/sh
# Builds build-fast/volteface: gcc lays the code out by what it did while reading examples/ (profile-guided), and optimizes
# across files, for this very machine. About a quarter faster than the plain build; the records are the same. fast.sh [PREFIX]
set -e
cd "$(dirname "$0")/.."
folder=build-fast
rm -rf "$folder"
export CC=gcc
sh tools/configure.sh "$folder" "${1:-/usr/local}" -Dtests=false -Dstatic_library=false -Db_pgo=generate "-Dc_args=-march=native -ffp-contract=off"
ninja -C "$folder" --quiet volteface
for pass in 1 2 3; do "$folder/volteface" code --quiet examples/cuban-missile-crisis.jsonl >/dev/null; done
meson configure "$folder" -Db_pgo=use -Db_lto=true
ninja -C "$folder" --quiet volteface
echo "$folder/volteface"
