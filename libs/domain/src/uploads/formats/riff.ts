import type { ByteReader } from '../byte-reader.js';
import { broken } from '../refused.js';

/** A piece of a RIFF file; `data` is where its content begins. */
export interface RiffChunk {
  type: string;
  start: number;
  data: number;
  length: number;
  /** After its padding. */
  end: number;
}

const MAX_CHUNKS = 5000;

/** All chunks from `from` up to `to`, which must lie in the file. What is behind `to` is not looked at. */
export function riffChunks(file: ByteReader, from: number, to: number): RiffChunk[] {
  file.within(from, to - from);
  const chunks: RiffChunk[] = [];
  for (let at = from; at + 8 <= to;) {
    const length = file.u32(at + 4, true);
    const data = at + 8;
    if (data + length > to || chunks.length >= MAX_CHUNKS) broken('a part is longer than the file');
    // A last byte of padding is forgotten by some programs.
    const end = Math.min(data + length + (length % 2), to);
    chunks.push({ type: file.text(at, 4), start: at, data, length, end });
    at = end;
  }
  return chunks;
}

/** A file of these chunks alone. */
export function riffFile(form: 'WEBP' | 'WAVE', file: ByteReader, chunks: readonly RiffChunk[]): Uint8Array[] {
  const bodies = chunks.flatMap(({ start, data, length }) => {
    const whole = file.slice(start, data + length);
    return length % 2 === 0 ? [whole] : [Uint8Array.from([...whole.subarray(0, 8)]), paddedBody(whole)];
  });
  const size = bodies.reduce((sum, { length }) => sum + length, 4);
  const head = new Uint8Array(12);
  head.set([...'RIFF'].map((letter) => letter.charCodeAt(0)));
  new DataView(head.buffer).setUint32(4, size, true);
  head.set(
    [...form].map((letter) => letter.charCodeAt(0)),
    8,
  );
  return [head, ...bodies];
}

function paddedBody(whole: Uint8Array): Uint8Array {
  const body = new Uint8Array(whole.length - 8 + 1);
  body.set(whole.subarray(8));
  return body;
}
