#!/usr/bin/env bash
# The lesson's exercises that change the code (src/nn/README.md): makes each change in a copy of the
# source, runs the commands shown beneath it with the program that comes of it, and compares what they
# print. A change is a file's name and below it one line after a -, and one after a + that takes its
# place; that program is called `changed`.
set -euo pipefail
cd "$(dirname "$0")/.."
page=src/nn/README.md
make -s
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
  echo "$page:$number: $1" >&2
  exit 1
}

# In a copy of what is built, of which only what depends on the change is built anew.
build_changed() {
  rm -rf "$folder/tree"
  mkdir -p "$folder/tree/build"
  cp -a Makefile src "$folder/tree"
  cp -a build/release "$folder/tree/build"
  local code
  code=$(< "$file")
  [ "$(grep -cF -- "$old" "$file")" = 1 ] || fail "$file does not have this line once: $old"
  printf '%s\n' "${code/"$old"/"$new"}" > "$folder/tree/$file"
  make -s -C "$folder/tree" > /dev/null
  mv "$folder/tree/build/release/posembed" "$folder/changed"
}

number=0 changes=0 lines=0 file='' old='' shown=0
while IFS= read -r line; do
  number=$((number + 1))
  case $line in
    '    src/'*) file=${line#    } ;;
    '    - '*) old=${line#    - } ;;
    '    + '*)
      new=${line#    + }
      changes=$((changes + 1))
      build_changed
      ;;
    '    $ changed'*)
      read -r -a arguments <<< "${line#*changed}"
      # 1 is gradcheck's status where a gradient does not hold
      "$folder/changed" "${arguments[@]}" > "$folder/printed" 2>&1 || [ $? = 1 ] || fail "fails: $line"
      shown=1
      ;;
    '' | '    ...') ;;
    '    '*)
      [ $shown = 1 ] || continue
      lines=$((lines + 1))
      # what stands above it has been compared
      place=$(grep -nxF -m 1 -- "${line#    }" "$folder/printed") || fail "does not print, in this place: $line"
      sed -i "1,${place%%:*}d" "$folder/printed"
      ;;
    *) shown=0 ;;
  esac
done < "$page"

[ $changes -ge 3 ] && [ $lines -ge 10 ] || fail "shows only $changes changes and $lines lines of output"
echo "$changes changes of the code print what the lesson shows"
