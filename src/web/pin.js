// Two runs: a pinned one stays as a ghost in the pictures of the next, and a line says how they differ.

// --seed 1 --causal as {seed: '1', causal: 'on'}; with what is not said as by default.
const textsOf = (words, settings) => {
  const texts = Object.fromEntries(settings.map(({key, default: value}) => [key, value]));
  words.forEach((word, k) => {
    const setting = settings.find(({key}) => `--${key}` === word);
    if (setting) texts[setting.key] = setting.value_name === '' ? 'on' : words[k + 1];
  });
  return texts;
};

// Numbers with three digits, or as many more as it takes to tell them apart.
const apart = (a, b) => {
  const texts = (digits) => [a, b].map((value) => String(Number(value.toPrecision(digits))));
  for (let digits = 3; digits < 17; ++digits) {
    const [first, second] = texts(digits);
    if (first !== second) return [first, second];
  }
  return a === b ? texts(3) : [String(a), String(b)];
};

const sameBytes = (a, b) => a === b || Boolean(a && b) && a.length === b.length && a.every((byte, k) => byte === b[k]);
const nameOfData = ({files}) => (files.has('data.txt') ? 'your own data' : 'dummy data');

// In which settings the two differ, and what they come to: [of the one, of the other], each a list.
const differenceOf = (runs, settings) => {
  const texts = runs.map(({words}) => textsOf(words, settings));
  const differing = settings.filter(({key}) => texts[0][key] !== texts[1][key]);
  const names = texts.map((own) => differing.map(({key, words}) => `${words} ${own[key]}`));
  const data = runs.map(({files}) => files.get('data.txt'));
  if (!sameBytes(...data)) {
    const kinds = runs.map(nameOfData);
    names.forEach((own, k) => own.unshift(kinds[0] === kinds[1] ? `${k ? 'other' : 'earlier'} data of yours` : kinds[k]));
  }
  return names;
};

const lastOf = ({numbers}) => numbers.losses[numbers.losses.length - 1];
const differenceText = (runs, settings) => {
  const names = differenceOf(runs, settings);
  const lasts = runs.map(lastOf);
  const losses = lasts.every(Boolean) ? apart(...lasts.map(([, printed]) => printed)) :
    lasts.map((last) => last && String(Number(last[1].toPrecision(3))));
  const said = runs.map(({numbers}, k) => {
    if (!lasts[k]) return [...names[k], 'no loss yet'].join(', ');
    const isPart = lasts[k][0] < numbers.epochs ? ` after epoch ${lasts[k][0]} of ${numbers.epochs}` : '';
    return [...names[k], `loss ${losses[k]}${isPart}`].join(', ');
  });
  if (names[0].length === 0) return `Pinned: this run, ${said[0]}. Turn a knob, and it stays behind the next run.`;
  const [was, is] = runs.map(({numbers}) => numbers.target);
  return `Pinned: ${said[0]}. Now: ${said[1]}.` + (was === is ? '' :
    ` They predict different things (${was}, ${is}), so their losses cannot be compared, and the pinned run is not drawn.`);
};

// `shown()` is the run whose report is on the page; events 'frame' tell that it may have become another.
const openPin = ({report, shown, settings}) => {
  const button = byId('pin');
  let kept = null;
  let told = null;
  const tell = () => {
    const now = shown();
    if (!kept || now === told) return;
    const isGrowing = !now.isWhole;
    told = isGrowing ? null : now;  // it will change
    const text = isGrowing ? 'Pinned: the run before. Now: in training.' : differenceText([kept, now], settings);
    if (byId('pinned').textContent !== text) byId('pinned').textContent = text;
  };
  button.addEventListener('click', () => {
    kept = kept ? null : shown();
    told = null;
    button.textContent = kept ? 'Unpin the run' : 'Pin this run';
    byId('pinned').textContent = '';
    report.dispatchEvent(new CustomEvent('pin', {bubbles: true, detail: kept && kept.numbers}));
    tell();
  });
  report.addEventListener('frame', () => queueMicrotask(tell));  // when the page has taken it
};
