#!/usr/bin/env bash
# Opens the live page from disk in Chromium, and in Firefox where there is one, and uses it as a reader
# would, by live.js, after the lesson's chapters were built without one; screenshots go beside it. Fetches puppeteer-core and axe-core from npm for that.
#
#   tests/browser/live.sh [PROGRAM] [FOLDER]     build/release/posembed build/browser
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-build/release/posembed}
out=${2:-build/browser}
mkdir -p "$out"
node tests/browser/chapters.js "$program"
if [ ! -d "$out/node_modules/axe-core" ]; then
  npm install --silent --no-fund --no-audit --prefix "$out" puppeteer-core@24 axe-core@4 ||
    { echo 'puppeteer-core and axe-core cannot be fetched: skipped, but not where CI=true'; [ "${CI:-}" != true ]; exit; }
fi
NODE_PATH=$PWD/$out/node_modules node tests/browser/live.js "$program" "$out" build/web/posembed.html
