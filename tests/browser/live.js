// live.js PROGRAM FOLDER PAGE: uses the live page as a reader would, in every browser that is there, and
// compares what it shows and writes with the native program (live.sh).
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const puppeteer = require('puppeteer-core');
const {folder, file, native, nativeFile, Reader} = require('./reader.js');
const words = require('./live_words.js');
const {readLesson} = require('./live_chapters.js');
const place = require('./live_place.js');
const hands = require('./live_hands.js');

const address = `file://${path.resolve(file)}`;
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const problems = [];
const check = (holds, what) => { if (!holds) problems.push(what); };
const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');

// Every knob, with a value that changes the run.
const turns = [['seed', '7'], ['max-seq-len', '12'], ['positions', '14'], ['vocab-size', '30'], ['d-model', '8'], ['encoding', 'sinusoidal'],
  ['batch-size', '16'], ['samples', '300'], ['epochs', '10'], ['shuffle', 'on'], ['lr', '0.003'], ['beta1', '0.8'],
  ['beta2', '0.99'], ['eps', '1e-6'], ['warmup', '20'], ['decay', 'cosine'], ['clip', '0.5'], ['weight-decay', '0.1'], ['layers', '2'], ['heads', '4'],
  ['d-ff', '8'], ['norm', 'post'], ['causal', 'on'], ['no-skip', 'on'], ['no-feed-forward', 'on'], ['target', 'first']];

const turnKnobs = async (reader) => {
  const keys = await reader.evaluate(() => [...document.querySelectorAll('#knobs [id^="knob-"]')].map((e) => e.id.slice(5)));
  check(keys.slice().sort().join() === turns.map(([key]) => key).sort().join(), `knobs ${keys}`);
  const words = [];
  for (const [key, value] of turns) {
    await reader.turn(key, value);
    words.push(`--${key}`, ...(value === 'on' ? [] : [value]));
    const page = nativeFile([...words, '-q', '--report', 'native.html'], 'native.html').toString();
    const shown = await reader.evaluate(() => document.getElementById('command').textContent);
    check(shown.includes(`--${key}`), `the command after ${key}: ${shown}`);
    const weights = await reader.text('#weights');
    check(page.includes(weights) && weights.length >= 16, `weights after ${key}: ${weights}`);
  }
  const link = await reader.evaluate(() => location.href);
  check(turns.every(([key, value]) => link.includes(`${key}=${value}`)), `the link ${link}`);
  await reader.load(link);
  check(await reader.evaluate(() => document.getElementById('knob-no-skip').checked), 'the link brings back a flag');
  await reader.reset();
  check(await reader.text('#command') === 'posembed --report report.html', 'the notebook\'s settings come back');
  // What needs layers is left out without any.
  for (const [key, value] of [['layers', '1'], ['heads', '4'], ['layers', '0']]) await reader.turn(key, value);
  check(await reader.text('#command') === 'posembed --report report.html', 'heads without layers');
  check(await reader.evaluate(() => document.getElementById('knob-heads').disabled), 'heads can be chosen without layers');
};

const refuse = async (reader) => {
  await reader.evaluate(() => {
    const input = document.getElementById('knob-lr');
    input.value = 'fast';
    input.dispatchEvent(new Event('input', {bubbles: true}));
  });
  await reader.page.waitForFunction(() => document.getElementById('refusal').textContent.includes('--lr expects a number'));
  const weights = await reader.text('#weights');
  await reader.evaluate(() => {
    const input = document.getElementById('knob-lr');
    input.value = '0.001';
    input.dispatchEvent(new Event('input', {bubbles: true}));
  });
  await reader.page.waitForFunction(() => document.getElementById('refusal').textContent === '');
  check(await reader.text('#weights') === weights, 'a refused knob leaves the run');
};

const measure = async (reader) => {
  const times = [];
  for (const seed of ['1', '2', '3', '4', '5', '0']) times.push(await reader.turn('seed', seed));
  return times.sort((a, b) => a - b)[3];
};

const stopALongRun = async (reader) => {
  const startALongRun = async () => {
    await reader.evaluate(() => {
      const input = document.getElementById('knob-epochs');
      input.value = '100000000';
      input.dispatchEvent(new Event('input', {bubbles: true}));
    });
    await reader.page.waitForFunction(() => !document.getElementById('working').hidden &&
      /epoch [1-9]/.test(document.getElementById('progress-text').textContent));
  };
  await startALongRun();
  await reader.turn('epochs', '8');
  check(await reader.evaluate(() => document.getElementById('working').hidden), 'a run that is overtaken ends');
  await startALongRun();
  await reader.page.click('#stop');
  check((await reader.text('#refusal')).startsWith('Stopped.'), 'a long run can be stopped');
  const weights = await reader.text('#weights');
  await reader.turn('epochs', '9');
  check(await reader.text('#weights') !== weights, 'trains after a stop');
  check(await reader.text('#epoch-text') === 'epoch 9 of 9', 'whoever was at the end sees the new one');
};

