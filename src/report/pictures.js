/R"js(?:)/;
// The pictures: each is a function that returns the SVG of one frame, as text. It takes
//
//   run       all numbers of the run, as page_data.cpp wrote them
//   frame     those of the shown frame, one of run.frames
//   choice    what the reader chose: logarithmic, sequence (of the shares), attended (sequence of
//             the attention), position (of the journey's place)
//
// Scales come from all frames, so that axes stand still while the marks move. Marks are drawn last:
// what comes later lies on top.

const kHeight = 380;

const positionsAcross = ({positions}) => across([-0.7, positions[positions.length - 1] + 0.7]);
const joined = (values, draw) => values.map(draw).join('');
const ofAllFrames = ({frames}, valuesOf) => frames.flatMap(valuesOf);

const drawRuler = (run, frame, choice) => {
  const last = run.positions[run.positions.length - 1];
  const x = positionsAcross(run);
  const y = upward(rangeOf([last, ...ofAllFrames(run, ({ruler}) => ruler)]), kHeight);
  const dot = (k) => [x(run.positions[k]), y(frame.ruler[k])];
  const chosen = run.positions.indexOf(choice.position);
  return axes(x, 'position', y, 'stands for') +
    line([x(0), y(0)], [x(last), y(last)], 'ideal') +
    joined(run.positions, (i, k) => line([x(i), y(i)], dot(k), 'miss')) +
    (chosen < 0 ? '' : circle(dot(chosen), 10, 'ring')) +
    joined(run.positions, (i, k) => circle(dot(k), 5, 'position mark',
      `position ${i} stands for ${numberText(frame.ruler[k])}`));
};

const drawLoss = (run, frame, {logarithmic}) => {
  const values = [...run.losses.flatMap(([, printed, mean]) => [printed, mean]), ...run.published];
  const most = rangeOf(values)[1];
  const least = Math.min(most / 10, ...values.filter((value) => value > 0));
  const x = across([0, Math.max(1, run.epochs)]);
  const y = upward(logarithmic ? [least / 1.2, most * 1.2] : [0, most], kHeight, logarithmic);
  const at = (epoch, loss) => [x(epoch), y(logarithmic ? Math.max(loss, least) : loss)];
  const marks = run.losses.filter(([epoch]) => epoch === frame.epoch);
  return axes(x, 'epoch', y, run.target === 'position' ? 'loss, squared positions' : 'loss') +
    line([x(frame.epoch), y.begin], [x(frame.epoch), y.end], 'now-line') +
    polyline(run.published.map((loss, k) => at(k + 1, loss)), 'curve published') +
    polyline(run.losses.map(([epoch, , mean]) => at(epoch, mean)), 'curve mean') +
    polyline(run.losses.map(([epoch, printed]) => at(epoch, printed)), 'curve printed') +
    joined(marks, ([epoch, printed, mean]) =>
      circle(at(epoch, mean), 5, 'mean mark', `epoch ${epoch}: mean ${numberText(mean)}`) +
      circle(at(epoch, printed), 6, 'printed mark', `epoch ${epoch}: printed ${printed}`));
};

// Each map is a square, a row for each place that asks.
const drawAttention = (run, frame, {attended}) => {
  const {layers, heads, sequences} = run.layers;
  const places = sequences[attended].length;
  const size = 640 / Math.max(heads.length, 2);
  const cell = (size - 16) / places;
  let k = 0;
  const row = (left, top, i) => joined(sequences[attended], (token, j) => {
    const percent = frame.attention[attended][k++];
    return shade([left + j * cell, top + i * cell], cell, percent / 100,
      `place ${i} listens to place ${j}: ${percent} %`);
  });
  const map = (layer, head, left, top) =>
    text([left, top - 8], 'start', 'label', `L${layer + 1} H${head + 1}`) +
    element('rect', {class: 'map', x: left, y: top, width: size - 16, height: size - 16}) +
    joined(sequences[attended], (token, i) => row(left, top, i));
  return shadeScale('0 %', '100 %') + joined(layers, (layer, r) =>
    joined(heads, (head, c) => map(layer, head, c * size + 8, r * (size + 34) + 66)));
};
const attentionHeight = ({layers: {layers, heads}}) =>
  32 + (640 / Math.max(heads.length, 2) + 34) * layers.length;

