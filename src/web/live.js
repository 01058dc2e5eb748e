// The page: turns of the knobs become runs, and each run's report takes the place of the last.
// Each use has a program of its own: a run stops the one before of the same program only.
const trainer = new Program();
const asker = new Program();
const checker = new Program();
const report = byId('report');

let shown = {};  // the run on the page: its words and files
let epoch = {epoch: 0, last: false};  // that its slider shows

const ownFiles = () => (byId('data').value.trim() ? {'data.txt': kEncoder.encode(`${byId('data').value.trim()}\n`)} : {});
const ownWords = () => (byId('data').value.trim() ? ['--data', 'data.txt'] : []);
const runOf = (result, words) => {
  const page = new DOMParser().parseFromString(new TextDecoder().decode(result.files['report.html']), 'text/html');
  return {...result, words, page, numbers: JSON.parse(page.getElementById('numbers').textContent)};
};

// Where the reader left the slider: at the end, where it stood at the end, or at its first place.
const showRun = (run) => {
  const whole = epoch.last || (shown.words && epoch.epoch === 0);
  const own = run.page.getElementById('report');
  report.className = own.className + (report.classList.contains('choosing') ? ' choosing' : '');
  report.replaceChildren(...own.childNodes);
  byId('weights').textContent = run.numbers.weights;
  showReport(report, {epoch: whole ? Infinity : epoch.epoch});
};

// Trains with the knobs' settings and shows the run; returns it, or nothing where it was refused,
// stopped or overtaken by another.
const train = async () => {
  clearTimeout(waiting);
  const words = [...knobs.words, ...ownWords()];
  const files = ownFiles();
  byId('command').textContent = ['posembed', ...words, '--report', 'report.html'].join(' ');
  keepLink();
  const epochs = Number(knobs.value('epochs'));
  byId('progress').max = epochs || 1;
  byId('progress').value = 0;
  byId('progress-text').textContent = '';
  const late = setTimeout(() => { byId('working').hidden = false; }, 300);
  const listen = (heard) => {
    byId('progress').value = heard;
    byId('progress-text').textContent = `epoch ${heard} of ${epochs}`;
  };
  let result;
  try {
    result = await trainer.run([...words, '--report', 'report.html'], {files, listen});
  } finally {
    clearTimeout(late);
    if (!trainer.works) byId('working').hidden = true;
  }
  if (!result) return null;
  byId('refusal').textContent = result.status === 0 ? '' : result.err.trim().split('\n').pop().replace(/^posembed: /, '');
  if (!result.files['report.html']) return null;
  const run = runOf(result, words);
  showRun(run);
  shown = {words, files};
  askSoon();
  return run;
};

// Soon after the last of several turns.
let waiting = 0;
const trainSoon = (typing) => {
  clearTimeout(waiting);
  waiting = setTimeout(train, typing ? 120 : 0);
};
let asking = 0;
const askSoon = () => {
  clearTimeout(asking);
  asking = setTimeout(ask, 150);
};
const ask = () => { if (shown.words && byId('own-sequence').open) askSequence(asker, shown, epoch.epoch); };

// #seed=3&layers=2&data=...: settings that are not the default, and data that a link can hold.
const kLongestData = 4000;
const keepLink = () => {
  const data = byId('data').value.trim();
  const pairs = [...knobs.changes, ...(data && data.length <= kLongestData ? [['data', data]] : [])];
  const link = String(new URLSearchParams(pairs));
  if (location.hash.slice(1) !== link) history.replaceState(null, '', `#${link}`);
};
const takeLink = () => {
  const pairs = [...new URLSearchParams(location.hash.slice(1))];
  byId('data').value = pairs.find(([key]) => key === 'data')?.[1] ?? '';
  knobs.changes = pairs.filter(([key]) => key !== 'data');
};

const copy = (text, what) => navigator.clipboard.writeText(text).then(
  () => { byId('copied').textContent = `${what} copied`; },
  () => { byId('copied').textContent = 'this browser does not let the page copy'; });

let knobs;
const start = async () => {
  const {settings} = JSON.parse((await checker.run(['help', '--json'])).out);
  knobs = new Knobs(byId('knobs'), settings, {help: byId('knob-help'), turned: trainSoon});
  takeLink();
  addEventListener('hashchange', () => { takeLink(); train(); });
  report.addEventListener('frame', ({detail}) => {
    const moved = detail.epoch !== epoch.epoch;
    epoch = detail;
    if (moved) askSoon();
  });
  byId('stop').addEventListener('click', () => {
    trainer.stop();
    byId('refusal').textContent = 'Stopped. The pictures are still those of the run before.';
  });
  byId('reset').addEventListener('click', () => { knobs.changes = []; byId('data').value = ''; train(); });
  byId('next-seed').addEventListener('click', () => {
    knobs.changes = [...knobs.changes, ['seed', String(BigInt(knobs.value('seed')) + 1n)]];
    train();
  });
  byId('copy-command').addEventListener('click', () => copy(byId('command').textContent, 'command'));
  byId('copy-link').addEventListener('click', () => copy(location.href, 'link'));
  byId('data').addEventListener('input', () => trainSoon(true));
  for (const type of ['dragover', 'drop']) byId('own-data').addEventListener(type, (event) => event.preventDefault());
  const takeFile = async (file) => { if (file) { byId('data').value = await file.text(); train(); } };
  byId('own-data').addEventListener('drop', ({dataTransfer}) => takeFile(dataTransfer.files[0]));
  byId('data-file').addEventListener('change', ({target}) => takeFile(target.files[0]));
  byId('own-sequence').addEventListener('toggle', ask);
  byId('sequence').addEventListener('input', askSoon);
  const guesser = new Program();
  openExercises({
    report, program: guesser,
    train: async (changes, data) => {
      const made = data && await guesser.run(data);
      byId('data').value = made ? new TextDecoder().decode(made.files['data.txt']) : '';
      knobs.changes = changes;
      epoch = {epoch: 0, last: true};
      return train();
    },
  });
  offerDownloads(new Program(), () => shown);
  openConsole(new Program());
  const first = await train();
  byId('sequence').value = first?.numbers.sequences[0]?.join(' ') ?? '';
  await verifyHere(checker);
};

start();
