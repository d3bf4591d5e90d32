import type { AppendEntry } from '#libs/domain';

/** What is appended again when the log loses its tail. */
const REPLAY_MS = 60_000;
const MAX_REPLAY = 2000;

interface Batch {
  at: number;
  count: number;
  /** One text in place of a tree of objects for each event: hundreds of thousands of events are kept in a worker. */
  json: string;
}

/** The entries of the last minute that the log took: all of them, or at least the last 2,000. */
export class RecentEntries {
  private batches: Batch[] = [];
  private count = 0;

  add(entries: readonly AppendEntry[], now: number): void {
    this.batches.push({ at: now, count: entries.length, json: JSON.stringify(entries) });
    this.count += entries.length;
    let [oldest] = this.batches;
    while (oldest && (oldest.at <= now - REPLAY_MS || this.count - oldest.count >= MAX_REPLAY)) {
      this.count -= oldest.count;
      this.batches.shift();
      [oldest] = this.batches;
    }
  }

  /** In the order in which they were appended. */
  all(): AppendEntry[] {
    return this.batches.flatMap(({ json }) => JSON.parse(json) as AppendEntry[]);
  }

  clear(): void {
    this.batches = [];
    this.count = 0;
  }
}
