import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { LeaseStore, Owner } from '#libs/domain';

/** A store and the hands of the world around it. */
export interface LeaseWorld {
  store: LeaseStore;
  /** The lease of this streamer runs out now, as if its time to live were over. */
  expire(streamerId: string): Promise<void>;
  /** Leases and fences of this streamer are gone, as after FLUSHALL. */
  wipe(streamerId: string): Promise<void>;
  dispose(): Promise<void>;
}

const owner = (nodeId: string, generation: number): Owner => ({ nodeId, generation });

/** What every adapter of the LeaseStore port must do. */
export function leaseStoreContract(name: string, world: LeaseWorld): void {
  const { store } = world;
  const renew = async (id: string, { nodeId, generation }: Owner) =>
    (await store.renew(nodeId, [{ streamerId: id, generation }]))[0];

  afterAll(() => world.dispose());

  describe(`LeaseStore contract: ${name}`, () => {
    it('lets a higher generation take over and refuses a lower one for ever', async () => {
      const id = randomUUID();
      expect(await store.acquire(id, owner('a', 1))).toBe('acquired');
      expect(await store.acquire(id, owner('b', 1))).toBe('fenced');
      expect(await store.acquire(id, owner('b', 2))).toBe('acquired');
      expect(await store.acquire(id, owner('a', 1))).toBe('fenced');
      await store.release(id, owner('b', 2));
      expect(await store.owners([id])).toEqual([undefined]);
      expect(await store.acquire(id, owner('a', 1))).toBe('fenced');
      expect(await store.acquire(id, owner('a', 2))).toBe('acquired');
    });

    it('lets an owner have again what it holds', async () => {
      const id = randomUUID();
      expect(await store.acquire(id, owner('a', 1))).toBe('acquired');
      expect(await store.acquire(id, owner('a', 1))).toBe('acquired');
      expect(await renew(id, owner('a', 1))).toBe('renewed');
    });

    it('renews many leases at once and tells missing from lost, in the order asked', async () => {
      const ids = Array.from({ length: 200 }, () => randomUUID());
      for (const id of ids) await store.acquire(id, owner('a', 1));
      await store.fence(ids[3]!, 2);
      await world.expire(ids[5]!);
      await store.acquire(ids[7]!, owner('b', 2));
      const asked = ids.map((streamerId) => ({ streamerId, generation: 1 }));
      const answers = await store.renew('a', asked);
      const others = answers.map((answer, index) => [index, answer]).filter(([, answer]) => answer !== 'renewed');
      expect(others).toEqual([
        [3, 'lost'],
        [5, 'missing'],
        [7, 'lost'],
      ]);
    });

    it('gives up nobody else’s lease', async () => {
      const id = randomUUID();
      await store.acquire(id, owner('a', 1));
      await store.release(id, owner('b', 1));
      await store.release(id, owner('a', 2));
      expect(await store.owners([id])).toEqual([owner('a', 1)]);
    });

    it('bars lower generations, ends their leases, and never goes back', async () => {
      const id = randomUUID();
      await store.acquire(id, owner('a', 3));
      await store.fence(id, 3);
      expect(await store.owners([id])).toEqual([owner('a', 3)]);
      await store.fence(id, 5);
      await store.fence(id, 4);
      expect(await store.owners([id])).toEqual([undefined]);
      expect(await store.acquire(id, owner('a', 4))).toBe('fenced');
      expect(await store.acquire(id, owner('a', 5))).toBe('acquired');
    });

    it('lets the newer owner have back what an older one took after a wipe', async () => {
      const id = randomUUID();
      await store.acquire(id, owner('new', 2));
      await world.wipe(id);
      expect(await store.acquire(id, owner('old', 1))).toBe('acquired');
      expect(await renew(id, owner('new', 2))).toBe('missing');
      expect(await store.acquire(id, owner('new', 2))).toBe('acquired');
      expect(await renew(id, owner('old', 1))).toBe('lost');
    });
  });

  describe(`LeaseStore contract, changing hands: ${name}`, () => {
    it('goes to the successor that asks, without a moment without an owner', async () => {
      const id = randomUUID();
      await store.acquire(id, owner('a', 1));
      expect(await store.handOver(id, owner('a', 1), true)).toBe('unwanted');
      expect(await store.request(id, owner('b', 1), false)).toBe('fenced');
      expect(await store.request(id, owner('b', 2), false)).toBe('waiting');
      expect(await store.renew('a', [{ streamerId: id, generation: 1 }])).toEqual(['wanted']);
      expect(await store.handOver(id, owner('a', 1), true)).toBe('handed-over');
      expect(await store.owners([id])).toEqual([owner('b', 2)]);
      expect(await store.request(id, owner('b', 2), true)).toBe('handed-over');
      expect(await store.request(id, owner('b', 2), true)).toBe('handed-over');
      expect(await store.renew('a', [{ streamerId: id, generation: 1 }])).toEqual(['lost']);
      expect(await store.acquire(id, owner('a', 1))).toBe('fenced');
      expect(await store.handOver(id, owner('a', 1), true)).toBe('lost');
    });

    it('says so when its last owner could not append everything, or was not there any more', async () => {
      const [cut, free] = [randomUUID(), randomUUID()];
      await store.acquire(cut, owner('a', 1));
      await store.request(cut, owner('b', 2), false);
      await store.handOver(cut, owner('a', 1), false);
      expect(await store.request(cut, owner('b', 2), true)).toBe('acquired');
      await store.acquire(free, owner('a', 1));
      await store.release(free, owner('a', 1));
      expect(await store.request(free, owner('b', 2), false)).toBe('acquired');
      expect(await store.acquire(free, owner('a', 1))).toBe('fenced');
      await world.wipe(free);
      expect(await store.request(free, owner('c', 3), false)).toBe('fenced');
    });

    it('goes to the newest of two that ask, and not to one that was barred or changed its mind', async () => {
      const id = randomUUID();
      await store.acquire(id, owner('a', 1));
      await store.request(id, owner('b', 2), false);
      expect(await store.request(id, owner('c', 3), false)).toBe('waiting');
      expect(await store.request(id, owner('b', 2), true)).toBe('fenced');
      expect(await store.withdraw(id, owner('b', 2))).toBe('withdrawn');
      expect(await store.renew('a', [{ streamerId: id, generation: 1 }])).toEqual(['wanted']);
      expect(await store.withdraw(id, owner('c', 3))).toBe('withdrawn');
      expect(await store.renew('a', [{ streamerId: id, generation: 1 }])).toEqual(['renewed']);
      await store.request(id, owner('c', 3), false);
      await store.handOver(id, owner('a', 1), true);
      expect(await store.withdraw(id, owner('c', 3))).toBe('owned');
      await store.fence(id, 9);
      expect(await store.request(id, owner('d', 8), false)).toBe('fenced');
    });
  });
}

