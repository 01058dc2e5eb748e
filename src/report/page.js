/R"js(?:)/;
// Shows a report: draws its pictures, fills its tables, and lets the reader move through the frames.
// All numbers come from the run, in #numbers.

// What was made for an element stays with it, however often its report changes.
const once = (make) => {
  const made = new WeakMap();
  return (element) => {
    if (!made.has(element)) made.set(element, make(element));
    return made.get(element);
  };
};

// Under a picture, the value of a mark: of the one nearest to the pointer, or chosen by the arrow
// keys. Returns what draws the picture anew.
const readable = once((svg) => {
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
});

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
  markRows(root);
  const drawings = Object.entries(pictures).filter(([id]) => find(`#${id}`))
    .map(([id, layOut]) => ({layOut, put: readable(find(`#${id}`))}));
  let ghost;  // the pinned run that all is laid out for
  if (run.layers) find('#attention-picture').setAttribute('viewBox', `0 0 640 ${attentionHeight(run)}`);
  return (frame) => {
    if (ghost !== ghostOf(root, run)) {
      ghost = ghostOf(root, run);
      for (const drawing of drawings) drawing.draw = drawing.layOut(run, ghost);
    }
    const choice = {
      ghost: ghostFrame(ghost, frame),
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

// A run that grows has its newest frame beside its planned ones; where the reader stays at one that was the
// newest, it is kept.
const keepFrame = (run, kept) => {
  const place = run.frames.filter(({epoch}) => epoch <= kept.epoch).length;
  if (run.frames[place - 1]?.epoch === kept.epoch) return;
  run.frames.splice(place, 0, kept);
  for (const journey of run.journeys) journey.frame += journey.frame >= place;
};

// Makes the bar of controls work. Returns what takes a run, as often as there is another: (run, draw,
// {epoch, growing}).
//
// What holds at any time:
// - the slider stands at the frame that all pictures, tables and captions are of;
// - the button says Pause if and only if frames go by themselves: `end` is there (playing), or the run
//   grows and has not come to `goal`, the epoch that the reader wants to see (following);
// - a reader who moves to another frame, or pauses, ends both.
const wireControls = once((controls) => {
  const root = controls.parentNode;
  const find = (selector) => root.querySelector(selector);
  const [slider, play, next, said, prompt] = ['#epoch', '#play', '#next', '#epoch-text', '#prompt'].map(find);
  let [run, draw, captions] = [null, null, []];
  let growing = false;  // more frames are still to come
  let goal = 0;
  let end = null;  // ends the playing
  const at = () => Number(slider.value);
  const last = () => run.frames.length - 1;
  const isFollowing = () => growing && !end && goal > run.frames[last()].epoch;

  const show = (index) => {
    slider.value = index;
    const frame = run.frames[index];
    said.textContent = `${frame.within ? 'within ' : ''}epoch ${frame.epoch + frame.within} of ${run.epochs}`;
    slider.setAttribute('aria-valuetext', said.textContent);
    prompt.hidden ||= index > 0;
    for (const caption of captions) caption.textContent = frame.captions[caption.dataset.caption];
    draw(frame);
    const isWaiting = isFollowing() && goal < Infinity;
    root.dispatchEvent(new CustomEvent('frame', {detail:
      {epoch: frame.epoch, wanted: isWaiting ? goal : frame.epoch, last: index === last() && !isWaiting}}));
  };

  // A screen reader is told the epoch when playing ends, and not at each frame.
  const tellWhoMoves = () => {
    const byItself = Boolean(end) || isFollowing();
    play.textContent = byItself ? 'Pause' : 'Play';
    said.setAttribute('aria-live', byItself ? 'off' : 'polite');
  };
  const stop = () => {
    end?.();
    end = null;
    goal = run.frames[at()].epoch;
    tellWhoMoves();
    said.textContent += '';
  };
  // At the last frame of a run that grows, playing waits for the next.
  const start = () => {
    prompt.hidden = true;
    if (growing && at() === last()) {
      goal = Infinity;
    } else {
      show(at() === last() ? 0 : at());
      end = repeat(() => {
        if (at() < last()) show(at() + 1);
        if (at() === last() && !growing) stop();
        return Boolean(end);
      }, slider);
    }
    tellWhoMoves();
  };
  const moveTo = (index) => {
    slider.value = index;
    stop();
    said.setAttribute('aria-live', 'off');  // whoever moves says it
    show(index);
  };
  play.addEventListener('click', () => (end || isFollowing() ? stop() : start()));
  slider.addEventListener('input', () => moveTo(at()));
  next.addEventListener('click', () => moveTo(Math.min(at() + 1, last())));
  find('main').addEventListener('change', () => draw(run.frames[at()]));

  // As high as what is said at the end, so that nothing jumps while the run plays.
  const holdCaptions = () => {
    captions = [...root.querySelectorAll('[data-caption]')];
    for (const caption of captions) caption.style.minHeight = '';
    const heights = captions.map(({offsetHeight}) => offsetHeight);
    captions.forEach((caption, k) => { caption.style.minHeight = `${heights[k]}px`; });
  };

  return (newRun, newDraw, {epoch, growing: grows}) => {
    const isMore = epoch === undefined;  // of the run that was shown
    if (isMore && !isFollowing()) keepFrame(newRun, run.frames[at()]);
    if (end || (isMore && !isFollowing())) goal = run.frames[at()].epoch;
    else if (!isMore) goal = epoch;
    [run, draw, growing] = [newRun, newDraw, grows];
    holdCaptions();
    slider.max = last();
    for (const button of [play, next]) button.disabled = last() === 0;
    prompt.hidden ||= last() === 0;
    controls.hidden = false;
    show(placeOf(run, goal));
    if (end && at() === last() && !growing) stop();
    tellWhoMoves();
  };
});

// `root` holds a report's body. May be called again when its content has become another report, whether
// by other elements or the same ones with other words: what the reader chose stays with the elements that
// do, and so does the playing. Shows the frame of `epoch`. A run that is `growing` comes again, without an
// `epoch`, with more frames; if it was shown at its last one, that is followed until the reader moves to
// another. Tells by an event which frame is shown. Returns the numbers.
const showReport = (root, {epoch, growing = false} = {epoch: 0}) => {
  const run = JSON.parse(root.querySelector('#numbers').textContent);
  wireControls(root.querySelector('#controls'))(run, drawerOf(root, run), {epoch, growing});
  return run;
};

window.showReport = showReport;
const report = document.getElementById('report');
if (report?.querySelector('#numbers')) showReport(report);
// )js"
