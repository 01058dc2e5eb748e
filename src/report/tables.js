/R"js(?:)/;
// Writes a frame's numbers into the tables, and those of a step into the journey. The program made
// the tables, with the numbers of the last frame.

const kNone = '\u2013';
const cellText = (value, digits) => (typeof value === 'number' ? value.toFixed(digits) : value ?? kNone);

// The rows of a table's body; none where there is no such table.
const rowsOf = (root, table) => [...root.querySelectorAll(`#${table} tbody tr`)];

// Writes the values into one column of the rows, from the first row on; not where there is none.
const fillColumn = (rows, column, values, digits = 3) => rows.forEach((row, k) => {
  if (row.cells[column]) row.cells[column].textContent = cellText(values[k], digits);
});

const fillSimilarities = (rows, frame) => rows.forEach((row, i) =>
  [...row.cells].slice(1).forEach((cell, j) => { cell.textContent = similarityOf(frame, i, j).toFixed(2); }));

const fillShares = (rows, run, frame, sequence) => {
  const places = sharesOf(run, frame, sequence);
  rows.forEach((row, k) => {
    row.hidden = k >= places.length;
    if (row.hidden) return;
    const {target, token, share, position, bias, sum} = places[k];
    row.dataset.position = target;
    [target, token].forEach((id, c) => { row.cells[c].textContent = id; });
    [share, position, bias, sum].forEach((value, c) => { row.cells[c + 2].textContent = value.toFixed(3); });
  });
};

// Of each place and map, the place that it listens to most.
const fillAttention = (rows, run, frame, attended) => {
  const places = run.layers.sequences[attended].length;
  rows.forEach((row, i) => [...row.cells].slice(1).forEach((cell, map) => {
    const start = (map * places + i) * places;
    const shares = frame.attention[attended].slice(start, start + places);
    const most = Math.max(...shares);
    cell.textContent = i < places ? `${shares.indexOf(most)}: ${most} %` : kNone;
  }));
};

const fillTables = (root, run, frame, {sequence, attended, position}) => {
  const rows = (table) => rowsOf(root, table);
  const say = (name, words) => root.querySelectorAll(`[data-now="${name}"]`).forEach((e) => { e.textContent = words; });
  fillColumn(rows('ruler-table'), 1, frame.ruler);
  say('miss', frame.miss.toFixed(2));
  say('missAt', frame.missAt);
  root.querySelectorAll('[data-now="missAt"]').forEach((e) => { e.dataset.position = frame.missAt; });
  say('ringed', run.positions.includes(position) ? `Ringed: position ${position}, of the journey below.` : '');
  fillColumn(rows('read-table'), 1, frame.read);
  fillColumn(rows('token-table'), 1, shiftsOf(frame));
  say('spread', frame.spread.toFixed(2));
  fillSimilarities(rows('similarity-table'), frame);
  fillColumn(rows('path-table'), 1, frame.path.map(([a]) => a));
  fillColumn(rows('path-table'), 2, frame.path.map(([, b]) => b));
  fillColumn(rows('data-table'), 2, frame.errors);
  if (frame.fresh) fillColumn(rows('data-table'), 3, frame.fresh);
  if (rows('share-table').length) fillShares(rows('share-table'), run, frame, sequence);
  if (rows('attention-table').length) fillAttention(rows('attention-table'), run, frame, attended);
  const loss = run.losses.find(([epoch]) => epoch === frame.epoch);
  say('loss', loss ? `Epoch ${loss[0]}, Loss: ${loss[1]}${loss[3] === undefined ? '' : `, Validation loss: ${loss[3]}`}` : 'Before the first step.');
};

// As the program writes it: of five digits.
const shortText = (value) => (value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value));

// The choices of a select element made anew; the chosen one stays, at the first time it is `first`.
const fillSelect = (select, names, first) => {
  const chosen = Math.min(select.options.length ? select.selectedIndex : first, names.length - 1);
  select.replaceChildren(...names.map((name) => new Option(name)));
  select.selectedIndex = chosen;
};

// The step that begins at the frame, or the last one before it.
const journeyOf = (run, frame) => {
  const shown = run.frames.indexOf(frame);
  return run.journeys.filter((journey) => journey.frame <= shown).pop();
};

// Returns the position of the chosen place; -1 where there is no step.
const fillJourney = (root, run, frame) => {
  const journey = journeyOf(run, frame);
  if (!journey) return -1;
  const select = root.querySelector('#journey-place');
  fillSelect(select, journey.places.map(({slots}) => `position ${slots.position}, token ${slots.token}`), Infinity);
  const place = journey.places[select.selectedIndex];
  for (const [name, words] of Object.entries({...journey.slots, ...place.slots})) {
    root.querySelectorAll(`[data-slot="${name}"]`).forEach((slot) => { slot.textContent = words; });
  }
  const mark = (element, isOfPosition) => {
    if (isOfPosition) element.dataset.position = place.slots.position;
    else delete element.dataset.position;
  };
  root.querySelectorAll('[data-slot]').forEach((slot) => mark(slot, slot.dataset.slot.startsWith('position')));
  const rows = rowsOf(root, 'journey-table').filter((row) => row.cells.length > 1);  // no headings
  rows.forEach((row, r) => {
    mark(row, row.cells[0].textContent.includes('P[i]'));
    place.rows[r].forEach((value, j) => { row.cells[j + 1].textContent = value === null ? kNone : shortText(value); });
  });
  return Number(place.slots.position);
};
// )js"
