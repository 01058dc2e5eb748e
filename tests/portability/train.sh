#!/usr/bin/env bash
# train.sh MODEL PROGRAM...: the output, and the checkpoint and the report, written beside MODEL, of
# two runs that between them take most ways through the program.
set -euo pipefail
model=$1
shift

"$@" --quiet --save "$model" --report "$model.html"
cat "$model" "$model.html"
"$@" --quiet --seed 7 --samples 90 --max-seq-len 9 --vocab-size 7 --d-model 5 --shuffle \
  --epochs 6 --lr 0.01 --encoding sinusoidal --save "$model" --report "$model.html"
cat "$model" "$model.html"
rm "$model" "$model.html"
