import type { ByteReader } from '../byte-reader.js';
import type { Parsed, PictureFacts } from '../inspection.js';
import { broken } from '../refused.js';
import { riffChunks, riffFile, type RiffChunk } from './riff.js';

const KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const ANIMATED = 0x02;
/** In the flags of VP8X: camera data and XMP, which are left out. */
const LEFT_OUT = 0x08 | 0x04;

interface Size {
  width: number;
  height: number;
}

/** WebP, still or moving, lossy or lossless. The size in each bitstream must be what the container says. */
export function parseWebp(file: ByteReader): Parsed<PictureFacts> {
  const chunks = riffChunks(file, 12, 8 + file.u32(4, true));
  const first = chunks[0] ?? broken('it holds no picture');
  const kept = chunks.filter(({ type }) => KEPT.has(type));
  if (first.type !== 'VP8X') {
    const size = bitstreamSize(file, first) ?? broken('it holds no picture');
    return { ...size, frames: 1, parts: riffFile('WEBP', file, [first]) };
  }
  const canvas = { width: file.u24le(first.data + 4) + 1, height: file.u24le(first.data + 7) + 1 };
  const moves = (file.u8(first.data) & ANIMATED) !== 0;
  const frames = moves ? kept.filter(({ type }) => type === 'ANMF') : kept.filter(isBitstream);
  if (frames.length === 0 || (!moves && frames.length > 1)) broken('it does not hold the pictures that it says');
  for (const frame of frames) checkFrame(file, frame, canvas, moves);
  const parts = riffFile('WEBP', file, kept).map((part) => Uint8Array.from(part));
  // The flags follow the file's header (12 bytes) and the chunk's own (8).
  parts[1]![8] = file.u8(first.data) & ~LEFT_OUT;
  return { ...canvas, frames: frames.length, parts };
}

const isBitstream = ({ type }: RiffChunk): boolean => type === 'VP8 ' || type === 'VP8L';

function checkFrame(file: ByteReader, chunk: RiffChunk, canvas: Size, moves: boolean): void {
  if (!moves) return demandSame(bitstreamSize(file, chunk), canvas);
  const at = chunk.data;
  const size = { width: file.u24le(at + 6) + 1, height: file.u24le(at + 9) + 1 };
  const fits = file.u24le(at) * 2 + size.width <= canvas.width && file.u24le(at + 3) * 2 + size.height <= canvas.height;
  if (!fits) broken('a frame is larger than the picture');
  const inner = riffChunks(file, at + 16, chunk.data + chunk.length).filter(isBitstream);
  if (inner.length !== 1) broken('a frame does not hold one picture');
  demandSame(bitstreamSize(file, inner[0]!), size);
}

function demandSame(found: Size | undefined, said: Size): void {
  if (found?.width !== said.width || found.height !== said.height) broken('it is of another size than it says');
}

function bitstreamSize(file: ByteReader, { type, data }: RiffChunk): Size | undefined {
  if (type === 'VP8 ') {
    if ((file.u8(data) & 1) !== 0 || file.text(data + 3, 3) !== '\x9d\x01\x2a') broken('its picture does not begin');
    return { width: file.u16(data + 6, true) & 0x3fff, height: file.u16(data + 8, true) & 0x3fff };
  }
  if (type !== 'VP8L') return undefined;
  if (file.u8(data) !== 0x2f) broken('its picture does not begin');
  const bits = file.u32(data + 1, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
