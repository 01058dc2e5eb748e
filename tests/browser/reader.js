// For live.js: the native program, and what a reader does on the live page.
const {execFileSync, spawnSync} = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const [program, folder, file] = process.argv.slice(2);

// What the native program prints, and the file that it writes.
const native = (...words) => execFileSync(path.resolve(program), words,
  {cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
const nativeFile = (words, name) => {
  native(...words);
  return fs.readFileSync(path.join(folder, name));
};

// What the native program says to all exercises but the first.
const nativeAnswers = () => {
  const inspect = (...words) => {
    native('-q', '--save', 'native.safetensors', ...words);
    return JSON.parse(native('inspect', '--json', 'native.safetensors'));
  };
  const exact = (...words) => Number(spawnSync(path.resolve(program), words, {encoding: 'utf8'}).stderr.match(/([\d.]+) % of/)[1]);
  const lastLine = (...words) => nativeFile(['-q', '--log', 'native.csv', ...words], 'native.csv').toString().trim().split('\n').pop().split(',');
  native('-q', '--epochs', '0', '--dump-data', 'short.txt');
  const long = ['--data', 'short.txt', '--max-seq-len', '30', '--epochs', '1000'];
  const {moved} = inspect('--epochs', '10');
  return [
    Number(lastLine('--encoding', 'none', '--epochs', '200')[2]),
    inspect('--epochs', '200').ruler[19],
    Number(lastLine('--lr', '0.01')[1]),
    inspect(...long).ruler[29],
    inspect(...long, '--encoding', 'sinusoidal').ruler[29],
    [1, 2, 3, 4, 5].find((size) => exact('--d-model', String(size), '--epochs', '200') >= 99),
    exact('--samples', '10', '--epochs', '3000'),
    moved[19] / moved[14],
  ];
};

// The page, with words for what a reader does there.
class Reader {
  constructor(page) { this.page = page; }

  text(selector) { return this.page.$eval(selector, (element) => element.textContent); }
  evaluate(work, ...values) { return this.page.evaluate(work, ...values); }
  // Until the page shows another run than `weights`, to its end.
  async otherRun(weights) {
    await this.page.waitForFunction((old) => !['–', old].includes(document.getElementById('weights').textContent),
      {timeout: 60000, polling: 10}, weights);
  }
  // Opens the page, and waits until its program works, and its run is shown.
  async load(address) {
    await this.page.goto('about:blank');
    await this.page.goto(address);
    await this.otherRun('–');
  }
  // Turns a knob, and says after how many milliseconds the new run's pictures are there.
  async turn(key, value) {
    const before = await this.text('#weights');
    const started = Date.now();
    await this.evaluate((id, to) => {
      const input = document.getElementById(id);
      if (input.type === 'checkbox') input.checked = to === 'on';
      else input.value = to;
      input.dispatchEvent(new Event('input', {bubbles: true}));
    }, `knob-${key}`, value);
    await this.otherRun(before).catch(async () => {
      throw new Error(`no other run after ${key} ${value}: ${await this.text('#refusal')}`);
    });
    return Date.now() - started;
  }
  async reset() {
    const before = await this.text('#weights');
    await this.evaluate(() => document.getElementById('reset').click());
    await this.otherRun(before);
  }
  async open(panel) { await this.evaluate((id) => { document.getElementById(id).open = true; }, panel); }
  async shoot(name) { await this.page.screenshot({path: path.join(folder, `${name}.png`), fullPage: true}); }
}

module.exports = {folder, file, native, nativeFile, nativeAnswers, Reader};
