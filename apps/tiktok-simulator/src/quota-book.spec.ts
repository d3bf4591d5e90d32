import { expect, it } from 'vitest';
import { QuotaBook } from './quota-book.js';

it('lets each key make its calls in any minute, and says until when it has to wait', () => {
  let now = 1_000_000;
  const book = new QuotaBook(() => now);
  book.set('a', { minute: 2, day: 3 });
  expect([book.spend('a'), book.spend('b'), book.spend(undefined)]).toEqual([undefined, undefined, undefined]);
  now += 10_000;
  expect(book.spend('a')).toBeUndefined();
  expect(book.spend('a')).toEqual({ label: 'minute', retryAfterSeconds: 50, resetAt: 1_060_000 });
  now += 50_000;
  expect(book.spend('a')).toBeUndefined();
  expect(book.spend('a')).toMatchObject({ label: 'day' });
  book.set('a', {});
  expect(book.spend('a')).toBeUndefined();
});
