import { backoff, type BrokerConcern } from '#libs/domain';
import type { BrokerActorOptions } from './broker-actor-options.js';
import { BrokerActor } from './broker-actor.js';

const RESTART_MS = { first: 1000, last: 60_000 };
/** A run that lasted this long was a good one. */
const STABLE_MS = 60_000;
/** After this many crashes in a row the streamer is told. */
const TELL_AFTER = 3;

export type SupervisedBrokerOptions = Omit<BrokerActorOptions, 'onCrash'> & {
  /** Ends what was made ready and no actor took. */
  discard?(): Promise<void> | undefined;
  onCrash?(error: unknown, crashes: number): void;
};

/**
 * Supervision of one actor: a crash ends this actor alone, which begins again after a delay that grows, under the
 * same generation. Its neighbours notice nothing.
 */
export class SupervisedBroker {
  private actor: BrokerActor | undefined;
  private crashes = 0;
  private runningSince = 0;
  private restart: NodeJS.Timeout | undefined;
  private suspended = false;
  /** What others have said of the connection: it holds for the next actor too. */
  private readonly concerns = new Set<BrokerConcern>();
  private over = false;

  constructor(private readonly options: SupervisedBrokerOptions) {}

  get streamerId(): string {
    return this.options.assignment.streamerId;
  }

  get generation(): number {
    return this.options.assignment.generation;
  }

  get handle(): string {
    return this.options.assignment.handle;
  }

  get phase(): BrokerActor['phase'] {
    return this.actor?.phase ?? 'retrying';
  }

  begin(): void {
    if (this.over) return;
    this.runningSince = this.options.clock.now();
    try {
      const actor: BrokerActor = new BrokerActor({ ...this.options, onCrash: (error) => this.crashed(actor, error) });
      this.actor = actor;
      if (this.suspended) actor.suspend();
      for (const concern of this.concerns) actor.concern(concern, true);
      this.settleStart(actor).catch((error: unknown) => this.unreachable(actor, error));
    } catch (error) {
      this.crashed(this.actor, error);
    }
  }

  tick(): void {
    this.actor?.tick();
  }

  /** Somebody wants to know now whether the streamer is live. Costs a look, at most one in five seconds. */
  nudge(): void {
    this.actor?.tell({ type: 'nudge' });
  }

  /** For what the connection itself cannot see, as a changed protocol. */
  concern(concern: BrokerConcern, on: boolean): void {
    if (on) this.concerns.add(concern);
    else this.concerns.delete(concern);
    this.actor?.concern(concern, on);
  }

  suspend(): void {
    this.suspended = true;
    this.actor?.suspend();
  }

  resume(): void {
    this.suspended = false;
    this.actor?.resume();
  }

  /** The storage was found without the lease: what is said of the connection is written again. */
  restored(): void {
    this.actor?.restored();
  }

  /** Hand-off: appends what it has, then is silent. True when the log tells everything that was heard or missed. */
  async stop(): Promise<boolean> {
    this.end();
    return (await this.actor?.stop()) ?? false;
  }

  /** Silent at once. */
  abandon(): void {
    this.end();
    this.actor?.abandon();
  }

  /** An actor without a lease must not look owned: take the lease again, or let go. */
  private async settleStart(actor: BrokerActor): Promise<void> {
    const outcome = await actor.start();
    if (outcome === 'opened' || this.over || this.actor !== actor) return;
    if (outcome === 'lease-missing' && (await this.options.reacquire())) this.tryAgain(actor);
    else this.options.onLost();
  }

  /** The log cannot be read at the moment: no defect of the actor, so nobody is alarmed. */
  private unreachable(actor: BrokerActor, error: unknown): void {
    this.options.batcher?.onError?.(error);
    this.tryAgain(actor);
  }

  private tryAgain(actor: BrokerActor): void {
    if (this.over || this.actor !== actor) return;
    this.actor = undefined;
    actor.abandon();
    this.restart = setTimeout(() => this.begin(), RESTART_MS.first * (0.5 + this.options.clock.random()));
  }

  private end(): void {
    this.over = true;
    this.options.discard?.()?.catch((error: unknown) => this.options.batcher?.onError?.(error));
    clearTimeout(this.restart);
  }

  private crashed(actor: BrokerActor | undefined, error: unknown): void {
    if (this.over || this.actor !== actor) return;
    const { clock, log } = this.options;
    if (clock.now() - this.runningSince > STABLE_MS) this.crashes = 0;
    this.crashes += 1;
    this.actor = undefined;
    actor?.abandon();
    this.options.onCrash?.(error, this.crashes);
    const delayMs = backoff(this.crashes - 1, RESTART_MS.first, RESTART_MS.last, clock.random());
    this.restart = setTimeout(() => this.begin(), delayMs);
    if (this.crashes < TELL_AFTER) return;
    const text =
      'Something in our software stops this connection again and again. You need do nothing; the operator knows.';
    const status = {
      state: 'retrying' as const,
      since: clock.now(),
      reason: { code: 'BROKER.CRASHED', text },
      nextTryAt: clock.now() + delayMs,
    };
    log
      .reportStatus(this.streamerId, this.generation, status)
      .catch((failure: unknown) => this.options.batcher?.onError?.(failure));
  }
}
