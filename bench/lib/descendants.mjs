import { readdirSync, readFileSync } from 'node:fs';

/** The process and all that it started, for programs that hide behind a launcher. */
export function familyOf(pid) {
  const children = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch (error) {
      // A process may end while it is looked at.
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
    }
  }
  const family = [];
  for (const waiting = [pid]; waiting.length > 0;) {
    const next = waiting.pop();
    family.push(next);
    waiting.push(...(children.get(next) ?? []));
  }
  return family;
}
