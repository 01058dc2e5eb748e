#!/usr/bin/env bash
# The portability matrix: builds and checks the program for every row of portability/rows.txt, which
# says what each is for (portability/row.sh says how).
#
#   tests/portability.sh             every row whose compiler and emulator are installed
#   tests/portability.sh --install   installs them first (portability/install.sh: 9 GB)
#   tests/portability.sh --quick     the quick rows, and installs what they need
#   tests/portability.sh --native    the plain g++ and clang++ of this machine, nothing else
#
# A pattern after these picks rows: `tests/portability.sh 's390x|g\+\+-16'`. Prints a table, then
# `N passed, N failed, N skipped`; exit status 1 where a row failed.
set -euo pipefail
cd "$(dirname "$0")/.."

work=build/portability
export CHROOTS=${CHROOTS:-$PWD/build/chroots}

count() { cat "$work"/rows/*/result | grep -c "^$1" || true; }

print_table() {
  local folder where target cxx flags asked result
  printf '\n%-8s %-24s %-32s %-7s %4s  %s\n' where target compiler result s 'flags, and what is asked'
  for folder in "$work"/rows/*; do
    IFS='|' read -r where target cxx flags _ asked < "$folder/row"
    result=$(< "$folder/result")
    printf '%-8s %-24s %-32s %-7s %4d  %s\n' "$where" "$target" "$cxx" "${result%%:*}" \
      "$(< "$folder/seconds")" "$flags${asked:+ ($asked)}"
    [[ $result != FAILED* ]] || { echo "    $result"; tail -n 30 "$folder/log"; }
  done
}

main() {
  local where='quick|here|bullseye|sid'
  case "${1-}" in
    --install) tests/portability/install.sh all; shift ;;
    --quick) tests/portability/install.sh quick; where=quick; shift ;;
    --native) where=native; shift ;;
    -*) echo "$0: unknown option $1; expected --install, --quick or --native" >&2; return 2 ;;
  esac

  rm -rf "$work"
  mkdir -p "$work/rows"
  printf '#include "../../%s"\n' src/*/*.cpp > "$work/library.cpp"
  { cat "$work/library.cpp"; echo '#include "../../src/main.cpp"'; } > "$work/unit.cpp"
  "${CXX:-g++}" -std=c++17 -O2 -pthread -Isrc "$work/unit.cpp" -o "$work/posembed"
  tests/portability/train.sh "$work/model" "$work/posembed" > "$work/expected"

  local row number=100
  while read -r row; do
    mkdir "$work/rows/$((++number))"
    echo "$row" > "$work/rows/$number/row"
  done < <(grep -E "^($where)\|" tests/portability/rows.txt | grep -E -e "${1-}")
  printf '%s\0' "$work"/rows/* | xargs -0 -P "$(nproc)" -n 1 tests/portability/row.sh
  print_table
  printf '\n%d passed, %d failed, %d skipped\n' "$(count passed)" "$(count FAILED)" "$(count skipped)"
  [ "$(count FAILED)" = 0 ] && [ "$(count passed)" != 0 ]
}

main "$@"
