import { describe, expect, it } from 'vitest';
import { LIBRARY_PICTURES, LIBRARY_SOUNDS } from '#libs/contracts';
import { loudness, truePeak } from '../../scripts/sounds/loudness.mjs';
import { libraryFiles } from './library-files.js';

const RATE = 22_050;
const files = libraryFiles();
const named = (folder: string) =>
  [...files.keys()].filter((path) => path.startsWith(`library/${folder}/`)).map((path) => path.split(/[/.]/)[2]);

describe('the library', () => {
  it('holds what the settings offer', () => {
    expect(new Set(named('sounds'))).toEqual(new Set(LIBRARY_SOUNDS));
    expect(new Set(named('pictures'))).toEqual(new Set(LIBRARY_PICTURES));
  });

  it('holds short sounds, all equally loud, none of them clipped', () => {
    for (const [path, bytes] of files) {
      if (!path.endsWith('.wav')) continue;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const samples = Float64Array.from(
        { length: (bytes.length - 44) / 2 },
        (_, at) => view.getInt16(44 + at * 2, true) / 32_768,
      );
      expect(view.getUint32(24, true)).toBe(RATE);
      expect(samples.length / RATE, path).toBeLessThan(1.5);
      expect(Math.abs(loudness(samples, RATE) + 16), path).toBeLessThan(0.6);
      expect(truePeak(samples), path).toBeLessThanOrEqual(10 ** (-1 / 20));
      expect(Math.abs(samples.at(-1)!), path).toBeLessThan(0.01);
    }
  });

  it('holds pictures that draw and do nothing else', () => {
    for (const [path, bytes] of files) {
      if (!path.endsWith('.svg')) continue;
      const text = new TextDecoder().decode(bytes);
      expect(text, path).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 128 128"/);
      expect(text, path).not.toMatch(/script|href|style|\bon\w+=|foreignObject|@import/i);
    }
  });

  it('measures a full tone of 997 Hz as the standard says', () => {
    const tone = Float64Array.from({ length: 3 * RATE }, (_, at) => Math.sin((2 * Math.PI * 997 * at) / RATE));
    expect(loudness(tone, RATE)).toBeCloseTo(-3.01, 1);
  });
});
