import { judgeAlerts, type Performance } from '../support/alert-check.js';
import { percentile, type Outcome } from '../support/report.js';
import { giftFrom, pass, reached, type Stage } from '../support/stage.js';

export interface RefreshedPagesOptions {
  streamers: number;
  alertsEach: number;
  refreshMs: readonly [number, number];
  gatewayKills: number;
  redisKills: number;
}

/** Alerts that may wait in a page's queue; the product hands at most 100 to a page that begins anew. */
const AHEAD = 12;
const STALL_MS = 20_000;

interface Show extends Performance {
  sent: number;
}

/** Paid alerts while pages are reloaded all the time, gateways and Redis are killed. */
export async function refreshedPages(stage: Stage, options: RefreshedPagesOptions): Promise<Outcome> {
  const begun = performance.now();
  const acts = await stage.acts('refreshed', options.streamers);
  const shows: Show[] = acts.map((act) => ({ act, page: stage.page(act), sent: 0 }));
  const over = new AbortController();
  const total = options.streamers * options.alertsEach;
  const started = () => shows.reduce((sum, { page }) => sum + page.started, 0);
  const refreshing = shows.map((show) => refreshNowAndThen(stage, show, options.refreshMs, over.signal));
  const sending = shows.map((show) => send(show, options.alertsEach, over.signal));
  const faults = breakThings(stage, options, () => started() / total, over.signal);
  await progressEnds(started, total, async () => (await Promise.allSettled([faults])).length > 0);
  const loads = shows.map(({ page }) => page.loads);
  await reached(() => shows.every(({ page }, at) => page.loads >= loads[at]! + 2), STALL_MS);
  over.abort();
  await Promise.all([...refreshing, ...sending, faults]);
  for (const { page } of shows) page.close();
  const resumes = shows.flatMap(({ page }) => page.resumes);
  const { figures, evidence } = await judgeAlerts(stage, shows, total);
  return {
    scenario: 'pages refreshed, gateways and Redis killed',
    evidence,
    figures: [
      ...figures,
      { figure: 'page loads', measured: shows.reduce((sum, { page }) => sum + page.loads, 0) },
      { figure: 'gateways killed', measured: options.gatewayKills },
      { figure: 'Redis killed', measured: options.redisKills },
      {
        figure: 'socket cut to welcome, p50',
        measured: Math.round(percentile(resumes, 0.5)),
        unit: 'ms',
        target: 2000,
      },
      { figure: 'socket cut to welcome, p99', measured: Math.round(percentile(resumes, 0.99)), unit: 'ms' },
      { figure: 'took', measured: Math.round((performance.now() - begun) / 1000), unit: 's' },
    ],
  };
}

async function refreshNowAndThen(
  stage: Stage,
  { page }: Show,
  [least, most]: readonly [number, number],
  over: AbortSignal,
): Promise<void> {
  const random = stage.random.fork();
  while (!over.aborted) {
    await pass(random.between(least, most));
    page.refresh();
  }
}

async function send(show: Show, count: number, over: AbortSignal): Promise<void> {
  while (show.sent < count && !over.aborted) {
    if (show.sent - show.page.started < AHEAD) show.act.room.send(giftFrom(1000 + ++show.sent));
    else await pass(10);
  }
}

/** Spread over the whole run by how far it has come, in an order that the seed gives. */
async function breakThings(
  stage: Stage,
  { gatewayKills, redisKills }: RefreshedPagesOptions,
  progress: () => number,
  over: AbortSignal,
): Promise<void> {
  const random = stage.random.fork();
  const kinds = [...Array<string>(gatewayKills).fill('gateway'), ...Array<string>(redisKills).fill('redis')];
  const order = kinds.map((kind) => ({ kind, at: random.next() })).sort((a, b) => a.at - b.at);
  for (const [index, { kind }] of order.entries()) {
    const due = (index + 0.5) / (order.length + 0.5);
    while (progress() < due && !over.aborted) await pass(20);
    if (kind === 'gateway') await stage.killGateway();
    else await stage.killRedis(random.between(50, 500));
  }
}

/** Ends when all was started and every fault has happened, or when nothing has moved for long. */
async function progressEnds(started: () => number, total: number, faultsOver: () => Promise<boolean>): Promise<void> {
  let best = -1;
  while (started() < total && started() > best) {
    best = started();
    await reached(() => started() > best, STALL_MS);
  }
  if (started() >= total) await faultsOver();
}
