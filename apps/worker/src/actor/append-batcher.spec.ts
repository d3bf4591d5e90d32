import { describe, expect, it } from 'vitest';
import type { AppendBatch, AppendEntry, AppendResult, LogResumption } from '#libs/domain';
import { chat, follow, gift } from '../../../../test/support/live-events.js';
import { AppendBatcher, type AppendBatcherOptions } from './append-batcher.js';
import { Backlog } from './backlog.js';

/** A log of one streamer that answers as it is told, or as a good one would. */
class ScriptedLog {
  readonly batches: string[][] = [];
  readonly renewals: LogResumption[] = [];
  readonly script: (AppendResult | Error)[] = [];
  head = 0;

  async append(batch: AppendBatch): Promise<AppendResult> {
    const next = this.script.shift();
    if (next instanceof Error) throw next;
    if (next) return next;
    this.batches.push(batch.entries.map(({ event }) => event.id));
    this.head += batch.entries.length;
    return { outcome: 'appended', position: { epoch: 'e', offset: this.head }, accepted: batch.entries.length };
  }

  async renewEpoch(_id: string, _owner: unknown, _lost: unknown, resumption: LogResumption): Promise<AppendResult> {
    this.renewals.push(resumption);
    return { outcome: 'appended', position: { epoch: 'e2', offset: 0 }, accepted: 0 };
  }
}

function setUp(options: Partial<AppendBatcherOptions> = {}) {
  const log = new ScriptedLog();
  let lost = 0;
  const batcher = new AppendBatcher({
    streamerId: 's',
    owner: { nodeId: 'a', generation: 1 },
    position: { epoch: 'e', offset: 0 },
    log,
    today: () => '2026-11-23',
    now: () => 1000,
    resumption: () => ({ session: 1, streaks: new Map([['other', 9]]) }),
    rebase: (_stored, waiting) => waiting.slice(1),
    reacquire: async () => true,
    onLost: () => (lost += 1),
    ...options,
  });
  return { log, batcher, lost: () => lost };
}

const entries = (...ids: string[]): AppendEntry[] => ids.map((id) => ({ event: chat(id) }));

