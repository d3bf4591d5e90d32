import { describe, expect, it } from 'vitest';
import type { LiveSourceErrorKind } from '#libs/domain';
import type { FailureSpec } from '../../../apps/tiktok-simulator/src/index.js';
import { failureOf, SimulatedWorld } from '../test/simulated-world.js';

const world = new SimulatedWorld();

describe('open', () => {
  it('spends one sign call, with the key, and looks at nothing else', async () => {
    const session = await world.opened();
    expect(world.sim.counters.signCallsByKey('key-1')).toBe(1);
    expect(world.sim.counters.livenessCalls()).toBe(0);
    expect(world.sim.counters.count('gift.list')).toBe(0);
    await session.close();
  });

  it.each<[LiveSourceErrorKind, FailureSpec]>([
    ['sign-rate-limited', { kind: 'rate-limited', retryAfterSeconds: 30 }],
    ['sign-outage', { kind: 'rate-limited', html: true }],
    ['sign-outage', { kind: 'sign-outage' }],
    ['sign-outage', { kind: 'sign-outage', status: 500, html: true }],
    ['sign-outage', { kind: 'sign-dropped' }],
    ['sign-outage', { kind: 'sign-garbage' }],
    ['sign-outage', { kind: 'sign-empty-push-server' }],
    ['sign-outage', { kind: 'sign-missing-cursor' }],
    ['sign-outage', { kind: 'sign-missing-cookies' }],
    ['sign-refused', { kind: 'sign-refused', status: 401 }],
    ['sign-refused', { kind: 'sign-refused', status: 402 }],
    ['sign-refused', { kind: 'sign-refused', status: 402, message: 'no' }],
    ['sign-outage', { kind: 'sign-refused', status: 402, html: true }],
    ['sign-refused', { kind: 'sign-refused', status: 403, html: true }],
    ['device-blocked', { kind: 'upgrade-blocked' }],
    ['device-blocked', { kind: 'upgrade-blocked', status: 403, message: 'N/A' }],
    ['transient', { kind: 'upgrade-blocked', status: 503, message: 'N/A' }],
  ])('is %s when %o', async (kind, failure) => {
    world.room.fail(failure);
    const error = await failureOf(world.open());
    expect(error).toMatchObject({ name: 'LiveSourceError', kind });
    expect(error.message).not.toMatch(/<html|\n/u);
    expect(world.sim.counters.signCalls()).toBe(1);
    expect(world.heard).toMatchObject({ facts: [], ends: [] });
    await expect.poll(() => world.sockets).toBe(0);
  });

  it('says until when a rate limit lasts', async () => {
    world.room.fail({ kind: 'rate-limited', retryAfterSeconds: 30 });
    const { retryAfterMs = 0 } = await failureOf(world.open());
    expect(retryAfterMs).toBeGreaterThan(28_000);
    expect(retryAfterMs).toBeLessThanOrEqual(31_000);
  });

  it('believes the later of two times, and waits a minute without any', async () => {
    world.room.fail({ kind: 'rate-limited', retryAfterSeconds: 1, resetAt: Date.now() + 90_000 });
    expect((await failureOf(world.open())).retryAfterMs).toBeGreaterThan(80_000);
    world.room.fail({ kind: 'rate-limited', retryAfterSeconds: 0, resetAt: 0 });
    expect((await failureOf(world.open())).retryAfterMs).toBe(60_000);
  });

  it.each<[LiveSourceErrorKind, FailureSpec]>([
    ['sign-outage', { kind: 'sign-hung' }],
    ['transient', { kind: 'upgrade-hung' }],
  ])('gives up in time and is %s when %o', async (kind, failure) => {
    world.room.fail(failure);
    const start = performance.now();
    expect(await failureOf(world.open({ connectTimeoutMs: 300 }))).toMatchObject({ kind });
    expect(performance.now() - start).toBeLessThan(1_500);
    await expect.poll(() => world.sockets).toBe(0);
  });

  it('is sign-outage when nobody listens there, and transient for a room that the signer does not know', async () => {
    expect(await failureOf(world.open({ signProviders: [{ url: 'http://127.0.0.1:9' }] }))).toMatchObject({
      kind: 'sign-outage',
    });
    const lost = world.source().open({ handle: 'ada', roomId: '404' }, world.heard);
    expect(await failureOf(lost)).toMatchObject({ kind: 'transient' });
  });

  it.each(['sign-hung', 'upgrade-hung'] as const)('stops at once on abort while %s', async (kind) => {
    world.room.fail({ kind });
    const stop = new AbortController();
    const opening = failureOf(world.open({}, stop.signal));
    await expect.poll(() => world.sim.counters.signCalls()).toBe(1);
    if (kind === 'upgrade-hung') await expect.poll(() => world.sim.refusedUpgradesOpen).toBe(1);
    stop.abort();
    expect(await opening).toMatchObject({ kind: 'transient' });
    await expect.poll(() => world.sockets).toBe(0);
  });

  it('does not spend a call for who has stopped already', async () => {
    await failureOf(world.open({}, AbortSignal.abort()));
    expect(world.sim.counters.signCalls()).toBe(0);
  });
});
