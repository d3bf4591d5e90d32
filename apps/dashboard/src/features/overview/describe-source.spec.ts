import { describe, expect, it } from 'vitest';
import { SOURCE_STATES } from '#libs/contracts';
import { describeGaps, describeSource, sinceText } from './describe-source.js';

const now = Date.parse('2026-11-03T20:15:00');

describe('describeSource', () => {
  it('has words for every state', () => {
    for (const state of SOURCE_STATES) {
      const { headline, text } = describeSource({ state, since: now }, now);
      expect(headline, state).not.toBe('');
      expect(text, state).toMatch(/^[A-Z].*\.$/);
      expect(`${headline} ${text}`, state).not.toMatch(/broker|websocket|undefined/i);
    }
  });

  it('says why, and when the next try is', () => {
    const reason = { code: 'X', text: 'TikTok closed the line.' };
    const status = { state: 'retrying', since: now - 9000, reason, nextTryAt: now + 12_000 } as const;
    expect(describeSource(status, now).text).toBe('TikTok closed the line. Next try in 12 s.');
    expect(describeSource({ ...status, nextTryAt: now - 5 }, now).text).toBe(
      'TikTok closed the line. Trying again now.',
    );
  });

  it('says since when', () => {
    expect(sinceText({ state: 'live', since: now - 4_800_000 }, now)).toBe('since 18:55, for 1 h 20 min');
  });
});

describe('describeGaps', () => {
  const gap = (from: number, to: number | null) => ({
    from: new Date(now + from).toISOString(),
    to: to === null ? null : new Date(now + to).toISOString(),
  });

  it('adds up what was missed, with a gap that lasts', () => {
    expect(describeGaps([], true, now)).toEqual({ missed: false, text: 'Nothing was missed in this stream' });
    const words = describeGaps([gap(-90_000, -60_000), gap(-10_000, null)], false, now);
    expect(words).toEqual({
      missed: true,
      text: 'Events may be missing: we were blind 2 times, 40 s in all, in the last 24 hours',
    });
  });
});
