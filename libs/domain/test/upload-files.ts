import { crc32, deflateSync } from 'node:zlib';
import { oggChecksum } from '../src/uploads/checksums.js';

/* Small files of every kind that may be uploaded, made by hand so that each part of them can be spoiled. */

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const be32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const le32 = (value: number): Buffer => be32(value).reverse();
const le16 = (value: number): Buffer => le32(value).subarray(0, 2);
const le24 = (value: number): Buffer => le32(value).subarray(0, 3);

export function pngChunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([ascii(type), body]);
  return Buffer.concat([be32(body.length), named, be32(crc32(named))]);
}

export interface PngWish {
  width?: number;
  height?: number;
  /** RGB. */
  colour?: readonly [number, number, number];
  /** Chunks before the picture. */
  extra?: Buffer[];
  /** The size that it says, where that is another. */
  says?: readonly [number, number];
}

export const PNG_HEAD = Buffer.from('89504e470d0a1a0a', 'hex');

export function png({ width = 4, height = 3, colour = [255, 0, 80], extra = [], says }: PngWish = {}): Buffer {
  const [w, h] = says ?? [width, height];
  const row = Buffer.concat([Buffer.from([0]), ...Array.from({ length: width }, () => Buffer.from(colour))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const header = Buffer.concat([be32(w), be32(h), Buffer.from([8, 2, 0, 0, 0])]);
  const chunks = [pngChunk('IHDR', header), ...extra, pngChunk('IDAT', pixels), pngChunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([PNG_HEAD, ...chunks]);
}

/** One frame of an APNG, as its control chunk says. */
export function frameControl(width: number, height: number, sequence = 0): Buffer {
  const sizes = [sequence, width, height, 0, 0].map(be32);
  return pngChunk('fcTL', Buffer.concat([...sizes, Buffer.from([0, 1, 0, 10, 0, 0])]));
}

const GIF_PIXELS = Buffer.from([2, 2, 0x4c, 0x01, 0]);
export const gifFrame = (width: number, height: number): Buffer =>
  Buffer.concat([Buffer.from([0x2c, 0, 0, 0, 0]), le16(width), le16(height), Buffer.from([0]), GIF_PIXELS]);
export const gifComment = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x21, 0xfe, text.length]), ascii(text), Buffer.from([0])]);

export function gif(frames: Buffer[] = [gifFrame(1, 1)], [width, height] = [1, 1]): Buffer {
  const screen = Buffer.concat([le16(width), le16(height), Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255])]);
  return Buffer.concat([ascii('GIF89a'), screen, ...frames, Buffer.from([0x3b])]);
}

const segment = (marker: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker]), be32(body.length + 2).subarray(2), body]);

export interface JpegWish {
  size?: readonly [number, number];
  /** Camera data with this side up. */
  side?: number;
  secret?: string;
}

/** Right in all its parts but the picture itself, which no parser here decodes. */
export function jpeg({ size: [width, height] = [2, 2], side, secret = '' }: JpegWish = {}): Buffer {
  const exif = Buffer.from(`4d4d002a0000000800010112000300000001000${side ?? 1}000000000000`, 'hex');
  const frame = Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, ascii('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
    ...(side === undefined ? [] : [segment(0xe1, Buffer.concat([ascii('Exif\0\0'), exif, ascii(secret)]))]),
    segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
    segment(0xc0, frame),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0, 0x34, 0xff, 0xd9]),
  ]);
}

export function riff(form: string, chunks: readonly (readonly [string, Buffer])[]): Buffer {
  const bodies = chunks.flatMap(([type, body]) => [
    ascii(type),
    le32(body.length),
    body,
    Buffer.alloc(body.length % 2),
  ]);
  const content = Buffer.concat([ascii(form), ...bodies]);
  return Buffer.concat([ascii('RIFF'), le32(content.length), content]);
}

const lossless = (width: number, height: number): Buffer =>
  Buffer.concat([Buffer.from([0x2f]), le32(width - 1 + (height - 1) * 2 ** 14), Buffer.from([0x88, 0x88, 8])]);

export interface WebpWish {
  size?: readonly [number, number];
  /** What the container says, where it has one. */
  canvas?: readonly [number, number];
  frames?: number;
  more?: (readonly [string, Buffer])[];
  flags?: number;
}

export function webp({
  size: [width, height] = [3, 2],
  canvas,
  frames = 0,
  more = [],
  flags = 0,
}: WebpWish = {}): Buffer {
  const picture = ['VP8L', lossless(width, height)] as const;
  if (!canvas) return riff('WEBP', [picture]);
  const moving = frames > 0 ? 2 : 0;
  const head = Buffer.concat([Buffer.from([flags | moving, 0, 0, 0]), le24(canvas[0] - 1), le24(canvas[1] - 1)]);
  const inner = riff('', [picture]).subarray(8);
  const place = Buffer.concat([le24(0), le24(0), le24(width - 1), le24(height - 1), le24(100), Buffer.from([0])]);
  const frame = ['ANMF', Buffer.concat([place, inner])] as const;
  const pictures = frames > 0 ? Array.from({ length: frames }, () => frame) : [picture];
  return riff('WEBP', [['VP8X', head], ...pictures, ...more]);
}

