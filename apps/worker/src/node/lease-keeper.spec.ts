import { describe, expect, it } from 'vitest';
import type { AcquireResult, LeaseStore, RenewResult } from '#libs/domain';
import { LeaseKeeper } from './lease-keeper.js';

function setUp() {
  const said: string[] = [];
  const answers = { renew: 'renewed' as RenewResult | Error, acquire: 'acquired' as AcquireResult };
  let now = 0;
  const leases: Pick<LeaseStore, 'acquire' | 'renew'> = {
    acquire: async () => answers.acquire,
    renew: async (_node, held) => {
      if (answers.renew instanceof Error) throw answers.renew;
      return held.map(() => answers.renew as RenewResult);
    },
  };
  const keeper = new LeaseKeeper({
    nodeId: 'a',
    leases: leases as LeaseStore,
    ttlMs: 5000,
    renewMs: 1000,
    monotonic: () => now,
  });
  const holder = {
    streamerId: 's',
    generation: 1,
    suspend: () => said.push('suspend'),
    resume: () => said.push('resume'),
    restored: () => said.push('restored'),
    yield: () => said.push('yield'),
    lose: () => said.push('lose'),
  };
  keeper.keep(holder, 0);
  return { keeper, said, answers, advance: (ms: number) => (now += ms) };
}

describe('a lease keeper', () => {
  it('stops the owner before the lease can be granted again', async () => {
    const { keeper, said, answers, advance } = setUp();
    answers.renew = new Error('Redis is away');
    advance(4400);
    await keeper.renew();
    keeper.fenceLate();
    expect(said).toEqual([]);
    advance(200);
    keeper.fenceLate();
    expect(said).toEqual(['suspend']);
  });

  it('lets it go on when nobody took over meanwhile', async () => {
    const { keeper, said, advance } = setUp();
    advance(15_000);
    keeper.fenceLate();
    await keeper.renew();
    expect(said).toEqual(['suspend', 'resume']);
  });

  it('takes a vanished lease again under the same generation', async () => {
    const { keeper, said, answers } = setUp();
    answers.renew = 'missing';
    await keeper.renew();
    expect(said).toEqual(['restored']);
    answers.acquire = 'fenced';
    await keeper.renew();
    expect(said).toEqual(['restored', 'lose']);
  });

  it('counts from the start of a renewal, not from its answer', async () => {
    const { keeper, said, advance } = setUp();
    const renewal = keeper.renew();
    advance(4600);
    await renewal;
    keeper.fenceLate();
    expect(said).toEqual(['suspend']);
  });

  it('makes way for a successor that is ready, and holds the lease until then', async () => {
    const { keeper, said, answers, advance } = setUp();
    answers.renew = 'wanted';
    advance(4400);
    await keeper.renew();
    advance(4400);
    keeper.fenceLate();
    expect(said).toEqual(['yield']);
  });

  it('lets go when somebody else owns the streamer', async () => {
    const { keeper, said, answers } = setUp();
    answers.renew = 'lost';
    await keeper.renew();
    await keeper.renew();
    expect(said).toEqual(['lose']);
  });
});
