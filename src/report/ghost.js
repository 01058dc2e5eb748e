/R"js(?:)/;
// A pinned run stays behind the one that is shown, as a ghost: hollow dots, dotted lines. An event 'pin' at
// the root of a report, which bubbles, brings its numbers; null takes it away.
const pinned = new WeakMap();
document.addEventListener('pin', ({target, detail}) => {
  pinned.set(target, detail);
  target.querySelector('#scale-linear')?.dispatchEvent(new Event('change', {bubbles: true}));  // draws anew
});

// What is behind this run's pictures, or null: of another target, the numbers mean something else.
const ghostOf = (root, run) => {
  const ghost = pinned.get(root);
  return ghost && ghost !== run && ghost.target === run.target ? ghost : null;
};
// Where the frame of an epoch stands in a run, or the last one before.
const placeOf = (run, epoch) => Math.max(run.frames.filter((one) => one.epoch <= epoch).length - 1, 0);
const ghostFrame = (ghost, {epoch}) => ghost?.frames[placeOf(ghost, epoch)];

// A mark for each of its positions of which the value is known.
const ghostMarks = (ghost, values, draw) => (ghost?.positions ?? []).map((position, k) =>
  (Number.isFinite(values[k]) ? ofPosition(position, draw(position, values[k])) : '')).join('');
// )js"
