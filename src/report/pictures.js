/R"js(?:)/;
// The pictures. Each is a function of the run that lays out what stands still, as scales come from
// all frames, and returns another, which draws one frame: its SVG, as text.
//
//   run       all numbers of the run, as page_data.cpp wrote them
//   frame     those of the shown frame, one of run.frames
//   choice    what the reader chose: logarithmic, sequence (of the shares), attended (sequence of
//             the attention), position (of the journey's place); ghost, the pinned run's frame
//   ghost     all numbers of a pinned run, or null
//
// What comes later in a drawing lies on top.

const kHeight = 380;

const positionsAcross = (run, ghost) =>
  across([-0.7, Math.max(...[run, ghost ?? run].map(({positions}) => positions[positions.length - 1])) + 0.7]);
const joined = (values, draw) => values.map(draw).join('');
const ofAllFrames = (run, valuesOf) => (run?.frames ?? []).flatMap(valuesOf);

const drawRuler = (run, ghost) => {
  const last = run.positions[run.positions.length - 1];
  const x = positionsAcross(run, ghost);
  const y = upward(rangeOf([last, ...[run, ghost].flatMap((one) => ofAllFrames(one, ({ruler}) => ruler))]), kHeight);
  const still = axes(x, 'position', y, 'stands for') + line([x(0), y(0)], [x(last), y(last)], 'ideal');
  return (frame, choice) => {
    const dot = (k) => [x(run.positions[k]), y(frame.ruler[k])];
    const chosen = run.positions.indexOf(choice.position);
    return still +
      joined(run.positions, (i, k) => ofPosition(i, line([x(i), y(i)], dot(k), 'miss'))) +
      ghostMarks(ghost, choice.ghost?.ruler, (i, value) => circle([x(i), y(value)], 5, 'ghost')) +
      (chosen < 0 ? '' : circle(dot(chosen), 10, 'ring')) +
      joined(run.positions, (i, k) => ofPosition(i, circle(dot(k), 5, 'position mark',
        `position ${i} stands for ${numberText(frame.ruler[k])}`)));
  };
};

const drawLoss = (run, ghost) => {
  const before = (ghost?.losses ?? []).map(([epoch, printed]) => [epoch, printed]);
  const values = [...[...run.losses, ...before].flatMap(([, ...losses]) => losses), ...run.published];
  const most = rangeOf(values)[1];
  const least = Math.min(most / 10, ...values.filter((value) => value > 0));
  const x = across([0, Math.max(1, run.epochs, ghost?.epochs ?? 0)]);
  const name = run.target === 'position' ? 'loss, squared positions' : 'loss';
  const curves = (logarithmic) => {
    const y = upward(logarithmic ? [least / 1.2, most * 1.2] : [0, most], kHeight, logarithmic);
    const at = (epoch, loss) => [x(epoch), y(logarithmic ? Math.max(loss, least) : loss)];
    const still = axes(x, 'epoch', y, name) +
      (ghost ? polyline(before.map(([epoch, printed]) => at(epoch, printed)), 'curve ghost') : '') +
      polyline(run.published.map((loss, k) => at(k + 1, loss)), 'curve published') +
      polyline(run.losses.map(([epoch, , mean]) => at(epoch, mean)), 'curve mean') +
      polyline(run.losses.map(([epoch, printed]) => at(epoch, printed)), 'curve printed') +
      polyline(run.losses.flatMap(([epoch, , , held]) => (held === undefined ? [] : [at(epoch, held)])), 'curve c4');
    return (frame) => still + line([x(frame.epoch), y.begin], [x(frame.epoch), y.end], 'now-line') +
      joined(run.losses.filter(([epoch]) => epoch === frame.epoch), ([epoch, printed, mean, held]) =>
        (held === undefined ? '' : circle(at(epoch, held), 5, 'mark c4', `epoch ${epoch}: validation ${held}`)) +
        circle(at(epoch, mean), 5, 'mean mark', `epoch ${epoch}: mean ${numberText(mean)}`) +
        circle(at(epoch, printed), 6, 'printed mark', `epoch ${epoch}: printed ${printed}`));
  };
  const [linear, logarithmic] = [curves(false), curves(true)];
  return (frame, choice) => (choice.logarithmic ? logarithmic : linear)(frame);
};

