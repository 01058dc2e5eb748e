// For teachers: #view=ruler shows one figure alone, to embed in a page of theirs; hide=knobs leaves out all
// that changes the run. Both stay in the address beside the settings.
const viewChoices = {
  view: ['ruler', 'loss', 'attention', 'read', 'tokens', 'similarity', 'path', 'shares', 'data', 'journey'],
  hide: ['knobs'],
};
const isOfView = ([key]) => key in viewChoices;

const viewRule = document.head.appendChild(document.createElement('style'));
let viewed = [];  // pairs of the address

// A run without this figure is shown whole.
const showView = () => {
  const {view, hide} = Object.fromEntries(viewed);
  const isAlone = Boolean(view) && Boolean(document.querySelector(`#report figure[id="${view}"]`));
  viewRule.textContent = isAlone ? `#report figure:not(#${view}) { display: none; }` : '';
  document.body.classList.toggle('alone', isAlone);
  document.body.classList.toggle('without-knobs', hide === 'knobs');
};

// Takes what is right of a link's pairs; returns a sentence about each of the others.
const takeView = (pairs) => {
  const isRight = ([key, value]) => viewChoices[key].includes(value);
  viewed = pairs.filter(isRight);
  showView();
  return pairs.filter((pair) => !isRight(pair))
    .map(([key, value]) => `"${key}" expects ${viewChoices[key].join(', ')}, but got "${value}"`);
};
byId('report').addEventListener('frame', showView);
