const HEADER = ['scenario', 'figure', 'measured', 'target', 'verdict'];

/**
 * The figures of a fault run as text. Each line of `lines` is an outcome in JSON: a scenario and its figures.
 * @param {string} lines
 */
export function chaosTable(lines) {
  const rows = lines
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => rowsOf(JSON.parse(line)));
  const all = [HEADER, ...rows];
  const widths = HEADER.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const text = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [text(HEADER), rule, ...rows.map(text)].join('\n');
}

function rowsOf({ scenario, figures }) {
  return figures.map(({ figure, measured, unit, target, verdict }, index) => [
    index === 0 ? scenario : '',
    figure,
    withUnit(measured, unit),
    target === undefined ? '' : `${target === 0 ? '' : '<= '}${withUnit(target, unit)}`,
    verdict,
  ]);
}

const withUnit = (value, unit) => (unit ? `${value} ${unit}` : String(value));
