#!/usr/bin/env bash
# What becomes of files when things go wrong, with the built program: signals, FIFOs, full disks,
# several processes that write one file, files that are not what they should be. As root it tries
# more. Each case is a function, and runs in an empty folder of its own; it fails where any of its
# commands does.
#
#   tests/files.sh PROGRAM [ROUNDS]     10 rounds where chance has a part; 200 take minutes
set -uo pipefail
# Signals that whoever started this ignores would be ignored by the program, too.
[ -n "${signals_are_default:-}" ] || signals_are_default=1 \
  exec perl -e '$SIG{$_} = "DEFAULT" for qw(INT TERM HUP PIPE XFSZ); exec @ARGV' bash "$0" "$@"
rounds=${2:-10}
work=$(mktemp -d)
trap 'umount "$work"/*/full 2> /dev/null; rm -rf "$work"' EXIT
cp "$1" "$work/posembed"  # where another user can run it
chmod 755 "$work" "$work/posembed"
program=$work/posembed
small=(--quiet --samples 40 --vocab-size 9 --d-model 5)

# --- what the cases are made of ---

skip() { echo "skipped, $1: ${FUNCNAME[1]}" >> "$work/skipped"; exit 0; }

no_temporary() { ! find . -name '*.posembed-*' | grep .; }

# The command ends with that status, and its complaints, put in `err`, are as many lines.
ends_with() {  # STATUS LINES COMMAND...
  local status=0
  "${@:3}" 2> err || status=$?
  if [ $status != "$1" ] || [ "$(wc -l < err)" != "$2" ]; then
    echo "status $status: ${*:3}"
    cat err
    return 1
  fi
}

# Runs the command, sends it the signals as soon as it has written FILE, and prints the signal
# that it died of, or 0.
signalled() {  # SIGNALS FILE COMMAND...
  perl -e '
    my ($signals, $file, @command) = @ARGV;
    my $pid = fork // die;
    if (!$pid) { open STDOUT, ">", "out"; open STDERR, ">", "err"; exec @command; }
    select undef, undef, undef, 0.01 until -s $file;
    for (split / /, $signals) { kill $_, $pid; select undef, undef, undef, 0.1; }
    waitpid $pid, 0;
    print $? & 127, "\n";' "$@"
}

# --- the cases ---

temporary_names() {
  echo own > m.partial
  ln -s victim m.link
  "$program" "${small[@]}" --save m
  "$program" "${small[@]}" --save m --log log.partial
  [ "$(cat m.partial)" = own ]
  "$program" "${small[@]}" --save m --log m.partial
  grep -q ^epoch m.partial
  no_temporary
}

signals() {
  local run=("$program" "${small[@]}" --epochs 1000000 --save-every 1 --save m --log l --trace t)
  local signal
  for signal in INT TERM HUP; do
    rm -f m l t
    [ "$(signalled $signal l "${run[@]}")" = "$(kill -l $signal)" ]
    no_temporary
    grep -q '^posembed: stopped after step' err
    "$program" inspect m > shown
    tail -n 1 t | grep -q 'value linear.bias'
    [ "$(signalled $signal l "$program" sweep -q --seeds 0..1 --epochs 1000000 --out o)" = \
      "$(kill -l $signal)" ]
    no_temporary
  done
  # Terminals send SIGHUP twice.
  rm -f m l t
  [ "$(signalled 'HUP HUP HUP' l "${run[@]}")" = 1 ]
  no_temporary
  "$program" inspect m > shown
}

second_ctrl_c() {  # while it waits for a reader that does not read
  mkfifo ff
  sleep 100 < ff &
  local reader=$!
  [ "$(signalled 'INT INT' l "$program" "${small[@]}" --epochs 1000000 --log l --trace ff)" = 2 ]
  kill $reader
}

ignored_signals() {  # as by nohup
  (trap '' HUP && "$program" "${small[@]}" --epochs 30000 --log l > out) &
  until [ -s l ]; do sleep 0.01; done
  kill -HUP $!
  wait $!
  [ "$(wc -l < l)" = 30001 ]
}

