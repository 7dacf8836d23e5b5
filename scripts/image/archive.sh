#!/bin/sh
# Packs what was built into the archive of a release: the filetao command with its jars, which needs a JDK 25 and nothing else.
#
#   archive.sh TARGET.tar.gz
set -eu
target=$1
home=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
name=$(basename "$target" .tar.gz)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/$name/lib"
cp "$home"/filetao-cli/target/lib/*.jar "$home"/filetao-cli/target/filetao-cli-*.jar "$work/$name/lib/"
rm -f "$work/$name"/lib/*-sources.jar
cp -R "$home"/scripts "$home"/min_compute.yml "$home"/filetao "$home"/LICENSE "$home"/NOTICE "$home"/TERMS.md \
    "$home"/CHANGELOG.md "$work/$name/"
rm -rf "$work/$name/scripts/image"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C "$work" -cf - "$name" | gzip -n >"$target"
