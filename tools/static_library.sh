#!/bin/sh
# Makes one static library of several whose internal names can't be seen from outside:
# static_library.sh OUT.a FOLDER IN.a...
set -e
out=$1 folder=$2
shift 2
mkdir -p "$folder"
${LD:-ld} -r -o "$folder/all.o" --whole-archive "$@"
${OBJCOPY:-objcopy} --localize-hidden "$folder/all.o"
rm -f "$out"
${AR:-ar} rcs "$out" "$folder/all.o"
