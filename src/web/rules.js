// Which values go together, and why others do not: what contradiction() of training/settings.cpp refuses.
// A rule holds of a run's values; where it does not, `why` tells it to whoever turns that knob.
const even = ({size, heads}) => (size / heads) % 2 === 0;
const rules = [
  {
    holds: ({positions, longest}) => positions === 0 || positions >= longest,
    why: {
      positions: ({longest}) => `0, or at least the longest sequence (${longest})`,
      'max-seq-len': ({positions}) => `at most the room for positions (${positions})`,
    },
  },
  {
    holds: ({layers, needing}) => layers > 0 || needing.length === 0,
    why: {layers: ({needing}) => `at least 1: ${needing.join(' and ')} cannot do without`},
  },
  {
    holds: ({layers, size, heads}) => layers === 0 || size % heads === 0,
    why: {
      heads: ({size}) => `heads must divide the size of a vector (${size})`,
      'd-model': ({heads}) => `must be a multiple of the heads (${heads})`,
      layers: ({size, heads}) => `none but 0, since ${heads} heads do not divide the size of a vector (${size})`,
    },
  },
  {
    holds: (values) => values.layers === 0 || values.encoding !== 'rotary' || !Number.isInteger(values.size / values.heads) || even(values),
    why: {
      heads: ({size}) => `with rotary, each head must get an even part of the vector (${size})`,
      'd-model': ({heads}) => `with rotary, each of the heads (${heads}) must get an even part`,
      encoding: ({size, heads}) => `rotary needs an even part of the vector for each head, not ${size / heads}`,
    },
  },
];

const hasRules = (key) => rules.some(({why}) => why[key]);

// Why this knob cannot stand so, with the others as they are: '' where it can. `texts` holds all values.
const reasonAgainst = (key, texts, settings) => {
  const [positions, longest, layers, size, heads] =
    ['positions', 'max-seq-len', 'layers', 'd-model', 'heads'].map((name) => Number(texts[name]));
  const needing = settings.filter(({key: name, group, needs_layers: some}) => group !== 'layers' && some.includes(texts[name]))
    .map(({key: name}) => texts[name]);
  const values = {positions, longest, layers, size, heads, needing, encoding: texts.encoding};
  return rules.find(({holds, why}) => why[key] && !holds(values))?.why[key](values) ?? '';
};
