import type { CallAnswer, CallWanted, PauseReason, SignBudget } from '#libs/domain';

export interface GuardedSignBudgetOptions {
  /** A shared account that says nothing for this long is away. Default 1,000 ms. */
  patienceMs?: number;
  /** It is asked again after this long. Default 1,000 ms. */
  retryMs?: number;
  /** ms; need not be the time of day. */
  clock?: () => number;
  onAccount?: (state: 'away' | 'back', error?: unknown) => void;
}

/**
 * The shared account while it can be reached, else a small one of this node's own. Pauses are known to both. What was
 * spent or paused meanwhile is told to the shared one when it is back, before anything else is asked of it.
 */
export class GuardedSignBudget implements SignBudget {
  private askAgainAt = 0;
  private away = false;
  /** Calls and a pause that the shared account has not heard of. */
  private owed = 0;
  private pending: { until: number; reason: PauseReason } | undefined;
  private readonly local = new Map<number, number>();
  private readonly clock: () => number;

  constructor(
    private readonly shared: SignBudget,
    private readonly own: SignBudget,
    private readonly options: GuardedSignBudgetOptions = {},
  ) {
    this.clock = options.clock ?? (() => performance.now());
  }

  async take(wanted: CallWanted): Promise<CallAnswer> {
    const answer = await this.ask(async () => {
      await this.catchUp();
      return await this.shared.take(wanted);
    });
    if (answer) return answer;
    const granted = await this.own.take(wanted);
    if (granted.granted) {
      this.owed += 1;
      this.local.set(granted.at, (this.local.get(granted.at) ?? 0) + 1);
      if (this.local.size > 1_000) this.local.delete(this.local.keys().next().value!);
    }
    return granted;
  }

  async giveBack(at: number): Promise<void> {
    const mine = this.local.get(at) ?? 0;
    if (mine === 0) return void (await this.ask(() => this.shared.giveBack(at)));
    this.local.set(at, mine - 1);
    this.owed = Math.max(0, this.owed - 1);
    await this.own.giveBack(at);
  }

  async leave(ticket: string): Promise<void> {
    await this.own.leave(ticket);
    await this.ask(() => this.shared.leave(ticket));
  }

  async record(calls: number): Promise<void> {
    await this.own.record(calls);
    const told = await this.ask(async () => {
      await this.shared.record(calls);
      return true;
    });
    if (!told) this.owed += calls;
  }

  async pause(forMs: number, reason: PauseReason): Promise<void> {
    await this.own.pause(forMs, reason);
    const told = await this.ask(async () => {
      await this.shared.pause(forMs, reason);
      return true;
    });
    if (!told) this.pending = { until: this.clock() + forMs, reason };
  }

  /** Another node began a pause: it holds here too if the shared account should be lost meanwhile. */
  async heardPause(forMs: number, reason: PauseReason): Promise<void> {
    await this.own.pause(forMs, reason);
  }

  private async catchUp(): Promise<void> {
    const { pending, owed } = this;
    if (pending) await this.shared.pause(Math.max(1, pending.until - this.clock()), pending.reason);
    this.pending = undefined;
    this.owed = 0;
    try {
      if (owed > 0) await this.shared.record(owed);
    } catch (error) {
      this.owed += owed;
      throw error;
    }
  }

  private async ask<T>(question: () => Promise<T>): Promise<T | undefined> {
    if (this.clock() < this.askAgainAt) return undefined;
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error('The account of sign calls does not answer.')), this.patienceMs);
    try {
      const answer = await Promise.race([question(), late]);
      if (this.away) this.options.onAccount?.('back');
      this.away = false;
      return answer;
    } catch (error) {
      this.askAgainAt = this.clock() + (this.options.retryMs ?? 1_000);
      if (!this.away) this.options.onAccount?.('away', error);
      this.away = true;
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  private get patienceMs(): number {
    return this.options.patienceMs ?? 1_000;
  }
}
