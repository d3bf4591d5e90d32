/**
 * The server's time as far as a page can know it: the clocks differ by no more than the freshest event seemed to be old.
 * Errs towards "younger", so a wrong clock on the streaming machine hides no alert.
 */
export class ServerClock {
  private ahead: number | undefined;

  constructor(private readonly localNow: () => number) {}

  observe(receivedAt: number): void {
    const age = this.localNow() - receivedAt;
    if (this.ahead === undefined || age < this.ahead) this.ahead = age;
  }

  now(): number {
    return this.localNow() - (this.ahead ?? 0);
  }
}
