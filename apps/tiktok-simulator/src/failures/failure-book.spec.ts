import { describe, expect, it } from 'vitest';
import { FailureBook } from './failure-book.js';

describe('FailureBook', () => {
  it('uses a failure up after its times', () => {
    const book = new FailureBook();
    book.set({ kind: 'offline', times: 2 });
    expect([book.take(['offline']), book.take(['offline']), book.take(['offline'])].map(Boolean)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("asks the simulator's failures when the room has none of its own", () => {
    const all = new FailureBook();
    const room = new FailureBook(all);
    all.set({ kind: 'sign-outage', status: 500 });
    expect(room.take(['sign-outage'])).toMatchObject({ status: 500 });
    room.set({ kind: 'sign-outage', status: 502, times: 1 });
    expect(room.take(['sign-outage'])).toMatchObject({ status: 502 });
    expect(room.take(['sign-outage'])).toMatchObject({ status: 500 });
  });

  it('replaces a failure of the same kind and key, and keeps other keys', () => {
    const book = new FailureBook();
    book.set({ kind: 'sign-hung', key: 'a' });
    book.set({ kind: 'sign-hung', key: 'b' });
    book.set({ kind: 'sign-hung', key: 'a', times: 1 });
    expect(book.list()).toHaveLength(2);
    expect(book.active('sign-hung', 'c')).toBeUndefined();
    book.clear('sign-hung');
    expect(book.list()).toEqual([]);
  });
});
