// For live.js: what stands on the live page before, while and after a run takes the place of another.
const {nativeFile} = require('./reader.js');

// The ruler stands there, and plays, while the program is not there yet; not where another run is asked for.
const seeTheFirstRun = async (browser, check, address) => {
  const open = async (link) => {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(() => { WebAssembly.compile = () => new Promise(() => {}); });
    await page.goto(link);
    return page;
  };
  const page = await open(address);
  await page.waitForSelector('#numbers');
  await page.click('#play');
  await page.waitForFunction(() => document.getElementById('epoch-text').textContent === 'epoch 3 of 25');
  const numbers = await page.$eval('#numbers', (element) => element.textContent);
  const report = nativeFile(['-q', '--report', 'native.html'], 'native.html').toString();
  check(report.includes(numbers), 'the recorded run is not the native one');
  await page.close();
  const other = await open(`${address}#seed=1`);
  check(await other.$('#numbers') === null, 'the recorded run is shown where another is asked for');
  await other.close();
};

// What a reader has chosen and where he is, of all that a run could throw away.
const placeOf = (reader) => reader.evaluate(() => ({
  scale: document.getElementById('scale-logarithmic').checked,
  sequence: document.getElementById('share-sequence').selectedIndex,
  place: document.getElementById('journey-place').selectedIndex,
  table: document.querySelector('#ruler details').open,
  focus: document.activeElement.id,
  figure: Math.round(document.getElementById('shares').getBoundingClientRect().top),
  shown: document.getElementById('epoch-text').textContent,
}));

// A new run leaves the reader where he is.
const keepThePlace = async (reader, check, address) => {
  await reader.load(address);
  await reader.open('change');
  await reader.evaluate(() => {
    document.getElementById('scale-logarithmic').click();
    for (const [id, index] of [['share-sequence', 2], ['journey-place', 1]]) {
      document.getElementById(id).selectedIndex = index;
      document.getElementById(id).dispatchEvent(new Event('change', {bubbles: true}));
    }
    document.querySelector('#ruler details').open = true;
    document.getElementById('epoch').value = 7;
    document.getElementById('epoch').dispatchEvent(new Event('input', {bubbles: true}));
    document.getElementById('share-sequence').focus();
    document.getElementById('shares').scrollIntoView();
  });
  const before = await placeOf(reader);
  check(before.table && before.shown === 'epoch 7 of 25', `the place: ${JSON.stringify(before)}`);
  for (const [key, value] of [['seed', '3'], ['lr', '0.002'], ['batch-size', '16']]) {
    await reader.turn(key, value);
    const after = await placeOf(reader);
    check(Math.abs(after.figure - before.figure) < 200, `${key} scrolls the page: ${before.figure}, then ${after.figure}`);
    after.figure = before.figure;
    check(JSON.stringify(after) === JSON.stringify(before), `${key} takes the reader from ${JSON.stringify(before)} to ${JSON.stringify(after)}`);
  }
  // Playing goes on, from where it is; and the row that says that a run goes on moves nothing.
  await reader.evaluate(() => document.getElementById('play').click());
  await reader.turn('seed', '4');
  check(await reader.text('#play') === 'Pause', 'a turned knob ends the playing');
  const epoch = Number((await reader.text('#epoch-text')).match(/\d+/)[0]);
  await reader.page.waitForFunction((from) => Number(document.getElementById('epoch-text').textContent.match(/\d+/)[0]) > from, {}, epoch);
  check(epoch < 25, `a turned knob moves who plays to epoch ${epoch}`);
  const moved = await reader.evaluate(() => {
    const top = () => document.getElementById('ruler').getBoundingClientRect().top;
    document.getElementById('working').hidden = true;
    const without = top();
    document.getElementById('working').hidden = false;
    const tops = [without, top()];
    document.getElementById('working').hidden = true;
    return tops[1] - tops[0];
  });
  check(moved === 0, `the row of the training moves the page by ${moved} pixels`);
};

