import type { LivenessBudget, LookOutcome, LookRequest, LookTurn } from '../ports/liveness-budget.js';
import type { LiveHabits } from './habits.js';
import { LookPlan } from './look-plan.js';

/** The shared schedule of one process alone: for tests, and for a node that shares its address with nobody. */
export class LocalLivenessBudget implements LivenessBudget {
  private readonly plan: LookPlan;
  readonly habits = new Map<string, LiveHabits>();

  constructor(
    requestsPerMinute: number,
    private readonly now: () => number = Date.now,
  ) {
    this.plan = new LookPlan(requestsPerMinute);
  }

  async book(request: LookRequest): Promise<LookTurn> {
    const { ticket, ...turn } = this.plan.book(request, this.now());
    const habits = this.habits.get(request.streamerId);
    return { ticket: String(ticket), ...turn, ...(habits ? { habits } : {}) };
  }

  async confirm(ticket: string): Promise<Pick<LookTurn, 'ticket' | 'waitMs'>> {
    const again = this.plan.confirm(Number(ticket), this.now());
    return { ticket: String(again.ticket), waitMs: again.waitMs };
  }

  async settle(_streamerId: string, { requests, outcome }: { requests: number; outcome: LookOutcome }): Promise<void> {
    this.plan.settle(requests, outcome, this.now());
  }

  async leave(streamerId: string): Promise<void> {
    this.plan.leave(streamerId);
  }
}
