#!/bin/sh
# Installs one file under another name: install_as.sh FILE PLACE-below-the-prefix
set -e
place=$MESON_INSTALL_DESTDIR_PREFIX/$2
mkdir -p "$(dirname "$place")"
cp "$1" "$place"
