import type { Viewers } from '#libs/contracts';
import type { Board, CountBase, CountMap, Correction, ProjectionReading, ProjectionStore, Ranking } from '#libs/domain';
import { isCluster, type RedisConnection } from '../connection.js';
import { outboxKey, shardOf, streamerBase } from '../keys.js';
import { LuaScript } from '../lua-script.js';

const script = (name: string) => new LuaScript(new URL(`./${name}.lua`, import.meta.url));
const projections = script('projections');
const writeBase = script('write-base');
const correct = script('correct');

const BOARDS = ['s:coins', 's:likes', 'a:coins', 'a:likes'] as const satisfies readonly Board[];
/** Scripts in flight at once. */
const WIDTH = 100;

type Reply = [
  meta: string[],
  totals: string[],
  base: string[],
  at: string,
  oldest: string,
  ranks: [string[], string[]][],
  who: string[],
];

/** The counters of event logs in Redis, for the ledger's keeper. */
export class RedisProjections implements ProjectionStore {
  private readonly publishCommand: 'PUBLISH' | 'SPUBLISH';

  constructor(private readonly redis: RedisConnection) {
    this.publishCommand = isCluster(redis) ? 'SPUBLISH' : 'PUBLISH';
  }

  async read(streamerIds: readonly string[], ranked = 0): Promise<(ProjectionReading | undefined)[]> {
    const readings: (ProjectionReading | undefined)[] = [];
    for (let start = 0; start < streamerIds.length; start += WIDTH) {
      const ids = streamerIds.slice(start, start + WIDTH);
      readings.push(...(await Promise.all(ids.map((id) => this.readOne(id, ranked)))));
    }
    return readings;
  }

  async writeBase(streamerId: string, { epoch, ...base }: CountBase): Promise<boolean> {
    const args = [epoch, JSON.stringify(base), this.publishCommand];
    return (await writeBase.run(this.redis, [streamerBase(streamerId)], args)) === 'written';
  }

  async correct(streamerId: string, { epoch, session, day, ...rest }: Correction): Promise<boolean> {
    const args = [epoch, session, day, JSON.stringify(rest), this.publishCommand];
    return (await correct.run(this.redis, [streamerBase(streamerId)], args)) === 'written';
  }

  private async readOne(streamerId: string, ranked: number): Promise<ProjectionReading | undefined> {
    const keys = [streamerBase(streamerId), outboxKey(shardOf(streamerId))];
    return parseReading((await projections.run(this.redis, keys, [ranked])) as Reply);
  }
}

function pairsOf(flat: readonly string[]): [string, string][] {
  return Array.from({ length: flat.length / 2 }, (_, pair) => [flat[2 * pair]!, flat[2 * pair + 1]!]);
}

function numbersOf(flat: readonly string[]): Record<string, number> {
  return Object.fromEntries(pairsOf(flat).map(([name, value]) => [name, Number(value)]));
}

/** Counts by span out of a hash that holds other fields too. */
export function countsIn(flat: readonly string[]): CountMap {
  const counts = pairsOf(flat).filter(([name]) => /^[sda]\./.test(name));
  return Object.fromEntries(counts.map(([name, value]) => [name, Number(value)]));
}

/** The viewers among the totals of a log. */
export function viewersOf(totals: ReadonlyMap<string, string>): { viewers?: Viewers } {
  const current = totals.get('v.current');
  if (current === undefined) return {};
  const cumulative = Number(totals.get('v.cumulative') ?? 0);
  return { viewers: { current: Number(current), cumulative, peak: Number(totals.get('v.peak') ?? current) } };
}

function parseReading([metaFlat, totals, base, at, oldest, ranks, who]: Reply): ProjectionReading | undefined {
  const meta = new Map(pairsOf(metaFlat));
  const epoch = meta.get('epoch');
  if (epoch === undefined) return undefined;
  const based = meta.get('based');
  const room = meta.get('room');
  const rankings = ranks.map(([shown, part], index): [Board, { shown: Ranking; base: Ranking }] => [
    BOARDS[index]!,
    { shown: numbersOf(shown), base: numbersOf(part) },
  ]);
  return {
    position: { epoch, offset: Number(meta.get('head') ?? 0) },
    at: Number(at),
    began: Number(meta.get('began') ?? 0),
    ...(based === undefined ? {} : { base: { epoch: based, at: Number(meta.get('basedAt') ?? 0) } }),
    zone: meta.get('zone') ?? '',
    day: meta.get('day') ?? '',
    ...(room ? { roomId: room } : {}),
    session: meta.get('session') ?? '',
    ...viewersOf(new Map(pairsOf(totals))),
    ...(meta.has('gap') ? { gapFrom: Number(meta.get('gap')) } : {}),
    counted: countsIn(totals),
    before: { day: new Map(pairsOf(base)).get('day') ?? '', counts: countsIn(base) },
    ...(oldest === '' ? {} : { outboxSince: Number.parseInt(oldest, 10) }),
    ranks: Object.fromEntries(rankings),
    profiles: new Map(pairsOf(who).filter(([, profile]) => profile !== '')),
  };
}
