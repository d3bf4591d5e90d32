import type { ByteReader } from '../byte-reader.js';
import type { Parsed, SoundFacts } from '../inspection.js';
import { broken } from '../refused.js';

interface Box {
  type: string;
  /** Where its content begins, and ends. */
  from: number;
  to: number;
}

/** So many samples of AAC last at least this long together, whatever the file says of its time. */
const SHORTEST_SAMPLE_MS = 8;
const MAX_BOXES = 2000;

/** MP4 with one AAC track and no picture track. */
export function parseM4a(file: ByteReader): Parsed<SoundFacts> {
  const top = boxes(file, 0, file.length);
  const moov = find(top, 'moov') ?? broken('it holds no sound');
  if (!find(top, 'mdat') || find(top, 'moof')) broken('it is cut into pieces; save it as one M4A file');
  const tracks = boxes(file, moov.from, moov.to).filter(({ type }) => type === 'trak');
  if (tracks.length !== 1) broken('it must hold one sound and nothing else');
  const media = inside(file, tracks[0]!, 'mdia');
  const handler = inside(file, media, 'hdlr');
  if (file.text(handler.from + 8, 4) !== 'soun') broken('it holds something that is no sound');
  const header = inside(file, media, 'mdhd');
  const wide = file.u8(header.from) === 1;
  const scale = file.u32(header.from + (wide ? 20 : 12));
  if (scale < 1000 || scale > 192_000) broken('its rate makes no sense');
  const table = inside(file, inside(file, media, 'minf'), 'stbl');
  const description = inside(file, table, 'stsd');
  if (file.text(description.from + 12, 4) !== 'mp4a') broken('it does not hold AAC');
  const samples = file.u32(inside(file, table, 'stsz').from + 8);
  const said = (timeOf(file, inside(file, table, 'stts')) / scale) * 1000;
  const durationMs = Math.round(Math.max(said, samples * SHORTEST_SAMPLE_MS));
  return { durationMs, parts: [file.bytes] };
}

function timeOf(file: ByteReader, { from, to }: Box): number {
  const entries = file.u32(from + 4);
  if (from + 8 + entries * 8 > to) broken('it ends too early');
  let ticks = 0;
  for (let index = 0; index < entries; index++) {
    const at = from + 8 + index * 8;
    ticks += file.u32(at) * file.u32(at + 4);
  }
  return ticks;
}

function inside(file: ByteReader, outer: Box, type: string): Box {
  return find(boxes(file, outer.from, outer.to), type) ?? broken(`it has no "${type}"`);
}

function find(list: readonly Box[], wanted: string): Box | undefined {
  return list.find(({ type }) => type === wanted);
}

function boxes(file: ByteReader, from: number, to: number): Box[] {
  const list: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    const size = file.u32(at);
    if (size < 8 || at + size > to || list.length >= MAX_BOXES) broken('a part is longer than the file');
    list.push({ type: file.text(at + 4, 4), from: at + 8, to: at + size });
    at += size;
  }
  return list;
}
