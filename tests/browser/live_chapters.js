// For live.js: reads the lesson on the live page: its links, its figures, its exercises.
const {native, nativeAnswers} = require('./reader.js');

const open = (reader, name) => reader.evaluate((id) => {
  document.querySelectorAll('.chapter').forEach((chapter) => { chapter.open = chapter.id === id; });
}, `chapter-${name}`);
const inChapter = (name, selector) => `#chapter-${name} ${selector}`;

// Answers the exercise with its first choice, or with 12, and says what the page says then.
const answer = async (reader, slug) => {
  await reader.page.goto(`${reader.page.url().split('#')[0]}#exercise=${slug}`);
  await reader.page.waitForSelector(`#exercise-${slug} input`);
  await reader.evaluate((id) => {
    const form = document.querySelector(`#${id} form`);
    const field = form.querySelector('input');
    if (field.type === 'radio') field.checked = true;
    else field.value = '12';
    form.requestSubmit();
  }, `exercise-${slug}`);
  await reader.page.waitForFunction((id) => document.querySelector(`#${id} .answer`).textContent.startsWith('You guessed'),
    {timeout: 120000}, `exercise-${slug}`);
  return reader.text(`#exercise-${slug} .answer`);
};

const answerAll = async (reader, check) => {
  const expected = nativeAnswers();
  const slugs = await reader.evaluate(() => [...document.querySelectorAll('#chapter-exercises .links a')].map((a) => a.hash.slice('#exercise='.length)));
  check(slugs.slice().sort().join() === Object.keys(expected).sort().join(), `exercises ${slugs}`);
  for (const slug of slugs) {
    const [number, right] = expected[slug];
    const words = await answer(reader, slug);
    const said = Number(words.match(/the (?:run|formula) says (\S+?)[.:]? /)?.[1] ?? NaN);
    check(Math.abs(said - number) <= 2e-3 * Math.abs(number), `exercise ${slug}, native ${number}: ${words}`);
    check(!right || words.includes(`: ${right}. `), `the right choice of ${slug}: ${words}`);
  }
  await reader.evaluate(() => {
    document.execCommand = () => { window.copied = document.activeElement.value; return true; };
    Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true});
    document.getElementById('copy-answers').click();
  });
  await reader.page.waitForFunction(() => window.copied);
  const copied = await reader.evaluate(() => window.copied);
  check(copied.startsWith(`My answers to the lesson of posembed, ${slugs.length} of ${slugs.length}\n`), `copied: ${copied.slice(0, 80)}`);
  check(copied.includes('3. Does it ever get perfect?\nWhich position') && copied.includes('You guessed "about 15"; the run says 19: 19.00.'), 'what was guessed is copied');
  await reader.page.reload();
  await reader.page.waitForSelector('#numbers');
  check((await reader.text('#answers-said')).startsWith(`${slugs.length} of ${slugs.length} `), 'answers are lost by a reload');
};

// By the keyboard alone: from the list of chapters to a guess and its answer.
const guessByKeyboard = async (reader, check) => {
  const {page} = reader;
  await page.focus('nav a[href="#chapter=what-the-pictures-show"]');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.matches('#chapter-what-the-pictures-show > summary'));
  check(await reader.evaluate(() => document.getElementById('report').classList.contains('choosing')), 'the ruler tells the answer');
  for (let k = 0; k < 20 && !await reader.evaluate(() => document.activeElement.matches('.guess')); ++k) await page.keyboard.press('Tab');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  const said = inChapter('what-the-pictures-show', '.answer');
  await page.waitForFunction((one) => document.querySelector(one).textContent.startsWith('You guessed'), {}, said);
  native('-q', '--save', 'native.safetensors');
  const misses = JSON.parse(native('inspect', '--json', 'native.safetensors')).ruler.map((value, i) => Math.abs(value - i));
  const worst = misses.indexOf(Math.max(...misses));
  check((await reader.text(said)).startsWith(`You guessed 3; the run says ${worst}.`), `the answer: ${await reader.text(said)}`);
  check(!await reader.evaluate(() => document.getElementById('report').classList.contains('choosing')), 'the ruler stays without its words');
};

