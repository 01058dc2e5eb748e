// The lesson's exercises, each a question first: the reader guesses, then the run is made, and its
// answer stands beside the guess. No answer is written here: each is read off the run.

// The last frame of a run; of all positions on the page, the one farthest from its place.
const lastFrame = ({numbers}) => numbers.frames[numbers.frames.length - 1];
const rulerAt = (run, position) => lastFrame(run).ruler[run.numbers.positions.indexOf(position)];
const exact = ({err}) => Number(err.match(/([\d.]+) % of the positions are recovered exactly/)?.[1] ?? NaN);

// kind: `number`, `position` (may be marked in the ruler) or a list of choices. `data`: the command
// that writes the sequences to train on.
const exercises = [
  {
    name: 'Which position lags?',
    question: 'Twenty positions are trained for 25 epochs, as in the notebook. Which one ends farthest from its place?',
    kind: 'position', changes: [], answer: (run) => lastFrame(run).missAt,
  },
  {
    name: 'Does it ever get perfect?',
    question: 'With 200 epochs instead of 25, how far from its place, in positions, is the farthest one in the end?',
    kind: 'number', changes: [['epochs', '200']], answer: (run) => lastFrame(run).miss,
  },
  {
    name: 'A position never seen',
    question: 'The data has sequences of at most 20 tokens, the table 30 positions. After 1000 epochs, which position does the embedding of position 25 stand for?',
    kind: 'number', changes: [['max-seq-len', '30'], ['epochs', '1000']],
    data: ['-q', '--epochs', '0', '--dump-data', 'data.txt'], answer: (run) => rulerAt(run, 25),
  },
  {
    name: 'Do waves go on?',
    question: 'The same with fixed waves instead of learned vectors: which position does position 25 stand for now?',
    kind: 'number', changes: [['max-seq-len', '30'], ['encoding', 'sinusoidal'], ['epochs', '1000']],
    data: ['-q', '--epochs', '0', '--dump-data', 'data.txt'], answer: (run) => rulerAt(run, 25),
  },
  {
    name: 'How much room does a position need?',
    question: 'Each vector gets one number instead of sixteen, and 200 epochs. How many percent of the positions of fresh sequences are told exactly?',
    kind: 'number', changes: [['d-model', '1'], ['epochs', '200']], answer: exact,
  },
  {
    name: 'Can it learn by heart?',
    question: 'Ten sequences only, 3000 epochs: the loss on them goes to nothing. How many percent of the positions of fresh sequences are told exactly?',
    kind: 'number', changes: [['samples', '10'], ['epochs', '3000']], answer: exact,
  },
  {
    name: 'Without any encoding',
    question: 'Nothing tells a token where it stands. Which position will every dot of the ruler stand for after 200 epochs?',
    kind: 'position', changes: [['encoding', 'none'], ['epochs', '200']], answer: (run) => rulerAt(run, 0),
  },
  {
    name: 'Without Adam\'s division',
    question: 'With a huge eps, Adam no longer divides by the size of past gradients: what is left is gradient descent. Rare positions then...',
    kind: ['lag more than with Adam', 'lag less than with Adam'], changes: [['lr', '3e3'], ['eps', '1e6']],
    beside: [],
    answer: (run, other) => {
      const lag = (one) => Math.abs(rulerAt(one, 19) - 19) - Math.abs(rulerAt(one, 10) - 10);
      return lag(run) > lag(other) ? 0 : 1;
    },
  },
  {
    name: 'A mask instead of an encoding',
    question: 'One self-attention layer, no encoding, but a causal mask: no place sees a later one. How many percent of the positions of fresh sequences are told exactly?',
    kind: 'number', changes: [['lr', '0.003'], ['encoding', 'none'], ['layers', '1'], ['causal', 'on']], answer: exact,
  },
];

// `train(changes, data)` makes the run, shows it, and returns it; `report` holds the pictures.
const openExercises = ({train, run, report}) => {
  const choice = byId('exercise');
  const place = byId('exercise-text');
  exercises.forEach(({name}, k) => choice.append(new Option(`${k + 1}. ${name}`)));

  const guessField = (kind) => {
    if (!Array.isArray(kind)) return '<label>Your guess <input id="guess" type="number" step="any" required></label>' +
      (kind === 'position' ? ' <span class="quiet">or press a dot of the ruler below</span>' : '');
    return kind.map((text, k) => `<label><input type="radio" name="guess" value="${k}" required> ${text}</label>`).join(' ');
  };
  const markRuler = () => report.classList.toggle('choosing',
    exercises[choice.selectedIndex].kind === 'position' && byId('exercises').open);
  const show = () => {
    const {question, kind} = exercises[choice.selectedIndex];
    markRuler();
    place.innerHTML = `<form id="guess-form"><p>${question}</p><p>${guessField(kind)}
      <button>Guess, and run</button></p></form><p class="answer" id="answer" role="status" hidden></p>`;
    byId('guess-form').addEventListener('submit', (event) => { event.preventDefault(); answer(); });
  };

  const answer = async () => {
    const {kind, changes, data, beside, answer: read} = exercises[choice.selectedIndex];
    const guess = Array.isArray(kind) ? Number(byId('guess-form').elements.guess.value) : Number(byId('guess').value);
    const other = beside && await run(beside);
    const made = await train(changes, data);
    if (!made) return;
    const found = read(made, other);
    const text = (value) => (Array.isArray(kind) ? `"${kind[value]}"` : String(Number(value.toFixed(2))));
    byId('answer').hidden = false;
    byId('answer').textContent = `You guessed ${text(guess)}; the run says ${text(found)}. ` +
      'The pictures below are of this run: move through its epochs.';
  };

  report.addEventListener('click', ({target, clientX, clientY}) => {
    const picture = target.closest('#ruler-picture');
    if (!picture || !report.classList.contains('choosing') || !byId('guess')) return;
    const marks = [...picture.querySelectorAll('.mark')];
    const distance = (mark) => {
      const box = mark.getBoundingClientRect();
      return Math.hypot(box.x + box.width / 2 - clientX, (box.y + box.height / 2 - clientY) / 100);
    };
    const nearest = marks.reduce((a, b) => (distance(a) <= distance(b) ? a : b));
    const {positions} = JSON.parse(report.querySelector('#numbers').textContent);
    byId('guess').value = positions[marks.indexOf(nearest)];
  });
  choice.addEventListener('change', show);
  byId('exercises').addEventListener('toggle', markRuler);
  show();
};
