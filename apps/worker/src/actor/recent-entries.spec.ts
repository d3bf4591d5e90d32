import { expect, it } from 'vitest';
import type { AppendEntry } from '#libs/domain';
import { RecentEntries } from './recent-entries.js';

const MINUTE = 60_000;

function chat(id: number): AppendEntry {
  const user = { id: '1', uniqueId: 'ann', nickname: 'Ann', roles: [] };
  return {
    event: { id: `${id}`, type: 'chat', at: id, receivedAt: id, roomId: '7', user, text: 'hi “you”', emotes: [] },
  } as unknown as AppendEntry;
}
const ids = (recent: RecentEntries) => recent.all().map(({ event }) => Number(event.id));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

it('gives back what it was given, in order, and forgets what is older than a minute', () => {
  const recent = new RecentEntries();
  recent.add([chat(1), { ...chat(2), streakBefore: 5 }], 0);
  recent.add([chat(3)], MINUTE - 1);
  expect(recent.all()).toEqual([chat(1), { ...chat(2), streakBefore: 5 }, chat(3)]);
  recent.add([chat(4)], MINUTE);
  expect(ids(recent)).toEqual([3, 4]);
  recent.clear();
  expect(ids(recent)).toEqual([]);
});

it('keeps the last 2,000 of a storm, and not many more', () => {
  const recent = new RecentEntries();
  for (let from = 0; from < 9000; from += 150) recent.add(range(from, from + 150).map(chat), 1);
  expect(ids(recent)).toEqual(range(9000 - 2100, 9000));
});
