import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '#libs/persistence';
import { zero, type Outcome } from '../../chaos/support/report.js';
import { reached, until } from '../../chaos/support/stage.js';
import type { Cluster } from '../../support/cluster.js';
import type { TestPostgresPair } from '../../support/services/test-postgres-pair.js';
import { Giving } from './giving.js';

interface Generation {
  id: string;
  generation: string;
}

/** Creates streamers one after another; keeps those for which the supervisor said 201. */
function creating(product: Cluster) {
  const acknowledged: string[] = [];
  const state = { over: false };
  const done = (async () => {
    for (let n = 0; !state.over; n++) {
      const made = await product.createStreamer(`created${n}`).catch(() => undefined);
      if (made) acknowledged.push(made.id);
      else await sleep(50);
    }
  })();
  const stop = async () => {
    state.over = true;
    await done;
  };
  return { acknowledged, stop };
}

/** The primary dies while streamers are created and gifts come; its synchronous standby takes the same address. */
export async function primaryLost(
  product: Cluster,
  pair: TestPostgresPair,
  options: { before: number; awayMs: number },
): Promise<Outcome> {
  const query = async <T>(sql: string) => {
    await using database = new Database({ url: pair.url, poolSize: 1 });
    return await database.unitOfWork().execute<T[]>(sql);
  };
  const generationsNow = () => query<Generation>('select streamer_id as id, generation from broker');
  const inLedger = async () =>
    Number((await query<{ count: string }>(`select count(*) from ledger_event where type = 'gift'`))[0]!.count);
  const ready = async () => (await fetch(`${product.supervisor.url}/health/ready`)).status;

  const giver = await Giving.start(product, 'giver');
  const gifts = giver.keepGiving(5);
  const made = creating(product);
  await until('streamers and gifts', () => made.acknowledged.length > options.before && giver.shown.length > 20);
  await until('gifts in the ledger', async () => (await inLedger()) > 0);
  const generations = await generationsNow();

  pair.killPrimary();
  const [acknowledged, shown] = [made.acknowledged.length, giver.shown.length];
  await sleep(options.awayMs);
  await until('gifts without a database', () => giver.shown.length > shown + 50);
  await until('readiness to say so', async () => (await ready()) === 503);
  await pair.promoteStandby();
  const promotedAt = performance.now();
  await until('a streamer created after it', () => made.acknowledged.length > acknowledged);
  const backMs = Math.round(performance.now() - promotedAt);
  await made.stop();
  gifts.stop();

  const problems = await giver.problems();
  await reached(async () => (await inLedger()) >= giver.sent, 20_000);
  const stored = new Set((await query<{ id: string }>('select id from streamer')).map(({ id }) => id));
  const now = new Map((await generationsNow()).map(({ id, generation }) => [id, Number(generation)]));
  const fallen = generations.filter(({ id, generation }) => (now.get(id) ?? 0) < Number(generation));
  const lost = made.acknowledged.filter((id) => !stored.has(id));
  const rows = await inLedger();
  giver.page.close();
  return {
    scenario: 'PostgreSQL primary lost, synchronous standby promoted behind the same address',
    evidence: [...problems, `ledger ${rows} of ${giver.sent}`, `lost: ${lost.join()}`],
    figures: [
      { figure: 'streamers acknowledged', measured: made.acknowledged.length },
      zero('acknowledged streamers lost', lost),
      zero('generations that fell', fallen),
      { figure: 'gifts sent', measured: giver.sent },
      zero('gifts missing in the ledger, or too many', Math.abs(rows - giver.sent)),
      zero('gifts not once and in order on the page', problems),
      zero('live rooms that were left', giver.room.sockets.size === 1 ? 0 : 1),
      zero('supervisor restarts', product.supervisor.running && (await ready()) === 200 ? 0 : 1),
      { figure: 'slowest gift to the page', measured: giver.slowest, unit: 'ms' },
      { figure: 'promotion to the first acknowledged write', measured: backMs, unit: 'ms', target: 10_000 },
    ],
  };
}
