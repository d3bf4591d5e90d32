import type { Moderation } from '#libs/contracts';

/** Blocked words and viewers. A change raises the streamer's revision, so that gateways hear of it. */
export interface ModerationRepository {
  /** `undefined` when there is no such streamer. */
  find(streamerId: string): Promise<Moderation | undefined>;
  /** `undefined`: no such streamer. */
  replace(streamerId: string, moderation: Moderation): Promise<Moderation | undefined>;
}
