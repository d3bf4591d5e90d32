import { describe, expect, it } from 'vitest';
import { formatAdded, formatTime } from './time-text.js';

describe('times', () => {
  it.each([
    [0, '00:00'],
    [1, '00:01'],
    [59_000, '00:59'],
    [3_599_000, '59:59'],
    [3_600_000, '1:00:00'],
    [97_200_000, '1d 03:00:00'],
  ])('%d ms is %s', (ms, text) => expect(formatTime(ms)).toBe(text));

  it.each([
    [500, '+1s'],
    [99_000, '+99s'],
    [300_000, '+5:00'],
    [3_600_000, '+1:00:00'],
  ])('%d ms more is %s', (ms, text) => expect(formatAdded(ms)).toBe(text));
});
