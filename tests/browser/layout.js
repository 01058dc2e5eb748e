// Added to a report by report.sh, before check.js: how it looks.

const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
// WCAG 2.2, relative luminance and contrast ratio.
const luminance = (colour) => channels(colour).slice(0, 3).map((channel) => channel / 255)
  .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
const contrast = (a, b) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

// Each line and mark stands out from its ground by 3 : 1, in the colours of the day or the night.
const seeContrast = () => {
  const lines = '.ideal, .miss, .curve, .axis, .target, .ring, .arrow, .now-line, .fresh, .sum, .map';
  const areas = '.mark, .token, .position:not(.curve), .bias, .count, .error, .label, .tick, .name';
  for (const [selector, kind] of [[lines, 'stroke'], [areas, 'fill']]) {
    for (const mark of all('svg').flatMap((svg) => all(selector, svg))) {
      const style = getComputedStyle(mark);
      const ground = getComputedStyle(mark.closest('figure')).backgroundColor;
      const found = contrast(style[kind], ground);
      check(style.opacity === '1' && found >= 3, `contrast of ${mark.getAttribute('class')}: ${found.toFixed(2)}`);
    }
  }
};

// Whatever is pressed is 24 pixels high and wide; a radio button by its label.
const seeTargets = () => {
  for (const target of all('button, select, summary, input[type="range"], label:has(input[type="radio"])')) {
    const {width, height} = target.getBoundingClientRect();
    check(width >= 24 && height >= 24, `${target.outerHTML.slice(0, 60)} is ${width} by ${height} pixels`);
  }
};

// No text is cut off, none lies on another.
const seeTexts = (svg) => {
  const box = svg.getBoundingClientRect();
  const texts = all('text', svg).filter((t) => t.textContent && t.getBoundingClientRect().width);
  const boxes = texts.map((t) => t.getBoundingClientRect());
  boxes.forEach((a, i) => {
    check(a.left >= box.left - 1 && a.right <= box.right + 1 && a.top >= box.top - 1 && a.bottom <= box.bottom + 1,
      `${svg.id}: "${texts[i].textContent}" is cut off`);
    boxes.slice(i + 1).forEach((b, j) => {
      const apart = a.right < b.left || b.right < a.left || a.bottom - 4 < b.top || b.bottom - 4 < a.top;
      check(apart, `${svg.id}: "${texts[i].textContent}" and "${texts[i + 1 + j].textContent}" overlap`);
    });
  });
};

const seeLayout = (frames, move) => {
  for (const index of frames) {
    move(index);
    for (const scale of ['logarithmic', 'linear']) {
      byId(`scale-${scale}`).click();
      all('svg').filter((svg) => svg.getBoundingClientRect().width).forEach(seeTexts);
    }
    seeContrast();
  }
  seeTargets();
  check(document.documentElement.scrollWidth <= window.innerWidth, 'wider than the window');
};
