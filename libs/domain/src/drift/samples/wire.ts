/** Wire types of protobuf. Groups, long gone from the language, count as broken: TikTok sends none. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const FIXED32 = 5;

/** No message has numbers beyond; an id in a packed list would look like one. */
const HIGHEST_FIELD = 0xffff;

/** One field within bytes: its tag begins at `start`, its value lies from `from` up to, not including, `to`. */
export interface WireField {
  number: number;
  type: number;
  start: number;
  from: number;
  to: number;
}

export interface WireReading {
  fields: WireField[];
  /** Where reading had to stop, behind the tag and length of the field that does not fit; absent when all was read. */
  brokenAt?: number;
  /** The wire type of that field; absent when not even its tag could be read. */
  brokenType?: number;
}

/** A varint of at most ten bytes; `undefined` where it does not end in time. */
export function readVarint(bytes: Uint8Array, from: number, to: number): { value: bigint; next: number } | undefined {
  let value = 0n;
  const last = Math.min(to, from + 10);
  for (let index = from; index < last; index += 1) {
    const byte = bytes[index] ?? 0;
    value |= BigInt(byte & 0x7f) << BigInt(7 * (index - from));
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: index + 1 };
  }
  return undefined;
}

/** Writes `value` into exactly the bytes from `from` to `to`. */
export function writeVarint(bytes: Uint8Array, from: number, to: number, value: bigint): void {
  for (let index = from; index < to; index += 1) {
    const low = Number((value >> BigInt(7 * (index - from))) & 0x7fn);
    bytes[index] = index === to - 1 ? low : low | 0x80;
  }
}

/** Reads fields without a schema, as far as they go. Never throws, and does not look into what is nested. */
export function readFields(bytes: Uint8Array, start: number, end: number): WireReading {
  const fields: WireField[] = [];
  let at = start;
  while (at < end) {
    const tag = readVarint(bytes, at, end);
    if (!tag) return { fields, brokenAt: at };
    const number = Number(tag.value >> 3n);
    const type = Number(tag.value & 7n);
    if (number === 0 || number > HIGHEST_FIELD) return { fields, brokenAt: at };
    const place = valueOf(bytes, type, tag.next, end);
    if (typeof place === 'number') return { fields, brokenAt: place, brokenType: type };
    fields.push({ number, type, start: at, ...place });
    at = place.to;
  }
  return { fields };
}

/** The varints that the bytes are made of, as in a packed list of numbers; `undefined` when they are none. */
export function readPacked(bytes: Uint8Array, start: number, end: number): { from: number; to: number }[] | undefined {
  const places: { from: number; to: number }[] = [];
  for (let at = start; at < end;) {
    const next = readVarint(bytes, at, end)?.next;
    if (next === undefined) return undefined;
    places.push({ from: at, to: next });
    at = next;
  }
  return places;
}

/** Where the value lies, or where reading broke off. */
function valueOf(bytes: Uint8Array, type: number, at: number, end: number): { from: number; to: number } | number {
  switch (type) {
    case VARINT: {
      const value = readVarint(bytes, at, end);
      return value ? { from: at, to: value.next } : at;
    }
    case FIXED64:
      return at + 8 <= end ? { from: at, to: at + 8 } : at;
    case FIXED32:
      return at + 4 <= end ? { from: at, to: at + 4 } : at;
    case LENGTH_DELIMITED: {
      const length = readVarint(bytes, at, end);
      if (!length) return at;
      const to = length.next + Number(length.value);
      return to <= end ? { from: length.next, to } : length.next;
    }
    default:
      return at;
  }
}
