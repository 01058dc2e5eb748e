#!/usr/bin/env bash
# Kills a run that saves all the time, with signal 9, again and again: what is left must be a
# whole checkpoint, the old one or the new one.
#
#   tests/kill_while_saving.sh PROGRAM [TIMES]
set -euo pipefail
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
model=$folder/model.safetensors
sizes=(--vocab-size 5000 --d-model 64 --samples 32 --quiet)

"$program" "${sizes[@]}" --epochs 1 --save "$model" > /dev/null
for ((i = 1; i <= ${2:-50}; ++i)); do
  "$program" "${sizes[@]}" --epochs 1000000 --save-every 1 --save "$model" > /dev/null &
  sleep "0.$(printf '%03d' $((RANDOM % 150 + 10)))"
  kill -9 $!
  wait $! 2> /dev/null || true
  "$program" inspect "$model" > /dev/null
done
echo "killed $((i - 1)) times while saving: the checkpoint was whole each time"
