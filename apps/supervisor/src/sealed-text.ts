import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts text under a key of its own for each purpose. What was sealed opens only with the same secret, for the same
 * purpose and owner, so a row copied elsewhere is of no use. Format: `v1.` and base64url of iv, tag, ciphertext.
 */
export class SealedText {
  private readonly secret: Buffer;

  constructor(encryptionKey: string, purpose: string) {
    this.secret = Buffer.from(hkdfSync('sha256', encryptionKey, 'streamshape', purpose, 32));
  }

  seal(text: string, owner: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.secret, iv).setAAD(Buffer.from(owner));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /** Throws when the text was sealed with another secret, for another owner, or changed. */
  open(sealed: string, owner: string): string {
    const [version, body = ''] = sealed.split('.', 2);
    if (version !== VERSION) throw new Error('The sealed text has a format that this version does not know');
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv(ALGORITHM, this.secret, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(owner))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}
