/R"js(?:)/;
// Moves the marks of every picture to where the frame chosen by the slider has them. All numbers
// come from the run, in #numbers; the drawings carry their scales.
(() => {
  const data = JSON.parse(document.getElementById('numbers').textContent);
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const frames = data.frames;

  // first,last,begin,end -> pixels of a value
  const scale = (text, logarithmic) => {
    const [first, last, begin, end] = text.split(',').map(Number);
    const share = logarithmic ?
      (value) => Math.log(value / first) / Math.log(last / first) :
      (value) => (value - first) / (last - first);
    return (value) => begin + share(value) * (end - begin);
  };
  const picture = (id, logarithmic) => {
    const svg = byId(id);
    return svg && {
      x: scale(svg.dataset.x ?? '0,1,0,1'),
      y: scale(svg.dataset.y ?? '0,1,0,1', logarithmic),
      least: logarithmic ? Number(svg.dataset.y.split(',')[0]) : -Infinity,
      marks: (selector) => all(selector, svg),
    };
  };
  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) {
      element.setAttribute(name, typeof value === 'number' ? value.toFixed(1) : value);
    }
  };
  const bar = (element, base, value) =>
    set(element, {y: Math.min(base, value), height: Math.abs(base - value)});
  const now = (name, text) => all(`[data-now="${name}"]`).forEach((e) => { e.textContent = text; });

  // Writes the values into the column of the table's rows, from the first row on.
  const column = (table, index, values, digits) => {
    const body = byId(table)?.tBodies[0];
    if (!body) return;
    values.forEach((value, k) => {
      body.rows[k].cells[index].textContent = typeof value === 'number' ? value.toFixed(digits) : value ?? '\u2013';
    });
  };

  const ruler = picture('ruler-picture');
  const showRuler = (frame) => {
    if (!ruler) return;
    const sticks = ruler.marks('.miss');
    ruler.marks('.mark').forEach((mark, k) => {
      set(mark, {cy: ruler.y(frame.ruler[k])});
      set(sticks[k], {y2: ruler.y(frame.ruler[k])});
    });
    now('miss', frame.miss.toFixed(2));
    now('missAt', frame.missAt);
    column('ruler-table', 1, frame.ruler, 3);
  };

  const losses = [picture('loss-picture'), picture('loss-picture-logarithmic', true)];
  const showLoss = (frame) => {
    const loss = data.losses.find(([epoch]) => epoch === frame.epoch);
    for (const drawing of losses) {
      const [mark] = drawing.marks('.mark');
      if (!mark) continue;
      set(mark, {visibility: loss ? 'visible' : 'hidden'});
      if (loss) set(mark, {cx: drawing.x(loss[0]), cy: drawing.y(Math.max(loss[1], drawing.least))});
    }
    now('loss', loss ? `Epoch ${loss[0]}, Loss: ${loss[1]}` : 'Before the first step of this page.');
  };

  const tokens = picture('token-picture');
  const showTokens = (frame) => {
    if (!tokens) return;
    const shifts = frame.tokens.map((share) => share - frame.meanToken);
    tokens.marks('.mark').forEach((mark, k) => set(mark, {cy: tokens.y(shifts[k])}));
    now('spread', frame.spread.toFixed(2));
    column('token-table', 1, shifts, 3);
  };

  const similarity = picture('similarity-picture');
  const showSimilarity = (frame) => {
    if (!similarity) return;
    // Two squares for each pair, (i, j) and (j, i).
    similarity.marks('rect').forEach((square, k) => {
      const value = frame.similarity[k >> 1];
      set(square, {class: value < 0 ? 'unlike' : 'alike', 'fill-opacity': Math.abs(value).toFixed(2)});
    });
    const rows = byId('similarity-table').tBodies[0].rows;
    let pair = 0;
    for (let i = 0; i < rows.length; ++i) {
      for (let j = 0; j <= i; ++j, ++pair) {
        const text = frame.similarity[pair].toFixed(2);
        rows[i].cells[j + 1].textContent = text;
        rows[j].cells[i + 1].textContent = text;
      }
    }
  };

  const path = picture('path-picture');
  const showPath = (frame) => {
    if (!path) return;
    const points = frame.path.map(([a, b]) => [path.x(a), path.y(b)]);
    set(path.marks('.curve')[0], {points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')});
    const labels = path.marks('.label');
    path.marks('.mark').forEach((mark, k) => {
      const [x, y] = points[k];
      set(mark, {cx: x, cy: y});
      set(labels[k], {x: x + 8, y: y - 6});
    });
    column('path-table', 1, frame.path.map(([a]) => a), 3);
    column('path-table', 2, frame.path.map(([, b]) => b), 3);
  };

  const shares = picture('share-picture');
  const showShares = (frame) => {
    if (!shares) return;
    const sequence = data.sequences[byId('share-sequence').selectedIndex];
    const table = byId('share-table').tBodies[0];
    shares.marks('.place').forEach((place, k) => {
      set(place, {visibility: k < sequence.length ? 'visible' : 'hidden'});
      table.rows[k].hidden = k >= sequence.length;
      if (k >= sequence.length) return;
      const token = frame.tokens[data.tokens.indexOf(sequence[k])];
      const position = frame.ruler[k] - frame.bias - frame.meanToken;
      const sum = token + position + frame.bias;
      const base = shares.y(0);
      const part = (name) => place.querySelector(name);
      bar(part('.token'), base, shares.y(token));
      bar(part('.position'), base, shares.y(position));
      bar(part('.bias'), base, shares.y(frame.bias));
      set(part('.target'), {y1: shares.y(data.positions[k]), y2: shares.y(data.positions[k])});
      set(part('.sum'), {cy: shares.y(sum)});
      if (part('text')) part('text').textContent = sequence[k];
      [data.positions[k], sequence[k]].forEach((id, c) => { table.rows[k].cells[c].textContent = id; });
      [token, position, frame.bias, sum].forEach((value, c) => {
        table.rows[k].cells[c + 2].textContent = value.toFixed(3);
      });
    });
  };

  const reads = picture('read-picture');
  const showReads = (frame) => {
    if (!reads) return;
    const points = frame.read.map((value, layer) => [reads.x(layer), reads.y(value)]);
    set(reads.marks('.curve')[0], {points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')});
    reads.marks('.mark').forEach((mark, k) => set(mark, {cx: points[k][0], cy: points[k][1]}));
    column('read-table', 1, frame.read, 3);
  };

  // Squares for every layer and head, a row of them for each layer; made anew for each sequence.
  const attention = byId('attention-picture');
  const drawn = (name, attributes, text) => {
    const element = document.createElementNS(attention.namespaceURI, name);
    set(element, attributes);
    if (text) element.textContent = text;
    return element;
  };
  let squares = [];
  let squaresOf = -1;
  const drawAttention = (sequence) => {
    const {layers, heads, sequences} = data.layers;
    const places = sequences[sequence].length;
    const size = 640 / Math.max(heads.length, 2);
    const cell = (size - 16) / places;
    squares = [];
    squaresOf = sequence;
    attention.replaceChildren();
    layers.forEach((layer, r) => heads.forEach((head, c) => {
      const [left, top] = [c * size + 8, r * (size + 34) + 34];
      attention.append(drawn('text', {x: left, y: top - 8, class: 'label'}, `L${layer + 1} H${head + 1}`));
      attention.append(drawn('rect', {x: left, y: top, width: size - 16, height: size - 16, class: 'map'}));
      for (let i = 0; i < places * places; ++i) {
        const [row, column] = [Math.floor(i / places), i % places];
        squares.push(drawn('rect', {x: left + column * cell, y: top + row * cell, width: cell, height: cell, class: 'position'}));
      }
    }));
    attention.append(...squares);
  };
  const showAttention = (frame) => {
    if (!attention) return;
    const sequence = byId('attention-sequence').selectedIndex;
    if (sequence !== squaresOf) drawAttention(sequence);
    const percents = frame.attention[sequence];
    squares.forEach((square, k) => square.setAttribute('fill-opacity', percents[k] / 100));
    const places = data.layers.sequences[sequence].length;
    all('tr', byId('attention-table').tBodies[0]).forEach((row, i) => {
      [...row.cells].slice(1).forEach((cell, map) => {
        const shares = percents.slice((map * places + i) * places, (map * places + i + 1) * places);
        const most = Math.max(...shares);
        cell.textContent = i < places ? `${shares.indexOf(most)}: ${most} %` : '\u2013';
      });
    });
  };

  const counts = picture('data-picture');
  const showData = (frame) => {
    counts.marks('.error').forEach((rect, k) => bar(rect, counts.y(0), counts.y(frame.errors[k] ?? 0)));
    column('data-table', 2, frame.errors, 3);
  };

  // One token's journey: the step of the frame's part of the run, a sequence and a place of it.
  const fillSelect = (select, names, first) => {
    const chosen = Math.min(select.options.length ? select.selectedIndex : first, names.length - 1);
    select.replaceChildren(...names.map((name) => new Option(name)));
    select.selectedIndex = chosen;
  };
  const showJourney = (frame) => {
    const journey = data.journeys.filter(({epoch}) => epoch <= frame.epoch + 1).pop() ?? data.journeys[0];
    if (!journey) return;
    const sequences = byId('journey-sequence');
    fillSelect(sequences, journey.sequences.map((places) => places.map((p) => p.slots.token).join(' ')), 0);
    const places = journey.sequences[sequences.selectedIndex];
    fillSelect(byId('journey-place'), places.map((p) => `position ${p.slots.position}, token ${p.slots.token}`), Infinity);
    const place = places[byId('journey-place').selectedIndex];
    for (const [name, text] of Object.entries({...journey.slots, ...place.slots})) {
      all(`[data-slot="${name}"]`).forEach((element) => { element.textContent = text; });
    }
    const rows = all('#journey-table tbody tr');
    place.rows.forEach((values, r) => values.forEach((value, j) => {
      rows[r].cells[j + 1].textContent = value ?? '\u2013';
    }));
  };

  const slider = byId('epoch');
  const show = () => {
    const frame = frames[slider.value];
    byId('epoch-text').textContent = (frame.within ? 'within ' : '') + `epoch ${frame.epoch + frame.within} of ${data.epochs}`;
    slider.setAttribute('aria-valuetext', byId('epoch-text').textContent);
    for (const update of [showRuler, showLoss, showAttention, showReads, showTokens, showSimilarity,
      showPath, showShares, showData, showJourney]) update(frame);
  };

  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    byId('play').textContent = 'Play';
  };
  byId('play').addEventListener('click', () => {
    if (timer) return stop();
    if (Number(slider.value) === frames.length - 1) slider.value = 0;
    byId('play').textContent = 'Pause';
    show();
    timer = setInterval(() => {
      slider.value = Number(slider.value) + 1;
      show();
      if (Number(slider.value) === frames.length - 1) stop();
    }, 200);
  });
  slider.addEventListener('input', () => { stop(); show(); });
  for (const id of ['attention-sequence', 'share-sequence', 'journey-sequence', 'journey-place']) {
    byId(id)?.addEventListener('change', show);
  }
  byId('controls').hidden = false;
  slider.value = frames.length - 1;
  show();
})();
// )js"
