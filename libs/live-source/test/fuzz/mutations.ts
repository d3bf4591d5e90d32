import { LENGTH_DELIMITED, readFields, type WireField } from '#libs/domain';

export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  pick<T>(items: readonly T[]): T;
}

export const MUTATIONS = [
  'bit-flips',
  'truncated',
  'length-lie',
  'endless-varint',
  'doubled-fields',
  'shuffled-fields',
  'giant-string',
  'wrong-wire-type',
  'nested-bomb',
  'noise',
  'extreme-number',
  'deep-change',
] as const;
export type Mutation = (typeof MUTATIONS)[number];

const EXTREMES = [
  0n,
  1n,
  (1n << 31n) - 1n,
  1n << 31n,
  (1n << 63n) - 1n,
  1n << 63n,
  (1n << 64n) - 1n,
  9_007_199_254_740_993n,
];
const NASTY_TEXTS = ['\u202e\u0000\ud83d', '', '__proto__', '<script>', '-1', '1e999', '\ufeff\u2028', '0'].map(
  (text) => Buffer.from(text),
);

/** The bytes with one kind of damage. Never throws, whatever the bytes. */
export function mutateBytes(bytes: Buffer, mutation: Mutation, random: Random): Buffer {
  const place = Math.floor(random.next() * Math.max(1, bytes.length));
  switch (mutation) {
    case 'bit-flips':
      return flipped(bytes, random);
    case 'truncated':
      return bytes.subarray(0, place);
    case 'noise':
      return Buffer.concat([bytes.subarray(0, place), noise(random), bytes.subarray(place)]);
    case 'deep-change':
      return changedDeep(bytes, random, (leaf) => changedLeaf(leaf, random), 0);
    case 'extreme-number':
      return changedDeep(bytes, random, () => varint(random.pick(EXTREMES)), 0);
    default:
      return withFields(bytes, mutation, random);
  }
}

function withFields(bytes: Buffer, mutation: Mutation, random: Random): Buffer {
  const { fields } = readFields(bytes, 0, bytes.length);
  if (fields.length === 0) return Buffer.concat([bytes, noise(random)]);
  const parts = fields.map(({ start, to }) => bytes.subarray(start, to));
  const index = Math.floor(random.next() * fields.length);
  const field = fields[index]!;
  const replaced = (part: Buffer): Buffer => Buffer.concat([...parts.slice(0, index), part, ...parts.slice(index + 1)]);
  switch (mutation) {
    case 'length-lie':
      return replaced(Buffer.concat([tag(field.number, 2), varint(lie(random)), bytes.subarray(field.from, field.to)]));
    case 'endless-varint':
      return replaced(
        Buffer.concat([tag(field.number, 0), Buffer.alloc(random.pick([9, 10, 11, 40]), 0xff), Buffer.of(1)]),
      );
    case 'doubled-fields':
      return Buffer.concat([...parts, ...parts.slice(index), ...parts]);
    case 'shuffled-fields':
      return Buffer.concat(
        parts
          .map((part) => ({ part, at: random.next() }))
          .sort((a, b) => a.at - b.at)
          .map(({ part }) => part),
      );
    case 'giant-string':
      return replaced(
        delimited(field.number, Buffer.alloc(random.pick([4_000, 70_000]), random.pick(['a', '\u202e', '\u0000']))),
      );
    case 'wrong-wire-type':
      return replaced(
        Buffer.concat([
          tag(field.number, (field.type + 1 + Math.floor(random.next() * 7)) % 8),
          bytes.subarray(field.from, field.to),
        ]),
      );
    default:
      return replaced(bomb(field.number, random.pick([100, 3_000])));
  }
}

/** A claimed length: none, one more than there is room for, and beyond every integer. */
function lie(random: Random): bigint {
  return random.pick([0n, 1n, 127n, 0x7f_ff_ff_ffn, 0xff_ff_ff_ffn, (1n << 63n) - 1n]);
}

/** A field within itself, many times. */
function bomb(number: number, depth: number): Buffer {
  let inner: Buffer = Buffer.alloc(0);
  for (let level = 0; level < depth; level += 1) inner = delimited(number, inner);
  return inner;
}

/** Changes one value somewhere in the tree of fields, and keeps all lengths true. */
function changedDeep(
  bytes: Buffer,
  random: Random,
  change: (leaf: { field: WireField; value: Buffer }) => Buffer,
  depth: number,
): Buffer {
  const { fields, brokenAt } = readFields(bytes, 0, bytes.length);
  if (fields.length === 0 || brokenAt !== undefined) return bytes;
  const field = random.pick(fields);
  const value = bytes.subarray(field.from, field.to);
  const nested =
    field.type === LENGTH_DELIMITED && value.length > 0 && readFields(value, 0, value.length).brokenAt === undefined;
  const deeper = nested && depth < 20 && random.next() < 0.9;
  const changed = deeper ? changedDeep(value, random, change, depth + 1) : change({ field, value });
  const whole =
    field.type === LENGTH_DELIMITED
      ? delimited(field.number, changed)
      : Buffer.concat([tag(field.number, field.type), changed]);
  return Buffer.concat([bytes.subarray(0, field.start), whole, bytes.subarray(field.to)]);
}

function changedLeaf({ field, value }: { field: WireField; value: Buffer }, random: Random): Buffer {
  if (field.type === LENGTH_DELIMITED)
    return random.pick([...NASTY_TEXTS, flipped(value, random), Buffer.concat([value, value])]);
  if (field.type === 0) return varint(random.pick(EXTREMES));
  return flipped(value, random);
}

function flipped(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  const flips = 1 + Math.floor(random.next() * 8);
  for (let flip = 0; flip < flips && copy.length > 0; flip += 1) {
    const at = Math.floor(random.next() * copy.length);
    copy[at] = copy[at]! ^ (1 << Math.floor(random.next() * 8));
  }
  return copy;
}

function noise(random: Random): Buffer {
  return Buffer.from(Array.from({ length: 1 + Math.floor(random.next() * 16) }, () => Math.floor(random.next() * 256)));
}

function varint(value: bigint): Buffer {
  const groups: number[] = [];
  let rest = value;
  for (; rest >= 128n; rest >>= 7n) groups.push(Number(rest & 127n) | 128);
  return Buffer.from([...groups, Number(rest)]);
}

function tag(number: number, type: number): Buffer {
  return varint(BigInt(number * 8 + type));
}

function delimited(number: number, value: Buffer): Buffer {
  return Buffer.concat([tag(number, 2), varint(BigInt(value.length)), value]);
}
