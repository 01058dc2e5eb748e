// Added to a report by report.sh: moves the slider, looks at every picture, and posts what it found
// to the page around it. `expected` holds the run's own numbers.
window.addEventListener('load', async () => {
  const problems = [];
  const check = (holds, what) => { if (!holds) problems.push(what); };
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  window.addEventListener('error', (event) => problems.push(`error: ${event.message}`));

  const slider = byId('epoch');
  const move = (frame) => {
    slider.value = frame;
    slider.dispatchEvent(new Event('input'));
  };
  const last = Number(slider.max);
  const figures = all('figure').map((figure) => figure.id);
  check(figures.join() === expected.figures.join(), `the figures ${figures}`);
  const layers = figures.includes('attention');
  const drawn = (id) => {
    const pictures = all('svg', byId(id));
    return (pictures.length ? pictures : [byId('journey')]).map((e) => e.outerHTML).join();
  };

  check(!byId('controls').hidden, 'the controls are hidden');
  check(Number(slider.value) === last, 'the page does not open at the last frame');
  for (const id of figures) {
    check(byId(id), `no figure ${id}`);
    check(byId(id).querySelector('h2') && byId(id).querySelector('figcaption p'), `${id} has no caption`);
    check(byId(id).querySelector('table'), `${id} has no table behind it`);
    for (const svg of all('svg', byId(id))) {
      check(svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label'), `${id} has no name`);
    }
  }

  // Every picture changes with the slider, and comes back to what it was.
  const atEnd = Object.fromEntries(figures.map((id) => [id, drawn(id)]));
  for (const frame of [0, Math.floor(last / 2)]) {
    move(frame);
    for (const id of figures) check(drawn(id) !== atEnd[id], `${id} does not change at frame ${frame}`);
  }
  for (let frame = 0; frame <= last; ++frame) {
    move(frame);
    for (const id of figures) check(!/NaN|undefined|null/.test(drawn(id)), `${id} at frame ${frame}: not a number`);
  }
  for (const id of figures) check(drawn(id) === atEnd[id], `${id} does not come back`);

  // The numbers are the run's.
  const cells = (table, column) => all('tbody tr', byId(table)).map((row) => row.cells[column].textContent);
  const near = (text, number, tolerance) => Math.abs(Number(text) - number) <= tolerance;
  // With layers, inspect's ruler is not the page's.
  if (!layers) cells('ruler-table', 1).forEach((text, i) =>
    check(near(text, expected.ruler[i], 0.0006), `ruler at ${i}: ${text}, expected ${expected.ruler[i]}`));
  if (!layers) check(cells('ruler-table', 1).length === expected.ruler.length, 'rows of the ruler');
  cells('loss-table', 1).forEach((text, i) =>
    check(Number(text) === expected.losses[i], `loss of epoch ${i + 1}: ${text}`));
  expected.losses.forEach((loss, i) => {
    move(i + 1);
    const text = byId('loss').querySelector('.now').textContent;
    check(text === `Epoch ${i + 1}, Loss: ${loss}`, `under the losses: ${text}`);
  });
  const size = all('tbody tr', byId('similarity-table') ?? document.createElement('table')).length;
  const similarities = !size ? [] : all('tbody tr', byId('similarity-table')).flatMap((row) => [...row.cells].slice(1));
  similarities.forEach((cell, k) =>
    check(near(cell.textContent, expected.similarities[k], 0.011), `similarity ${Math.floor(k / size)}, ${k % size}`));

  // The marks stand where the numbers are.
  const [first, final, begin, end] = byId('ruler-picture')?.dataset.y.split(',').map(Number) ?? [];
  if (!layers) all('#ruler-picture .mark').forEach((mark, i) => {
    const y = begin + (expected.ruler[i] - first) / (final - first) * (end - begin);
    check(near(mark.getAttribute('cy'), y, 0.06), `mark of position ${i}`);
  });

  // Each row of attention adds up to one, but for rounding to whole percents; it is drawn so.
  if (layers) {
    const places = all('#attention-sequence option')[0].textContent.split(' ').length;
    const squares = all('#attention-picture .position').map((square) => Number(square.getAttribute('fill-opacity')));
    check(squares.length === all('#attention-picture .map').length * places * places, 'squares of attention');
    for (let row = 0; row < squares.length; row += places) {
      const sum = squares.slice(row, row + places).reduce((a, b) => a + b);
      check(Math.abs(sum - 1) <= 0.005 * places + 1e-9, `attention of row ${row / places}: ${sum}`);
    }
  }

  // The choices.
  const choices = [['share-sequence', 'shares'], ['attention-sequence', 'attention'],
    ['journey-sequence', 'journey'], ['journey-place', 'journey']];
  for (const [select, figure] of choices.filter(([select]) => byId(select))) {
    const before = byId(figure).innerHTML;
    byId(select).selectedIndex = byId(select).selectedIndex === 1 ? 0 : 1;
    byId(select).dispatchEvent(new Event('change'));
    check(byId(figure).innerHTML !== before, `${select} changes nothing`);
  }
  const shown = (id) => getComputedStyle(byId(id)).display !== 'none';
  check(shown('loss-picture') && !shown('loss-picture-logarithmic'), 'linear scale first');
  byId('scale-logarithmic').click();
  check(!shown('loss-picture') && shown('loss-picture-logarithmic'), 'logarithmic scale');

  // No text is cut off, none lies on another of its kind, nothing is wider than the page.
  for (const frame of [0, last]) {
    move(frame);
    for (const svg of all('svg').filter((s) => s.getBoundingClientRect().width)) {
      const box = svg.getBoundingClientRect();
      const texts = all('text', svg).filter((t) => t.textContent && t.getBoundingClientRect().width);
      const boxes = texts.map((t) => t.getBoundingClientRect());
      boxes.forEach((a, i) => {
        check(a.left >= box.left - 1 && a.right <= box.right + 1 && a.top >= box.top - 1 && a.bottom <= box.bottom + 1,
          `${svg.id}: "${texts[i].textContent}" is cut off`);
        boxes.forEach((b, j) => {
          if (j <= i || texts[i].classList.contains('label')) return;
          const apart = a.right < b.left || b.right < a.left || a.bottom - 3 < b.top || b.bottom - 3 < a.top;
          check(apart, `${svg.id}: "${texts[i].textContent}" and "${texts[j].textContent}" overlap`);
        });
      });
    }
  }
  check(document.documentElement.scrollWidth <= window.innerWidth, 'wider than the window');

  // Play goes from the start to the end, and stops there.
  byId('play').click();
  check(Number(slider.value) === 0 && byId('play').textContent === 'Pause', 'play starts over');
  await wait(250 * (last + 2));
  check(Number(slider.value) === last && byId('play').textContent === 'Play', 'play stops at the end');

  const requests = performance.getEntriesByType('resource').filter((e) => !e.name.startsWith('data:'));
  check(requests.length === 0, `a request: ${requests.map((e) => e.name)}`);
  const [navigation] = performance.getEntriesByType('navigation');
  parent.postMessage({problems, opened: Math.round(navigation.domContentLoadedEventEnd)}, '*');
});
