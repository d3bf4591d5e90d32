import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { nowUs, untilUs } from '../lib/clock.mjs';
import { Part } from '../lib/part.mjs';
import { cpuOf, machineBusy, residentKiB } from '../lib/process-figures.mjs';
import { rounded } from '../lib/statistics.mjs';

const LEAD_MS = 300;
const COLLECT_MS = 1000;
/** The first sockets bring code and tables that the others share: they are there before anything is weighed. */
const FIRST_SOCKETS = 200;
const ARRIVAL_MS = 15_000;
/** A round whose generator was later than this was disturbed. */
export const LATE_MS = 20;
const ATTEMPTS = 4;

const COLLECTING = ['--import', fileURLToPath(new URL('../lib/collect-hook.mjs', import.meta.url))];

/** A way to relay, running, with all of its sockets open. */
export class Running {
  constructor(system, size, started, clients) {
    Object.assign(this, { system, size, started, clients });
    this.serial = 0;
  }

  /** Starts everything. With `settleMs` also weighs the gateway without and with its idle sockets. */
  static async start(system, size, context, settleMs = 0) {
    const node = settleMs > 0 ? COLLECTING : size.node;
    const started = await system.start({ ...size, node }, context);
    const clients = Part.start('relay/clients.mjs');
    const running = new Running(system, size, started, clients);
    try {
      const first = settleMs > 0 ? FIRST_SOCKETS : 0;
      await clients.ask('connect', { targets: started.targets.slice(0, first) });
      const before = await running.#weigh(settleMs);
      const begun = performance.now();
      await clients.ask('connect', { targets: started.targets.slice(first) });
      running.connectMs = performance.now() - begun;
      running.idleKiB = ((await running.#weigh(settleMs)) - before) / (started.targets.length - first);
      return running;
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  /** KiB of whoever has the sockets, garbage collected. */
  async #weigh(settleMs) {
    if (settleMs === 0) return 0;
    const { gateway, broker } = this.started.pids;
    const pids = gateway.length > 0 ? gateway : broker;
    await sleep(settleMs);
    for (const pid of pids) process.kill(pid, 'SIGWINCH');
    await sleep(COLLECT_MS);
    return pids.reduce((sum, pid) => sum + residentKiB(pid), 0);
  }

  get groups() {
    return { ...this.started.pids, clients: [this.clients.pid] };
  }

  /** One measurement: events for `warmup` and then `seconds`, and whether each of them arrived as often as it must. */
  async measure({ rate, warmup, seconds, alertEvery = 0 }) {
    const { streamers, sockets } = this.size;
    const { broker } = this.started;
    const startUs = nowUs() + LEAD_MS * 1000;
    const measureFromUs = startUs + warmup * 1e6;
    const measureToUs = measureFromUs + seconds * 1e6;
    await this.clients.ask('watch', { from: measureFromUs, to: measureToUs });
    const firstSerial = this.serial;
    const running = broker.ask('run', {
      rate,
      seconds: warmup + seconds,
      startUs,
      measureFromUs,
      streamers,
      alertEvery,
      firstSerial,
    });
    running.catch(() => undefined);
    const memory = watchMemory(this.groups);
    try {
      await untilUs(measureFromUs);
      const [cpuBefore, busyBefore] = [cpuOf(this.groups), machineBusy()];
      await untilUs(measureToUs);
      const [cpuAfter, busyAfter] = [cpuOf(this.groups), machineBusy()];
      const sent = await running;
      this.serial += sent.sent;
      const perEvent = sockets / streamers;
      const told = await this.#arrivals(sent, perEvent);
      const { all, alerts } = await this.clients.ask('latencies');
      const events = rate * seconds;
      const cpu = Object.fromEntries(
        Object.keys(cpuBefore).map((name) => [name, rounded((cpuAfter[name] - cpuBefore[name]) / events)]),
      );
      return {
        rate,
        sent: sent.sent,
        expected: sent.sent * perEvent,
        delivered: told.delivered,
        alerts: { sent: sent.alerts * perEvent, delivered: told.alerts, ...alerts },
        complete: told.complete,
        drainMs: told.drainMs,
        latency: all,
        latenessMs: sent.lateness.most,
        lateness: sent.lateness,
        cpu: { ...cpu, whole: rounded(Object.values(cpu).reduce((sum, value) => sum + value, 0)) },
        memory: memory.stop(),
        othersBusy: rounded(shareOfOthers(busyBefore, busyAfter, cpuBefore, cpuAfter)),
        ...(sent.append ? { append: sent.append } : {}),
      };
    } finally {
      memory.stop();
    }
  }

  /** Waits until nothing more comes; complete when every event came to each of its sockets exactly once. */
  async #arrivals(sent, perEvent) {
    const begun = performance.now();
    let last = -1;
    let quietSince = begun;
    for (;;) {
      const counts = await this.clients.ask('counts');
      const complete =
        counts.delivered === sent.sent * perEvent && counts.serials === sent.serials * perEvent && counts.lost === 0;
      const now = performance.now();
      if (counts.delivered !== last) [last, quietSince] = [counts.delivered, now];
      if (complete || now - quietSince > 3000 || now - begun > ARRIVAL_MS) {
        return { ...counts, complete, drainMs: Math.round(quietSince - begun) };
      }
      await sleep(50);
    }
  }

  async stop() {
    await this.clients.end();
    await this.started.stop();
  }
}

/** What ran beside the benchmark, as a share of the machine. */
function shareOfOthers(before, after, cpuBefore, cpuAfter) {
  const total = after.total - before.total;
  const busy = total - (after.idle - before.idle);
  const ours = Object.keys(cpuBefore).reduce((sum, name) => sum + cpuAfter[name] - cpuBefore[name], 0) / 10_000;
  return Math.max(0, busy - ours) / total;
}

function watchMemory(groups) {
  const most = {};
  const look = () => {
    // Whatever ended is told by the round itself.
    if (Object.values(groups).some((pids) => pids.some((pid) => !existsSync(`/proc/${pid}`)))) return;
    for (const [name, pids] of Object.entries(groups)) {
      const mib = pids.reduce((sum, pid) => sum + residentKiB(pid), 0) / 1024;
      most[name] = Math.max(most[name] ?? 0, Math.round(mib));
    }
  };
  const timer = setInterval(look, 500);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}

/** Measures until a round was not disturbed, a few times at most. Gives all attempts; the last one counts. */
export async function undisturbed(measure, log = () => undefined) {
  const thrown = [];
  for (let attempt = 1; ; attempt++) {
    const result = await measure();
    const disturbed = result.latenessMs > LATE_MS;
    if (!disturbed || attempt === ATTEMPTS) return { ...result, disturbed, thrownAway: thrown };
    thrown.push({ latenessMs: result.latenessMs, p99: result.latency.p99 });
    log(`generator ${result.latenessMs.toFixed(0)} ms late: thrown away`);
  }
}
