import { Pseudonyms, type PseudonymOptions } from './pseudonyms.js';
import { FIXED32, FIXED64, LENGTH_DELIMITED, readFields, readPacked, readVarint, VARINT, writeVarint } from './wire.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;
/** Deeper than any message; what lies below is taken as opaque. */
const MAX_DEPTH = 64;

/**
 * The bytes of a message with everything replaced that may tell of a person: texts, addresses, ids and bytes of
 * unknown meaning. Works without a schema, since a message that changed may fit none. Every stand-in has the length
 * of what it replaces, so lengths, field numbers and wire types, broken ones too, stay as they came. What may be a
 * text or a nested message is treated as both: its structure stays and every value in it changes.
 */
export function anonymiseMessage(payload: Uint8Array, options: PseudonymOptions): Uint8Array {
  // A Buffer's own slice would share its memory.
  const copy = new Uint8Array(payload);
  new Anonymiser(copy, new Pseudonyms(options)).message(0, copy.length, 0);
  return copy;
}

class Anonymiser {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly pseudonyms: Pseudonyms,
  ) {}

  message(start: number, end: number, depth: number, alsoText = false): void {
    const { fields, brokenAt, brokenType } = readFields(this.bytes, start, end);
    for (const { type, from, to } of fields) {
      if (type === LENGTH_DELIMITED) this.chunk(from, to, depth + 1);
      else if (alsoText) this.printable(from, to);
      else if (type === VARINT) this.varint(from, to);
      else if (type === FIXED64 || type === FIXED32) this.fixed(from, to);
    }
    if (brokenAt === undefined) return;
    const first = this.bytes[brokenAt];
    this.opaque(brokenAt, end);
    const cutOff = brokenType === LENGTH_DELIMITED && end === this.bytes.length;
    if (cutOff && first !== undefined) this.keepBroken(brokenAt, first);
  }

  private chunk(from: number, to: number, depth: number): void {
    if (from === to) return;
    const text = this.textOf(from, to);
    const isMessage = depth < MAX_DEPTH && readFields(this.bytes, from, to).brokenAt === undefined;
    if (text !== undefined && (!isMessage || this.pseudonyms.isText(text))) this.write(from, text);
    else if (isMessage) this.message(from, to, depth, text !== undefined && !CONTROL.test(text));
    else if (depth >= MAX_DEPTH || !this.packed(from, to)) this.brokenOrOpaque(from, to, depth);
  }

  /** A list of numbers within one field. */
  private packed(from: number, to: number): boolean {
    const places = readPacked(this.bytes, from, to);
    for (const place of places ?? []) this.varint(place.from, place.to);
    return places !== undefined;
  }

  private brokenOrOpaque(from: number, to: number, depth: number): void {
    if (depth < MAX_DEPTH) this.message(from, to, depth);
    else this.opaque(from, to);
  }

  private write(from: number, text: string): void {
    this.bytes.set(encoder.encode(this.pseudonyms.text(text)), from);
  }

  private textOf(from: number, to: number): string | undefined {
    try {
      return decoder.decode(this.bytes.subarray(from, to));
    } catch {
      return undefined;
    }
  }

  private varint(from: number, to: number): void {
    const { value } = readVarint(this.bytes, from, to)!;
    const negative = value >= 1n << 63n;
    const size = negative ? (1n << 64n) - value : value;
    const changed = this.pseudonyms.number(size);
    if (changed === size) return;
    writeVarint(this.bytes, from, to, negative ? (1n << 64n) - changed : changed);
  }

  private fixed(from: number, to: number): void {
    if (this.bytes.subarray(from, to).some((byte) => byte !== 0)) this.opaque(from, to);
  }

  private opaque(from: number, to: number): void {
    this.bytes.set(this.pseudonyms.opaque(this.bytes.subarray(from, to)), from);
  }

  /**
   * A message that was cut off within a nested one: decoders go on into the nested one, and stand-ins there could read
   * as its end. No decoder passes a wire type that does not exist.
   */
  private keepBroken(at: number, before: number): void {
    const type = (before & 7) === 7 ? 6 : 7;
    this.bytes[at] = ((this.bytes[at] ?? 0) & 0xf8) | type;
  }

  /** Stays printable, as it may be a text, and as long. */
  private printable(from: number, to: number): void {
    const changed = this.pseudonyms.opaque(this.bytes.subarray(from, to));
    for (const [index, byte] of changed.entries()) {
      const before = this.bytes[from + index]!;
      const printed = byte >= 0x80 ? byte : 0x21 + (byte % 0x5d);
      this.bytes[from + index] = printed === before ? printed + 1 : printed;
    }
  }
}
