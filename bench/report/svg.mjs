const WIDTH = 760;
const LABELS = 270;
const FIGURES = 130;
const ROW = 30;
const TOP = 46;

const escape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Colours that are read on light and dark; a browser that knows which one it is gets the better of each. */
const STYLE = `<style>
  text { font: 13px system-ui, sans-serif; fill: #57606a }
  .title { font-weight: 600; font-size: 15px }
  .value { font-variant-numeric: tabular-nums }
  .bar { fill: #8c959f } .ours { fill: #0f766e } .limit { fill: none; stroke: #8c959f; stroke-dasharray: 4 3 }
  .range, .axis { stroke: #57606a; stroke-width: 1.5 } .line { fill: none; stroke: #0f766e; stroke-width: 2 } .dot { fill: #0f766e }
  @media (prefers-color-scheme: dark) {
    text { fill: #c9d1d9 } .bar { fill: #6e7681 } .ours, .dot { fill: #2dd4bf } .line { stroke: #2dd4bf }
    .range, .axis { stroke: #c9d1d9 } .limit { stroke: #6e7681 }
  }
</style>`;

const document = (height, title, shapes) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">\n` +
  `${STYLE}\n<text class="title" x="0" y="18">${escape(title)}</text>\n${shapes.join('\n')}\n</svg>\n`;

/** Enough digits to tell figures apart, no more. */
export const shortNumber = (value) =>
  value === undefined
    ? '-'
    : value.toLocaleString('en', { maximumFractionDigits: value >= 100 ? 0 : value >= 10 ? 1 : 2 });

/**
 * Bars side by side with the range of the rounds. `rows`: `{ label, median, least, most, kind }`, kind `ours` or `limit`.
 * `log`: for what differs by powers of ten.
 */
export function barChart({ title, unit, rows, log = false }) {
  const known = rows.filter(({ median }) => median !== undefined && median > 0);
  const most = Math.max(...known.map((row) => row.most ?? row.median));
  const least = log ? Math.min(...known.map((row) => row.least ?? row.median)) / 2 : 0;
  const room = WIDTH - LABELS - FIGURES;
  const at = (value) =>
    Math.max(
      0,
      log ? (Math.log(Math.max(value, least) / least) / Math.log(most / least)) * room : (value / most) * room,
    );
  const shapes = known.flatMap(({ label, median, least: low, most: high, kind }, n) => {
    const y = TOP + n * ROW;
    const middle = y + 9;
    return [
      `<text x="0" y="${y + 13}">${escape(label)}</text>`,
      `<rect class="${kind ?? 'bar'}" x="${LABELS}" y="${y}" width="${at(median).toFixed(1)}" height="18" rx="3"/>`,
      ...(low === undefined || low === high
        ? []
        : [
            `<line class="range" x1="${(LABELS + at(low)).toFixed(1)}" x2="${(LABELS + at(high)).toFixed(1)}" y1="${middle}" y2="${middle}"/>`,
          ]),
      `<text class="value" x="${(LABELS + at(Math.max(median, high ?? 0)) + 8).toFixed(1)}" y="${y + 13}">${shortNumber(median)} ${escape(unit)}</text>`,
    ];
  });
  const note = log
    ? 'logarithmic; the thin line is the range of the rounds'
    : 'the thin line is the range of the rounds';
  const height = TOP + known.length * ROW + 16;
  return document(height, title, [...shapes, `<text x="0" y="${height - 4}" font-size="11">${note}</text>`]);
}

/** Cost per unit over size: a level line where cost grows in a straight line. `points`: `{ x, y }`. */
export function lineChart({ title, unit, xLabel, points }) {
  const height = 250;
  const [left, right, bottom] = [60, WIDTH - 60, height - 40];
  const most = Math.max(...points.map(({ y }) => y)) * 1.25;
  const widest = Math.max(...points.map(({ x }) => x));
  const place = ({ x, y }) => [left + (x / widest) * (right - left), bottom - (y / most) * (bottom - TOP)];
  const path = points
    .map(
      (point, n) =>
        `${n === 0 ? 'M' : 'L'}${place(point)
          .map((value) => value.toFixed(1))
          .join(' ')}`,
    )
    .join('');
  const shapes = points.flatMap((point) => {
    const [x, y] = place(point);
    return [
      `<circle class="dot" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4"/>`,
      `<text class="value" x="${x.toFixed(1)}" y="${(y - 10).toFixed(1)}" text-anchor="middle">${shortNumber(point.y)} ${escape(unit)}</text>`,
      `<text x="${x.toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${point.x.toLocaleString('en')}</text>`,
    ];
  });
  return document(height, title, [
    `<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    `<path class="line" d="${path}"/>`,
    ...shapes,
    `<text x="${(left + right) / 2}" y="${height - 4}" text-anchor="middle">${escape(xLabel)}</text>`,
  ]);
}
