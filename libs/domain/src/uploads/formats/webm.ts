import type { ByteReader } from '../byte-reader.js';
import type { Parsed, SoundFacts } from '../inspection.js';
import { broken } from '../refused.js';

const EBML = 0x1a45dfa3;
const DOC_TYPE = 0x4282;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TIME_SCALE = 0x2ad7b1;
const TRACKS = 0x1654ae6b;
const TRACK = 0xae;
const TRACK_TYPE = 0x83;
const CODEC = 0x86;
const CLUSTER = 0x1f43b675;
const CLUSTER_TIME = 0xe7;
const GROUP = 0xa0;
const BLOCK = 0xa1;
const SIMPLE_BLOCK = 0xa3;
const INTO = new Set([EBML, SEGMENT, INFO, TRACKS, TRACK, CLUSTER, GROUP]);
const SOUND = 2;
/** An Opus packet lasts 120 ms at most and mostly 20: so many times longer than it is may it seem. */
const LONGEST_PACKET_MS = 120;
const SLACK = 8;
const MAX_ELEMENTS = 100_000;

/** WebM with one track of Opus or Vorbis and no picture track. */
export function parseWebm(file: ByteReader): Parsed<SoundFacts> {
  let scale = 1_000_000;
  let cluster = 0;
  let last = 0;
  let blocks = 0;
  let tracks = 0;
  let known = false;
  for (const { id, from, to } of elements(file)) {
    if (id === TIME_SCALE) scale = number(file, from, to);
    if (id === CLUSTER_TIME) cluster = number(file, from, to);
    if (id === TRACK) tracks += 1;
    if (id === TRACK_TYPE && number(file, from, to) !== SOUND) broken('it holds something that is no sound');
    if (id === CODEC && !['A_OPUS', 'A_VORBIS'].includes(file.text(from, to - from))) {
      broken('it holds neither Vorbis nor Opus');
    }
    if (id === DOC_TYPE) known = file.text(from, to - from) === 'webm';
    if (id !== BLOCK && id !== SIMPLE_BLOCK) continue;
    // The number of the track is one byte where there is one track.
    if (to - from < 4 || file.u8(from) !== 0x81 || (file.u8(from + 3) & 0x06) !== 0) broken('its pieces make no sense');
    const relative = file.u16(from + 1);
    last = Math.max(last, cluster + (relative > 0x7fff ? relative - 0x10000 : relative));
    blocks += 1;
  }
  if (!known || tracks !== 1 || blocks === 0) broken('it must hold one sound and nothing else');
  const durationMs = Math.round(Math.max((last * scale) / 1e6, (blocks * LONGEST_PACKET_MS) / SLACK));
  return { durationMs, parts: [file.bytes] };
}

function* elements(file: ByteReader): Generator<{ id: number; from: number; to: number }> {
  let at = 0;
  for (let count = 0; at < file.length; count++) {
    if (count > MAX_ELEMENTS) broken('it has too many parts');
    const idLength = Math.clz32(file.u8(at)) - 23;
    if (idLength > 4) broken('a part has no name');
    const id = number(file, at, at + idLength);
    const sizeAt = at + idLength;
    const sizeLength = Math.clz32(file.u8(sizeAt)) - 23;
    if (sizeLength > 8) broken('a part has no length');
    const marked = number(file, sizeAt, sizeAt + sizeLength);
    const size = marked - 2 ** (7 * sizeLength);
    const from = sizeAt + sizeLength;
    const endless = size >= 2 ** (7 * sizeLength) - 1;
    if (endless && id !== SEGMENT && id !== CLUSTER) broken('a part has no length');
    const to = endless ? file.length : from + size;
    file.within(from, to - from);
    yield { id, from, to };
    at = INTO.has(id) ? from : to;
  }
}

function number(file: ByteReader, from: number, to: number): number {
  if (to - from > 8) broken('a number is too long');
  let value = 0;
  for (let at = from; at < to; at++) value = value * 256 + file.u8(at);
  return value;
}