const drawReads = (run, frame) => {
  const x = across([-0.3, frame.read.length - 0.7]);
  const y = upward([0, 1.04], 300);
  const every = Math.floor(frame.read.length / 15) + 1;
  const points = frame.read.map((value, layer) => [x(layer), y(value)]);
  return uprightAxis(x, y, 'R²') + floor(x, y, 'layer') + polyline(points, 'curve position') +
    joined(points, (at, k) => circle(at, 5, 'position mark', `layer ${k}: R² ${numberText(frame.read[k])}`) +
      (k % every ? '' : text([at[0], y.begin + 20], 'middle', 'tick', k)));
};

const shiftsOf = ({tokens, meanToken}) => tokens.map((share) => share - meanToken);
const drawTokens = (run, frame) => {
  const x = across([-1, run.tokens[run.tokens.length - 1] + 1]);
  const y = upward(rangeOf(ofAllFrames(run, shiftsOf)), kHeight);
  return axes(x, 'token', y, 'shift of the prediction, positions') +
    line([x.begin, y(0)], [x.end, y(0)], 'ideal') +
    joined(shiftsOf(frame), (shift, k) => circle([x(run.tokens[k]), y(shift)], 4, 'token mark',
      `token ${run.tokens[k]} shifts by ${numberText(shift)}`));
};

// frame.similarity has the pairs (0, 0), (1, 0), (1, 1), (2, 0) and so on.
const similarityOf = (frame, i, j) => {
  const [more, less] = [Math.max(i, j), Math.min(i, j)];
  return frame.similarity[more * (more + 1) / 2 + less];
};
const drawSimilarity = (run, frame) => {
  const {positions} = run;
  const cell = 550 / positions.length;
  const corner = (i, j) => [50 + j * cell, 42 + i * cell];
  const pairs = positions.flatMap((_, i) => positions.map((__, j) => [i, j]));
  const square = ([i, j]) => {
    const value = similarityOf(frame, i, j);
    return shade(corner(i, j), cell, (value + 1) / 2, `positions ${positions[i]} and ${positions[j]}: ${value}`);
  };
  const negative = pairs.filter(([i, j]) => similarityOf(frame, i, j) < 0);
  const every = Math.floor(positions.length / 11) + 1;
  const label = (position, k) => (k % every ? '' :
    text([42, corner(k + 0.5, 0)[1] + 5], 'end', 'tick', position) +
    text([corner(0, k + 0.5)[0], 616], 'middle', 'tick', position));
  return shadeScale('-1, opposite', '1, alike', (share) => share < 0.5) +
    element('rect', {class: 'map', x: 50, y: 42, width: 550, height: 550}) +
    joined(pairs, square) + minuses(negative.map(([i, j]) => corner(i, j)), cell) +
    joined(positions, label) + text([600, 646], 'end', 'name', 'position against position');
};

const drawPath = (run, frame) => {
  const height = 480;
  const most = 1.12 * Math.max(1e-9, ...ofAllFrames(run, ({path}) => path.flat().map(Math.abs)));
  const y = upward([-most, most], height);
  const wide = most * (612 - 72) / (y.begin - y.end);  // one length along both axes
  const x = across([-wide, wide]);
  const at = ([a, b]) => [x(a), y(b)];
  const points = frame.path.map(at);
  const [xName, yName] = frame.arrow ? ['along w', 'along the largest rest'] : ['first principal component', 'second'];
  // As long as the picture allows, since it is a direction.
  const w = frame.arrow?.map((share) => 0.85 * most * share);
  const label = (k) => text([points[k][0] + 8, points[k][1] - 6], 'start', 'label', run.positions[k]);
  const ends = [...new Set([0, points.length - 1])];
  const others = points.map((_, k) => k).slice(1, -1);
  return axes(x, xName, y, yName) +
    (w ? arrow(at([0, 0]), at(w), 'arrow', 'the direction of w') +
      text([at(w)[0], at(w)[1] - 12], 'middle', 'label', 'w') : '') +
    polyline(points, 'curve position') +
    joined(points, (point, k) => circle(point, 5, 'position mark',
      `position ${run.positions[k]}: ${frame.path[k].map(numberText).join(', ')}`)) +
    joined([...ends, ...others], label);
};

