import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fleet } from './fleet.js';

/** Clocks at a fraction; what is asserted are invariants. */
const FAST = {
  settings: {
    retry: { baseMs: 100, maxMs: 1000 },
    offlinePollMs: 300,
    offlinePollMaxMs: 1000,
    quietMs: 1000,
    unheardMs: 3600_000,
  },
  requestsPerMinute: 60_000,
  silenceMs: 3000,
  connectTimeoutMs: 2000,
  keepAliveMs: 200,
};
const WAIT = { timeout: 20_000 };

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start(FAST);
});
afterAll(() => fleet[Symbol.asyncDispose]());

async function live(handle: string) {
  const one = await fleet.follow(handle);
  one.room.goLive();
  await one.room.waitForClients(1);
  await expect.poll(() => fleet.status(one.streamerId)?.state, WAIT).toBe('live');
  return { ...one, types: async () => (await fleet.events(one.streamerId)).map(({ type }) => type) };
}
const rose = (repeatCount: number, more: object = {}) =>
  ({ type: 'gift', gift: 'Rose', groupId: '77', repeatCount, repeatEnd: false, ...more }) as const;

describe('after a gap', () => {
  it('a streak that went on meanwhile is counted to its end, once, and old history is no alert', async () => {
    const { streamerId, room, types } = await live('gap');
    const before = { type: 'gift', gift: 'Lion', createTime: Date.now() - 600_000 } as const;
    room.send(rose(5));
    await expect.poll(types, WAIT).toContain('gift');
    room.fail({ kind: 'upgrade-blocked', status: 503, message: 'N/A', times: 2 });
    room.fail({ kind: 'duplicates', count: 20 });
    room.disturb({ kind: 'terminate' });
    room.send([rose(9), rose(14)]);
    room.send(before);
    await expect.poll(types, WAIT).toContain('source.restored');
    await room.waitForClients(1);
    room.send(rose(20, { repeatEnd: true }));
    const gifts = async () => (await fleet.events(streamerId)).filter((event) => event.type === 'gift');
    await expect.poll(async () => (await gifts()).at(-1)?.total, WAIT).toBe(20);
    expect((await gifts()).map(({ gift, total }) => [gift.name, total])).toEqual([
      ['Rose', 5],
      ['Rose', 9],
      ['Rose', 14],
      ['Rose', 20],
    ]);
    expect((await gifts()).reduce((sum, { count }) => sum + count, 0)).toBe(20);
  });

  it('what was missed is found although TikTok’s clock is four minutes behind', async () => {
    const { streamerId, room, types } = await live('skew');
    const createTime = () => Date.now() - 240_000;
    room.send({ type: 'like', count: 3, createTime: createTime() });
    await expect.poll(types, WAIT).toContain('like');
    room.fail({ kind: 'duplicates', count: 20 });
    room.disturb({ kind: 'terminate' });
    room.send({ type: 'gift', gift: 'Lion', createTime: createTime() });
    await expect.poll(types, WAIT).toContain('gift');
    const gaps = (await fleet.events(streamerId)).filter(({ type }) => type.startsWith('source.'));
    expect(gaps.map(({ type }) => type)).toEqual(['source.lost', 'source.restored']);
  });
});

describe('what is said of a connection', () => {
  it('is degraded while it is silent, and the gap begins with the last frame', async () => {
    const { streamerId, room } = await live('silent');
    const silentSince = Date.now();
    room.fail({ kind: 'silent' });
    await expect.poll(() => fleet.status(streamerId)?.reason?.code, WAIT).toBe('SOURCE.QUIET');
    await expect.poll(() => fleet.status(streamerId)?.state, WAIT).toBe('retrying');
    room.clearFailures();
    await expect.poll(() => fleet.status(streamerId)?.state, WAIT).toBe('live');
    const lost = (await fleet.events(streamerId)).find((event) => event.type === 'source.lost');
    expect(lost?.from).toBeLessThanOrEqual(silentSince + FAST.keepAliveMs);
    expect(lost?.from).toBeGreaterThanOrEqual(silentSince - 5 * FAST.keepAliveMs);
  });

  it('names a pause, and is offline after the end, looked at without a sign call', async () => {
    const { streamerId, room } = await live('pause');
    room.pause();
    await expect.poll(() => fleet.status(streamerId)?.reason?.code, WAIT).toBe('STREAM.PAUSED');
    room.resume();
    await expect.poll(() => fleet.status(streamerId)?.reason, WAIT).toBeUndefined();
    room.goOffline();
    await expect.poll(() => fleet.status(streamerId)?.state, WAIT).toBe('offline');
    const looks = fleet.simulator.counters.livenessCalls('pause');
    await expect.poll(() => fleet.simulator.counters.livenessCalls('pause'), WAIT).toBeGreaterThan(looks + 2);
    expect(fleet.simulator.counters.signCalls('pause')).toBe(1);
  });
});

it('an end that was missed is found out, beside the connection', async () => {
  await using other = await Fleet.start({ ...FAST, settings: { ...FAST.settings, unheardMs: 500 } });
  const { streamerId, room } = await other.follow('missed');
  room.goLive();
  await expect.poll(() => other.status(streamerId)?.state, WAIT).toBe('live');
  const signCalls = other.simulator.counters.signCalls('missed');
  room.goOffline({ announce: false });
  await expect.poll(() => other.status(streamerId)?.state, WAIT).toBe('offline');
  await expect.poll(() => other.simulator.clientCount, WAIT).toBe(0);
  expect((await other.events(streamerId)).at(-1)?.type).toBe('stream.ended');
  expect(other.simulator.counters.signCalls('missed')).toBe(signCalls);
});

it('three hundred offline streamers share the budget and cost no sign call', async () => {
  const requestsPerMinute = 1200;
  await using many = await Fleet.start({ ...FAST, requestsPerMinute });
  const began = performance.now();
  await Promise.all(Array.from({ length: 300 }, (_, n) => many.follow(`off${n}`)));
  const { counters } = many.simulator;
  const seen = () => Array.from({ length: 300 }, (_, n) => counters.livenessCalls(`off${n}`)).filter(Boolean).length;
  // More than a tenth were looked at, evenly: what the budget allows in the time that it took, and no more.
  await expect.poll(seen, WAIT).toBeGreaterThan(100);
  const minutes = (performance.now() - began) / 60_000;
  expect(counters.livenessCalls()).toBeLessThanOrEqual(Math.ceil(requestsPerMinute * minutes) + 12);
  expect(counters.signCalls()).toBe(0);
});
