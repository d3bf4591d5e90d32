import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FailureSpec, SimulatedSigner } from '../../../../apps/tiktok-simulator/src/index.js';
import { failureOf, SimulatedWorld } from '../../test/simulated-world.js';
import type { SignDeskOptions } from './sign-desk.js';
import { budgetRules } from '#libs/domain';
import { LocalSignBudget } from './local-sign-budget.js';
import { localSignDesk, SignDesk } from './sign-desk.js';

const world = new SimulatedWorld();
const signers: { signer: SimulatedSigner; url: string }[] = [];
beforeEach(async () => {
  for (let index = 0; index < 3; index += 1) signers.push(await world.sim.addSigner());
});
afterEach(async () => {
  for (const { signer } of signers.splice(0)) await signer.close();
});

const deskOf = (count: number, options: Omit<SignDeskOptions, 'providers'> = {}) =>
  localSignDesk(
    signers.slice(0, count).map(({ url }, index) => ({ url, key: `key-${index}` })),
    options,
  );
const calls = () => signers.map(({ signer }) => signer.counters.signCalls());

describe('failover', () => {
  it.each<FailureSpec>([
    { kind: 'sign-outage' },
    { kind: 'sign-dropped' },
    { kind: 'sign-garbage' },
    { kind: 'sign-empty-push-server' },
    { kind: 'sign-refused', status: 401 },
    { kind: 'sign-refused', status: 402 },
    { kind: 'rate-limited', retryAfterSeconds: 30 },
  ])('goes to the next provider within the same attempt on %o', async (failure) => {
    signers[0]!.signer.fail(failure);
    const session = await world.opened({ signing: deskOf(3) });
    expect(calls()).toEqual([1, 1, 0]);
    expect(signers[1]!.signer.counters.signCallsByKey('key-1')).toBe(1);
    await session.close();
  });

  it('has time for the second and third when the first ones hang', async () => {
    for (const { signer } of signers.slice(0, 2)) signer.fail({ kind: 'sign-hung' });
    const session = await world.opened({ signing: deskOf(3), connectTimeoutMs: 1_500 });
    expect(calls()).toEqual([1, 1, 1]);
    await session.close();
  });

  it('tries each provider once, then says what stood in the way', async () => {
    for (const { signer } of signers) signer.fail({ kind: 'sign-outage' });
    expect(await failureOf(world.open({ signing: deskOf(3) }))).toMatchObject({ kind: 'sign-outage' });
    expect(calls()).toEqual([1, 1, 1]);
  });

  it.each<FailureSpec>([{ kind: 'upgrade-blocked' }, { kind: 'upgrade-blocked', status: 503 }])(
    'stays with the provider when TikTok refuses: %o',
    async (failure) => {
      world.room.fail(failure);
      await failureOf(world.open({ signing: deskOf(2) }));
      expect(calls()).toEqual([1, 0, 0]);
    },
  );

  it('leaves a provider alone after three outages, and takes it back with one probe', async () => {
    let now = Date.now();
    const signing = deskOf(2, { clock: () => now, random: () => 0.5 });
    const [first] = signers;
    const source = world.source({ signing });
    const open = async () => {
      const session = await source.open({ handle: 'ada', roomId: world.room.roomId }, world.heard);
      await session.close();
    };
    first!.signer.fail({ kind: 'sign-outage' });
    for (let index = 0; index < 6; index += 1) await open();
    expect(calls()).toEqual([3, 6, 0]);
    expect(signing.breakers().map(({ state }) => state.name)).toEqual(['open', 'closed']);
    first!.signer.clearFailures();
    now += 6_000;
    await open();
    await open();
    expect(calls()).toEqual([5, 6, 0]);
    expect(signing.breakers()[0]?.state.name).toBe('closed');
  });

  it('sends one probe only, however many rooms want to open', async () => {
    let now = Date.now();
    const signing = deskOf(2, { clock: () => now, random: () => 0.5 });
    const source = world.source({ signing });
    const open = () => source.open({ handle: 'ada', roomId: world.room.roomId }, world.heard);
    signers[0]!.signer.fail({ kind: 'sign-outage' });
    for (let index = 0; index < 3; index += 1) await (await open()).close();
    now += 6_000;
    const sessions = await Promise.all(Array.from({ length: 5 }, open));
    expect(calls()).toEqual([4, 8, 0]);
    await Promise.all(sessions.map((session) => session.close()));
  });

  it('does not count a room that the provider does not know against it', async () => {
    const signing = deskOf(1);
    for (let index = 0; index < 5; index += 1) {
      await failureOf(world.source({ signing }).open({ handle: 'ada', roomId: '404' }, world.heard));
    }
    expect(signing.breakers()[0]?.state).toEqual({ name: 'closed', failures: 0 });
  });

  it('keeps open sessions while every provider is down', async () => {
    const signing = deskOf(2);
    await world.opened({ signing });
    for (const { signer } of signers) signer.fail({ kind: 'sign-outage' });
    for (let index = 0; index < 4; index += 1) await failureOf(world.open({ signing }));
    expect(world.heard.ends).toEqual([]);
    expect(world.sim.clientCount).toBe(1);
  });

  it('takes a provider out at the first refusal of the key, and tells the operator', async () => {
    const told: string[] = [];
    const signing = deskOf(2, { observer: { onKeyRefused: (provider) => told.push(provider) } });
    signers[0]!.signer.fail({ kind: 'sign-refused', status: 403 });
    for (let index = 0; index < 3; index += 1) await (await world.open({ signing })).close();
    expect(calls()).toEqual([1, 3, 0]);
    expect(told).toEqual([`1 ${new URL(signers[0]!.url).host}`]);
    expect(told.join()).not.toContain('key-0');
  });

  it('tells a room in the line of one provider its turn there, however soon a broken one may be tried again', async () => {
    const providers = signers.slice(0, 2).map(({ url }) => ({ url, key: 'key' }));
    const rules = { windows: [{ name: 'minute', lengthMs: 60_000, limit: 1 }], spacingMs: 1, burst: 9 } as const;
    const [line, free] = [new LocalSignBudget(rules), new LocalSignBudget(budgetRules({}, { anonymous: false }))];
    const signing = new SignDesk({
      providers: [
        { provider: providers[0]!, budget: line },
        { provider: providers[1]!, budget: free },
      ],
    });
    signers[1]!.signer.fail({ kind: 'sign-outage' });
    await (await world.open({ signing })).close();
    for (let tries = 0; tries < 5; tries += 1) {
      const told = await failureOf(world.open({ signing }));
      expect(told).toMatchObject({ kind: 'sign-rate-limited' });
      expect(told.retryAfterMs).toBeGreaterThan(50_000);
    }
    expect(signing.breakers()[1]?.state.name).toBe('open');
    await line.pause(30 * 60_000, 'rate-limited');
    // A turn that is far away is not waited for without trying the other one now and then.
    expect(await failureOf(world.open({ signing }))).toMatchObject({ kind: 'sign-rate-limited', retryAfterMs: 60_000 });
  });

  it('goes on without a provider whose account is out of reach', async () => {
    const away = () => Promise.reject(new Error('away'));
    const lost = { take: away, giveBack: away, leave: away, record: away, pause: away };
    const own = new LocalSignBudget(budgetRules({}, { anonymous: false }));
    const [first, second] = signers.map(({ url }) => ({ url, key: 'key-1' }));
    const signing = new SignDesk({
      providers: [
        { provider: first!, budget: lost },
        { provider: second!, budget: own },
      ],
    });
    await (await world.open({ signing })).close();
    expect(calls()).toEqual([0, 1, 0]);
  });

  it('pauses a key that is over its quota until its time has come', async () => {
    let now = Date.now();
    const signing = deskOf(1, { clock: () => now });
    signers[0]!.signer.quotas.set('key-0', { minute: 1 });
    await (await world.open({ signing })).close();
    const told = await failureOf(world.open({ signing }));
    expect(told).toMatchObject({ kind: 'sign-rate-limited' });
    expect(told.retryAfterMs).toBeGreaterThan(50_000);
    expect(await failureOf(world.open({ signing }))).toMatchObject({ kind: 'sign-rate-limited' });
    expect(signers[0]!.signer.counters.signCalls()).toBe(2);
    now += 62_000;
    signers[0]!.signer.quotas.set('key-0', {});
    await (await world.open({ signing })).close();
    expect(signers[0]!.signer.counters.signCalls()).toBe(3);
  });

  it('gives the call back when opening is stopped before it is made, and spends it afterwards', async () => {
    const events: string[] = [];
    const observer = { onSpent: () => void events.push('spent'), onReturned: () => void events.push('returned') };
    const signing = deskOf(1, { observer });
    signers[0]!.signer.fail({ kind: 'sign-hung' });
    const stop = new AbortController();
    const opening = failureOf(world.open({ signing }, stop.signal));
    await expect.poll(() => signers[0]!.signer.counters.signCalls()).toBe(1);
    stop.abort();
    await opening;
    expect(events).toEqual(['spent']);
    const early = new AbortController();
    const stopped = {
      begin: (...args: Parameters<typeof signing.begin>) => {
        const attempt = signing.begin(...args);
        const next = async (signal: AbortSignal) => {
          const permit = await attempt.next(signal);
          early.abort();
          return permit;
        };
        return { next, failures: attempt.failures, end: () => attempt.end() };
      },
    };
    await failureOf(world.open({ signing: stopped }, early.signal));
    expect(events).toEqual(['spent', 'spent', 'returned']);
    expect(signers[0]!.signer.counters.signCalls()).toBe(1);
  });
});
