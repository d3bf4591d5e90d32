interface Entry {
  at: number;
  run: (at: number) => void;
}

/** Due actions in the order of their time. Holds a few dozen entries, so insertion keeps the list sorted. */
export class Schedule {
  private entries: Entry[] = [];

  add(at: number, run: (at: number) => void): void {
    let index = this.entries.length;
    while (index > 0 && (this.entries[index - 1]?.at ?? 0) > at) index -= 1;
    this.entries.splice(index, 0, { at, run });
  }

  /** Runs everything due by `now`, also what these actions add. */
  advance(now: number): void {
    for (let next = this.entries[0]; next && next.at <= now; next = this.entries[0]) {
      this.entries.shift();
      next.run(next.at);
    }
  }

  clear(): void {
    this.entries = [];
  }
}
