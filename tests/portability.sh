#!/usr/bin/env bash
# The portability matrix: builds the program for many targets, runs `posembed verify` there and
# compares the output, the checkpoints and the reports of two training runs, byte for byte, with
# the native build's.
#
#   tests/portability.sh             every row whose compiler and emulator are installed
#   tests/portability.sh --install   installs them first (Debian 12)
#   tests/portability.sh --quick     installs them, and leaves out rows for x86-64 that rarely say
#                                    more than their neighbours: half of them
#   tests/portability.sh --native    the plain g++ and clang++ of this machine, nothing else
#
# Prints a table, then `N passed, N failed, N skipped`; exit status 1 where a row failed.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(g++-11 g++-12 clang-14 clang-16 clang-19
  llvm-14-linker-tools llvm-16-linker-tools llvm-19-linker-tools
  g++-aarch64-linux-gnu g++-arm-linux-gnueabihf g++-riscv64-linux-gnu g++-s390x-linux-gnu
  g++-powerpc64le-linux-gnu g++-i686-linux-gnu qemu-user-static
  g++-mingw-w64-x86-64-posix wine wine64 emscripten nodejs)

work=build/portability
strict='-ffp-contract=off -fno-math-errno -fno-trapping-math'
fast_math='fast-math changes the order and rounding of sums'
x87='float would be computed in a wider type here (x87)'

# All sources as one unit compile four times faster than one by one; the -flto rows take them
# one by one, as the line of the README does.
unit=$work/unit.cpp
sources=(src/*.cpp src/*/*.cpp)

# A row: target | compiler | flags | what runs the program | expected message of a refusal
rows() {
  local cxx flags
  for cxx in g++-11 g++-12 clang++-14 clang++-16 clang++-19; do
    for flags in -O0 -O1 -O2 -O3 -Os '-O3 -march=native' '-O2 -flto' '-O2 -static'; do
      echo "x86-64|$cxx|$flags||"
      echo "x86-64|$cxx|$flags $strict||"
    done
    echo "x86-64 refused|$cxx|-O2 -ffast-math||$fast_math"
  done
  echo "aarch64|aarch64-linux-gnu-g++|-O2 -static|qemu-aarch64-static|"
  echo "armhf|arm-linux-gnueabihf-g++|-O2 -static -Wno-psabi|qemu-arm-static|"
  echo "riscv64|riscv64-linux-gnu-g++|-O2 -static|qemu-riscv64-static|"
  echo "s390x, big-endian|s390x-linux-gnu-g++|-O2 -static|qemu-s390x-static|"
  echo "ppc64le|powerpc64le-linux-gnu-g++|-O2 -static|qemu-ppc64le-static|"
  echo "i686|i686-linux-gnu-g++|-O2 -static -msse2 -mfpmath=sse|qemu-i386-static|"
  echo "i686 refused|i686-linux-gnu-g++|-O2||$x87"
  echo "Windows x86-64|x86_64-w64-mingw32-g++-posix|-O2 -static|wine|"
  echo "WebAssembly|em++|-O1 -fexceptions -sSINGLE_FILE=1 -sALLOW_MEMORY_GROWTH=1 -sNODERAWFS=1 -sEXIT_RUNTIME=1|node|"
}

native_rows() {
  local cxx flags
  for cxx in g++ clang++; do
    for flags in -O0 -O2 '-O3 -march=native' "-O3 -march=native $strict"; do
      echo "native|$cxx|$flags||"
    done
    echo "native refused|$cxx|-O2 -ffast-math||$fast_math"
  done
}

have() { [ -z "$1" ] || command -v "$1" > /dev/null; }

# Every row of g++ 12 and clang 16, but those with strict flags where nothing is contracted anyway;
# of the others those whose code differs most; all of other targets. With -flto the sources are
# compiled one by one, by the line of the README.
quick_rows() {
  rows | grep -vF -e "-O0 $strict" -e '|-O1|' -e "-O1 $strict" -e "-O2 $strict" -e "-O3 $strict" -e "-Os $strict" \
    -e "-flto $strict" -e "-static $strict" | grep -vE '(g\+\+-11|clang\+\+-1[49])\|(-O2|-Os)'
}

