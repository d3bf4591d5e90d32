import type { User, UserIdentity } from 'tiktok-live-proto/v3';
import type { LiveUser } from '#libs/contracts';
import { label, optional } from './text.js';
import { pictureOf, toCount, toId } from './values.js';

/** `sceneType` of a badge: what it stands for. */
const MODERATOR = 1;
const SUBSCRIBER = [4, 7];
const GIFTER_LEVEL = 8;

/** Somebody whom TikTok does not name: a paid gift must still be shown. */
export const ANONYMOUS: LiveUser = {
  id: '0',
  handle: '',
  name: 'Anonymous',
  moderator: false,
  subscriber: false,
  follower: false,
};

/** A viewer as the message shows them; `undefined` where it names nobody. Roles come from the message, else badges. */
export function toUser(user: User | undefined, identity?: UserIdentity): LiveUser | undefined {
  const id = toId(user?.id) ?? toId(user?.idStr);
  if (!user || id === undefined) return undefined;
  const handle = label(user.displayId, 64);
  const badges = user.badgeList ?? [];
  const has = (...scenes: number[]) => badges.some((badge) => scenes.includes(badge.sceneType));
  const level = toCount(badges.find((badge) => badge.sceneType === GIFTER_LEVEL)?.privilegeLogExtra?.level);
  return {
    id,
    handle,
    name: label(user.nickname, 128) || handle,
    ...optional('avatar', pictureOf(user.avatarThumb, user.avatarMedium)),
    moderator: identity?.isModeratorOfAnchor === true || has(MODERATOR),
    subscriber: identity?.isSubscriberOfAnchor === true || has(...SUBSCRIBER),
    follower: isFollower(user, identity),
    ...(level > 0 ? { level } : {}),
  };
}

/** In the recordings every follow status but 0 belongs to a follower, and 0 says nothing. */
function isFollower(user: User, identity: UserIdentity | undefined): boolean {
  if (identity) return identity.isFollowerOfAnchor || identity.isMutualFollowingWithAnchor;
  return toCount(user.followInfo?.followStatus) > 0;
}
