import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  frameControl,
  gif,
  gifComment,
  gifFrame,
  jpeg,
  m4a,
  mp3,
  ogg,
  ONE_OF_EACH,
  png,
  PNG_HEAD,
  pngChunk,
  riff,
  wav,
  webm,
  webp,
} from '../../test/upload-files.js';
import { inspectUpload, uploadName, UploadRefusedError } from './index.js';

function refusalOf(bytes: Uint8Array): string {
  try {
    return `taken as ${inspectUpload(bytes).type}`;
  } catch (error) {
    // Whatever a file holds, nothing else may come out of a parser.
    if (!(error instanceof UploadRefusedError)) throw error;
    return error.code;
  }
}
const text = (content: string) => Buffer.from(content, 'latin1');
const contentOf = (bytes: Uint8Array) => Buffer.from(inspectUpload(bytes).content).toString('latin1');
const holding = (head: Buffer, secret: string) => Buffer.concat([head, text(secret)]);

describe('inspectUpload', () => {
  it.each(Object.entries(ONE_OF_EACH))('knows %s by its content, and takes what it gives out again', (type, bytes) => {
    const found = inspectUpload(bytes);
    expect(found.type).toBe(type);
    const again = inspectUpload(found.content);
    expect(Buffer.from(again.content).equals(found.content)).toBe(true);
    expect({ ...again, content: 0 }).toEqual({ ...found, content: 0 });
  });

  it('says how large, how many and how long', () => {
    expect(inspectUpload(png({ width: 30, height: 20 }))).toMatchObject({ kind: 'image', width: 30, height: 20 });
    const moving = png({ extra: [frameControl(4, 3, 0), frameControl(2, 2, 1)] });
    expect(inspectUpload(moving)).toMatchObject({ frames: 2 });
    expect(inspectUpload(gif([gifFrame(1, 1), gifFrame(5, 4)]))).toMatchObject({ width: 5, height: 4, frames: 2 });
    expect(inspectUpload(webp({ canvas: [3, 2], frames: 7 }))).toMatchObject({ width: 3, height: 2, frames: 7 });
    expect(inspectUpload(wav({ seconds: 1.5 }))).toMatchObject({ kind: 'sound', durationMs: 1500 });
    expect(inspectUpload(mp3(38)).durationMs).toBe(993);
    expect(inspectUpload(ogg(50)).durationMs).toBe(1000);
    expect(inspectUpload(webm({ blocks: 60 })).durationMs).toBe(1180);
    expect(inspectUpload(m4a({ samples: 431 })).durationMs).toBe(10_008);
  });

  it('leaves out what a file tells of its owner, and whatever is behind its end', () => {
    const secret = 'GPS 52.52 13.40 <script>alert(1)</script>';
    const zip = 'PK\x03\x04 archive';
    const files = [
      png({ extra: [pngChunk('tEXt', text(secret)), pngChunk('eXIf', text(secret))] }),
      png({
        extra: [pngChunk('zTXt', holding(text('a\0\0'), deflateSync(Buffer.alloc(1_000_000)).toString('latin1')))],
      }),
      jpeg({ side: 6, secret }),
      gif([gifComment(secret), gifFrame(1, 1)]),
      webp({
        canvas: [3, 2],
        flags: 0x0c,
        more: [
          ['EXIF', text(secret)],
          ['XMP ', text(secret)],
        ],
      }),
      wav({ more: [['LIST', text(secret)]] }),
      mp3(5, holding(text('ID3\x03\0\0\0\0\0'), `${String.fromCharCode(secret.length)}${secret}`)),
    ];
    for (const file of files) {
      const content = contentOf(holding(file, zip));
      expect(content).not.toContain('GPS');
      expect(content).not.toContain('script');
      expect(content).not.toContain('PK\x03\x04');
      expect(content.length).toBeLessThanOrEqual(file.length);
    }
    expect(contentOf(jpeg({ side: 6, secret }))).toContain('Exif');
    expect(contentOf(jpeg({ side: 1, secret }))).not.toContain('Exif');
    const flags = contentOf(files[4]!).charCodeAt(20);
    expect(flags & 0x0c).toBe(0);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'UPLOAD.EMPTY'],
    ['SVG', text('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 'UPLOAD.SVG'],
    ['SVG after a byte order mark', text('\xef\xbb\xbf<?xml version="1.0"?><svg/>'), 'UPLOAD.SVG'],
    ['HTML', text('<!DOCTYPE html><script>1</script>'), 'UPLOAD.SVG'],
    ['words', text('hello'), 'UPLOAD.TYPE_UNKNOWN'],
    ['a zip file', text('PK\x03\x04............'), 'UPLOAD.TYPE_UNKNOWN'],
    ['a program', text('\x7fELF\x02\x01\x01'), 'UPLOAD.TYPE_UNKNOWN'],
    ['HTML behind the first bytes of a PNG', holding(PNG_HEAD, '<html><script>1</script>'.repeat(9)), 'UPLOAD.BROKEN'],
    ['HTML behind the first bytes of a GIF', text('GIF89a/*<svg onload=1>*/=1;//'.repeat(9)), 'UPLOAD.BROKEN'],
    ['HTML behind the first bytes of a JPEG', text('\xff\xd8\xff<html>'.repeat(9)), 'UPLOAD.BROKEN'],
    ['a RIFF file that is neither', riff('AVI ', []), 'UPLOAD.TYPE_UNKNOWN'],
    [
      'a PNG without a picture',
      Buffer.concat([png().subarray(0, 33), pngChunk('IEND', Buffer.alloc(0))]),
      'UPLOAD.BROKEN',
    ],
    ['a PNG with a part nobody knows', png({ extra: [pngChunk('EVIL', text('x'))] }), 'UPLOAD.BROKEN'],
    ['a frame larger than its picture', png({ extra: [frameControl(9, 9)] }), 'UPLOAD.BROKEN'],
    ['a WebP of another size than it says', webp({ size: [3000, 3000], canvas: [3, 2] }), 'UPLOAD.BROKEN'],
    ['a WAV with packed samples', wav({ kind: 2 }), 'UPLOAD.BROKEN'],
    ['a film', webm({ kind: 1, codec: 'V_VP9' }), 'UPLOAD.BROKEN'],
    ['a film without its pictures', webm({ codec: 'A_AAC' }), 'UPLOAD.BROKEN'],
    ['an MP4 film', m4a({ handler: 'vide' }), 'UPLOAD.BROKEN'],
    ['an MP4 with two tracks', m4a({ tracks: 2 }), 'UPLOAD.BROKEN'],
    ['two streams in one Ogg', ogg(10, 8), 'UPLOAD.BROKEN'],
    ['an MP3 of one frame', mp3(1), 'UPLOAD.BROKEN'],
    ['a picture of 2,500 million pixels', png({ says: [50_000, 50_000] }), 'UPLOAD.PICTURE_TOO_LARGE'],
    ['a picture without a size', png({ says: [0, 5] }), 'UPLOAD.BROKEN'],
    ['a JPEG of 65,535 pixels', jpeg({ size: [65_535, 65_535] }), 'UPLOAD.PICTURE_TOO_LARGE'],
    ['a GIF with one huge frame', gif([gifFrame(60_000, 60_000)]), 'UPLOAD.PICTURE_TOO_LARGE'],
    ['a GIF of 700 frames', gif(Array.from({ length: 700 }, () => gifFrame(1, 1))), 'UPLOAD.PICTURE_TOO_LARGE'],
    [
      'a large WebP of 60 frames',
      webp({ size: [3000, 2700], canvas: [3000, 2700], frames: 60 }),
      'UPLOAD.PICTURE_TOO_LARGE',
    ],
    ['a sound of two minutes', wav({ seconds: 120, rate: 3000 }), 'UPLOAD.SOUND_TOO_LONG'],
    ['an Opus file of an hour that is small', ogg(180_000), 'UPLOAD.SOUND_TOO_LONG'],
    ['a WebM of many packets at one time', webm({ blocks: 30_000 }), 'UPLOAD.SOUND_TOO_LONG'],
    ['an M4A of many samples', m4a({ samples: 1_000_000 }), 'UPLOAD.SOUND_TOO_LONG'],
  ])('does not take %s', (_what, bytes, code) => {
    expect(refusalOf(bytes)).toBe(code);
  });

  it.each(Object.entries(ONE_OF_EACH))(
    'takes no %s that is cut off or spoiled, and never breaks on one',
    (type, bytes) => {
      const whole = inspectUpload(bytes).content.length;
      for (let length = 0; length < bytes.length; length += Math.max(1, Math.floor(bytes.length / 200))) {
        const cut = refusalOf(bytes.subarray(0, length));
        // Of sounds made of equal pieces fewer may be left.
        if (!['mp3', 'ogg', 'webm'].includes(type)) expect(cut, `${length} of ${whole} bytes`).toMatch(/^UPLOAD/);
        const spoiled = Buffer.from(bytes);
        spoiled[length] = (spoiled[length] ?? 0) ^ 0xff;
        refusalOf(spoiled);
      }
      if (type === 'png') {
        const spoiled = Buffer.from(bytes);
        spoiled[45] = (spoiled[45] ?? 0) ^ 1;
        expect(refusalOf(spoiled)).toBe('UPLOAD.BROKEN');
      }
    },
  );
});

describe('uploadName', () => {
  it.each([
    ['rose.png', 'rose.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\me\\my rose.gif', 'my rose.gif'],
    ['a\u202egnp.exe\0', 'agnp.exe'],
    ['<b>"x"', 'bx'],
    ['..', 'file'],
    [undefined, 'file'],
    ['バラ'.repeat(80), 'バラ'.repeat(40)],
  ])('%s becomes %s', (given, expected) => {
    expect(uploadName(given)).toBe(expected);
  });
});
