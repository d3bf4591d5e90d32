// npm run bench:report: charts and the measured part of docs/performance.md, from bench/results/*.json alone.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { inRepository } from '../../scripts/system/paths.mjs';
import { SECTIONS, twice } from './sections.mjs';

const [BEGIN, END] = ['<!-- measured: npm run bench:report writes this part -->', '<!-- end of the measured part -->'];
const page = inRepository('docs', 'performance.md');
const charts = inRepository('docs', 'performance');

function machineText({ machine, startedAt, finishedAt }) {
  const { processor, cores, memoryGiB, kernel, node, product, redis, rabbitmq, packages } = machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return (
    `Measured ${startedAt} to ${finishedAt} on ${cores} cores (${processor}), ${memoryGiB} GiB, Linux ${kernel}, Node ${node}, ` +
    `Redis ${redis}${rabbitmq ? `, RabbitMQ ${rabbitmq}` : ''}, product ${product}; ${versions.join(', ')}.`
  );
}

/** The result of a part; `earlier-` is that of a series before, of the same command. */
function resultOf(name) {
  const file = inRepository('bench', 'results', `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

mkdirSync(charts, { recursive: true });
const parts = [];
for (const [part, section] of Object.entries(SECTIONS)) {
  const result = resultOf(part);
  if (!result) continue;
  const { text, charts: drawn } = section(result);
  for (const [name, svg] of Object.entries(drawn)) writeFileSync(`${charts}/${name}.svg`, svg);
  parts.push(
    ...text.filter(Boolean),
    ...(result.note ? [`> ${result.note}`] : []),
    `<sub>${machineText(result)}</sub>`,
  );
}
const pairs = Object.keys(SECTIONS).map((part) => [resultOf(`earlier-${part}`), resultOf(part)]);
parts.push(...[twice(pairs.filter(([first, second]) => first && second))].filter(Boolean));
const before = readFileSync(page, 'utf8');
if (!before.includes(BEGIN) || !before.includes(END))
  throw new Error(`${page} has no place for what was measured: ${BEGIN} … ${END}`);
const after = `${before.slice(0, before.indexOf(BEGIN) + BEGIN.length)}\n\n${parts.join('\n\n')}\n\n${before.slice(before.indexOf(END))}`;
writeFileSync(page, await format(after, { ...(await resolveConfig(page)), filepath: page }));
