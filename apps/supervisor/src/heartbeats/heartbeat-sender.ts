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
  /** Nobody says it again by and by. */
  once: boolean;
}

/** Sends heartbeats: one at a time for each part, in the background, each with a time limit. */
@Injectable()
export class HeartbeatSender {
  private readonly told = new Map<HeartbeatPart, Told>();
  private readonly onTheWay = new Set<HeartbeatPart>();
  /** What came meanwhile: the last word counts, and must not be lost. */
  private readonly next = new Map<HeartbeatPart, Pick<Told, 'ok' | 'once'>>();
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
    if (due) this.dispatch(part, { ok, once: false });
  }

  /** Sends, once the one that is on its way has arrived, and again until it gets through or there is something newer. */
  now(part: HeartbeatPart, ok: boolean): void {
    this.dispatch(part, { ok, once: true });
  }

  private dispatch(part: HeartbeatPart, word: Pick<Told, 'ok' | 'once'>): void {
    const url = this.settings.heartbeats.urls[part];
    if (url === undefined || this.stopped.signal.aborted) return;
    if (this.onTheWay.has(part)) return void this.next.set(part, word);
    this.onTheWay.add(part);
    this.told.set(part, { ...word, at: performance.now() });
    void this.send(part, url, word).finally(() => this.arrived(part));
  }

  private arrived(part: HeartbeatPart): void {
    this.onTheWay.delete(part);
    const next = this.next.get(part);
    this.next.delete(part);
    if (next !== undefined) this.dispatch(part, next);
  }

  private async send(part: HeartbeatPart, url: string, { ok, once }: Pick<Told, 'ok' | 'once'>): Promise<void> {
    const trouble = await sendHeartbeat(url, ok, this.stopped.signal);
    if (this.stopped.signal.aborted) return;
    this.sent.inc({ part, outcome: trouble !== undefined ? 'lost' : ok ? 'ok' : 'fail' });
    if (trouble === undefined) {
      if (this.failing.delete(part)) this.logger.info({ part }, 'Heartbeats get through again');
      return;
    }
    // What did not get through was not told: once more, before the interval is over.
    const { intervalMs } = this.settings.heartbeats;
    const againMs = Math.min(AGAIN_MS, intervalMs);
    const lost = { ok, once, at: performance.now() - intervalMs + againMs };
    this.told.set(part, lost);
    if (once) setTimeout(() => this.told.get(part) === lost && this.now(part, ok), againMs).unref();
    if (!this.failing.has(part)) this.logger.warn({ part, trouble }, 'A heartbeat did not get through');
    this.failing.add(part);
  }
}
