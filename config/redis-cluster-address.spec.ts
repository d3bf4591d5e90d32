import { describe, expect, it } from 'vitest';
import { redisClusterAddress } from './redis-cluster-address.js';

const read = (text: string) => redisClusterAddress.safeParse(text);

describe('REDIS_CLUSTER_NODES', () => {
  it('is a list of hosts and ports', () => {
    expect(read('a:7000, b:7001,c').data).toEqual({
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 7001 },
        { host: 'c', port: 6379 },
      ],
    });
  });

  it('may carry user, password and TLS', () => {
    expect(read('rediss://me:p%2Cq@a:7000,rediss://me:p%2Cq@[::1]:7001').data).toEqual({
      nodes: [
        { host: 'a', port: 7000 },
        { host: '::1', port: 7001 },
      ],
      username: 'me',
      password: 'p,q',
      tls: true,
    });
  });

  it.each(['', ',', 'http://a:1', 'a:99999', 'redis://a:1/3', 'redis://a:1?x=1', ':7000'])('refuses "%s"', (text) => {
    expect(read(text).success).toBe(false);
  });

  it('refuses nodes that differ in what they demand', () => {
    expect(read('redis://:one@a:1,redis://:two@b:1').error?.message).toContain('same user, password and TLS');
    expect(read('rediss://a:1,b:1').success).toBe(false);
  });
});
