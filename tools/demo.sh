#!/bin/sh
# What `make demo` shows: demo.sh PROGRAM LEDGER
set -e
program=$1 ledger=$2
here=$(cd "$(dirname "$0")/.." && pwd)
echo "Thirteen days in October 1962, from $(grep -c . "$here/examples/cuban-missile-crisis.jsonl") dispatches:"
"$program" add --ledger "$ledger" "$here/examples/cuban-missile-crisis.jsonl"
echo
"$program" shifts --ledger "$ledger"
cat <<END

More questions to the same ledger:
  $program contacts "John F. Kennedy" Khrushchev --ledger $ledger
  $program positions Khrushchev --ledger $ledger
  $program statements --by Gromyko --ledger $ledger
  $program shifts --json --ledger $ledger | jq .
  $program help
END
