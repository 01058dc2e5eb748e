// One training step, number by number: whichever is pressed says where it comes from, its formula, the same
// with the numbers in it, and its line of code. All numbers are of the run that the page shows.

// What the formulas take: the slots and rows of a place's journey (report/journey_section.cpp), the errors of
// all places of it that are shown, and the options of Adam.
const stepOf = (journey, place, {words, numbers}) => {
  const option = (name, usual) => (words.includes(name) ? words[words.indexOf(name) + 1] : usual);
  const said = {...journey.slots, ...place.slots};
  const number = (name) => Number(said[name]);
  return {
    said, number, layers: Boolean(numbers.layers),
    hasPosition: !numbers.layers && place.rows[1].length > 0,
    errors: journey.places.map(({slots}) => slots.error),
    columns: Number(option('--d-model', '16')),
    token: place.rows[0], position: place.rows[1], w: place.rows[2],
    beta1: Number(option('--beta1', '0.9')), beta2: Number(option('--beta2', '0.999')), eps: Number(option('--eps', '1e-08')),
  };
};

const bracketed = (value) => (String(value).startsWith('-') ? `(${value})` : String(value));
const products = (row, w) => row.map((value, j) => `${bracketed(value)}·${bracketed(w[j])}`).join(' + ');
const sumOf = (values) => values.reduce((a, b) => a + b, 0);
const dot = (a, b) => sumOf(a.map((value, j) => value * b[j]));
const restOf = (shown, all, what) => (all > shown ? ` + ${all - shown} more ${what}` : '');
const rest = (s) => (s.columns > s.w.length ? ' + … the columns that are not shown' : '');
// With weight decay the update is "weight = (1 − 0.0001) weight −".
const weightBefore = ({update, w0}) => (update ? update.replace('weight = ', '').replace('weight −', `· ${bracketed(w0)}`) : w0);
const predictor = 'src/models/position_predictor.cpp';
// A table's row times w, and what comes back to it: of token and position alike.
const scoreOf = (row) => ({
  numbers: (s) => products(s[row], s.w) + rest(s),
  compute: (s) => (rest(s) ? NaN : dot(s[row], s.w)),
  file: predictor, code: 'scores[r] = dot(table.row(r), w.data(), w.cols());',
});
const dscoreOf = (places) => ({
  formula: 'dscore = Σ dy',
  numbers: (s) => `${s.said.dy}${restOf(1, s.number(places), 'dy')}`,
  compute: (s) => (s.said[places] === '1' ? s.number('dy') : NaN),
  file: predictor, code: 'for (const std::int32_t id : ids) dscore[id] += *dy_of++;',
});

