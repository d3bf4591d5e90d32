import type { ByteReader } from '../byte-reader.js';
import type { Parsed, SoundFacts } from '../inspection.js';
import { broken } from '../refused.js';
import { riffChunks, riffFile } from './riff.js';

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** WAV with plain samples (8 to 32 bits, or floating point): what every browser plays. */
export function parseWav(file: ByteReader): Parsed<SoundFacts> {
  const chunks = riffChunks(file, 12, 8 + file.u32(4, true));
  const format = chunks.find(({ type }) => type === 'fmt ') ?? broken('it does not say what it holds');
  const data = chunks.find(({ type }) => type === 'data') ?? broken('it holds no sound');
  const at = format.data;
  if (format.length < 16) broken('it does not say what it holds');
  const said = file.u16(at, true);
  const kind = said === EXTENSIBLE && format.length >= 26 ? file.u16(at + 24, true) : said;
  const channels = file.u16(at + 2, true);
  const rate = file.u32(at + 4, true);
  const frame = file.u16(at + 12, true);
  const bits = file.u16(at + 14, true);
  const known = (kind === PCM && [8, 16, 24, 32].includes(bits)) || (kind === FLOAT && bits === 32);
  if (!known) broken('its samples are packed; save it as 16-bit PCM');
  if (channels < 1 || channels > 8 || rate < 3000 || rate > 192_000) broken('its channels or rate make no sense');
  if (frame !== channels * (bits / 8) || data.length < frame) broken('its samples make no sense');
  return { durationMs: Math.round((data.length / frame / rate) * 1000), parts: riffFile('WAVE', file, [format, data]) };
}
