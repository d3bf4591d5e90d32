import { broken } from './refused.js';

/** Reads numbers out of a file; past its end the file is broken, whatever it says of itself. */
export class ByteReader {
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number {
    return this.view.getUint8(this.within(at, 1));
  }
  u16(at: number, littleEndian = false): number {
    return this.view.getUint16(this.within(at, 2), littleEndian);
  }
  u24le(at: number): number {
    return this.u16(at, true) + this.u8(at + 2) * 65_536;
  }
  u32(at: number, littleEndian = false): number {
    return this.view.getUint32(this.within(at, 4), littleEndian);
  }

  /** Bytes as Latin letters. */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.bytes.subarray(this.within(at, length), at + length));
  }

  /** The same text, or less where the file ends: for looking without demanding. */
  peek(at: number, length: number): string {
    return String.fromCharCode(...this.bytes.subarray(at, Math.min(this.length, at + length)));
  }

  slice(from: number, to: number): Uint8Array {
    return this.bytes.subarray(this.within(from, to - from), to);
  }

  /** `at`, if that many bytes are there. */
  within(at: number, length: number): number {
    if (at < 0 || length < 0 || at + length > this.bytes.length) broken('it ends too early');
    return at;
  }
}
