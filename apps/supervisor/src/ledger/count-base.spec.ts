import { describe, expect, it, vi } from 'vitest';
import type { LedgerCounts, ProjectionReading } from '#libs/domain';
import { createLogger, Metrics } from '#libs/observability';
import { isBaseDue, toCountBase } from './count-base.js';
import { LedgerComparison } from './ledger-comparison.js';

const reading = (changes: Partial<ProjectionReading> = {}): ProjectionReading => ({
  ...{ position: { epoch: 'e2', offset: 10 }, at: 200_000, began: 100_000, base: { epoch: 'e2', at: 190_000 } },
  ...{ zone: 'UTC', day: '2026-11-23', session: '1', counted: {}, before: { day: '', counts: {} } },
  ...{ ranks: {}, profiles: new Map(), ...changes },
});

describe('isBaseDue', () => {
  it('is so without a base, after a change of the zone, and again while the epoch is young', () => {
    expect(isBaseDue(reading(), 'UTC')).toBe(false);
    expect(isBaseDue(reading(), 'Asia/Tokyo')).toBe(true);
    expect(isBaseDue(reading({ base: { epoch: 'e1', at: 190_000 } }), 'UTC')).toBe(true);
    const young = { began: 180_000, base: { epoch: 'e2', at: 181_000 } };
    expect(isBaseDue(reading({ ...young, at: 184_000 }), 'UTC')).toBe(false);
    expect(isBaseDue(reading({ ...young, at: 187_000 }), 'UTC')).toBe(true);
  });

  it('waits for what older epochs left in the outbox', () => {
    const without = { base: { epoch: 'e1', at: 1 } };
    expect(isBaseDue(reading({ ...without, outboxSince: 99_000 }), 'UTC')).toBe(false);
    expect(isBaseDue(reading({ ...without, outboxSince: 101_000 }), 'UTC')).toBe(true);
  });
});

describe('toCountBase', () => {
  const older = {
    session: { id: 'start', startedAt: 500 },
    totals: { 'a.coins': 7 },
    ...{ ranks: {}, profiles: {}, latest: {}, recent: [] },
  };
  const place = { epoch: 'e2', zone: 'UTC', day: '2026-11-23' };
  const counts = { 's.likes': 1, 'd.likes': 2, 'a.likes': 3 };
  const checkpoint = { streamerId: 's', epoch: 'e1', takenAt: 600, day: place.day, counts, ranks: {}, profiles: {} };

  it('takes likes of the session and the day that still go on', () => {
    expect(toCountBase(older, checkpoint, place).totals).toEqual({ 'a.coins': 7, ...counts });
    expect(toCountBase(older, { ...checkpoint, takenAt: 400 }, place).totals).not.toHaveProperty(['s.likes']);
    expect(toCountBase(older, { ...checkpoint, day: '2026-11-22' }, place).totals).not.toHaveProperty(['d.likes']);
  });
});

describe('LedgerComparison', () => {
  it('raises an alarm for a difference that lasts, and takes it back', async () => {
    const lines: string[] = [];
    const metrics = new Metrics({ role: 'supervisor', version: 'x' });
    let ledger: LedgerCounts = { coins: 4, gifts: 0, follows: 0, subscribes: 0 };
    let at = 0;
    const comparison = new LedgerComparison(
      {
        read: async () => [reading({ at: (at += 60_000), counted: { 'a.coins': 7 } })],
        ...{ writeBase: vi.fn(), correct: vi.fn() },
      },
      {
        sums: async (ranges) => ranges.map(() => ledger),
        ...{ olderThan: vi.fn(), within: vi.fn(), saveCheckpoints: vi.fn() },
        ...{ checkpointBefore: vi.fn(), closeSessions: vi.fn() },
      },
      {
        list: async () => [
          {
            ...{ streamerId: 's', desired: true, generation: 1, nodeId: null, assignedAt: null, cause: 'start' },
            streamer: { handle: 'h', timeZone: 'UTC' },
          },
        ],
      },
      createLogger({ role: 'supervisor', destination: { write: (line) => void lines.push(line) } }),
      metrics,
    );
    const alarms = () => lines.filter((line) => line.includes('Log and ledger disagree')).length;
    await comparison.compare();
    await comparison.compare();
    expect(alarms()).toBe(0);
    await comparison.compare();
    await comparison.compare();
    expect(alarms()).toBe(1);
    expect(await metrics.text()).toMatch(/streamshape_ledger_difference\{[^}]*metric="coins"[^}]*\} 3/);
    ledger = { ...ledger, coins: 7 };
    await comparison.compare();
    expect(await metrics.text()).toMatch(/streamshape_ledger_difference\{[^}]*metric="coins"[^}]*\} 0/);
  });
});
