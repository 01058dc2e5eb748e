#!/usr/bin/env bash
# What a student may add, each in one file and a row of a table: applies the patches of tests/extend/
# in a copy, builds it, runs the command in each patch's first line, and prints how many lines the
# patch adds.
#
#   tests/extend.sh
set -euo pipefail
cd "$(dirname "$0")/.."
copy=build/extend
rm -rf "$copy"
mkdir -p "$copy"
cp -r Makefile src "$copy"
for patch in tests/extend/*.patch; do
  patch -s -p1 -d "$copy" < "$patch"
done
make -s -C "$copy" WARNINGS=-Werror > "$copy/make.txt" 2>&1 || { cat "$copy/make.txt"; exit 1; }
for patch in tests/extend/*.patch; do
  read -r name arguments < "$patch"
  read -ra words <<< "$arguments"
  echo "$(basename "$patch" .patch): $(grep -c '^+[^+]' "$patch") lines in $(grep -c '^+++' "$patch") files; $name $arguments"
  "$copy/build/release/$name" "${words[@]}" 2> "$copy/err" | sed 's/^/    /' || { cat "$copy/err"; exit 1; }
done
