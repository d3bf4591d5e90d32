/**
 * npm run simulate:placement -- --streamers 100000 --nodes 200 --die 0.1: how long a fleet of this size takes to start
 * and to get over the death of a share of its nodes. Virtual time, the product's own decision, no sockets.
 */
import { parseArgs } from 'node:util';
import { simulatePlacement } from './placement-simulation.mjs';

const { values } = parseArgs({
  options: {
    streamers: { type: 'string', default: '100000' },
    nodes: { type: 'string', default: '200' },
    die: { type: 'string', default: '0.1' },
    'starts-per-second': { type: 'string', default: '200' },
    'read-ms-per-thousand': { type: 'string', default: '0' },
  },
});

/** The value of an option as a number; ends the program when it is none. */
function option(name, least, most) {
  const value = Number(values[name]);
  if (value >= least && value <= most) return value;
  console.error(`--${name} must be a number from ${least} to ${most}, not "${values[name]}".`);
  process.exit(2);
}

const size = {
  streamers: option('streamers', 1, 1_000_000),
  nodes: option('nodes', 1, 10_000),
  die: option('die', 0, 0.9),
  startsPerSecond: option('starts-per-second', 1, 100_000),
  readMsPerThousand: option('read-ms-per-thousand', 0, 1000),
};
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const cpu = ({ medianMs, p95Ms }) => `${medianMs.toFixed(1)} / ${p95Ms.toFixed(1)} ms`;

function report(streamers) {
  const nodes = Math.max(2, Math.round((size.nodes * streamers) / size.streamers));
  const result = simulatePlacement({ ...size, streamers, nodes });
  return {
    streamers,
    nodes,
    'cold start': seconds(result.coldMs),
    orphans: result.orphans,
    'owned again': seconds(result.convergenceMs),
    moves: result.moved,
    'moves at rest': result.atRest,
    rebalanced: result.rebalanced,
    'not owned': streamers - result.owned,
    'too soon': result.spacingBroken,
    load: `${result.load.least} to ${result.load.most}`,
    'CPU cold': cpu(result.cpu.cold),
    'CPU idle': cpu(result.cpu.idle),
    'CPU deaths': cpu(result.cpu.deaths),
  };
}

const sizes = [0.1, 0.3, 1].map((share) => Math.round(size.streamers * share)).filter((count) => count >= 1);
for (const streamers of sizes) {
  for (const [name, value] of Object.entries(report(streamers))) console.log(`${name.padEnd(14)} ${value}`);
  console.log('');
}
console.log(`Brake: ${size.startsPerSecond} starts a second. CPU: time of one decision, median / 95th percentile.`);
