import type { RedisTarget } from './connection.js';

/** Options of Nest's Redis transport, which opens its own connections. In a cluster any node carries plain channels. */
export interface TransportOptions {
  host: string;
  port: number;
  username?: string;
  password?: string;
  db?: number;
  tls?: Record<string, never>;
  retryAttempts: number;
  retryDelay: number;
}

export function transportOptions(target: RedisTarget): TransportOptions {
  // The transport gives up for good after its attempts, so there must always be another one.
  const retry = { retryAttempts: Number.MAX_SAFE_INTEGER, retryDelay: 500 };
  if (target.kind === 'cluster') {
    const { username, password, tls } = target;
    return {
      ...target.nodes[0]!,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(tls ? { tls: {} } : {}),
      ...retry,
    };
  }
  const url = new URL(target.url);
  const db = Number(url.pathname.slice(1) || 0);
  return {
    host: url.hostname,
    port: Number(url.port || 6379),
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    ...(db > 0 ? { db } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
    ...retry,
  };
}
