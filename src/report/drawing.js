/R"js(?:)/;
// A small kit for drawing: scales, axes and marks, each a function that returns SVG as text. Every
// picture is 640 wide, so that its text has one size. Colours come from page.css, by class.

// The least and the largest of some values and of 0, and a little more; null is no value.
const rangeOf = (values) => {
  const known = values.filter(Number.isFinite);
  const least = Math.min(0, ...known);
  const most = Math.max(0, ...known);
  const margin = most > least ? (most - least) * 0.04 : 1;
  return [least - margin, most + margin];
};

// A function from the values between first and last to the pixels between begin and end.
const scale = ([first, last], [begin, end], logarithmic = false) => {
  const share = logarithmic ?
    (value) => Math.log(value / first) / Math.log(last / first) :
    (value) => (value - first) / (last - first);
  const toPixels = (value) => begin + share(value) * (end - begin);
  return Object.assign(toPixels, {first, last, begin, end, logarithmic});
};
// Along the lower edge of a picture, and up the left edge of one of that height.
const across = (range) => scale(range, [72, 612]);
const upward = (range, height, logarithmic) => scale(range, [height - 58, 42], logarithmic);

// The least of 1, 2 and 5 times a power of ten that is at least `value`.
const roundStep = (value) => {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5].map((factor) => factor * power).find((step) => step >= value) ?? 10 * power;
};

// Round values within a scale, about `most` of them at the most, and no closer than `leastStep`.
const linearTicks = ({first, last}, most, leastStep) => {
  const step = Math.max(leastStep, roundStep((last - first) / most));
  const from = Math.ceil(first / step - 1e-9);
  const to = Math.floor(last / step + 1e-9);
  return Array.from({length: to - from + 1}, (_, k) => (from + k) * step);
};
// Powers of ten; where they are few, 2 and 5 times them, too.
const logarithmicTicks = ({first, last}) => {
  const values = [];
  for (let power = Math.floor(Math.log10(first)); 10 ** power <= last; ++power) {
    for (const factor of last / first < 1000 ? [1, 2, 5] : [1]) values.push(factor * 10 ** power);
  }
  const within = values.filter((value) => value >= first && value <= last);
  const every = Math.floor(within.length / 9) + 1;
  return within.filter((value, k) => k % every === 0);
};
const ticks = (along, most, leastStep = 0) =>
  (along.logarithmic ? logarithmicTicks(along) : linearTicks(along, most, leastStep));

// Of five digits at the most, and never -0.
const numberText = (value) => String(Number(value.toPrecision(5)) + 0);

// At an axis there is room for few characters.
const tickText = (value) => {
  const isSmall = value !== 0 && Math.abs(value) < 0.0009;
  if (!isSmall && value > -999 && value < 9999) return numberText(value);
  return Number(value.toPrecision(5)).toExponential().replace('+', '');
};

// An element; a reader who points at it is told its title.
const element = (name, attributes, content = '') => {
  const pixels = (value) => (typeof value === 'number' ? Number(value.toFixed(1)) : value);
  const texts = Object.entries(attributes).map(([key, value]) => ` ${key}="${pixels(value)}"`);
  return `<${name}${texts.join('')}>${content}</${name}>`;
};
const titled = (title) => (title ? `<title>${title}</title>` : '');

// What belongs to a position, or to several: links.js lights it up.
const ofPosition = (positions, marks) => element('g', {'data-position': positions}, marks);

// Marks, in pixels; a point is [x, y].
const line = ([x1, y1], [x2, y2], style, title) =>
  element('line', {class: style, x1, y1, x2, y2}, titled(title));
const polyline = (points, style, title) => element('polyline',
  {class: style, points: points.map((point) => point.map((at) => at.toFixed(1)).join()).join(' ')}, titled(title));
const circle = ([cx, cy], r, style, title) => element('circle', {class: style, cx, cy, r}, titled(title));
// From `base` to `value`, whichever is higher.
const bar = (left, width, base, value, style, title) => element('rect',
  {class: style, x: left, width, y: Math.min(base, value), height: Math.abs(base - value)}, titled(title));
// anchor: start, middle or end.
const text = ([x, y], anchor, style, words) =>
  element('text', {class: style, x, y, 'text-anchor': anchor}, words);
// From one point to another, with a head at the other.
const arrow = (from, to, style, title) => {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const side = (turn) => [to[0] - 11 * ux + 6 * turn * uy, to[1] - 11 * uy - 6 * turn * ux];
  return line(from, to, style) + polyline([side(1), to, side(-1)], style, title);
};

// A square whose strength of colour is `share`, from 0 to 1: so it can be read in grey.
// There are thousands of them: each says itself which positions it belongs to.
const shade = ([x, y], size, share, title, positions) => element('rect',
  {class: 'shade', ...(positions && {'data-position': positions}), x, y, width: size, height: size, 'fill-opacity': share.toFixed(2)}, titled(title));
// Short lines across squares, which tell the negative ones.
const minuses = (corners, size) => {
  const length = (size * 0.4).toFixed(1);
  const dash = ([x, y]) => `M${(x + size * 0.3).toFixed(1)} ${(y + size / 2).toFixed(1)}h${length}`;
  return element('path', {class: 'minus', d: corners.map(dash).join('')});
};
// What the shades mean, along the upper edge of a picture: from one to the other.
const shadeScale = (fromWords, toWords, isNegative = () => false) => {
  const [left, size, count] = [222, 14, 14];
  const corners = Array.from({length: count}, (_, k) => [left + k * size, 8]);
  const share = (k) => k / (count - 1);
  return text([left - 8, 21], 'end', 'name', fromWords) +
    element('rect', {class: 'map', x: left, y: 8, width: count * size, height: size}) +
    corners.map((at, k) => shade(at, size, share(k))).join('') +
    minuses(corners.filter((_, k) => isNegative(share(k))), size) +
    text([left + count * size + 8, 21], 'start', 'name', toWords);
};

// The left axis, with a line across at each tick; and the lower one.
const uprightAxis = (x, y, name) =>
  ticks(y, 6).map((value) => line([x.begin, y(value)], [x.end, y(value)], 'grid') +
    text([x.begin - 8, y(value) + 5], 'end', 'tick', tickText(value))).join('') +
  text([10, y.end - 20], 'start', 'name', name);
// Where the page is narrow, page.css hides every other number.
const lowerAxis = (x, y, name, leastStep) =>
  ticks(x, 12, leastStep).map((value, k) => line([x(value), y.begin], [x(value), y.begin + 5], 'axis') +
    text([x(value), y.begin + 22], 'middle', k % 2 ? 'tick minor' : 'tick', tickText(value))).join('') +
  line([x.begin, y.begin], [x.end, y.begin], 'axis') +
  text([x.end, y.begin + 46], 'end', 'name', name);
// Most lower axes are of whole things.
const axes = (x, xName, y, yName, leastStep = 1) => uprightAxis(x, y, yName) + lowerAxis(x, y, xName, leastStep);
// A line at the bottom, without numbers.
const floor = (x, y, name) => line([x.begin, y(0)], [x.end, y(0)], 'axis') +
  text([x.end, y.begin + 46], 'end', 'name', name);
// )js"
