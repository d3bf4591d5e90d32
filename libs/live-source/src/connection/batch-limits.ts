/** Real batches have some dozens of messages, and the largest recorded message 18 KiB. */
export const MOST_MESSAGES = 5_000;
export const LARGEST_MESSAGE_BYTES = 256 * 1024;
const MESSAGES_FIELD = 1;

/**
 * Throws where decoding a batch would take seconds and gigabytes: two bytes are enough for an object of each message.
 * Reads the outermost fields alone, and leaves to the decoder what is broken.
 */
export function checkBatch(bytes: Uint8Array): void {
  let messages = 0;
  for (let at = 0; at < bytes.length;) {
    const tag = small(bytes, at);
    if (!tag) return;
    const size = sizeOf(bytes, tag.value & 7, tag.next);
    if (!size) return;
    if (tag.value >> 3 === MESSAGES_FIELD) {
      messages += 1;
      if (messages > MOST_MESSAGES) throw new RangeError(`A batch of more than ${MOST_MESSAGES} messages`);
      if (size.to - size.from > LARGEST_MESSAGE_BYTES) throw new RangeError('A message that is too large');
    }
    at = size.to;
  }
}

/** A varint of at most four bytes; longer ones are skipped by `sizeOf` alone. */
function small(bytes: Uint8Array, from: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let index = from; index < Math.min(bytes.length, from + 4); index += 1) {
    const byte = bytes[index]!;
    value |= (byte & 0x7f) << (7 * (index - from));
    if (byte < 0x80) return { value, next: index + 1 };
  }
  return undefined;
}

function sizeOf(bytes: Uint8Array, type: number, from: number): { from: number; to: number } | undefined {
  if (type === 1) return { from, to: from + 8 };
  if (type === 5) return { from, to: from + 4 };
  if (type === 2) {
    const length = small(bytes, from);
    return length && { from: length.next, to: length.next + length.value };
  }
  if (type !== 0) return undefined;
  let to = from;
  while (to < bytes.length && bytes[to]! >= 0x80) to += 1;
  return { from, to: to + 1 };
}
