#!/usr/bin/env bash
# The experiments on stacks at their small size: every byte of what they print and write, measured
# times aside, is compared with tests/stack_quick.txt, on this processor or another.
#
#   tests/stack.sh PROGRAM...              compares; PROGRAM may be `qemu-aarch64-static posembed`
#   tests/stack.sh --shard I/N PROGRAM...  only the I-th of every N runs: an emulator is slow
#   tests/stack.sh --record PROGRAM...     records anew
set -euo pipefail
record=$(dirname "$0")/stack_quick.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() { "${program[@]}" stack --quick --quiet --out "$work" "$@" > "$work/printed"; }

# A digest of the numbers of each configuration.
digests() {
  local file cell  # a configuration
  for file in "$work"/*.csv; do
    sed '1d; /seconds/d' "$file" | cut -d, -f3- > "$work/numbers"
    while read -r cell; do
      printf '%s %s, %s\n' "$(awk -F, -v cell="$cell" '$1 == cell' "$work/numbers" | sha256sum | cut -c 1-16)" \
        "$(basename "$file" .csv)" "$cell"
    done < <(cut -d, -f1 "$work/numbers" | uniq)
  done
}

all() {
  run
  sed '/^Measured here/,/^$/d' "$work/printed"
  digests
}

case ${1-} in
  --record) program=("${@:2}"); all > "$record" ;;
  --shard)
    program=("${@:3}")
    run --shard "$2"
    digests > "$work/own"
    [ -s "$work/own" ]
    if grep -vxF -f "$record" "$work/own"; then
      echo "stack: not the recorded numbers"
      exit 1
    fi
    echo "stack: $(wc -l < "$work/own") cells, the recorded numbers" ;;
  *)
    program=("$@")
    all | diff "$record" -
    echo 'stack: the recorded bytes' ;;
esac