// The report as the page shows it, whatever its reader opened and chose.
const markupOf = (reader) => reader.evaluate(() => {
  for (const select of document.querySelectorAll('#report select')) {
    select.selectedIndex = 0;
    select.dispatchEvent(new Event('change', {bubbles: true}));
  }
  document.querySelectorAll('#report details').forEach((details) => { details.open = true; });
  document.getElementById('scale-linear').click();
  return document.getElementById('report').innerHTML.replace(/ style="[^"]*"| hidden=""/g, '').replace(/>\s+/g, '>').replace(/\s+</g, '<');
});

// However a run came to be shown, in the place of runs with other figures, it is shown as if its link were opened.
const showTheSame = async (reader, check, address) => {
  await reader.load(address);
  const ways = [[['layers', '1'], ['encoding', 'rotary']], [['target', 'first']], [['target', 'position'], ['encoding', 'none'], ['layers', '0']],
    [['encoding', 'learned'], ['max-seq-len', '30']], [['max-seq-len', '20']]];
  for (const way of ways) {
    for (const [key, value] of way) await reader.turn(key, value);
    const kept = await markupOf(reader);
    await reader.evaluate(() => document.getElementById('copy-link').click());  // the address has its epoch at once
    const link = await reader.evaluate(() => location.href);
    const page = await reader.page.browser().newPage();
    await page.setViewport(reader.page.viewport());  // where labels overlap depends on it
    const other = new reader.constructor(page);
    await other.load(link);
    const opened = await markupOf(other);
    const at = [...kept].findIndex((letter, k) => letter !== opened[k]);
    check(kept === opened, `after ${way.join(' ')} the page is not what its link opens: ${kept.slice(at - 80, at + 80)} | ${opened.slice(at - 80, at + 80)}`);
    await page.close();
    await reader.page.bringToFront();
  }
};

// Back undoes a turn of a knob, and Forward does it again, with the epoch; typing in one field is one turn.
const goBack = async (own, check, address) => {
  const page = await own.page.browser().newPage();  // a history has room for 50 entries
  const reader = new own.constructor(page);
  await reader.load(address);
  await reader.open('change');
  const seen = [];
  const note = async () => seen.push(await reader.evaluate(() => [document.getElementById('command').textContent,
    document.getElementById('epoch-text').textContent, document.getElementById('weights').textContent].join()));
  const moveTo = (epoch) => reader.evaluate((to) => {
    document.getElementById('epoch').value = to;
    document.getElementById('epoch').dispatchEvent(new Event('input', {bubbles: true}));
  }, epoch);
  const entries = () => reader.evaluate(() => history.length);
  await moveTo(3);
  await note();
  const first = await entries();
  await page.focus('#knob-samples');
  await page.keyboard.press('End');
  for (let k = 0; k < 4; ++k) await page.keyboard.press('Backspace');
  await page.keyboard.type('321', {delay: 200});  // slower than the page waits
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => document.getElementById('command').textContent.includes('--samples 321 '));
  const native = nativeFile(['-q', '--samples', '321', '--report', 'native.html'], 'native.html').toString();
  await page.waitForFunction((report) => report.includes(`<code>${document.getElementById('weights').textContent}</code>`), {}, native);
  check(await entries() === first + 1, `typing makes ${await entries() - first} entries of the history`);
  await moveTo(5);
  await note();
  await page.select('#knob-encoding', 'none');
  await reader.otherRun(seen[1].split(',').pop());
  await note();
  check(await entries() === first + 2, 'a choice is no entry of the history');
  check(new Set(seen).size === 3 && seen[2].includes('epoch 5 of 25'), `three runs: ${seen}`);
  for (const [step, expected] of [['goBack', 1], ['goBack', 0], ['goForward', 1], ['goForward', 2]]) {
    await page[step]({waitUntil: 'domcontentloaded'}).catch(() => {});
    await page.waitForFunction((all) => all === [document.getElementById('command').textContent,
      document.getElementById('epoch-text').textContent, document.getElementById('weights').textContent].join(),
    {timeout: 20000, polling: 50}, seen[expected]).catch(async () => {
      await note();
      check(false, `${step} leads to ${seen.pop()}, not ${seen[expected]}`);
    });
  }
  await page.close();
  await own.page.bringToFront();
};

