// The page: turns of the knobs become runs, and each run's report takes the place of the last.

// Each use has a program of its own: a run stops the one before of the same program only.
const trainer = new Program();
const asker = new Program();
const checker = new Program();
const guesser = new Program();
const report = byId('report');

// All state of the page. `shown` is the run whose report is on the page, and `place` where its slider
// stands; between a turn of a knob and the end of its run they are those of the run before.
let knobs;
let shown = null;  // its words and files
let place = {epoch: 0, last: false};
let turn = 0;  // counts the runs that were asked for: who waits for one sees whether it was overtaken
let waiting = 0;  // the timer of the run that is asked for soon
let asking = 0;  // and of the prediction
let takeAnswerAway = () => {};

const ownData = () => byId('data').value.trimEnd();
const runOf = (result, words, files) => {
  const page = new DOMParser().parseFromString(new TextDecoder().decode(result.files.get('report.html')), 'text/html');
  return {...result, words, files, page};
};

// A reader who turns a knob wants to see what comes of it: the end of the new run, or the epoch that
// the slider was moved to.
const showRun = (run) => {
  const atEnd = place.last || (shown && place.epoch === 0);
  const own = run.page.getElementById('report');
  report.className = own.className + (report.classList.contains('choosing') ? ' choosing' : '');
  report.replaceChildren(...own.childNodes);
  run.numbers = showReport(report, {epoch: atEnd ? Infinity : place.epoch});
  if (!shown) byId('sequence').value = run.numbers.sequences[0]?.join(' ') ?? '';
  shown = run;
  byId('weights').textContent = run.numbers.weights;
};

// Shows after a moment that a run goes on; returns what hears of its epochs, and what ends it.
const watchProgress = (epochs) => {
  const tell = (done) => {
    byId('progress').max = epochs || 1;
    byId('progress').value = done;
    byId('progress-text').textContent = done ? `epoch ${done} of ${epochs}` : '';
  };
  tell(0);
  const late = setTimeout(() => { byId('working').hidden = false; }, 300);
  const end = () => {
    clearTimeout(late);
    if (!trainer.works) byId('working').hidden = true;
  };
  return {tell, end};
};

// Trains with the knobs' settings and shows the run; returns it, or nothing where it was refused,
// stopped or overtaken by another.
const train = async () => {
  clearTimeout(waiting);
  ++turn;
  takeAnswerAway();
  const data = ownData();
  const words = [...knobs.words, ...(data ? ['--data', 'data.txt'] : [])];
  const files = new Map(data ? [['data.txt', kEncoder.encode(`${data}\n`)]] : []);
  byId('command').textContent = ['posembed', ...words, '--report', 'report.html'].join(' ');
  keepLink();
  const {tell, end} = watchProgress(Number(knobs.value('epochs')));
  let result = null;
  try {
    result = await trainer.run([...words, '--report', 'report.html'], {files, listen: tell});
  } catch (error) {
    byId('refusal').textContent = error.message;
  }
  end();
  if (!result) return null;
  byId('refusal').textContent = result.status === 0 ? '' : result.err.trim().split('\n').pop().replace(/^posembed: /, '');
  if (!result.files.has('report.html')) return null;
  const run = runOf(result, words, files);
  showRun(run);
  askSoon();
  return run;
};

// Soon after the last of several turns.
const trainSoon = (typing) => {
  clearTimeout(waiting);
  waiting = setTimeout(train, typing ? 120 : 0);
};
const askSoon = () => {
  clearTimeout(asking);
  asking = setTimeout(() => {
    if (shown && byId('own-sequence').open) askSequence(asker, shown, place.epoch);
  }, 150);
};

// #seed=3&layers=2&data=...: settings that are not the default, and data that a link can hold.
const kLongestData = 4000;
const linkHasData = () => ownData().length <= kLongestData;
const keepLink = () => {
  const pairs = [...knobs.changes, ...(ownData() && linkHasData() ? [['data', ownData()]] : [])];
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

// An exercise has settings and data of its own; the reader's come back by a button.
const trainExercise = async (changes, data) => {
  const back = byId('back');
  const own = {changes: knobs.changes, data: byId('data').value};
  const asked = ++turn;
  const made = data && await guesser.run(data);
  if (turn !== asked) return null;  // the reader has turned a knob meanwhile
  byId('data').value = made ? new TextDecoder().decode(made.files.get('data.txt')) : '';
  knobs.changes = changes;
  place = {epoch: 0, last: true};
  if (back.hidden) {
    back.hidden = false;
    back.onclick = () => {
      knobs.changes = own.changes;
      byId('data').value = own.data;
      back.hidden = true;
      train();
    };
  }
  return train();
};

const wireButtons = () => {
  byId('stop').addEventListener('click', () => {
    trainer.stop();
    byId('refusal').textContent = `Stopped.${shown ? ' The pictures are still those of the run before.' : ''}`;
  });
  byId('reset').addEventListener('click', () => {
    knobs.changes = [];
    byId('data').value = '';
    train();
  });
  byId('next-seed').addEventListener('click', () => {
    const seed = /^\d+$/.test(knobs.value('seed')) ? BigInt(knobs.value('seed')) : -1n;  // 2^64 - 1 is the last
    knobs.changes = [...knobs.changes, ['seed', String(BigInt.asUintN(64, seed + 1n))]];
    train();
  });
  byId('copy-command').addEventListener('click', () => copy(byId('command').textContent, 'command'));
  byId('copy-link').addEventListener('click', () =>
    copy(location.href, linkHasData() ? 'link' : 'link without your data, which is too long for it: send the file, too;'));
};

const wireData = () => {
  const takeFile = async (file) => {
    if (!file) return;
    byId('data').value = await file.text();
    train();
  };
  byId('data').addEventListener('input', () => trainSoon(true));
  for (const type of ['dragover', 'drop']) byId('own-data').addEventListener(type, (event) => event.preventDefault());
  byId('own-data').addEventListener('drop', ({dataTransfer}) => takeFile(dataTransfer.files[0]));
  byId('data-file').addEventListener('change', ({target}) => {
    takeFile(target.files[0]);
    target.value = '';  // so that the same one can be chosen again
  });
};

const start = async () => {
  const {settings} = JSON.parse((await checker.run(['help', '--json'])).out);
  knobs = new Knobs(byId('knobs'), settings, {help: byId('knob-help'), turned: trainSoon});
  takeLink();
  addEventListener('hashchange', () => { takeLink(); train(); });
  report.addEventListener('frame', ({detail}) => {
    const moved = detail.epoch !== place.epoch;
    place = detail;
    if (moved) askSoon();
  });
  byId('own-sequence').addEventListener('toggle', askSoon);
  byId('sequence').addEventListener('input', askSoon);
  wireButtons();
  wireData();
  takeAnswerAway = openExercises({report, shown: () => shown, program: guesser, train: trainExercise});
  offerDownloads(() => shown);
  openConsole(new Program());
  verifyHere(checker);
  train();
};

start();
