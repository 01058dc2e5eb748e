// chapters.js [PROGRAM]: builds the chapters of the live page from the lesson, without a browser, and says
// where a heading, a figure, an exercise or a link is missing or leads nowhere; and whether the numbers of
// "one step on paper" are what their formulas give (live.sh).
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const top = path.join(__dirname, '../..');
const program = path.resolve(process.argv[2] ?? path.join(top, 'build/release/posembed'));
const read = (file) => fs.readFileSync(path.join(top, file), 'utf8');
globalThis.mutant = Number(process.env.POSEMBED_MUTANT);

const names = ['htmlOf', 'slugOf', 'readLesson', 'exercises', 'slugOfExercise', 'isRun', 'wordsOf', 'kChapters', 'showPicture',
  'showCommand', 'showSteps', 'stepNumbers', 'numbersOf', 'stepOf'];
const scripts = ['panels', 'markdown', 'lesson', 'exercises', 'guesses', 'figures', 'steps', 'chapters'];
const page = new Function(`${scripts.map((name) => read(`src/web/${name}.js`)).join('\n')}; return {${names.join()}};`)();

const problems = [];
const check = (holds, what) => { if (!holds) problems.push(what); };
const same = (found, expected, what) => check(found === expected, `${what}: ${found}, not ${expected}`);

const pages = ['src/nn/README.md', 'src/nn/LAYERS.md'].map((file) => ({path: file, text: read(file)}));
const chapters = page.readLesson(pages);

const seeMarkdown = () => {
  const hooks = {link: (target, words) => `<a href="${target}">${words}</a>`, name: (kind) => kind};
  const html = (...lines) => page.htmlOf(lines, hooks).replace(/ (tabindex|role|aria-label)="[^"]*"/g, '');
  same(html('**A *b* `*c*`** [d](e)', 'f'), '<p><strong>A <em>b</em> <code>*c*</code></strong> <a href="e">d</a>\nf</p>', 'within a line');
  same(html('<b>x</b> y<sub>j</sub> & 1 < 2'), '<p>&lt;b&gt;x&lt;/b&gt; y<sub>j</sub> &amp; 1 &lt; 2</p>', 'tags');
  same(html('| | a |', '| --- | --- |', '| n | <script> |'), '<div class="scroll"><table><thead><tr><td></td><th scope="col">a</th></tr></thead>' +
    '<tbody><tr><th scope="row">n</th><td>&lt;script&gt;</td></tr></tbody></table></div>', 'a table');
  same(html('| | |', '| --- | --- |', '| n | 1 |'), '<div class="scroll"><table><tbody><tr><th scope="row">n</th><td>1</td></tr></tbody></table></div>', 'no heads');
  same(html('- a', '  b', '  - c', '    d', '', '  e', '- f', '', 'g').replace(/\n/g, ' '),
    '<ul><li><p>a b</p> <ul><li><p>c d</p></li></ul> <p>e</p></li><li><p>f</p></li></ul> <p>g</p>', 'a list');
  same(html('1. a', '2. b'), '<ol><li><p>a</p></li><li><p>b</p></li></ol>', 'a numbered list');
  same(html('    $ x <y>', '', '      *z*', '', 'w'), '<pre><code>$ x &lt;y&gt;\n\n  *z*</code></pre>\n<p>w</p>', 'code');
  same(html('<details><summary>A</summary>', '', 'b', '', '</details>').replace(/\n/g, ''), '<details><summary>A</summary><p>b</p></details>', 'details');
  same(page.slugOf('The notebook\'s other question?'), 'the-notebooks-other-question', 'a slug');
};

