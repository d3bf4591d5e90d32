import type { Moderation } from '#libs/contracts';
import type { AuditNote } from '../accounts/audit.port.js';

/** Blocked words and viewers. A change raises the streamer's revision, so that gateways hear of it. */
export interface ModerationRepository {
  /** `undefined` when there is no such streamer. */
  find(streamerId: string): Promise<Moderation | undefined>;
  /** `undefined`: no such streamer. What `note` makes of the lists before is noted in the same transaction. */
  replace(
    streamerId: string,
    moderation: Moderation,
    note?: (before: Moderation) => readonly AuditNote[],
  ): Promise<Moderation | undefined>;
}
