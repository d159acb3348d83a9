#!/bin/sh
# Sets a build folder up, or again where files that are found by looking (lexicon, models, tests) came or went:
# configure.sh FOLDER [PREFIX] [MESON OPTIONS...]
set -e
folder=$1 prefix=${2:-/usr/local}
[ $# -ge 2 ] && shift 2 || shift
cd "$(dirname "$0")/.."
list=$(sh tools/embed_list.sh; ls tests/unit/*.c tests/fuzz/*.c tests/reading/*.txt tests/cli/*.py 2>/dev/null) || true
mark="$list $prefix $*"
if [ ! -f "$folder/build.ninja" ]; then
    meson setup "$folder" --prefix "$prefix" "$@" >"${TMPDIR:-/tmp}/volteface-setup.$$" || {
        cat "${TMPDIR:-/tmp}/volteface-setup.$$" >&2
        rm -f "${TMPDIR:-/tmp}/volteface-setup.$$"
        exit 1
    }
    rm -f "${TMPDIR:-/tmp}/volteface-setup.$$"
elif [ "$mark" != "$(cat "$folder/listed.txt" 2>/dev/null)" ]; then
    meson setup --reconfigure "$folder" --prefix "$prefix" "$@" >/dev/null
fi
printf '%s\n' "$mark" >"$folder/listed.txt"
