#!/bin/sh
# Trains models/english.model anew from the data beside the repository, and tells whether it is the one that is shipped:
# train.sh BUILD-FOLDER [DATA-FOLDER]
set -eu
cd "$(dirname "$0")/.."
build=$1 data=${2:-../shared/data}
train=$build/programs/train/volteface-train to=$build/train
[ -d "$data/ud" ] || { echo "there is no data in $data; see models/README.md for what it holds" >&2; exit 1; }
mkdir -p "$to"
silver=$(python3 tools/teacher/unpack.py --labels models/english.silver --data "$data" --out "$to/silver") || exit 1
"$train" split "$data/ud" "$to/split.part"
"$train" lemmas "$data/ud" "$to/lemmas.part"
# shellcheck disable=SC2086 # names of files without spaces
"$train" network "$data" models/english.model "$to/network.part" $silver
"$train" join "$to/english.model" network="$to/network.part" split="$to/split.part" vectors=models/english.model \
    lemmas="$to/lemmas.part"
if cmp -s "$to/english.model" models/english.model; then echo "$to/english.model is the model that is shipped"; else
    echo "$to/english.model differs from models/english.model"
fi
