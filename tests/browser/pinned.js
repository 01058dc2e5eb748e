// Added to a report by report.sh, before check.js: a pinned run stays behind the shown one, and goes again.

const pin = (detail) => report.dispatchEvent(new CustomEvent('pin', {bubbles: true, detail}));

// Another run: one position fewer, more epochs, every number larger.
const makeGhost = () => {
  const count = Math.max(run.positions.length - 1, 1);
  const larger = (values) => values.slice(0, count).map((value) => (value === null ? null : value + 3));
  const losses = run.losses.map(([epoch, printed, mean]) => [epoch, printed * 1.5, mean]);
  return {...run, epochs: 2 * run.epochs + 1, positions: run.positions.slice(0, count),
    losses: [...losses, [2 * run.epochs + 1, 2, 2]],
    frames: run.frames.map((frame) => ({...frame, ruler: larger(frame.ruler), errors: larger(frame.errors), fresh: frame.fresh && larger(frame.fresh)}))};
};

const seeGhost = (index, move) => {
  move(index);
  const figures = ['ruler', 'loss', 'data'].filter(byId);
  const drawn = () => figures.map((id) => byId(id).querySelector('svg').outerHTML);
  const before = drawn();
  check(all('.ghost').length === 0, 'a ghost of no run');
  const ghost = makeGhost();
  pin(ghost);
  const frame = ghost.frames[index];
  if (byId('ruler')) {
    const [x, y] = [across('ruler-picture'), upright('ruler-picture')];
    const dots = all('#ruler-picture .ghost');
    same(numbers(dots, 'cx'), ghost.positions.map(x), kPixels, 'ghost of the ruler, across');
    same(numbers(dots, 'cy'), frame.ruler.map(y), kPixels, 'ghost of the ruler');
    same(numbers(all('#ruler-picture .mark'), 'cy'), run.frames[index].ruler.map(y), kPixels, 'ruler before its ghost');
  }
  const points = document.querySelector('#loss-picture .ghost').getAttribute('points').split(' ').map((point) => point.split(',').map(Number));
  same(points.map(([x]) => x), ghost.losses.map(([epoch]) => across('loss-picture')(epoch)), kPixels, 'ghost of the loss, across');
  same(points.map(([, y]) => y), ghost.losses.map(([, printed]) => upright('loss-picture')(printed)), kPixels, 'ghost of the loss');
  const dashes = all('#data-picture .ghost');
  const y = upright('data-picture', {within: (at) => at > 220});
  same(numbers(dashes, 'y1'), frame.errors.filter((error) => error !== null).map(y), kPixels, 'ghost of the errors');
  for (const id of figures) {
    const svg = byId(id).querySelector('svg');
    const box = svg.getBoundingClientRect();
    check(all('.ghost', svg).every((one) => {
      const {left, right, top, bottom} = one.getBoundingClientRect();
      return left >= box.left && right <= box.right && top >= box.top && bottom <= box.bottom;
    }), `${id}: a ghost leaves the picture`);
  }
  for (const one of all('.ghost')) {
    const found = contrast(getComputedStyle(one).stroke, getComputedStyle(one.closest('figure')).backgroundColor);
    check(found >= 3, `contrast of a ghost: ${found.toFixed(2)}`);
  }
  pin({...ghost, target: 'another'});
  check(all('.ghost').length === 0, 'a ghost that predicts something else');
  pin(ghost);
  pin(null);
  check(drawn().join() === before.join(), 'a ghost leaves something behind');
};
