// The live figures beside the lesson's text: a picture of the page's report, which moves with it; a command
// of the program; and what more layers do. Each function puts its figure into a chapter, and may return
// what brings it up to date.

const figureIn = (chapter, html) => {
  const figure = document.createElement('figure');
  figure.innerHTML = html;
  chapter.querySelector('.live').append(figure);
  return figure;
};

// The slider and Play of the report once more. Returns what brings them up to date.
const mirrorControls = (figure, report) => {
  const [play, slider, output] = figure.querySelectorAll('.play, .epoch, output');
  const of = (id) => report.querySelector(`#${id}`);
  play.addEventListener('click', () => of('play').click());
  slider.addEventListener('input', () => {
    of('epoch').value = slider.value;
    of('epoch').dispatchEvent(new Event('input', {bubbles: true}));
  });
  return () => {
    if (!of('epoch')) return;
    play.textContent = of('play').textContent;
    play.disabled = of('play').disabled;
    slider.max = of('epoch').max;
    slider.value = of('epoch').value;
    output.textContent = of('epoch-text').textContent;
    slider.setAttribute('aria-valuetext', output.textContent);
  };
};

const kControls = `<div class="line"><button type="button" class="play">Play</button>
  <input type="range" class="epoch" min="0" value="0" aria-label="Epoch of the pictures"> <output></output></div>`;

// What is asked of the figure's marks, the report's own picture is asked: by its keys, and by pointing.
const askThere = (svg, source) => {
  svg.addEventListener('keydown', (event) => {
    const asked = new KeyboardEvent('keydown', {key: event.key, cancelable: true});
    if (source()?.dispatchEvent(asked) === false) event.preventDefault();
  });
  svg.addEventListener('pointermove', ({target}) => {
    const k = [...svg.querySelectorAll('title')].findIndex((title) => title.parentNode === target);
    const mark = source()?.querySelectorAll('title')[k]?.parentNode;
    mark?.dispatchEvent(new PointerEvent('pointermove', {bubbles: true}));
  });
};

// One of the report's pictures, by their ids, with its caption and what is read off it. Where the run has
// no such picture, `otherwise` = {words, changes} is a run that has.
const showPicture = (chapter, {pictures, otherwise}, {report, train}) => {
  const figure = figureIn(chapter, `<p class="choice"><label>Picture <select></select></label></p>
    <p class="title"></p><svg role="img" tabindex="0"></svg><p class="reading" aria-live="polite"></p>
    <p class="caption"></p>${kControls}
    <p class="missing" hidden>The run that the page shows has no such picture. <button type="button">Train one that has</button></p>`);
  const [select, title, svg, reading, caption, missing] =
    ['select', '.title', 'svg', '.reading', '.caption', '.missing'].map((one) => figure.querySelector(one));
  const controls = mirrorControls(figure, report);
  const source = () => report.querySelector(`#${select.value}`);
  const titleOf = (id) => report.querySelector(`#${id}`)?.closest('figure').querySelector('h2').textContent;
  for (const id of pictures) select.append(new Option(id.replace('-picture', ''), id));
  select.closest('p').hidden = pictures.length === 1;
  let drawn = '';  // drawn again only where it differs: what lies under the pointer stays
  const refresh = () => {
    const picture = source();
    missing.hidden = Boolean(picture);
    for (const part of [title, svg, reading, caption]) part.toggleAttribute('hidden', !picture);
    controls();
    if (!picture) return;
    for (const option of select.options) option.textContent = titleOf(option.value) ?? option.textContent;
    title.textContent = titleOf(select.value);
    svg.dataset.of = select.value;
    svg.setAttribute('viewBox', picture.getAttribute('viewBox'));
    svg.setAttribute('aria-label', picture.getAttribute('aria-label'));
    if (drawn !== picture.innerHTML) svg.innerHTML = drawn = picture.innerHTML;
    reading.textContent = picture.parentNode.querySelector('.reading')?.textContent ?? '';
    caption.textContent = picture.parentNode.querySelector('.caption')?.textContent ?? '';
  };
  select.addEventListener('change', refresh);
  askThere(svg, source);
  missing.querySelector('button').disabled = !otherwise;
  missing.querySelector('button').addEventListener('click', () => train(otherwise));
  return refresh;
};

