import type { LiveEventOf } from '#libs/contracts';

export type ChatEvent = LiveEventOf<'chat'>;
