import type { ByteReader } from '../byte-reader.js';
import type { Parsed, SoundFacts } from '../inspection.js';
import { broken } from '../refused.js';

const BITRATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = [44_100, 48_000, 32_000];
/** Tags that stand behind the sound. */
const MAX_TAIL = 64 * 1024;
const MIN_FRAMES = 3;

interface Frame {
  bytes: number;
  seconds: number;
}

/** MP3, frame by frame. The tag before the sound, which may hold pictures, and those behind it are left out. */
export function parseMp3(file: ByteReader): Parsed<SoundFacts> {
  const from = file.peek(0, 3) === 'ID3' ? tagEnd(file) : 0;
  let seconds = 0;
  let frames = 0;
  let at = from;
  for (let frame = frameAt(file, at); frame; frame = frameAt(file, at)) {
    at += frame.bytes;
    seconds += frame.seconds;
    frames += 1;
  }
  if (frames < MIN_FRAMES || file.length - at > MAX_TAIL) broken('it is no MP3 from begin to end');
  return { durationMs: Math.round(seconds * 1000), parts: [file.slice(from, at)] };
}

function tagEnd(file: ByteReader): number {
  let size = 0;
  for (let at = 6; at < 10; at++) size = size * 128 + (file.u8(at) & 0x7f);
  const end = 10 + size + (file.u8(5) & 0x10 ? 10 : 0);
  // Some programs fill up with zeros behind the tag.
  let at = end;
  while (at < file.length && at - end < MAX_TAIL && file.u8(at) === 0) at += 1;
  return at;
}

function frameAt(file: ByteReader, at: number): Frame | undefined {
  if (at + 4 > file.length || file.u8(at) !== 0xff) return undefined;
  const second = file.u8(at + 1);
  const third = file.u8(at + 2);
  const version = (second >> 3) & 3;
  const rate = RATES[(third >> 2) & 3];
  if (second >> 5 !== 7 || version === 1 || ((second >> 1) & 3) !== 1 || rate === undefined) return undefined;
  const first = version === 3;
  const kilobits = (first ? BITRATES_1 : BITRATES_2)[third >> 4];
  if (!kilobits) return undefined;
  const hertz = rate / (first ? 1 : version === 2 ? 2 : 4);
  const bytes = Math.floor(((first ? 144_000 : 72_000) * kilobits) / hertz) + ((third >> 1) & 1);
  if (at + bytes > file.length) return undefined;
  return { bytes, seconds: (first ? 1152 : 576) / hertz };
}
