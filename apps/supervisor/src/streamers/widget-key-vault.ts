import { createHash, randomUUID } from 'node:crypto';
import type { StoredWidgetKey } from '#libs/domain';
import { SealedText } from '../sealed-text.js';

/** SHA-256 in hex: what gateways and the database look a key up by. */
export function hashWidgetKey(key: string): string {
  return createHash('sha256').update(key.toLowerCase()).digest('hex');
}

/** Makes and seals widget keys. A sealed key opens only with the same secret and for the same streamer. */
export class WidgetKeyVault {
  private readonly sealed: SealedText;

  constructor(encryptionKey: string) {
    this.sealed = new SealedText(encryptionKey, 'widget-key');
  }

  /** 122 random bits, as a UUID. */
  generate(): string {
    return randomUUID();
  }

  seal(key: string, streamerId: string): StoredWidgetKey {
    return { hash: hashWidgetKey(key), encrypted: this.sealed.seal(key, streamerId) };
  }

  /** Throws when the text was sealed with another secret, for another streamer, or changed. */
  open(encrypted: string, streamerId: string): string {
    return this.sealed.open(encrypted, streamerId);
  }
}
