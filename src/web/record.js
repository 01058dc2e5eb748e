// For build.sh, in node: makes the run that the page opens with, by the page's own program and worker, and
// prints the body of its report.
//
//   node record.js PROGRAM.js PROGRAM.wasm
const fs = require('node:fs');
const path = require('node:path');

const [script, binary] = process.argv.slice(2);
const texts = [script, path.join(__dirname, 'worker.js')].map((file) => fs.readFileSync(file, 'utf8'));

// What a worker finds around it.
Object.assign(globalThis, {importScripts() {}, self: {location: {href: ''}}, postMessage({result}) {
  if (!result) return;
  if (result.status !== 0) throw new Error(result.err);
  const page = new TextDecoder().decode(result.files.get('report.html'));
  process.stdout.write(page.slice(page.indexOf('<div id="report"'), page.lastIndexOf('<script>')));
}});
(0, eval)(texts.join('\n'));
onmessage({data: {
  program: new WebAssembly.Module(fs.readFileSync(binary)),
  words: ['-q', '--report', 'report.html'],
  files: new Map(),
}});
