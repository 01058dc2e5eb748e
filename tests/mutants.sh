#!/usr/bin/env bash
# Plants the mistakes of tests/mutants.tsv in a copy of the program, one at a time, and prints those
# that no test notices. All are compiled into one build, where M(ID) says whether a mistake is
# planted, so that each costs no more than the tests that notice it: its own file's first.
#
#   tests/mutants.sh [ID or FILE...]     all, or these; FILE is below src/, and may be a folder
#
# A line of the list: file, what stands there, what stands there instead, with M(ID), and where no
# test can notice it, ID and why. \n is a line break. Text that two mistakes share is one line.
# Those of report/*.js need Chromium, of web/*.js em++ and npm, and are tried on the pages; those of
# the Makefile are built one by one, and tried by parts of .ci/run.
set -euo pipefail
cd "$(dirname "$0")/.."
list=$PWD/tests/mutants.tsv
work=$PWD/build/mutants
built=$work/build/release
export list work built

# The files of the copy that changed since the last time are written, so that make builds only those.
plant() {
  mkdir -p "$work"
  rm -rf "$work/whole"
  mkdir "$work/whole"
  find . -mindepth 1 -maxdepth 1 ! -name build ! -name .git -exec cp -r {} "$work/whole" \;
  mkdir -p "$work/src" "$work/tests"
  (cd "$work" && find src tests -type f -exec sh -c '[ -e "whole/$1" ] || rm "$1"' sh {} \;)
  cat > "$work/mutant.new" << 'CODE'
#pragma once
#include <cstdlib>
inline const int mutant_chosen = std::getenv("POSEMBED_MUTANT") ? std::atoi(std::getenv("POSEMBED_MUTANT")) : 0;
inline bool M(int id) { return mutant_chosen == id; }
CODE
  cmp -s "$work/mutant.new" "$work/mutant.h" || cp "$work/mutant.new" "$work/mutant.h"
  perl - "$list" "$work" << 'CODE'
use strict;
my ($list, $work, %text, %edits, %seen) = @ARGV[0, 1];
sub slurp { open my $in, '<', $_[0] or return undef; local $/; <$in> }
open my $in, '<', $list or die "$list: $!\n";
while (<$in>) {
  chomp;
  next if /^#|^$/;
  my ($file, $old, $new) = map { s/\\n/\n/gr } split /\t/;
  next if $file eq '../Makefile';
  my $where = "mutants.tsv:$.: $file";
  $text{$file} //= slurp("src/$file") // die "$where: no such file\n";
  my $count = () = $text{$file} =~ /\Q$old\E/g;
  die "$where: stands there $count times, not once: $old\n" if $count != 1;
  my %ids = map { $_ => 1 } $new =~ /\bM\((\d+)\)/g or die "$where: no M(ID): $new\n";
  for (keys %ids) { die "$where: M($_) twice\n" if $seen{$_}++ }
  $new =~ s/\bM\((\d+)\)/(globalThis.mutant === $1)/g if $file =~ /\.js$/;
  push @{$edits{$file}}, [index($text{$file}, $old), length $old, $new, $where];
}
for (glob "src/*.cpp src/*/* Makefile tests/*.cpp tests/*.h tests/*/*.cpp tests/*/*.h") {
  my ($file, $after) = s/^src\///r;
  my ($text, $end) = (slurp($_), undef);
  for my $edit (sort { $b->[0] <=> $a->[0] } @{$edits{$file}}) {
    my ($at, $length, $new, $where) = @$edit;
    die "$where: overlaps with $after\n" if defined $end && $at + $length > $end;
    substr($text, $at, $length) = $new;
    ($end, $after) = ($at, $where);
  }
  $text = "#include \"mutant.h\"\n$text" if $edits{$file} && $file !~ /\.js$/;
  # Tests compare the page with its scripts, which lie in the whole copy.
  for my $copy ("$work/$_", $file =~ /\.js$/ ? "$work/whole/$_" : ()) {
    next if (slurp($copy) // '') eq $text;
    system('mkdir', '-p', $copy =~ s/\/[^\/]*$//r);
    open my $out, '>', $copy or die "$copy: $!\n";
    print $out $text;
  }
}
CODE
}

# The groups of tests in the order in which they are tried for a file below src/.
groups() {
  local folder=${1%%/*} own
  own=tests/${1%.*}_test.cpp
  {
    [ ! -f "$own" ] || grep -ho '^TEST([a-z_0-9]*' "$own"
    grep -rho '^TEST([a-z_0-9]*' "tests/$folder" || true
    sed 's/^/TEST(/' "$work/groups"
  } | sed 's/TEST(//' | awk '!seen[$0]++'
}

# Runs the groups of tests; prints the first that fails.
try_tests() {
  local group
  for group in $(groups "$1"); do
    timeout -k 1 "$limit" "$built/posembed_tests" "$group" > /dev/null 2>&1 || { echo "$group"; return; }
  done
}

# Looks at a page whose scripts know the mistake's number.
try_page() {
  mkdir -p "build/pages/$2" build/pages/node_modules
  ln -sfn ../node_modules "build/pages/$2/node_modules"
  tests/browser/"$1".sh "$built/posembed" "build/pages/$2" > /dev/null 2>&1 || echo "tests/browser/$1.sh"
}

# Builds with another Makefile.
try_flags() {
  local part
  cp -r "$work/whole" "$TMPDIR/whole"
  cd "$TMPDIR/whole"
  POSEMBED_MUTANT='' perl - "$list" "$1" << 'CODE'
my ($list, $id) = @ARGV;
open my $in, '<', $list;
my ($row) = grep { /^\.\.\/Makefile\t.*\bM\($id\)/ } <$in>;
my (undef, $old, $new) = split /\t/, $row =~ s/\n$//r;
$new =~ s/M\(\d+\)//;
local @ARGV = ('Makefile');
local ($^I, $/) = ('');
while (<>) { s/\Q$old\E/$new/ or die "Makefile: stands not there: $old\n"; print }
CODE
  for part in 'make run' 'an incremental build' 'instruction count' 'static binary'; do
    .ci/run "$part" > /dev/null 2>&1 || { echo "$part"; return; }
  done
}

# Prints what becomes of a mistake: noticed and by what, or survived.
try() {
  local id=$1 file=$2 by
  export POSEMBED_MUTANT=$id TMPDIR=$work/tmp/$id
  mkdir -p "$TMPDIR"
  cd "$work/whole"
  case $file in
    report/*.js) by=$(try_page report "$id") ;;
    web/*.js) by=$(try_page live "$id") ;;
    ../Makefile) by=$(try_flags "$id") ;;
    *) by=$(try_tests "$file") ;;
  esac < /dev/null
  printf '%s\t%s\t%s\n' "$id" "$([ -n "$by" ] && echo noticed || echo survived)" "$by"
  rm -rf "$TMPDIR"
}
export -f groups try try_tests try_page try_flags

plant
make -C "$work" WARNINGS=-w CXXFLAGS="-I$work" build/release/posembed_tests > "$work/make.txt" 2>&1 ||
  { grep -v '^\[' "$work/make.txt"; exit 1; }
"$built/posembed_tests" --list | cut -d. -f1 | awk '!seen[$0]++' > "$work/groups"
export limit=120  # seconds, that a group may take: longer is hung

# id, file, change, reason for which it is equal
perl -ne 'next if /^#|^$/; chomp; my ($file, $old, $new, $equal) = split /\t/; my %seen;
  for (grep { !$seen{$_}++ } $new =~ /\bM\((\d+)\)/g) {
    print "$_\t$file\t$old  ->  $new\t", ($equal // "") =~ /\b$_: ([^;]*)/ ? $1 : "", "\n" }' "$list" |
  awk -F'\t' -v names="$*" 'BEGIN { n = split(names, name, " ") }
    { wanted = n == 0; for (i in name) wanted = wanted || $1 == name[i] || index($2, name[i]) == 1 } wanted' > "$work/chosen"
# Nothing planted, nothing may be noticed.
if grep -q '	web/' "$work/chosen"; then (cd "$work/whole" && src/web/build.sh > /dev/null); fi
for file in main.cpp report/page.js web/live.js; do
  [ $file = main.cpp ] || grep -q "	${file%/*}/[a-z]*\\.js" "$work/chosen" || continue
  [[ $(try 0 $file) == *survived* ]] || { echo "fails with nothing planted: $(try 0 $file)"; exit 1; }
done

cut -f1,2 "$work/chosen" | tr '\t' '\n' | xargs -r -P2 -n2 bash -c 'try "$@"' try > "$work/became"
awk -F'\t' 'NR == FNR { became[$1] = $2; next }
  { ++planted
    if (became[$1] == "noticed") ++noticed
    else if ($4 != "") ++equal
    else { ++survived; print "survived", $1, $2 ": " $3 }
    if (became[$1] == "noticed" && $4 != "") print "is not equal, but noticed:", $1, $2 }
  END { printf "%d planted, %d noticed, %d equal, %d survived\n", planted, noticed, equal, survived
        exit survived > 0 }' "$work/became" "$work/chosen"
