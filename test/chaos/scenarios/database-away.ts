import { SocketPage } from '../../support/socket-page.js';
import { judgeAlerts } from '../support/alert-check.js';
import { firstDifference } from '../support/checker.js';
import { percentile, zero, type Outcome } from '../support/report.js';
import { giftFrom, pass, reached, until, type Act, type Stage } from '../support/stage.js';

export interface DatabaseAwayOptions {
  awayMs: number;
  streamers: number;
  /** Gifts, one to each streamer in turn. */
  everyMs: number;
}

const PAID = ['gift', 'follow', 'subscribe'];
const CATCH_UP_MS = 60_000;

interface Watched {
  act: Act;
  feed: SocketPage;
  latencies: number[];
}

/** What was seen while it was away, and later what became of the ledger: catching up takes its time. */
export interface DatabaseAway {
  meanwhile: Outcome;
  ledger(): Promise<Outcome>;
}

/** PostgreSQL is stopped while paid events come: pages notice nothing, the ledger catches up. */
export async function databaseAway(stage: Stage, options: DatabaseAwayOptions): Promise<DatabaseAway> {
  const acts = await stage.acts('database', options.streamers);
  const watched = await Promise.all(acts.map((act) => watch(stage, act)));
  const quiet = (await stage.acts('quiet', 1))[0]!;
  const page = stage.page(quiet);
  const load = sendGifts(acts, quiet, options.everyMs);
  await until('some gifts', () => watched.every(({ feed }) => feed.items.length > 5));
  const before = takeLatencies(watched);
  await stage.cluster.postgres.stop();
  await pass(options.awayMs / 2);
  page.refresh();
  await pass(options.awayMs / 2);
  const during = takeLatencies(watched);
  await stage.cluster.postgres.restart();
  const backAt = performance.now();
  await until('gifts after it', () => takeLatencies(watched).length > 0);
  const sent = await load.stop();
  await until('the last alert', () => page.startedIds.length >= sent.quiet, CATCH_UP_MS).catch(() => undefined);
  await reached(async () => (await paidInLog(stage, acts)) >= sent.loud, 10_000);
  const paid = await paidInLog(stage, [...acts, quiet]);
  const ledger = ledgerEquals(stage, [...acts, quiet], paid, backAt);
  const differences = await Promise.all(watched.map((one) => compare(stage, one)));
  const problems = watched.flatMap(({ feed }) => feed.problems);
  const alerts = await judgeAlerts(stage, [{ act: quiet, page }], sent.quiet);
  const lost = watched.filter(({ feed }) => feed.closeCode !== undefined).length + page.closes;
  for (const { feed } of watched) feed.close();
  page.close();
  const meanwhile: Outcome = {
    scenario: 'PostgreSQL away under load',
    evidence: [...alerts.evidence, ...problems, ...differences.filter((text) => text !== undefined)],
    figures: [
      { figure: 'away', measured: options.awayMs / 1000, unit: 's' },
      { figure: 'paid events sent', measured: sent.loud + sent.quiet },
      zero('not in the log', sent.loud + sent.quiet - paid),
      zero(
        'feeds unlike the log',
        differences.filter((text) => text !== undefined),
      ),
      zero('false gaps on feeds', problems),
      zero('sockets lost', lost),
      ...alerts.figures.filter(({ figure }) => ['lost', 'started twice', 'out of order'].includes(figure)),
      { figure: 'received to page p99 before', measured: percentile(before, 0.99), unit: 'ms' },
      { figure: 'received to page p99 without it', measured: percentile(during, 0.99), unit: 'ms' },
    ],
  };
  return { meanwhile, ledger: () => ledger };
}

/** Waits until the ledger has what the log has. */
async function ledgerEquals(stage: Stage, acts: readonly Act[], paid: number, backAt: number): Promise<Outcome> {
  await reached(async () => (await ledgerRows(stage, acts)) === paid, CATCH_UP_MS);
  const caughtUp = Math.round(performance.now() - backAt);
  const rows = await ledgerRows(stage, acts);
  return {
    scenario: 'ledger after PostgreSQL was away',
    evidence: [`${rows} rows, ${paid} paid events`],
    figures: [
      { figure: 'paid events in the log', measured: paid },
      zero('ledger rows too few or too many', Math.abs(rows - paid)),
      { figure: 'return to equal', measured: caughtUp, unit: 'ms', target: 10_000 },
    ],
  };
}

async function watch(stage: Stage, act: Act): Promise<Watched> {
  const feed = await SocketPage.join(stage.cluster.gatewayUrl, { key: act.streamer.widgetKey, widget: 'feed' });
  const latencies: number[] = [];
  let seen = 0;
  feed.socket.on('message', () => {
    for (const { event } of feed.items.slice(seen)) latencies.push(Date.now() - event.receivedAt);
    seen = feed.items.length;
  });
  return { act, feed, latencies };
}

function takeLatencies(watched: readonly Watched[]): number[] {
  return watched.flatMap(({ latencies }) => latencies.splice(0));
}

function sendGifts(acts: readonly Act[], quiet: Act, everyMs: number) {
  const over = new AbortController();
  const sent = { loud: 0, quiet: 0 };
  const loop = async (room: () => Act['room'], counter: keyof typeof sent, ms: number) => {
    while (!over.signal.aborted) {
      room().send(giftFrom(10_000 + ++sent[counter]));
      await pass(ms);
    }
  };
  const loops = [
    loop(() => acts[sent.loud % acts.length]!.room, 'loud', everyMs),
    loop(() => quiet.room, 'quiet', 800),
  ];
  return {
    stop: async () => {
      over.abort();
      await Promise.all(loops);
      return sent;
    },
  };
}

async function paidInLog(stage: Stage, acts: readonly Act[]): Promise<number> {
  const logs = await Promise.all(acts.map(({ streamer }) => stage.logged(streamer.id)));
  return logs.flat().filter(({ event }) => PAID.includes(event.type)).length;
}

async function ledgerRows(stage: Stage, acts: readonly Act[]): Promise<number> {
  const ids = acts.map(({ streamer }) => `'${streamer.id}'`).join();
  const types = PAID.map((type) => `'${type}'`).join();
  const rows: { count: number }[] = await stage.database
    .unitOfWork()
    .execute(`select count(*)::int as count from ledger_event where streamer_id in (${ids}) and type in (${types})`);
  return rows[0]?.count ?? 0;
}

async function compare(stage: Stage, { act, feed }: Watched): Promise<string | undefined> {
  const logged = await stage.logged(act.streamer.id);
  const first = feed.all('welcome')[0]!.position.offset;
  const after = logged.filter(({ offset }) => offset > first).map(({ id }) => id);
  await reached(() => feed.items.length >= after.length, 5000);
  return firstDifference(
    after,
    feed.events.map(({ id }) => id),
  );
}
