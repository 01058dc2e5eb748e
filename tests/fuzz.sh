#!/usr/bin/env bash
# Runs the fuzz targets of tests/fuzz for SECONDS each (default 30), from the kept corpus.
# A small file warrants no more than 64 MB in one piece. Needs clang with libFuzzer. What it finds stays
# in build/fuzz as crash-*, and belongs in a test.
#
#   tests/fuzz.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-30}
work=build/fuzz
mkdir -p "$work"

flags=(-std=c++17 -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all -Isrc)
# All sources but main.cpp as two units, once.
printf '#include "../../%s"\n' src/*/*.cpp | awk 'NR % 2' > "$work/odd.cpp"
printf '#include "../../%s"\n' src/*/*.cpp | awk 'NR % 2 == 0' > "$work/even.cpp"
printf '%s\n' odd even |
  xargs -P2 -I{} clang++ "${flags[@]}" -fsanitize=fuzzer-no-link -c "$work/{}.cpp" -o "$work/{}.o"

fuzz() {
  local target=$1
  mkdir -p "$work/corpus_$target"
  clang++ "${@:2}" -fsanitize=fuzzer "tests/fuzz/${target}_fuzz.cpp" "$work"/{odd,even}.o -o "$work/$target"
  echo "fuzz $target for $seconds s"
  "$work/$target" -max_total_time="$seconds" -max_len=4096 -malloc_limit_mb=65 -artifact_prefix="$work/" \
    -print_final_stats=1 -verbosity=0 "$work/corpus_$target" "tests/fuzz/corpus/$target"
}
export -f fuzz
export work seconds
printf '%s\n' safetensors sequences runs_csv log options |
  xargs -P2 -I{} bash -euc 'fuzz "$@"' fuzz {} "${flags[@]}"