file_too_large() {
  ulimit -f 16
  ends_with 1 1 "$program" "${small[@]}" --trace t --save m > out
  grep -q 'cannot write t: File too large' err
  "$program" inspect m > shown
  ends_with 1 1 "$program" -q --epochs 1 --vocab-size 10000 --save n > out
  no_temporary
  [ ! -e t ]
  [ ! -e n ]
}

full_disk() {
  mkdir full
  mount -t tmpfs -o size=64k none full 2> mount || skip 'no file system can be mounted'
  "$program" "${small[@]}" --save m --log l > out
  cp m full/m
  head -c 1M /dev/zero > full/fill 2> filled || true
  ends_with 1 1 "$program" "${small[@]}" --save n --log full/l --report r > out
  grep -q 'cannot write full/l: No space left on device' err
  cmp m n
  ends_with 1 2 "$program" "${small[@]}" --seed 1 --save full/m --save-every 1 --trace full/t --log k > out
  [ "$(wc -l < k)" = 26 ]
  cmp m full/m
  rm n
  ends_with 1 1 "$program" "${small[@]}" --save n > full/out
  grep -q 'cannot write to standard output' err
  cmp m n
  "$program" sweep -q --seeds 0..2 --epochs 2 --plot p > table
  ends_with 1 1 "$program" sweep -q --seeds 0..2 --epochs 2 --out full/o --plot q > out
  cmp table out
  cmp p q
  [ "$(ls -A full | tr '\n' ' ')" = 'fill m out ' ]
  no_temporary
}

mode() {
  umask 027
  "$program" "${small[@]}" --save m --log l > out
  [ "$(stat -c %a m l | tr '\n' ' ')" = '640 640 ' ]
  chmod 600 m
  chmod 664 l
  "$program" "${small[@]}" --save m --log l > out
  [ "$(stat -c %a m l | tr '\n' ' ')" = '600 664 ' ]
  chmod 400 m
  cp m before
  ends_with 1 1 "$program" "${small[@]}" --seed 1 --save m > out
  cmp m before
}

owner() {
  [ "$(id -u)" = 0 ] || skip 'not root'
  command -v setpriv > which || skip 'no setpriv'
  local nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups "$program" "${small[@]}")
  touch theirs ours
  chown 65534:65534 theirs
  chmod 600 theirs
  "$program" "${small[@]}" --save theirs > out
  [ "$(stat -c '%u %g %a' theirs)" = '65534 65534 600' ]
  mkdir open closed
  chmod 777 . open
  "${nobody[@]}" --save theirs --log open/l > out
  ends_with 1 1 "${nobody[@]}" --save ours > out
  grep -q 'cannot write ours: Permission denied' err
  chmod 666 ours
  ends_with 1 1 "${nobody[@]}" --save ours > out
  grep -q 'cannot write ours: it belongs to others' err
  ends_with 1 1 "${nobody[@]}" --save closed/m > out
  grep -q 'cannot write closed/m: Permission denied' err
  [ ! -s ours ]
}

fifos() {
  mkfifo ff
  local option
  for option in dump-data save log trace report; do
    "$program" "${small[@]}" --$option whole > out
    cat ff > got &
    timeout 60 "$program" "${small[@]}" --$option ff > out
    wait $!
    cmp whole got
  done
  cat ff > got &  # which would else end with the first of the checkpoints
  timeout 60 "$program" "${small[@]}" --epochs 3 --save ff --save-every 1 > out
  wait $!
  "$program" "${small[@]}" --epochs 3 --save whole > out
  tail -c "$(stat -c %s whole)" got | cmp whole -
  cat ff > got &
  timeout 60 "$program" sweep -q --seeds 0..1 --epochs 2 --out ff > out
  wait $!
  "$program" sweep -q --seeds 0..1 --epochs 2 --out whole > out
  cmp whole got
  [ -p ff ]
  # A reader that goes away costs no other file.
  head -c 1 ff > got &
  ends_with 1 1 timeout 60 "$program" "${small[@]}" --epochs 300 --trace ff --log l > out
  grep -q 'cannot write ff: Broken pipe' err
  [ "$(wc -l < l)" = 301 ]
}

