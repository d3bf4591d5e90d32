import type { RoomReport } from '#libs/contracts';
import { LiveSourceError, type LivenessBudget, type LookOutcome, type RoomScout, type RoomSight } from '#libs/domain';

export interface RoomCheckOptions {
  scout: RoomScout;
  budget: LivenessBudget;
  /** A turn that is further away than this is not waited for, ms. */
  patienceMs: number;
  /** A look takes no longer, ms. */
  lookMs: number;
  /** Looks under way at once; one more is told that it is busy. */
  atOnce: number;
  onError(error: unknown): void;
}

const BUSY: RoomReport = { state: 'unknown', why: 'busy' };
/** It wants one look and no more: the others need not make room for it. */
const ONCE_MS = 24 * 3_600_000;

/** Looks at rooms that somebody considers following, paid for from the budget of all looks. Never rejects. */
export class RoomChecks {
  private readonly underWay = new Map<string, Promise<RoomReport>>();

  constructor(private readonly options: RoomCheckOptions) {}

  /** Several who ask for one handle at once share the look. */
  async check(handle: string): Promise<RoomReport> {
    const name = handle.toLowerCase();
    const known = this.underWay.get(name);
    if (known) return await known;
    if (this.underWay.size >= this.options.atOnce) return BUSY;
    const looking = this.inTurn(handle, `check:${name}`).finally(() => this.underWay.delete(name));
    this.underWay.set(name, looking);
    return await looking;
  }

  private async inTurn(handle: string, asker: string): Promise<RoomReport> {
    const { budget, patienceMs, onError } = this.options;
    try {
      const { waitMs } = await budget.book({ streamerId: asker, urgent: true, everyMs: ONCE_MS });
      if (waitMs > patienceMs) return BUSY;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      return await this.look(handle, asker);
    } catch (error) {
      onError(error);
      return { state: 'unknown', why: 'failed' };
    } finally {
      budget.leave(asker).catch(onError);
    }
  }

  private async look(handle: string, asker: string): Promise<RoomReport> {
    let requests = 0;
    const settle = (outcome: LookOutcome) =>
      this.options.budget.settle(asker, { requests, outcome }).catch(this.options.onError);
    try {
      const signal = AbortSignal.timeout(this.options.lookMs);
      const sight = await this.options.scout.describe(handle, signal, () => void (requests += 1));
      await settle('answered');
      return reportOf(sight);
    } catch (error) {
      const kind = error instanceof LiveSourceError ? error.kind : 'transient';
      await settle(kind === 'user-not-found' ? 'answered' : kind === 'address-blocked' ? 'blocked' : 'failed');
      if (kind === 'user-not-found') return { state: 'missing' };
      return { state: 'unknown', why: kind === 'address-blocked' ? 'blocked' : 'failed' };
    }
  }
}

function reportOf({ probe, ...about }: RoomSight): RoomReport {
  return { state: probe.state, ...about };
}