// A command, to be run as it is or changed before.
const showCommand = (chapter, {command}, {runner}) => {
  const figure = figureIn(chapter, `<form><p class="title">The program itself</p>
    <p class="line"><label>posembed <input spellcheck="false" autocomplete="off"></label> <button>Run</button></p></form>
    <pre tabindex="0" role="region" aria-label="Output of ${escapedText(command)}"></pre>`);
  const [input, output] = [figure.querySelector('input'), figure.querySelector('pre')];
  input.value = command;
  figure.querySelector('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    output.textContent = 'Running …';
    const result = await runner.run(wordsOf(input.value), {listen: (heard, last) => { output.textContent = `${heard} lines so far, the last:\n${last}`; }});
    output.textContent = result ? result.out + result.err : 'Stopped: another command took its place.';
  });
};

// A stack of as many layers as the slider says, trained as `stack depth --quick` trains its own.
const showDepth = (chapter, {norms}, {runner}) => {
  const figure = figureIn(chapter, `<p class="title">More layers</p><p class="choice">
    <label>Layers <input type="range" class="depth" min="1" max="8" value="1"> <output>1</output></label>
    <label>Norm <select>${norms.map((norm) => `<option>${norm}</option>`).join('')}</select></label></p>
    <p class="quiet" role="status">Move the slider: each stack is trained for 8 epochs, at the rate 0.01. Guessing the mean costs 23.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Stacks that were trained"><table><thead><tr><th scope="col">layers</th>
    <th scope="col">norm</th><th scope="col">loss</th></tr></thead><tbody></tbody></table></div>`);
  const [slider, depth, norm, status, body] =
    ['.depth', 'output', 'select', '[role="status"]', 'tbody'].map((one) => figure.querySelector(one));
  const train = async () => {
    const [layers, where] = [slider.value, norm.value];
    status.textContent = `Training ${layers} ${layers === '1' ? 'layer' : 'layers'} …`;
    const result = await runner.run(['-q', '--epochs', '8', '--lr', '0.01', '--norm', where, '--layers', layers]);
    if (!result) return;  // the slider has moved on
    const row = body.insertRow(0);
    row.innerHTML = `<th scope="row">${layers}</th><td>${where}</td><td>${result.status ? result.err : numberOf(printedLoss(result))}</td>`;
    status.textContent = `${layers} with norm ${where}: loss ${numberOf(printedLoss(result))}.`;
  };
  slider.addEventListener('input', () => { depth.textContent = slider.value; });
  for (const one of [slider, norm]) one.addEventListener('change', train);
};
const numberOf = (value) => String(Number(value.toPrecision(3)));

// The exercises, each a link, with whether it was answered; a teacher copies all links.
const showExercises = (chapter, {title, areCopied}, {answers}) => {
  const figure = figureIn(chapter, `<p class="title">${title}</p><ol class="links"></ol>
    <p class="line"${areCopied ? '' : ' hidden'}><button type="button">Copy all links</button> <span role="status"></span></p>`);
  answers.listen(() => {
    figure.querySelector('ol').innerHTML = exercises.map((exercise) => `<li><a href="#exercise=${slugOfExercise(exercise)}">` +
      `${escapedText(exercise.name)}</a>${answers.of(exercise.name) ? ' <span>answered</span>' : ''}</li>`).join('');
  });
  figure.querySelector('button').addEventListener('click', () => {
    const text = exercises.map((one) => `${one.name}\n${location.href.split('#')[0]}#exercise=${slugOfExercise(one)}`).join('\n');
    copy(text, 'links', figure.querySelector('[role="status"]'));
  });
};