open_files() {
  "$program" "${small[@]}" --dump-data data > epochs
  cat data epochs > both
  echo before > corpus
  "$program" "${small[@]}" --dump-data /dev/stdout >> corpus
  echo before | cat - both | cmp - corpus
  "$program" "${small[@]}" --dump-data /dev/stdout > got
  cmp both got
  "$program" "${small[@]}" --dump-data /dev/stdout | cmp both -
  "$program" "${small[@]}" --dump-data /dev/fd/7 7> got > out
  cmp data got
  "$program" sweep -q --seeds 0..1 --epochs 2 --out >(cat > got) > out
  "$program" sweep -q --seeds 0..1 --epochs 2 --out whole > out
  for _ in {1..100}; do
    cmp -s whole got && break
    sleep 0.05
  done
  cmp whole got
  ends_with 1 1 "$program" "${small[@]}" --save /dev/stdout >&-
}

terminal() {
  command -v script > which || skip 'no script'
  "$program" "${small[@]}" --samples 3 --epochs 1 --dump-data data > out
  script -qec "'$program' ${small[*]} --samples 3 --epochs 1 --dump-data /dev/tty > out" typed \
    > seen < /dev/null
  tr -d '\r' < seen | cmp data -
}

one_file_for_two() {
  "$program" "${small[@]}" --save c --dump-data d --log own > out
  ln -s c link
  ln d hard
  "$program" sweep "${small[@]}" --seeds 0..3 --shard 1/2 --out s1 > out
  "$program" sweep "${small[@]}" --seeds 0..3 --shard 2/2 --out s2 > out
  sha256sum c d s1 s2 > sums
  refused() { ends_with 2 1 "$program" "$@" > out; }
  refused --resume c --log c
  refused --resume c --trace link
  refused --resume ./c --save d --data hard
  refused --data d --save d
  refused --data d --dump-data "$PWD/d"
  refused --save x --log "$PWD/x"
  refused --save x --log ./x
  refused sweep --out o --plot ./o
  refused sweep --data d --out ./d
  refused sweep --merge s1 s2 --plot s1
  refused sweep --merge s1 s2 --plot ./s2
  cp c vectors.tsv
  refused export vectors.tsv --format tsv --out .
  ends_with 2 1 "$program" "${small[@]}" --save x > x
  ends_with 2 1 "$program" "${small[@]}" --log err > out
  sha256sum --quiet -c sums
  "$program" -q --resume c --save ./c --log own --epochs 26 > out
  [ "$(wc -l < own)" = 27 ]
  "$program" sweep --merge s1 s2 --out ./s2 > out
}

checked_first() {
  local file
  for file in d s l t o; do echo old > $file; done
  ends_with 1 1 "$program" --dump-data d --save s --log l --trace t --report none/r > out
  [ ! -s out ]
  ends_with 1 1 timeout 5 "$program" sweep --seeds 0..100000 --out o --plot none/p > out
  [ ! -s out ]
  for file in d s l t o; do [ "$(cat $file)" = old ]; done
  no_temporary
}

reason() {
  [ -c /dev/full ] || skip 'no /dev/full'
  local option
  for option in dump-data save log trace report; do
    ends_with 1 1 "$program" "${small[@]}" --$option /dev/full > out
    grep -q 'cannot write /dev/full: No space left on device' err
    [ "$(wc -l < out)" = 25 ]
  done
}

resumed_log() {
  "$program" "${small[@]}" --epochs 9 --log whole > out
  "$program" "${small[@]}" --epochs 5 --save c --log l > out
  "$program" "${small[@]}" --epochs 5 --seed 1 --log other > out
  cp other before
  ends_with 1 1 "$program" -q --resume c --epochs 9 --log other > out
  cmp other before
  "$program" -q --resume c --epochs 9 --log l > out
  cmp whole l
}

