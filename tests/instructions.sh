#!/usr/bin/env bash
# Counts the instructions of the default run of what make builds (valgrind's callgrind: they repeat
# exactly), and fails
# where they are over 5 % more than tests/instructions.txt records. One version of each function, so
# that the count does not depend on the processor. Debian: valgrind.
#
#   tests/instructions.sh             compares
#   tests/instructions.sh --record    records anew
set -euo pipefail
cd "$(dirname "$0")/.."
record=tests/instructions.txt

work=build/instructions
make CXX=g++ out=$work CPPFLAGS=-DPOSEMBED_ONE_VERSION $work/posembed
valgrind --tool=callgrind --callgrind-out-file=$work/callgrind.out $work/posembed -q \
  > $work/losses.txt 2> $work/log.txt
count=$(sed -n 's/.*Collected : //p' $work/log.txt)
where="$(g++ -dumpfullversion), $(getconf GNU_LIBC_VERSION)"

if [ "${1-}" = --record ]; then
  printf '%s instructions: the default run, g++ %s\n' "$count" "$where" | tee $record
  exit
fi
recorded=$(sed 's/ .*//' $record)
echo "$count instructions, g++ $where; recorded: $(cat $record)"
if ! grep -qF "g++ $where" $record; then
  echo 'another compiler or C library: not compared'
  exit
fi
[ "$count" -le $((recorded + recorded / 20)) ]
