import type { SourceFact } from '../ports/live-source.js';

/** How exact the comparison of two clocks is. */
const SLACK_MS = 5000;
/** A time that is further off says nothing of a clock. */
const ABSURD_MS = 24 * 3_600_000;
/** So many of the last facts tell how far TikTok's clock is from ours. */
const SAMPLES = 20;

type Timed = Pick<SourceFact, 'type' | 'at' | 'receivedAt'>;

/**
 * Decides what of TikTok's history belongs into a gap. History tells of before the connection, by TikTok's clock, which
 * may be off: the difference is learned from what comes live. Chat is always welcome; anything else only where this
 * stream was being heard already and the gap may have swallowed it, so that old gifts of a room that is heard for the
 * first time never begin an alert. What was heard before is dropped later, by its id.
 */
export class BackFill {
  private readonly differences: number[] = [];
  private room: string | undefined;
  private heardSince = Number.NEGATIVE_INFINITY;
  private gapFrom: number | undefined;

  /** `clockDifferenceMs`: ours minus TikTok's, as the log has it from an earlier owner. */
  constructor(private readonly clockDifferenceMs = 0) {}

  /** A connection to `roomId` begins. `inProgress`: this stream was heard before; `gapFrom`: since when it was not. */
  joined(roomId: string, inProgress: boolean, gapFrom: number | undefined, now: number): void {
    if (!inProgress) this.heardSince = now;
    else if (this.room !== roomId) this.heardSince = Number.NEGATIVE_INFINITY;
    this.room = roomId;
    this.gapFrom = inProgress ? gapFrom : undefined;
  }

  /** A fact that came live. */
  heard({ at, receivedAt }: Timed): void {
    // Where TikTok gave no time, the two are the same.
    if (at === receivedAt || Math.abs(receivedAt - at) > ABSURD_MS) return;
    this.differences.push(receivedAt - at);
    if (this.differences.length > SAMPLES) this.differences.shift();
  }

  accepts({ type, at, receivedAt }: Timed): boolean {
    if (type === 'chat') return true;
    if (this.gapFrom === undefined) return false;
    if (at === receivedAt) return true;
    const onOurClock = at + this.difference;
    return onOurClock >= Math.max(this.gapFrom - SLACK_MS, this.heardSince);
  }

  /** The quickest of the last messages says most: the others waited on their way. */
  private get difference(): number {
    return this.differences.length === 0 ? this.clockDifferenceMs : Math.min(...this.differences);
  }
}
