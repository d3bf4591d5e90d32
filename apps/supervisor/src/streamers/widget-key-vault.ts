import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import type { StoredWidgetKey } from '#libs/domain';

const ALGORITHM = 'aes-256-gcm';
const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** SHA-256 in hex: what gateways and the database look a key up by. */
export function hashWidgetKey(key: string): string {
  return createHash('sha256').update(key.toLowerCase()).digest('hex');
}

/**
 * Makes and seals widget keys. A sealed key opens only with the same secret and for the same streamer, so a row
 * copied to another streamer is of no use. Format: `v1.` and base64url of iv, tag, ciphertext.
 */
export class WidgetKeyVault {
  private readonly secret: Buffer;

  constructor(encryptionKey: string) {
    this.secret = Buffer.from(hkdfSync('sha256', encryptionKey, 'streamshape', 'widget-key', 32));
  }

  /** 122 random bits, as a UUID. */
  generate(): string {
    return randomUUID();
  }

  seal(key: string, streamerId: string): StoredWidgetKey {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.secret, iv).setAAD(Buffer.from(streamerId));
    const text = Buffer.concat([cipher.update(key, 'utf8'), cipher.final()]);
    const sealed = Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
    return { hash: hashWidgetKey(key), encrypted: `${VERSION}.${sealed}` };
  }

  /** Throws when the text was sealed with another secret, for another streamer, or changed. */
  open(encrypted: string, streamerId: string): string {
    const [version, body = ''] = encrypted.split('.', 2);
    if (version !== VERSION) throw new Error('The sealed key has a format that this version does not know');
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv(ALGORITHM, this.secret, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(streamerId))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}
