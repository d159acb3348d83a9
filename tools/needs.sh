#!/bin/sh
# Sees to it that what a build needs is installed: needs.sh build|develop. Installs it where it can (as root, or where
# sudo asks nothing), else names the command that would.
build='build-essential meson ninja-build pkg-config python3 libsqlite3-dev libjansson-dev libgumbo-dev libutf8proc-dev
libmd-dev libcmocka-dev'
develop='clang clang-format clang-tidy cppcheck jq mandoc'
wanted=$build
[ "$1" = develop ] && wanted="$wanted $develop"

if ! command -v dpkg-query >/dev/null; then # no Debian: say what is missing, and let the build find out
    for tool in cc meson ninja pkg-config python3; do
        command -v $tool >/dev/null || echo "needs.sh: $tool is missing" >&2
    done
    exit 0
fi
# The runtime of clang's sanitizers and fuzzer is a package of its own, named after clang's version.
if [ "$1" = develop ] && ! ls /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a >/dev/null 2>&1; then
    version=$(apt-cache depends clang 2>/dev/null | sed -n 's/.*Depends: clang-\([0-9]*\)$/\1/p' | head -n 1)
    [ -n "$version" ] && wanted="$wanted libclang-rt-$version-dev"
fi
installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' $wanted 2>/dev/null | sed -n 's/^ii *//p')
missing=
for package in $wanted; do
    echo "$installed" | grep -qx "$package" || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then as_root='sudo -n'; else
        echo "To go on, install what is missing: sudo apt-get install$missing" >&2
        exit 1
    fi
fi
echo "Installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive
install() { $as_root apt-get install -y -q --no-install-recommends $missing >/dev/null; }
install 2>/dev/null || { $as_root apt-get update -q >/dev/null && install; } || {
    echo "That failed. To see why: apt-get update && apt-get install$missing" >&2
    exit 1
}
