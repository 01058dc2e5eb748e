#!/usr/bin/env bash
# posembed beside PyTorch and libtorch, timed in turn in one run: the notebook's training loop, its
# whole process, a step of the middle and the large settings, and steps with self-attention layers.
# Medians. Debian: python3-torch, libtorch-dev, and libopenblas0-pthread, since the default BLAS is no
# fair peer.
#
#   [THREADS=1] [COMPILE=1] [PYTHON=/usr/bin/python3] tests/peers/compare.sh [ROUNDS]     7
#
# in so many threads each; COMPILE=1: PyTorch's models through torch.compile.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-7}
program=build/release/posembed
read -ra python <<< "${PYTHON:-/usr/bin/python3}"
work=build/peers
export OMP_NUM_THREADS=${THREADS:-1}

mkdir -p $work
make -s
g++ -std=c++17 -O3 -march=native tests/peers/libtorch.cpp -I/usr/include/torch/csrc/api/include \
  -ltorch -ltorch_cpu -lc10 -o $work/libtorch

milliseconds() {  # of a whole process
  local start end
  start=${EPOCHREALTIME/./}
  "$@" > /dev/null
  end=${EPOCHREALTIME/./}
  awk "BEGIN { print ($end - $start) / 1e3 }"
}
step() {  # of posembed bench, in milliseconds: V L D samples, further options
  $program bench --json --rounds 3 --threads "$OMP_NUM_THREADS" --vocab-size "$1" --max-seq-len "$2" --d-model "$3" --samples "$4" \
    "${@:5}" |
    /usr/bin/python3 -c 'import json, sys
of = json.load(sys.stdin)["settings"][0]
print(1e3 * (of["shared"] or [of["step"]["seconds"]])[-1])'
}
# The loop of 25 epochs is 800 steps.
loop() { awk "BEGIN { print 800 * $(step 100 20 16 1000) }"; }

stacks=('notebook+1 100 20 16 2 1 32 1000' 'notebook+2 100 20 16 2 2 32 1000'
  'notebook+8 100 20 16 2 8 32 1000' 'middle+2 1000 128 64 4 2 32 320' 'large+4 5000 512 256 4 4 8 32')

ls -l /etc/alternatives/libblas.so.3-* | grep -q openblas ||
  echo "PyTorch's BLAS is not OpenBLAS here: the ratios with layers are too large" >&2

for ((round = 0; round < rounds; ++round)); do
  loop >> $work/loop.ours
  "${python[@]}" tests/peers/notebook.py whole >> $work/loop.pytorch
  $work/libtorch whole >> $work/loop.libtorch
  milliseconds $program -q >> $work/process.ours
  milliseconds "${python[@]}" tests/peers/notebook.py whole >> $work/process.pytorch
  milliseconds $work/libtorch whole >> $work/process.libtorch
  for sizes in 'middle 1000 128 64' 'large 50000 512 256'; do
    read -r name v l d <<< "$sizes"
    step "$v" "$l" "$d" 640 >> $work/$name.ours
    "${python[@]}" tests/peers/notebook.py "$v" "$l" "$d" >> $work/$name.pytorch
    $work/libtorch "$v" "$l" "$d" >> $work/$name.libtorch
  done
  for sizes in "${stacks[@]}"; do
    read -r name v l d heads layers batch samples <<< "$sizes"
    step "$v" "$l" "$d" "$samples" --heads "$heads" --layers "$layers" --batch-size "$batch" >> $work/$name.ours
    "${python[@]}" tests/peers/stack.py "$v" "$l" "$d" "$heads" "$layers" "$batch" "$samples" >> $work/$name.pytorch
  done
done

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# Of each round, so that a machine that slows down meanwhile does so for both.
ratio() { paste "$1" "$2" | awk '{ print $2 / $1 }' | median; }
printf '%-28s %12s %12s %12s   %s\n' 'milliseconds' posembed PyTorch libtorch 'times faster'
for name in loop process middle large; do
  of=$work/$name
  printf '%-28s %12.3f %12.2f %12.2f   %.0f, %.0f\n' $name "$(median < "$of.ours")" \
    "$(median < "$of.pytorch")" "$(median < "$of.libtorch")" \
    "$(ratio "$of.ours" "$of.pytorch")" "$(ratio "$of.ours" "$of.libtorch")"
done
for sizes in "${stacks[@]}"; do
  of=$work/${sizes%% *}
  printf '%-28s %12.3f %12.2f %12s   %.1f\n' "${sizes%% *} layers" "$(median < "$of.ours")" \
    "$(median < "$of.pytorch")" '' "$(ratio "$of.ours" "$of.pytorch")"
done
rm -f $work/*.ours $work/*.pytorch $work/*.libtorch
