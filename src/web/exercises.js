// The exercises of the lesson's chapters, each a question first: the reader guesses, then the run is made,
// and its answer stands beside the guess. No answer is written here: each is read off the run, or
// computed by the formula that the question is about. What `why` says holds of any run.

const lastFrame = ({numbers}) => numbers.frames[numbers.frames.length - 1];
const rulerAt = (run, position) => lastFrame(run).ruler[run.numbers.positions.indexOf(position)];
const lastLoss = ({numbers}) => numbers.losses[numbers.losses.length - 1];
// Of positions of fresh sequences, in percent, as the program says it at the end of a run.
const exact = ({err}) => Number(err.match(/([\d.]+) % of the positions are recovered exactly/)?.[1] ?? NaN);
// The loss that the last line of a run's output has.
const printedLoss = ({out}) => Number(out.trim().split('Loss: ').pop());

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

// How far the textbook's model and the faster one part, as a share of the loss.
const partOfLoss = async (faster, program) => {
  const plain = await program.run(['-q', '--plain']);
  return plain ? Math.abs(printedLoss(plain) - printedLoss(faster)) / printedLoss(faster) : NaN;
};

// w[1] after a step of gradient descent, from the row of w in the chapter's own table.
const descended = (run, program, chapter) => {
  const row = [...chapter.querySelectorAll('tr')].find(({cells}) => cells[0].textContent === 'w' && cells.length === 4);
  const [w, dw] = [1, 2].map((column) => Number(row.cells[column].textContent.split(', ')[1].replace('−', '-')));
  return w - 0.1 * dw;
};

