/** Bytes that depend on `text` and on a secret alone, `length` of them; the caller supplies the keyed hash. */
export type KeyedBytes = (text: string, length: number) => Uint8Array;

export interface PseudonymOptions {
  keyed: KeyedBytes;
  /** Added to every time in ms; the same within one export, so that distances stay. Negative, below a day. */
  shiftMs: number;
  /** Words of the protocol, which name nobody and stay as they are. */
  isConstant(text: string): boolean;
}

/** Numbers up to here are counts, prices, levels and enums: they stay. */
const LARGEST_KEPT = 99_999n;
/** The size of the lowest int64: nothing else of its length is negative too. */
const LOWEST_INT64 = 1n << 63n;
/** 2015 to 2040, ms: taken as a time. */
const TIMES = { from: 1_420_070_400_000n, to: 2_208_988_800_000n };
const SCHEME = /^https?:\/\//u;
const DIGITS = /^[1-9]\d{5,18}$/u;

/** Stand-ins of the same length, the same for the same original within one export, useless without its key. */
export class Pseudonyms {
  constructor(private readonly options: PseudonymOptions) {}

  /** Of an unsigned number: as many decimal digits and as many varint bytes. Times are moved, small numbers stay. */
  number(value: bigint): bigint {
    if (value <= LARGEST_KEPT || value === LOWEST_INT64) return value;
    if (value >= TIMES.from && value <= TIMES.to) return value + BigInt(this.options.shiftMs);
    const digits = BigInt(String(value).length);
    const groups = BigInt(Math.ceil(value.toString(2).length / 7));
    const low = larger(10n ** (digits - 1n), 1n << (7n * (groups - 1n)));
    const high = smaller(smaller(10n ** digits, 1n << (7n * groups)), value < 1n << 63n ? 1n << 63n : 1n << 64n);
    const random = this.options.keyed(`number ${value}`, 12).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const chosen = low + (random % (high - low));
    return chosen === value ? low + ((random + 1n) % (high - low)) : chosen;
  }

  /** Surely a text, even where its bytes could be read as fields. */
  isText(text: string): boolean {
    return DIGITS.test(text) || SCHEME.test(text) || this.options.isConstant(text);
  }

  /** As many characters and as many UTF-8 bytes; spaces, control characters and the scheme of an address stay. */
  text(original: string): string {
    if (this.options.isConstant(original)) return original;
    if (DIGITS.test(original)) return String(this.number(BigInt(original)));
    const scheme = SCHEME.exec(original)?.[0] ?? '';
    const points = Array.from(original.slice(scheme.length));
    const random = this.options.keyed(`text ${original}`, points.length * 2);
    const changed = points.map((point, index) => standIn(point, (random[2 * index]! << 8) | random[2 * index + 1]!));
    return scheme + changed.join('');
  }

  /** For bytes of unknown meaning: every byte changes, and keeps its highest bit, so that varints end where they did. */
  opaque(bytes: Uint8Array): Uint8Array {
    const random = this.options.keyed(`opaque ${bytes.join(',')}`, bytes.length);
    return bytes.map((byte, index) => {
      const low = random[index]! & 0x7f;
      return (byte & 0x80) | (low === (byte & 0x7f) ? (low + 1) & 0x7f : low);
    });
  }
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Where stand-ins of a given UTF-8 length begin, and how many there are: Latin Extended-A, Hangul, emoji. */
const BLOCKS = { 2: [0x100, 128], 3: [0xac00, 11_000], 4: [0x1f400, 128] } as const;

function standIn(point: string, random: number): string {
  const code = point.codePointAt(0)!;
  if (code <= 0x20 || (code >= 0x7f && code < 0xa0)) return point;
  if (code < 0x7f) return code >= 0x30 && code <= 0x39 ? among(code, 0x30, 10, random) : among(code, 0x61, 26, random);
  const [first, count] = BLOCKS[code < 0x800 ? 2 : code < 0x10000 ? 3 : 4];
  return among(code, first, count, random);
}

/** One of `count` characters from `first` on, but not the one that stands there. */
function among(code: number, first: number, count: number, random: number): string {
  const index = random % count;
  return String.fromCodePoint(first + (first + index === code ? (index + 1) % count : index));
}
