// The chapters of the lesson on the page: the text, a figure beside it that is alive, and exercises. They
// are closed until a reader opens one, or a link: #chapter=NAME, #exercise=NAME.

const oneLayer = [['layers', '1'], ['lr', '0.003']];
const kOfReport = ['ruler', 'loss', 'tokens', 'similarity', 'path', 'shares', 'data'];
const kPictureOf = {tokens: 'token-picture', shares: 'share-picture'};
const picturesOf = (...names) => names.map((name) => kPictureOf[name] ?? `${name}-picture`);
const smallGradcheck = 'gradcheck --layers 1 --heads 1 --d-model 4 --vocab-size 5 --max-seq-len 4 --batch-size 2';

// By heading: what stands beside the text. `figures` are each a function of figures.js and what it takes,
// `exercises` their names. References have neither.
const kChapters = {
  'Words to know first': {
    figures: [[showPicture, {pictures: picturesOf('data')}]],
    exercises: ['How many are exact?'],
  },
  'Why order must be encoded': {
    figures: [[showCommand, {command: 'compare --seeds 0'}]],
    exercises: ['1. What does it cost not to know?'],
  },
  'The model': {
    figures: [[showPicture, {pictures: picturesOf('shares'), otherwise: []}]],
    exercises: ['7. How much room does a position need?'],
  },
  'The same, faster': {
    figures: [[showCommand, {command: '-q --plain --epochs 3'}]],
    exercises: ['How far do the two part?'],
  },
  'One step on paper': {
    figures: [[showSteps, {}]],
    exercises: ['2. And without Adam?'],
  },
  'Each gradient, derived': {
    figures: [[showCommand, {command: 'gradcheck'}]],
    exercises: ['How exact is a gradient?'],
  },
  'What Adam does to rare positions': {
    figures: [[showPicture, {pictures: picturesOf('data', 'ruler'), otherwise: []}]],
    exercises: ['9. Is a rare position slow?', '4. More time, or larger steps?'],
  },
  'What the pictures show': {
    figures: [[showPicture, {pictures: picturesOf(...kOfReport), otherwise: []}]],
    exercises: ['Which position lags?'],
  },
  'The same linear layer in large models': {
    figures: [[showPicture, {pictures: picturesOf('path'), otherwise: []}]],
    exercises: ['3. Does it ever get perfect?'],
  },
  'The limits': {
    figures: [[showPicture, {pictures: picturesOf('ruler', 'similarity'), otherwise: []}]],
    exercises: ['5. Can an embedding stand for a position that it never saw?', '6. Do waves know more?', '8. Can it learn by heart?'],
  },
  'Exercises': {
    figures: [[showExercises, {title: 'Those that run here'}]],
    exercises: [],
  },
  'For teachers': {
    figures: [[showExercises, {title: 'Links to send', areCopied: true}]],
    exercises: [],
  },
  'The layers': {
    figures: [[showPicture, {pictures: picturesOf('attention', 'read'), otherwise: oneLayer}]],
    exercises: ['What does attention know without a mask?'],
  },
  'Attention on paper': {
    figures: [[showPicture, {pictures: picturesOf('attention'), otherwise: [...oneLayer, ['heads', '1']]}]],
    exercises: ['And if both values were alike?'],
  },
  'Why SiLU': {
    figures: [[showCommand, {command: smallGradcheck}]],
    exercises: ['How steep is SiLU?'],
  },
  'The bias of the keys': {
    figures: [[showCommand, {command: `${smallGradcheck} --encoding rotary`}]],
    exercises: ['What does a bias of the keys do?'],
  },
  'What a layer keeps': {
    figures: [[showCommand, {command: 'stack cost --quick'}]],
    exercises: ['When do the weights outnumber the rest?'],
  },
  'The notebook\'s other question': {
    figures: [[showDepth, {norms: ['post', 'pre', 'none']}], [showCommand, {command: 'stack depth --quick'}]],
    exercises: ['What do the skip connections do?'],
  },
};

// Within a chapter, headings are one level below those of the lesson's pages, which stand under the page's own.
const chapterOf = ({name, title, level, html}) => {
  const details = document.createElement('details');
  details.className = `chapter level-${level}`;
  details.id = `chapter-${name}`;
  details.innerHTML = `<summary><h${level + 1}>${escapedText(title)}</h${level + 1}></summary>
    <div class="beside"><div class="words">${html}</div><div class="live"></div></div>`;
  return details;
};

