import { admitCall, CLOSED, LiveSourceError, settleCall } from '#libs/domain';
import type { BreakerOptions, BreakerState, CallAnswer, CallOutcome, CallWanted, SignBudget } from '#libs/domain';
import type { SignObserver } from './sign-observer.js';
import type { SignProvider, SignResult } from './sign-providers.js';

export interface ProviderGateOptions {
  provider: SignProvider;
  label: string;
  budget: SignBudget;
  breaker: BreakerOptions;
  observer: SignObserver;
  clock: () => number;
  random: () => number;
}

/** Without its account no call is made: the budget that is given should have one to fall back to. */
const ACCOUNT_RETRY_MS = 1_000;

/** A call that may be made now. */
export interface Admitted {
  settle(result: SignResult): Promise<void>;
}

/** One provider with its circuit breaker, which is this node's own, and its account, which everybody shares. */
export class ProviderGate {
  private breaker: BreakerState = CLOSED;

  constructor(private readonly options: ProviderGateOptions) {}

  get provider(): SignProvider {
    return this.options.provider;
  }

  get label(): string {
    return this.options.label;
  }

  get state(): BreakerState {
    return this.breaker;
  }

  /** Leave to call, or why not. Never rejects. */
  async take(wanted: CallWanted): Promise<Admitted | LiveSourceError> {
    const { observer, label, budget, breaker, clock } = this.options;
    const { state, admission } = admitCall(this.breaker, clock(), breaker);
    this.move(state);
    if (!admission.admitted) {
      observer.onRefused?.(label, 'circuit-open');
      const kind = admission.cause === 'refused' ? 'sign-refused' : 'sign-outage';
      const message = `${label} is left alone after it ${kind === 'sign-refused' ? 'refused the key' : 'failed'}.`;
      return new LiveSourceError(kind, message, { retryAfterMs: admission.afterMs });
    }
    const { probe } = admission;
    let answer: CallAnswer;
    try {
      answer = await budget.take(wanted);
    } catch (error) {
      this.judge('unknown', probe);
      observer.onAccount?.(label, 'away', error);
      const options = { cause: error, retryAfterMs: ACCOUNT_RETRY_MS };
      return new LiveSourceError('sign-rate-limited', `The account of ${label} is out of reach.`, options);
    }
    if (answer.granted) {
      observer.onSpent?.(label, wanted.purpose);
      const { at } = answer;
      return { settle: (result) => this.settle(result, { at, probe }) };
    }
    this.judge('unknown', probe);
    observer.onRefused?.(label, answer.reason);
    const kind = answer.reason === 'refused' ? 'sign-refused' : 'sign-rate-limited';
    const message = `${label} has no call left for this (${answer.reason}).`;
    return new LiveSourceError(kind, message, { retryAfterMs: answer.retryAfterMs });
  }

  async leave(ticket: string): Promise<void> {
    await this.told(this.options.budget.leave(ticket));
  }

  private async settle(result: SignResult, call: { at: number; probe: boolean }): Promise<void> {
    const { observer, label, budget, clock } = this.options;
    const { outcome, sent, failure } = result;
    this.judge(outcome, call.probe);
    if (!sent) {
      observer.onReturned?.(label);
      await this.told(budget.giveBack(call.at));
      return;
    }
    if (outcome === 'refused') {
      observer.onKeyRefused?.(label, failure);
      const untilMs = this.breaker.name === 'open' ? this.breaker.until - clock() : 0;
      if (untilMs > 0) await this.pause(untilMs, 'refused');
    } else if (failure?.kind === 'sign-rate-limited') {
      await this.pause(failure.retryAfterMs ?? 0, 'rate-limited');
    }
  }

  private async pause(forMs: number, reason: 'rate-limited' | 'refused'): Promise<void> {
    this.options.observer.onPaused?.(this.label, forMs, reason);
    await this.told(this.options.budget.pause(forMs, reason));
  }

  private async told(word: Promise<void>): Promise<void> {
    await word.catch((error: unknown) => this.options.observer.onAccount?.(this.label, 'away', error));
  }

  private judge(outcome: CallOutcome, probe: boolean): void {
    const { clock, random, breaker } = this.options;
    this.move(settleCall(this.breaker, { outcome, probe }, { now: clock(), random: random() }, breaker));
  }

  private move(state: BreakerState): void {
    const before = this.breaker.name;
    this.breaker = state;
    if (state.name !== before) this.options.observer.onBreaker?.(this.label, state);
  }
}
