import { UPLOAD_TYPES, type UploadKind, type UploadType } from '#libs/contracts';
import { ByteReader } from './byte-reader.js';
import { parseGif } from './formats/gif.js';
import { parseJpeg } from './formats/jpeg.js';
import { parseM4a } from './formats/m4a.js';
import { parseMp3 } from './formats/mp3.js';
import { parseOgg } from './formats/ogg.js';
import { parsePng } from './formats/png.js';
import { parseWav } from './formats/wav.js';
import { parseWebm } from './formats/webm.js';
import { parseWebp } from './formats/webp.js';
import type { Parsed, PictureFacts, SoundFacts } from './inspection.js';
import { UPLOAD_LIMITS, type UploadLimits } from './limits.js';
import { UploadRefusedError } from './refused.js';

/** What an upload is, by its content alone. */
export interface InspectedUpload {
  type: UploadType;
  kind: UploadKind;
  width?: number;
  height?: number;
  frames?: number;
  durationMs?: number;
  /** What is stored: the file without metadata and without anything behind its end. */
  content: Uint8Array;
}

type Parser = (file: ByteReader) => Parsed<PictureFacts> | Parsed<SoundFacts>;
const PARSERS: Record<UploadType, Parser> = {
  png: parsePng,
  jpeg: parseJpeg,
  gif: parseGif,
  webp: parseWebp,
  wav: parseWav,
  mp3: parseMp3,
  ogg: parseOgg,
  webm: parseWebm,
  m4a: parseM4a,
};

/**
 * Finds out what `bytes` are from their content, whatever name and type they came with, and parses them whole.
 * Throws UploadRefusedError with what to do.
 */
export function inspectUpload(bytes: Uint8Array, limits: UploadLimits = UPLOAD_LIMITS): InspectedUpload {
  if (bytes.length === 0) throw new UploadRefusedError('UPLOAD.EMPTY', 'The file is empty');
  const file = new ByteReader(bytes);
  const type = typeOf(file);
  if (!type) throw notKnown(file);
  const parsed = PARSERS[type](file);
  const { parts, ...facts } = parsed;
  if ('width' in parsed) checkPicture(parsed, limits);
  else checkSound(parsed, limits);
  return { type, kind: UPLOAD_TYPES[type].kind, ...facts, content: join(parts) };
}

function typeOf(file: ByteReader): UploadType | undefined {
  const head = file.peek(0, 12);
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^GIF8[79]a/.test(head)) return 'gif';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'webp';
  if (head.startsWith('RIFF') && head.endsWith('WAVE')) return 'wav';
  if (head.startsWith('OggS\0')) return 'ogg';
  if (head.startsWith('\x1a\x45\xdf\xa3')) return 'webm';
  if (/^\0\0\0.ftyp(M4A |mp42|isom|iso2|mp41|dash|M4B )$/s.test(head)) return 'm4a';
  const frame = head.charCodeAt(0) === 0xff && (head.charCodeAt(1) & 0xe6) === 0xe2;
  return head.startsWith('ID3') || frame ? 'mp3' : undefined;
}

function notKnown(file: ByteReader): UploadRefusedError {
  if (/<(svg|\?xml|!doctype|html)/i.test(file.peek(0, 1024))) {
    const message = 'SVG and web pages can hold programs and are not taken. Save the picture as PNG or WebP';
    return new UploadRefusedError('UPLOAD.SVG', message);
  }
  const message = 'Pictures are PNG, APNG, JPEG, WebP or GIF; sounds are WAV, MP3, Ogg, WebM or M4A';
  return new UploadRefusedError('UPLOAD.TYPE_UNKNOWN', message);
}

function checkPicture({ width, height, frames }: PictureFacts, limits: UploadLimits): void {
  const pixels = width * height;
  if (width < 1 || height < 1) throw new UploadRefusedError('UPLOAD.BROKEN', 'The picture has no size');
  const tooLarge = Math.max(width, height) > limits.maxEdge || pixels > limits.maxPixels;
  if (!tooLarge && frames <= limits.maxFrames && pixels * frames <= limits.maxMovingPixels) return;
  const size = `${width} by ${height} pixels${frames > 1 ? ` and ${frames} frames` : ''}`;
  throw new UploadRefusedError('UPLOAD.PICTURE_TOO_LARGE', `The picture has ${size}: make it smaller and try again`);
}

function checkSound({ durationMs }: SoundFacts, { maxDurationMs }: UploadLimits): void {
  if (durationMs <= maxDurationMs) return;
  const message = `The sound is longer than ${maxDurationMs / 1000} seconds: cut it and try again`;
  throw new UploadRefusedError('UPLOAD.SOUND_TOO_LONG', message);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
