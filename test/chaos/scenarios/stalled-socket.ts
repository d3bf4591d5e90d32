import { readFileSync } from 'node:fs';
import { LightPage } from '../support/light-page.js';
import { percentile, zero, type Outcome } from '../support/report.js';
import { giftFrom, pass, reached, until, type Act, type Stage } from '../support/stage.js';

export interface StalledSocketOptions {
  healthy: number;
  eventsPerSecond: number;
  /** Of each round; rounds without and with a stalled socket take turns. */
  seconds: number;
  rounds: number;
  /** How much the gateway may grow, in MiB. */
  growthMiB: number;
}

const TICK_MS = 10;
const BURST = 60;
const CUT_WITHIN_MS = 25_000;
const LONG_LINE = 'a line that fills buffers '.repeat(8);

interface Round {
  p99: number;
  /** Most memory of the gateway, in MiB. */
  peak: number;
}

/** One page stops reading beside many that read, under load: it is cut, and nobody else feels it. */
export async function stalledSocket(stage: Stage, options: StalledSocketOptions): Promise<Outcome> {
  const [act] = (await stage.acts('stalled', 1)) as [Act];
  const gateway = stage.cluster.gateways[0]!;
  const key = act.streamer.widgetKey;
  const pages = await Promise.all(Array.from({ length: options.healthy }, () => LightPage.join(gateway.url, key)));
  const round = () => play(act, gateway.pid, options, pages);
  await round();
  const without: Round[] = [];
  const beside: Round[] = [];
  let stalled: LightPage | undefined;
  for (let n = 0; n < options.rounds; n++) {
    without.push(await round());
    stalled = await LightPage.join(gateway.url, key);
    stalled.socket.pause();
    beside.push(await round());
    if (n < options.rounds - 1) stalled.socket.terminate();
  }
  const filled = await fill(act, gateway.pid, async () => (await openSockets(gateway.url)) <= options.healthy);
  const left = await openSockets(gateway.url);
  await until('the last event everywhere', () => pages.every(({ items }) => items === pages[0]!.items));
  const quiet = percentile(p99s(without), 0.5);
  const noisy = percentile(p99s(beside), 0.5);
  const growth = Math.max(filled, ...beside.map(({ peak }) => peak)) - Math.max(...without.map(({ peak }) => peak));
  const lost = pages.filter(({ closed }) => closed);
  for (const page of pages) page.socket.terminate();
  stalled?.socket.terminate();
  return {
    scenario: 'a stalled socket',
    evidence: [`sockets left ${left}`],
    figures: [
      { figure: 'events/s to healthy pages', measured: options.eventsPerSecond },
      zero('stalled sockets not cut', Math.max(0, left - options.healthy)),
      zero('healthy pages cut', lost),
      zero(
        'false gaps on healthy pages',
        pages.reduce((sum, { problems }) => sum + problems, 0),
      ),
      {
        figure: 'gateway growth',
        measured: Math.round(growth),
        unit: 'MiB',
        target: options.growthMiB,
        invariant: true,
      },
      { figure: `received to page p99 without it, median of ${options.rounds}`, measured: quiet, unit: 'ms' },
      { figure: `received to page p99 beside it, median of ${options.rounds}`, measured: noisy, unit: 'ms' },
      { figure: 'ratio of the two', measured: Number((noisy / Math.max(1, quiet)).toFixed(2)), target: 1.5 },
    ],
  };
}

const p99s = (rounds: readonly Round[]) => rounds.map(({ p99 }) => p99);

/** Open loop: how many events are due follows from the time alone. */
async function play(
  { room }: Act,
  pid: number,
  { eventsPerSecond, seconds }: StalledSocketOptions,
  pages: readonly LightPage[],
): Promise<Round> {
  for (const page of pages) page.latencies = [];
  const begun = performance.now();
  const total = eventsPerSecond * seconds;
  let peak = residentMiB(pid);
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.ceil(((performance.now() - begun) * eventsPerSecond) / 1000));
    const lines = Array.from({ length: due - sent }, (_, n) => ({
      type: 'chat' as const,
      text: `${sent + n} ${LONG_LINE}`,
    }));
    if (lines.length > 0) room.send(lines);
    sent = due;
    peak = Math.max(peak, residentMiB(pid));
    await pass(TICK_MS);
  }
  const latencies = pages.flatMap((page) => page.latencies);
  return { p99: percentile(latencies, 0.99), peak };
}

/** Alerts are never dropped for a slow page, so they fill it up until it is cut. Gives the most memory meanwhile. */
async function fill(act: Act, pid: number, cut: () => Promise<boolean>): Promise<number> {
  const over = new AbortController();
  let peak = 0;
  const filling = (async () => {
    for (let sender = 1; !over.signal.aborted; sender += BURST) {
      act.room.send(Array.from({ length: BURST }, (_, n) => giftFrom(sender + n)));
      peak = Math.max(peak, residentMiB(pid));
      await pass(TICK_MS);
    }
  })();
  await reached(cut, CUT_WITHIN_MS);
  over.abort();
  await filling;
  return peak;
}

function residentMiB(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) / 1024;
}

async function openSockets(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = /^streamshape_\w*sockets\w*(?:\{[^}]*\})? (\d+)$/m.exec(text);
  if (!line) throw new Error('The gateway does not say how many sockets it has');
  return Number(line[1]);
}
