/**
 * Sockets that have not said hello, by where they come from: whoever opens thousands and says nothing would take the
 * place of everybody else's pages.
 */
export class WaitingRoom {
  private readonly waiting = new Map<string, number>();

  constructor(private readonly limit: number) {}

  /** A place for one more, or `undefined` when this client has them all. Call it to give the place back. */
  enter(client: string): (() => void) | undefined {
    const here = this.waiting.get(client) ?? 0;
    if (here >= this.limit) return undefined;
    this.waiting.set(client, here + 1);
    let gone = false;
    return () => {
      if (gone) return;
      gone = true;
      const left = (this.waiting.get(client) ?? 1) - 1;
      if (left > 0) this.waiting.set(client, left);
      else this.waiting.delete(client);
    };
  }
}
