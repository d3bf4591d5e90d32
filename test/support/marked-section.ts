import { readFileSync, writeFileSync } from 'node:fs';

/** Replaces what is between the markers of `path` that say `name` and `command`. Throws when they are not there. */
export function writeMarkedSection(path: string, { name, command }: { name: string; command: string }, text: string) {
  const [beginMark, endMark] = [`<!-- ${name}: written by "${command}" -->`, `<!-- ${name}: end -->`];
  const page = readFileSync(path, 'utf8');
  const [begin, end] = [page.indexOf(beginMark), page.indexOf(endMark)];
  if (begin < 0 || end < begin) throw new Error(`${path} has no markers for "${name}"`);
  writeFileSync(path, `${page.slice(0, begin + beginMark.length)}\n\n${text}\n\n${page.slice(end)}`);
}
