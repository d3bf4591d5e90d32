import type { ByteReader } from '../byte-reader.js';
import type { Parsed, PictureFacts } from '../inspection.js';
import { broken } from '../refused.js';

const LOOPS = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

/** GIF, block by block. Comments and what programs leave behind are left out. */
export function parseGif(file: ByteReader): Parsed<PictureFacts> {
  let width = file.u16(6, true);
  let height = file.u16(8, true);
  let at = 13 + colours(file.u8(10));
  const parts = [file.slice(0, at)];
  let frames = 0;
  for (;;) {
    const start = at;
    const kind = file.u8(at);
    if (kind === 0x3b) {
      parts.push(file.slice(at, at + 1));
      break;
    }
    if (kind === 0x2c) {
      frames += 1;
      // Browsers enlarge the canvas to a first frame that does not fit.
      width = Math.max(width, file.u16(at + 1, true) + file.u16(at + 5, true));
      height = Math.max(height, file.u16(at + 3, true) + file.u16(at + 7, true));
      at = blocksEnd(file, at + 11 + colours(file.u8(at + 9)));
    } else if (kind === 0x21) {
      at = blocksEnd(file, at + 2);
    } else broken('it has a part that no browser knows');
    if (kind === 0x2c || isNeeded(file, start)) parts.push(file.slice(start, at));
  }
  if (frames === 0) broken('it holds no picture');
  return { width, height, frames, parts };
}

function colours(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function blocksEnd(file: ByteReader, from: number): number {
  let at = from;
  for (let size = file.u8(at); size > 0; size = file.u8(at)) at += size + 1;
  return at + 1;
}

function isNeeded(file: ByteReader, at: number): boolean {
  const label = file.u8(at + 1);
  return label === 0xf9 || (label === 0xff && LOOPS.has(file.peek(at + 3, 11)));
}
