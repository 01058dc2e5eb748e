// The lesson's exercises that need the program, each a question first: the reader guesses, then the
// run is made, and its answer stands beside the guess. No answer is written here: each is read off the
// run.

const lastFrame = ({numbers}) => numbers.frames[numbers.frames.length - 1];
const rulerAt = (run, position) => lastFrame(run).ruler[run.numbers.positions.indexOf(position)];
const lastLoss = ({numbers}) => numbers.losses[numbers.losses.length - 1];
// Of positions of fresh sequences, what the program says at the end of a run.
const exact = ({err}) => Number(err.match(/([\d.]+) % of the positions are recovered exactly/)?.[1] ?? NaN);

// How much farther the vector of position 19 has moved than that of position 14.
const movedFarther = async (run, program) => {
  const saved = await program.run([...run.words, '-q', '--save', 'model']);
  const {moved} = JSON.parse((await program.run(['inspect', '--json', 'model'], {files: saved.files})).out);
  return moved[19] / moved[14];
};

const shortSequences = ['-q', '--epochs', '0', '--dump-data', 'data.txt'];  // of at most 20 tokens
const longTable = [['max-seq-len', '30'], ['epochs', '1000']];

// changes: of the notebook's settings. data: the command that writes the sequences to train on.
// choices: where the answer is a number, in which of these ranges it lies; else the reader guesses the
// number itself. marks: a position, which may be marked in the ruler.
const exercises = [
  {
    name: 'Which position lags?', marks: true,
    question: 'Twenty positions are trained for 25 epochs, as in the notebook. Which one ends farthest from its place?',
    changes: [], answer: (run) => lastFrame(run).missAt,
  },
  {
    name: '1. What does it cost not to know?',
    question: 'Nothing tells a token where it stands. How large is the mean squared error of 200 epochs\' best guess?',
    changes: [['encoding', 'none'], ['epochs', '200']], answer: (run) => lastLoss(run)[2],
  },
  {
    name: '3. Does it ever get perfect?',
    question: 'After 200 epochs instead of 25, which position does position 19 stand for?',
    changes: [['epochs', '200']], answer: (run) => rulerAt(run, 19),
  },
  {
    name: '4. More time, or larger steps?',
    question: 'The notebook\'s learning rate is 0.001. What is the loss after 25 epochs with ten times that?',
    choices: [['about 2, as before', 1, 4], ['about 0.2', 0.05, 1], ['less than a millionth', 0, 1e-6]],
    changes: [['lr', '0.01']], answer: (run) => lastLoss(run)[1],
  },
  {
    name: '5. A position that it never saw',
    question: 'The data has sequences of at most 20 tokens, the table 30 positions. Which position does that of position 29 stand for, after 1000 epochs?',
    changes: longTable, data: shortSequences, answer: (run) => rulerAt(run, 29),
  },
  {
    name: '6. Do waves know more?',
    question: 'The same with fixed waves instead of learned vectors. Which position does position 29 stand for now?',
    changes: [['encoding', 'sinusoidal'], ...longTable], data: shortSequences, answer: (run) => rulerAt(run, 29),
  },
  {
    name: '7. How much room does a position need?',
    question: 'Each vector gets one number instead of sixteen, and 200 epochs. How many percent of the positions of fresh sequences are told exactly?',
    changes: [['d-model', '1'], ['epochs', '200']], answer: exact,
  },
  {
    name: '8. Can it learn by heart?',
    question: 'Ten sequences only, and 3000 epochs. How many percent of the positions of fresh sequences are told exactly?',
    changes: [['samples', '10'], ['epochs', '3000']], answer: exact,
  },
  {
    name: '9. Is a rare position slow?',
    question: 'Position 14 stands at six times as many places as position 19. After ten epochs, the vector of 19 has moved how many times as far as that of 14?',
    changes: [['epochs', '10']], answer: movedFarther,
  },
];

// `train(changes, data)` makes the run, shows it, and returns it; `report` holds the pictures.
const openExercises = ({train, program, report}) => {
  const choice = byId('exercise');
  const place = byId('exercise-text');
  for (const {name} of exercises) choice.append(new Option(name));

  const guessField = ({choices, marks}) => {
    if (choices) return choices.map(([text], k) => `<label><input type="radio" name="guess" value="${k}" required> ${text}</label>`).join(' ');
    return '<label>Your guess <input id="guess" type="number" step="any" required></label>' +
      (marks ? ' <span class="quiet">or press a dot of the ruler below</span>' : '');
  };
  const markRuler = () =>
    report.classList.toggle('choosing', Boolean(exercises[choice.selectedIndex].marks) && byId('exercises').open);
  const show = () => {
    const exercise = exercises[choice.selectedIndex];
    markRuler();
    place.innerHTML = `<form id="guess-form"><p>${exercise.question}</p><p>${guessField(exercise)}
      <button>Guess, and run</button></p></form><p class="answer" id="answer" role="status" hidden></p>`;
    byId('guess-form').addEventListener('submit', (event) => { event.preventDefault(); answer(exercise); });
  };

  const answer = async ({choices, changes, data, answer: read}) => {
    const guess = Number(choices ? byId('guess-form').elements.guess.value : byId('guess').value);
    const run = await train(changes, data);
    if (!run) return;
    const found = await read(run, program);
    report.classList.remove('choosing');
    const number = String(Number(found.toPrecision(4)));
    const right = choices?.find(([, least, most]) => found >= least && found < most)?.[0] ?? 'none of these';
    byId('answer').hidden = false;
    byId('answer').textContent = (choices ?
      `You guessed "${choices[guess][0]}"; the run says ${number}: ${right}. ` :
      `You guessed ${guess}; the run says ${number}. `) + 'The pictures below are of this run: move through its epochs.';
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