// Every letter of the lesson's text is on the page, in the same order, and nothing of its marks.
const seeText = () => {
  const letters = (text) => text.replace(/<[^>]*>|&\w+;|[^\p{L}\p{N}]/gu, '');
  const hooks = {link: (target, words) => words, name: () => ''};
  for (const {path: file, text} of pages) {
    const html = page.htmlOf(text.split('\n'), hooks);
    const source = text.replace(/!\[[^\]]*\]\([^)]*\)/g, '').replace(/\]\([^)]*\)/g, '').replace(/^(\d+)\. /gm, '')
      .replace(/<(?!\/?(sub|sup|br|details|summary)>)/g, '');
    const [found, expected] = [letters(html), letters(source)];
    const at = [...found].findIndex((letter, k) => letter !== expected[k]);
    check(found === expected, `${file}: the page says "${found.slice(at, at + 60)}", the lesson "${expected.slice(at, at + 60)}"`);
    const words = html.replace(/<(pre|code)[^>]*>[^]*?<\/\1>/g, '').replace(/ aria-label="[^"]*"/g, '');
    check(!/\*|`|\]\(|^\||^#/m.test(words), `${file}: marks are left: ${words.match(/.*(\*|`|\]\().*/)?.[0]}`);
    for (const tag of ['p', 'ul', 'ol', 'li', 'table', 'tr', 'td', 'th', 'pre', 'code', 'details', 'summary', 'a', 'em', 'strong', 'sub', 'sup']) {
      const count = (pattern) => (html.match(new RegExp(pattern, 'g')) ?? []).length;
      same(count(`<${tag}[ >]`), count(`</${tag}>`), `${file}: ends of ${tag}`);
    }
  }
};

const seeChapters = () => {
  const headings = pages.flatMap(({text}) => text.split('\n').filter((line) => /^#+ /.test(line)).map((line) => line.replace(/^#+ /, '')));
  same(chapters.map(({title}) => title).join('|'), headings.join('|'), 'the headings');
  same(new Set(chapters.map(({name}) => name)).size, chapters.length, 'different names');
  for (const title of Object.keys(page.kChapters)) check(headings.includes(title), `"${title}" is no heading of the lesson`);
  for (const {title, level, html} of chapters) {
    check(html.includes('<p>') || html.includes('<li>'), `"${title}" has no text`);
    if (level === 1 || title === 'References') continue;
    const {figures = [], exercises = []} = page.kChapters[title] ?? {};
    check(figures.length > 0, `"${title}" has no figure`);
    check(exercises.length > 0 || ['Exercises', 'For teachers'].includes(title), `"${title}" has no exercise`);
  }
};

const seeExercises = () => {
  const taken = Object.values(page.kChapters).flatMap(({exercises}) => exercises);
  same(taken.slice().sort().join('|'), page.exercises.map(({name}) => name).sort().join('|'), 'each exercise is in one chapter');
  same(new Set(page.exercises.map(page.slugOfExercise)).size, page.exercises.length, 'different links');
  for (const {name, question, choices, why} of page.exercises) {
    check(question && why, `${name}: no question, or no reason`);
    check(!choices || choices.length === 3, `${name}: not three choices`);
    const number = name.match(/^\d+\. .*/)?.[0];
    check(!number || pages[0].text.includes(`**${number}**`), `${name}: the lesson has no such exercise`);
  }
};

const seeLinks = () => {
  for (const {title, html} of chapters) {
    for (const [, target] of html.matchAll(/href="([^"]*)"/g)) {
      const chapter = target.match(/^#chapter=(.*)/)?.[1];
      check(chapter ? chapters.some(({name}) => name === chapter) : target.startsWith('https://'), `"${title}": a link to ${target} leads nowhere`);
    }
    for (const [, file] of html.matchAll(/<code>((?:src|tests)\/[\w/.]+)<\/code>/g)) {
      check(fs.existsSync(path.join(top, file)), `"${title}" names ${file}, which there is not`);
    }
  }
  check(chapters[5].html.includes('<a href="#chapter=what-adam-does-to-rare-positions">below</a>'), 'a link within the lesson');
  check(chapters.find(({title}) => title === 'The model').html.includes('<code>src/data/batch.h</code>'), 'a file of another folder');
};

const seeFigures = () => {
  const [report, drawn] = [read('src/report/page.html'), read('src/report/pictures.js')];
  for (const [title, {figures}] of Object.entries(page.kChapters)) {
    for (const [show, {pictures, command}] of figures) {
      check(typeof show === 'function', `"${title}": a figure that there is not`);
      for (const id of pictures ?? []) check(report.includes(`id="${id}"`) && drawn.includes(`'${id}'`), `"${title}": the report has no ${id}`);
      if (command) execFileSync(program, page.wordsOf(command), {stdio: 'ignore'});
    }
  }
};

// The numbers of steps of these runs, as the page would tell them.
const runs = ['', '--encoding sinusoidal --beta1 0.8', '--encoding none --weight-decay 0.1 --warmup 100', '--clip 0.5 --beta2 0.99 --eps 1e-3',
  '--layers 1 --d-model 32', '--d-model 40', '--batch-size 1 --max-seq-len 3'];
const seeSteps = () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chapters-'));
  const counts = {computed: 0, told: 0};
  for (const line of runs) {
    const words = [...page.wordsOf(line), '--epochs', '4'];
    execFileSync(program, [...words, '-q', '--report', path.join(folder, 'report.html')], {stdio: 'ignore'});
    const html = fs.readFileSync(path.join(folder, 'report.html'), 'utf8');
    const numbers = JSON.parse(html.match(/id="numbers"[^>]*>([^]*?)<\/script>/)[1]);
    for (const journey of numbers.journeys) {
      for (const place of journey.places) {
        const step = page.stepOf(journey, place, {words, numbers});
        for (const one of page.numbersOf(step)) {
          const [value, computed, told] = [Number(step.said[one.value]), one.compute(step), one.numbers(step)];
          ++counts.told;
          check(Number.isFinite(value) && !/NaN|undefined/.test(told), `${line}: ${one.label} = ${told}`);
          if (Number.isNaN(computed)) continue;
          ++counts.computed;
          const allowed = 2e-4 * Math.abs(value) + 1e-4 * (one.part === 'Forward' || one.part === 'Loss') + 1e-9;
          check(Math.abs(computed - value) <= allowed, `${line}, step ${step.said.step}: ${one.label} = ${told} = ${computed}, not ${value}`);
        }
      }
    }
  }
  fs.rmSync(folder, {recursive: true});
  check(counts.computed > 0.6 * counts.told, `of ${counts.told} numbers, only ${counts.computed} are computed anew`);
  for (const {label, file, code, layered = [file, code]} of page.stepNumbers) {
    for (const [where, line] of [[file, code], layered]) check(read(where).includes(line), `${label}: ${where} has no line ${line}`);
  }
};

for (const look of [seeMarkdown, seeText, seeChapters, seeExercises, seeLinks, seeFigures, seeSteps]) look();
console.log(problems.length ? `${problems.slice(0, 30).join('\n')}\nFAILED` : `${chapters.length} chapters, ${page.exercises.length} exercises: passed`);
process.exitCode = problems.length ? 1 : 0;
