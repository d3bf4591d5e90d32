import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { learnHabits, LocalLivenessBudget, type LookOutcome } from '#libs/domain';
import { SeededRandom } from '../../../../test/chaos/support/random.js';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { RedisHabitStore } from './redis-habit-store.js';
import { RedisLivenessBudget } from './redis-liveness-budget.js';

const redis = openTestRedis();
afterAll(() => redis.quit());

describe('the shared schedule in Redis', () => {
  it.each([1, 2, 3])('does what LookPlan does, to the last bit, in a random life (seed %i)', async (seed) => {
    const random = new SeededRandom(seed);
    let now = 1_800_000_000_000;
    const requestsPerMinute = random.pick([30, 300, 1000]);
    const real = new RedisLivenessBudget(redis, { requestsPerMinute, name: randomUUID(), now: () => now });
    const model = new LocalLivenessBudget(requestsPerMinute, () => now);
    const tickets: string[] = ['0'];
    for (let step = 0; step < 700; step++) {
      now += random.pick([0, 1, 7, 200, 1500, 12_000, 90_000]);
      const streamerId = `s${random.between(0, 60)}`;
      switch (random.pick(['book', 'book', 'book', 'confirm', 'settle', 'settle', 'leave'])) {
        case 'book': {
          const request = { streamerId, urgent: random.next() < 0.3, everyMs: random.pick([5000, 60_000, 333_333]) };
          const [one, other] = [await real.book(request), await model.book(request)];
          expect(one).toEqual(other);
          tickets.push(one.ticket);
          break;
        }
        case 'confirm': {
          const ticket = random.pick(tickets);
          expect(await real.confirm(ticket)).toEqual(await model.confirm(ticket));
          break;
        }
        case 'settle': {
          const outcome = random.pick<LookOutcome>(['answered', 'blocked', 'blocked', 'blocked', 'failed']);
          const result = { requests: random.between(0, 3), outcome };
          await Promise.all([real.settle(streamerId, result), model.settle(streamerId, result)]);
          break;
        }
        default:
          await Promise.all([real.leave(streamerId), model.leave(streamerId)]);
      }
    }
  });

  it('goes by the time of Redis, and gives workers that ask at once one slot each', async () => {
    const options = { requestsPerMinute: 300, name: randomUUID() };
    const workers = [new RedisLivenessBudget(redis, options), new RedisLivenessBudget(redis, options)];
    const ask = (n: number) => workers[n % 2]!.book({ streamerId: `s${n}`, urgent: false, everyMs: 60_000 });
    const turns = await Promise.all(Array.from({ length: 100 }, (_, n) => ask(n)));
    const slots = turns.map(({ ticket, waitMs }) => Number(ticket) + waitMs).toSorted((a, b) => a - b);
    const gaps = slots.slice(1).map((at, n) => at - slots[n]!);
    expect(Math.min(...gaps)).toBeGreaterThan(285);
    expect(Math.abs(Number(turns[0]!.ticket) - Date.now())).toBeLessThan(60_000);
  });

  it('begins anew after a wipe', async () => {
    const name = randomUUID();
    const budget = new RedisLivenessBudget(redis, { requestsPerMinute: 60, name });
    const ask = () => budget.book({ streamerId: 'a', urgent: false, everyMs: 60_000 });
    const { ticket } = await ask();
    await redis.del(...(await redis.keys(`{liveness:${name}}*`)));
    expect(await budget.confirm(ticket)).toEqual({ ticket, waitMs: 0 });
    await budget.settle('a', { requests: 2, outcome: 'answered' });
    expect((await ask()).waitMs).toBeGreaterThan(0);
  });

  it('hands out the usual hours that the supervisor wrote', async () => {
    const name = randomUUID();
    const store = new RedisHabitStore(redis, name);
    const budget = new RedisLivenessBudget(redis, { requestsPerMinute: 300, name });
    const known = learnHabits([1_700_000_000_000], 'Europe/Berlin', 1_700_000_100_000);
    await store.write(new Map([['a', known]]));
    await redis.hset(`{liveness:${name}}:habits`, 'b', 'from another version');
    const ask = (streamerId: string) => budget.book({ streamerId, urgent: true, everyMs: 5000 });
    expect((await ask('a')).habits).toEqual(known);
    expect((await ask('b')).habits).toBeUndefined();
    await store.forget(['a']);
    expect(await store.known()).toEqual(['b']);
    expect((await ask('a')).habits).toBeUndefined();
  });
});