# The output, and the checkpoint and the report, written beside $1, of two runs that between them take most ways
# through the program.
train() {
  local model=$1
  shift
  "$@" --quiet --save "$model" --report "$model.html"
  cat "$model" "$model.html"
  "$@" --quiet --seed 7 --samples 90 --max-seq-len 9 --vocab-size 7 --d-model 5 --shuffle \
    --epochs 6 --lr 0.01 --encoding sinusoidal --save "$model" --report "$model.html"
  cat "$model" "$model.html"
  rm "$model" "$model.html"
}

build() {  # compiler, flags, output
  local -a from=("$unit")
  [[ $2 == *-flto* ]] && from=("${sources[@]}")
  # shellcheck disable=SC2086  # the flags are several words
  "$1" -std=c++17 $2 $([ "$1" = em++ ] || echo -pthread) -Isrc "${from[@]}" -o "$3"
}

# Builds and runs the row in folder $1; leaves `passed`, `skipped` or `FAILED: why` in its result.
run_row() {
  local folder=$1 target cxx flags runner refusal
  IFS='|' read -r target cxx flags runner refusal < "$folder/row"
  local program=$folder/posembed log=$folder/log
  [ "$runner" = node ] && program+=.js
  [ "$runner" = wine ] && program+=.exe
  if ! have "$cxx" || ! have "$runner"; then
    echo skipped
  elif [ -n "$refusal" ]; then
    if build "$cxx" "$flags" "$program" > "$log" 2>&1; then
      echo 'FAILED: compiles'
    elif grep -qF "$refusal" "$log"; then
      echo passed
    else
      echo 'FAILED: refused without our message'
    fi
  elif ! build "$cxx" "$flags" "$program" > "$log" 2>&1; then
    echo 'FAILED: does not compile'
  elif ! ${runner:+"$runner"} "$program" verify > "$log" 2>&1; then
    echo 'FAILED: verify'
  elif ! train "$folder/model" ${runner:+"$runner"} "$program" 2> "$log" | cmp - "$work/expected" >> "$log" 2>&1; then
    echo 'FAILED: output differs'
  else
    echo passed
  fi > "$folder/result"
  rm -f "$program"
}

print_table() {
  local folder target cxx flags result
  printf '\n%-17s %-28s %-8s %s\n' target compiler result flags
  for folder in "$work"/rows/*; do
    IFS='|' read -r target cxx flags _ < "$folder/row"
    result=$(< "$folder/result")
    printf '%-17s %-28s %-8s %s\n' "$target" "$cxx" "${result%%:*}" "${flags/$strict/(strict flags)}"
    [[ $result != FAILED* ]] || { echo "    $result"; tail -n 30 "$folder/log"; }
  done
}

count() { cat "$work"/rows/*/result | grep -c "^$1" || true; }

main() {
  local make_rows=rows
  case "${1-}" in
    --row) run_row "$2"; return ;;
    --install | --quick)
      [ "$1" = --quick ] && make_rows=quick_rows
      if ! dpkg -s "${packages[@]}" > /dev/null 2>&1; then
        apt-get update -q
        DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"
      fi ;;
    --native) make_rows=native_rows ;;
    '') ;;
    *) echo "$0: unknown option $1; expected --install, --quick or --native" >&2; return 2 ;;
  esac

  rm -rf "$work"
  mkdir -p "$work/rows"
  export WINEDEBUG=-all WINEPREFIX=$PWD/$work/wine
  printf '#include "../../%s"\n' "${sources[@]}" > "$unit"
  "${CXX:-g++}" -std=c++17 -O2 -pthread -Isrc "${sources[@]}" -o "$work/posembed"
  train "$work/model" "$work/posembed" > "$work/expected"

  local row number=100
  while read -r row; do
    mkdir "$work/rows/$((++number))"
    echo "$row" > "$work/rows/$number/row"
  done < <($make_rows)
  printf '%s\0' "$work"/rows/* | xargs -0 -P "$(nproc)" -n 1 tests/portability.sh --row
  print_table
  printf '\n%d passed, %d failed, %d skipped\n' "$(count passed)" "$(count FAILED)" "$(count skipped)"
  [ "$(count FAILED)" = 0 ] && [ "$(count passed)" != 0 ]
}

main "$@"
