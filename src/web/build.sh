#!/usr/bin/env bash
# Makes build/web/posembed.html, the lesson as one page that runs the program itself, from em++
# (Emscripten, with the node that it needs) and the files beside this script:
#
#   make web        or        src/web/build.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-build/web}
em=${EMXX:-em++}
node=${EMSDK_NODE:-node}
if ! command -v "$em" > /dev/null; then
  echo "$0: expected em++, found none; Debian has it in the package emscripten" >&2
  exit 1
fi

# All sources as one unit compile four times faster than one by one. With -O1 the linker leaves the
# names of what is exported alone, which Debian's lacks a tool for. Exceptions are the browser's own:
# Chrome 95, Firefox 100, Safari 15.2.
compile_program() {
  printf '#include "../../%s"\n' src/*/*.cpp src/main.cpp > "$out/unit.cpp"
  local compile=("$em" -std=c++17 -DNDEBUG -msimd128 -fwasm-exceptions)
  "${compile[@]}" -O2 -Isrc -c "$out/unit.cpp" -o "$out/unit.o"
  "${compile[@]}" -O1 "$out/unit.o" -o "$out/program.js" -sMODULARIZE=1 \
    -sEXPORT_NAME=posembed -sINVOKE_RUN=0 -sEXIT_RUNTIME=1 -sALLOW_MEMORY_GROWTH=1 \
    -sENVIRONMENT=web,worker -sEXPORTED_RUNTIME_METHODS=FS,ENV,callMain
}

packed() {  # id, file
  echo "<script type=\"text/plain\" id=\"$1\">"
  gzip -9 -n -c "$2" | base64
  echo '</script>'
}

script() {  # what stands in the tag, files
  echo "<script$1>"
  cat "${@:2}"
  echo '</script>'
}

# What the first picture needs comes first, and the program after it. The report's scripts, in a scope of
# their own as in a report, leave showReport behind; what works with the program becomes one module.
# `/R"js(?:)/`, with which scripts of the report begin, means nothing to a browser; of its styles, the lines
# for C++ are cut off.
write_page() {
  echo '<!doctype html>'
  echo '<html lang="en"><head><meta charset="utf-8">'
  echo '<meta name="viewport" content="width=device-width, initial-scale=1">'
  echo '<title>posembed, live: how positions are learned</title><link rel="icon" href="data:,">'
  echo '<style>'
  sed '1d;$d' src/report/page.css
  cat src/web/live.css src/web/chapters.css
  echo '</style></head><body>'
  cat src/web/live.html
  packed first-run "$out/first_run.html"
  echo '<script>(() => {'
  cat src/report/drawing.js src/report/pictures.js src/report/tables.js src/report/links.js src/report/ghost.js src/report/page.js
  echo '})();</script>'
  script '' src/web/unpack.js src/web/take.js
  packed program-script "$out/program.js"
  packed program-wasm "$out/program.wasm"
  script ' type="text/plain" id="worker-script"' src/web/worker.js
  for page in src/nn/README.md src/nn/LAYERS.md; do script " type=\"text/plain\" id=\"$page\"" "$page"; done
  script ' type="module"' src/web/program.js src/web/rules.js src/web/stops.js src/web/knobs.js \
    src/web/panels.js src/web/pin.js src/web/markdown.js src/web/lesson.js src/web/exercises.js src/web/guesses.js \
    src/web/figures.js src/web/steps.js src/web/chapters.js src/web/view.js src/web/data.js src/web/address.js src/web/live.js
  echo '</body></html>'
}

mkdir -p "$out"
compile_program
"$node" src/web/record.js "$out/program.js" "$out/program.wasm" > "$out/first_run.html"
if grep -q '</script' src/web/*.js src/nn/*.md; then
  echo "$0: a script holds the end of a script" >&2
  exit 1
fi
write_page > "$out/posembed.html.new"
mv "$out/posembed.html.new" "$out/posembed.html"
echo "$out/posembed.html: $(wc -c < "$out/posembed.html") bytes"
