// Added to a report by report.sh, before check.js: compares each picture's marks with the run's
// numbers, by the numbers that stand at its axes. `expected` holds those of the run as
// `inspect --json` and the printed losses give them.
const problems = [];
const check = (holds, what) => { if (!holds) problems.push(what); };
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const number = (element, name) => Number(element.getAttribute(name));
const numbers = (elements, name) => elements.map((element) => number(element, name));
// NaN is equal to nothing.
const same = (found, right, tolerance, what) => {
  check(found.length === right.length, `${what}: ${found.length} instead of ${right.length}`);
  right.forEach((value, k) => check(Math.abs(found[k] - value) <= tolerance, `${what} ${k}: ${found[k]}, not ${value}`));
};

const report = byId('report');
const run = JSON.parse(byId('numbers').textContent);
const last = run.frames.length - 1;
const layers = byId('attention') !== null;
const choose = (id, index) => {
  byId(id).selectedIndex = index;
  byId(id).dispatchEvent(new Event('change', {bubbles: true}));
};

// The scale that an axis shows: from values to pixels, by its first number and its last.
const axis = (labels, at, shape) => {
  check(labels.length > 1, 'an axis has fewer than two numbers');
  const [a, b] = [labels[0], labels[labels.length - 1]].map((label) => [shape(Number(label.textContent)), at(label)]);
  return (value) => a[1] + (shape(value) - a[0]) / (b[0] - a[0]) * (b[1] - a[1]);
};
const ticks = (id, anchor) => all(`#${id} .tick[text-anchor="${anchor}"]`);
const upright = (id, {within = () => true, shape = (value) => value} = {}) => axis(
  ticks(id, 'end').filter((label) => within(number(label, 'y'))), (label) => number(label, 'y') - 5, shape);
const across = (id) => axis(ticks(id, 'middle'), (label) => number(label, 'x'), (value) => value);
const kPixels = 0.25;  // both ends of an axis are rounded to tenths
const titles = (elements) => elements.map((element) => element.querySelector('title').textContent);
const lastNumbers = (elements) => titles(elements).map((words) => Number(words.split(' ').pop()));

const seeRuler = (frame) => {
  const [x, y] = [across('ruler-picture'), upright('ruler-picture')];
  const marks = all('#ruler-picture .mark');
  const sticks = all('#ruler-picture .miss');
  same(numbers(marks, 'cx'), run.positions.map(x), kPixels, 'ruler, across');
  same(numbers(marks, 'cy'), frame.ruler.map(y), kPixels, 'ruler');
  same(numbers(sticks, 'y1'), run.positions.map(y), kPixels, 'upper end of a miss');
  same(numbers(sticks, 'y2'), numbers(marks, 'cy'), 0, 'lower end of a miss');
  same(lastNumbers(marks), frame.ruler, 1e-9, 'title in the ruler');
  const slot = document.querySelector('[data-slot="position"]')?.textContent;
  const rings = all('#ruler-picture .ring');
  const place = run.positions.indexOf(Number(slot ?? NaN));
  check(rings.length === (place < 0 ? 0 : 1), `rings around position ${slot}`);
  for (const ring of rings) same([number(ring, 'cx'), number(ring, 'cy')], [number(marks[place], 'cx'), number(marks[place], 'cy')], 0, 'ring');
};

const seeLoss = (frame) => {
  if (run.losses.length === 0) return;
  const x = across('loss-picture');
  same([x(run.epochs)], numbers(all('#loss-picture .axis').slice(-1), 'x2'), run.epochs > 0 ? kPixels : Infinity, 'the last epoch');
  const columns = {printed: run.losses.map(([, printed]) => printed), mean: run.losses.map(([, , mean]) => mean), published: run.published};
  check(run.published.length === (layers || !expected.notebook ? 0 : run.epochs), 'published losses');
  for (const [scale, shape] of [['linear', (value) => value], ['logarithmic', Math.log]]) {
    byId(`scale-${scale}`).click();
    const y = upright('loss-picture', {shape});
    const [floorLine] = all('#loss-picture .axis').slice(-1);
    for (const grid of all('#loss-picture .grid')) {
      check(number(grid, 'y1') <= number(floorLine, 'y1') && number(grid, 'y1') >= 42, `a number beyond the axis, ${scale}`);
    }
    for (const [name, values] of Object.entries(columns)) {
      const points = document.querySelector(`#loss-picture .curve.${name}`).getAttribute('points').split(' ').filter(Boolean);
      same(points.map((point) => Number(point.split(',')[0])), values.map((_, k) => x(k + 1)), kPixels, `${name} loss, across`);
      same(points.map((point) => Number(point.split(',')[1])), values.map(y), kPixels, `${name} loss, ${scale}`);
    }
    const k = run.losses.findIndex(([epoch]) => epoch === frame.epoch);
    same(numbers(all('#loss-picture .printed.mark'), 'cy'), k < 0 ? [] : [y(columns.printed[k])], kPixels, `mark of the loss, ${scale}`);
    same(numbers(all('#loss-picture .mean.mark'), 'cy'), k < 0 ? [] : [y(columns.mean[k])], kPixels, `mark of the mean, ${scale}`);
  }
  byId('scale-linear').click();
};

