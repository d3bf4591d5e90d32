import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveEvent, PastStream } from '#libs/contracts';
import { follow, gift, user } from '../../../../test/support/live-events.js';
import { exportName, toCsv, toJson } from './stream-export.js';

const NO_TOTALS = { coins: 0, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
const stream: PastStream = {
  ...{ id: 's', startedAt: '2026-11-23T18:05:00.000Z', endedAt: '2026-11-23T20:00:00.000Z' },
  ...{ totals: NO_TOTALS, peakViewers: null, blindMs: 0 },
};

async function* inParts(...parts: LiveEvent[][]): AsyncIterable<LiveEvent[]> {
  yield* parts;
}

/** The cells of a CSV text, read the simple way: quotes doubled, cells and lines within quotes. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.length > 1);
}

describe('a stream as CSV', () => {
  it('has a line for each event', async () => {
    const received = { receivedAt: Date.parse('2026-11-23T18:06:00Z') };
    const events = [
      { ...gift('g1', { price: 5, count: 3 }), ...received },
      { ...follow('f1'), ...received },
    ];
    const months: LiveEvent = { ...follow('s1'), ...received, type: 'subscribe', months: 4 };
    const bytes = await buffer(toCsv(inParts(events, [], [months])));
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const csv = bytes.toString('utf8', 3);
    expect(csv).toMatch(/^time,event,viewer,handle,/);
    expect(cellsOf(csv).slice(1)).toEqual([
      ['2026-11-23T18:06:00.000Z', 'gift', 'User u1', 'user.u1', 'u1', 'Rose', '3', '15', ''],
      ['2026-11-23T18:06:00.000Z', 'follow', 'User u1', 'user.u1', 'u1', '', '', '', ''],
      ['2026-11-23T18:06:00.000Z', 'subscribe', 'User u1', 'user.u1', 'u1', '', '', '', '4'],
    ]);
  });

  it('gives no spreadsheet a formula, and keeps every name', async () => {
    const name = fc.oneof(
      fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '"', ','), fc.string()).map((parts) => parts.join('')),
      fc.string({ unit: 'grapheme' }),
    );
    await fc.assert(
      fc.asyncProperty(name, async (given) => {
        const event = { ...gift('g1'), user: { ...user('eve'), name: given } };
        const [, row] = cellsOf(await text(toCsv(inParts([event]))));
        expect(row![2]).toMatch(/^(?![=+\-@\t\r])/);
        expect(row![2]!.replace(/^'/, '')).toBe(given.replace(/^'/, ''));
      }),
    );
  });

  it('ends with what goes wrong while it is read', async () => {
    async function* broken(): AsyncIterable<LiveEvent[]> {
      yield [gift('g1')];
      throw new Error('the database went away');
    }
    await expect(text(toCsv(broken()))).rejects.toThrow('the database went away');
    await expect(text(toJson(stream, broken()))).rejects.toThrow('the database went away');
  });

  it('stops reading when nobody takes it any more', async () => {
    let isOver = false;
    async function* endless(): AsyncIterable<LiveEvent[]> {
      try {
        for (;;) yield [gift('g1')];
      } finally {
        isOver = true;
      }
    }
    const file: Readable = toCsv(endless());
    for await (const _ of file) break;
    await expect.poll(() => isOver, { timeout: 10_000 }).toBe(true);
  });
});

describe('a stream as JSON', () => {
  it('is whole, with and without events', async () => {
    const events = [gift('g1'), follow('f1')];
    expect(JSON.parse(await text(toJson(stream, inParts([events[0]!], [events[1]!]))))).toEqual({ stream, events });
    expect(JSON.parse(await text(toJson(stream, inParts())))).toEqual({ stream, events: [] });
  });
});

it('is a file whose name every system takes', () => {
  expect(exportName('mika.live', stream, 'csv')).toBe('streamshape-mika.live-2026-11-23-1805.csv');
  expect(exportName('a/"b', { ...stream, startedAt: null }, 'json')).toBe('streamshape-a__b-2026-11-23-2000.json');
});
