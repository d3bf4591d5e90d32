import { ByteReader } from '../byte-reader.js';
import type { Parsed, PictureFacts } from '../inspection.js';
import { broken } from '../refused.js';

const SOF = new Set([0xc0, 0xc1, 0xc2]);
/** Tables, scans and what they need; of the application's own segments JFIF, colour profile and Adobe's transform. */
const KEPT = new Set([0xc0, 0xc1, 0xc2, 0xc4, 0xda, 0xdb, 0xdd, 0xe0, 0xe2, 0xee]);
const UNKNOWN_FRAMES = /^c[35679abdef]$/;

/** JPEG, segment by segment to its end. Of camera data only which side is up is kept. */
export function parseJpeg(file: ByteReader): Parsed<PictureFacts> {
  const parts = [file.slice(0, 2)];
  let size: { width: number; height: number } | undefined;
  let at = 2;
  for (;;) {
    if (file.u8(at) !== 0xff) broken('a part does not begin where it should');
    const marker = file.u8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) break;
    if (UNKNOWN_FRAMES.test(marker.toString(16)) || marker < 0xc0) broken('browsers do not show this kind of JPEG');
    const length = file.u16(at + 2);
    if (length < 2) broken('a part has no length');
    let end = at + 2 + length;
    file.within(at, end - at);
    if (SOF.has(marker)) {
      if (size) broken('it holds two pictures');
      size = { height: file.u16(at + 5), width: file.u16(at + 7) };
    }
    if (marker === 0xda) end = scanEnd(file, end);
    if (KEPT.has(marker)) parts.push(file.slice(at, end));
    else if (marker === 0xe1) parts.push(...uprightOf(file, at, end));
    at = end;
  }
  if (!size || parts.length < 3) broken('it holds no picture');
  parts.push(file.slice(at, at + 2));
  return { ...size, frames: 1, parts };
}

/** Where the next marker is that is no part of the scan. */
function scanEnd(file: ByteReader, from: number): number {
  for (let at = from; ; at++) {
    if (file.u8(at) !== 0xff) continue;
    const next = file.u8(at + 1);
    if (next !== 0 && (next < 0xd0 || next > 0xd7) && next !== 0xff) return at;
  }
}

/** An Exif segment that says which side is up and nothing else; nothing for pictures that stand upright. */
function uprightOf(file: ByteReader, at: number, end: number): Uint8Array[] {
  if (file.peek(at + 4, 6) !== 'Exif\0\0') return [];
  const tiff = new ByteReader(file.slice(at + 10, end));
  if (tiff.length < 14) return [];
  const little = tiff.peek(0, 2) === 'II';
  const first = tiff.u32(4, little);
  const entries = first + 2 <= tiff.length ? tiff.u16(first, little) : 0;
  for (let index = 0; index < entries; index++) {
    const entry = first + 2 + index * 12;
    if (entry + 12 > tiff.length) return [];
    if (tiff.u16(entry, little) !== 0x0112) continue;
    const side = tiff.u16(entry + 8, little);
    return side >= 2 && side <= 8 ? [orientation(side)] : [];
  }
  return [];
}

function orientation(side: number): Uint8Array {
  const head = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0];
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, side, 0, 0, 0, 0, 0, 0];
  return Uint8Array.from([...head, ...tiff]);
}