export interface WavWish {
  seconds?: number;
  rate?: number;
  kind?: number;
  more?: (readonly [string, Buffer])[];
}

/** A quiet tone. */
export function wav({ seconds = 0.1, rate = 8000, kind = 1, more = [] }: WavWish = {}): Buffer {
  const format = Buffer.concat([le16(kind), le16(1), le32(rate), le32(rate * 2), le16(2), le16(16)]);
  const data = Buffer.alloc(Math.round(seconds * rate) * 2);
  for (let at = 0; at < data.length; at += 2) data.writeInt16LE(Math.round(3000 * Math.sin(at / 7)), at);
  return riff('WAVE', [['fmt ', format], ...more, ['data', data]]);
}

/** Frames of 26 ms, all silent. */
export function mp3(frames = 5, before: Buffer = Buffer.alloc(0)): Buffer {
  const frame = Buffer.alloc(417);
  frame.writeUInt32BE(0xfffb9064);
  return Buffer.concat([before, ...Array.from({ length: frames }, () => frame)]);
}

function oggPage(packets: readonly Buffer[], { granule = 0, serial = 7, sequence = 0, flags = 0 }): Buffer {
  const lacing = packets.flatMap(({ length }) => [...Array<number>(Math.floor(length / 255)).fill(255), length % 255]);
  const head = [ascii('OggS'), Buffer.from([0, flags]), le32(granule), le32(0), le32(serial), le32(sequence), le32(0)];
  const page = Buffer.concat([...head, Buffer.from([lacing.length, ...lacing]), ...packets]);
  page.writeUInt32LE(oggChecksum(page), 22);
  return page;
}

/** Opus in packets of 20 ms. */
export function ogg(packets = 10, serial = 7): Buffer {
  const head = Buffer.concat([ascii('OpusHead'), Buffer.from([1, 1, 0, 0]), le32(48_000), Buffer.from([0, 0, 0])]);
  const tags = Buffer.concat([ascii('OpusTags'), le32(0), le32(0)]);
  const sound = Array.from({ length: packets }, () => Buffer.from([0x78 | 0x80, 0xff, 0xfe]));
  const pages = Array.from({ length: Math.ceil(packets / 200) }, (_, index) =>
    oggPage(sound.slice(index * 200, index * 200 + 200), { sequence: 2 + index, serial, granule: 960 * packets }),
  );
  return Buffer.concat([oggPage([head], { flags: 2 }), oggPage([tags], { sequence: 1 }), ...pages]);
}

const element = (id: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(id, 'hex'), be32(0x10000000 + body.length), body]);

export function webm({ kind = 2, codec = 'A_OPUS', blocks = 10 } = {}): Buffer {
  const track = element('ae', Buffer.concat([element('83', Buffer.from([kind])), element('86', ascii(codec))]));
  const sound = Array.from({ length: blocks }, (_, index) =>
    element('a3', Buffer.from([0x81, (index * 20) >> 8, (index * 20) & 255, 0, 0xf8, 0xff, 0xfe])),
  );
  const cluster = element('1f43b675', Buffer.concat([element('e7', Buffer.from([0])), ...sound]));
  const segmentBody = Buffer.concat([element('1654ae6b', track), cluster]);
  return Buffer.concat([element('1a45dfa3', element('4282', ascii('webm'))), element('18538067', segmentBody)]);
}

const box = (type: string, ...body: Buffer[]): Buffer => {
  const whole = Buffer.concat(body);
  return Buffer.concat([be32(whole.length + 8), ascii(type), whole]);
};

export function m4a({ samples = 40, handler = 'soun', tracks = 1 } = {}): Buffer {
  const none = be32(0);
  const table = box(
    'stbl',
    box('stsd', none, be32(1), box('mp4a', Buffer.alloc(28))),
    box('stts', none, be32(1), be32(samples), be32(1024)),
    box('stsz', none, be32(1), be32(samples)),
  );
  const header = box('mdhd', none, none, none, be32(44_100), none, none);
  const media = box('mdia', header, box('hdlr', none, none, ascii(handler), Buffer.alloc(12)), box('minf', table));
  const all = Array.from({ length: tracks }, () => box('trak', media));
  return Buffer.concat([box('ftyp', ascii('M4A '), none), box('moov', ...all), box('mdat', Buffer.alloc(samples))]);
}

/** One of each, with the type that it is. */
export const ONE_OF_EACH = {
  png: png(),
  jpeg: jpeg(),
  gif: gif(),
  webp: webp(),
  wav: wav(),
  mp3: mp3(),
  ogg: ogg(),
  webm: webm(),
  m4a: m4a(),
};
