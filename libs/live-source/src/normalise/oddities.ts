import type { DecodedData } from 'tiktok-live-connector';
import type { DriftReason } from '#libs/contracts';
import { HIGHEST_PRICE, MOST_AT_ONCE } from './gift.js';
import { toMillis } from './values.js';

type Method = DecodedData['type'];
type MessageOf<K extends Method> = Extract<DecodedData, { type: K }>['data'];
interface Look {
  /** A number as it came, and the most that is possible. */
  counts?: [value: unknown, most: number][];
  /** Ids as they came; TikTok's are digits alone. */
  ids?: unknown[];
  /** An enum as it came, and the values that we know. */
  known?: [value: unknown, values: readonly unknown[]];
}

const MOST_VIEWERS = 1_000_000_000;
const MOST_LIKES_AT_ONCE = 1_000_000;
const MOST_LIKES = 1_000_000_000_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What to look at in which message, beyond what its normaliser needs. */
const LOOKS: { [K in Method]?: (message: MessageOf<K>) => Look } = {
  WebcastGiftMessage: ({ repeatCount, gift, user, giftId }) => ({
    counts: [
      [repeatCount, MOST_AT_ONCE],
      [gift?.diamondCount, HIGHEST_PRICE],
    ],
    ids: [user?.id, giftId],
    ...(gift ? { known: [gift.type, [1, 2, 4]] } : {}),
  }),
  WebcastLikeMessage: ({ count, total, user }) => ({
    counts: [
      [count, MOST_LIKES_AT_ONCE],
      [total, MOST_LIKES],
    ],
    ids: [user?.id],
  }),
  WebcastRoomUserSeqMessage: ({ total, totalUser }) => ({
    counts: [
      [total, MOST_VIEWERS],
      [totalUser, MOST_VIEWERS],
    ],
  }),
  WebcastChatMessage: ({ user }) => ({ ids: [user?.id] }),
  WebcastMemberMessage: ({ user, memberCount }) => ({ ids: [user?.id], counts: [[memberCount, MOST_VIEWERS]] }),
  WebcastSocialMessage: ({ user }) => ({ ids: [user?.id] }),
  WebcastSubNotifyMessage: ({ user, subMonth }) => ({ ids: [user?.id], counts: [[subMonth, 1_200]] }),
  WebcastEnvelopeMessage: ({ envelopeInfo }) => ({
    counts: [
      [envelopeInfo?.diamondCount, MOST_AT_ONCE],
      [envelopeInfo?.peopleCount, MOST_VIEWERS],
    ],
  }),
  WebcastControlMessage: ({ action }) => ({ known: [action, [1, 2, 3, 4]] }),
};

/**
 * What is impossible in a message that could be read all the same. `receivedAt` in ms; leave it out where an old
 * message is nothing special. Each reason at most once.
 */
export function odditiesOf<K extends Method>(
  decoded: { type: K; data: MessageOf<K> },
  receivedAt: number | undefined,
): Set<DriftReason> {
  const found = new Set<DriftReason>();
  const look = Object.hasOwn(LOOKS, decoded.type) ? LOOKS[decoded.type]?.(decoded.data) : undefined;
  const { msgId, roomId, createTime } = decoded.data.common ?? {};
  for (const id of [msgId, roomId, ...(look?.ids ?? [])]) if (isBadId(id)) found.add('bad-id');
  for (const [value, most] of look?.counts ?? []) {
    if (Number(value ?? 0) < 0) found.add('negative-count');
    if (Number(value ?? 0) > most) found.add('absurd-count');
  }
  if (look?.known && !look.known[1].includes(look.known[0])) found.add('unknown-value');
  if (receivedAt !== undefined && Math.abs(toMillis(createTime, receivedAt) - receivedAt) > DAY_MS) {
    found.add('far-off-time');
  }
  return found;
}

/** None at all is no bad one. */
function isBadId(id: unknown): boolean {
  return (
    id !== undefined && id !== '' && !/^\d+$/u.test(typeof id === 'number' ? `${id}` : typeof id === 'string' ? id : '')
  );
}
