// For live.js: what the live page says where something is wrong, and what its first window shows.
const fs = require('node:fs');
const path = require('node:path');
const {folder, nativeFile} = require('./reader.js');

const mistakes = [['foo=1', '"foo" is no setting'], ['Seed=3', '"Seed" is no setting'],
  ['shuffle=true', '"shuffle" expects on or off, but got "true"'], ['encoding=x', '"encoding" expects learned or'],
  ['heads=4', '"heads" is not used without layers'], ['causal=on', '"causal" is not used without layers'],
  ['epochs=ten', '"epochs" expects a whole number']];

// A link's mistakes are told, and the rest of it is used.
const followWrongLinks = async (reader, check, address) => {
  for (const [part, words] of mistakes) {
    await reader.load(`${address}#${part}&lr=0.002`);
    const said = await reader.text('#link-refusal');
    check(said.includes(words), `the link #${part}: ${said}`);
    check(await reader.text('#command') === 'posembed --lr 0.002 --report report.html', `the rest of #${part}`);
  }
  await reader.turn('seed', '5');
  check(await reader.text('#link-refusal') === '', 'the words about the link stay');
};

// The ruler is in the first window, all else behind one closed panel; Play brings the dots to their line.
const seeTheFirstWindow = async (reader, check, address) => {
  const {page} = reader;
  for (const [width, height] of [[360, 740], [768, 1024], [1280, 720]]) {
    await page.setViewport({width, height});
    await page.goto('about:blank');
    await page.goto(address);
    await page.waitForSelector('#numbers');
    const seen = await reader.evaluate(() => ({
      bottom: document.getElementById('ruler-picture').getBoundingClientRect().bottom,
      open: document.getElementById('change').open,
      titles: document.querySelectorAll('h1').length,
      said: [...document.querySelectorAll('[data-caption]')].map((e) => [e.dataset.caption, e.textContent]),
      right: JSON.parse(document.getElementById('numbers').textContent).frames[0].captions,
    }));
    check(seen.bottom <= height, `${width} by ${height}: the ruler ends at ${seen.bottom}`);
    check(!seen.open && seen.titles === 1, 'more than the ruler is open');
    check(seen.said.every(([key, words]) => words === seen.right[key]), `a caption of another epoch: ${seen.said}`);
    await page.screenshot({path: path.join(folder, `first-${width}.png`)});
  }
  await page.click('#play');
  await page.waitForFunction(() => document.getElementById('epoch-text').textContent === 'epoch 25 of 25', {timeout: 30000});
  await page.setViewport({width: 1280, height: 900});
};

// A file is trained on as it is: its bytes give what the native program makes of them, or its refusal.
const trainOwnFiles = async (reader, check) => {
  const {page} = reader;
  await reader.open('change');
  await reader.open('own-data');
  const give = async (name, bytes) => {
    fs.writeFileSync(path.join(folder, name), bytes);
    await (await page.$('#data-file')).uploadFile(path.join(folder, name));
  };
  const refused = [['bom.txt', '\ufeff1 2 3\n4 5\n'], ['empty.txt', ''], ['utf16.txt', Buffer.from('1 2 3\n', 'utf16le')]];
  for (const [name, bytes] of refused) {
    await give(name, bytes);
    await page.waitForFunction(() => document.getElementById('refusal').textContent !== '');
    const earlier = await reader.text('#earlier');
    check(earlier.includes('of an earlier run: posembed'), `${name}: old pictures are not marked: ${earlier}`);
    const before = await reader.text('#weights');
    await reader.evaluate(() => document.getElementById('reset').click());
    await page.waitForFunction(() => document.getElementById('refusal').textContent === '' && document.getElementById('earlier').textContent === '');
    check(before === await reader.text('#weights'), `${name} was trained on`);
  }
  const long = Array.from({length: 900}, (_, k) => `${k % 90} ${k % 7} 3\r`).join('\n');
  for (const [name, text] of [['returns.txt', '1 2 3\r\n4 5\r\n2 2 2 2\r\n'], ['long.txt', long]]) {
    const before = await reader.text('#weights');
    await give(name, text);
    await reader.otherRun(before);
    const native = nativeFile(['-q', '--data', name, '--report', 'native.html'], 'native.html').toString();
    const weights = await reader.text('#weights');
    check(native.includes(weights), `${name} gives other bits`);
    await page.reload();
    await reader.otherRun('–');
    check(await reader.text('#weights') === weights, `${name} is lost by a reload`);
  }
  await reader.reset();
};

