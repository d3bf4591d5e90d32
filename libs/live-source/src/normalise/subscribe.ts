import type { User, WebcastBarrageMessage, WebcastSubNotifyMessage } from 'tiktok-live-proto/v3';
import type { Normaliser } from './outcome.js';
import { IGNORED, withUser } from './outcome.js';
import { toUser } from './user.js';
import { toCount } from './values.js';

/** `msgType` of a barrage that tells of a new subscriber. */
const SUBSCRIBE = 4;
const SUPER_FAN = 'ttlive_superfan';
/** `messageType` of a subscription that took place; the others remind, or tell of goals and given subscriptions. */
const SUCCESS = 0;
/** `subscribingStatus` of a subscription that was taken back. */
const TAKEN_BACK = [3, 4];

export const subNotify: Normaliser<WebcastSubNotifyMessage> = (message, common) => {
  if (message.messageType !== SUCCESS || TAKEN_BACK.includes(message.subscribingStatus)) return IGNORED;
  const months = toCount(message.subMonth);
  return withUser(toUser(message.user), (user) => ({
    type: 'subscribe',
    ...common,
    user,
    ...(months > 0 ? { months } : {}),
  }));
};

/** Most barrages greet somebody whose joining is told by another message; subscribers and super fans count. */
export const barrage: Normaliser<WebcastBarrageMessage> = (message, common) => {
  const keys = [message.content?.key, message.commonBarrageContent?.key];
  const superFan = keys.some((key) => key?.toLowerCase().includes(SUPER_FAN));
  if (message.msgType !== SUBSCRIBE && !superFan) return IGNORED;
  return withUser(toUser(userOf(message)), (user) => ({ type: 'subscribe', ...common, user }));
};

/** A barrage names its user in one of many places. */
function userOf(message: WebcastBarrageMessage): User | undefined {
  return (
    message.user ??
    message.userGradeParam?.user ??
    message.fansLevelParam?.user ??
    userIn(message.content) ??
    userIn(message.commonBarrageContent) ??
    userIn(message.common?.displayText)
  );
}

function userIn(text: WebcastBarrageMessage['content']): User | undefined {
  return text?.pieces?.find((piece) => piece.userValue?.user)?.userValue?.user;
}
