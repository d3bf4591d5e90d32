import { parseArgs } from 'node:util';

export const PARTS = ['relay', 'idle', 'ladder', 'overload', 'path', 'growth', 'failover'];

/** Pages in the relay, three for each streamer. The same in every form, so that figures can be compared. */
export const SIZE = { streamers: 667, sockets: 2001 };

const FULL = {
  rounds: 5,
  warmup: 3,
  seconds: 5,
  rates: [2000, 5000],
  systems: undefined,
  settleMs: 3000,
};
/** One rate; ours, the original's architecture and the limit, in fewer and shorter rounds: a first look within minutes. */
const QUICK = {
  rounds: 2,
  warmup: 3,
  seconds: 3,
  rates: [5000],
  systems: ['ours', 'rabbitmq-tuned', 'bare'],
  settleMs: 1000,
};

export const USAGE = `npm run bench -- [parts] [options]
  parts: ${PARTS.join(', ')}; all of them without one
  --quick            one rate; ours, the original's architecture and the limit; a few minutes
  --rounds N         rounds of each part (full: ${FULL.rounds})
  --seconds N        length of one measurement
  --rates A,B        rates of the part "relay", events a second
  --systems A,B      names of bench/relay/systems.mjs
  --name TEXT        name of the result files (full: the name of the part); the report compares "earlier"`;

/** What the command line asks for. Throws with what is wrong. */
export function readSettings(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      rates: { type: 'string' },
      systems: { type: 'string' },
      name: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) throw new Error(`No such part: ${unknown.join(', ')}\n\n${USAGE}`);
  const form = values.quick ? QUICK : FULL;
  const number = (text, name) => {
    const value = Number(text);
    if (!(value > 0)) throw new Error(`--${name} must be a number above 0\n\n${USAGE}`);
    return value;
  };
  const parts = positionals.length > 0 ? positionals : values.quick ? ['relay'] : PARTS;
  return {
    ...form,
    size: SIZE,
    quick: values.quick,
    help: values.help,
    name: values.name,
    parts,
    ...(values.rounds ? { rounds: number(values.rounds, 'rounds') } : {}),
    ...(values.seconds ? { seconds: number(values.seconds, 'seconds') } : {}),
    ...(values.rates ? { rates: values.rates.split(',').map((text) => number(text, 'rates')) } : {}),
    ...(values.systems ? { systems: values.systems.split(',') } : {}),
  };
}
