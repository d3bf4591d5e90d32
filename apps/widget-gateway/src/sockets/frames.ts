const TEXT_FRAME = 0x81;
const COMMA = Buffer.from(',');

/**
 * The bytes of one unmasked WebSocket text frame (RFC 6455, section 5.2). Made once and written to every socket that
 * gets the same message.
 */
export function textFrame(payload: string | readonly Uint8Array[]): Buffer {
  const parts = typeof payload === 'string' ? [Buffer.from(payload)] : payload;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([frameHeader(length), ...parts]);
}

function frameHeader(length: number): Buffer {
  if (length < 126) return Buffer.from([TEXT_FRAME, length]);
  if (length < 65_536) {
    const header = Buffer.from([TEXT_FRAME, 126, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header[0] = TEXT_FRAME;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}

/** A message of the socket protocol, `{ event, data }`. */
export function messageFrame(event: string, data: unknown): Buffer {
  return textFrame(JSON.stringify({ event, data }));
}

/**
 * An `events` message around items that are JSON already: nothing is parsed or serialised again.
 * `from` and `to` are offsets; `dropped` counts ephemeral events that were left out for a slow page.
 */
export function eventsFrame(from: number, to: number, items: readonly Uint8Array[], dropped = 0): Buffer {
  const parts: Uint8Array[] = [Buffer.from(`{"event":"events","data":{"from":${from},"to":${to},"items":[`)];
  for (const [index, item] of items.entries()) {
    if (index > 0) parts.push(COMMA);
    parts.push(item);
  }
  parts.push(Buffer.from(dropped > 0 ? `],"dropped":${dropped}}}` : ']}}'));
  return textFrame(parts);
}