// The figures and exercises of a chapter are made when it is first opened; while it is open, its figures
// follow the page's report.
const furnish = (details, {title}, page) => {
  const {figures, exercises: names} = kChapters[title] ?? {figures: [], exercises: []};
  let refreshes = null;
  const refresh = () => {
    if (!details.open) return;
    refreshes ??= [
      ...figures.map(([show, what]) => show(details, what, page)),
      ...names.map((name) => openExercise(exercises.find((one) => one.name === name), details, page)),
    ].filter(Boolean);
    refreshes.forEach((one) => one());
  };
  details.addEventListener('toggle', refresh);
  return refresh;
};

// What of the address is the lesson's: [['chapter', NAME]], or of an exercise; and what is the run's.
const isOfLesson = ([key]) => ['chapter', 'exercise'].includes(key);
const lessonPairs = () => pairsOfAddress().filter(isOfLesson);

// Opens what the address names, and brings it into view. A name that there is not is left alone.
const followAddress = () => {
  for (const [kind, name] of lessonPairs()) {
    const exercise = kind === 'exercise' && exercises.find((one) => slugOfExercise(one) === name);
    const title = exercise && Object.keys(kChapters).find((one) => kChapters[one].exercises.includes(exercise.name));
    const chapter = byId(`chapter-${exercise ? slugOf(title) : name}`);
    if (!chapter) continue;
    chapter.open = true;
    chapter.dispatchEvent(new Event('toggle'));  // the browser's own comes later
    const to = byId(`${kind}-${name}`) ?? chapter;
    to.scrollIntoView();
    (to.querySelector(exercise ? 'input' : 'summary') ?? to).focus({preventScroll: true});
  }
};

// A link within the page leaves the run, and its settings in the address, as they are.
const followClicks = () => document.addEventListener('click', (event) => {
  const found = event.target.closest('a')?.getAttribute('href')?.match(/^#(chapter|exercise)=(.*)/);
  if (!found) return;
  event.preventDefault();
  const others = pairsOfAddress().filter((pair) => !isOfLesson(pair));
  history.replaceState(history.state, '', `#${new URLSearchParams([...others, found.slice(1)])}`);
  followAddress();
});

// A page's title, and what stands under it; its list of contents is among the list of links here.
const headOf = ({name, title, html}) => {
  const head = document.createElement('div');
  head.id = `chapter-${name}`;
  head.tabIndex = -1;
  head.innerHTML = `<h2>${escapedText(title)}</h2>${html.replace(/<ol>[^]*<\/ol>/, '')}`;
  return head;
};

const listChapters = (chapters) => {
  const link = ({name, title, level}) => `<li class="level-${level}"><a href="#chapter=${name}">${escapedText(title)}</a></li>`;
  return `<nav aria-label="Chapters"><ul class="links">${chapters.map(link).join('')}</ul></nav>
    <p class="line"><button type="button" id="copy-answers">Copy my answers</button> <span id="answers-said" role="status"></span></p>`;
};

const offerAnswers = (answers) => {
  const said = byId('answers-said');
  answers.listen(() => { said.textContent = `${answers.count} of ${exercises.length} exercises answered`; });
  byId('copy-answers').addEventListener('click', () => copy(answers.text, 'answers', said));
};

// page: report, which holds the pictures; shown(), its run; train(changes, data), which makes another and shows
// it; program, to run others.
const openLesson = (page) => {
  const documents = ['src/nn/README.md', 'src/nn/LAYERS.md'].map((path) => ({path, text: byId(path).textContent.trimStart()}));
  const chapters = readLesson(documents);
  const all = {...page, answers: new Answers(), runner: new Program()};
  const refreshes = [];
  for (const chapter of chapters) {
    const element = chapter.level === 1 ? headOf(chapter) : chapterOf(chapter);
    if (chapter.level > 1) refreshes.push(furnish(element, chapter, all));
    byId('lesson').append(element);
  }
  byId('lesson').firstChild.insertAdjacentHTML('beforeend', listChapters(chapters.slice(1)));
  offerAnswers(all.answers);
  let asked = 0;
  new MutationObserver(() => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => refreshes.forEach((refresh) => refresh()));
  }).observe(page.report, {subtree: true, childList: true, characterData: true, attributes: true});
  followClicks();
  addEventListener('hashchange', followAddress);
  followAddress();
};
