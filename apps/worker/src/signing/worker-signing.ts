import { budgetRules, localRules } from '#libs/domain';
import type { BreakerOptions, PauseReason } from '#libs/domain';
import { accountId, GuardedSignBudget, LocalSignBudget, providerLabel, SignDesk } from '#libs/live-source';
import type { SignObserver, SignProvider } from '#libs/live-source';
import { hearSignPauses, RedisSignBudget, type RedisConnection } from '#libs/redis';

const REPORT_EVERY_MS = 10_000;

export interface WorkerSigningOptions {
  nodeId: string;
  /** In order of preference; at least one. */
  providers: readonly SignProvider[];
  redis: RedisConnection;
  /** A connection that only listens. */
  subscriber: RedisConnection;
  observer: SignObserver;
  /** Why pauses that other nodes begin cannot be heard yet; it is tried again. */
  onDeaf?(error: unknown): void;
  breaker?: Partial<BreakerOptions>;
}

interface Account {
  id: string;
  shared: RedisSignBudget;
  guarded: GuardedSignBudget;
}

/** Signing on one worker: accounts shared through Redis, and a word about this node's circuit breakers for operators. */
export class WorkerSigning {
  readonly desk: SignDesk;
  private readonly accounts: readonly Account[];
  private timer: NodeJS.Timeout | undefined;
  private hearsPauses = false;

  constructor(private readonly options: WorkerSigningOptions) {
    const { providers, observer, breaker } = options;
    this.accounts = providers.map((provider, index) => this.account(provider, index));
    this.desk = new SignDesk({
      providers: providers.map((provider, index) => ({ provider, budget: this.accounts[index]!.guarded })),
      ...(breaker && { breaker }),
      observer: {
        ...observer,
        onBreaker: (provider, state) => {
          observer.onBreaker?.(provider, state);
          this.report();
        },
      },
    });
  }

  /** Whether pauses that other nodes begin are heard: from the first time that Redis agreed. */
  get listening(): boolean {
    return this.hearsPauses;
  }

  start(): void {
    // Until it is there every grant still looks at the pause in Redis.
    void this.hearPauses();
    this.report();
    this.timer = setInterval(() => this.report(), REPORT_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async hearPauses(): Promise<void> {
    const heard = (id: string, forMs: number, reason: PauseReason) => {
      const account = this.accounts.find((own) => own.id === id);
      void account?.guarded.heardPause(forMs, reason);
    };
    const { subscriber, onDeaf } = this.options;
    this.hearsPauses = await hearSignPauses(subscriber, heard, (error) => onDeaf?.(error));
  }

  private account(provider: SignProvider, index: number): Account {
    const { redis, observer } = this.options;
    const label = providerLabel(provider, index);
    const id = accountId(provider);
    const rules = budgetRules(provider.limits ?? {}, { anonymous: provider.key === undefined });
    const shared = new RedisSignBudget(redis, { id, provider: label, rules });
    const guarded = new GuardedSignBudget(shared, new LocalSignBudget(localRules(rules)), {
      onAccount: (state, error) => observer.onAccount?.(label, state, error),
    });
    return { id, shared, guarded };
  }

  private report(): void {
    for (const [index, { state }] of this.desk.breakers().entries()) {
      // The next report comes in a few seconds.
      void this.accounts[index]!.shared.report(this.options.nodeId, state.name).catch(() => undefined);
    }
  }
}
