interface Item {
  at: number;
  order: number;
  task: () => void;
}

/** A clock that jumps from one task to the next: a binary heap by time, then by the order of asking. */
export class Agenda {
  private readonly heap: Item[] = [];
  private orders = 0;

  constructor(public now: number) {}

  after(ms: number, task: () => void): void {
    this.heap.push({ at: this.now + Math.max(0, ms), order: this.orders++, task });
    let index = this.heap.length - 1;
    while (index > 0 && this.sooner(index, (index - 1) >> 1)) {
      this.swap(index, (index - 1) >> 1);
      index = (index - 1) >> 1;
    }
  }

  /** Does what is due before `end`, ms. */
  run(end: number): void {
    for (let next = this.heap[0]; next !== undefined && next.at < end; next = this.heap[0]) {
      this.removeFirst();
      this.now = next.at;
      next.task();
    }
    this.now = end;
  }

  private removeFirst(): void {
    const last = this.heap.pop()!;
    if (this.heap.length === 0) return;
    this.heap[0] = last;
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (left < this.heap.length && this.sooner(left, least)) least = left;
      if (right < this.heap.length && this.sooner(right, least)) least = right;
      if (least === index) return;
      this.swap(index, least);
      index = least;
    }
  }

  private sooner(a: number, b: number): boolean {
    const [one, other] = [this.heap[a]!, this.heap[b]!];
    return one.at < other.at || (one.at === other.at && one.order < other.order);
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }
}
