import type {
  WebcastControlMessage,
  WebcastLikeMessage,
  WebcastMemberMessage,
  WebcastRoomUserSeqMessage,
  WebcastSocialMessage,
} from 'tiktok-live-proto/v3';
import type { Normaliser, StreamSignal } from './outcome.js';
import { fact, IGNORED, withUser } from './outcome.js';
import { toUser } from './user.js';
import { toCount } from './values.js';

const MAX_TOP = 20;

export const like: Normaliser<WebcastLikeMessage> = (message, common) =>
  withUser(toUser(message.user), (user) => ({
    type: 'like',
    ...common,
    user,
    count: toCount(message.count),
    total: toCount(message.total),
  }));

export const member: Normaliser<WebcastMemberMessage> = (message, common) =>
  withUser(toUser(message.user), (user) => ({ type: 'join', ...common, user }));

/** A share is never a follow: what the key says counts, and the action only where there is no key. */
export const social: Normaliser<WebcastSocialMessage> = (message, common) => {
  const type = socialType(message);
  return type ? withUser(toUser(message.user), (user) => ({ type, ...common, user })) : IGNORED;
};

function socialType(message: WebcastSocialMessage): 'follow' | 'share' | undefined {
  const key = message.common?.displayText?.key?.toLowerCase() ?? '';
  if (key.includes('share')) return 'share';
  if (key.includes('follow')) return 'follow';
  if (key !== '') return undefined;
  return ({ 1: 'follow', 3: 'share' } as const)[toCount(message.action)];
}

export const roomUserSeq: Normaliser<WebcastRoomUserSeqMessage> = (message, common) =>
  fact({
    type: 'viewers',
    ...common,
    current: toCount(message.total),
    cumulative: toCount(message.totalUser),
    top: (message.ranks ?? []).slice(0, MAX_TOP).flatMap((rank) => {
      const user = toUser(rank.user);
      return user ? [{ user, coins: toCount(rank.score) }] : [];
    }),
  });

const STREAM_SIGNALS: Record<number, StreamSignal> = { 1: 'paused', 2: 'resumed', 3: 'ended', 4: 'suspended' };

export const control: Normaliser<WebcastControlMessage> = (message) => {
  const signal = STREAM_SIGNALS[message.action];
  return signal ? { kind: 'signal', signal } : IGNORED;
};
