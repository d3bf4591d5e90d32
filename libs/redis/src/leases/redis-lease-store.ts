import type { AcquireResult, LeaseStore, Owner, RenewResult, RequestResult } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { shardOf, streamerBase } from '../keys.js';
import { LuaScript } from '../lua-script.js';

const acquire = new LuaScript(new URL('./acquire.lua', import.meta.url));
const renew = new LuaScript(new URL('./renew.lua', import.meta.url));
const request = new LuaScript(new URL('./request.lua', import.meta.url));
const withdraw = new LuaScript(new URL('./withdraw.lua', import.meta.url));
const handOver = new LuaScript(new URL('./hand-over.lua', import.meta.url));
const release = new LuaScript(new URL('./release.lua', import.meta.url));
const fence = new LuaScript(new URL('./fence.lua', import.meta.url));

/** A wish for a lease that is not repeated is forgotten. */
const WISH_MS = 2000;

export function ownerText(owner: Owner): string {
  return `${owner.nodeId}|${owner.generation}`;
}

function parseOwner(text: string | null | undefined): Owner | undefined {
  if (!text) return undefined;
  const bar = text.lastIndexOf('|');
  return { nodeId: text.slice(0, bar), generation: Number(text.slice(bar + 1)) };
}

/** Indices of `ids`, grouped by the shard that their keys live in. */
function byShard(ids: readonly string[]): number[][] {
  const groups = new Map<number, number[]>();
  for (const [index, id] of ids.entries()) {
    const shard = shardOf(id);
    const group = groups.get(shard);
    if (group) group.push(index);
    else groups.set(shard, [index]);
  }
  return [...groups.values()];
}

/** Leases as Redis keys that expire, `node|generation`, beside a fence that stays. */
export class RedisLeaseStore implements LeaseStore {
  constructor(
    private readonly redis: RedisConnection,
    private readonly options: { ttlMs: number },
  ) {}

  async acquire(streamerId: string, owner: Owner): Promise<AcquireResult> {
    const keys = [streamerBase(streamerId)];
    return (await acquire.run(this.redis, keys, [owner.nodeId, owner.generation, this.options.ttlMs])) as AcquireResult;
  }

  async renew(nodeId: string, leases: readonly { streamerId: string; generation: number }[]): Promise<RenewResult[]> {
    const results: RenewResult[] = [];
    const groups = byShard(leases.map((lease) => lease.streamerId));
    const renewGroup = async (indices: readonly number[]) => {
      const group = indices.map((index) => leases[index]!);
      const keys = group.map((lease) => streamerBase(lease.streamerId));
      const args = [nodeId, this.options.ttlMs, ...group.map((lease) => lease.generation)];
      const answers = (await renew.run(this.redis, keys, args)) as RenewResult[];
      for (const [position, index] of indices.entries()) results[index] = answers[position]!;
    };
    const rounds = await Promise.allSettled(groups.map(renewGroup));
    const failed = rounds.filter((round) => round.status === 'rejected');
    if (failed.length === groups.length && failed[0]) throw failed[0].reason;
    // A shard that is away says nothing about the streamers of the others.
    for (const index of leases.keys()) results[index] ??= 'unknown';
    return results;
  }

  async request(streamerId: string, { nodeId, generation }: Owner, asked: boolean): Promise<RequestResult> {
    const args = [nodeId, generation, this.options.ttlMs, WISH_MS, asked ? 1 : 0];
    return (await request.run(this.redis, [streamerBase(streamerId)], args)) as RequestResult;
  }

  async withdraw(streamerId: string, owner: Owner): Promise<'withdrawn' | 'owned'> {
    const answer = await withdraw.run(this.redis, [streamerBase(streamerId)], [ownerText(owner)]);
    return answer as 'withdrawn' | 'owned';
  }

  async handOver(streamerId: string, owner: Owner, complete: boolean): Promise<'handed-over' | 'unwanted' | 'lost'> {
    const args = [ownerText(owner), complete ? 1 : 0, this.options.ttlMs];
    const answer = await handOver.run(this.redis, [streamerBase(streamerId)], args);
    return answer as 'handed-over' | 'unwanted' | 'lost';
  }

  async release(streamerId: string, owner: Owner): Promise<void> {
    await release.run(this.redis, [streamerBase(streamerId)], [ownerText(owner)]);
  }

  async fence(streamerId: string, generation: number): Promise<void> {
    await fence.run(this.redis, [streamerBase(streamerId)], [generation]);
  }

  async owners(streamerIds: readonly string[]): Promise<(Owner | undefined)[]> {
    const owners: (Owner | undefined)[] = [];
    await Promise.all(
      byShard(streamerIds).map(async (indices) => {
        const texts = await this.redis.mget(indices.map((index) => `${streamerBase(streamerIds[index]!)}lease`));
        for (const [position, index] of indices.entries()) owners[index] = parseOwner(texts[position]);
      }),
    );
    return owners;
  }
}