// Small things that were silent once.
const hearEverything = async (reader, check) => {
  const {page} = reader;
  await reader.open('change');
  await reader.open('own-sequence');
  for (const [sequence, rows] of [['5 8', 2], ['', 0]]) {
    await reader.evaluate((tokens) => {
      document.getElementById('sequence').value = tokens;
      document.getElementById('sequence').dispatchEvent(new Event('input', {bubbles: true}));
    }, sequence);
    await page.waitForFunction((count) => document.querySelectorAll('#predictions tbody tr').length === count, {}, rows);
  }
  check(!await reader.evaluate(() => document.getElementById('predictions').matches('.stale')), 'an emptied sequence waits for the model');
  await reader.open('console');
  await reader.evaluate(() => {
    document.getElementById('console-command').value = '-q --save "model';
    document.getElementById('console-form').requestSubmit();
  });
  check((await reader.text('#console-output')).includes('A quote is open'), 'an open quote');
  // Two presses of a guess are one answer, and the next seed is the next.
  await reader.evaluate(() => { location.hash = '#exercise=which-position-lags'; });
  await page.waitForSelector('#exercise-which-position-lags .guess');
  await reader.evaluate(() => {
    document.querySelector('#exercise-which-position-lags .guess').value = '3';
    for (const _ of [1, 2]) document.querySelector('#exercise-which-position-lags form button').click();
  });
  await page.waitForFunction(() => document.querySelector('#exercise-which-position-lags .answer').textContent.startsWith('You guessed 3'));
  const before = await reader.text('#weights');
  await reader.evaluate(() => document.getElementById('next-seed').click());
  await reader.otherRun(before);
  check(await reader.evaluate(() => document.getElementById('knob-seed').value) === '1', 'the next seed');
  await reader.reset();
  // As over http, to another host.
  await reader.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true});
    document.execCommand = () => false;
    document.getElementById('copy-link').click();
  });
  await page.waitForFunction(() => document.getElementById('copied').textContent !== '');
  check((await reader.text('#copied')).startsWith('This browser does not let the page copy: file:'), 'a copy that fails');
  await reader.evaluate(() => {
    document.execCommand = () => true;
    document.getElementById('copy-link').click();
  });
  await page.waitForFunction(() => document.getElementById('copied').textContent.startsWith('link'));
  check((await reader.text('#copied')).includes('file on this computer'), 'a link to a file is not said to be one');
};

// Without WebAssembly or what inflates it; where the page's server forbids it; and where a worker dies.
const breakIt = async (browser, check, address) => {
  const refusalOf = async (change, from = address) => {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(change);
    await page.goto(from);
    await page.waitForFunction(() => document.getElementById('refusal').textContent !== '', {timeout: 20000}).catch(() => {});
    const said = await page.$eval('#refusal', (element) => element.textContent);
    await page.close();
    return said;
  };
  const without = await refusalOf(() => { delete globalThis.WebAssembly; });
  check(without.startsWith('This page needs WebAssembly'), `without WebAssembly: ${without}`);
  const packed = await refusalOf(() => { delete globalThis.DecompressionStream; });
  check(packed.startsWith('This page needs WebAssembly and DecompressionStream'), `without DecompressionStream: ${packed}`);
  const policy = '<meta http-equiv="Content-Security-Policy" content="script-src \'unsafe-inline\' blob:; worker-src blob:">';
  const strict = path.join(folder, 'posembed.html');
  fs.writeFileSync(strict, fs.readFileSync(new URL(address), 'utf8').replace('<head>', `<head>${policy}`));
  const forbidden = await refusalOf(() => {}, `file://${path.resolve(strict)}`);
  check(forbidden.includes('wasm-unsafe-eval'), `with a strict policy: ${forbidden}`);
  const dead = await refusalOf(() => {
    const {postMessage} = Worker.prototype;
    Worker.prototype.postMessage = function post(asked) {
      if (!asked.words.includes('--report')) { postMessage.call(this, asked); return; }
      this.dispatchEvent(new ErrorEvent('error', {message: ''}));
    };
  }, `${address}#seed=1`);
  check(dead.includes('the browser ended its worker'), `a worker that dies: ${dead}`);
};

// All runs of a page are of one compiled module.
const compileOnce = async (reader, check, address) => {
  const {page} = reader;
  await page.evaluateOnNewDocument(() => {
    window.programs = [];
    const {postMessage} = Worker.prototype;
    Worker.prototype.postMessage = function post(asked) {
      window.programs.push(asked.program);
      postMessage.call(this, asked);
    };
  });
  await reader.load(address);
  await reader.turn('seed', '1');
  check(await reader.evaluate(() => window.programs.length > 2 && new Set(window.programs).size === 1 &&
    window.programs[0] instanceof WebAssembly.Module), 'a run compiles the program anew');
};

module.exports = {compileOnce, followWrongLinks, seeTheFirstWindow, trainOwnFiles, hearEverything, breakIt};