// Each link of the list opens its chapter, with a heading, and leaves the run alone; an address brings to it.
const followLinks = async (reader, check) => {
  const {page} = reader;
  const address = page.url().split('#')[0];
  await reader.turn('seed', '5');
  const weights = await reader.text('#weights');
  const targets = await reader.evaluate(() => [...document.querySelectorAll('#lesson nav a')].map((a) => a.hash));
  for (const target of targets) {
    const seen = await reader.evaluate((hash) => {
      document.querySelectorAll('.chapter').forEach((chapter) => { chapter.open = false; });
      document.querySelector(`#lesson nav a[href="${hash}"]`).click();
      const chapter = document.getElementById(`chapter-${hash.slice('#chapter='.length)}`);
      return {open: chapter.open ?? true, heading: Boolean(chapter.querySelector('h2, h3, h4')), top: chapter.getBoundingClientRect().top, hash: location.hash};
    }, target);
    check(seen.open && seen.heading && seen.top < 900, `${target} opens nothing`);
    check(['seed=5', target.slice(1)].every((pair) => seen.hash.slice(1).split('&').includes(pair)), `the address of ${target}: ${seen.hash}`);
  }
  check(await reader.text('#weights') === weights, 'a chapter changes the run');
  await page.goto('about:blank');
  await page.goto(`${address}#seed=5&exercise=does-it-ever-get-perfect`);
  await page.waitForSelector('#numbers');
  check(await reader.text('#weights') === weights && await reader.text('#link-refusal') === '', 'a link to an exercise with settings');
  check(await reader.evaluate(() => document.activeElement.closest('.exercise')?.id) === 'exercise-does-it-ever-get-perfect', 'a link to an exercise');
  check(await reader.evaluate(() => document.activeElement.getBoundingClientRect().top < innerHeight), 'the exercise is not in view');
  await reader.turn('seed', '0');
  check((await reader.evaluate(() => location.hash)).includes('exercise=does-it-ever-get-perfect'), 'a run takes the exercise out of the address');
};

const seePictures = async (reader, check) => {
  const {page} = reader;
  await open(reader, 'what-the-pictures-show');
  const svg = inChapter('what-the-pictures-show', 'figure svg');
  const isAlike = async () => {
    await page.waitForFunction((one) => document.querySelector(one).innerHTML === document.getElementById(document.querySelector(one).dataset.of).innerHTML, {timeout: 5000}, svg);
    return true;
  };
  for (const id of await reader.evaluate(() => [...document.querySelector('#chapter-what-the-pictures-show select').options].map(({value}) => value))) {
    await page.select(inChapter('what-the-pictures-show', 'select'), id);
    check(await reader.evaluate((one) => document.querySelector(one).dataset.of, svg) === id, `the picture ${id}`);
    for (const epoch of ['3', '20']) {
      await reader.evaluate((to) => {
        const slider = document.querySelector('#chapter-what-the-pictures-show .epoch');
        slider.value = to;
        slider.dispatchEvent(new Event('input', {bubbles: true}));
      }, epoch);
      check(await reader.text('#epoch-text') === `epoch ${epoch} of 25`, 'the chapter\'s slider');
      check(await isAlike(), `${id} at epoch ${epoch}`);
    }
  }
  await page.select(inChapter('what-the-pictures-show', 'select'), 'ruler-picture');
  // What is pointed at is read, and then what the keys choose, though the pointer still lies there.
  const reads = (words) => page.waitForFunction((one, start) => document.querySelector(one).textContent.startsWith(start), {},
    inChapter('what-the-pictures-show', '.reading'), words);
  await (await page.$$(`${svg} .mark`))[6].hover();
  await reads('position 6 stands for');
  await reader.evaluate((one) => document.querySelector(one).focus(), svg);
  await page.keyboard.press('Home');
  await reads('position 0 stands for');
  await page.keyboard.press('ArrowRight');
  await reads('position 1 stands for');
  // Where the run has no such picture, a button trains one that has.
  await open(reader, 'the-layers');
  check(await reader.evaluate((one) => !document.querySelector(one).hidden, inChapter('the-layers', '.missing')), 'a picture that there is not');
  const before = await reader.text('#weights');
  await page.click(inChapter('the-layers', '.missing button'));
  await reader.otherRun(before);
  await page.waitForFunction((one) => document.querySelectorAll(one).length > 100, {}, inChapter('the-layers', 'svg .shade'));
  await reader.reset();
};