const seeTokens = (frame) => {
  const marks = all('#token-picture .mark');
  const shifts = frame.tokens.map((share) => share - frame.meanToken);
  same(numbers(marks, 'cy'), shifts.map(upright('token-picture')), kPixels, 'token');
  same(lastNumbers(marks), shifts, 2e-4, 'title of a token');
};

// Pairs (0,0), (1,0), (1,1), ... of the data; rows of squares in the picture.
const seeSimilarity = (frame) => {
  const size = run.positions.length;
  const at = (i, j) => frame.similarity[Math.max(i, j) * (Math.max(i, j) + 1) / 2 + Math.min(i, j)];
  const values = run.positions.flatMap((_, i) => run.positions.map((__, j) => at(i, j)));
  const squares = all('#similarity-picture .shade').filter((square) => square.firstChild);
  same(lastNumbers(squares), values, 0, 'title of a similarity');
  same(numbers(squares, 'fill-opacity'), values.map((value) => (value + 1) / 2), 0.0051, 'shade of a similarity');
  const edges = document.querySelectorAll('#similarity-picture .minus')[1].getAttribute('d').split('M').slice(1);
  const negative = squares.filter((_, k) => values[k] < 0);
  same(edges.map((edge) => Number(edge.split(' ')[0])), negative.map((square) => number(square, 'x') + 0.3 * number(square, 'width')),
    0.11, 'sign of a similarity');
  const cells = all('#similarity-table tbody td').map((cell) => Number(cell.textContent));
  same(cells, values, 0.0051, 'table of similarities');
  check(cells.length === size * size, 'cells of the similarities');
};

const seePath = (frame) => {
  const [x, y] = [across('path-picture'), upright('path-picture')];
  const marks = all('#path-picture .mark');
  same(numbers(marks, 'cx'), frame.path.map(([a]) => x(a)), kPixels, 'vector, across');
  same(numbers(marks, 'cy'), frame.path.map(([, b]) => y(b)), kPixels, 'vector, upright');
  const arrow = document.querySelector('#path-picture line.arrow');
  check(Boolean(arrow) === Boolean(frame.arrow), 'the arrow of w');
  if (!arrow) return;
  const [dx, dy] = [number(arrow, 'x2') - number(arrow, 'x1'), number(arrow, 'y1') - number(arrow, 'y2')];
  const [a, b] = frame.arrow;
  check(Math.abs(dx * b - dy * a) < 0.5 && dx * a + dy * b > 0, 'the direction of w');
  same([number(arrow, 'x1'), number(arrow, 'y1')], [x(0), y(0)], kPixels, 'the start of w');
};

const bars = (selector, base, values, y, what) => {
  const found = all(selector).filter((bar) => bar.firstChild);
  const heights = numbers(found, 'height');
  const value = (k) => (values[k] < 0 ? -heights[k] : heights[k]);
  same(found.map((_, k) => y(0) - value(k)), values.map(y), kPixels, `height of ${what}`);
  same(found.map((bar, k) => number(bar, 'y') + (values[k] < 0 ? 0 : heights[k])), values.map(() => y(0)), kPixels, `foot of ${what}`);
  same(lastNumbers(found).filter((one) => !Number.isNaN(one)), base, 1e-3, `title of ${what}`);
};
const seeShares = (frame) => {
  const y = upright('share-picture');
  run.sequences.forEach((sequence, s) => {
    choose('share-sequence', s);
    const shares = sequence.map((token) => frame.tokens[run.tokens.indexOf(token)]);
    const positions = sequence.map((_, k) => frame.ruler[k] - frame.bias - frame.meanToken);
    const biases = sequence.map(() => frame.bias);
    for (const [name, values] of Object.entries({token: shares, position: positions, bias: biases})) {
      bars(`#share-picture .${name}`, values, values, y, `the ${name}'s share`);
    }
    const sums = sequence.map((_, k) => shares[k] + positions[k] + frame.bias);
    same(numbers(all('#share-picture .sum'), 'cy'), sums.map(y), kPixels, 'prediction');
    same(numbers(all('#share-picture .target'), 'y1'), sequence.map((_, k) => y(run.positions[k])), kPixels, 'target');
    check(all('#share-table tbody tr').filter((row) => !row.hidden).length === sequence.length, 'rows of the shares');
  });
  choose('share-sequence', 0);
};