const typeASequence = async (reader) => {
  await reader.open('change');
  await reader.open('own-sequence');
  await reader.evaluate(() => { document.getElementById('sequence').value = ''; });
  await reader.page.type('#sequence', '5 8 2');
  await reader.page.waitForFunction(() => document.querySelectorAll('#predictions tbody tr').length === 3);
  const rows = () => reader.evaluate(() => [...document.querySelectorAll('#predictions tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent).join(' ')));
  const asked = (epochs) => {
    native('-q', '--epochs', epochs, '--save', 'native.safetensors');
    return JSON.parse(native('predict', '--json', 'native.safetensors', '5', '8', '2'))
      .map(({position, token, shares, predicted, target}) => [position, token, ...[...shares, predicted, target].map((x) => x.toFixed(2))].join(' '));
  };
  const moved = async (epochs) => {
    await reader.evaluate((to) => {
      const slider = document.getElementById('epoch');
      slider.value = to;
      slider.dispatchEvent(new Event('input', {bubbles: true}));
    }, epochs);
    await reader.page.waitForFunction((to) => document.querySelector('#predictions:not(.stale) caption')?.textContent === `After epoch ${to}`, {}, epochs);
    check((await rows()).join() === asked(epochs).join(), `the sequence at epoch ${epochs}: ${await rows()}`);
  };
  await moved('10');
  await moved('25');
  await reader.evaluate(() => { document.getElementById('sequence').value = ''; });
  await reader.page.type('#sequence', '5 100');
  await reader.page.waitForFunction(() => document.getElementById('predictions').textContent.includes('TOKEN expects a whole number from 0 to 99'));
  await reader.evaluate(() => { document.getElementById('sequence').value = ''; });
  await reader.page.type('#sequence', '-1 --help');
  await reader.page.waitForFunction(() => document.getElementById('predictions').textContent.includes('but got "-1"'));
};

const trainOwnData = async (reader) => {
  await reader.open('own-data');
  const before = await reader.text('#weights');
  await reader.page.type('#data', '1 2 3\n4 5\n2 2 2 2\n');
  await reader.otherRun(before);
  fs.writeFileSync(path.join(folder, 'data.txt'), '1 2 3\n4 5\n2 2 2 2\n');
  const page = nativeFile(['-q', '--data', 'data.txt', '--report', 'native.html'], 'native.html').toString();
  check(page.includes(await reader.text('#weights')), 'weights of the reader\'s data');
  check((await reader.evaluate(() => location.hash)).startsWith('#data=1+2+3%0A4+5%0A2+2+2+2'), 'the link holds the data');
  await reader.reset();
};

// What a link with `download` would save.
const catchDownloads = (reader) => reader.evaluate(() => {
  window.caught = [];
  HTMLAnchorElement.prototype.click = function click() {
    fetch(this.href).then((answer) => answer.arrayBuffer()).then((buffer) => {
      window.caught.push([this.download, btoa([...new Uint8Array(buffer)].map((b) => String.fromCharCode(b)).join(''))]);
    });
  };
});
const caught = async (reader) => {
  await reader.page.waitForFunction(() => window.caught.length > 0);
  const [name, text] = await reader.evaluate(() => window.caught.pop());
  return [name, Buffer.from(text, 'base64')];
};

const downloadFiles = async (reader) => {
  await catchDownloads(reader);
  await reader.open('downloads');
  for (const [option, name] of [['--save', 'model.safetensors'], ['--report', 'report.html'], ['--log', 'losses.csv'], ['--dump-data', 'data.txt']]) {
    await reader.evaluate((file) => {
      [...document.querySelectorAll('#download-buttons button')].find((button) => button.textContent.includes(file)).click();
    }, name);
    const [saved, bytes] = await caught(reader);
    check(saved === name && sha256(bytes) === sha256(nativeFile(['-q', option, name], name)), `${name} is not the native one`);
  }
};

// A rule that a browser cannot read is not among them.
const readStyles = async (reader) => {
  const text = await reader.evaluate(() => document.querySelector('style').textContent);
  check(!text.includes('css"') && text.trim().startsWith(':root {'), `the styles begin ${text.slice(0, 40)}`);
};

const useConsole = async (reader) => {
  await reader.open('console');
  const enter = async (line) => {
    await reader.evaluate((words) => { document.getElementById('console-command').value = words; }, line);
    await reader.page.focus('#console-command');
    await reader.page.keyboard.press('Enter');
    await reader.page.waitForFunction(() => document.getElementById('console-stop').disabled, {timeout: 60000, polling: 50});
    return reader.text('#console-output');
  };
  for (const line of ['sweep -q --seeds 0..9', 'gradcheck', 'compare --seeds 0 --epochs 20', 'stack start -q --quick']) {
    const own = native(...line.split(' '));
    check((await enter(line)).startsWith(`$ posembed ${line}\n${own}`), `console: ${line}`);
  }
  check((await enter('--sead 1')).includes('did you mean --seed?\n(exit status 2)'), 'the console says a mistake');
  await enter('posembed -q --epochs 3 --save "/my model"');
  await enter('export "my model" --format npy --out tables');
  check((await enter('help')).includes('Usage'), 'folders stay, too');
  check((await enter('predict "my model" 1 2')).includes('predicted'), 'files stay for the next command');
};

const lookForBarriers = async (reader, name) => {
  await reader.evaluate(() => document.querySelectorAll('#live details, .chapter').forEach((panel) => { panel.open = true; }));
  await reader.evaluate(axe);
  const {violations} = await reader.evaluate(() => window.axe.run());
  for (const {id, impact, nodes} of violations) {
    check(!['serious', 'critical', 'moderate'].includes(impact), `${name}, axe: ${id} (${impact}): ${nodes.slice(0, 3).map((node) => node.html)}`);
  }
  const width = await reader.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  check(width[0] <= width[1], `${name}: wider than the window, ${width}`);
  await reader.shoot(`live-${name}`);
};

const use = async (name, options) => {
  const browser = await puppeteer.launch(options);
  const page = await browser.newPage();
  const reader = new Reader(page);
  await page.evaluateOnNewDocument((id) => { globalThis.mutant = id; }, Number(process.env.POSEMBED_MUTANT));
  page.on('console', (message) => problems.push(`${name}, console: ${message.text()}`));
  page.on('pageerror', ({message}) => problems.push(`${name}, error: ${message}`));
  page.on('request', (request) => {
    if (!/^(file:.*posembed.html|data:|blob:|about:blank)/.test(request.url())) problems.push(`${name}, a request: ${request.url()}`);
  });
  await page.setViewport({width: 1280, height: 900});
  await page.goto(address);
  await page.waitForFunction(() => document.getElementById('verdict').textContent === 'yes, in this browser', {timeout: 60000});
  await reader.otherRun('–');
  check((await reader.text('#verified')).endsWith('reproducible: this build gives the recorded bits\n'), 'verify');
  for (const step of [turnKnobs, refuse, stopALongRun]) await step(reader);
  await reader.load(address);
  for (const step of [readLesson, readStyles, typeASequence, trainOwnData, downloadFiles, useConsole]) await step(reader, check);
  for (const step of [words.trainOwnFiles, words.hearEverything]) await step(reader, check);
  for (const step of [hands.pointAtPositions, hands.turnByHand, hands.meetRules, hands.pinARun, hands.embedAFigure, hands.printAHandout]) await step(reader, check, address);
  const milliseconds = await measure(reader);
  for (const width of [1280, 360]) {
    for (const scheme of name === 'chromium' ? ['light', 'dark'] : ['light']) {
      await page.setViewport({width, height: 900});
      if (name === 'chromium') await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
      await lookForBarriers(reader, `${name}-${width}-${scheme}`);
    }
  }
  for (const step of [words.seeTheFirstWindow, words.followWrongLinks, words.compileOnce]) await step(reader, check, address);
  await words.breakIt(browser, check, address);
  await place.seeTheFirstRun(browser, check, address);
  for (const step of [place.keepThePlace, place.showTheSame, place.goBack]) await step(reader, check, address);
  const first = await place.watchTraining(reader, check, address);
  await browser.close();
  console.log(`${name}: from a knob to its pictures in ${milliseconds} ms (median of 6), to the first of a long run in ${first} ms`);
};

(async () => {
  check(fs.statSync(file).size <= 1.5e6, `the page is larger than 1.5 MB: ${fs.statSync(file).size} bytes`);
  const browsers = [['chromium', {executablePath: '/usr/bin/chromium', args: ['--no-sandbox']}],
    ['firefox', {browser: 'firefox', executablePath: '/usr/bin/firefox-esr'}]];
  for (const [name, options] of browsers) {
    if (fs.existsSync(options.executablePath)) await use(name, options);
    else console.log(`${name} is not installed: skipped`);
  }
  console.log(problems.length ? `${problems.join('\n')}\nFAILED` : 'passed');
  process.exitCode = problems.length ? 1 : 0;
})().catch((error) => {
  console.log([...problems, error.stack, 'FAILED'].join('\n'));
  process.exit(1);
});
