import { describe, expect, it } from 'vitest';
import { agoText, clockText, durationText, inText } from './time.js';

const now = Date.parse('2026-11-03T20:15:00');

describe('times in words', () => {
  it('say how long something took, in its two largest parts', () => {
    expect(durationText(400)).toBe('0 s');
    expect(durationText(40_000)).toBe('40 s');
    expect(durationText(125_000)).toBe('2 min 5 s');
    expect(durationText(120_000)).toBe('2 min');
    expect(durationText(25 * 60_000 + 7000)).toBe('25 min');
    expect(durationText(7_500_000)).toBe('2 h 5 min');
    expect(durationText(3 * 86_400_000)).toBe('3 days');
  });

  it('say how long ago something was', () => {
    expect(agoText(now - 1000, now)).toBe('just now');
    expect(agoText(now - 330_000, now)).toBe('5 min ago');
    expect(agoText(new Date(now - 3 * 3_600_000 - 5000).toISOString(), now)).toBe('3 h ago');
    expect(agoText(now - 60 * 86_400_000, now)).toMatch(/2026/);
  });

  it('say when something is due', () => {
    expect(inText(now - 5000, now)).toBe('now');
    expect(inText(now + 12_000, now)).toBe('in 12 s');
  });

  it('name the day only when it was not today', () => {
    expect(clockText(now, now)).toBe('20:15');
    expect(clockText(now - 86_400_000, now)).toMatch(/Mon.*20:15/);
  });
});
