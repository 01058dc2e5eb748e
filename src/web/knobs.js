// A knob for each setting, made from the program's own table, and the words of a command line that
// they come to. What needs layers cannot be chosen without any, and is left out then.
class Knobs {
  #settings;
  #inputs = new Map();

  // `turned(typing)` hears of every turn.
  constructor(form, settings, {help, turned}) {
    this.#settings = settings;
    const more = document.createElement('details');
    more.innerHTML = '<summary>More settings</summary><div class="knobs"></div>';
    const usual = document.createElement('div');
    usual.className = 'knobs';
    // Of Adam and of the layers, all but the first are turned rarely.
    settings.forEach((setting, k) => {
      const isFirst = settings.findIndex(({group}) => group === setting.group) === k;
      const isRare = ['Adam', 'layers'].includes(setting.group) && !isFirst;
      (isRare ? more.lastChild : usual).append(this.#knob(setting));
    });
    form.append(usual, more);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', ({target}) => {
      this.#mark();
      turned(target.type === 'number' || target.type === 'text');
    });
    const tell = ({target}) => {
      const input = target.closest('.knob')?.querySelector('input, select');
      if (input) help.textContent = input.title;
    };
    form.addEventListener('focusin', tell);
    form.addEventListener('pointerover', tell);
    this.#mark();
  }

  #knob({key, value_name: kind, help, expected, default: value, choices}) {
    const input = document.createElement(choices.length ? 'select' : 'input');
    for (const choice of choices) input.append(new Option(choice));
    if (!choices.length) input.type = {'': 'checkbox', N: 'number', X: 'text'}[kind];
    if (kind === 'N') [input.min, input.max] = expected.match(/\d+/g);
    input.id = `knob-${key}`;
    input.title = `${key}: ${help}. ${kind === 'N' || kind === 'X' ? `${expected}; ` : ''}by default ${value}`;
    const knob = document.createElement('div');
    const label = document.createElement('label');
    knob.className = 'knob';
    label.htmlFor = input.id;
    label.textContent = key;
    knob.append(label, input);
    this.#inputs.set(key, input);
    this.#put(key, value);
    return knob;
  }

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
    const setting = this.#settings.find((one) => one.key === key);
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

  #mark() {
    const none = this.value('layers') === '0';
    for (const {group, key, default: value, needs_layers: needing} of this.#settings) {
      const input = this.#inputs.get(key);
      input.disabled = group === 'layers' && key !== 'layers' && none;
      for (const option of input.options ?? []) option.disabled = none && needing.includes(option.value) && !option.selected;
      input.parentNode.classList.toggle('changed', this.value(key) !== value && !input.disabled);
    }
  }
}
