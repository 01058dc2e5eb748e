// The values that a slider stops at, as texts, from the program's own range: whole numbers one by one, or
// 1, 2, 3, 5, 10 and so on where the range is wide; with the default among them.
const kMostOneByOne = 300;
const wideStops = (from, to) => {
  const stops = [];
  for (let power = Math.floor(Math.log10(from)); 10 ** power <= to; ++power) {
    for (const factor of [1, 2, 3, 5]) stops.push(Number((factor * 10 ** power).toPrecision(3)));
  }
  return stops.filter((stop) => stop >= from && stop <= to);
};
const stopsOf = ({least, most, value_name: kind, default: usual}) => {
  if (least === '') return [];
  const [from, to] = [Number(least), Number(most)];
  const isWide = kind === 'X' || to - from > kMostOneByOne || (from > 0 && to / from >= 100);
  const stops = isWide ? wideStops(from || to / 1000, to) : Array.from({length: to - from + 1}, (_, k) => from + k);
  const all = [...new Set([from, ...stops, Number(usual)])].sort((a, b) => a - b);
  return all.map((stop) => (stop === Number(usual) ? usual : String(stop)));
};

// The next of these stops above or below a value; beyond them, and where there are none, the next whole
// number. Nothing where there is no such.
const nextValue = (text, up, stops, {value_name: kind, expected}) => {
  const beyond = up ? stops.find((stop) => Number(stop) > Number(text)) :
    stops.filter((stop) => Number(stop) < Number(text)).pop();
  if (beyond !== undefined) return beyond;
  if (kind !== 'N' || !/^\d+$/.test(text)) return null;
  const [least, most] = expected.match(/\d+/g).map(BigInt);
  const next = BigInt(text) + (up ? 1n : -1n);  // 2^64 - 1 is the last seed
  return next < least || next > most ? null : String(next);
};
