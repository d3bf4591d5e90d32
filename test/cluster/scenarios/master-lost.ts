import { shardOf } from '#libs/redis';
import { zero, type Outcome } from '../../chaos/support/report.js';
import { until } from '../../chaos/support/stage.js';
import type { TestRedisCluster } from '../../support/services/test-redis-cluster.js';
import type { Giving } from './giving.js';

export const shardTag = ({ streamer }: Giving) => `{s${String(shardOf(streamer.id)).padStart(2, '0')}}`;

/** A master of the cluster dies under live streamers; its replica takes over. */
export async function masterLost(redis: TestRedisCluster, acts: readonly Giving[], everyMs: number): Promise<Outcome> {
  const lost = await redis.masterOf(shardTag(acts[0]!));
  const ofLost: Giving[] = [];
  for (const act of acts) if ((await redis.masterOf(shardTag(act))).port === lost.port) ofLost.push(act);
  const others = acts.filter((act) => !ofLost.includes(act));
  const rooms = acts.map(({ room }) => room.sockets.size);
  const before = acts.map((act) => act.page.all('source').length);
  for (const act of acts) act.slowest = 0;
  const load = acts.map((act) => act.keepGiving(everyMs));

  await redis.kill(lost);
  const killedAt = performance.now();
  await until('promotion', async () => (await redis.masterOf(shardTag(acts[0]!))).port !== lost.port);
  const promotedMs = Math.round(performance.now() - killedAt);
  const sent = ofLost.map((act) => act.sent);
  await until('gifts after it', () => ofLost.every((act, index) => act.shown.length > sent[index]!));
  const backMs = Math.round(performance.now() - killedAt);
  await redis.restart(lost);
  for (const one of load) one.stop();

  const problems = (await Promise.all(acts.map((act) => act.problems(30_000)))).flat();
  const left = acts.filter((act, index) => act.room.sockets.size !== rooms[index]);
  const slowest = (some: readonly Giving[]) => Math.max(0, ...some.map((act) => act.slowest));
  return {
    scenario: 'Redis Cluster: a master lost, its replica promoted',
    evidence: problems,
    figures: [
      { figure: 'streamers of it', measured: ofLost.length },
      { figure: 'streamers of the others', measured: others.length },
      { figure: 'gifts sent', measured: acts.reduce((sum, act) => sum + act.sent, 0) },
      zero('gifts not once and in order on their page', problems),
      zero('live rooms that were left', left),
      {
        figure: 'pages of the others that were told of trouble',
        measured: others.filter((act) => act.page.all('source').length > before[acts.indexOf(act)]!).length,
        target: 0,
      },
      { figure: 'kill to promotion', measured: promotedMs, unit: 'ms' },
      { figure: 'kill to gifts on every page again', measured: backMs, unit: 'ms', target: 10_000 },
      { figure: 'slowest gift of the others', measured: slowest(others), unit: 'ms' },
    ],
  };
}
