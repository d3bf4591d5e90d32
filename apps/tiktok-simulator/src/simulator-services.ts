import type { FailureBook } from './failures/failure-book.js';
import type { PictureUrls } from './pictures/picture-urls.js';
import type { Snowflake } from './wire/snowflake.js';

/** What a room gets from its simulator; nothing is shared between simulators. */
export interface SimulatorServices {
  readonly snowflake: Snowflake;
  readonly pictures: PictureUrls;
  readonly failures: FailureBook;
  readonly seed: number;
  readonly ackData: boolean;
  now(): number;
  livelyChanged(): void;
  roomIdChanged(handle: string, roomId: string): void;
}