// Where the prediction at each place of a sequence comes from.
const sharesOf = (run, frame, sequence) => run.sequences[sequence].map((token, k) => {
  const share = frame.tokens[run.tokens.indexOf(token)];
  const position = frame.ruler[k] - frame.bias - frame.meanToken;
  return {token, share, position, bias: frame.bias, sum: share + position + frame.bias, target: run.positions[k]};
});
const drawShares = (run, frame, {sequence}) => {
  const longest = Math.max(...run.sequences.map(({length}) => length));
  const values = ofAllFrames(run, (one) => run.sequences.flatMap((_, s) => sharesOf(run, one, s)))
    .flatMap(({share, position, bias, sum, target}) => [share, position, bias, sum, target]);
  const x = across([-0.6, longest - 0.4]);
  const y = upward(rangeOf(values), kHeight);
  const width = (x(1) - x(0)) * 0.24;
  const every = Math.floor(longest / 15) + 1;  // token ids are wide
  const place = ({token, share, position, bias, sum, target}, k) => {
    const left = x(k) - 1.5 * width;
    const column = (c, style, value) => bar(left + c * width, width, y(0), y(value), style,
      `token ${token} at position ${target}: the ${style}\u2019s share is ${numberText(value)}`);
    return column(0, 'token', share) + column(1, 'position', position) + column(2, 'bias', bias) +
      line([left - 2, y(target)], [left + 3 * width + 2, y(target)], 'target') +
      circle([x(k), y(sum)], 4.5, 'sum', `token ${token} at position ${target}: predicted ${numberText(sum)}`) +
      (k % every ? '' : text([x(k), y.begin + 20], 'middle', 'tick', token));
  };
  return uprightAxis(x, y, 'positions') + floor(x, y, 'the sequence\u2019s tokens, in order') +
    joined(sharesOf(run, frame, sequence), place);
};

// Above, how often each position is trained; below, the mean absolute error there.
const drawData = (run, frame) => {
  const x = positionsAcross(run);
  const errors = ofAllFrames(run, (one) => [...one.errors, ...(one.fresh ?? [])]);
  const upper = scale([0, 1.08 * Math.max(...run.counts)], [206, 42]);
  const lower = scale([0, rangeOf(errors)[1]], [482, 292]);
  const gaps = run.positions.length - 1;
  const step = gaps ? run.positions[gaps] / gaps : 1;
  const half = 0.42 * (x(step) - x(0));
  const kinds = frame.fresh ? {error: frame.errors, fresh: frame.fresh} : {error: frame.errors};
  const width = 2 * half / Object.keys(kinds).length;
  const words = {error: 'training', fresh: 'fresh'};
  const errorBar = ([style, values], c) => joined(values, (error, k) => (error === null ? '' :
    bar(x(run.positions[k]) - half + c * width, width, lower(0), lower(error), style,
      `position ${run.positions[k]}, ${words[style]} sequences: ${numberText(error)}`)));
  const legend = () => joined(Object.keys(kinds), (style, c) => {
    const left = 340 + 160 * c;
    return element('rect', {class: style, x: left, y: 260, width: 14, height: 14}) +
      text([left + 20, 272], 'start', 'name', words[style]);
  });
  return axes(x, '', upper, 'times trained in an epoch') + axes(x, 'position', lower, 'mean absolute error') +
    joined(run.counts, (count, k) => bar(x(run.positions[k]) - half, 2 * half, upper(0), upper(count),
      'count', `position ${run.positions[k]} is trained ${count} times`)) +
    joined(Object.entries(kinds), errorBar) + (frame.fresh ? legend() : '');
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
