// The lesson's Markdown as HTML: headings, paragraphs, lists, tables, blocks of code, what is folded in
// (details), and within lines code, emphasis and links. No more of Markdown than the lesson has. A
// formula is text with <sub> and <sup>, or a block of code.

const kTags = /&lt;(\/?(?:sub|sup|br|details|summary))&gt;/g;  // that the lesson may use
const escapedText = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

// As GitHub names a heading in links: "Why order?" is why-order.
const slugOf = (heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').trim().replace(/ /g, '-');

// The text of one paragraph. `link(target, words)` gives the HTML of a link, whose words are HTML already.
const inlineHtml = (text, {link}) => {
  const kept = [];  // code, in which no character has a meaning
  const keep = (_, code) => `\u0001${kept.push(`<code>${escapedText(code)}</code>`) - 1}\u0001`;
  return escapedText(text.replace(/`([^`]+)`/g, keep)).replace(kTags, '<$1>')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')  // a picture: beside the text is a live one
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, (_, words, target) => link(target, words))
    .replace(/\*\*(\S[^]*?)\*\*/g, '<strong>$1</strong>')
    .replace(/\*(\S(?:[^*]*\S)?)\*/g, '<em>$1</em>')
    .replace(/\u0001(\d+)\u0001/g, (_, k) => kept[k]);
};

const kItem = /^(-|\d+\.) +/;
const isBlank = (line) => line.trim() === '';
// Kinds of blocks: how one begins, and which line belongs to it still. Code and lists go on after blank
// lines.
const kBlocks = {
  heading: {begins: (line) => /^#+ /.test(line), goesOn: () => false},
  tag: {begins: (line) => /^<\/?details>/.test(line), goesOn: () => false},
  code: {begins: (line) => line.startsWith('    '), goesOn: (line) => line.startsWith('    '), overBlank: true},
  table: {begins: (line) => line.startsWith('|'), goesOn: (line) => line.startsWith('|')},
  list: {begins: (line) => kItem.test(line), goesOn: (line) => kItem.test(line) || line.startsWith('  '), overBlank: true},
  paragraph: {begins: () => true, goesOn: (line) => !line.startsWith('- ')},
};

// [{kind, lines}, ...]
const blocksOf = (lines) => {
  const blocks = [];
  for (let first = 0; first < lines.length;) {
    if (isBlank(lines[first])) { ++first; continue; }
    const [kind, {goesOn, overBlank}] = Object.entries(kBlocks).find(([, {begins}]) => begins(lines[first]));
    let end = first + 1;
    for (let at = end; at < lines.length; ++at) {
      if (isBlank(lines[at]) && overBlank) continue;
      if (isBlank(lines[at]) || !goesOn(lines[at])) break;
      end = at + 1;
    }
    blocks.push({kind, lines: lines.slice(first, end)});
    first = end;
  }
  return blocks;
};

const headingHtml = ([line], hooks) => {
  const level = line.indexOf(' ');
  return `<h${level}>${inlineHtml(line.slice(level + 1), hooks)}</h${level}>`;
};

// The first cell of a row is its heading. A table may have no heads.
const tableHtml = ([first, , ...rest], hooks) => {
  const cellsOf = (line) => line.trim().slice(1, -1).split('|').map((cell) => inlineHtml(cell.trim(), hooks));
  const heads = cellsOf(first);
  const head = heads.some(Boolean) ?
    `<thead><tr>${heads.map((cell) => (cell ? `<th scope="col">${cell}</th>` : '<td></td>')).join('')}</tr></thead>` : '';
  const row = ([name, ...cells]) =>
    `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  return `<div class="scroll" tabindex="0" role="region" aria-label="${hooks.name('Table')}"><table>${head}` +
    `<tbody>${rest.map(cellsOf).map(row).join('')}</tbody></table></div>`;
};

const listHtml = (lines, hooks) => {
  const indent = lines[0].match(kItem)[0].length;
  const items = [];  // the lines of each, without their indent
  for (const line of lines) {
    if (kItem.test(line)) items.push([line.replace(kItem, '')]);
    else items[items.length - 1].push(line.slice(Math.min(indent, line.search(/\S|$/))));
  }
  const tag = lines[0].startsWith('-') ? 'ul' : 'ol';
  return `<${tag}>${items.map((own) => `<li>${htmlOf(own, hooks)}</li>`).join('')}</${tag}>`;
};

const codeHtml = (lines, {name}) => {
  const code = lines.map((line) => line.slice(4)).join('\n');
  return `<pre tabindex="0" role="region" aria-label="${name('Output or code')}"><code>${escapedText(code)}</code></pre>`;
};

const paragraphHtml = (lines, hooks) => {
  const html = inlineHtml(lines.join('\n'), hooks);
  return html.trim() && `<p>${html}</p>`;
};

const kHtml = {
  heading: headingHtml,
  tag: ([line], hooks) => inlineHtml(line, hooks),
  code: codeHtml,
  table: tableHtml,
  list: listHtml,
  paragraph: paragraphHtml,
};

// Lines of Markdown as HTML. `hooks.link(target, words)` gives a link's; `hooks.name(kind)` what a table or
// a block of code is called, for those who do not see it.
const htmlOf = (lines, hooks) => blocksOf(lines).map(({kind, lines: own}) => kHtml[kind](own, hooks)).join('\n');
