#!/bin/sh
# Builds every tests/fuzz/NAME.c with libFuzzer, ASan and UBSan in build-fuzz, and runs each for FUZZ_SECONDS (20) over
# its corpus, tests/fuzz/corpus/NAME. What it finds goes to build-fuzz/found; new inputs to build-fuzz/corpus.
set -e
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-20}
CC=clang sh tools/configure.sh build-fuzz /usr/local -Dfuzz=true -Dtests=true -Db_sanitize=address,undefined -Db_lundef=false \
    -Dstatic_library=false -Dbuildtype=debugoptimized -Dc_args=-fsanitize=fuzzer-no-link
ninja -C build-fuzz --quiet
mkdir -p build-fuzz/found
failed=0
for source in tests/fuzz/*.c; do
    [ -f "$source" ] || { echo "no fuzz targets yet"; exit 0; }
    name=$(basename "$source" .c | sed s/^fuzz_//)
    mkdir -p "build-fuzz/corpus/$name"
    seeds=
    [ -d "tests/fuzz/corpus/$name" ] && seeds=tests/fuzz/corpus/$name
    printf '%-16s ' "$name"
    if UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 "build-fuzz/tests/fuzz/fuzz_$name" -max_total_time="$seconds" \
        -timeout=10 -rss_limit_mb=3000 -max_len=20000 -artifact_prefix="build-fuzz/found/$name-" "build-fuzz/corpus/$name" $seeds \
        >"build-fuzz/found/$name.log" 2>&1; then
        grep -E '^Done' "build-fuzz/found/$name.log" || echo fine
    else
        failed=1
        echo "FAILED; see build-fuzz/found/$name.log"
        grep -E 'ERROR|runtime error|SUMMARY|Test unit written' "build-fuzz/found/$name.log" | head -n 6
    fi
done
exit $failed
