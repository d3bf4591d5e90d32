/** A hole of these degrees has to be looked at before anything is released. */
const GRAVE = ['high', 'critical'];

/**
 * What the output of `npm audit --json` means. Without an answer of the registry nothing is known, which is not the same
 * as no hole.
 * @param {string} output
 * @param {ReadonlySet<string>} names of the packages that count
 * @returns {{ outcome: 'clean' | 'holes' | 'unknown', text: string }}
 */
export function verdictOf(output, names) {
  const report = parse(output);
  if (!report?.vulnerabilities) {
    const reason = report?.message ?? report?.error?.summary;
    const text = `The registry was not asked: its audit endpoint does not answer${reason ? ` (${reason})` : ''}. Nothing is known of holes in packages; run "npm run check:audit" where registry.npmjs.org can be reached.`;
    return { outcome: 'unknown', text };
  }
  const found = Object.values(report.vulnerabilities).filter(({ name }) => names.has(name));
  const lines = found.map(({ name, severity, range }) => `${severity.padEnd(8)} ${name} ${range}`);
  const grave = found.filter(({ severity }) => GRAVE.includes(severity));
  const count = `${found.length} packages with known holes, ${grave.length} of them grave`;
  return { outcome: grave.length > 0 ? 'holes' : 'clean', text: [...lines, count].join('\n') };
}

function parse(output) {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
