import { describe, expect, it } from 'vitest';
import { squashed } from './squash.js';

describe('squash', () => {
  it('scales evenly without it, and where the spring rests', () => {
    expect(squashed(0.9, 0.5, 0)).toBe('scale(0.9000)');
    expect(squashed(1, 1, 0.8)).toBe('scale(1.0000)');
  });

  it('draws out on the way and flattens past the end, never beyond bounds', () => {
    expect(squashed(1, 0.8, 0.5)).toBe('scale(0.9000, 1.1000)');
    expect(squashed(1, 1.2, 0.5)).toBe('scale(1.1000, 0.9000)');
    expect(squashed(1, 0, 1)).toBe('scale(0.6500, 1.3500)');
  });
});
