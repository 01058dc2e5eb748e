#!/usr/bin/env bash
# Opens reports in headless Chromium, of the default run and of others, at the width of a desk by day
# and of a phone by night, and checks them by marks.js, layout.js, linked.js, pinned.js and check.js.
#
#   tests/browser/report.sh [--pictures] [PROGRAM] [FOLDER]     build/release/posembed build/browser
#
# With --pictures it also takes screenshots, and tests/browser/report.png, which the README shows. With
# POSEMBED_MUTANT=ID (tests/mutants.sh) it stops at the first that it finds.
set -euo pipefail
cd "$(dirname "$0")/../.."
pictures=
[ "${1-}" != --pictures ] || { pictures=yes; shift; }
program=${1:-build/release/posembed}
out=${2:-build/browser}

rm -rf "$out"
mkdir -p "$out"

browse() {  # options and address
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --enable-logging=stderr \
    --user-data-dir="$out/profile" "$@"
}

# A frame of that width around the page $2; it shows what check.js finds.
write_frame() {
  cat << PAGE
<!doctype html><body style="margin:0"><pre id="found">no answer</pre>
<script>addEventListener('message', ({data}) => {
  document.getElementById('found').textContent =
    [...data.problems, data.problems.length ? 'FAILED' :
      'passed, opened in ' + data.opened + ' ms, a frame in ' + data.frame + ' ms'].join('\n');
});</script>
<iframe src="$2" style="width:$1px;height:900px;border:0"></iframe>
PAGE
}

# A report that opens halfway through its run, for screenshots.
write_halfway() {
  cat "$out/$1.html"
  cat << 'PAGE'
<script>{
  const slider = document.getElementById('epoch');
  slider.value = Math.floor(slider.max / 2);
  slider.dispatchEvent(new Event('input'));
}</script>
PAGE
}

dark=(--blink-settings=preferredColorScheme=0)

status=0
look() {  # name, more that is expected, options
  local name=$1 more=$2 width found scheme options
  "$program" -q "${@:3}" --report "$out/$name.html" --save "$out/$name.safetensors" > "$out/losses.txt"
  printf '%s: %s bytes\n' "$name" "$(stat -c %s "$out/$name.html")"
  {
    sed "s/<head>/&<script>mutant = ${POSEMBED_MUTANT:-0}<\/script>/" "$out/$name.html"
    printf '<script>const expected = Object.assign('
    "$program" inspect --json "$out/$name.safetensors"
    printf ', {%s, losses: [%s]});\n' "$more" "$(sed 's/.*: //' "$out/losses.txt" | paste -sd,)"
    cat tests/browser/marks.js tests/browser/layout.js tests/browser/linked.js tests/browser/pinned.js \
      tests/browser/check.js
    printf '</script>\n'
  } > "$out/checked.html"

  for width in 1280 360; do
    options=()
    [ $width = 360 ] && options+=("${dark[@]}" --force-prefers-reduced-motion)
    write_frame $width checked.html > "$out/frame.html"
    browse "${options[@]}" --virtual-time-budget=90000 --dump-dom "file://$PWD/$out/frame.html" \
      > "$out/dom.html" 2> "$out/log.txt"
    found=$(sed -n '/<pre id="found">/,/<\/pre>/p' "$out/dom.html" | sed 's/.*<pre id="found">//; s/<\/pre>.*//; /^<script>/,$ d')
    printf '%s, %s pixels wide: %s\n' "$name" $width "$found"
    [[ $found == passed* ]] || status=1
    if grep CONSOLE "$out/log.txt"; then status=1; fi
    [ $status = 0 ] || [ -z "${POSEMBED_MUTANT-}" ] || exit 1

    [ -n "$pictures" ] || continue
    write_halfway "$name" > "$out/halfway.html"
    write_frame $width halfway.html | sed 's/<pre.*<\/pre>//; s/height:900px/height:100vh/' > "$out/frame.html"
    for scheme in light dark; do
      options=(--window-size=$((width < 500 ? 500 : width)),$((width < 500 ? 7900 : 4700)))
      [ $scheme = dark ] && options+=("${dark[@]}")
      browse "${options[@]}" --screenshot="$out/$name-$width-$scheme.png" "file://$PWD/$out/frame.html" 2> /dev/null
    done
  done
}

figures() { printf 'figures: "%s".split(" ")' "$1"; }
plain='ruler loss tokens similarity path shares data journey'
look report "$(figures "$plain"), notebook: true"
look sinusoidal "$(figures "$plain"), still: ['similarity', 'path']" --encoding sinusoidal --samples 300 \
  --max-seq-len 2 --epochs 25 --lr 0.01 --vocab-size 5
look none "$(figures 'ruler loss tokens shares data journey')" --encoding none --epochs 3 --samples 40 --max-seq-len 200
look start "$(figures "$plain")" --epochs 0 --max-seq-len 3
look layers "$(figures 'ruler loss attention read similarity path data journey')" --layers 2 --lr 0.003
look rotary "$(figures 'loss attention read data journey')" --layers 3 --heads 4 --encoding rotary \
  --target previous --causal --epochs 8

if [ -n "$pictures" ]; then
  write_halfway report > "$out/halfway.html"
  browse --window-size=1280,1500 --screenshot="$out/report.png" "file://$PWD/$out/halfway.html" 2> /dev/null
fi
rm -rf "$out/profile"
exit $status
