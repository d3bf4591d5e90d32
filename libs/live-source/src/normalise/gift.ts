import type { WebcastGiftMessage } from 'tiktok-live-proto/v3';
import type { Gift } from '#libs/contracts';
import type { GiftHit } from '#libs/domain';
import type { Normaliser } from './outcome.js';
import { fact, invalid } from './outcome.js';
import { label, optional } from './text.js';
import { ANONYMOUS, toUser } from './user.js';
import { pictureOf, toCount, toId } from './values.js';

/** `gift.type` of gifts that can be sent in a row. The other types (2, 4) never set `repeatEnd`: each is complete. */
const COMBO = 1;
/** TikTok's dearest gift costs 44,999 coins, and its longest rows have a few thousand gifts. */
export const HIGHEST_PRICE = 10_000_000;
export const MOST_AT_ONCE = 10_000_000;

/** Coins were paid, so a gift from somebody who is not named is still a gift. */
export const gift: Normaliser<WebcastGiftMessage> = (message, common) => {
  const giftId = toId(message.giftId) ?? toId(message.gift?.id);
  if (giftId === undefined) return invalid('no-content');
  if (toCount(message.repeatCount) > MOST_AT_ONCE || toCount(message.gift?.diamondCount) > HIGHEST_PRICE) {
    return invalid('absurd-count');
  }
  const user = toUser(message.user, message.userIdentity) ?? ANONYMOUS;
  const hit: GiftHit = {
    type: 'gift',
    ...common,
    user,
    gift: toGift(message, giftId),
    repeatCount: Math.max(1, toCount(message.repeatCount)),
    repeatEnd: toCount(message.repeatEnd) > 0,
  };
  return fact(isCombo(message) ? { ...hit, streakId: streakIdOf(message, user.id, giftId) } : hit);
};

function toGift(message: WebcastGiftMessage, id: string): Gift {
  const details = message.gift;
  return {
    id,
    name: label(details?.name, 128) || `Gift ${id}`,
    ...optional('image', pictureOf(details?.image, details?.icon)),
    coins: toCount(details?.diamondCount),
  };
}

/** Without the gift's details, a group is what tells a row of gifts. */
function isCombo(message: WebcastGiftMessage): boolean {
  return message.gift ? message.gift.type === COMBO : toId(message.groupId) !== undefined;
}

/** The group of a row without one; SessionMemory tells such rows apart. */
export const NO_GROUP = '0';

/** The room is not part of it: co-hosted rooms repeat a streak under another room's id. */
function streakIdOf(message: WebcastGiftMessage, userId: string, giftId: string): string {
  return `${userId}:${toId(message.groupId) ?? NO_GROUP}:${giftId}`;
}
