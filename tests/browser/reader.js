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

// What the native program, or paper, says to every exercise, and which choice is right, by the exercise's link.
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
  const misses = inspect().ruler.map((value, i) => Math.abs(value - i));
  const [loss, plain] = [[], ['--plain']].map((words) => Number(lastLine(...words)[1]));
  const errors = native('gradcheck').match(/ \d\.\de[-+]\d+ /g).map(Number);
  const [, , , , none, noSkip] = native('stack', 'depth', '--quick').match(/^4 .*/m)[0].split(/ +/).map(Number);
  return {
    'how-many-are-exact': [exact(), 'about 50'],
    'what-does-it-cost-not-to-know': [Number(lastLine('--encoding', 'none', '--epochs', '200')[2]), '23.2'],
    'how-much-room-does-a-position-need': [[1, 2, 3, 4, 5].find((size) => exact('--d-model', String(size), '--epochs', '200') >= 99), '1'],
    'how-far-do-the-two-part': [Math.abs(loss - plain) / loss, 'by a millionth or less'],
    'and-without-adam': [-0.5 + 0.1 * 1.5, '−0.35'],
    'how-exact-is-a-gradient': [Math.max(...errors), 'a millionth or less'],
    'is-a-rare-position-slow': [moved[19] / moved[14], 'five sixths'],
    'more-time-or-larger-steps': [Number(lastLine('--lr', '0.01')[1]), 'less than a millionth'],
    'which-position-lags': [misses.indexOf(Math.max(...misses))],
    'does-it-ever-get-perfect': [inspect('--epochs', '200').ruler[19], '19.00'],
    'can-an-embedding-stand-for-a-position-that-it-never-saw': [inspect(...long).ruler[29], 'nothing in particular'],
    'do-waves-know-more': [inspect(...long, '--encoding', 'sinusoidal').ruler[29], 'about 21'],
    'can-it-learn-by-heart': [exact('--samples', '10', '--epochs', '3000')],
    'what-does-attention-know-without-a-mask': [exact('--encoding', 'none', '--layers', '1', '--lr', '0.003'), 'about 7, as a guess would'],
    'and-if-both-values-were-alike': [0, '0, 0'],
    'how-steep-is-silu': [0.5, '1/2'],
    'what-does-a-bias-of-the-keys-do': [0.75, 'it stays'],
    'when-do-the-weights-outnumber-the-rest': [353, 'about 350'],
    'what-do-the-skip-connections-do': [noSkip / none, 'about a hundred times'],
  };
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
