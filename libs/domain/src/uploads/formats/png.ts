import type { ByteReader } from '../byte-reader.js';
import { pngChecksum } from '../checksums.js';
import type { Parsed, PictureFacts } from '../inspection.js';
import { broken } from '../refused.js';

/** Chunks that change what is seen. Texts, places and camera data are left out, and what nobody knows. */
const KEPT = new Set('IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT pHYs acTL fcTL fdAT'.split(' '));
const DEPTHS: Record<number, readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** A colour profile is packed: a small one may unfold to a large one, so it is bounded while packed. */
const MAX_PROFILE = 64 * 1024;

/** PNG and APNG, chunk by chunk with their checksums. */
export function parsePng(file: ByteReader): Parsed<PictureFacts> {
  const parts = [file.slice(0, 8)];
  const { width, height } = header(file);
  let frames = 0;
  let pixels = false;
  for (let at = 8; ;) {
    const length = file.u32(at);
    const type = file.text(at + 4, 4);
    const end = at + 12 + length;
    file.within(at, 12 + length);
    if (file.u32(end - 4) !== pngChecksum(file.slice(at + 4, end - 4))) broken('a checksum is wrong');
    if (!KEPT.has(type) && type[0]! <= 'Z') broken('it has a part that no browser knows');
    if (type === 'fcTL') {
      frames += 1;
      checkFrame(file, at + 8, width, height);
    }
    pixels ||= type === 'IDAT';
    const kept = KEPT.has(type) && !(type === 'iCCP' && length > MAX_PROFILE);
    if (kept) parts.push(file.slice(at, end));
    if (type === 'IEND') break;
    at = end;
  }
  if (!pixels) broken('it holds no picture');
  return { width, height, frames: Math.max(1, frames), parts };
}

function header(file: ByteReader): { width: number; height: number } {
  if (file.u32(8) !== 13 || file.text(12, 4) !== 'IHDR') broken('it does not begin as a PNG does');
  if (!DEPTHS[file.u8(25)]?.includes(file.u8(24))) broken('its colours are of no known kind');
  if (file.u8(26) !== 0 || file.u8(27) !== 0 || file.u8(28) > 1) broken('it is packed in no known way');
  return { width: file.u32(16), height: file.u32(20) };
}

function checkFrame(file: ByteReader, at: number, width: number, height: number): void {
  const fits = file.u32(at + 4) + file.u32(at + 12) <= width && file.u32(at + 8) + file.u32(at + 16) <= height;
  if (!fits) broken('a frame is larger than the picture');
}
