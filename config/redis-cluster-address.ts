import { z } from 'zod';

/** Some nodes of a Redis Cluster, and what all of them demand. */
export interface RedisClusterAddress {
  nodes: { host: string; port: number }[];
  username?: string;
  password?: string;
  tls?: boolean;
}

const FORM = 'must be like host:port,host:port or rediss://user:password@host:port,rediss://…';

/** Parses the list; refuses nodes that differ in user, password or TLS, for those that join later have to fit too. */
export const redisClusterAddress = z
  .string()
  .trim()
  .min(1)
  .transform((text, context): RedisClusterAddress => {
    const entries = text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
    const urls = entries.map(parse);
    const fail = (message: string) => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    if (urls.length === 0 || urls.includes(undefined)) return fail(FORM);
    const known = urls as URL[];
    const [first] = known;
    const demands = ({ protocol, username, password }: URL) => JSON.stringify([protocol, username, password]);
    if (known.some((url) => demands(url) !== demands(first!))) {
      return fail('must give the same user, password and TLS (rediss://) for every node');
    }
    return {
      nodes: known.map((url) => ({ host: url.hostname.replaceAll(/^\[|\]$/g, ''), port: Number(url.port || 6379) })),
      ...(first!.username === '' ? {} : { username: decodeURIComponent(first!.username) }),
      ...(first!.password === '' ? {} : { password: decodeURIComponent(first!.password) }),
      ...(first!.protocol === 'rediss:' ? { tls: true } : {}),
    };
  });

function parse(entry: string): URL | undefined {
  const text = entry.includes('://') ? entry : `redis://${entry}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = (url.pathname === '' || url.pathname === '/') && url.search === '' && url.hash === '';
  return /^rediss?:$/.test(url.protocol) && url.hostname !== '' && plain ? url : undefined;
}
