// The lesson's exercises that need the program, each a question first: the reader guesses, then the
// run is made, and its answer stands beside the guess. No answer is written here: each is read off the
// run. What `why` says holds of any run.

const lastFrame = ({numbers}) => numbers.frames[numbers.frames.length - 1];
const rulerAt = (run, position) => lastFrame(run).ruler[run.numbers.positions.indexOf(position)];
const lastLoss = ({numbers}) => numbers.losses[numbers.losses.length - 1];
// Of positions of fresh sequences, in percent, as the program says it at the end of a run.
const exact = ({err}) => Number(err.match(/([\d.]+) % of the positions are recovered exactly/)?.[1] ?? NaN);

// How many times as far the vector of position 19 has moved as that of position 14.
const movedFarther = async (run, program) => {
  const saved = await program.run([...run.words, '-q', '--save', 'model']);
  const inspected = saved && await program.run(['inspect', '--json', 'model'], {files: saved.files});
  if (!inspected) return NaN;
  const {moved} = JSON.parse(inspected.out);
  return moved[19] / moved[14];
};

// The least d-model with which the run's other settings tell 99 % exactly.
const leastRoom = async (run, program) => {
  const others = run.words.filter((word, k) => word !== '--d-model' && run.words[k - 1] !== '--d-model');
  for (let size = 1; size <= 16; ++size) {
    const tried = await program.run([...others, '--d-model', String(size)]);
    if (!tried) return NaN;
    if (exact(tried) >= 99) return size;
  }
  return NaN;
};

const near = (number, least) => (value) => Math.abs(value - number) < least;
const shortSequences = ['-q', '--epochs', '0', '--dump-data', 'data.txt'];  // of at most 20 tokens
const longTable = [['max-seq-len', '30'], ['epochs', '1000']];

// changes: of the notebook's settings. data: the command that writes the sequences to train on. read:
// what the run answers. choices: where the reader is given some, each with a test of the answer; the
// first that holds is right. marks: the answer is a position, which may be marked in the ruler.
const exercises = [
  {
    name: 'Which position lags?', marks: true,
    question: 'Twenty positions are trained for 25 epochs, as in the notebook. Which one ends farthest from its place?',
    changes: [], read: (run) => lastFrame(run).missAt,
    why: 'Adam moves each number by about the same at each step, so a position that has far to go needs many.',
  },
  {
    name: '1. What does it cost not to know?',
    question: 'A sequence has 1 to 20 tokens, each length as likely. Without an encoding the best guess is about the mean position. How large is the mean squared error of that guess?',
    choices: [['6.3', near(6.3, 2)], ['23.2', near(23.2, 2)], ['61.6', near(61.6, 5)]],
    changes: [['encoding', 'none'], ['epochs', '200']], read: (run) => lastLoss(run)[2],
    why: 'What is left is the variance of the position around that mean, less what each token happens to tell.',
  },
  {
    name: '3. Does it ever get perfect?',
    question: 'Which position does position 19 stand for after 200 epochs instead of 25?',
    choices: [['about 15', near(15, 2)], ['19.00', near(19, 0.005)], ['it passes 19', (value) => value >= 19.005]],
    changes: [['epochs', '200']], read: (run) => rulerAt(run, 19),
    why: 'Nothing else pulls at a position\'s vector, so nothing keeps it from its place.',
  },
  {
    name: '4. More time, or larger steps?',
    question: 'The notebook\'s learning rate is 0.001. What is the loss after 25 epochs with ten times that?',
    choices: [['about 2, as before', near(2, 1)], ['about 0.2', near(0.2, 0.15)], ['less than a millionth', near(0, 1e-6)]],
    changes: [['lr', '0.01']], read: (run) => lastLoss(run)[1],
    why: 'A step of Adam moves a weight by about the learning rate.',
  },
  {
    name: '5. Can an embedding stand for a position that it never saw?',
    question: 'The data has sequences of at most 20 tokens, the table 30 positions. What does position 29 stand for, after 1000 epochs?',
    choices: [['29', near(29, 1)], ['about 19, the last that was seen', near(19, 1)], ['nothing in particular', () => true]],
    changes: longTable, data: shortSequences, read: (run) => rulerAt(run, 29),
    why: 'A learned row that no batch names stays where it was drawn.',
  },
  {
    name: '6. Do waves know more?',
    question: 'The same with fixed waves. What does position 29 stand for now?',
    choices: [['about 29', near(29, 2)], ['about 21', near(21, 2)], ['about 0', near(0, 2)]],
    changes: [['encoding', 'sinusoidal'], ...longTable], data: shortSequences, read: (run) => rulerAt(run, 29),
    why: 'A wave is there at every position; but a sum of waves that is straight where it was trained need not stay so.',
  },
  {
    name: '7. How much room does a position need?',
    question: 'What is the least d-model with which 200 epochs get at least 99 % of the positions of fresh sequences exactly?',
    choices: [['1', near(1, 0.5)], ['2', near(2, 0.5)], ['5, since 20 positions need 5 bits', near(5, 0.5)]],
    changes: [['d-model', '1'], ['epochs', '200']], read: leastRoom,
    why: 'One number times w, plus the bias, can be any position.',
  },
  {
    name: '8. Can it learn by heart?',
    question: 'Ten sequences only, and 3000 epochs: the loss on them goes to nothing. How many percent of the positions of fresh sequences are told exactly?',
    changes: [['samples', '10'], ['epochs', '3000']], read: exact,
    why: 'A token that the data lacks keeps its random vector, and lacks what all trained tokens have come to add.',
  },
  {
    name: '9. Is a rare position slow?',
    question: 'Position 14 stands at about six times as many places as position 19. How far has the vector of 19 moved after ten epochs, compared with that of 14?',
    choices: [['a sixth as far', near(1 / 6, 0.1)], ['five sixths', near(5 / 6, 0.1)], ['as far', near(1, 0.05)]],
    changes: [['epochs', '10']], read: movedFarther,
    why: 'Adam divides by the size of past gradients, so a small gradient moves a vector as far as a large one; a noisy one does not.',
  },
];

