// Added to a report by report.sh, before check.js: whoever points at a position sees it lit up everywhere.

// Of what lights up: the mark of a picture by its stroke, all else by its ground.
const looks = (element) => {
  const {stroke, strokeWidth, backgroundColor} = getComputedStyle(element);
  return `${stroke} ${strokeWidth} ${backgroundColor}`;
};
const linked = () => all('[data-position]').flatMap((one) =>
  (one.matches('g') ? [...one.children] : one.matches('tr') ? [...one.cells] : [one]));
const positionsOf = (element) => {
  const names = [];
  for (let one = element.closest('[data-position]'); one; one = one.parentElement.closest('[data-position]')) {
    names.push(...one.dataset.position.split(' '));
  }
  return names;
};
const point = (target, type = 'pointermove', more = {}) => {
  const box = target.getBoundingClientRect();
  target.dispatchEvent(new PointerEvent(type,
    {bubbles: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, ...more}));
};

// Exactly what belongs to these positions looks different from before, and the line says which.
const seeLit = (before, names, how) => {
  for (const [element, dark] of before) {
    const isLit = positionsOf(element).some((name) => names.includes(name));
    check((looks(element) !== dark) === isLit || element.matches('.picked'),
      `${how}: ${element.outerHTML.slice(0, 90)} is ${isLit ? 'dark' : 'lit'}`);
  }
  const said = byId('lit').textContent;
  const right = names.length ? `Position${names.length > 1 ? 's' : ''} ${names.join(' and ')},` : '';
  check(names.length ? said.startsWith(right) : said === '', `${how}: the line says "${said}"`);
};

const seeLinks = () => {
  check(byId('lit').getAttribute('role') === 'status', 'no line says politely which position is lit');
  // Everything that shows positions takes part.
  for (const id of ['ruler', 'similarity', 'path', 'shares', 'data', 'attention'].filter(byId)) {
    for (const place of [all('svg', byId(id))[0], all('tbody', byId(id))[0]]) {
      check(all('[data-position]', place).length >= run.positions.length || ['shares', 'attention'].includes(id) &&
        all('[data-position]', place).length > 0, `${id}: a ${place.tagName} without positions`);
    }
  }
  if (byId('similarity-table')) {
    check(all('#similarity-table [data-position]').length === (run.positions.length + 1) ** 2 - 1,
      'rows and columns of the similarities');
  }
  if (run.journeys.length) {
    const {position} = all('.formula [data-position], p > [data-position]', byId('journey'))[0].dataset;
    check(position === byId('journey-place').value.match(/position (\d+)/)[1], `the formula is of position ${position}`);
  }

  all('svg').forEach((svg) => svg.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true})));
  const before = linked().map((element) => [element, looks(element)]);
  // By the pointer, at one of each kind; away from it all is dark again.
  const kinds = new Map(before.map(([element]) =>
    [`${element.closest('figure').id} ${element.closest('svg, table, .formula, p, li').tagName} ${element.tagName} ` +
      `of ${new Set(positionsOf(element)).size}`, element]));
  for (const [kind, element] of kinds) {
    if (element.closest('svg') && !element.firstChild) continue;  // is not read
    if (element.closest('[hidden]')) continue;
    point(element);
    seeLit(before, [...new Set(positionsOf(element))], kind);
    point(document.querySelector('h1'));
    seeLit(before, [], `away from ${kind}`);
  }
  // A finger stays where it was; a mouse that leaves the window takes the light away.
  const dot = all('svg [data-position] title')[0].parentNode;
  const names = [...new Set(positionsOf(dot))];
  point(dot, 'pointerdown', {pointerType: 'touch'});
  document.documentElement.dispatchEvent(new PointerEvent('pointerleave', {pointerType: 'touch'}));
  seeLit(before, names, 'a tap');
  document.documentElement.dispatchEvent(new PointerEvent('pointerleave', {pointerType: 'mouse'}));
  seeLit(before, [], 'the mouse has left');
  // By the keyboard, in a picture and in a table.
  const press = (element, key) => element.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  const svg = dot.closest('svg');
  for (const [key, at] of [['End', -1], ['Home', 0]]) {
    press(svg, key);
    const mark = all('title', svg).slice(at)[0].parentNode;
    seeLit(before, [...new Set(positionsOf(mark))], `the picture, ${key}`);
  }
  press(svg, 'Escape');
  seeLit(before, [], 'Escape');
  const scroll = byId('data-table').closest('.scroll');
  scroll.closest('details').open = true;
  const rows = run.positions.map(String);
  let row = -1;
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Escape']) {
    row = Math.max(Math.min(row + (key === 'ArrowUp' ? -1 : 1), rows.length - 1), 0);
    check(press(scroll, key) === (key === 'Escape'), `${key} in a table scrolls it`);
    seeLit(before, key === 'Escape' ? [] : [rows[row]], `the table, ${key}`);
  }
  scroll.closest('details').open = false;
};
