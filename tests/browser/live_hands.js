// For live.js: what hands do on the live page: point at a position, turn a knob, pin a run.
const {execFileSync} = require('node:child_process');
const path = require('node:path');

const program = path.resolve(process.argv[2]);

const begin = (reader, address, hash = '') => reader.load(`${address}${hash}`);

// The real mouse, keys and finger light up a position in the pictures and in the answer about the reader's sequence.
const pointAtPositions = async (reader, check, address) => {
  const {page} = reader;
  await begin(reader, address);
  await reader.open('change');
  await reader.open('own-sequence');
  await page.waitForFunction(() => document.querySelectorAll('#predictions tbody tr').length > 3);
  const lit = () => reader.evaluate(() => {
    const ground = getComputedStyle(document.querySelector('#predictions tbody tr:nth-child(3) td')).backgroundColor;
    const edge = getComputedStyle(document.querySelectorAll('#ruler-picture .mark')[2]).strokeWidth;
    return [document.getElementById('lit').textContent.split(',')[0], ground !== 'rgba(0, 0, 0, 0)', edge === '3px'].join();
  });
  const expectLit = async (right, how) => check(await lit() === right, `${how}: ${await lit()}, not ${right}`);
  await page.hover('#predictions tbody tr:nth-child(3) td:nth-child(4)');
  await expectLit('Position 2,true,true', 'the mouse over a row');
  await page.hover('h1');
  await expectLit(',false,false', 'the mouse over no position');
  await (await page.$$('#ruler-picture .mark'))[2].hover();
  await expectLit('Position 2,true,true', 'the mouse over a dot');
  await reader.turn('seed', '1');
  await page.waitForFunction(() => !document.querySelector('#predictions.stale'));
  await expectLit('Position 2,true,true', 'the pictures of another run');
  await page.hover('h1');
  await page.focus('#epoch');
  await page.keyboard.press('Tab');
  for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await expectLit('Position 2,true,true', 'the arrow keys');
  await page.keyboard.press('ArrowRight');
  await expectLit('Position 3,false,false', 'the next position');
  await page.keyboard.press('Tab');
  await expectLit(',false,false', 'the focus elsewhere');
  await page.touchscreen.tap(...await reader.evaluate(() => {
    const mark = document.querySelectorAll('#ruler-picture .mark')[2];
    mark.scrollIntoView({block: 'center'});
    const {x, y} = mark.getBoundingClientRect();
    return [x + 4, y + 4];
  }));
  await expectLit('Position 2,true,true', 'a tap');
  await reader.reset();
};

