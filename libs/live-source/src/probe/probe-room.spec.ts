import { describe, expect, it } from 'vitest';
import type { LiveSourceErrorKind } from '#libs/domain';
import type { FailureSpec } from '../../../../apps/tiktok-simulator/src/index.js';
import { failureOf, SimulatedWorld } from '../../test/simulated-world.js';

import type { TikTokLiveSourceOptions } from '../tiktok-live-source.js';

const world = new SimulatedWorld();

describe('probe', () => {
  const probe = (more?: Partial<TikTokLiveSourceOptions>) => world.source(more).probe('ada');

  it('costs two unsigned requests for who is live and one for who is not', async () => {
    expect(await probe()).toEqual({ state: 'live', roomId: world.room.roomId });
    expect(world.sim.counters.livenessCalls()).toBe(2);
    world.room.goOffline();
    expect(await probe()).toEqual({ state: 'offline', roomId: world.room.roomId });
    expect(world.sim.counters.livenessCalls()).toBe(3);
    expect(world.sim.counters.signCalls()).toBe(0);
  });

  it('tells who it is, and how many watch, with the same requests', async () => {
    const { host } = world.room;
    const about = { name: host.name, avatar: expect.stringMatching(/^http/) as unknown };
    expect(await world.source().describe('ada')).toEqual({
      ...about,
      viewers: 0,
      probe: { state: 'live', roomId: world.room.roomId },
    });
    expect(world.sim.counters.livenessCalls()).toBe(2);
    world.room.goOffline();
    expect(await world.source().describe('ada')).toMatchObject({ ...about, probe: { state: 'offline' } });
    world.room.fail({ kind: 'not-found' });
    expect(await failureOf(world.source().describe('ada'))).toMatchObject({ kind: 'user-not-found' });
  });

  it('takes handles as people write them', async () => {
    expect(await world.source().probe(' @ada ')).toMatchObject({ state: 'live' });
  });

  it('takes an age-restricted room for live, and connects to it', async () => {
    world.room.fail({ kind: 'age-restricted' });
    expect(await probe()).toEqual({ state: 'live', roomId: world.room.roomId });
    await (await world.open()).close();
  });

  it.each<[LiveSourceErrorKind, FailureSpec]>([
    ['user-not-found', { kind: 'not-found' }],
    ['address-blocked', { kind: 'captcha' }],
    ['address-blocked', { kind: 'captcha', empty: true }],
    ['address-blocked', { kind: 'web-outage', status: 403 }],
    ['transient', { kind: 'web-outage', status: 503 }],
  ])('is %s when %o, without a sign call', async (kind, failure) => {
    world.room.fail(failure);
    expect(await failureOf(probe())).toMatchObject({ name: 'LiveSourceError', kind });
    expect(world.sim.counters.signCalls()).toBe(0);
  });

  it('asks elsewhere when the page alone shows a captcha', async () => {
    world.room.fail({ kind: 'captcha', times: 1 });
    expect(await probe()).toEqual({ state: 'live', roomId: world.room.roomId });
  });

  it('gives up in time, and is transient then, as it is when nobody answers', async () => {
    world.room.fail({ kind: 'web-hung' });
    const start = performance.now();
    expect(await failureOf(probe({ connectTimeoutMs: 200 }))).toMatchObject({ kind: 'transient' });
    expect(performance.now() - start).toBeLessThan(1_500);
    const nowhere = 'http://127.0.0.1:9';
    expect(await failureOf(probe({ webUrl: nowhere, webcastUrl: nowhere }))).toMatchObject({ kind: 'transient' });
  });

  it('stops on abort', async () => {
    world.room.fail({ kind: 'web-hung' });
    const looking = failureOf(world.source().probe('ada', AbortSignal.timeout(50)));
    expect(await looking).toMatchObject({ kind: 'transient' });
  });
});
