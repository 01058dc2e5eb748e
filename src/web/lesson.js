// The lesson, read from its own pages (src/nn/README.md and LAYERS.md): one chapter for each heading.

// Where a link of the page at `path` leads, from the top folder on.
const pathFrom = (path, target) => new URL(target, `file:///${path}`).pathname.slice(1);

// The lines under each heading: [{path, title, level, lines}, ...].
const sectionsOf = ({path, text}) => {
  const sections = [];
  for (const line of text.split('\n')) {
    const heading = line.match(/^(#+) (.*)/);
    if (heading) sections.push({path, title: heading[2], level: heading[1].length, lines: []});
    else sections[sections.length - 1].lines.push(line);
  }
  return sections;
};

// Each section's name, by which links find it: its slug, with a number where an earlier one has it.
const withNames = (sections) => {
  const used = new Map();
  return sections.map((section) => {
    const slug = slugOf(section.title);
    const before = used.get(slug) ?? 0;
    used.set(slug, before + 1);
    return {...section, slug, name: before ? `${slug}-${before}` : slug};
  });
};

// A link to another chapter opens it; what is elsewhere on the web is a link; of a file that is not here,
// the name is told. The page's own description needs none.
const linkFrom = (path, sections) => (target, words) => {
  if (/^https?:/.test(target)) return `<a href="${target}">${words}</a>`;
  const [file, anchor] = target.split('#');
  const to = file ? pathFrom(path, file) : path;
  const there = sections.filter((section) => section.path === to);
  const found = anchor ? there.find(({slug}) => slug === anchor) : there[0];
  if (there.length) return `<a href="#chapter=${found?.name ?? anchor}">${words}</a>`;
  if (to === 'README.md') return words;
  return to.endsWith(`/${words}`) || words === to ? `<code>${to}</code>` : `${words} (<code>${to}</code>)`;
};

// All chapters in order: [{path, title, level, name, html}, ...]; of level 1 are the titles of the pages.
// documents: [{path, text}, ...].
const readLesson = (documents) => {
  const sections = withNames(documents.flatMap(sectionsOf));
  return sections.map(({path, title, level, name, lines}) => {
    let count = 0;
    const hooks = {link: linkFrom(path, sections), name: (kind) => `${kind} ${++count} of ${escapedText(title)}`};
    return {path, title, level, name, html: htmlOf(lines, hooks)};
  });
};