// Each map is a square, a row for each place that asks.
const drawAttention = (run) => (frame, {attended}) => {
  const {layers, heads, sequences} = run.layers;
  const places = sequences[attended].length;
  const size = 640 / Math.max(heads.length, 2);
  const cell = (size - 16) / places;
  const map = (left, top, shares) =>
    element('rect', {class: 'map', x: left, y: top, width: size - 16, height: size - 16}) +
    joined(shares, (percent, k) => {
      const [i, j] = [Math.floor(k / places), k % places];
      return shade([left + j * cell, top + i * cell], cell, percent / 100,
        `place ${i} listens to place ${j}: ${percent} %`, `${i} ${j}`);
    });
  return shadeScale('0 %', '100 %') + joined(layers, (layer, r) => joined(heads, (head, c) => {
    const [left, top] = [c * size + 8, r * (size + 34) + 66];
    const first = (r * heads.length + c) * places * places;
    return text([left, top - 8], 'start', 'label', `L${layer + 1} H${head + 1}`) +
      map(left, top, frame.attention[attended].slice(first, first + places * places));
  }));
};
const attentionHeight = ({layers: {layers, heads}}) =>
  32 + (640 / Math.max(heads.length, 2) + 34) * layers.length;

const drawReads = (run) => {
  const layers = run.frames[0].read.length;
  const x = across([-0.3, layers - 0.7]);
  const y = upward([0, 1.04], 300);
  const every = Math.floor(layers / 15) + 1;
  const label = (k) => text([x(k), y.begin + 20], 'middle', 'tick', k);
  const still = uprightAxis(x, y, 'R²') + floor(x, y, 'layer') +
    joined(run.frames[0].read, (_, k) => (k % every ? '' : label(k)));
  return ({read}) => still + polyline(read.map((value, k) => [x(k), y(value)]), 'curve position') +
    joined(read, (value, k) => circle([x(k), y(value)], 5, 'position mark', `layer ${k}: R² ${numberText(value)}`));
};

const shiftsOf = ({tokens, meanToken}) => tokens.map((share) => share - meanToken);
const drawTokens = (run) => {
  const x = across([-1, run.tokens[run.tokens.length - 1] + 1]);
  const y = upward(rangeOf(ofAllFrames(run, shiftsOf)), kHeight);
  const still = axes(x, 'token', y, 'shift of the prediction, positions') +
    line([x.begin, y(0)], [x.end, y(0)], 'ideal');
  return (frame) => still + joined(shiftsOf(frame), (shift, k) => circle([x(run.tokens[k]), y(shift)], 4,
    'token mark', `token ${run.tokens[k]} shifts by ${numberText(shift)}`));
};

// frame.similarity has the pairs (0, 0), (1, 0), (1, 1), (2, 0) and so on.
const similarityOf = (frame, i, j) => {
  const [more, less] = [Math.max(i, j), Math.min(i, j)];
  return frame.similarity[more * (more + 1) / 2 + less];
};
const drawSimilarity = ({positions}) => {
  const cell = 550 / positions.length;
  const corner = (i, j) => [50 + j * cell, 42 + i * cell];
  const pairs = positions.flatMap((_, i) => positions.map((__, j) => [i, j]));
  const every = Math.floor(positions.length / 11) + 1;
  const label = (position, k) => (k % every ? '' :
    text([42, corner(k + 0.5, 0)[1] + 5], 'end', 'tick', position) +
    text([corner(0, k + 0.5)[0], 616], 'middle', 'tick', position));
  const still = shadeScale('-1, opposite', '1, alike', (share) => share < 0.5) +
    element('rect', {class: 'map', x: 50, y: 42, width: 550, height: 550}) +
    joined(positions, label) + text([600, 646], 'end', 'name', 'position against position');
  return (frame) => {
    const negative = pairs.filter(([i, j]) => similarityOf(frame, i, j) < 0);
    return still + joined(pairs, ([i, j]) => {
      const value = similarityOf(frame, i, j);
      return shade(corner(i, j), cell, (value + 1) / 2, `positions ${positions[i]} and ${positions[j]}: ${value}`,
        `${positions[i]} ${positions[j]}`);
    }) + minuses(negative.map(([i, j]) => corner(i, j)), cell);
  };
};

const drawPath = (run) => {
  const most = 1.12 * Math.max(1e-9, ...ofAllFrames(run, ({path}) => path.flat().map(Math.abs)));
  const y = upward([-most, most], 480);
  const wide = most * (612 - 72) / (y.begin - y.end);  // one length along both axes
  const x = across([-wide, wide]);
  const at = ([a, b]) => [x(a), y(b)];
  const names = run.frames[0].arrow ? ['along w', 'along the largest rest'] : ['first principal component', 'second'];
  const still = axes(x, names[0], y, names[1], 0);
  // Long enough to be seen, since it is a direction: 1 is 0.85 of the picture's half.
  const drawW = (w) => {
    const tip = at(w.map((share) => 0.85 * most * share));
    return arrow(at([0, 0]), tip, 'arrow', `the direction of w: ${w.map(numberText).join(', ')}`) +
      text([tip[0], tip[1] - 12], 'middle', 'label', 'w');
  };
  // The labels of both ends first: page.js leaves out those that lie on an earlier one.
  const order = [...new Set([0, run.positions.length - 1, ...run.positions.keys()])];
  return (frame) => {
    const points = frame.path.map(at);
    return still + (frame.arrow ? drawW(frame.arrow) : '') + polyline(points, 'curve position') +
      joined(points, (point, k) => ofPosition(run.positions[k], circle(point, 5, 'position mark',
        `position ${run.positions[k]}: ${frame.path[k].map(numberText).join(', ')}`))) +
      joined(order, (k) => text([points[k][0] + 8, points[k][1] - 6], 'start', 'label', run.positions[k]));
  };
};