// Every number of a step says the same as the report's journey, and how it comes about.
const pressNumbers = async (reader, check) => {
  await open(reader, 'one-step-on-paper');
  await reader.page.waitForSelector(inChapter('one-step-on-paper', '.numbers button'));
  const {told, journey} = await reader.evaluate(() => {
    const [figure] = document.querySelectorAll('#chapter-one-step-on-paper figure');
    const ofReport = document.getElementById('journey-place');
    figure.querySelector('select').selectedIndex = ofReport.selectedIndex;
    figure.querySelector('select').dispatchEvent(new Event('change'));
    const press = (value) => {
      figure.querySelector(`button[value="${value}"]`).click();
      return [value, figure.querySelector(`button[value="${value}"]`).textContent, figure.querySelector('.told').textContent];
    };
    return {
      told: [...figure.querySelectorAll('.numbers button')].map(({value}) => value).map(press),
      journey: Object.fromEntries([...document.querySelectorAll('#journey [data-slot]')].map((slot) => [slot.dataset.slot, slot.textContent])),
    };
  });
  check(told.length === 14, `${told.length} numbers`);
  for (const [name, label, words] of told) {
    check(label.endsWith(` = ${journey[name]}`), `${label}, where the journey has ${journey[name]}`);
    check(words.includes(journey[name]) && / in src\/\S+$/.test(words.trim()), `${name}: ${words}`);
  }
};

const runCommands = async (reader, check) => {
  await open(reader, 'each-gradient-derived');
  await reader.page.click(inChapter('each-gradient-derived', 'figure button'));
  const output = inChapter('each-gradient-derived', 'figure pre');
  await reader.page.waitForFunction((one) => document.querySelector(one).textContent.includes('holds'), {timeout: 60000}, output);
  check(await reader.text(output) === native('gradcheck'), 'gradcheck in a chapter');
  await open(reader, 'the-notebooks-other-question');
  await reader.evaluate(() => {
    const slider = document.querySelector('#chapter-the-notebooks-other-question .depth');
    slider.value = '2';
    for (const type of ['input', 'change']) slider.dispatchEvent(new Event(type, {bubbles: true}));
  });
  await reader.page.waitForSelector(inChapter('the-notebooks-other-question', 'tbody tr td'), {timeout: 60000});
  const loss = Number(native('-q', '--epochs', '8', '--lr', '0.01', '--norm', 'post', '--layers', '2').trim().split(' ').pop());
  const row = await reader.evaluate((one) => [...document.querySelector(one).cells].map((cell) => cell.textContent).join(' '), inChapter('the-notebooks-other-question', 'figure tbody tr'));
  check(row === `2 post ${Number(loss.toPrecision(3))}`, `a stack of two layers: ${row}, not ${loss}`);
};

// Nothing is wider than the window, and all that is pressed is 44 pixels high.
const seeSizes = async (reader, check) => {
  for (const [width, height] of [[360, 740], [1280, 720]]) {
    await reader.page.setViewport({width, height});
    for (const id of await reader.evaluate(() => [...document.querySelectorAll('.chapter')].map((one) => one.id))) {
      await open(reader, id.slice('chapter-'.length));
      await reader.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
      const seen = await reader.evaluate((one) => ({
        wide: document.documentElement.scrollWidth,
        small: [...document.querySelectorAll(`#${one} :is(button, select, summary, .links a, .line a, label:has(input), input:not([type="radio"])), #lesson nav a`)]
          .filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < 43.9).map((e) => e.outerHTML.slice(0, 60)),
      }), id);
      check(seen.wide <= width, `${id} is ${seen.wide} wide in ${width}`);
      check(seen.small.length === 0, `${id} at ${width}: less than 44 pixels high: ${seen.small.slice(0, 3)}`);
    }
  }
  await reader.page.setViewport({width: 1280, height: 900});
};

// A dot of the ruler, in the chapter or in the report, is a guess.
const pointAtTheRuler = async (reader, check) => {
  const {page} = reader;
  await reader.evaluate(() => sessionStorage.clear());
  await page.reload();
  await page.waitForSelector('#numbers');
  await open(reader, 'what-the-pictures-show');
  await page.waitForSelector(inChapter('what-the-pictures-show', '.guess'));
  for (const [picture, k] of [[inChapter('what-the-pictures-show', 'svg'), 4], ['#ruler-picture', 7]]) {
    await page.waitForSelector(`${picture} .mark`);
    await (await page.$$(`${picture} .mark`))[k].click();
    const guessed = await reader.evaluate((one) => document.querySelector(one).value, inChapter('what-the-pictures-show', '.guess'));
    check(guessed === String(k), `a dot of ${picture} is the guess ${guessed}`);
  }
};

const readLesson = async (reader, check) => {
  for (const step of [guessByKeyboard, followLinks, seePictures, pressNumbers, runCommands, seeSizes, pointAtTheRuler]) await step(reader, check);
  await open(reader, 'exercises');
  await answerAll(reader, check);
  await reader.load(reader.page.url().split('#')[0]);
};

module.exports = {readLesson};
