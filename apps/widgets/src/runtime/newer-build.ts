import type { Clock } from './timers.js';

/** The part of `sessionStorage` that is needed. */
interface Memory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const NAME = 'streamshape:renewed-for';
const SPREAD_MS = 20_000;

/**
 * Calls `renew` when the gateway serves another build than this page is of, after up to 20 s, so that not all pages come
 * at once. Once for each build: while two gateways serve different builds, a page must not go round in circles.
 */
export class NewerBuild {
  private planned = false;

  constructor(
    private readonly own: string,
    private readonly memory: Memory,
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly renew: () => void,
  ) {}

  heard(build: string | undefined): void {
    if (!build || !this.own || build === this.own || this.planned || this.triedFor(build)) return;
    this.planned = true;
    this.clock.after(this.random() * SPREAD_MS, () => {
      this.remember(build);
      this.renew();
    });
  }

  private triedFor(build: string): boolean {
    try {
      return this.memory.getItem(NAME) === build;
    } catch (error) {
      console.warn('nothing can be remembered here', error);
      return true;
    }
  }

  private remember(build: string): void {
    try {
      this.memory.setItem(NAME, build);
    } catch (error) {
      console.warn('nothing can be remembered here', error);
    }
  }
}
