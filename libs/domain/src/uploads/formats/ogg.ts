import { ByteReader } from '../byte-reader.js';
import { oggChecksum } from '../checksums.js';
import type { Parsed, SoundFacts } from '../inspection.js';
import { broken } from '../refused.js';

/** Samples at 48 kHz of one frame, by the upper five bits of an Opus packet's first byte. */
const OPUS_FRAME = (config: number): number => {
  if (config < 12) return [480, 960, 1920, 2880][config % 4]!;
  if (config < 16) return [480, 960][config % 2]!;
  return [120, 240, 480, 960][config % 4]!;
};
/** Short blocks of Vorbis make its packets seem longer than they are, by this much at most. */
const VORBIS_SLACK = 8;

/** Ogg with one stream of Opus or Vorbis, page by page with their checksums. */
export function parseOgg(file: ByteReader): Parsed<SoundFacts> {
  const { packets, end, lastGranule } = readPages(file);
  const first = new ByteReader(packets[0] ?? broken('it holds no sound'));
  const parts = [file.slice(0, end)];
  if (first.peek(0, 8) === 'OpusHead') {
    const samples = packets.slice(2).reduce((sum, packet) => sum + opusSamples(packet), 0);
    return { durationMs: Math.round(samples / 48), parts };
  }
  if (first.peek(0, 7) !== '\x01vorbis') broken('it holds neither Vorbis nor Opus');
  const rate = first.u32(12, true);
  if (rate < 3000 || rate > 192_000) broken('its rate makes no sense');
  const longest = 2 ** (first.u8(28) >> 4) / 2;
  const atMost = (Math.max(0, packets.length - 3) * longest) / rate / VORBIS_SLACK;
  return { durationMs: Math.round(Math.max(lastGranule / rate, atMost) * 1000), parts };
}

function readPages(file: ByteReader): { packets: Uint8Array[]; end: number; lastGranule: number } {
  const packets: Uint8Array[] = [];
  const serial = file.u32(14, true);
  let open: number[] = [];
  let at = 0;
  let lastGranule = 0;
  while (file.peek(at, 4) === 'OggS') {
    const segments = file.u8(at + 26);
    const body = at + 27 + segments;
    const sizes = file.slice(at + 27, body);
    const end = body + sizes.reduce((sum, size) => sum + size, 0);
    if (file.u32(at + 22, true) !== oggChecksum(file.slice(at, end))) broken('a checksum is wrong');
    if (file.u32(at + 14, true) !== serial) broken('it holds more than one stream');
    const granule = file.u32(at + 10, true) * 2 ** 32 + file.u32(at + 6, true);
    if (granule < Number.MAX_SAFE_INTEGER) lastGranule = Math.max(lastGranule, granule);
    let from = body;
    for (const size of sizes) {
      // Only how a packet begins matters.
      if (open.length < 32) open.push(...file.slice(from, from + Math.min(size, 32)));
      from += size;
      if (size === 255) continue;
      packets.push(Uint8Array.from(open));
      open = [];
    }
    at = end;
  }
  return { packets, end: at, lastGranule };
}

function opusSamples(packet: Uint8Array): number {
  const [head, count = 0] = packet;
  if (head === undefined) return 0;
  const code = head & 3;
  const frames = code === 0 ? 1 : code === 3 ? count & 0x3f : 2;
  return frames * OPUS_FRAME(head >> 3);
}