// Each knob says what it is, what its option is called and what it does, and is large enough for a finger.
const turnByHand = async (reader, check, address) => {
  const {page} = reader;
  await begin(reader, address);
  await reader.open('change');
  await reader.evaluate(() => { document.querySelector('#knobs details').open = true; });
  for (const width of [360, 768, 1280]) {
    await page.setViewport({width, height: 900});
    const poor = await reader.evaluate(() => {
      const isSmall = (part) => {
        const box = part.getBoundingClientRect();
        return box.width < 44 || box.height < 44 || box.right > innerWidth;
      };
      const isSaid = (element) => element?.textContent.length > 2 && element.getBoundingClientRect().height > 10;
      return [...document.querySelectorAll('.knob')].flatMap((knob) => {
        const input = knob.querySelector('[id^="knob-"]');
        const wrong = [...knob.querySelectorAll('input:not([type="checkbox"]), select, button'), ...document.querySelectorAll('#live .line button:not([hidden])')]
          .filter(isSmall).map((part) => `small: ${part.outerHTML}`);
        const label = knob.querySelector('label');
        if (label.htmlFor !== input.id || !isSaid(label) || !isSaid(label.querySelector('code'))) wrong.push('no label');
        if (label.textContent.trim().startsWith('-') || !label.textContent.endsWith(`--${input.id.slice(5)}`)) wrong.push('no words');
        const [what, why] = input.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id));
        if (!isSaid(what)) wrong.push('does not say what it does');
        if (input.disabled && !isSaid(why)) wrong.push('is idle without a reason');
        return wrong.map((one) => `${input.id}, ${innerWidth} pixels: ${one}`);
      });
    });
    check(poor.length === 0, poor.join('\n'));
  }
  const expectCommand = async (words, how) => {
    await page.waitForFunction((right) => document.getElementById('command').textContent === right, {timeout: 5000},
      `posembed${words} --report report.html`).catch(() => {});
    const command = await reader.text('#command');
    check(command === `posembed${words} --report report.html`, `${how}: ${command}`);
  };
  const press = async (id, key) => {
    await page.focus(`#${id}`);
    await page.keyboard.press(key);
  };
  check(await page.$eval('.less[data-key="seed"]', ({disabled}) => disabled), 'less than the first seed');
  await page.click('.more[data-key="seed"]');
  await expectCommand(' --seed 1', 'a press of more');
  await page.click('.less[data-key="seed"]');
  await expectCommand('', 'a press of less');
  await press('knob-epochs', 'ArrowUp');
  await expectCommand(' --epochs 26', 'an arrow key in a field');
  await press('slide-epochs', 'ArrowLeft');
  await expectCommand('', 'an arrow key on a slider');
  await press('slide-lr', 'ArrowRight');
  await expectCommand(' --lr 0.002', 'the slider of the learning rate');
  await press('slide-lr', 'End');
  await expectCommand(' --lr 0.1', 'the end of a slider');
  check(await page.$eval('#slide-lr', (slider) => slider.getAttribute('aria-valuetext')) === '0.1', 'a slider says another value');
  check(await page.$eval('.more[data-key="lr"]', ({disabled}) => disabled), 'more than the most');
  await reader.turn('seed', '18446744073709551615');
  check(await page.$eval('.more[data-key="seed"]', ({disabled}) => disabled), 'more than the last seed');
  await reader.turn('samples', '1234');
  await press('knob-samples', 'ArrowUp');
  check(await page.$eval('#knob-samples', ({value}) => value) === '2000', 'the next stop after a typed number');
  await reader.reset();
};

