import { writeMarkedSection } from '../../support/marked-section.js';
import type { Measured } from './measure.js';

const HEADER = [
  ...['Fault', 'What the status says', 'Streamer reads', 'Noticed after'],
  ...['Settled after its end', 'Sign calls', 'Look requests'],
];

/** The table of `docs/tiktok.md`, in the order of the faults. */
export function faultTable(rows: readonly Measured[]): string {
  const lines = rows.map(({ fault, course, words, noticedMs, settledMs, signCalls, requests }) => [
    fault.name,
    course.join(' → '),
    words,
    fault.ends === 'stays live' && noticedMs === undefined ? '-' : seconds(noticedMs),
    fault.ends === 'stays live' ? '-' : seconds(settledMs),
    String(signCalls),
    String(requests),
  ]);
  const rule = HEADER.map(() => '---');
  return [HEADER, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function seconds(ms: number | undefined): string {
  if (ms === undefined) return 'never';
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** Puts the table into the page at `path`. */
export function writeFaultTable(path: string, table: string): void {
  writeMarkedSection(path, { name: 'faults', command: 'npm run docs:faults' }, table);
}
