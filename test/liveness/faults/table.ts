import { readFileSync, writeFileSync } from 'node:fs';
import type { Measured } from './measure.js';

const BEGIN = '<!-- faults: written by "npm run docs:faults" -->';
const END = '<!-- faults: end -->';
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

/** Replaces what is between the markers of `path`. Throws when they are not there. */
export function writeFaultTable(path: string, table: string): void {
  const text = readFileSync(path, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${path} has no markers for the table of faults`);
  writeFileSync(path, `${text.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${text.slice(end)}`);
}