// label: the number's symbol. part: of the step. where: it comes from. formula, and numbers put into it.
// file and code: its line. value: of it, as said. compute: the formula, for the test; not where more numbers are
// needed than the page has. plain: of runs without layers; layered: file and code of runs with some.
const stepNumbers = [
  {
    label: 'E[t]·w', part: 'Forward', plain: true, value: 'tokenScore',
    where: 'The token\'s row of the table times w, number by number, and added up.',
    formula: 'E[t]·w = Σ E[t][j] w[j]', ...scoreOf('token'),
  },
  {
    label: 'P[i]·w', part: 'Forward', position: true, value: 'positionScore',
    where: 'The position\'s row of the table times w, in the same way.',
    formula: 'P[i]·w = Σ P[i][j] w[j]', ...scoreOf('position'),
  },
  {
    label: 'b', part: 'Forward', value: 'bias',
    where: 'The bias of the linear layer, as the steps before left it.',
    formula: 'y = x·w + b',
    numbers: (s) => `b = ${s.said.bias}`,
    compute: (s) => s.number('bias'),
    file: 'src/nn/linear.h', code: 'add_to_rows(y, b);',
  },
  {
    label: 'y', part: 'Forward', value: 'predicted',
    where: 'The prediction: both scores and the bias; with layers, the linear layer of what the last layer made.',
    formula: 'y = x·w + b',
    numbers: (s) => (s.layers ? `x·w + ${bracketed(s.said.bias)}` :
      `${s.said.tokenScore}${s.hasPosition ? ` + ${bracketed(s.said.positionScore)}` : ''} + ${bracketed(s.said.bias)}`),
    compute: (s) => (s.layers ? NaN : s.number('tokenScore') + (s.hasPosition ? s.number('positionScore') : 0) + s.number('bias')),
    file: predictor, code: 'y_[n] = token_scores[batch.tokens()[n]] + position_scores[batch.positions()[n]] + b;',
    layered: ['src/nn/linear.h', 'set_product(view(y), view(x), transposed(view(w)));'],
  },
  {
    label: 'error', part: 'Loss', value: 'error',
    where: 'How far the prediction is from the target.',
    formula: 'error = y − target',
    numbers: (s) => `${s.said.predicted} − ${bracketed(s.said.target)}`,
    compute: (s) => s.number('predicted') - s.number('target'),
    file: 'src/nn/mse.h', code: 'dy[n] = two_over_n * (y[n] - static_cast<Real>(targets[n]));',
  },
  {
    label: 'loss', part: 'Loss', value: 'loss',
    where: 'The mean of the squared errors of all places of the batch; of some of them the page knows the error.',
    formula: 'loss = 1/N Σ error²',
    numbers: (s) => `1/${s.said.places} · (${s.errors.map((error) => `${bracketed(error)}²`).join(' + ')}` +
      `${restOf(s.errors.length, s.number('places'), 'squares')})`,
    compute: (s) => (s.errors.length === s.number('places') ? sumOf(s.errors.map((error) => error ** 2)) / s.errors.length : NaN),
    file: 'src/nn/mse.h', code: 'return squared_distance(y, targets) / static_cast<double>(targets.size());',
  },
  {
    label: 'dy', part: 'Backward', value: 'dy',
    where: 'The slope of the loss here: the derivative of a square is twice what is squared.',
    formula: 'dy = 2/N · error',
    numbers: (s) => `2/${s.said.places} · ${bracketed(s.said.error)}`,
    compute: (s) => 2 / s.number('places') * s.number('error'),
    file: 'src/nn/mse.h', code: 'dy[n] = two_over_n * (y[n] - static_cast<Real>(targets[n]));',
  },
  {
    label: 'dscore of E[t]', part: 'Backward', plain: true, value: 'tokenDscore',
    where: 'The dy of all places of the batch that hold this token, added up.',
    ...dscoreOf('tokenPlaces'),
  },
  {
    label: 'dscore of P[i]', part: 'Backward', position: true, value: 'positionDscore',
    where: 'The dy of all places of the batch at this position, added up.',
    ...dscoreOf('positionPlaces'),
  },
  {
    label: 'g of E[t][0]', part: 'Backward', value: 'g',
    where: 'The gradient of the first number of the token\'s row: its dscore times w; with layers, what comes back through them.',
    formula: 'g = dscore · w[0]',
    numbers: (s) => (s.layers ? 'the first number of dx, added up over the token\'s places' :
      `${bracketed(s.said.tokenDscore)} · ${bracketed(s.w[0])}${s.said.clipped ?? ''}`),
    compute: (s) => (s.layers || s.said.clipped ? NaN : s.number('tokenDscore') * s.w[0]),
    file: predictor, code: 'const Real g = dscore * w[j];',
    layered: ['src/nn/embedding.h', 'row[j] += dx.row(n)[j];'],
  },
  {
    label: 'm', part: 'Adam', value: 'm',
    where: 'The running mean of this gradient.',
    formula: 'm = m + (1 − β1)(g − m)',
    numbers: (s) => `${s.said.m0} + (1 − ${s.beta1})(${s.said.g} − ${bracketed(s.said.m0)})`,
    compute: (s) => s.number('m0') + (1 - s.beta1) * (s.number('g') - s.number('m0')),
    file: 'src/nn/adam.cpp', code: 'm[i] += s.one_minus_beta1 * (g[i] - m[i]);',
  },
  {
    label: 'v', part: 'Adam', value: 'v',
    where: 'The running mean of its square.',
    formula: 'v = β2 v + (1 − β2) g²',
    numbers: (s) => `${s.beta2} · ${s.said.v0} + (1 − ${s.beta2}) · ${bracketed(s.said.g)}²`,
    compute: (s) => s.beta2 * s.number('v0') + (1 - s.beta2) * s.number('g') ** 2,
    file: 'src/nn/adam.cpp', code: 'v[i] = s.beta2 * v[i] + s.one_minus_beta2 * g[i] * g[i];',
  },
  {
    label: 'E[t][0] after', part: 'Adam', value: 'w1',
    where: 'The weight after the step: the mean gradient divided by its size, times the rate, is taken off.',
    formula: 'weight −= rate · m / (√v / root + ε)',
    numbers: (s) => `${weightBefore(s.said)} − ` +
      `${s.said.rate} · ${bracketed(s.said.m)} / (√${s.said.v} / ${s.said.root} + ${s.eps})`,
    compute: (s) => (s.said.update ? NaN : s.number('w0') -
      s.number('rate') * s.number('m') / (Math.sqrt(s.number('v')) / s.number('root') + s.eps)),
    file: 'src/nn/adam.cpp', code: 'w[i] -= s.step_size * m[i] / (std::sqrt(v[i]) * s.over_root_correction2 + s.eps);',
  },
  {
    label: 'y after', part: 'After', value: 'after',
    where: 'What the changed weights predict at the same place.',
    formula: 'y = x·w + b',
    numbers: (s) => `${s.said.after}, where it was ${s.said.predicted}; the target is ${s.said.target}`,
    compute: () => NaN,
    file: 'src/training/train_step.h', code: 'adam.step();',
  },
];
const numbersOf = (step) => stepNumbers.filter(({plain, position}) => !(plain && step.layers) && !(position && !step.hasPosition));

