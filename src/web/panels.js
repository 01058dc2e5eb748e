// The panels under the knobs: a sequence of the reader's own, files, the check of the bits, and a
// console. `words` are those of the run that the page shows, `files` what it reads.
const kEncoder = new TextEncoder();

const download = (name, bytes) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name.split('/').pop();
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

// What a shell would make of it: words between blanks, kept together by quotes.
const hasOpenQuote = (line) => /["']/.test(line.replace(/"[^"]*"|'[^']*'/g, ''));
const wordsOf = (line) => [...line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)]
  .map(([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));

const table = (caption, heads, rows) => {
  const cell = (kind, text, scope = '') => `<${kind}${scope}>${text}</${kind}>`;
  const head = heads.map((text) => cell('th', text, ' scope="col"')).join('');
  const body = rows.map(([first, ...rest]) =>
    `<tr${heads[0] === 'position' ? ` data-position="${first}"` : ''}>${cell('th', first, ' scope="row"')}${rest.map((text) => cell('td', text)).join('')}</tr>`).join('');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
};

// The first epochs of a run are those of a shorter one; not where the rate falls to 0 at its end.
const decays = (words) => words.includes('--decay');

// The model of the run that the page shows, as it was after `epoch` epochs, or at its end where it decays.
// The last one asked for is kept.
const modelAfter = (() => {
  let kept = {};
  return async (program, {words, files}, epoch) => {
    if (kept.words !== words || kept.files !== files || kept.epoch !== epoch) {
      const upTo = decays(words) ? [] : ['--epochs', String(epoch)];
      const trained = await program.run([...words, ...upTo, '-q', '--save', 'model'], {files});
      if (!trained) return null;
      kept = {words, files, epoch, trained};
    }
    return kept.trained;
  };
})();

// Asks that model about the reader's sequence.
const askSequence = async (program, shown, epoch) => {
  const tokens = byId('sequence').value.split(/\s+/).filter(Boolean);
  const place = byId('predictions');
  place.classList.add('stale');  // of another model or sequence
  if (!tokens.length) {
    program.stop();
    place.classList.remove('stale');
    place.replaceChildren();
    return;
  }
  const trained = await modelAfter(program, shown, epoch);
  const asked = trained?.files.has('model') ?
    await program.run(['predict', '--json', 'model', '--', ...tokens], {files: trained.files}) : trained;
  if (!asked) return;
  place.classList.remove('stale');
  if (asked.status !== 0) { place.textContent = asked.err.replace(/^posembed: /, ''); return; }
  const places = JSON.parse(asked.out);
  const number = (value) => (value === null ? 'not finite' : value.toFixed(2));
  const rows = places.map(({position, token, shares, predicted, target}) =>
    [position, token, ...(shares ?? []).map(number), number(predicted), number(target)]);
  const heads = ['position', 'token', ...(places[0].shares ? ['its share', "position's share", 'bias'] : []), 'predicted', 'target'];
  place.innerHTML = table(decays(shown.words) ? 'At the end of the run' : `After epoch ${epoch}`, heads, rows);
};

const verifyHere = async (program) => {
  const result = await program.run(['verify']);
  if (!result) return;
  byId('verified').textContent = result.out + result.err;
  byId('verdict').textContent = result.status === 0 ?
    'yes, in this browser' : 'NOT in this browser';
};

// Buttons that run the command again with an option that writes a file.
const offerDownloads = (shown) => {
  const files = [['Checkpoint', '--save', 'model.safetensors'], ['Report', '--report', 'report.html'],
    ['Losses', '--log', 'losses.csv'], ['Sequences', '--dump-data', 'data.txt']];
  for (const [name, option, file] of files) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = `${name}: ${file}`;
    const program = new Program();
    button.addEventListener('click', async () => {
      const {words, files: own} = shown();
      const result = await program.run([...words, '-q', option, file], {files: own});
      byId('download-refusal').textContent = result?.files.has(file) ? '' : result?.err ?? '';
      if (result?.files.has(file)) download(file, result.files.get(file));
    });
    byId('download-buttons').append(button, ' ');
  }
};

// A command line whose files stay for the next one.
const openConsole = (program) => {
  let files = new Map();
  const output = byId('console-output');
  const listFiles = () => byId('console-files').replaceChildren(...[...files].map(([name, bytes]) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = `${name}, ${bytes.length} bytes`;
    button.addEventListener('click', () => download(name, bytes));
    item.append(button);
    return item;
  }));
  byId('console-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const line = byId('console-command').value.replace(/^\s*(\S*\/)?posembed(\s|$)/, '');
    const head = `$ posembed ${line}\n`;
    output.textContent = head;
    if (hasOpenQuote(line)) {
      output.textContent += 'A quote is open: expected its end.\n';
      return;
    }
    byId('console-stop').disabled = false;
    const listen = (heard, last) => { output.textContent = `${head}... ${heard} lines, the last:\n${last}`; };
    const result = await program.run(wordsOf(line), {files, listen});
    if (!result && program.works) return;  // another command has taken its place
    byId('console-stop').disabled = true;
    output.textContent = head + (result ? result.out + result.err : 'stopped\n');
    if (result?.status) output.textContent += `(exit status ${result.status})\n`;
    files = result?.files ?? files;
    listFiles();
  });
  byId('console-stop').addEventListener('click', () => program.stop());
  byId('console-file').addEventListener('change', async ({target}) => {
    for (const file of target.files) files.set(file.name, new Uint8Array(await file.arrayBuffer()));
    target.value = '';  // so that the same one can be chosen again
    listFiles();
  });
};
