import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SocketPage } from '../../support/socket-page.js';
import { judgeAlerts } from '../support/alert-check.js';
import { zero, type Outcome } from '../support/report.js';
import { giftFrom, reached, until, type Stage } from '../support/stage.js';

export interface LostTailOptions {
  /** Alerts before the copy is made, after it, and after the restore. */
  alerts: number;
}

const AOF = 'appendonlydir';

/** Redis comes back with an older copy of its data: the tail of every log is gone. */
export async function lostTail(stage: Stage, { alerts }: LostTailOptions): Promise<Outcome> {
  const acts = await stage.acts('tail', 2);
  const shows = acts.map((act) => ({ act, page: stage.page(act) }));
  const feeds = await Promise.all(
    acts.map(({ streamer }) => SocketPage.join(stage.cluster.gatewayUrl, { key: streamer.widgetKey, widget: 'feed' })),
  );
  let sent = 0;
  const send = () => {
    for (let n = 0; n < alerts; n++, sent++) for (const { act } of shows) act.room.send(giftFrom(1000 + sent));
  };
  const allStarted = () => shows.every(({ page }) => new Set(page.startedIds).size >= sent);
  send();
  await until('the first alerts', allStarted);
  const folder = await dataFolder(stage);
  const copy = mkdtempSync(join(tmpdir(), 'chaos-aof-'));
  try {
    cpSync(join(folder, AOF), join(copy, AOF), { recursive: true });
    send();
    await until('alerts of the tail', allStarted);
    const before = shows.map(({ page }) => page.epochs.at(-1));
    const earlier = await Promise.all(acts.map(({ streamer }) => stage.logged(streamer.id)));
    await stage.cluster.redis.kill();
    rmSync(join(folder, AOF), { recursive: true });
    cpSync(join(copy, AOF), join(folder, AOF), { recursive: true });
    await stage.cluster.redis.restart();
    const back = performance.now();
    send();
    const renewed = () => shows.filter(({ page }, n) => page.epochs.at(-1) !== before[n]).length;
    await reached(() => renewed() === shows.length, 40_000);
    const noticedMs = performance.now() - back;
    await reached(allStarted, 40_000);
    send();
    await reached(allStarted, 40_000);
    await reached(() => feeds.every(hasLast(1000 + sent - 1)), 10_000);
    const deaf = feeds.filter((feed) => !hasLast(1000 + sent - 1)(feed));
    for (const { page } of shows) page.refresh();
    const welcomes = shows.map(({ page }) => page.welcomes);
    await reached(() => shows.every(({ page }, n) => page.welcomes > welcomes[n]!), 10_000);
    const judged = await judgeAlerts(stage, shows, sent * shows.length, earlier);
    return {
      scenario: 'a log that lost its tail',
      evidence: [...judged.evidence, ...feeds.flatMap(({ problems }) => problems)],
      figures: [
        ...judged.figures,
        zero('pages without a new epoch', shows.length - renewed()),
        zero('feeds that hang', deaf),
        { figure: 'return to new epoch on every page', measured: Math.round(noticedMs), unit: 'ms', target: 6000 },
      ],
    };
  } finally {
    rmSync(copy, { recursive: true, force: true });
    for (const { page } of shows) page.close();
    for (const feed of feeds) feed.close();
  }
}

async function dataFolder(stage: Stage): Promise<string> {
  const answer = (await stage.redis.call('CONFIG', 'GET', 'dir')) as string[];
  return answer[1]!;
}

/** A feed that was cut has lost nothing: it would resume. One that is open and silent hangs. */
function hasLast(sender: number): (feed: SocketPage) => boolean {
  return (feed) =>
    feed.closeCode !== undefined ||
    feed.events.some((event) => event.type === 'gift' && event.user.id === String(sender));
}