const largestError = ({out}) => Math.max(...[...out.matchAll(/ (\d\.\de[-+]\d+) +\[/g)].map(([, error]) => Number(error)));
// Of `stack depth`: how many times as large the error of the deepest stack is without skip connections.
const withoutSkips = ({out}) => {
  const [, , , , none, noSkip] = out.match(/^(\d+ .*)\n\nFinding/m)[1].split(/ +/).map(Number);
  return noSkip / none;
};

const softmax = (scores) => {
  const powers = scores.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
};
// ds of the second score, in the chapter's example with other values.
const secondDs = (values) => {
  const p = softmax([0, Math.log(3)]);
  return p[1] * (values[1] - (p[0] * values[0] + p[1] * values[1]));
};
const slopeOfSilu = (z) => {
  const g = 1 / (1 + Math.exp(-z));
  return g + z * g * (1 - g);
};
const lengthOfHalf = (size, heads) => Math.floor((22 * size + 2) / heads) + 1;

const near = (number, least) => (value) => Math.abs(value - number) < least;
const shortSequences = ['-q', '--epochs', '0', '--dump-data', 'data.txt'];  // of at most 20 tokens
const longTable = [['max-seq-len', '30'], ['epochs', '1000']];

// changes: of the notebook's settings, for a run that the page then shows; or command: another one, or
// none where paper is enough. data: the command that writes the sequences to train on. read: what the run
// answers. choices: where the reader is given some, each with a test of the answer; the first that holds is
// right. marks: the answer is a position, which may be marked in the ruler.
const exercises = [
  {
    name: 'How many are exact?',
    question: 'The notebook trains for 25 epochs. How many percent of the positions of fresh sequences are exact then?',
    choices: [['about 5, as one of 20', near(5, 5)], ['about 50', near(50, 10)], ['about 95', near(95, 5)]],
    changes: [], read: exact,
    why: 'A prediction that is more than half a position away counts as wrong, however near it is.',
  },
  {
    name: '1. What does it cost not to know?',
    question: 'A sequence has 1 to 20 tokens, each length as likely. Without an encoding the best guess is about the mean position. How large is the mean squared error of that guess?',
    choices: [['6.3', near(6.3, 2)], ['23.2', near(23.2, 2)], ['61.6', near(61.6, 5)]],
    changes: [['encoding', 'none'], ['epochs', '200']], read: (run) => lastLoss(run)[2],
    why: 'What is left is the variance of the position around that mean, less what each token happens to tell.',
  },
  {
    name: '7. How much room does a position need?',
    question: 'What is the least d-model with which 200 epochs get at least 99 % of the positions of fresh sequences exactly?',
    choices: [['1', near(1, 0.5)], ['2', near(2, 0.5)], ['5, since 20 positions need 5 bits', near(5, 0.5)]],
    changes: [['d-model', '1'], ['epochs', '200']], read: leastRoom,
    why: 'One number times w, plus the bias, can be any position.',
  },
  {
    name: 'How far do the two part?',
    question: 'Both models compute the same formulas, but add up in another order. How far are their losses apart after 25 epochs, as a share of the loss?',
    choices: [['not at all', near(0, 1e-12)], ['by a millionth or less', near(0, 2e-6)], ['by a hundredth or more', (value) => value >= 0.01]],
    command: ['-q'], read: partOfLoss,
    why: 'Each sum is rounded to about seven digits, and in another order it rounds otherwise.',
  },
  {
    name: '2. And without Adam?',
    question: 'Do the step on paper with plain gradient descent at the rate 0.1: each weight moves by −0.1 times its gradient. What is the second number of w after it?',
    choices: [['−0.4', near(-0.4, 1e-6)], ['−0.35', near(-0.35, 1e-6)], ['−0.65', near(-0.65, 1e-6)]],
    read: descended,
    why: 'Adam moves both numbers of w by the same; now one moves twelve times as far as the other.',
  },
  {
    name: 'How exact is a gradient?',
    question: 'How large is the largest error that gradcheck finds, as a share of the gradient?',
    choices: [['exactly 0', near(0, 1e-15)], ['a millionth or less', near(0, 1e-6)], ['about a hundredth', near(0.01, 0.009)]],
    command: ['gradcheck'], read: largestError,
    why: 'Central differences are only close to the derivative, and both are rounded.',
  },
  {
    name: '9. Is a rare position slow?',
    question: 'Position 14 stands at about six times as many places as position 19. How far has the vector of 19 moved after ten epochs, compared with that of 14?',
    choices: [['a sixth as far', near(1 / 6, 0.1)], ['five sixths', near(5 / 6, 0.1)], ['as far', near(1, 0.05)]],
    changes: [['epochs', '10']], read: movedFarther,
    why: 'Adam divides by the size of past gradients, so a small gradient moves a vector as far as a large one; a noisy one does not.',
  },
  {
    name: '4. More time, or larger steps?',
    question: 'The notebook\'s learning rate is 0.001. What is the loss after 25 epochs with ten times that?',
    choices: [['about 2, as before', near(2, 1)], ['about 0.2', near(0.2, 0.15)], ['less than a millionth', near(0, 1e-6)]],
    changes: [['lr', '0.01']], read: (run) => lastLoss(run)[1],
    why: 'A step of Adam moves a weight by about the learning rate.',
  },
  {
    name: 'Which position lags?', marks: true,
    question: 'Twenty positions are trained for 25 epochs, as in the notebook. Which one ends farthest from its place?',
    changes: [], read: (run) => lastFrame(run).missAt,
    why: 'Adam moves each number by about the same at each step, so a position that has far to go needs many.',
  },
  {
    name: '3. Does it ever get perfect?',
    question: 'Which position does position 19 stand for after 200 epochs instead of 25?',
    choices: [['about 15', near(15, 2)], ['19.00', near(19, 0.005)], ['it passes 19', (value) => value >= 19.005]],
    changes: [['epochs', '200']], read: (run) => rulerAt(run, 19),
    why: 'Nothing else pulls at a position\'s vector, so nothing keeps it from its place.',
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
    name: '8. Can it learn by heart?',
    question: 'Ten sequences only, and 3000 epochs: the loss on them goes to nothing. How many percent of the positions of fresh sequences are told exactly?',
    changes: [['samples', '10'], ['epochs', '3000']], read: exact,
    why: 'A token that the data lacks keeps its random vector, and lacks what all trained tokens have come to add.',
  },
  {
    name: 'What does attention know without a mask?',
    question: 'One layer, without an encoding and without a mask. How many percent of the positions of fresh sequences does it tell exactly?',
    choices: [['about 7, as a guess would', near(7, 3)], ['about half', near(50, 10)], ['nearly all', near(97, 4)]],
    changes: [['encoding', 'none'], ['layers', '1'], ['lr', '0.003']], read: exact,
    why: 'Without a mask, attention sees which tokens there are, and not where.',
  },
  {
    name: 'And if both values were alike?',
    question: 'Let the first value be 8 as well, so v = 8, 8. What is ds then?',
    choices: [['−3/4, 3/4 as before', near(0.75, 1e-9)], ['0, 0', near(0, 1e-9)], ['−1/4, 1/4', near(0.25, 1e-9)]],
    read: () => secondDs([8, 8]),
    why: 'The number is the second ds: a score matters only as far as its weight does better than the others\'.',
  },
  {
    name: 'How steep is SiLU?',
    question: 'How steep is SiLU, a = z g, at z = 0?',
    choices: [['0', near(0, 1e-9)], ['1/2', near(0.5, 1e-9)], ['1', near(1, 1e-9)]],
    read: () => slopeOfSilu(0),
    why: 'There z is 0 and g is 1/2, on both sides: no kink.',
  },
  {
    name: 'What does a bias of the keys do?',
    question: 'It adds 5 to all scores of a row. What becomes of an attention weight of 3/4?',
    choices: [['it grows', (value) => value > 0.75 + 1e-9], ['it stays', near(0.75, 1e-9)], ['it shrinks', (value) => value < 0.75]],
    read: () => softmax([5, 5 + Math.log(3)])[1],
    why: 'Each power of e grows as many times as their sum.',
  },
  {
    name: 'When do the weights outnumber the rest?',
    question: 'A layer of d-model 64 has 4 heads. From which length of sequence on does it keep more attention weights than all the rest together?',
    choices: [['about 90', near(90, 20)], ['about 350', near(350, 50)], ['about 1400', near(1400, 100)]],
    read: () => lengthOfHalf(64, 4),
    why: 'That is where H L passes 22 D + 2.',
  },
  {
    name: 'What do the skip connections do?',
    question: 'Four layers are trained by stack depth --quick. How many times as large is the error without skip connections, compared with the column none, which has them and no norm either?',
    choices: [['about as large', near(1, 1)], ['about ten times', near(10, 8)], ['about a hundred times', near(100, 50)]],
    command: ['stack', 'depth', '--quick'], read: withoutSkips,
    why: 'With them there is, through all layers, one way on which nothing is lost.',
  },
];