type Step =
  | { do: 'acquire' | 'renew' | 'release' | 'withdraw'; nodeId: string; generation: number }
  | { do: 'request' | 'handOver'; nodeId: string; generation: number; yes: boolean }
  | { do: 'fence'; generation: number }
  | { do: 'expire' | 'wipe' };

const generation = fc.integer({ min: 1, max: 4 });
const nodeId = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('acquire', 'renew', 'release', 'withdraw'), nodeId, generation }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom('request', 'handOver'), nodeId, generation, yes: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fence' as const), generation }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('expire', 'wipe') }) },
);

/** Plays random steps on both and holds every answer of the one against that of the other. */
export async function expectSameAnswers(one: LeaseWorld, other: LeaseWorld, numRuns: number): Promise<void> {
  const play = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
    const id = randomUUID();
    for (const next of steps) {
      const answers = await Promise.all([perform(one, id, next), perform(other, id, next)]);
      expect(answers[0], JSON.stringify(steps)).toEqual(answers[1]);
    }
  });
  await fc.assert(play, { numRuns });
}

async function perform({ store, expire, wipe }: LeaseWorld, id: string, next: Step): Promise<unknown> {
  const act = async (): Promise<unknown> => {
    switch (next.do) {
      case 'acquire':
        return await store.acquire(id, owner(next.nodeId, next.generation));
      case 'renew':
        return await store.renew(next.nodeId, [{ streamerId: id, generation: next.generation }]);
      case 'release':
        return await store.release(id, owner(next.nodeId, next.generation));
      case 'withdraw':
        return await store.withdraw(id, owner(next.nodeId, next.generation));
      case 'request':
        return await store.request(id, owner(next.nodeId, next.generation), next.yes);
      case 'handOver':
        return await store.handOver(id, owner(next.nodeId, next.generation), next.yes);
      case 'fence':
        return await store.fence(id, next.generation);
      case 'expire':
        return await expire(id);
      case 'wipe':
        return await wipe(id);
    }
  };
  const answer = await act();
  return { answer, owner: (await store.owners([id]))[0] };
}
