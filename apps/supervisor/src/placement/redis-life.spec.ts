import { describe, expect, it } from 'vitest';
import { RedisLife } from './redis-life.js';

class FakeRedis {
  value: string | null = null;
  away = false;
  get = async () => this.answer(() => this.value);
  setnx = async (_key: string, value: string) =>
    this.answer(() => {
      if (this.value !== null) return 0;
      this.value = value;
      return 1;
    });

  private answer<T>(reply: () => T): T {
    if (this.away) throw new Error('out of reach');
    return reply();
  }
}

function life(redis: FakeRedis) {
  const clock = { now: 1000 };
  let count = 0;
  const made = new RedisLife(
    redis,
    600,
    () => `marker${count++}`,
    () => clock.now,
  );
  return { life: made, clock };
}

describe('RedisLife', () => {
  it('finds a Redis that it knows and holds nothing', async () => {
    const redis = new FakeRedis();
    redis.value = 'known';
    const { life: one } = life(redis);
    await one.check();
    await one.check();
    expect(one.holdMs).toBe(0);
    expect(one.incarnation).toBe(0);
  });

  it('holds while an emptied Redis fills up again', async () => {
    const redis = new FakeRedis();
    const { life: one, clock } = life(redis);
    await one.check();
    expect(one.incarnation).toBe(1);
    clock.now = 5000;
    redis.value = null;
    await one.check();
    expect(one.holdMs).toBe(600);
    expect(one.incarnation).toBe(2);
    clock.now = 5100;
    await one.check();
    expect(one.holdMs).toBe(500);
    clock.now = 5700;
    expect(one.holdMs).toBe(0);
  });

  it('notices that another supervisor has marked the emptied Redis before', async () => {
    const redis = new FakeRedis();
    redis.value = 'known';
    const { life: one } = life(redis);
    await one.check();
    redis.value = 'theirs';
    await one.check();
    expect(one.holdMs).toBe(600);
    expect(one.incarnation).toBe(1);
  });

  it('holds after Redis was out of reach, from the moment it is back', async () => {
    const redis = new FakeRedis();
    redis.value = 'known';
    const { life: one, clock } = life(redis);
    await one.check();
    redis.away = true;
    await expect(one.check()).rejects.toThrow();
    redis.away = false;
    clock.now = 9000;
    await one.check();
    expect(one.holdMs).toBe(600);
    clock.now = 20_000;
    one.lost();
    await one.check();
    expect(one.holdMs).toBe(600);
    expect(one.incarnation).toBe(0);
  });
});
