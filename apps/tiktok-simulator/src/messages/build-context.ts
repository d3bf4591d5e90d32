import type { User } from 'tiktok-live-proto/v3';
import type { GiftSpec, UserSpec } from './event-spec.js';

/** What a builder needs to know beside the event itself. */
export interface BuildContext {
  readonly msgId: string;
  readonly roomId: string;
  readonly createTime: number;
  user(spec: UserSpec): User;
  gift(ref: GiftSpec | number | string): GiftSpec;
  giftImage(gift: GiftSpec): string;
  emoteImage(emote: { id: string; image?: string | undefined }): string;
  avatar(user: UserSpec): string;
  nextId(): string;
}