// With each of these settings, the knob takes exactly the values that the program does, and says why no others.
const meetRules = async (reader, check, address) => {
  const {page} = reader;
  const runs = (words) => {
    try {
      execFileSync(program, [...words, '--init', 'nothing'], {stdio: 'ignore'});
    } catch ({status}) { return status === 1; }  // there is no such file; 2 for what cannot be
    return false;
  };
  const set = (key, value) => reader.evaluate((id, to) => {
    const input = document.getElementById(id);
    input.value = to;
    input.dispatchEvent(new Event('input', {bubbles: true}));
  }, `knob-${key}`, value);
  const wordsOf = (hash, but) => [...new URLSearchParams(hash)].filter(([key]) => key !== but)
    .flatMap(([key, value]) => [`--${key}`, value]);
  const walk = (key) => reader.evaluate((name) => {
    const [slider, input] = ['slide', 'knob'].map((part) => document.getElementById(`${part}-${name}`));
    return Array.from({length: Number(slider.max) + 1}, (_, k) => {
      slider.value = k;
      slider.dispatchEvent(new Event('input', {bubbles: true}));
      return input.value;
    });
  }, key);
  const settings = JSON.parse(execFileSync(program, ['help', '--json'], {encoding: 'utf8'})).settings;
  const cases = [['heads', 'layers=1&d-model=12'], ['heads', 'layers=1&d-model=12&encoding=rotary'], ['heads', 'layers=1&d-model=7&heads=7'],
    ['d-model', 'layers=2&heads=6&d-model=6'], ['d-model', 'layers=2&heads=3&d-model=6&encoding=rotary'], ['d-model', ''], ['positions', 'max-seq-len=25'],
    ['max-seq-len', 'positions=30'], ['layers', 'layers=1&encoding=alibi'], ['layers', 'layers=1&target=first'], ['layers', 'd-model=5']];
  for (const [key, hash] of cases) {
    await begin(reader, address, `#${hash}`);
    const words = wordsOf(hash, key);
    const {least, most} = settings.find((setting) => setting.key === key);
    const all = Array.from({length: most - least + 1}, (_, k) => String(Number(least) + k));
    const right = all.filter((value) => runs([...words, `--${key}`, value]));
    const found = await walk(key);
    check(found.join() === right.join(), `${key} with ${hash}: ${found}, the program takes ${right}`);
    check((right.length < all.length) === (await reader.text(`#why-${key}`) !== ''), `${key} with ${hash} says: ${await reader.text(`#why-${key}`)}`);
  }
  for (const hash of ['', 'layers=1', 'layers=1&d-model=6&heads=2']) {
    await begin(reader, address, `#${hash}`);
    for (const {key, group, choices} of settings.filter((one) => one.choices.length)) {
      const words = wordsOf(hash, key);
      const free = await page.$$eval(`#knob-${key} option`, (options) => options.filter((one) => !one.disabled && !one.parentNode.disabled).map(({value}) => value));
      const right = group === 'layers' && hash === '' ? [] : choices.filter((value) => runs([...words, `--${key}`, value]));
      check(free.join() === right.join(), `${key} with ${hash}: ${free}, the program takes ${right}`);
    }
  }
  await set('heads', '4');
  check((await reader.text('#why-heads')).includes('must divide'), 'a typed contradiction has no reason');
  await begin(reader, address);
};

// A pinned run is drawn behind the next ones, and the line says what both runs' settings and numbers say.
const pinARun = async (reader, check, address) => {
  const lossOf = (...words) => Number(execFileSync(program, ['-q', ...words], {encoding: 'utf8'}).trim().split(' ').pop());
  const three = (value) => String(Number(value.toPrecision(3)));
  const ghosts = () => reader.evaluate(() => document.querySelectorAll('#ruler-picture .ghost, #loss-picture .ghost, #data-picture .ghost').length);
  const expectLine = async (right) => {
    const said = await reader.text('#pinned');
    check(said === right, `the line of two runs: ${said}, not ${right}`);
  };
  await begin(reader, address);
  await reader.open('change');
  check(await ghosts() === 0 && await reader.text('#pinned') === '', 'a pinned run from the start');
  await reader.page.click('#pin');
  const first = lossOf();
  await expectLine(`Pinned: this run, loss ${three(first)}. Turn a knob, and it stays behind the next run.`);
  await reader.turn('seed', '1');
  await expectLine(`Pinned: seed 0, loss ${three(first)}. Now: seed 1, loss ${three(lossOf('--seed', '1'))}.`);
  check(await ghosts() === 41, `marks of the pinned run: ${await ghosts()}`);
  await reader.turn('shuffle', 'on');
  await reader.turn('lr', '0.003');
  await expectLine(`Pinned: seed 0, shuffle off, learning rate 0.001, loss ${three(first)}. ` +
    `Now: seed 1, shuffle on, learning rate 0.003, loss ${three(lossOf('--seed', '1', '--shuffle', '--lr', '0.003'))}.`);
  await reader.turn('max-seq-len', '9');
  await reader.turn('epochs', '0');
  check((await reader.text('#pinned')).endsWith(', no loss yet.'), `a run without epochs: ${await reader.text('#pinned')}`);
  await reader.reset();
  await reader.open('own-data');
  const before = await reader.text('#weights');
  await reader.page.type('#data', '1 2 3\n4 5\n');
  await reader.otherRun(before);
  check((await reader.text('#pinned')).startsWith(`Pinned: dummy data, loss ${three(first)}. Now: your own data, loss `), 'data of the reader');
  await reader.reset();
  await reader.turn('layers', '1');
  await reader.turn('target', 'first');
  const line = await reader.text('#pinned');
  check(line.includes('cannot be compared') && await ghosts() === 0, `another target: ${line}`);
  await reader.reset();
  await reader.page.click('#pin');
  check(await ghosts() === 0 && await reader.text('#pinned') === '', 'a run stays pinned');
};

const visible = (reader, selector) => reader.evaluate((what) =>
  [...document.querySelectorAll(what)].filter((one) => one.getClientRects().length > 0).map((one) => one.id || one.outerHTML.slice(0, 60)), selector);

// One figure alone, in a page of a teacher's; what the link asks for stays in the address.
const embedAFigure = async (reader, check, address) => {
  const {page} = reader;
  for (const [width, height] of [[360, 740], [1280, 720]]) {
    await page.setViewport({width, height});
    await begin(reader, address, '#view=ruler&hide=knobs&seed=3');
    check((await visible(reader, 'figure')).join() === 'ruler', `${width}: other figures beside the ruler: ${await visible(reader, 'figure')}`);
    const others = await visible(reader, '#change, #report header, footer, #live p:not(:empty), #lesson');
    check(others.length === 0, `${width}: not the figure alone: ${others}`);
    check((await visible(reader, '#play, #epoch, h1')).length === 3, `${width}: what plays the figure, and its title, are there`);
    const {bottom, wide} = await reader.evaluate(() => ({bottom: document.getElementById('ruler-picture').getBoundingClientRect().bottom,
      wide: document.documentElement.scrollWidth}));
    check(bottom <= height && wide <= width, `the picture ends at ${bottom} of ${height}, ${wide} wide`);
    check((await reader.text('#command')).startsWith('posembed --seed 3 '), 'the settings of a link to a figure');
    check(await reader.evaluate(() => location.hash) === '#seed=3&view=ruler&hide=knobs', 'the address of a figure');
  }
  await begin(reader, address, '#view=data');
  check((await visible(reader, 'figure')).join() === 'data' && (await visible(reader, '#change')).length === 1, 'a figure with its knobs');
  await begin(reader, address, '#view=tokens&layers=1&epochs=1');
  check((await visible(reader, 'figure')).length > 4, 'a run without the figure');
  const known = await reader.evaluate(() => [...document.querySelectorAll('figure')].map(({id}) => id));
  await begin(reader, address, '#view=rulr&hide=all');
  const said = await reader.text('#link-refusal');
  check(said.includes('but got "rulr"') && said.includes('"hide" expects knobs, but got "all"'), `a wrong view: ${said}`);
  known.push(...await reader.evaluate(() => [...document.querySelectorAll('figure')].map(({id}) => id)));
  check(known.every((id) => said.includes(id)), `a view lacks one of ${known}`);
  await begin(reader, address);
};

// On paper: the figures, which epoch they are of and which command made them, and nothing to press.
const printAHandout = async (reader, check, address) => {
  const {page} = reader;
  await begin(reader, address);
  await reader.open('change');
  await reader.evaluate(() => { ['ruler', 'similarity', 'tokens'].forEach((id) => { document.querySelector(`#${id} details`).open = true; }); });
  await page.hover('#ruler-table tbody tr');
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'dark'}]);
  await page.emulateMediaType('print');
  await page.setViewport({width: 718, height: 1000});  // A4 within its margins
  const wide = await reader.evaluate(() => [...document.querySelectorAll('body, table')].filter((one) => one.scrollWidth > 718 || one.getBoundingClientRect().right > 718).length);
  check(wide === 0, 'on paper, something is wider than the page');
  const pressed = await visible(reader, 'button, input, select, textarea, summary, #change, #lit, .choice');
  check(pressed.length === 0, `on paper, something to press: ${pressed}`);
  check((await visible(reader, 'figure')).length === 8, 'on paper, the figures');
  check((await visible(reader, '#epoch-text, #ruler-table, footer code, h1')).length === 5, 'on paper, what the figures are of');
  const [ground, cut] = await reader.evaluate(() => [getComputedStyle(document.body).backgroundColor,
    [...document.querySelectorAll('.scroll')].filter((box) => box.scrollHeight > box.clientHeight + 1).length]);
  check(ground === 'rgb(255, 255, 255)', `paper is ${ground}`);
  check(cut === 0, 'on paper, a table is cut off');
  await page.emulateMediaType(null);
  await page.setViewport({width: 1280, height: 900});
  await page.emulateMediaFeatures([]);
};

module.exports = {pointAtPositions, turnByHand, meetRules, pinARun, embedAFigure, printAHandout};
