import type { TokenScope } from '#libs/contracts';

export const TOKENS = ['tokens'] as const;

/** What a token may do, for people. */
export const SCOPE_WORDS: Record<TokenScope, { short: string; text: string }> = {
  read: { short: 'Look', text: 'See everything that you see' },
  write: { short: 'Change', text: 'Change widgets, goals and settings' },
  live: { short: 'Live controls', text: 'Pause, skip, mute and send tests' },
};
export const SCOPES = Object.keys(SCOPE_WORDS) as TokenScope[];
