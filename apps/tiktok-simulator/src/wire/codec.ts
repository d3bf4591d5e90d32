/** What is used of a message of tiktok-live-proto. */
export interface Codec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(input: Uint8Array): T;
}

const EMPTY = new Uint8Array(0);

/** A message with proto3 defaults and the given fields: the generated encoders need every field to be present. */
export function create<T>(codec: Codec<T>, fields: Partial<T>): T {
  return { ...codec.decode(EMPTY), ...fields };
}

/** Encoded bytes of a message made from the given fields. */
export function encode<T>(codec: Codec<T>, fields: Partial<T>): Buffer {
  const bytes = codec.encode(create(codec, fields)).finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
