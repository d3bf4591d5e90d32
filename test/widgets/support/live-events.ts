import type { LiveEventOf, LiveUser } from '#libs/contracts';

let serial = 0;
const nextId = (): string => `test-${(serial += 1)}`;

export interface GiftSpec {
  name: string;
  coins: number;
  picture?: string;
}
export const ROSE: GiftSpec = { name: 'Rose', coins: 1, picture: 'rose' };
export const CROWN: GiftSpec = { name: 'Golden Crown', coins: 1999, picture: 'crown' };
export const GALAXY: GiftSpec = { name: 'Galaxy', coins: 34_999, picture: 'galaxy' };

export function person(name: string, more: Partial<LiveUser> = {}): LiveUser {
  const id = `user-${Buffer.from(name).toString('hex').slice(0, 40)}`;
  return { id, handle: 'someone', name, moderator: false, subscriber: false, follower: false, ...more };
}

/** With a drawn face, as the harness serves them. */
export function withFace(origin: string, name: string, more: Partial<LiveUser> = {}): LiveUser {
  const seed = Buffer.from(name).toString('hex').slice(0, 24);
  return person(name, { avatar: `${origin}/img/face-${seed}`, ...more });
}

export function gift(
  user: LiveUser,
  what: GiftSpec,
  more: { count?: number; total?: number; streak?: LiveEventOf<'gift'>['streak']; origin?: string; id?: string } = {},
): LiveEventOf<'gift'> {
  const count = more.count ?? 1;
  const at = Date.now();
  const image = more.origin && what.picture ? { image: `${more.origin}/img/gift-${what.picture}` } : {};
  return {
    type: 'gift',
    id: more.id ?? nextId(),
    at,
    receivedAt: at,
    user,
    gift: { id: `gift-${what.name}`, name: what.name, coins: what.coins, ...image },
    count,
    total: more.total ?? count,
    coins: count * what.coins,
    ...(more.streak ? { streak: more.streak } : {}),
  };
}

/** Every step of a streak, the last one closing it without a new gift. */
export function streakOf(user: LiveUser, what: GiftSpec, length: number, origin?: string): LiveEventOf<'gift'>[] {
  const id = nextId();
  const place = origin ? { origin } : {};
  const steps = Array.from({ length }, (_, index) =>
    gift(user, what, { count: 1, total: index + 1, streak: { id, state: 'open' }, ...place }),
  );
  return [...steps, gift(user, what, { count: 0, total: length, streak: { id, state: 'closed' }, ...place })];
}

export function chat(user: LiveUser, text: string, emotes: LiveEventOf<'chat'>['emotes'] = []): LiveEventOf<'chat'> {
  const at = Date.now();
  return { type: 'chat', id: nextId(), at, receivedAt: at, user, text, emotes };
}
