import { growth } from './growth/growth.mjs';
import { reconnect } from './failover/reconnect.mjs';
import { starts } from './failover/starts.mjs';
import { chaosFigures } from './lib/chaos-figures.mjs';
import { median } from './lib/statistics.mjs';
import { ladder } from './relay/ladder.mjs';
import { overload } from './relay/overload.mjs';
import { idleRounds, relayRounds } from './relay/relay.mjs';
import { systemsOf } from './relay/systems.mjs';

const LADDER = [
  'ours',
  'rabbitmq-tuned',
  'rabbitmq-defaults',
  'socketio-redis',
  'socketio-streams',
  'nest-socketio',
  'nest-ws',
  'net',
  'bare',
];
const IDLE = ['ours', 'rabbitmq-tuned', 'socketio-redis', 'nest-socketio', 'nest-ws', 'bare'];
const OVERLOAD = ['ours', 'rabbitmq-tuned', 'socketio-redis'];

const FAILOVERS = ['test/chaos/matrix.chaos.ts', 'test/chaos/long.chaos.ts'];

const among = (systems, ids) => systemsOf(...ids).filter((system) => systems.includes(system));

/** What each part of the benchmark runs. `relay`: it needs the systems of `bench/relay`. */
export const PARTS_RUN = {
  relay: { relay: true, run: (settings) => relayRounds(settings) },
  idle: { relay: true, run: (settings) => idleRounds({ ...settings, systems: among(settings.systems, IDLE) }) },
  ladder: {
    relay: true,
    run: (settings) =>
      ladder({ ...settings, systems: among(settings.systems, LADDER), seconds: Math.min(settings.seconds, 3) }),
  },
  overload: {
    relay: true,
    run: (settings) => {
      const climbed = settings.earlier('ladder', settings)?.figures ?? [];
      const highest = new Map(
        OVERLOAD.map((id) => [
          id,
          median(climbed.filter(({ system }) => system === id).map((one) => one.highest)) ?? 0,
        ]),
      );
      return overload({ ...settings, highest, systems: among(settings.systems, OVERLOAD), seconds: 10 });
    },
  },
  path: { run: ({ log }) => chaosFigures({ files: ['bench/path/whole-path.soak.ts'], log }) },
  growth: { relay: true, run: (settings) => growth(settings) },
  failover: {
    async run({ log, rounds }) {
      const reconnects = [];
      for (let round = 0; round < Math.min(rounds, 3); round++) {
        reconnects.push(await reconnect(log), await reconnect(log, { fixed: true }));
      }
      return {
        starts: await starts(log),
        reconnects,
        scenarios: await chaosFigures({
          files: FAILOVERS,
          only: 'told to end|a worker killed|a worker frozen',
          log,
        }),
      };
    },
  },
};
