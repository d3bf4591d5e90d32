import type { LiveEventOf, LiveUser } from '#libs/contracts';

/** Builders of valid events, for tests that care about one or two fields. */
export function user(id: string): LiveUser {
  return { id, handle: `user.${id}`, name: `User ${id}`, moderator: false, subscriber: false, follower: false };
}

export function chat(id: string, text = 'hello', from = 'u1'): LiveEventOf<'chat'> {
  return { type: 'chat', id, at: 1000, receivedAt: Date.now(), user: user(from), text, emotes: [] };
}

export function follow(id: string, from = 'u1'): LiveEventOf<'follow'> {
  return { type: 'follow', id, at: 1000, receivedAt: Date.now(), user: user(from) };
}

export function share(id: string, from = 'u1'): LiveEventOf<'share'> {
  return { type: 'share', id, at: 1000, receivedAt: Date.now(), user: user(from) };
}

export function like(id: string, count: number, from = 'u1'): LiveEventOf<'like'> {
  return { type: 'like', id, at: 1000, receivedAt: Date.now(), user: user(from), count, total: count };
}

export function gift(
  id: string,
  options: { count?: number; total?: number; price?: number; streak?: string; closed?: boolean; from?: string } = {},
): LiveEventOf<'gift'> {
  const count = options.count ?? 1;
  const price = options.price ?? 1;
  return {
    type: 'gift',
    id,
    at: 1000,
    receivedAt: Date.now(),
    user: user(options.from ?? 'u1'),
    gift: { id: '5655', name: 'Rose', coins: price },
    count,
    total: options.total ?? count,
    coins: count * price,
    ...(options.streak ? { streak: { id: options.streak, state: options.closed ? 'closed' : 'open' } } : {}),
  };
}
