// The page: turns of the knobs become runs, and each run's report takes the place of the last.

// Each use has a program of its own: a run stops the one before of the same program only.
const trainer = new Program();
const asker = new Program();
const checker = new Program();
const guesser = new Program();
const report = byId('report');

const kReportEvery = '50';  // milliseconds, while a run goes on
const kNoWeights = '–';

// All state of the page. `shown` is the run whose report is on the page, as far as it has come, and `place`
// where its slider stands.
//
// What holds:
// - `turn` counts the runs that were asked for; if shown.turn is another, the page shows an earlier run: it
//   still trains, or the page says so (markEarlier);
// - only the run that was asked for last is ever shown; whoever waited for another gets nothing;
// - the digest is there if and only if the run that is shown has come to its end.
let knobs;
let address;
let shown = null;  // its words and files
let place = {epoch: 0, wanted: 0, last: false};
let turn = 0;
let waiting = 0;  // the timer of the run that is asked for soon
let asking = 0;  // and of the prediction
let settling = 0;  // and of the epoch in the address
let asked = null;  // the epoch that the address asks for, until its run is shown
let isNew = false;  // the settings differ from those of the browser's entry by more than what is being typed
let isTyping = false;

// After a refusal or a stop, the page may still show the run before.
const markEarlier = () => {
  const isEarlier = shown !== null && shown.turn !== turn;
  document.body.classList.toggle('earlier', isEarlier);
  byId('earlier').textContent = isEarlier ?
    `What is shown below is of an earlier run: ${['posembed', ...shown.words].join(' ')}` : '';
};