// Where the prediction at each place of a sequence comes from.
const sharesOf = (run, frame, sequence) => run.sequences[sequence].map((token, k) => {
  const share = frame.tokens[run.tokens.indexOf(token)];
  const position = frame.ruler[k] - frame.bias - frame.meanToken;
  return {token, share, position, bias: frame.bias, sum: share + position + frame.bias, target: run.positions[k]};
});
const drawShares = (run) => {
  const longest = Math.max(...run.sequences.map(({length}) => length));
  const values = ofAllFrames(run, (one) => run.sequences.flatMap((_, s) => sharesOf(run, one, s)))
    .flatMap(({share, position, bias, sum, target}) => [share, position, bias, sum, target]);
  const x = across([-0.6, longest - 0.4]);
  const y = upward(rangeOf(values), kHeight);
  const width = (x(1) - x(0)) * 0.24;
  const every = Math.floor(longest / 15) + 1;  // token ids are wide
  const still = uprightAxis(x, y, 'positions') + floor(x, y, 'the sequence\u2019s tokens, in order');
  const place = ({token, share, position, bias, sum, target}, k) => {
    const left = x(k) - 1.5 * width;
    const who = `token ${token} at position ${target}`;
    const column = (c, style, value) => bar(left + c * width, width, y(0), y(value), style,
      `${who}: the ${style}\u2019s share is ${numberText(value)}`);
    return ofPosition(target, column(0, 'token', share) + column(1, 'position', position) + column(2, 'bias', bias) +
      line([left - 2, y(target)], [left + 3 * width + 2, y(target)], 'target') +
      circle([x(k), y(sum)], 4.5, 'sum', `${who}: predicted ${numberText(sum)}`)) +
      (k % every ? '' : text([x(k), y.begin + 20], 'middle', 'tick', token));
  };
  return (frame, {sequence}) => still + joined(sharesOf(run, frame, sequence), place);
};

// Above, how often each position is trained; below, the mean absolute error there, of the training
// sequences and, where it is known, of fresh ones.
const drawData = (run, ghost) => {
  const x = positionsAcross(run, ghost);
  const upper = scale([0, 1.08 * Math.max(...run.counts)], [206, 42]);
  const everyError = [run, ghost].flatMap((one) => ofAllFrames(one, ({errors, fresh}) => [...errors, ...(fresh ?? [])]));
  const lower = scale([0, rangeOf(everyError)[1]], [482, 292]);
  const gaps = run.positions.length - 1;
  const step = gaps ? run.positions[gaps] / gaps : 1;
  const half = 0.42 * (x(step) - x(0));
  const hasFresh = Boolean(run.frames[0].fresh);
  const width = hasFresh ? half : 2 * half;
  const key = (left, style, words) => element('rect', {class: style, x: left, y: 260, width: 14, height: 14}) +
    text([left + 20, 272], 'start', 'name', words);
  const still = axes(x, '', upper, 'times trained in an epoch') + axes(x, 'position', lower, 'mean absolute error') +
    joined(run.counts, (count, k) => ofPosition(run.positions[k], bar(x(run.positions[k]) - half, 2 * half, upper(0), upper(count),
      'count', `position ${run.positions[k]} is trained ${count} times`))) +
    (hasFresh ? key(340, 'error', 'training') + key(500, 'fresh', 'fresh') : '');
  const errorBars = (errors, left, style, words) => joined(errors, (error, k) => (error === null ? '' :
    ofPosition(run.positions[k], bar(x(run.positions[k]) + left, width, lower(0), lower(error), style,
      `position ${run.positions[k]}, ${words} sequences: ${numberText(error)}`))));
  const dash = (i, error) => line([x(i) - 1.1 * half, lower(error)], [x(i) + 1.1 * half, lower(error)], 'ghost');
  return ({errors, fresh}, choice) => still + errorBars(errors, -half, 'error', 'training') +
    (hasFresh ? errorBars(fresh, 0, 'fresh', 'fresh') : '') + ghostMarks(ghost, choice.ghost?.errors, dash);
};

// By the id of the svg that each fills.
const pictures = {
  'ruler-picture': drawRuler,
  'loss-picture': drawLoss,
  'attention-picture': drawAttention,
  'read-picture': drawReads,
  'token-picture': drawTokens,
  'similarity-picture': drawSimilarity,
  'path-picture': drawPath,
  'share-picture': drawShares,
  'data-picture': drawData,
};
// )js"
