import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveEvent, LiveEventType, Position } from '#libs/contracts';
import { BadCursorError, type EventLogHistory, type LedgerLook, type LedgerReader } from '#libs/domain';
import { chat, follow, gift, share } from '../../../../test/support/live-events.js';
import { ActivityReader } from './activity-reader.js';
import { decodePlace, encodePlace } from './activity-cursor.js';

interface Row {
  event: LiveEvent;
  epoch: string;
  offset: number;
  receivedAt: number;
}

const MAKE = [
  (id: string) => gift(id),
  (id: string) => follow(id),
  (id: string) => share(id),
  (id: string) => chat(id),
];
const LEDGER: readonly string[] = ['gift', 'follow', 'subscribe'];
const TYPES: ReadonlySet<LiveEventType> = new Set(['gift', 'follow', 'subscribe', 'share']);

/** A log and a ledger as the ports promise them, on plain lists: oldest first. */
class World implements EventLogHistory, LedgerReader {
  epoch = 'e1';
  rows: Row[] = [];
  /** Offsets of the present epoch below this are trimmed. */
  first = 1;
  private clock = 1000;

  append(kind: number, sameTime: boolean): void {
    const offset = this.rows.filter(({ epoch }) => epoch === this.epoch).length + 1;
    if (!sameTime) this.clock += 1;
    const event = { ...MAKE[kind]!(`${this.epoch}-${offset}`), receivedAt: this.clock };
    this.rows.push({ event, epoch: this.epoch, offset, receivedAt: this.clock });
  }

  trim(count: number): void {
    const head = this.rows.filter(({ epoch }) => epoch === this.epoch).length;
    this.first = Math.min(head + 1, this.first + count);
  }

  begin(): void {
    this.epoch = `e${Number(this.epoch.slice(1)) + 1}`;
    this.first = 1;
  }

  isInLog(row: Row): boolean {
    return row.epoch === this.epoch && row.offset >= this.first;
  }

  async readBack(streamerId: string, before: Position | undefined, limit: number): Promise<never>;
  async readBack(streamerId: string, look: LedgerLook): Promise<never>;
  async readBack(_id: string, what: Position | LedgerLook | undefined, limit = 0): Promise<unknown> {
    if (what !== undefined && 'types' in what) return this.fromLedger(what);
    const same = what === undefined || what.epoch === this.epoch;
    const entries = this.rows
      .filter((row) => same && this.isInLog(row) && row.offset < (what?.offset ?? Infinity))
      .toReversed()
      .slice(0, limit)
      .map(({ event, offset }) => ({ offset, type: event.type, json: JSON.stringify(event) }));
    return { epoch: this.epoch, entries };
  }

  private fromLedger({ types, known, until = Infinity, after, limit }: LedgerLook): Row[] {
    const order = (a: Row | NonNullable<typeof after>, b: Row | NonNullable<typeof after>) =>
      b.receivedAt - a.receivedAt || b.offset - a.offset || (a.epoch < b.epoch ? 1 : a.epoch > b.epoch ? -1 : 0);
    return this.rows
      .filter(({ event }) => LEDGER.includes(event.type) && types.includes(event.type))
      .filter(({ epoch, offset }) => !(epoch === known.epoch && offset >= known.offset))
      .filter((row) => row.receivedAt <= until && (after === undefined || order(after, row) < 0))
      .toSorted(order)
      .slice(0, limit);
  }
}

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('append' as const), kind: fc.nat(3), same: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('trim' as const), count: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('begin' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function play(world: World, what: Step): void {
  if (what.do === 'append') world.append(what.kind, what.same);
  else if (what.do === 'trim') world.trim(what.count);
  else world.begin();
}

async function walk(world: World, limit: number, between: () => void = () => undefined): Promise<string[]> {
  const reader = new ActivityReader(world, world);
  const ids: string[] = [];
  for (let cursor: string | null | undefined, pages = 0; cursor !== null; pages++) {
    if (pages > 500) throw new Error('The pages have no end');
    const page = await reader.page('s', { types: TYPES, limit, cursor });
    expect(page.events.length).toBeLessThanOrEqual(limit);
    ids.push(...page.events.map(({ id }) => id));
    cursor = page.nextCursor;
    between();
  }
  return ids;
}

const idsOf = (rows: readonly Row[]) => rows.map(({ event }) => event.id);
const wanted = (rows: readonly Row[]) => rows.filter(({ event }) => TYPES.has(event.type));
const kept = (rows: readonly Row[]) => rows.filter(({ event }) => LEDGER.includes(event.type));

describe('walking what happened', () => {
  it('gives the log and then the ledger, each event once, newest first in each', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 9 }), async (steps, limit) => {
        const world = new World();
        for (const what of steps) play(world, what);
        const inLog = wanted(world.rows.filter((row) => world.isInLog(row))).toReversed();
        const before = kept(world.rows.filter((row) => !world.isInLog(row)));
        const ids = await walk(world, limit);
        expect(ids.slice(0, inLog.length)).toEqual(idsOf(inLog));
        expect(ids.slice(inLog.length).toSorted()).toEqual(idsOf(before).toSorted());
        const times = ids.slice(inLog.length).map((id) => world.rows.find(({ event }) => event.id === id)!.receivedAt);
        expect(times).toEqual(times.toSorted((a, b) => b - a));
      }),
      { numRuns: 200 },
    );
  });

  it('doubles and loses nothing that the ledger keeps while the log is written to and trimmed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.array(step, { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        async (steps, later, limit) => {
          const world = new World();
          for (const what of steps) play(world, what);
          const there = idsOf(kept(world.rows));
          const rest = later.filter((what) => what.do !== 'begin');
          const ids = await walk(world, limit, () => {
            const what = rest.shift();
            if (what) play(world, what);
          });
          expect(new Set(ids).size).toBe(ids.length);
          expect(there.filter((id) => !ids.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('loses nothing that the ledger keeps when the log begins anew between two pages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), fc.nat(4), async (steps, after) => {
        const world = new World();
        for (const what of steps) play(world, what);
        const there = idsOf(kept(world.rows));
        let pages = 0;
        const ids = await walk(world, 3, () => {
          if (pages++ === after) world.begin();
        });
        expect(new Set(ids).size).toBe(ids.length);
        expect(there.filter((id) => !ids.includes(id))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('cursors', () => {
  it('come back as they were, and are short enough for an address', () => {
    const epoch = 'abcdef12-3456';
    const after = { receivedAt: 1_764_000_000_000, offset: 123_456_789, epoch };
    const places = [
      { in: 'log', epoch, offset: 123_456_789, receivedAt: 1_764_000_000_000 },
      { in: 'ledger', known: { epoch, offset: Number.MAX_SAFE_INTEGER }, until: 1_764_000_000_000, after },
      { in: 'ledger', known: { epoch, offset: 5 }, after },
    ] as const;
    for (const place of places) {
      expect(decodePlace(encodePlace(place))).toEqual(place);
      expect(encodePlace(place).length).toBeLessThanOrEqual(200);
    }
  });

  it('are refused when somebody made them up', () => {
    for (const text of [
      '',
      'x',
      Buffer.from('["log"]').toString('base64url'),
      Buffer.from('{').toString('base64url'),
    ]) {
      expect(() => decodePlace(text)).toThrow(BadCursorError);
    }
  });
});
