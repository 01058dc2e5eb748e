// A knob for each setting, made from the program's own table, and the words of a command line that
// they come to. What needs layers cannot be chosen without any, and is left out then.
const made = (name, attributes = {}, ...content) => {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...content);
  return element;
};
const capital = (words) => words[0].toUpperCase() + words.slice(1);

class Knobs {
  #settings;
  #inputs = new Map();
  #stops = new Map();  // of each key, all that its slider could stop at

  // `turned(typing)` hears of every turn.
  constructor(form, settings, {turned}) {
    this.#settings = settings;
    // Of Adam and of the layers, all but the first are turned rarely.
    const isFirst = (setting) => settings.find(({group}) => group === setting.group) === setting;
    const isRare = (setting) => ['Adam', 'layers'].includes(setting.group) && !isFirst(setting);
    form.append(this.#groups(settings.filter((setting) => !isRare(setting))),
      made('details', {}, made('summary', {textContent: 'More settings'}), this.#groups(settings.filter(isRare))));
    const tell = (typing) => {
      this.#mark();
      turned(typing);
    };
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', ({target}) => {
      const {key} = target.dataset;
      if (target.type === 'range') this.#put(key, this.#free(key)[target.value]);
      tell(['number', 'text', 'range'].includes(target.type));
    });
    const step = (key, up) => {
      const next = nextValue(this.value(key), up, this.#free(key), this.#setting(key));
      if (next === null || this.#against(key, next)) return;
      this.#put(key, next);
      tell(true);
    };
    form.addEventListener('click', ({target}) => {
      const button = target.closest('button');
      if (button) step(button.dataset.key, button.matches('.more'));
    });
    form.addEventListener('keydown', (event) => {
      const isStep = ['ArrowUp', 'ArrowDown'].includes(event.key) && ['number', 'text'].includes(event.target.type);
      if (!isStep) return;
      event.preventDefault();  // or the browser would count by one
      step(event.target.dataset.key, event.key === 'ArrowUp');
    });
    this.#mark();
  }

  #groups(settings) {
    const groups = made('div', {className: 'groups'});
    for (const name of new Set(settings.map(({group}) => group))) {
      const own = settings.filter(({group}) => group === name);
      const knobs = made('div', {className: 'knobs'}, ...own.map((setting) => this.#knob(setting)));
      const group = made('fieldset', {}, made('legend', {textContent: capital(name)}), knobs);
      group.style.setProperty('--knobs', own.length);
      groups.append(group);
    }
    return groups;
  }

  // In plain words, with the option's name in small; what turns it; what it does; why it is not free.
  #knob(setting) {
    const {key, words, value_name: kind, help, expected, default: value, choices} = setting;
    const input = made(choices.length ? 'select' : 'input', {id: `knob-${key}`}, ...choices.map((choice) => new Option(choice)));
    if (!choices.length) input.type = {'': 'checkbox', N: 'number', X: 'text'}[kind];
    if (kind === 'N') [input.min, input.max] = expected.match(/\d+/g);
    if (kind === 'X') input.inputMode = 'decimal';
    input.title = `${expected}; by default ${value}`;
    input.dataset.key = key;
    input.setAttribute('aria-describedby', `what-${key} why-${key}`);
    this.#inputs.set(key, input);
    this.#stops.set(key, stopsOf(setting));
    this.#put(key, value);
    const option = made('code', {textContent: `--${key}`});
    return made('div', {className: 'knob'},
      made('label', {htmlFor: input.id}, `${capital(words)} `, option),
      made('div', {className: 'turn'}, ...this.#around(setting, input)),
      made('p', {className: 'what', id: `what-${key}`, textContent: capital(help.split(': ')[0])}),
      made('p', {className: 'why', id: `why-${key}`}));
  }

  // The arrow keys do what the buttons do; so these are no stops of the Tab key.
  #around({key, words, value_name: kind}, input) {
    const hasStops = this.#stops.get(key).length > 0;
    if (kind !== 'N' && !hasStops) return [input];
    const button = (className, sign, what) => {
      const one = made('button', {type: 'button', className, textContent: sign, tabIndex: -1});
      one.setAttribute('aria-label', `${what}: ${words}`);
      one.dataset.key = key;
      return one;
    };
    const parts = [button('less', '\u2212', 'less'), input, button('more', '+', 'more')];
    if (!hasStops) return parts;
    const slider = made('input', {type: 'range', min: 0, id: `slide-${key}`});
    slider.setAttribute('aria-label', capital(words));
    slider.dataset.key = key;
    return [...parts, slider];
  }

  #setting(key) { return this.#settings.find((one) => one.key === key); }

  #put(key, value) {
    const input = this.#inputs.get(key);
    if (input.type === 'checkbox') input.checked = value === 'on';
    else input.value = value;
  }

  value(key) {
    const input = this.#inputs.get(key);
    return input.type === 'checkbox' ? (input.checked ? 'on' : 'off') : input.value;
  }

  // What is not as by default, in the table's order: [[key, value], ...].
  get changes() {
    return this.#settings.filter(({key, default: value}) => this.value(key) !== value && !this.#inputs.get(key).disabled)
      .map(({key}) => [key, this.value(key)]);
  }

  // Everything else becomes the default.
  set changes(pairs) {
    for (const {key, default: value} of this.#settings) this.#put(key, value);
    for (const [key, value] of pairs) this.#put(key, value);
    this.#mark();
  }

  // Takes what is right of a link's pairs; returns a sentence about each of the others. Values of text
  // and ranges are the program's to refuse.
  takeLink(pairs) {
    const wrong = pairs.map(([key, value]) => [key, this.#mistake(key, value)]);
    this.changes = pairs.filter((_, k) => !wrong[k][1]);
    const idle = pairs.filter(([key], k) => !wrong[k][1] && this.#inputs.get(key).disabled);
    return [...wrong.filter(([, mistake]) => mistake).map(([key, mistake]) => `"${key}" ${mistake}`),
      ...idle.map(([key]) => `"${key}" is not used without layers`)];
  }

  #mistake(key, value) {
    const setting = this.#setting(key);
    if (!setting) return 'is no setting';
    const {choices, value_name: kind, expected} = setting;
    const isFlag = !choices.length && kind === '';
    const known = isFlag ? ['on', 'off'] : choices;
    if (known.length && !known.includes(value)) return `expects ${known.join(' or ')}, but got "${value}"`;
    if (kind === 'N' && !/^-?\d+$/.test(value)) return `expects ${expected}, but got "${value}"`;
    return '';
  }

  // --layers 2 --causal
  get words() {
    const isFlag = (key) => this.#inputs.get(key).type === 'checkbox';
    return this.changes.flatMap(([key, value]) => (isFlag(key) ? [`--${key}`] : [`--${key}`, value]));
  }

  // Why no run has this value, with the other knobs as they are; '' where one may.
  #against(key, value) {
    if (!hasRules(key)) return '';
    const texts = Object.fromEntries(this.#settings.map((one) => [one.key, this.value(one.key)]));
    return reasonAgainst(key, {...texts, [key]: value}, this.#settings);
  }
  #free(key) { return this.#stops.get(key).filter((stop) => !this.#against(key, stop)); }

  #mark() {
    const none = this.value('layers') === '0';
    for (const setting of this.#settings) {
      const {group, key, default: value} = setting;
      const input = this.#inputs.get(key);
      const knob = input.closest('.knob');
      input.disabled = group === 'layers' && key !== 'layers' && none;
      for (const part of knob.querySelectorAll('button, [type="range"]')) part.disabled = input.disabled;
      knob.classList.toggle('changed', this.value(key) !== value && !input.disabled);
      knob.querySelector('.why').textContent = input.disabled ? 'Needs layers: at least one.' : this.#limit(setting, none);
      if (!input.disabled) this.#markStops(setting, knob);
    }
  }

  // Makes impossible choices idle; returns what is to be said of them.
  #limit({key, choices, needs_layers: needing}, none) {
    const refused = choices.map((choice) => (none && needing.includes(choice) ? 'layers' : this.#against(key, choice)));
    const options = this.#inputs.get(key).options ?? [];
    refused.forEach((reason, k) => { options[k].disabled = Boolean(reason) && !options[k].selected; });
    if (refused.includes('layers')) return `Only with layers: ${needing.join(' and ')}.`;
    const reason = [this.value(key), ...choices, ...this.#stops.get(key)].map((one) => this.#against(key, one)).find(Boolean);
    return reason ? `${capital(reason)}.` : '';
  }

  #markStops(setting, knob) {
    const {key} = setting;
    const [value, free] = [this.value(key), this.#free(key)];
    for (const button of knob.querySelectorAll('button')) {
      const next = nextValue(value, button.matches('.more'), free, setting);
      button.disabled = next === null || Boolean(this.#against(key, next));
    }
    const slider = knob.querySelector('[type="range"]');
    if (!slider) return;
    slider.max = Math.max(free.length - 1, 0);
    slider.value = free.filter((stop) => Number(stop) <= Number(value)).length - 1;
    slider.setAttribute('aria-valuetext', value);
  }
}