// `train(changes, data)` makes the run, shows it, and returns it; `report` holds the pictures,
// of the run `shown()`.
// Returns what takes an answer away, of which the page no longer shows the run.
const openExercises = ({train, shown, program, report}) => {
  const choice = byId('exercise');
  for (const {name} of exercises) choice.append(new Option(name));

  const guessField = ({choices, marks}) => {
    if (choices) return choices.map(([words], k) => `<label><input type="radio" name="guess" value="${k}" required> ${words}</label>`).join(' ');
    return '<label>Your guess <input id="guess" type="number" step="any" required></label>' +
      (marks ? ' <span class="quiet">or press a dot of the ruler below</span>' : '');
  };
  const markRuler = (marks) => report.classList.toggle('choosing', Boolean(marks) && byId('exercises').open);
  const show = () => {
    const exercise = exercises[choice.selectedIndex];
    markRuler(exercise.marks);
    byId('exercise-text').innerHTML = `<form id="guess-form"><p>${exercise.question}</p><p>${guessField(exercise)}
      <button>Guess, and run</button></p></form><p class="answer" id="answer" role="status" hidden></p>`;
    byId('guess-form').addEventListener('submit', (event) => { event.preventDefault(); answer(exercise); });
  };

  let guesses = 0;
  const answer = async ({choices, changes, data, read, why}) => {
    const guess = Number(choices ? byId('guess-form').elements.guess.value : byId('guess').value);
    const place = byId('answer');
    place.hidden = true;
    const mine = ++guesses;
    const run = await train(changes, data);
    const found = run ? await read(run, program) : NaN;
    if (!place.isConnected || mine !== guesses) return;  // the reader went on, or pressed twice
    markRuler(false);
    place.hidden = false;
    if (!Number.isFinite(found)) { place.textContent = 'The run did not come to its end: guess again.'; return; }
    const right = choices?.find(([, holds]) => holds(found))?.[0] ?? 'none of these';
    const number = Number(found.toPrecision(4));
    place.textContent = (choices ?
      `You guessed "${choices[guess][0]}"; the run says ${number}: ${right}. ` :
      `You guessed ${guess}; the run says ${number}. `) + why;
  };

  // The dot whose place across is nearest to the pointer.
  report.addEventListener('click', ({target, clientX}) => {
    const picture = target.closest('#ruler-picture');
    if (!picture || !report.classList.contains('choosing') || !byId('guess')) return;
    const marks = [...picture.querySelectorAll('.mark')];
    const distances = marks.map((mark) => {
      const {x, width} = mark.getBoundingClientRect();
      return Math.abs(x + width / 2 - clientX);
    });
    const nearest = distances.indexOf(Math.min(...distances));
    byId('guess').value = shown().numbers.positions[nearest];
  });
  choice.addEventListener('change', show);
  byId('exercises').addEventListener('toggle', () => markRuler(exercises[choice.selectedIndex].marks && byId('answer')?.hidden));
  show();
  return () => { byId('answer').hidden = true; };
};
