// The address: #seed=3&layers=2&data=...&epoch=12. What is not as by default, the reader's data where a link
// can hold them, and the epoch that is shown; it goes with the browser's history.
//
// What holds:
// - an entry of the history is one run, at the epoch that its reader last saw: so Back undoes a turn of a
//   knob, and Forward does it again;
// - data that no link can hold stay with their entry, for a reload too;
// - what the address asks of other parts of the page (kOfPlace) stays in it.
const kLongestData = 4000;
const linkHasData = () => !dataFile && typedData().length <= kLongestData;

const openAddress = (knobs) => {
  let ofEntry = '';  // the settings and data of this entry
  let hasOther = Boolean(history.state);  // and it has data that no link can hold
  const settings = () => String(new URLSearchParams(
    [...knobs.changes, ...(typedData() && linkHasData() ? [['data', typedData()]] : [])]));
  const address = (epoch) => {
    const others = pairsOfAddress().filter(([key]) => kOfPlace.includes(key) && key !== 'epoch');
    const place = String(new URLSearchParams([...others, ...(epoch ? [['epoch', epoch]] : [])]));
    return `#${[ofEntry, place].filter(Boolean).join('&')}`;
  };

  const keepEpoch = (epoch) => {
    try {
      history.replaceState(history.state, '', address(epoch));
    } catch {
      // Too often for this browser: the next time will do.
    }
  };

  // The settings that stand there now. `isNew` makes an entry of them, where they are others.
  const keep = (epoch, isNew) => {
    const now = settings();
    const state = linkHasData() ? null : {text: byId('data').value, file: dataFile};
    const change = isNew && (now !== ofEntry || state || hasOther) ? 'pushState' : 'replaceState';
    if (change === 'pushState') keepEpoch(epoch);
    ofEntry = now;
    hasOther = Boolean(state);
    try {
      history[change](state, '', address(epoch));
    } catch {
      history[change](null, '', address(epoch));
      byId('data-name').textContent += ' They are too many for the browser to keep when the page is loaded again.';
    }
  };

  // Gives the knobs and the data what the address says. Returns its epoch, and whether it is of another run.
  const take = () => {
    const pairs = pairsOfAddress();
    const said = (key) => pairs.find(([one]) => one === key)?.[1];
    putData(said('data') ?? history.state?.text ?? '', history.state?.file);
    const wrong = [...takeView(pairs.filter(isOfView)),
      ...knobs.takeLink(pairs.filter(([key]) => key !== 'data' && !kOfPlace.includes(key)))];
    const epoch = said('epoch') ?? '0';
    if (!/^\d+$/.test(epoch)) wrong.push(`"epoch" expects a whole number, but got "${epoch}"`);
    byId('link-refusal').textContent = wrong.length ? `In the link, ${wrong.join('; ')}. The rest is used.` : '';
    const isOther = settings() !== ofEntry || hasOther || Boolean(history.state);
    ofEntry = settings();
    hasOther = Boolean(history.state);
    return {epoch: Number(epoch) || 0, isOther};
  };
  return {keep, keepEpoch, take};
};

// Without https a page has no clipboard of its own; most browsers copy what is selected all the same.
const copySelected = (text) => {
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
};
// Copies, and says so in the element `said`: that `what` was copied, or the text, to copy it by hand.
const copy = async (text, what, said) => {
  const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false) || copySelected(text);
  said.textContent = copied ? `${what} copied` : `This browser does not let the page copy: ${text}`;
};