// A reader who turns a knob wants to see what comes of it: the end of the new run, or the epoch that
// the slider was moved to. `isMore` of a run that is shown already: then the reader stays where he is.
const showRun = (run, bytes, {isMore, growing = false}) => {
  const atEnd = place.last || (shown && place.wanted === 0);
  const epoch = isMore ? undefined : asked ?? (atEnd ? Infinity : place.wanted);
  run.numbers = takeReport(report, reportOf(bytes), {epoch, growing});
  run.isWhole = !growing;
  asked = null;
  tellRun(run);
};
const tellRun = (run) => {
  if (!shown && !byId('sequence').value) byId('sequence').value = run.numbers.sequences[0]?.join(' ') ?? '';
  shown = run;
  markEarlier();
  byId('weights').textContent = run.isWhole ? run.numbers.weights : kNoWeights;
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

// Hears the reports of a run that goes on, and shows the newest, so often that the page has as much time for
// its reader as for them.
const watchGrowth = (show) => {
  let newest = null;
  let resting = 0;
  const growth = {
    began: false,
    hear: (bytes) => {
      newest = bytes;
      if (!resting) showNewest();
    },
    end: () => clearTimeout(resting),
  };
  const showNewest = () => {
    const start = performance.now();
    show(newest, growth.began);
    [newest, growth.began] = [null, true];
    resting = setTimeout(() => {
      resting = 0;
      if (newest) showNewest();
    }, performance.now() - start);
  };
  return growth;
};

const tellCommand = (words) => {
  byId('command').textContent = ['posembed', ...words, '--report', 'report.html'].join(' ');
};

// Trains with the knobs' settings and shows the run; returns it, or nothing where it was refused,
// stopped or overtaken by another.
const train = async () => {
  clearTimeout(waiting);
  ++turn;
  const data = ownData();
  const words = [...knobs.words, ...(data ? ['--data', 'data.txt'] : [])];
  const files = new Map(data ? [['data.txt', data]] : []);
  tellCommand(words);
  address.keep(asked ?? place.wanted, isNew);
  isNew = false;
  const {tell, end} = watchProgress(Number(knobs.value('epochs')));
  const run = {words, files, turn};
  const growth = watchGrowth((bytes, isMore) => showRun(run, bytes, {isMore, growing: true}));
  const listen = (epoch, line, bytes) => {
    tell(epoch);
    if (bytes) growth.hear(bytes);
  };
  const result = await trainer.run([...words, '--report', 'report.html', '--report-every', kReportEvery],
    {files, listen, watched: 'report.html'});
  end();
  growth.end();
  if (!result) return null;
  byId('refusal').textContent = result.status === 0 ? '' : result.err.trim().split('\n').pop().replace(/^posembed: /, '');
  if (!result.files.has('report.html')) {
    markEarlier();
    return null;
  }
  Object.assign(run, {status: result.status, out: result.out, err: result.err});
  showRun(run, result.files.get('report.html'), {isMore: growth.began});
  askSoon();
  return run;
};

const trainNew = () => {
  isNew = true;
  return train();
};

// Soon after the last of several turns.
const trainSoon = (typing) => {
  clearTimeout(waiting);
  waiting = setTimeout(train, typing ? 120 : 0);
};
// What is typed into one field is one turn, however many keys it takes.
const hearTurn = (typing) => {
  byId('link-refusal').textContent = '';
  isNew ||= !(typing && isTyping);
  isTyping = typing;
  trainSoon(typing);
};
const askSoon = () => {
  clearTimeout(asking);
  asking = setTimeout(() => {
    if (shown && (shown.isWhole || !place.last) && byId('own-sequence').open) askSequence(asker, shown, place.epoch);
  }, 150);
};

// An exercise has settings and data of its own; the reader's come back by a button.
const trainExercise = async (changes, data) => {
  if (!knobs) return null;  // the program is not there yet
  const back = byId('back');
  const own = {changes: knobs.changes, data: byId('data').value, file: dataFile};
  const mine = ++turn;
  const made = data && await guesser.run(data);
  if (turn !== mine) return null;  // the reader has turned a knob meanwhile
  putData(made?.files.has('data.txt') ? new TextDecoder().decode(made.files.get('data.txt')) : '');
  knobs.changes = changes;
  place = {epoch: 0, wanted: 0, last: true};
  if (back.hidden) {
    back.hidden = false;
    back.onclick = () => {
      knobs.changes = own.changes;
      putData(own.data, own.file);
      back.hidden = true;
      trainNew();
    };
  }
  return trainNew();
};

const wireButtons = () => {
  byId('stop').addEventListener('click', () => {
    trainer.stop();
    const isShown = shown?.turn === turn;
    byId('refusal').textContent = isShown ? 'Stopped. What is shown is the run as far as it came.' : 'Stopped.';
    if (isShown) showReport(report, {growing: false});
    markEarlier();
  });
  byId('reset').addEventListener('click', () => {
    knobs.changes = [];
    putData('');
    trainNew();
  });
  byId('next-seed').addEventListener('click', () => {
    const seed = /^\d+$/.test(knobs.value('seed')) ? BigInt(knobs.value('seed')) : -1n;  // 2^64 - 1 is the last
    knobs.changes = [...knobs.changes, ['seed', String(BigInt.asUintN(64, seed + 1n))]];
    trainNew();
  });
  byId('copy-command').addEventListener('click', () => copy(byId('command').textContent, 'command', byId('copied')));
  byId('copy-link').addEventListener('click', () => {
    const isOnDisk = location.protocol === 'file:';
    const where = isOnDisk ? ' to the file on this computer, of use here only: send the page, too;' : '';
    const data = linkHasData() ? '' : ' without your data, which it cannot hold: send the file, too;';
    address.keepEpoch(place.wanted);
    copy(location.href, `link${where}${data}`, byId('copied'));
  });
};

const start = async () => {
  openLesson({report, shown: () => shown, program: guesser, train: trainExercise});
  const {status, out, err} = await checker.run(['help', '--json']);
  if (status !== 0) {
    byId('refusal').textContent = `This page needs WebAssembly and DecompressionStream, which this browser lacks, or which the ` +
      `page's server forbids (its Content-Security-Policy must allow 'wasm-unsafe-eval' and blob: workers). ${err}`;
    return;
  }
  const {settings} = JSON.parse(out);
  knobs = new Knobs(byId('knobs'), settings, {turned: hearTurn});
  address = openAddress(knobs);
  asked = address.take().epoch;
  addEventListener('popstate', () => {
    clearTimeout(settling);  // it was of the entry that is left
    const {epoch, isOther} = address.take();
    if (!isOther && shown) { showReport(report, {epoch}); return; }
    asked = epoch;
    train();
  });
  report.addEventListener('frame', ({detail}) => {
    const moved = detail.epoch !== place.epoch;
    place = detail;
    if (!moved) return;
    askSoon();
    clearTimeout(settling);
    settling = setTimeout(() => address.keepEpoch(place.wanted), 400);
  });
  byId('own-sequence').addEventListener('toggle', askSoon);
  byId('sequence').addEventListener('input', askSoon);
  for (const id of ['knobs', 'data']) byId(id).addEventListener('change', () => { isTyping = false; });
  wireButtons();
  wireData({given: trainNew, typed: () => hearTurn(true)});
  openPin({report, shown: () => shown, settings});
  offerDownloads(() => shown);
  openConsole(new Program());
  verifyHere(checker);
  const numbers = await firstRun;  // of the run without any settings
  if (!numbers || knobs.changes.length || ownData()) return train();
  const {value, max} = byId('epoch');  // the reader may have moved it
  const {epoch} = numbers.frames[value];
  place = {epoch, wanted: epoch, last: value === max};
  asked = null;
  tellCommand([]);
  tellRun({words: [], files: new Map(), turn, numbers, isWhole: true});
};

start();
