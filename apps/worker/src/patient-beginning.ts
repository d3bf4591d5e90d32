import { growingDelay } from '#libs/domain';

const PAUSE_MS = { first: 250, last: 5000 };

export interface PatientBeginningOptions {
  /** Rejects while it cannot be done. */
  begin(): Promise<void>;
  /** Whether Redis answers. Rejects when it refuses the password: waiting does not help. */
  answers(): Promise<boolean>;
  /** Hears of each reason once, however often it comes. */
  onTrouble(error: unknown): void;
  pause(ms: number): Promise<void>;
}

/**
 * Begins as soon as Redis lets it. Soon after Redis is back; ever more seldom while Redis answers and refuses, as one
 * does that has no room left or no replica.
 */
export class PatientBeginning {
  private readonly told = new Set<string>();
  private failures = 0;

  constructor(private readonly options: PatientBeginningOptions) {}

  /** One try. False when it failed. */
  async attempt(): Promise<boolean> {
    try {
      await this.options.begin();
      return true;
    } catch (error) {
      this.failures += 1;
      const reason = String(error);
      if (!this.told.has(reason)) this.options.onTrouble(error);
      this.told.add(reason);
      return false;
    }
  }

  /** Tries again and again. False when it was told to stop. Rejects when Redis refuses the password. */
  async untilBegun(stopped: AbortSignal): Promise<boolean> {
    const { answers, pause } = this.options;
    while (!stopped.aborted) {
      await pause(growingDelay(PAUSE_MS.first, PAUSE_MS.last, Math.max(0, this.failures - 1)));
      if (stopped.aborted) break;
      if (!(await answers())) this.failures = 0;
      else if (await this.attempt()) return true;
    }
    return false;
  }
}
