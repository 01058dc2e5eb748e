#!/usr/bin/env bash
# Runs the fuzz targets of tests/fuzz for SECONDS each (default 30), from the kept corpus.
# Needs clang with libFuzzer. What it finds stays in build/fuzz as crash-*, and belongs in a test.
#
#   tests/fuzz.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-30}
work=build/fuzz
mkdir -p "$work"

flags=(-std=c++17 -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -Isrc)
# All sources but main.cpp as one unit, once.
printf '#include "../../%s"\n' src/*/*.cpp > "$work/unit.cpp"
clang++ "${flags[@]}" -fsanitize=fuzzer-no-link -c "$work/unit.cpp" -o "$work/unit.o"

for target in safetensors sequences runs_csv log options; do
  clang++ "${flags[@]}" -fsanitize=fuzzer "tests/fuzz/${target}_fuzz.cpp" "$work/unit.o" -o "$work/$target"
  mkdir -p "$work/corpus_$target"
  echo "fuzz $target for $seconds s"
  "$work/$target" -max_total_time="$seconds" -max_len=4096 -artifact_prefix="$work/" \
    -print_final_stats=1 -verbosity=0 "$work/corpus_$target" "tests/fuzz/corpus/$target"
done
