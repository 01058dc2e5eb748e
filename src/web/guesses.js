// An exercise on the page: its question, the reader's guess, and what the run says. The answers are kept
// while the page is open, and through a reload, to be copied as text.

// {name: what is said of it}, in the order of the exercises.
class Answers {
  #texts;
  #hear = [];

  constructor() {
    try { this.#texts = JSON.parse(sessionStorage.getItem('answers')) ?? {}; } catch { this.#texts = {}; }
  }
  of(name) { return this.#texts[name]; }
  put(name, text) {
    this.#texts[name] = text;
    try { sessionStorage.setItem('answers', JSON.stringify(this.#texts)); } catch { /* kept until the page is closed */ }
    this.#hear.forEach((hear) => hear());
  }
  listen(hear) { this.#hear.push(hear); hear(); }
  get count() { return exercises.filter(({name}) => this.of(name)).length; }
  get text() {
    const said = exercises.filter(({name}) => this.of(name)).map(({name, question}) => `${name}\n${question}\n${this.of(name)}\n`);
    return [`My answers to the lesson of posembed, ${this.count} of ${exercises.length}\n`, ...said].join('\n');
  }
}

const slugOfExercise = ({name}) => slugOf(name.replace(/^\d+\. /, ''));

const guessField = ({choices, marks}) => {
  if (choices) return choices.map(([words], k) => `<label><input type="radio" name="guess" value="${k}" required> ${words}</label>`).join(' ');
  return '<label>Your guess <input class="guess" type="number" step="any" required></label>' +
    (marks ? ' <span class="quiet">or press a dot of the ruler</span>' : '');
};

// What is said of a guess. The number is told as far as four digits.
const isRun = ({changes, command}) => Boolean(changes || command);
const wordsOfAnswer = (exercise, guess, found) => {
  const {choices, why} = exercise;
  const right = choices?.find(([, holds]) => holds(found))?.[0] ?? 'none of these';
  const says = `the ${isRun(exercise) ? 'run' : 'formula'} says ${Number(found.toPrecision(4))}`;
  return (choices ? `You guessed "${choices[guess][0]}"; ${says}: ${right}. ` : `You guessed ${guess}; ${says}. `) + why;
};

// The dot whose place across is nearest to the pointer.
const positionAt = (picture, clientX, {numbers}) => {
  const distances = [...picture.querySelectorAll('.mark')].map((mark) => {
    const {x, width} = mark.getBoundingClientRect();
    return Math.abs(x + width / 2 - clientX);
  });
  const nearest = distances.indexOf(Math.min(...distances));
  return numbers.positions[nearest];
};

// Puts the exercise at the end of the chapter, an open or closed details element. `page` is what the
// lesson was given (chapters.js): `train(changes, data)` makes the run, shows it, and returns it;
// `report` holds the pictures of the run `shown()`.
const openExercise = (exercise, chapter, {train, program, report, shown, answers}) => {
  const slug = slugOfExercise(exercise);
  const section = document.createElement('section');
  section.className = 'exercise';
  section.id = `exercise-${slug}`;
  section.setAttribute('aria-label', `Exercise: ${exercise.name}`);
  section.innerHTML = `<p class="title">Exercise: ${escapedText(exercise.name)}</p><form><p>${escapedText(exercise.question)}</p>
    <div class="choices">${guessField(exercise)}</div><p class="line"><button>Guess${isRun(exercise) ? ', and run' : ''}</button>
    <a href="#exercise=${slug}">Link to this exercise</a></p></form><p class="answer" role="status" hidden></p>
    <p class="line" hidden><button type="button">Back to my settings</button></p>`;
  chapter.querySelector('.live').append(section);
  const [form, said] = [section.querySelector('form'), section.querySelector('.answer')];
  const back = section.querySelector('.line[hidden]');
  back.querySelector('button').addEventListener('click', () => { back.hidden = true; byId('back').click(); });
  const say = (words) => { said.hidden = !words; said.textContent = words ?? ''; };
  // While a position is asked for, the report does not tell it.
  const markRuler = () => {
    if (exercise.marks) report.classList.toggle('choosing', chapter.open && said.hidden);
  };

  let guesses = 0;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const guess = Number(exercise.choices ? form.elements.guess.value : form.querySelector('.guess').value);
    const mine = ++guesses;
    say(isRun(exercise) ? 'Running …' : null);
    const run = exercise.changes ? await train(exercise.changes, exercise.data) :
      exercise.command ? await program.run(exercise.command) : {};
    const found = run ? await exercise.read(run, program, chapter) : NaN;
    if (mine !== guesses) return;  // pressed twice
    if (!Number.isFinite(found)) {
      say('The run did not come to its end: guess again.');
      return;
    }
    answers.put(exercise.name, wordsOfAnswer(exercise, guess, found));
    say(answers.of(exercise.name));
    back.hidden = !exercise.changes;
    markRuler();
  });
  document.addEventListener('click', ({target, clientX}) => {
    const picture = target.closest('#ruler-picture, [data-of="ruler-picture"]');
    if (!exercise.marks || !picture || !report.classList.contains('choosing')) return;
    form.querySelector('.guess').value = positionAt(picture, clientX, shown());
  });
  chapter.addEventListener('toggle', markRuler);
  say(answers.of(exercise.name));
  markRuler();
};
