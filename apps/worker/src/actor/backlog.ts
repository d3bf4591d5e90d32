/** Entries, about 1 KB each. */
const MOST = 100_000;

/** What waits for the log in all batchers of a worker together: a bound for each of them alone would bound nothing. */
export class Backlog {
  private waiting = 0;

  constructor(private readonly most = MOST) {}

  /** No more is to be kept that may be dropped. */
  get full(): boolean {
    return this.waiting > this.most;
  }

  /** `by`: how many more wait in one batcher than when it said so last; negative when fewer do. */
  change(by: number): void {
    this.waiting += by;
  }
}
