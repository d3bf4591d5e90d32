import { vi } from 'vitest';
import type { LiveSourceListener, SessionEnd, SourceFact } from '#libs/domain';
import type { SourceCounters } from '../src/index.js';

/** A listener that remembers. */
export class Listening implements LiveSourceListener {
  readonly facts: SourceFact[] = [];
  readonly history: SourceFact[] = [];
  readonly pauses: boolean[] = [];
  readonly ends: SessionEnd[] = [];
  /** Facts and ends that came after an end. */
  late = 0;

  onFacts(facts: SourceFact[], origin: { history: boolean }): void {
    this.late += this.ends.length;
    (origin.history ? this.history : this.facts).push(...facts);
  }

  onEnd(end: SessionEnd): void {
    this.ends.push(end);
  }

  onPause(paused: boolean): void {
    this.pauses.push(paused);
  }

  /** The texts of the chat so far. */
  get texts(): string[] {
    return textsOf(this.facts);
  }

  async until(check: (heard: this) => boolean): Promise<void> {
    await vi.waitFor(() => {
      if (!check(this)) throw new Error(`Not yet: ${this.facts.length} facts, ends ${JSON.stringify(this.ends)}`);
    }, 15_000);
  }
}

export function textsOf(facts: SourceFact[]): string[] {
  return facts.flatMap((fact) => (fact.type === 'chat' ? [fact.text] : []));
}

/** Counts what the source counts, by name. */
export class Tally implements SourceCounters {
  readonly counts: Record<string, number> = {};
  messages = 0;
  outcomes = 0;

  message(): void {
    this.messages += 1;
  }
  fact(type: string): void {
    this.outcome(`fact ${type}`);
  }
  ignored(method: string): void {
    this.outcome(`ignored ${method}`);
  }
  unknown(method: string): void {
    this.outcome(`unknown ${method}`);
  }
  undecodable(method: string): void {
    this.outcome(`undecodable ${method}`);
  }
  invalid(method: string, why: string): void {
    this.outcome(`invalid ${method} ${why}`);
  }

  /** The sum over all names that begin like this. */
  sum(prefix: string): number {
    return Object.entries(this.counts).reduce((sum, [name, count]) => sum + (name.startsWith(prefix) ? count : 0), 0);
  }

  private outcome(name: string): void {
    this.outcomes += 1;
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }
}
