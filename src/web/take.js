// Takes the report of a run into the page, `own` as the program wrote it, and shows it from there: returns
// its numbers.
const takeReport = (root, own, where) => {
  const introduction = own.querySelector('header');  // the page has a shorter one
  introduction.querySelector('h1').remove();
  own.querySelector('main').after(introduction);
  root.className = own.className + (root.classList.contains('choosing') ? ' choosing' : '');
  root.replaceChildren(...own.childNodes);
  return showReport(root, where);
};

const reportOf = (bytes) =>
  new DOMParser().parseFromString(new TextDecoder().decode(bytes), 'text/html').getElementById('report');

// The run without any settings was made when the page was built, so that its ruler stands here before the
// program does. Its numbers, or nothing where the address or this entry of the browser's history asks for
// another run, or where it cannot be unpacked.
const firstRun = location.hash.length > 1 || history.state ? Promise.resolve(null) :
  unpacked('first-run').then((bytes) => takeReport(document.getElementById('report'), reportOf(bytes))).catch(() => null);
