import { describe, expect, it } from 'vitest';
import { redisTransportOptions } from './redis-transport.js';

describe('redisTransportOptions', () => {
  it('takes an address apart', () => {
    const url = 'rediss://user:p%40ss@redis.example:7000/2';
    expect(redisTransportOptions({ kind: 'single', url })).toMatchObject({
      ...{ host: 'redis.example', port: 7000, db: 2 },
      ...{ username: 'user', password: 'p@ss', tls: {} },
    });
    const plain = redisTransportOptions({ kind: 'single', url: 'redis://[::1]' });
    expect(plain).toMatchObject({ host: '::1', port: 6379, db: 0 });
    expect(plain).not.toHaveProperty('tls');
    expect(plain).not.toHaveProperty('password');
  });

  it('speaks to any node of a cluster', () => {
    const nodes = [{ host: 'a', port: 1 }];
    expect(redisTransportOptions({ kind: 'cluster', nodes })).toMatchObject({ host: 'a', port: 1 });
  });
});
