import { unzip, unzipSync } from 'node:zlib';
import { promisify } from 'node:util';

const unpackElsewhere = promisify(unzip);
/** A frame that unpacks to more than this is no frame of TikTok's. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024;
/** What takes well under a millisecond. */
const SMALL = { packed: 16 * 1024, unpacked: 256 * 1024 };

/**
 * Unpacks a frame. Nearly all of them are a few kilobytes: handing those to another thread costs several times what the
 * unpacking does. Large ones go there, so that one room cannot hold up the others. Throws or rejects for what is no
 * gzip, is cut short, or unpacks to more than a frame may hold.
 */
export function unpack(payload: Uint8Array): Buffer | Promise<Buffer> {
  if (payload.length > SMALL.packed) return unpackElsewhere(payload, { maxOutputLength: MAX_FRAME_BYTES });
  try {
    return unzipSync(payload, { maxOutputLength: SMALL.unpacked });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
    return unpackElsewhere(payload, { maxOutputLength: MAX_FRAME_BYTES });
  }
}
