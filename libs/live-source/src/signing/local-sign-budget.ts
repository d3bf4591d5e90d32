import { EMPTY_BUDGET, giveBackCall, leaveLine, pauseCalls, recordCalls, takeCall } from '#libs/domain';
import type { BudgetRules, BudgetState, CallAnswer, CallWanted, PauseReason, SignBudget } from '#libs/domain';

/** An account of this process alone: for tests, and for a node that cannot reach the shared one. */
export class LocalSignBudget implements SignBudget {
  private state: BudgetState = EMPTY_BUDGET;

  constructor(
    private readonly rules: BudgetRules,
    private readonly clock: () => number = Date.now,
  ) {}

  async take(wanted: CallWanted): Promise<CallAnswer> {
    const { state, answer } = takeCall(this.state, wanted, this.clock(), this.rules);
    this.state = state;
    return answer;
  }

  async giveBack(at: number): Promise<void> {
    this.state = giveBackCall(this.state, at);
  }

  async leave(ticket: string): Promise<void> {
    this.state = leaveLine(this.state, ticket);
  }

  async record(calls: number): Promise<void> {
    this.state = recordCalls(this.state, calls, this.clock());
  }

  async pause(forMs: number, reason: PauseReason): Promise<void> {
    this.state = pauseCalls(this.state, this.clock() + forMs, reason);
  }
}