describe('an append batcher', () => {
  it('appends in order, with one call for what came in one turn', async () => {
    const { log, batcher } = setUp();
    batcher.add(entries('1', '2'));
    batcher.add(entries('3'));
    await batcher.close(1000);
    expect(log.batches).toEqual([['1', '2', '3']]);
  });

  it('tells the span of what it had to drop, once, when the log is back', async () => {
    const spans: [number, number][] = [];
    const behind: number[] = [];
    let now = 1000;
    const { log, batcher } = setUp({
      now: () => now,
      onDroppedSpan: (from, to) => void spans.push([from, to]),
      onError: () => {
        behind.push(batcher.behindMs);
        now = 4000;
      },
    });
    log.script.push(new Error('away'), new Error('away'));
    const flood = Array.from({ length: 10_001 }, (_, n) => ({ event: { ...chat(`c${n}`), receivedAt: 5000 + n } }));
    batcher.add([{ event: follow('f') }, ...flood]);
    await batcher.close(1000);
    expect(log.batches).toEqual([['f']]);
    expect(behind).toEqual([0, 3000]);
    expect(spans).toEqual([[5000, 15_000]]);
    expect(batcher.behindMs).toBe(0);
  });

  it('repeats a failed call until it is in, and never out of order', async () => {
    const { log, batcher } = setUp();
    log.script.push(new Error('away'), new Error('away'));
    batcher.add(entries('1'));
    await expect.poll(() => log.batches).toEqual([['1']]);
    batcher.add(entries('2'));
    await batcher.close(1000);
    expect(log.batches).toEqual([['1'], ['2']]);
  });

  it('encodes what waits again when the log knows other streak totals', async () => {
    const { log, batcher } = setUp();
    log.script.push({ outcome: 'streak-conflict', streaks: new Map() });
    batcher.add(entries('1', '2'));
    await batcher.close(1000);
    expect(log.batches).toEqual([['2']]);
  });

  it('takes a vanished lease again, or stops for good', async () => {
    const { log, batcher, lost } = setUp();
    log.script.push({ outcome: 'lease-missing' });
    batcher.add(entries('1'));
    await expect.poll(() => log.batches).toEqual([['1']]);
    log.script.push({ outcome: 'lease-lost' });
    batcher.add(entries('2'));
    await expect.poll(lost).toBe(1);
    batcher.add(entries('3'));
    await batcher.close(100);
    expect(log.batches).toEqual([['1']]);
  });

  it('appends the last minute again after the log lost its tail, with the totals from before it', async () => {
    const { log, batcher } = setUp();
    batcher.add([{ event: gift('g1', { streak: 's1', count: 2, total: 5 }), streakBefore: 3 }]);
    await expect.poll(() => log.batches).toEqual([['g1']]);
    log.script.push({ outcome: 'log-reset', position: { epoch: 'x', offset: 0 } });
    batcher.add(entries('c2'));
    await expect.poll(() => log.batches).toEqual([['g1'], ['g1', 'c2']]);
    expect(log.renewals[0]?.streaks).toEqual(
      new Map([
        ['other', 9],
        ['s1', 3],
      ]),
    );
  });

  it('writes nothing while suspended, and everything afterwards', async () => {
    const { log, batcher } = setUp();
    batcher.suspend();
    batcher.add(entries('1'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log.batches).toEqual([]);
    batcher.resume();
    await expect.poll(() => log.batches).toEqual([['1']]);
  });

  it('drops chat, never gifts, when too much waits', async () => {
    let dropped = 0;
    const { log, batcher } = setUp({ onDropped: (count) => (dropped += count) });
    batcher.suspend();
    batcher.add([{ event: gift('g') }]);
    for (let index = 0; index < 11; index++)
      batcher.add(Array.from({ length: 1000 }, (_, n) => entries(`${index}-${n}`)[0]!));
    batcher.resume();
    await expect.poll(() => log.batches.flat()).toContain('g');
    expect(dropped).toBeGreaterThan(9000);
    await batcher.close(1000);
  });

  it('drops chat when too much waits in all batchers of a worker together, and has room again afterwards', async () => {
    const backlog = new Backlog(300);
    const dropped: number[] = [];
    const [one, other, third] = [1, 2, 3].map(() => setUp({ backlog, onDropped: (count) => dropped.push(count) }));
    const flood = (name: string) => Array.from({ length: 200 }, (_, n) => entries(`${name}${n}`)[0]!);
    for (const { batcher } of [one!, other!, third!]) batcher.suspend();
    one!.batcher.add(flood('a'));
    other!.batcher.add([{ event: gift('g') }, ...flood('b')]);
    expect(dropped).toEqual([200]);
    third!.batcher.add(flood('c').slice(0, 99));
    expect([backlog.full, dropped]).toEqual([false, [200]]);
    third!.batcher.stop();
    one!.batcher.resume();
    other!.batcher.resume();
    await one!.batcher.close(1000);
    await other!.batcher.close(1000);
    expect([one!.log.batches.flat().length, other!.log.batches]).toEqual([200, [['g']]]);
    const again = setUp({ backlog, onDropped: (count) => dropped.push(count) });
    again.batcher.suspend();
    again.batcher.add([...flood('d'), ...flood('e').slice(0, 100)]);
    expect([backlog.full, dropped]).toEqual([false, [200]]);
    again.batcher.add(entries('f'));
    expect([backlog.full, dropped]).toEqual([false, [200, 301]]);
  });

  it('keeps every alert when it has to make room while a call is under way', async () => {
    const { log, batcher } = setUp();
    const gate = Promise.withResolvers<void>();
    const { append } = log;
    let calls = 0;
    log.append = async (batch) => {
      if (calls++ === 0) await gate.promise;
      return await append.call(log, batch);
    };
    batcher.add(Array.from({ length: 200 }, (_, n) => entries(`c${n}`)[0]!));
    await expect.poll(() => calls).toBe(1);
    batcher.add(Array.from({ length: 300 }, (_, n) => ({ event: follow(`f${n}`) })));
    batcher.add(Array.from({ length: 10_000 }, (_, n) => entries(`x${n}`)[0]!));
    gate.resolve();
    const follows = () => log.batches.flat().filter((id) => id.startsWith('f'));
    await expect.poll(() => follows().length).toBe(300);
    expect(follows()).toEqual(Array.from({ length: 300 }, (_, n) => `f${n}`));
    await batcher.close(1000);
  });

  it('leaves out the one entry that the log can never take', async () => {
    const poisoned: string[] = [];
    const { log, batcher } = setUp({ onPoison: ({ event }) => poisoned.push(event.id) });
    const { append } = log;
    log.append = async (batch) => {
      const bad = batch.entries.some(({ event }) => event.id === 'bad');
      if (bad) throw Object.assign(new Error('ERR value is not an integer'), { name: 'ReplyError' });
      return await append.call(log, batch);
    };
    batcher.add(entries('1', '2', 'bad', '3', '4'));
    await expect.poll(() => log.batches.flat(), { timeout: 10_000 }).toEqual(['1', '2', '3', '4']);
    expect(poisoned).toEqual(['bad']);
  });
});
