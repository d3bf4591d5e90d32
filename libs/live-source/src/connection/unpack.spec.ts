import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpack } from './unpack.js';

const MEBIBYTE = 1024 * 1024;

describe('unpacking a frame', () => {
  it('is done at once for a small one', () => {
    const text = Buffer.from('a frame of TikTok '.repeat(100));
    const unpacked = unpack(gzipSync(text));
    expect(unpacked).toBeInstanceOf(Buffer);
    expect((unpacked as Buffer).equals(text)).toBe(true);
  });

  it('is done elsewhere for a large one', async () => {
    const bytes = randomBytes(MEBIBYTE);
    const unpacked = unpack(gzipSync(bytes));
    expect(unpacked).toBeInstanceOf(Promise);
    expect((await unpacked).equals(bytes)).toBe(true);
  });

  it('is done elsewhere for one that looks small and is not', async () => {
    const bytes = Buffer.alloc(2 * MEBIBYTE);
    const packed = gzipSync(bytes);
    expect(packed.length).toBeLessThan(16 * 1024);
    const unpacked = unpack(packed);
    expect(unpacked).toBeInstanceOf(Promise);
    expect((await unpacked).length).toBe(bytes.length);
  });

  it('is refused beyond what a frame may hold', async () => {
    await expect(async () => await unpack(gzipSync(Buffer.alloc(5 * MEBIBYTE)))).rejects.toThrow(/larger than/);
  });

  it('is refused for what is cut short', () => {
    const packed = gzipSync(Buffer.from('a frame of TikTok '.repeat(100)));
    expect(() => unpack(packed.subarray(0, packed.length - 12))).toThrow(/unexpected end/);
  });
});
