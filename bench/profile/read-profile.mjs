import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import { root } from '../../scripts/system/paths.mjs';

const shortUrl = (url) =>
  (url.startsWith('file:') ? relative(root, fileURLToPath(url)) : url).replace('node_modules/', '');

/** Self time by function and total by stack, in microseconds, of a V8 profile. */
export function readProfile({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const self = new Map();
  for (const [n, id] of samples.entries()) self.set(id, (self.get(id) ?? 0) + Math.max(0, timeDeltas[n]));
  const nameOf = ({ callFrame: { functionName, url, lineNumber } }) =>
    `${functionName || '(anonymous)'}${url ? ` ${shortUrl(url)}:${lineNumber + 1}` : ''}`;
  const functions = new Map();
  const stacks = [];
  for (const [id, time] of self) {
    const name = nameOf(byId.get(id));
    functions.set(name, (functions.get(name) ?? 0) + time);
    const stack = [];
    for (let at = id; at !== undefined; at = parents.get(at)) stack.unshift(nameOf(byId.get(at)));
    stacks.push({ stack: stack.slice(1), time });
  }
  const total = [...self.values()].reduce((sum, time) => sum + time, 0);
  return { total, stacks, functions: [...functions].toSorted((a, b) => b[1] - a[1]) };
}