reader_that_goes_away() {
  local status=0
  "$program" --epochs 1000000 --save m 2> err | head -n 1 > out || status=$?
  [ $status = 141 ]
  [ ! -s err ]
  [ "$(wc -l < out)" = 1 ]
  "$program" inspect m > shown
  (trap '' PIPE && "$program" --epochs 1000000 2> err | head -n 1 > out) || status=$?
  [ $status = 1 ]
  grep -q 'cannot write to standard output: its reader went away' err
}

# Reads what others made, and refuses it with that reason, in one line, before it costs anything.
refuses() {  # PATTERN ARGUMENTS...
  (ulimit -v 1000000 && ends_with 1 1 timeout 10 "$program" "${@:2}" > out)
  grep -q -- "$1" err
  ! LC_ALL=C grep -q '[^ -~]' err
  [ "$(wc -c < err)" -lt 600 ]
}

# A file of that header, and of so many zeros behind it.
safetensors() {  # HEADER BYTES
  perl -e 'print pack("Q<", length $ARGV[0]), $ARGV[0], "\0" x $ARGV[1]' "$@"
}

hostile_models() {
  safetensors '{"w":{"dtype":"F32","shape":[9007199254740992,0],"data_offsets":[0,0]}}' 0 > m
  refuses 'tensor w: expected a shape without 0' inspect m
  refuses 'tensor w: expected a shape without 0' -q --resume m
  safetensors '{"\u001b[2J\n":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}' 8 > m
  refuses 'tensor \\x1b\[2J\\n: expected dtype F32, F16, BF16 or F64, found I64' inspect m
  refuses 'cannot read \\x1b\[2J\\n.*: No such file' inspect $'\e[2J\n'
  safetensors '{"linear.weight":{"dtype":"F32","shape":[1,500000],"data_offsets":[0,2000000]},
    "pos_enc.token_embedding.weight":{"dtype":"F32","shape":[500000,1],"data_offsets":[2000000,4000000]}}' 4000000 > m
  refuses 'expected a shape that fits linear.weight' inspect m
  "$program" "${small[@]}" --encoding sinusoidal --save m > out
  forge m max-seq-len '20' 16777216
  refuses 'metadata max-seq-len: expected a number of positions, at most 3355443' inspect m
  "$program" "${small[@]}" --save m > out
  forge m samples 40 200000000
  (ulimit -v 1000000 && ends_with 0 1 timeout 10 "$program" inspect m > out)
  grep -q 'all 200000000 sequences would be drawn again' err
}

# Puts another value into the metadata of a safetensors file.
forge() {  # FILE KEY OLD NEW
  perl -0777 -i -pe '
    BEGIN { ($key, $old, $new) = splice @ARGV, 1, 3; }
    my $size = unpack "Q<", $_;
    my ($header, $values) = (substr($_, 8, $size), substr $_, 8 + $size);
    $header =~ s/"$key":"$old"/"$key":"$new"/ or die;
    $_ = pack("Q<", length $header) . $header . $values;' "$@"
}

# Small files that ask for much: 64 MB is what any may cost, and the program itself.
small_files() {
  local limit=200000
  little() { (ulimit -v $limit && ends_with 1 1 timeout 10 "$program" "${@:2}" > out); grep -q -- "$1" err; }
  "$program" "${small[@]}" --save m > out
  local change
  for change in 'samples 40 200000000' 'vocab-size 9 16777216' 'max-seq-len 20 16777216'; do
    cp m forged
    # shellcheck disable=SC2086  # a key and two values
    forge forged $change
    little '^posembed: forged: ' -q --resume forged
  done
  echo 16777215 > one
  little 'asks for a table of 16777216 tokens' --data one
  little 'cannot be read\|expected a token id from 0 to 268435454, found "\\x00' --data /dev/zero
  little 'expected no line of more than a million characters' sweep --merge /dev/zero
  little 'expected a file that can be read from any place\|expected' inspect /dev/zero
  head -c 8200000 /dev/zero | tr '\0' ' ' > blanks
  safetensors '{}' 0 > header
  (perl -e 'print pack("Q<", 8200000)'; cat blanks) > header
  little 'expected a header of at most 8000000 bytes' inspect header
  "$program" "${small[@]}" --encoding sinusoidal --save s > out
  forge s max-seq-len 20 3355443
  (ulimit -v 400000 && timeout 10 "$program" predict s 1 2 > out)
}

