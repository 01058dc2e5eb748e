// A knob for each setting, made from the program's own table, and the words of a command line that
// they come to. Those of layers do nothing without any, and are left out then.
class Knobs {
  #settings;
  #inputs = new Map();

  constructor(form, settings, {help, turned}) {
    this.#settings = settings;
    const layers = document.createElement('fieldset');
    const legend = document.createElement('legend');
    legend.textContent = 'Self-attention layers';
    layers.append(legend);
    const firstOfLayers = settings.findIndex(({key}) => key === 'layers');
    settings.forEach((setting, k) => (k < firstOfLayers ? form : layers).append(this.#knob(setting)));
    form.append(layers);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', ({target}) => { this.#mark(); turned(target.type === 'number' || target.type === 'text'); });
    form.addEventListener('focusin', ({target}) => { help.textContent = target.dataset.help; });
    form.addEventListener('pointerover', ({target}) => {
      const input = target.closest('.knob')?.querySelector('input, select');
      if (input) help.textContent = input.dataset.help;
    });
    this.#mark();
  }

  #knob({key, value_name: kind, help, expected, default: value, choices}) {
    const input = document.createElement(choices.length ? 'select' : 'input');
    for (const choice of choices) input.append(new Option(choice));
    if (!choices.length) input.type = {'': 'checkbox', N: 'number', X: 'text'}[kind];
    if (kind === 'N') [input.min, input.max] = expected.match(/\d+/g);
    input.id = `knob-${key}`;
    input.dataset.help = `${key}: ${help}; ${expected}. Default: ${value}.`;
    input.title = input.dataset.help;
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

  // Everything else becomes the default. Keys that no setting has are passed over.
  set changes(pairs) {
    for (const {key, default: value} of this.#settings) this.#put(key, value);
    for (const [key, value] of pairs) if (this.#inputs.has(key)) this.#put(key, value);
    this.#mark();
  }

  // --layers 2 --causal
  get words() {
    const flag = (key) => this.#settings.find((setting) => setting.key === key).value_name === '';
    return this.changes.flatMap(([key, value]) => (flag(key) ? [`--${key}`] : [`--${key}`, value]));
  }

  #mark() {
    let ofLayers = false;
    for (const {key, default: value} of this.#settings) {
      const input = this.#inputs.get(key);
      if (ofLayers) input.disabled = this.value('layers') === '0';
      ofLayers ||= key === 'layers';
      input.parentNode.classList.toggle('changed', this.value(key) !== value && !input.disabled);
    }
  }
}