const seeData = (frame) => {
  const counted = all('#data-picture .count');
  same(titles(counted).map((words) => Number(words.match(/trained (\d+) times/)[1])), run.counts, 0, 'title of a count');
  bars('#data-picture .count', [], run.counts, upright('data-picture', {within: (y) => y < 220}), 'a count');
  const y = upright('data-picture', {within: (at) => at > 220});
  for (const [name, all_] of Object.entries({error: frame.errors, fresh: frame.fresh ?? []})) {
    const known = all_.filter((error) => error !== null);
    bars(`#data-picture .${name}`, known, known, y, `an error (${name})`);
  }
  const rows = all('#data-table tbody tr').slice(0, run.positions.length);
  same(rows.map((row) => Number(row.cells[2].textContent.replace('–', '-1'))), frame.errors.map((error) => error ?? -1),
    0.00051, 'error in the table');
};

// Each row of attention adds up to one, but for rounding to whole percents.
const seeAttention = (frame) => run.layers.sequences.forEach((sequence, s) => {
  choose('attention-sequence', s);
  const squares = all('#attention-picture .shade').filter((square) => square.firstChild);
  const maps = run.layers.layers.length * run.layers.heads.length;
  check(squares.length === maps * sequence.length ** 2, 'squares of attention');
  same(numbers(squares, 'fill-opacity'), frame.attention[s].map((percent) => percent / 100), 1e-9, 'shade of attention');
  const words = titles(squares);
  const size = number(squares[0], 'width');
  squares.forEach((square, k) => {
    const [i, j] = [Math.floor(k / sequence.length) % sequence.length, k % sequence.length];
    const first = squares[k - i * sequence.length - j];
    check(words[k].startsWith(`place ${i} listens to place ${j}: `), `square ${i}, ${j} of attention: ${words[k]}`);
    same([number(square, 'x') - number(first, 'x'), number(square, 'y') - number(first, 'y')], [j * size, i * size],
      0.06 * sequence.length, `place of square ${i}, ${j} of attention`);
  });
  for (let row = 0; row < squares.length; row += sequence.length) {
    const sum = numbers(squares.slice(row, row + sequence.length), 'fill-opacity').reduce((a, b) => a + b);
    check(Math.abs(sum - 1) <= 0.005 * sequence.length + 1e-9, `attention of row ${row / sequence.length}: ${sum}`);
  }
  sequence.forEach((_, i) => {
    for (let map = 0; map < maps; ++map) {
      const shares = frame.attention[s].slice((map * sequence.length + i) * sequence.length).slice(0, sequence.length);
      const [place, percent] = byId('attention-table').tBodies[0].rows[i].cells[map + 1].textContent.split(': ');
      check(shares[place] === Math.max(...shares) && percent === `${shares[place]} %`, `table of attention, ${map}, ${i}: ${percent}`);
    }
  });
});
const seeReads = (frame) =>
  same(numbers(all('#read-picture .mark'), 'cy'), frame.read.map(upright('read-picture')), kPixels, 'what can be read');


// Headings stand between the rows of the journey's table: each name has its own numbers all the same.
const seeJourney = (frame) => {
  const journey = run.journeys.filter((one) => one.frame <= run.frames.indexOf(frame)).pop();
  if (!journey) return;
  const {rows} = journey.places[byId('journey-place').selectedIndex];
  const named = (name) => [...all('#journey-table th').find((head) => head.textContent === name).parentNode.cells]
    .slice(1).map((cell) => Number(cell.textContent));
  same(named('E[t], the token\'s row'), rows[0], 0, 'the token\'s row');
  same(named('w after'), rows[rows.length - 1], 0, 'w after the step');
};

const seers = {ruler: seeRuler, loss: seeLoss, attention: seeAttention, read: seeReads, tokens: seeTokens,
  similarity: seeSimilarity, path: seePath, shares: seeShares, data: seeData, journey: seeJourney};
