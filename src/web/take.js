// Takes the report of a run into the page, in the place of the run before.

// Makes `old` say what `fresh` says, and leaves alone what is the same: so what the reader opened, chose or
// is at stays. `fresh` comes from the program and is used up.
//
// What holds:
// - an element with an id becomes the one with the same id, or goes; others go by their order;
// - what scripts and readers add is not the program's, and is left alone: what is in a picture, the choices
//   of a select that comes without any, .reading, and attributes that `fresh` does not have.
const kNotTaken = ['hidden', 'value'];  // from the program, as they are before a script has begun
const partsOf = (element) => {
  const nodes = [...element.childNodes].filter(({classList}) => !classList?.contains('reading'));
  const hasText = nodes.some(({nodeType, data}) => nodeType === Node.TEXT_NODE && data.trim());
  return hasText ? nodes : nodes.filter(({nodeType}) => nodeType === Node.ELEMENT_NODE);
};
const areAlike = (a, b) => a?.nodeName === b.nodeName && (a.id ?? '') === (b.id ?? '');
const become = (old, fresh) => {
  if (!(old instanceof Element)) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const {name, value} of fresh.attributes) {
    if (!kNotTaken.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.matches('svg') || (old.matches('select') && !fresh.options.length)) return;
  becomeInside(old, fresh);
};
const becomeInside = (old, fresh) => {
  const wanted = partsOf(fresh);
  const ids = new Set(wanted.map(({id}) => id).filter(Boolean));
  const parts = partsOf(old).filter((part) => !part.id || ids.has(part.id) || part.remove());
  wanted.forEach((part, k) => {
    if (areAlike(parts[k], part)) become(parts[k], part);
    else if (part.id && !parts.some(({id}) => id === part.id)) {  // a new one
      if (parts[k]) parts[k].before(part); else old.append(part);
      parts.splice(k, 0, part);
    } else if (parts[k]) parts[k].replaceWith(part);
    else old.append(part);
  });
  parts.slice(wanted.length).forEach((part) => part.remove());
};

// `own` is the report as the program wrote it; `where` is showReport's. Returns its numbers.
const takeReport = (root, own, where) => {
  const introduction = own.querySelector('header');  // the page has a shorter one
  introduction.querySelector('h1').remove();
  own.querySelector('main').after(introduction);
  root.className = own.className + (root.classList.contains('choosing') ? ' choosing' : '');
  becomeInside(root, own);
  return showReport(root, where);
};

const reportOf = (bytes) =>
  new DOMParser().parseFromString(new TextDecoder().decode(bytes), 'text/html').getElementById('report');

// The address's keys that choose no run.
const kOfPlace = ['epoch', 'chapter', 'exercise', 'view', 'hide'];
const pairsOfAddress = () => [...new URLSearchParams(location.hash.slice(1))];
const asksForARun = () => Boolean(history.state) || pairsOfAddress().some(([key]) => !kOfPlace.includes(key));
const epochOfAddress = () => Number(Object.fromEntries(pairsOfAddress()).epoch ?? 0);

// The run without any settings was made when the page was built, so that its ruler stands here before the
// program does. Its numbers, or nothing where the address or this entry of the browser's history asks for
// another run, or where it cannot be unpacked.
const firstRun = asksForARun() ? Promise.resolve(null) : unpacked('first-run')
  .then((bytes) => takeReport(document.getElementById('report'), reportOf(bytes), {epoch: epochOfAddress()})).catch(() => null);
