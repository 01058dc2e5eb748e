/R"js(?:)/;
// Linked marks: whoever points at a position in a picture, a table or a formula sees it lit up in all of
// them. What belongs to a position says so in data-position; what belongs to two names both.

// In a table whose rows are positions, each row; and the columns of the similarities.
const markRows = (root) => {
  for (const table of root.querySelectorAll('table')) {
    const [first, ...heads] = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    if (first !== 'position' && first !== 'place') continue;
    for (const row of table.tBodies[0].rows) row.dataset.position = row.cells[0].textContent;
    if (table.id !== 'similarity-table') continue;
    for (const row of table.rows) heads.forEach((head, k) => { row.cells[k + 1].dataset.position = head; });
  }
};

// Of the element and of what is around it; in a picture, of the picked mark.
const positionsAt = (element) => {
  const found = new Set();
  const mark = element.closest('svg')?.querySelector('.picked') ?? element;
  for (let one = mark.closest('[data-position]'); one; one = one.parentElement.closest('[data-position]')) {
    for (const position of one.dataset.position.split(' ')) found.add(position);
  }
  return [...found];
};

// A rule of style, so that it holds for pictures that are drawn anew, too.
const rule = document.head.appendChild(document.createElement('style'));
const said = document.body.appendChild(document.createElement('p'));
said.id = 'lit';
said.setAttribute('role', 'status');
let lit = [];
const light = (positions) => {
  if (positions.join() === lit.join()) return;
  lit = positions;
  const those = `:is(${lit.map((position) => `[data-position~="${position}"]`).join()})`;
  rule.textContent = lit.length === 0 ? '' : `
    svg ${those} > * { stroke: var(--ink); stroke-width: 3; stroke-dasharray: none; }
    svg .shade${those} { stroke: var(--ink); stroke-width: 1.5; }
    svg ${those} > circle { r: 8px; }
    tr${those} > *, ${those}:is(th, td, b) { background: var(--lit); color: var(--ink); }`;
  said.textContent = lit.length === 0 ? '' :
    `Position${lit.length > 1 ? 's' : ''} ${lit.join(' and ')}, in every picture, table and formula`;
};

// Up and down in a table with the keyboard: the next row, in sight.
const moveRow = (event) => {
  const rows = [...event.target.querySelectorAll('tr[data-position]:not([hidden])')];
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (!step || rows.length === 0) return;
  event.preventDefault();  // or the table would scroll
  const at = rows.findIndex((row) => row.dataset.position === lit[0]);
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  next.scrollIntoView({block: 'nearest'});
  light([next.dataset.position]);
};

const look = (event) => {
  const {type, target, key, pointerType} = event;
  if (key === 'Escape') light([]);
  else if (type === 'keydown' && target.matches('.scroll')) moveRow(event);
  else if (type === 'keydown' && !target.closest('svg')) return;
  else if (type === 'focusin' && !target.matches(':focus-visible')) return;  // the pointer says where
  else if (type === 'pointerleave' && pointerType === 'touch') return;  // a finger may leave what it chose
  else light(type === 'pointerleave' ? [] : positionsAt(target));
};
for (const type of ['pointermove', 'pointerdown', 'keydown', 'focusin']) document.addEventListener(type, look);
document.documentElement.addEventListener('pointerleave', look);
// )js"
