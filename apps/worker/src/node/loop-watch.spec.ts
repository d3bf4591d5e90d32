import { randomUUID } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { actorIn, newLoopMemory, SLOT, wordsOf } from './loop-watch-memory.js';
import { LoopWatch, SLOW_HANDLER_MS, STALL_MS, type SlowHandler } from './loop-watch.js';

const folder = mkdtempSync(join(tmpdir(), 'loop-watch-'));
const file = join(folder, 'lines');
const stalls: { ms: number; slowest: SlowHandler | undefined }[] = [];
const slow: { streamerId: string; tell: boolean }[] = [];
const watch = new LoopWatch({
  base: { role: 'worker', nodeId: 'w1' },
  say: true,
  fd: openSync(file, 'a'),
  onStall: (ms, slowest) => void stalls.push({ ms, slowest }),
  onSlowHandler: ({ streamerId }, tell) => void slow.push({ streamerId, tell }),
});
afterAll(async () => {
  await watch.stop();
  rmSync(folder, { recursive: true });
});

function block(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}
const lines = () =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the memory that is shared with the watching thread', () => {
  it('holds the id of an actor', () => {
    const memory = newLoopMemory();
    expect(actorIn(memory)).toBeUndefined();
    for (const id of [randomUUID(), 'ffffffff-0000-4000-8000-00000000000f']) {
      memory.set(wordsOf(id), SLOT.actor);
      expect(actorIn(memory)).toBe(id);
    }
    memory.set(wordsOf('no uuid'), SLOT.actor);
    expect(actorIn(memory)).toBeUndefined();
  });
});

describe('a blocked event loop', () => {
  it('is told of while it is blocked, with the broker whose handler runs, and counted afterwards', async () => {
    watch.start();
    const [culprit, innocent] = [randomUUID(), randomUUID()];
    // The thread needs a moment to begin.
    const beganAt = performance.now();
    await expect
      .poll(
        () => {
          watch.handlerOf(culprit)(() => block(STALL_MS * 1.6));
          return lines().length;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    const endedAt = Date.now();
    const said = lines().at(-1)!;
    expect(said).toMatchObject({ level: 'error', role: 'worker', nodeId: 'w1', streamerId: culprit });
    expect(said['blockedMs']).toBeGreaterThanOrEqual(STALL_MS);
    expect(Date.parse(said['time'] as string)).toBeLessThanOrEqual(endedAt);

    await expect.poll(() => stalls.length, { timeout: 5000 }).toBeGreaterThan(0);
    expect(stalls[0]!.slowest).toMatchObject({ streamerId: culprit });
    expect(stalls[0]!.ms).toBeGreaterThanOrEqual(STALL_MS);
    expect(stalls[0]!.ms).toBeLessThanOrEqual(performance.now() - beganAt);
    const report = watch.report();
    expect(report).toMatchObject({ stalls: stalls.length, longestStallMs: Math.max(...stalls.map(({ ms }) => ms)) });
    expect(report.lastStallAt).toBeGreaterThan(0);
    const delayAfter = () => {
      watch.handlerOf(innocent)(() => block(SLOW_HANDLER_MS + 10));
      return watch.report().maxMs;
    };
    await expect.poll(delayAfter, { timeout: 10_000 }).toBeGreaterThan(SLOW_HANDLER_MS / 2);
    // Each slow handler is counted, and told of once in a while.
    const ofCulprit = slow.filter(({ streamerId }) => streamerId === culprit);
    expect(ofCulprit.map(({ tell }) => tell)).toEqual(ofCulprit.map((_, index) => index === 0));
    expect(slow.find(({ streamerId }) => streamerId === innocent)).toEqual({ streamerId: innocent, tell: true });
  }, 30_000);
});