# The text is on the disk before it takes its name, and the name after it.
on_disk() {
  command -v strace > which || skip 'no strace'
  strace -f -o calls -e trace=fsync,rename,renameat,renameat2 "$program" "${small[@]}" --epochs 1 --save m --log l > out
  [ "$(sed 's/^[0-9]* *//; s/(.*//; s/renameat2*/rename/' calls | grep -v '^[+-]' | tr '\n' ' ')" = \
    'fsync rename fsync fsync fsync rename fsync ' ]
}

# A file system that ends as by a power cut, some seconds after the second of two checkpoints.
power_cut() {
  [ "$(id -u)" = 0 ] || skip 'not root'
  command -v mkfs.ext4 > which || skip 'no mkfs.ext4'
  truncate -s 32M image
  mkfs.ext4 -q image
  mkdir full
  mount -o loop,noauto_da_alloc image full 2> mounted || skip 'no file system can be mounted'
  "$program" "${small[@]}" --save full/m > out
  "$program" "${small[@]}" --seed 1 --save full/m --log full/l > out
  sleep 7  # the names reach the journal after five seconds, the text after thirty
  perl -e 'my $at_once = pack "L", 2;
    open my $file, "<", "full/m" or die; ioctl $file, 0x8004587d, $at_once or die "no power cut: $!"'
  umount full
  mount -o loop image full
  "$program" inspect full/m | grep -q 'seed 1'
  [ "$(wc -l < full/l)" = 26 ]
  umount full
}

# Where memory ends, no temporary file is left.
little_memory() {
  local size
  for size in $(seq 7000 100 9500); do
    (ulimit -v "$size" && "$program" "${small[@]}" --save m > out 2> err) || true
    no_temporary
  done
  local long
  long=$(printf 'x%.0s' {1..4090})
  ends_with 1 1 "$program" "${small[@]}" --save "/tmp/$long" > out
  [ ! -s out ]
  ends_with 1 1 "$program" "${small[@]}" --save /proc/self/mem > out
  ends_with 1 1 "$program" "${small[@]}" --save /sys/x > out
  [ ! -s out ]
}

# A control group of 200 MB, of version 1 or 2: what would not fit is refused, in one line.
control_group() {
  [ "$(id -u)" = 0 ] || skip 'not root'
  local group limit=memory.limit_in_bytes own
  own=$(sed -n 's/^[0-9]*:memory://p' /proc/self/cgroup)
  group=/sys/fs/cgroup/memory$own/posembed_test_$$
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    own=$(sed -n 's/^0:://p' /proc/self/cgroup)
    group=/sys/fs/cgroup$own/posembed_test_$$ limit=memory.max
  fi
  mkdir "$group" 2> made || skip 'no control group can be made'
  echo 200000000 2> made > "$group/$limit" || { rmdir "$group"; skip 'no control group can be limited'; }
  within() { (echo $BASHPID > "$group/cgroup.procs" && "$@"); }
  local status=0
  {
    within ends_with 2 1 "$program" -q --vocab-size 500000 --d-model 64 > out &&
      grep -q 'of memory, more than this machine gives: --samples' err &&
      within ends_with 2 1 "$program" sweep -q --seeds 0..99 --jobs 20 --vocab-size 200000 > out &&
      grep -q '^posembed: 20 runs at a time need .* expected --jobs [0-9]* or fewer' err &&
      within "$program" sweep -q --seeds 0..1 --epochs 1 --jobs "$(sed 's/.*--jobs \([0-9]*\).*/\1/' err)" --vocab-size 200000 > out &&
      within "$program" -q --vocab-size 100000 --epochs 1 > out
  } || status=$?
  rmdir "$group"
  return $status
}

