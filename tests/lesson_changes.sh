#!/usr/bin/env bash
# The lesson's exercises that change the code (src/nn/README.md): makes each change in a copy of the
# source, runs the commands shown beneath it with the program that comes of it, and compares what they
# print. A change is a file's name and below it one line after a -, and one after a + that takes its
# place; that program is called `changed`.
set -euo pipefail
cd "$(dirname "$0")/.."
page=src/nn/README.md
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
  echo "$page:$number: $1" >&2
  exit 1
}

# Without optimisation: it compiles fastest, and gives the same bits.
build_changed() {
  rm -rf "$folder/src"
  cp -r src "$folder/src"
  local code
  code=$(< "$file")
  [ "$(grep -cF -- "$old" "$file")" = 1 ] || fail "$file does not have this line once: $old"
  printf '%s\n' "${code/"$old"/"$new"}" > "$folder/$file"
  (cd "$folder" && printf '#include "%s"\n' src/*.cpp src/*/*.cpp > unit.cpp &&
    "${CXX:-g++}" -std=c++17 -w -pthread -Isrc -I. unit.cpp -o changed)
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
