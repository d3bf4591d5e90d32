import { Inject, Injectable } from '@nestjs/common';
import type { HeartbeatPart } from '#libs/domain';
import { LOGGER, Metrics, type Counter, type Logger } from '#libs/observability';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { sendHeartbeat } from './send-heartbeat.js';

/** After this long one that was lost is sent again. */
const AGAIN_MS = 5000;

/** What was told last of a part, and when. */
interface Told {
  ok: boolean;
  at: number;
}

/** Sends heartbeats: one at a time for each part, in the background, each with a time limit. */
@Injectable()
export class HeartbeatSender {
  private readonly told = new Map<HeartbeatPart, Told>();
  private readonly onTheWay = new Set<HeartbeatPart>();
  /** What came meanwhile: the last word counts, and must not be lost. */
  private readonly next = new Map<HeartbeatPart, boolean>();
  private readonly failing = new Set<HeartbeatPart>();
  private readonly stopped = new AbortController();
  private readonly sent: Counter<'part' | 'outcome'>;

  constructor(
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.sent = metrics.counter({
      name: 'streamshape_heartbeats_sent_total',
      help: 'Heartbeats sent to Better Stack: ok, fail, or lost on the way',
      labelNames: ['part', 'outcome'],
    });
  }

  stop(): void {
    this.stopped.abort();
  }

  /** Sends when it is time again, or when it is no longer what was told last. */
  level(part: HeartbeatPart, ok: boolean): void {
    const last = this.told.get(part);
    const due = !last || last.ok !== ok || performance.now() - last.at >= this.settings.heartbeats.intervalMs;
    if (due) this.now(part, ok);
  }

  /** Sends, once the one that is on its way has arrived. */
  now(part: HeartbeatPart, ok: boolean): void {
    const url = this.settings.heartbeats.urls[part];
    if (url === undefined || this.stopped.signal.aborted) return;
    if (this.onTheWay.has(part)) return void this.next.set(part, ok);
    this.onTheWay.add(part);
    this.told.set(part, { ok, at: performance.now() });
    void this.send(part, url, ok).finally(() => this.arrived(part));
  }

  private arrived(part: HeartbeatPart): void {
    this.onTheWay.delete(part);
    const next = this.next.get(part);
    this.next.delete(part);
    if (next !== undefined) this.now(part, next);
  }

  private async send(part: HeartbeatPart, url: string, ok: boolean): Promise<void> {
    const trouble = await sendHeartbeat(url, ok, this.stopped.signal);
    if (this.stopped.signal.aborted) return;
    this.sent.inc({ part, outcome: trouble !== undefined ? 'lost' : ok ? 'ok' : 'fail' });
    if (trouble === undefined) {
      if (this.failing.delete(part)) this.logger.info({ part }, 'Heartbeats get through again');
      return;
    }
    // What did not get through was not told: once more, before the interval is over.
    const { intervalMs } = this.settings.heartbeats;
    this.told.set(part, { ok, at: performance.now() - intervalMs + Math.min(AGAIN_MS, intervalMs) });
    if (!this.failing.has(part)) this.logger.warn({ part, trouble }, 'A heartbeat did not get through');
    this.failing.add(part);
  }
}
