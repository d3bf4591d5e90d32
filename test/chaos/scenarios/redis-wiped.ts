import { judgeAlerts } from '../support/alert-check.js';
import { zero, type Outcome } from '../support/report.js';
import { giftFrom, reached, until, type Stage } from '../support/stage.js';

export interface RedisWipedOptions {
  streamers: number;
  /** Alerts before the wipe, and as many after it. */
  alerts: number;
}

const SHOWN_MS = 60_000;

/** Everything in Redis is gone at once, while alerts wait on the pages. */
export async function redisWiped(stage: Stage, { streamers, alerts }: RedisWipedOptions): Promise<Outcome> {
  const acts = await stage.acts('wiped', streamers);
  const shows = acts.map((act) => ({ act, page: stage.page(act) }));
  await until('pages', () => shows.every(({ page }) => page.welcomes > 0));
  const send = (from: number) => {
    for (let n = 0; n < alerts; n++) for (const { act } of shows) act.room.send(giftFrom(from + n));
  };
  send(1000);
  await until('alerts on screen', () => shows.every(({ page }) => page.journal.length >= alerts / 2));
  const before = shows.map(({ page }) => page.epochs.at(-1));
  const ids = acts.map(({ streamer }) => streamer.id);
  const owners = await stage.leases(1).owners(ids);
  const at = performance.now();
  await stage.redis.flushall();
  // The first page is reloaded before anything is rebuilt.
  shows[0]!.page.refresh();
  send(2000);
  const renewed = () => shows.filter(({ page }, n) => page.epochs.at(-1) !== before[n]).length;
  await reached(() => renewed() === streamers, 30_000);
  const renewedMs = performance.now() - at;
  const total = alerts * 2;
  await reached(() => shows.every(({ page }) => page.startedIds.length >= total), SHOWN_MS);
  for (const { page } of shows) page.refresh();
  const welcomes = shows.map(({ page }) => page.welcomes);
  await reached(() => shows.every(({ page }, n) => page.welcomes > welcomes[n]!), 10_000);
  for (const { act } of shows) act.room.send(giftFrom(3000));
  await reached(() => shows.every(({ page }) => page.startedIds.length > total), 10_000);
  const after = await stage.leases(1).owners(ids);
  const moved = ids.filter((_, n) => after[n]?.generation !== owners[n]?.generation);
  const judged = await judgeAlerts(stage, shows, (total + 1) * streamers);
  for (const { page } of shows) page.close();
  return {
    scenario: 'Redis wiped',
    evidence: judged.evidence,
    figures: [
      ...judged.figures,
      zero('pages without a new epoch', streamers - renewed()),
      zero('brokers restarted', moved),
      { figure: 'wipe to new epoch on every page', measured: Math.round(renewedMs), unit: 'ms', target: 6000 },
    ],
  };
}
