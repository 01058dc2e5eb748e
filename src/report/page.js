/R"js(?:)/;
// Shows a report: draws its pictures, fills its tables, and lets the reader move through the frames.
// All numbers come from the run, in #numbers.

// Under a picture, the value of a mark: of the one nearest to the pointer, or chosen by the arrow
// keys. Returns what draws the picture anew.
const readable = (svg) => {
  const reading = document.createElement('p');
  reading.className = 'reading';
  svg.after(reading);
  svg.tabIndex = 0;
  let chosen = -1;
  const marks = () => [...svg.querySelectorAll('title')].map((title) => title.parentNode);
  const choose = (index) => {
    const all = marks();
    all[chosen]?.classList.remove('chosen');
    chosen = Math.min(index, all.length - 1);
    all[chosen]?.classList.add('chosen');
    const words = all[chosen]?.firstChild.textContent ?? '';
    if (reading.textContent !== words) reading.textContent = words;
  };
  const nearest = ({clientX, clientY}) => {
    const distances = marks().map((mark) => {
      const box = mark.getBoundingClientRect();
      return Math.hypot(Math.max(box.left - clientX, 0, clientX - box.right),
        Math.max(box.top - clientY, 0, clientY - box.bottom));
    });
    const least = Math.min(...distances);
    return least < 24 ? distances.indexOf(least) : -1;
  };
  for (const type of ['pointermove', 'pointerdown']) {
    svg.addEventListener(type, (event) => {
      const pointed = event.target.querySelector(':scope > title') ? marks().indexOf(event.target) : nearest(event);
      choose(pointed);
    });
  }
  svg.addEventListener('keydown', ({key}) => {
    const moves = {ArrowRight: chosen + 1, ArrowLeft: Math.max(chosen - 1, 0), Home: 0, End: Infinity, Escape: -1};
    if (key in moves) choose(moves[key]);
  });
  svg.addEventListener('focus', () => {
    reading.setAttribute('aria-live', 'polite');
    if (chosen < 0) reading.textContent = 'The arrow keys go through the marks.';
  });
  svg.addEventListener('blur', () => {
    reading.setAttribute('aria-live', 'off');
    if (chosen < 0) reading.textContent = '';
  });
  return (content) => {
    svg.innerHTML = content;
    if (chosen >= 0) choose(chosen);
  };
};

// Labels that would lie on a mark or on an earlier label are left out.
const withoutOverlaps = (svg) => {
  const boxes = (selector) => [...svg.querySelectorAll(selector)].map((e) => [e, e.getBoundingClientRect()]);
  const taken = boxes('.mark').map(([, box]) => box);
  for (const [label, a] of boxes('.label')) {
    const overlaps = (b) => a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top < a.bottom - 4;
    if (taken.some(overlaps)) label.remove(); else taken.push(a);
  }
};

// `root` holds a report's body. May be called again when its content is another report: the old
// one's listeners went with its elements. Tells by an event which frame is shown.
const showReport = (root, {epoch = 0} = {}) => {
  const find = (selector) => root.querySelector(selector);
  const run = JSON.parse(find('#numbers').textContent);
  const last = run.frames.length - 1;
  const drawings = Object.entries(pictures).filter(([id]) => find(`#${id}`))
    .map(([id, layOut]) => ({draw: layOut(run), put: readable(find(`#${id}`))}));
  if (run.layers) find('#attention-picture').setAttribute('viewBox', `0 0 640 ${attentionHeight(run)}`);

  const slider = find('#epoch');
  const play = find('#play');
  const said = find('#epoch-text');
  const draw = () => {
    const frame = run.frames[slider.value];
    const choice = {
      logarithmic: find('#scale-logarithmic').checked,
      sequence: find('#share-sequence')?.selectedIndex,
      attended: find('#attention-sequence')?.selectedIndex,
      position: fillJourney(root, run, frame),
    };
    for (const drawing of drawings) drawing.put(drawing.draw(frame, choice));
    fillTables(root, run, frame, choice);
    if (find('#path-picture')) withoutOverlaps(find('#path-picture'));
  };
  const show = (index) => {
    slider.value = index;
    const frame = run.frames[index];
    said.textContent = `${frame.within ? 'within ' : ''}epoch ${frame.epoch + frame.within} of ${run.epochs}`;
    slider.setAttribute('aria-valuetext', said.textContent);
    find('#prompt').hidden ||= index > 0;
    draw();
    root.dispatchEvent(new CustomEvent('frame', {detail: {epoch: frame.epoch, last: index === last}}));
  };

  // A screen reader is told the epoch when playing ends, and not at each frame.
  let timer = 0;
  const stop = () => {
    if (!timer) return;
    clearInterval(timer);
    timer = 0;
    play.textContent = 'Play';
    said.setAttribute('aria-live', 'polite');
    said.textContent += '';
  };
  const start = () => {
    said.setAttribute('aria-live', 'off');
    play.textContent = 'Pause';
    show(Number(slider.value) === last ? 0 : Number(slider.value));
    find('#prompt').hidden = true;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    timer = setInterval(() => {
      if (!slider.isConnected) return clearInterval(timer);  // another report has taken its place
      show(Number(slider.value) + 1);
      if (Number(slider.value) === last) stop();
    }, calm ? 1000 : 200);
  };
  play.addEventListener('click', () => (timer ? stop() : start()));
  slider.addEventListener('input', () => {
    stop();
    said.setAttribute('aria-live', 'off');  // the slider says it
    show(Number(slider.value));
  });
  root.querySelectorAll('main select, main input').forEach((choice) => choice.addEventListener('change', draw));

  play.disabled = last === 0;
  find('#prompt').hidden = last === 0;
  find('#controls').hidden = false;
  const upTo = run.frames.filter((frame) => frame.epoch <= epoch).length;
  show(Math.max(upTo - 1, 0));
};

window.showReport = showReport;
const report = document.getElementById('report');
if (report?.querySelector('#numbers')) showReport(report);
// )js"
