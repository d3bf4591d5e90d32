import { ProviderUnavailableError } from '#libs/domain';
import type { Logger } from '#libs/observability';
import { BackOff, BackOffs } from '../back-off.js';
import { inBatches } from '../in-batches.js';

/** Stripe is away: the first pause, and the longest. */
const PAUSE_MS = 2000;
const LAST_PAUSE_MS = 60_000;
/** Somebody about whom alone there is no answer. */
const ALONE_MS = 2000;
const LAST_ALONE_MS = 600_000;
/** So many without an answer, one after another, and it is not about them. */
const ENOUGH = 3;

const waits = () => new BackOffs(ALONE_MS, LAST_ALONE_MS);

interface Questions<T> {
  id: (item: T) => string;
  /** Asks Stripe about one. A refusal is an answer: it is for the work itself to catch. */
  ask: (item: T) => Promise<void>;
  /** So many at once. */
  width?: number;
}

/** Tells a Stripe that is away from one that has no answer about somebody alone, who then waits and holds up nobody. */
export class StripeSilence {
  private readonly pause = new BackOff(PAUSE_MS, LAST_PAUSE_MS);
  private readonly alone = waits();
  /** Those who were asked about while it was away: that says nothing about them. */
  private meanwhile = waits();
  /** Those without an answer since the last answer. */
  private readonly unanswered = new Set<string>();
  private answers = 0;
  private lastError: unknown;

  constructor(private readonly logger: Logger) {}

  /** Nobody is to be asked about now. */
  get pausing(): boolean {
    return this.pause.waitMs > 0;
  }

  /** Those who are not to be asked about now. */
  waiting(): string[] {
    return [...this.alone.waiting(), ...this.meanwhile.waiting()];
  }

  /** Everything that is asked at one time. When there was no answer at all, the next time comes later. */
  async pass(work: () => Promise<void>): Promise<void> {
    this.answers = 0;
    this.lastError = undefined;
    await work();
    if (!this.away || this.answers > 0 || this.lastError === undefined) return;
    this.pause.failed();
    const retryInMs = Math.round(this.pause.waitMs);
    this.logger.warn({ err: this.lastError, retryInMs }, 'Stripe does not answer: whatever needs it waits');
  }

  /** While Stripe seems to be away one of `items` is asked about, for there may be an answer again. */
  async each<T>(items: readonly T[], { id, ask, width = 1 }: Questions<T>): Promise<void> {
    for (let next = 0; next < items.length;) {
      const batch = items.slice(next, next + (this.away ? 1 : width));
      next += batch.length;
      await inBatches(batch, width, (item) => this.one(id(item), () => ask(item)));
      if (this.away) return;
    }
  }

  private get away(): boolean {
    return this.unanswered.size >= ENOUGH;
  }

  private async one(id: string, ask: () => Promise<void>): Promise<void> {
    try {
      await ask();
    } catch (error) {
      if (!(error instanceof ProviderUnavailableError)) throw error;
      this.silent(id, error);
      return;
    }
    this.answered(id);
  }

  private answered(id: string): void {
    if (this.away) this.meanwhile = waits();
    this.unanswered.clear();
    this.answers += 1;
    this.pause.succeeded();
    this.alone.succeeded(id);
    this.meanwhile.succeeded(id);
  }

  private silent(id: string, error: ProviderUnavailableError): void {
    this.lastError = error;
    this.unanswered.add(id);
    (this.away ? this.meanwhile : this.alone).failed(id);
    if (!this.away)
      this.logger.warn({ err: error, about: id }, 'Stripe has no answer about somebody; it is asked later');
  }
}