// Watches the pictures while a knob is turned: when each frame came, and what it said.
const watchFrames = (reader, key, value) => reader.evaluate((id, to) => new Promise((resolve) => {
  const input = document.getElementById(id);
  const frames = [];
  const start = performance.now();
  const look = () => frames.push({after: Math.round(performance.now() - start), said: document.getElementById('epoch-text').textContent,
    weights: document.getElementById('weights').textContent, ruler: document.getElementById('ruler-picture').innerHTML});
  document.getElementById('report').addEventListener('frame', look);
  const watcher = new MutationObserver(() => {
    if (document.getElementById('weights').textContent === '–') return;
    watcher.disconnect();
    document.getElementById('report').removeEventListener('frame', look);
    look();
    resolve(frames);
  });
  watcher.observe(document.getElementById('weights'), {childList: true, characterData: true, subtree: true});
  input.value = to;
  input.dispatchEvent(new Event('input', {bubbles: true}));
}), `knob-${key}`, value);

// Training is seen while it happens, and ends with the native bits.
const watchTraining = async (reader, check, address) => {
  await reader.load(address);
  const frames = await watchFrames(reader, 'epochs', '5000');
  const before = frames.filter(({weights, said}) => weights === '–' && /epoch (?!5000)\d+ of 5000/.test(said));
  const rulers = new Set(before.map(({ruler}) => ruler));
  check(before.length >= 2 && rulers.size === before.length, `frames before the end: ${before.map(({said}) => said)}, ${rulers.size} rulers`);
  const last = frames[frames.length - 1];
  const page = nativeFile(['-q', '--epochs', '5000', '--report', 'native.html'], 'native.html').toString();
  check(last.said === 'epoch 5000 of 5000', `whoever watches the training ends at ${last.said}`);
  check(page.includes(`<code>${last.weights}</code>`), `the digest at the end: ${last.weights}`);

  // Pause holds the pictures while the run goes on, Next goes one frame on, Play follows again.
  await reader.evaluate(() => {
    document.getElementById('knob-epochs').value = '200000';
    document.getElementById('knob-epochs').dispatchEvent(new Event('input', {bubbles: true}));
  });
  const said = () => reader.text('#epoch-text');
  const epochOf = async () => Number((await said()).match(/\d+/)[0]);
  const until = (holds, ...values) => reader.page.waitForFunction(holds, {timeout: 30000, polling: 20}, ...values);
  await until(() => /epoch [1-9]\d* of 200000/.test(document.getElementById('epoch-text').textContent));
  check(await reader.text('#play') === 'Pause', 'a run that is followed can be held');
  await reader.evaluate(() => document.getElementById('play').click());
  const held = await epochOf();
  const progress = await reader.text('#progress-text');
  await until((old) => document.getElementById('progress-text').textContent !== old && Number(document.getElementById('epoch').max) > 2, progress);
  check(await epochOf() === held && await reader.text('#play') === 'Play', `held at epoch ${held}, and then at ${await said()}`);
  await reader.evaluate(() => {
    document.getElementById('epoch').value = 0;
    document.getElementById('epoch').dispatchEvent(new Event('input', {bubbles: true}));
    document.getElementById('next').click();
  });
  check(await reader.evaluate(() => document.getElementById('epoch').value) === '1', 'Next goes one frame on');
  await reader.evaluate(() => document.getElementById('play').click());
  await until((old) => document.getElementById('play').textContent === 'Pause' &&
    Number(document.getElementById('epoch-text').textContent.match(/\d+/)[0]) > old, await epochOf());
  await reader.page.click('#stop');
  check((await reader.text('#refusal')).includes('the run as far as it came'), `stopped: ${await reader.text('#refusal')}`);
  check(await reader.text('#earlier') === '', 'a run that was stopped is called an earlier one');
  await until(() => document.getElementById('play').textContent === 'Play');
  await reader.turn('epochs', '25');
  return before[0]?.after;
};

module.exports = {seeTheFirstRun, keepThePlace, showTheSame, goBack, watchTraining};