foreign_metadata() {
  "$program" "${small[@]}" --save m > out
  forge m format 'posembed [0-9]' pt  # as PyTorch's files have it
  forge m data dummy '\u001b[2J\u009b\n'
  ends_with 0 0 "$program" inspect m > out
  grep -q 'format pt' out
  grep -qF '\x1b[2J\xc2\x9b\n' out
  ! LC_ALL=C grep -q '[^ -~]' out
  ends_with 0 0 "$program" inspect --json m > out
  grep -qF '"data":"\u001b[2J\u009b\u000a"' out
  ! LC_ALL=C grep -q '[^ -~]' out
  ends_with 0 0 "$program" export m --format npy --out tables > out
}

many_positions() {
  "$program" -q --max-seq-len 20000 --samples 20 --epochs 1 --save m > out
  (ulimit -v 300000 && timeout 10 "$program" inspect m > text)
  (ulimit -v 300000 && timeout 10 "$program" inspect --json m > json)
  grep -q '(36 of 20000 positions)' text
  grep -q '"position_count":20000,"positions":\[0,78,' json
}

cut_sweeps() {
  local run=(sweep "${small[@]}" --epochs 2 --seeds 0..2)
  "$program" "${run[@]}" --out whole > out
  local size last i
  size=$(stat -c %s whole)
  last=$(tail -n 1 whole | wc -c)
  for ((i = 1; i < last; ++i)); do
    head -c $((size - i)) whole > cut
    refuses 'line 7: expected a new line at the end, found none: the file was cut' "${run[@]}" --resume --out cut
    refuses 'the file was cut' sweep --merge cut
  done
  local change
  for change in '7s/,[0-9.]*$/,1e300/' '6s/,[0-9.]*$/,/' '7s/,[0-9.]*$/,nan/' '7s/,\([0-9.]*\)$/,-\1/' \
      '1s/$/,size/' '6,7s/,2,last/,7,last/' '7s/batch/patch/' 's/--epochs 2/--epochs 3/' '1i# seeds=0..2'; do
    sed "$change" whole > wrong
    ! cmp -s whole wrong
    refuses '^posembed: wrong' "${run[@]}" --resume --out wrong
    refuses '^posembed: wrong' sweep --merge wrong
  done
  cmp whole <("$program" "${run[@]}" --resume --out whole > out; cat whole)
}

real_reasons() {
  usage() { ends_with 2 1 "$program" "${@:2}" > out; grep -qF -- "$1" err; }
  refuses 'cannot read \.: Is a directory' inspect .
  refuses 'cannot read \.: Is a directory' --data .
  printf '\xef\xbb\xbf1 2 3\n' > bom
  refuses 'bom: expected plain text, found the byte order mark of UTF-8' --data bom
  refuses 'bom: expected plain text, found the byte order mark of UTF-8' sweep --merge bom
  printf '1 2 3\n4 5' > unterminated  # as many editors leave it
  "$program" -q --epochs 1 --data unterminated --dump-data whole > out
  [ "$(cat whole)" = "$(cat unterminated)" ]
  usage 'export expects a format: --format npy or --format tsv' export m --out x
  usage '--shard expects I/N with I from 1 to N, such as 1/3, but got ""' sweep --shard ''
  usage 'expected a command, but got ""' ''
  usage '--epochs expects at least 1 to compare' compare --epochs 0
  usage 'unknown option --\x1b[2J' "--"$'\e[2J'
  usage 'unexpected argument "-q"' -- -q
  ends_with 0 0 timeout 10 "$program" sweep -q --seeds 0..3 --epochs 1 --shard 2/18446744073709551615 > out
  grep -q 'loss over 1 runs, seed 1' out
  "$program" "${small[@]}" --save=--m > out
  "$program" inspect -- --m > shown
}

all_but_diverged() {
  ends_with 0 1 "$program" -q --lr 1e19 --epochs 1 --samples 10 --save m --report r > out
  grep -q 'warning: the last step, with lr 1e+19, left weights whose loss is not finite' err
  ! grep -qE '"-?(nan|inf)' r
  "$program" inspect m > shown
  ! grep -q -e -nan shown
}

