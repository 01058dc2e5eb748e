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
    all[chosen]?.classList.remove('picked');
    chosen = Math.min(index, all.length - 1);
    all[chosen]?.classList.add('picked');
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
  svg.addEventListener('keydown', (event) => {
    const moves = {ArrowRight: chosen + 1, ArrowLeft: Math.max(chosen - 1, 0), Home: 0, End: Infinity, Escape: -1};
    if (!(event.key in moves)) return;
    event.preventDefault();  // or the page would scroll
    choose(moves[event.key]);
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

// What draws a frame: all pictures and tables, with what the reader chose.
const drawerOf = (root, run) => {
  const find = (selector) => root.querySelector(selector);
  const drawings = Object.entries(pictures).filter(([id]) => find(`#${id}`))
    .map(([id, layOut]) => ({draw: layOut(run), put: readable(find(`#${id}`))}));
  if (run.layers) find('#attention-picture').setAttribute('viewBox', `0 0 640 ${attentionHeight(run)}`);
  return (frame) => {
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
};

// Calls `step` again and again, until it returns false or the element is gone from the page; slowly
// for those who want little motion. Returns a function that ends it.
const repeat = (step, element) => {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const timer = setInterval(() => {
    if (!element.isConnected || !step()) clearInterval(timer);
  }, calm ? 1000 : 200);
  return () => clearInterval(timer);
};

// `root` holds a report's body. May be called again when its content is another report: the old
// one's listeners went with its elements. Tells by an event which frame is shown. Returns the numbers.
const showReport = (root, {epoch = 0} = {}) => {
  const find = (selector) => root.querySelector(selector);
  const [slider, play, said, prompt] = ['#epoch', '#play', '#epoch-text', '#prompt'].map(find);
  const run = JSON.parse(find('#numbers').textContent);
  const last = run.frames.length - 1;
  const draw = drawerOf(root, run);
  // As high as what is said at the end, so that nothing jumps while the run plays.
  const captions = root.querySelectorAll('[data-caption]');
  for (const caption of captions) caption.style.minHeight = `${caption.offsetHeight}px`;
  const at = () => Number(slider.value);

  const show = (index) => {
    slider.value = index;
    const frame = run.frames[index];
    said.textContent = `${frame.within ? 'within ' : ''}epoch ${frame.epoch + frame.within} of ${run.epochs}`;
    slider.setAttribute('aria-valuetext', said.textContent);
    prompt.hidden ||= index > 0;
    for (const caption of captions) caption.textContent = frame.captions[caption.dataset.caption];
    draw(frame);
    root.dispatchEvent(new CustomEvent('frame', {detail: {epoch: frame.epoch, last: index === last}}));
  };

  // A screen reader is told the epoch when playing ends, and not at each frame.
  let end = null;
  const stop = () => {
    end?.();
    end = null;
    play.textContent = 'Play';
    said.setAttribute('aria-live', 'polite');
    said.textContent += '';
  };
  const start = () => {
    play.textContent = 'Pause';
    said.setAttribute('aria-live', 'off');
    prompt.hidden = true;
    show(at() === last ? 0 : at());
    end = repeat(() => {
      show(at() + 1);
      if (at() === last) stop();
      return at() < last;
    }, slider);
  };
  play.addEventListener('click', () => (end ? stop() : start()));
  slider.addEventListener('input', () => {
    stop();
    said.setAttribute('aria-live', 'off');  // the slider says it
    show(at());
  });
  root.querySelectorAll('main select, main input').forEach((chooser) =>
    chooser.addEventListener('change', () => draw(run.frames[at()])));

  play.disabled = last === 0;
  prompt.hidden = last === 0;
  find('#controls').hidden = false;
  show(Math.max(run.frames.filter((frame) => frame.epoch <= epoch).length - 1, 0));
  return run;
};

window.showReport = showReport;
const report = document.getElementById('report');
if (report?.querySelector('#numbers')) showReport(report);
// )js"
