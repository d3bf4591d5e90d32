import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BREAKER_DEFAULTS, budgetRules, LiveSourceError } from '#libs/domain';
import type { BreakerOptions, BreakerState, OpenPurpose, SignBudget } from '#libs/domain';
import { LocalSignBudget } from './local-sign-budget.js';
import { ProviderGate } from './provider-gate.js';
import type { SignObserver } from './sign-observer.js';
import type { SigningAttempt, SigningPolicy, SignPermit, SignProvider } from './sign-providers.js';
import { providerLabel } from './sign-providers.js';

export interface SignDeskOptions {
  /** In order of preference; at least one. */
  providers: readonly { provider: SignProvider; budget: SignBudget }[];
  breaker?: Partial<BreakerOptions>;
  observer?: SignObserver;
  /** ms since the epoch. Default: Date.now. */
  clock?: () => number;
  /** In [0, 1). Default: Math.random. */
  random?: () => number;
}

/** Gives out signing calls: the first provider whose circuit is closed and whose account has a call left. */
export class SignDesk implements SigningPolicy {
  private readonly gates: readonly ProviderGate[];
  private readonly random: () => number;

  constructor(options: SignDeskOptions) {
    const { providers, observer = {}, clock = Date.now, random = Math.random } = options;
    if (providers.length === 0) throw new RangeError('At least one sign provider is needed.');
    const breaker = { ...BREAKER_DEFAULTS, ...options.breaker };
    this.random = random;
    this.gates = providers.map(({ provider, budget }, index) => {
      const label = providerLabel(provider, index);
      return new ProviderGate({ provider, label, budget, breaker, observer, clock, random });
    });
  }

  begin(room: { handle: string }, purpose: OpenPurpose, longestWaitMs: number): SigningAttempt {
    return new DeskAttempt(this.gates, { ticket: ticketOf(room.handle, purpose), purpose }, longestWaitMs, this.random);
  }

  /** How this node judges each provider, in their order. */
  breakers(): { provider: string; state: BreakerState }[] {
    return this.gates.map(({ label, state }) => ({ provider: label, state }));
  }
}

/** A desk whose accounts nobody else shares. */
export function localSignDesk(
  providers: readonly SignProvider[],
  options: Omit<SignDeskOptions, 'providers'> = {},
): SignDesk {
  const withBudgets = providers.map((provider) => {
    const rules = budgetRules(provider.limits ?? {}, { anonymous: provider.key === undefined });
    return { provider, budget: new LocalSignBudget(rules, options.clock) };
  });
  return new SignDesk({ ...options, providers: withBudgets });
}

function ticketOf(handle: string, purpose: OpenPurpose): string {
  return createHash('sha256').update(`${handle}\n${purpose}`).digest('base64url').slice(0, 16);
}

/** Those who come back at the same time do so one after another. */
const JITTER_MS = 100;

class DeskAttempt implements SigningAttempt {
  readonly failures: LiveSourceError[] = [];
  private readonly untried: ProviderGate[];
  private readonly lines = new Set<ProviderGate>();
  private readonly deadline: number;
  private refused = false;

  constructor(
    gates: readonly ProviderGate[],
    private readonly wanted: { ticket: string; purpose: OpenPurpose },
    longestWaitMs: number,
    private readonly random: () => number,
  ) {
    this.untried = [...gates];
    this.deadline = performance.now() + longestWaitMs;
  }

  async next(signal: AbortSignal): Promise<SignPermit> {
    for (;;) {
      const refusals: LiveSourceError[] = [];
      for (const gate of [...this.untried]) {
        signal.throwIfAborted();
        const answer = await gate.take(this.wanted);
        if (answer instanceof LiveSourceError) {
          refusals.push(answer);
          if (answer.kind === 'sign-rate-limited') this.lines.add(gate);
          continue;
        }
        this.lines.delete(gate);
        return this.permit(gate, answer);
      }
      const waitMs = Math.min(...refusals.map(waitOf));
      if (performance.now() + waitMs >= this.deadline) {
        this.refused = true;
        throw mostHopeful([...this.failures, ...refusals]);
      }
      await sleep(waitMs + this.random() * JITTER_MS, undefined, { signal });
    }
  }

  end(): void {
    // Who was told to come back keeps the place in the line until then.
    if (this.refused) return;
    for (const gate of this.lines) void gate.leave(this.wanted.ticket);
  }

  private permit(gate: ProviderGate, admitted: { settle: SignPermit['settle'] }): SignPermit {
    this.untried.splice(this.untried.indexOf(gate), 1);
    return {
      provider: gate.provider,
      others: this.untried.length,
      settle: async (result) => {
        if (result.failure) this.failures.push(result.failure);
        await admitted.settle(result);
      },
    };
  }
}

/** An outage without a time may be over at the next try; what else has no time needs a person. */
function waitOf({ kind, retryAfterMs }: LiveSourceError): number {
  return retryAfterMs ?? (kind === 'sign-outage' ? 0 : Infinity);
}

/** Who waits in a line comes back early, to try another provider, at most this often: each time costs a look. */
const LEAST_EARLY_MS = 60_000;

/**
 * What says best when another attempt can make sense: the failure that is over first. Who has a place in a line is told
 * of that, whatever became of other providers, as coming at other times would lose the place.
 */
function mostHopeful(failures: readonly LiveSourceError[]): LiveSourceError {
  const [first, ...others] = failures.toSorted((a, b) => waitOf(a) - waitOf(b));
  if (!first) return new LiveSourceError('sign-outage', 'There is no sign provider.');
  const turn = [first, ...others].find(({ kind, retryAfterMs }) => kind === 'sign-rate-limited' && retryAfterMs);
  if (!turn || turn === first) return first;
  const retryAfterMs = Math.min(waitOf(turn), Math.max(waitOf(first), LEAST_EARLY_MS));
  return new LiveSourceError(turn.kind, turn.message, { cause: turn.cause, retryAfterMs });
}
