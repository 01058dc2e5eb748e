// Added to a report by report.sh, after marks.js: moves through its frames, tries the controls, and
// posts what it found to the page around it.
window.addEventListener('load', async () => {
  window.addEventListener('error', (event) => problems.push(`error: ${event.message}`));
  window.addEventListener('unhandledrejection', ({reason}) =>
    parent.postMessage({problems: [...problems, `stopped: ${reason}`]}, '*'));

  const shown = [];
  report.addEventListener('frame', ({detail}) => shown.push(detail));
  const move = (index) => {
    byId('epoch').value = index;
    byId('epoch').dispatchEvent(new Event('input'));
  };
  const figures = all('figure').map((figure) => figure.id);
  check(figures.join() === expected.figures.join(), `the figures ${figures}`);

  // The first frame, and what names everything.
  check(!byId('controls').hidden && byId('epoch').value === '0', 'the page does not open at the first frame');
  check(byId('prompt').hidden === (last === 0), 'the prompt to press Play');
  check(byId('epoch-text').textContent === `epoch 0 of ${run.epochs}`, byId('epoch-text').textContent);
  for (const figure of all('figure')) {
    check(figure.querySelector('h2') && figure.querySelector('figcaption p'), `${figure.id} has no caption`);
    check(figure.querySelector('table') || run.losses.length === 0, `${figure.id} has no table behind it`);
  }
  for (const svg of all('svg')) {
    check(svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label'), `${svg.id} has no name`);
  }
  check(all('[tabindex]:not(svg):not([aria-label])').length === 0, 'a tab stop without a name');
  check(typeof showReport === 'function' && typeof drawRuler === 'undefined', 'the script has more than one global name');

  for (const line of all('.axis')) {
    check(line.getAttribute('x1') === line.getAttribute('x2') || line.getAttribute('y1') === line.getAttribute('y2'),
      'an axis is neither level nor upright');
  }
  for (const label of all('.tick')) check(label.textContent.length <= 6, `too long for an axis: ${label.textContent}`);

  // Every mark stands where its number is.
  const middle = Math.floor(last / 2);
  for (const index of new Set([0, middle, last])) {
    move(index);
    check(byId('prompt').hidden || index === 0, 'the prompt stays');
    for (const id of figures) seers[id]?.(run.frames[index]);
  }

  // Every picture changes with the frame, and comes back to what it was; in no frame is there a NaN.
  const drawn = (id) => byId(id).outerHTML;
  const moves = (id) => last > 0 && !(expected.still ?? []).includes(id);
  const atEnd = Object.fromEntries(figures.map((id) => [id, drawn(id)]));
  for (const index of [0, middle]) {
    move(index);
    for (const id of figures.filter(moves)) check(drawn(id) !== atEnd[id], `${id} does not change at frame ${index}`);
  }
  for (let index = 0; index <= last; ++index) {
    move(index);
    const {epoch} = run.frames[index];
    check(shown.length && shown[shown.length - 1].epoch === epoch && shown[shown.length - 1].last === (index === last),
      `no event tells frame ${index}`);
    for (const id of figures) check(!/NaN|undefined|null|Infinity/.test(drawn(id)), `${id} at frame ${index}: not a number`);
    for (const caption of all('[data-caption]')) {
      const right = run.frames[index].captions[caption.dataset.caption];
      check(caption.textContent === right, `under ${caption.dataset.caption} at frame ${index}: ${caption.textContent}`);
    }
    const loss = expected.losses[epoch - 1];
    const words = byId('loss').querySelector('.now').textContent;
    check(words === (loss === undefined ? 'Before the first step.' : `Epoch ${epoch}, Loss: ${loss}`),
      `under the losses: ${words}`);
  }
  for (const id of figures) check(drawn(id) === atEnd[id], `${id} does not come back`);

  // The last frame's numbers are the run's. With layers, inspect's ruler is not the page's.
  const cells = (table, column) => all(`#${table} tbody tr`).map((row) => Number(row.cells[column].textContent));
  if (!layers) same(cells('ruler-table', 1), run.positions.map((i) => expected.ruler[i]), 0.0006, 'ruler');
  same(cells('loss-table', 1), expected.losses, 0, 'loss of an epoch');
  if (figures.includes('similarity')) {
    const found = all('#similarity-table tbody td').map((cell) => Number(cell.textContent));
    same(found, expected.similarities, 0.011, 'similarity');
  }

  // The choices.
  for (const [select, figure] of [['share-sequence', 'shares'], ['attention-sequence', 'attention'],
    ['journey-place', 'journey'], ['journey-place', 'ruler']]) {
    if (!byId(select) || !byId(figure)) continue;
    const before = drawn(figure);
    choose(select, byId(select).selectedIndex === 1 ? 0 : 1);
    check(drawn(figure) !== before, `${select} does not change ${figure}`);
  }
  if (figures.includes('ruler')) seeRuler(run.frames[last]);
  seeJourney(run.frames[last]);

  // A mark's value, by the keyboard and by pointing at it.
  for (const svg of all('svg').filter((one) => one.querySelector('title'))) {
    const reading = svg.nextElementSibling;
    const press = (key) => svg.dispatchEvent(new KeyboardEvent('keydown', {key}));
    const words = titles(all('title', svg).map((title) => title.parentNode));
    check(svg.tabIndex === 0, `${svg.id} cannot be reached`);
    for (const [key, value] of [['ArrowRight', words[0]], ['End', words[words.length - 1]], ['Home', words[0]],
      ['ArrowRight', words[Math.min(1, words.length - 1)]], ['Escape', '']]) {
      press(key);
      check(reading.textContent === value, `${svg.id}, ${key}: ${reading.textContent}, not ${value}`);
    }
    const mark = svg.querySelector('title').parentNode;
    const {fill} = getComputedStyle(mark);
    press('Home');
    check(getComputedStyle(mark).fill === fill, `${svg.id}: a picked mark has another colour`);
    press('Escape');
    const box = mark.getBoundingClientRect();
    svg.dispatchEvent(new PointerEvent('pointermove', {clientX: box.x + box.width / 2, clientY: box.y + box.height / 2}));
    check(words.includes(reading.textContent), `${svg.id}: pointing says "${reading.textContent}"`);
    press('Escape');
  }

  seeLinks();
  for (const index of [0, middle, last]) seeGhost(index, move);
  seeLayout([0, middle, last], move);

  // How long a frame takes, with its layout: told, not checked, as the machine decides. (From the first
  // timer on, the clock is a virtual one.)
  const times = run.frames.map((_, index) => {
    const start = performance.now();
    move(index);
    document.body.getBoundingClientRect();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const frame = times[Math.floor(times.length / 2)].toFixed(1);

  // Play goes from the start to the end, slowly for those who want little motion, and stops there. The
  // epoch is not said aloud meanwhile.
  const said = byId('epoch-text');
  const pace = matchMedia('(prefers-reduced-motion: reduce)').matches ? 1000 : 200;
  move(last);
  check(byId('play').disabled === (last === 0), 'play, where there is nothing to play');
  if (last > 0) {
    byId('play').click();
    check(byId('epoch').value === '0' && byId('play').textContent === 'Pause', 'play starts over');
    await wait(1.5 * pace);
    check(byId('epoch').value === '1', `play is at frame ${byId('epoch').value} after ${1.5 * pace} ms`);
    check(said.getAttribute('aria-live') === 'off', 'the epoch is said at each frame');
    await wait(pace * (last + 1));
    check(Number(byId('epoch').value) === last && byId('play').textContent === 'Play', 'play stops at the end');
    check(said.getAttribute('aria-live') === 'polite', 'the end of playing is not said');

    // Moving the slider stops it.
    byId('play').click();
    move(0);
    check(byId('play').textContent === 'Play', 'the slider does not stop the playing');
    await wait(2 * pace);
    check(byId('epoch').value === '0', 'playing goes on after the slider was moved');

    // Another report in its place: it starts where it is told to, and nothing of the old one goes on.
    byId('play').click();
    check(said.getAttribute('aria-live') === 'off', 'the epoch is said at each frame of the second time');
    const copy = report.cloneNode(true);
    all('.reading', copy).forEach((reading) => reading.remove());
    report.innerHTML = copy.innerHTML;
    showReport(report, {epoch: 1});
    const {length} = shown;
    await wait(3 * pace);
    check(shown.length === length && byId('epoch').value === '1', 'what was played before goes on');
    check(shown[length - 1].epoch === 1 && shown[length - 1].last === (last === 1), 'a report does not start where it is told to');

    // A run that grows is followed where it was shown at its last frame, held by Pause, and followed again by
    // Play; a frame that is held stays; a run that has not come to the epoch that is wanted waits for it.
    const numbers = byId('numbers').textContent;
    const grow = (frames, where) => {
      byId('numbers').textContent = JSON.stringify({...JSON.parse(numbers), frames});
      showReport(report, where);
    };
    const isAt = (epoch, button) => byId('epoch-text').textContent === `epoch ${epoch} of ${run.epochs}` && byId('play').textContent === button;
    const {epoch} = run.frames[last];
    grow(run.frames.slice(0, last), {epoch: Infinity, growing: true});
    check(isAt(run.frames[last - 1].epoch, 'Pause'), 'a run that grows is not followed');
    grow(run.frames, {growing: true});
    check(isAt(epoch, 'Pause'), 'a run that grows is not followed to its next frame');
    byId('play').click();
    check(isAt(epoch, 'Play'), 'Pause does not hold a run that grows');
    grow(run.frames.slice(0, last), {growing: true});
    check(isAt(epoch, 'Play') && Number(byId('epoch').max) === last, 'a frame that is held is lost');
    byId('play').click();
    check(isAt(epoch, 'Pause'), 'Play does not follow a run that grows');
    grow(run.frames, {});
    check(isAt(epoch, 'Play'), 'a run that has ended is still followed');
    grow(run.frames.slice(0, 1), {epoch: 1, growing: true});
    check(isAt(0, 'Pause') && shown[shown.length - 1].wanted === 1, 'a run that grows does not wait for the epoch that is wanted');
    grow(run.frames.slice(0, last), {growing: true});
    check(isAt(run.frames[1]?.epoch === 1 && last > 1 ? 1 : 0, last > 1 ? 'Play' : 'Pause'), 'a run goes past the epoch that is wanted');
    move(0);
    byId('next').click();
    check(byId('epoch').value === String(Math.min(1, Number(byId('epoch').max))), 'Next does not go to the next frame');
    grow(run.frames, {epoch: 1});
  }

  const requests = performance.getEntriesByType('resource').filter((e) => !e.name.startsWith('data:'));
  check(requests.length === 0, `a request: ${requests.map((e) => e.name)}`);
  const [navigation] = performance.getEntriesByType('navigation');
  parent.postMessage({problems, opened: Math.round(navigation.domContentLoadedEventEnd), frame}, '*');
});
