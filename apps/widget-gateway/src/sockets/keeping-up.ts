/** Pushes that come later than this wait for the gateway, not for the network. */
const LATE_MS = 200;
/** Marks in a row that must be late: one pause of the process is over by itself. */
const LATE_MARKS = 3;
/** Caught up, once a mark is no later than this. */
const SOON_MS = 50;

/**
 * Whether this gateway keeps up with what is pushed to it. While it does not, pages get alerts alone, so that what was
 * paid for does not wait behind chat and likes.
 */
export class KeepingUp {
  /** Of the last mark, ms. */
  lagMs = 0;
  /** How often it fell behind. */
  times = 0;
  private late = 0;
  private isBehind = false;

  constructor(private readonly onChange: (behind: boolean, lagMs: number) => void = () => undefined) {}

  get behind(): boolean {
    return this.isBehind;
  }

  /** A mark that was sent the way of a push arrived, `lagMs` after it was sent. */
  note(lagMs: number): void {
    this.lagMs = lagMs;
    this.late = lagMs > LATE_MS ? this.late + 1 : 0;
    if (!this.isBehind && this.late >= LATE_MARKS) {
      this.times += 1;
      this.turn(true);
    } else if (this.isBehind && lagMs <= SOON_MS) {
      this.turn(false);
    }
  }

  private turn(behind: boolean): void {
    this.isBehind = behind;
    this.onChange(behind, this.lagMs);
  }
}
