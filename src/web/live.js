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

let dataFile = null;  // the reader's file, {name, bytes}: handed over as it is

// The bytes to train on, or nothing. What is typed ends with a line end.
const typedData = () => byId('data').value.trimEnd();
const ownData = () => {
  if (dataFile) return dataFile.bytes;
  return typedData() ? kEncoder.encode(`${typedData()}\n`) : null;
};
const putData = (text, file = null) => {
  byId('data').value = text;
  dataFile = file;
  byId('data-name').textContent = file ?
    `Trained on: ${file.name}, ${file.bytes.length} bytes, as they are. What you type above takes its place.` : '';
};
// After a refusal or a stop, the page still shows the run before.
const markEarlier = (isEarlier) => {
  document.body.classList.toggle('earlier', isEarlier);
  byId('earlier').textContent = isEarlier ?
    `What is shown below is of an earlier run: ${['posembed', ...shown.words].join(' ')}` : '';
};
// A reader who turns a knob wants to see what comes of it: the end of the new run, or the epoch that
// the slider was moved to.
const showRun = (run) => {
  const atEnd = place.last || (shown && place.epoch === 0);
  run.numbers = takeReport(report, run.own, {epoch: atEnd ? Infinity : place.epoch});
  tellRun(run);
};
const tellRun = (run) => {
  if (!shown) byId('sequence').value = run.numbers.sequences[0]?.join(' ') ?? '';
  shown = run;
  markEarlier(false);
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

const tellCommand = (words) => {
  byId('command').textContent = ['posembed', ...words, '--report', 'report.html'].join(' ');
};

// Trains with the knobs' settings and shows the run; returns it, or nothing where it was refused,
// stopped or overtaken by another.
const train = async () => {
  clearTimeout(waiting);
  ++turn;
  takeAnswerAway();
  const data = ownData();
  const words = [...knobs.words, ...(data ? ['--data', 'data.txt'] : [])];
  const files = new Map(data ? [['data.txt', data]] : []);
  tellCommand(words);
  keepLink();
  const {tell, end} = watchProgress(Number(knobs.value('epochs')));
  const result = await trainer.run([...words, '--report', 'report.html'], {files, listen: tell});
  end();
  if (!result) return null;
  byId('refusal').textContent = result.status === 0 ? '' : result.err.trim().split('\n').pop().replace(/^posembed: /, '');
  if (!result.files.has('report.html')) {
    markEarlier(shown !== null);
    return null;
  }
  const run = {...result, words, files, own: reportOf(result.files.get('report.html'))};
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
const linkHasData = () => !dataFile && typedData().length <= kLongestData;
// Other data stays with this entry of the browser's history, for a reload.
const keepLink = () => {
  const pairs = [...knobs.changes, ...(typedData() && linkHasData() ? [['data', typedData()]] : [])];
  const address = `#${new URLSearchParams(pairs)}`;
  try {
    history.replaceState(linkHasData() ? null : {text: byId('data').value, file: dataFile}, '', address);
  } catch {
    history.replaceState(null, '', address);
    byId('data-name').textContent += ' They are too many for the browser to keep when the page is loaded again.';
  }
};
const takeLink = () => {
  const pairs = [...new URLSearchParams(location.hash.slice(1))];
  putData(pairs.find(([key]) => key === 'data')?.[1] ?? history.state?.text ?? '', history.state?.file);
  const wrong = knobs.takeLink(pairs.filter(([key]) => key !== 'data'));
  byId('link-refusal').textContent = wrong.length ? `In the link, ${wrong.join('; ')}. The rest is used.` : '';
};

// Without https a page has no clipboard of its own; most browsers copy what is selected all the same.
const copySelected = (text) => {
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
};
const copy = async (text, what) => {
  const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false) || copySelected(text);
  byId('copied').textContent = copied ? `${what} copied` : `This browser does not let the page copy: ${text}`;
};

// An exercise has settings and data of its own; the reader's come back by a button.
const trainExercise = async (changes, data) => {
  const back = byId('back');
  const own = {changes: knobs.changes, data: byId('data').value, file: dataFile};
  const asked = ++turn;
  const made = data && await guesser.run(data);
  if (turn !== asked) return null;  // the reader has turned a knob meanwhile
  putData(made?.files.has('data.txt') ? new TextDecoder().decode(made.files.get('data.txt')) : '');
  knobs.changes = changes;
  place = {epoch: 0, last: true};
  if (back.hidden) {
    back.hidden = false;
    back.onclick = () => {
      knobs.changes = own.changes;
      putData(own.data, own.file);
      back.hidden = true;
      train();
    };
  }
  return train();
};

const wireButtons = () => {
  byId('stop').addEventListener('click', () => {
    trainer.stop();
    byId('refusal').textContent = 'Stopped.';
    markEarlier(shown !== null);
  });
  byId('reset').addEventListener('click', () => {
    knobs.changes = [];
    putData('');
    train();
  });
  byId('next-seed').addEventListener('click', () => {
    const seed = /^\d+$/.test(knobs.value('seed')) ? BigInt(knobs.value('seed')) : -1n;  // 2^64 - 1 is the last
    knobs.changes = [...knobs.changes, ['seed', String(BigInt.asUintN(64, seed + 1n))]];
    train();
  });
  byId('copy-command').addEventListener('click', () => copy(byId('command').textContent, 'command'));
  byId('copy-link').addEventListener('click', () => {
    const isOnDisk = location.protocol === 'file:';
    const where = isOnDisk ? ' to the file on this computer, of use here only: send the page, too;' : '';
    const data = linkHasData() ? '' : ' without your data, which it cannot hold: send the file, too;';
    copy(location.href, `link${where}${data}`);
  });
};

const wireData = () => {
  const takeFile = async (file) => {
    if (!file) return;
    putData('', {name: file.name, bytes: new Uint8Array(await file.arrayBuffer())});
    train();
  };
  byId('data').addEventListener('input', () => {
    putData(byId('data').value);
    trainSoon(true);
  });
  for (const type of ['dragover', 'drop']) byId('own-data').addEventListener(type, (event) => event.preventDefault());
  byId('own-data').addEventListener('drop', ({dataTransfer}) => takeFile(dataTransfer.files[0]));
  byId('data-file').addEventListener('change', ({target}) => {
    takeFile(target.files[0]);
    target.value = '';  // so that the same one can be chosen again
  });
};

const start = async () => {
  const {status, out, err} = await checker.run(['help', '--json']);
  if (status !== 0) {
    byId('refusal').textContent = `This page needs WebAssembly and DecompressionStream, which this browser lacks, or which the ` +
      `page's server forbids (its Content-Security-Policy must allow 'wasm-unsafe-eval' and blob: workers). ${err}`;
    return;
  }
  const {settings} = JSON.parse(out);
  knobs = new Knobs(byId('knobs'), settings, {help: byId('knob-help'), turned: (typing) => { byId('link-refusal').textContent = ''; trainSoon(typing); }});
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
  const numbers = await firstRun;  // of the run without any settings
  if (!numbers || knobs.changes.length || ownData()) return train();
  const {value, max} = byId('epoch');  // the reader may have moved it
  place = {epoch: numbers.frames[value].epoch, last: value === max};
  tellCommand([]);
  tellRun({words: [], files: new Map(), numbers});
};

start();