shell_words() {
  local name='my $(touch owned) "it'"'"'s" & <b>.txt'
  printf '1 2 3\n4 5\n' > "$name"
  "$program" -q --epochs 2 --data "$name" --report r > out
  local command
  command=$(perl -0777 -ne '
    m{<code>posembed (.*?)</code>}s or die; $_ = $1;
    s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/&/g; print' r)
  sh -c "'$program' -q ${command/%FILE/again}" > out
  cmp r again
  [ ! -e owned ]
}

dumb_terminal() {
  command -v script > which || skip 'no script'
  local term
  for term in xterm dumb; do  # --foreground: else the program gets two signals, and ends at once
    TERM=$term script -qec "timeout --foreground -s INT 2 '$program' --samples 40 --epochs 1000000000 > out" typed \
      > $term < /dev/null || true
  done
  grep -q ' steps, .* s left' xterm
  grep -q 'stopped after step' dumb
  ! grep -q ' s left' dumb
}

# The old checkpoint or the new one, whole; at most one temporary file, that says whose it was.
killed() {
  local run=("$program" --vocab-size 5000 --d-model 64 --samples 32 --quiet --save m)
  "${run[@]}" --epochs 1 > out
  local i left
  for ((i = 0; i < 3 * rounds; ++i)); do
    "${run[@]}" --epochs 1000000 --save-every 1 > out &
    sleep "0.$(printf '%03d' $((RANDOM % 150 + 10)))"
    kill -9 $!
    { wait $!; } 2> waited || true
    "$program" inspect m > shown
    left=$(find . -name '*.posembed-*')
    [ -z "$left" ] || [ "$left" = "./.m.posembed-$!-1" ]
    rm -f "./.m.posembed-$!-1"
  done
}

# Each a checkpoint, its log and the losses of a sweep of its own, under names that all share.
several_processes() {
  train() { "$program" "${small[@]}" --epochs 3 --save-every 1 --seed "$1" --save "$2m" --log "$2l"; }
  sweep() { "$program" sweep "${small[@]}" --epochs 2 --seeds 0..2 --jobs 1 --lr "0.00$1" --out "$2o"; }
  local i count round
  for i in {1..8}; do
    train "$i" "of$i" > out
    sweep "$i" "of$i" > out
  done
  is_one_of() { for ((i = 1; i <= count; ++i)); do cmp -s "$1" "of$i$1" && return; done; return 1; }
  for count in 2 4 8; do
    for ((round = 0; round < rounds; ++round)); do
      rm -f m l o
      local processes=()
      for ((i = 1; i <= count; ++i)); do
        train $i '' > out & processes+=($!)
        sweep $i '' > out & processes+=($!)
      done
      for i in "${processes[@]}"; do wait "$i" || { echo "exit status $?"; false; }; done
      is_one_of m
      is_one_of l
      is_one_of o
      no_temporary
    done
  done
}

# --- the run ---

cases=(temporary_names signals second_ctrl_c ignored_signals file_too_large full_disk mode owner
  fifos open_files terminal one_file_for_two checked_first reason resumed_log
  reader_that_goes_away hostile_models small_files on_disk power_cut little_memory control_group foreign_metadata many_positions cut_sweeps real_reasons
  all_but_diverged shell_words dumb_terminal killed several_processes)
failed=0
touch "$work/skipped"
for name in "${cases[@]}"; do
  mkdir "$work/$name"
  (cd "$work/$name" || exit; set -ex; $name) > "$work/$name.log" 2>&1
  [ $? = 0 ] && continue
  echo "FAILED $name, after"
  grep '^posembed: ' "$work/$name.log" | tail -n 4
  tail -n 12 "$work/$name.log"
  failed=$((failed + 1))
done
cat "$work/skipped"
echo "$((${#cases[@]} - failed - $(wc -l < "$work/skipped"))) passed, $failed failed, $(wc -l < "$work/skipped") skipped"
[ $failed = 0 ]