// The figure: the numbers as buttons, and what is said of the pressed one.
const showSteps = (chapter, _, {report, shown}) => {
  const figure = figureIn(chapter, `<p class="title">A step of this run: press a number</p>
    <p class="choice"><label>Place <select></select></label></p><p class="which"></p>
    <div class="numbers"></div>${kControls}`);
  const [select, which, list] = ['select', '.which', '.numbers'].map((one) => figure.querySelector(one));
  const told = document.createElement('div');
  told.className = 'told';
  const controls = mirrorControls(figure, report);
  let pressed = 'loss';
  let step = null;
  // A screen reader is told what was pressed, and not each frame.
  const tell = (live) => {
    told.setAttribute('aria-live', live);
    const chosen = numbersOf(step).find(({value}) => value === pressed) ?? numbersOf(step)[0];
    for (const button of list.querySelectorAll('button')) {
      const isPressed = button.value === chosen.value;
      button.setAttribute('aria-pressed', String(isPressed));
      if (isPressed) button.parentNode.after(told);
    }
    const [file, code] = (step.layers && chosen.layered) || [chosen.file, chosen.code];
    told.innerHTML = `<p>${chosen.where}</p><p class="formula">${escapedText(chosen.formula)}</p>
      <p class="formula">= ${escapedText(chosen.numbers(step))} = <b>${step.said[chosen.value]}</b></p>
      <p><code>${escapedText(code)}</code> <span class="quiet">in ${file}</span></p>`;
  };
  const refresh = () => {
    controls();
    if (!shown()) { setTimeout(refresh, 200); return; }  // the program is on its way
    if (!shown().numbers.journeys.length) { which.textContent = 'The run made no step.'; return; }
    const {numbers} = shown();
    const at = Number(report.querySelector('#epoch').value);
    const journey = numbers.journeys.filter(({frame}) => frame <= at).pop() ?? numbers.journeys[0];
    const names = journey.places.map(({slots}) => `position ${slots.position}, token ${slots.token}`);
    const place = Math.min(Math.max(select.selectedIndex, 0), names.length - 1);
    select.replaceChildren(...names.map((name) => new Option(name)));
    select.selectedIndex = place;
    step = stepOf(journey, journey.places[place], shown());
    which.textContent = `Step s = ${step.said.step}, in epoch ${step.said.epoch}: a batch of N = ${step.said.places} places. ` +
      `This place holds token t = ${step.said.token} at position i = ${step.said.position}.`;
    const focused = list.contains(document.activeElement) ? document.activeElement.value : null;
    const parts = [...new Set(numbersOf(step).map(({part}) => part))];
    list.innerHTML = parts.map((part) => `<div role="group" aria-label="${part}"><span class="part">${part}</span>` +
      numbersOf(step).filter((one) => one.part === part).map((one) =>
        `<button type="button" value="${one.value}">${one.label} = <b>${step.said[one.value]}</b></button>`).join('') + '</div>').join('');
    if (focused) list.querySelector(`[value="${focused}"]`)?.focus();
    tell('off');
  };
  list.addEventListener('click', ({target}) => {
    if (!target.closest('button')) return;
    pressed = target.closest('button').value;
    tell('polite');
  });
  select.addEventListener('change', refresh);
  return refresh;
};
