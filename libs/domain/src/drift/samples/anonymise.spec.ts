import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anonymiseMessage } from './anonymise.js';
import type { KeyedBytes } from './pseudonyms.js';
import { readFields, readVarint } from './wire.js';

const keyed: KeyedBytes = (text, length) => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, n) =>
    createHmac('sha256', 'a key').update(`${n} ${text}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
};
const anonymise = (bytes: Uint8Array) =>
  Buffer.from(anonymiseMessage(bytes, { keyed, shiftMs: -3_600_000, isConstant: (text) => text === 'a.constant' }));

/** A protobuf message told as a tree, and encoded here without the code under test. */
type Leaf = { text: string } | { id: bigint } | { small: number } | { fixed: bigint } | { nested: Tree };
type Tree = { field: number; leaf: Leaf }[];

function varint(value: bigint): number[] {
  const rest = BigInt.asUintN(64, value);
  return rest < 128n ? [Number(rest)] : [Number(rest & 127n) | 128, ...varint(rest >> 7n)];
}
function encode(tree: Tree): Buffer {
  return Buffer.concat(tree.map(({ field, leaf }) => encodeLeaf(field, leaf)));
}
function encodeLeaf(field: number, leaf: Leaf): Buffer {
  const tag = (type: number) => varint(BigInt(field * 8 + type));
  if ('id' in leaf) return Buffer.from([...tag(0), ...varint(leaf.id)]);
  if ('small' in leaf) return Buffer.from([...tag(0), ...varint(BigInt(leaf.small))]);
  if ('fixed' in leaf) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(leaf.fixed);
    return Buffer.concat([Buffer.from(tag(1)), bytes]);
  }
  const bytes = 'text' in leaf ? Buffer.from(leaf.text) : encode(leaf.nested);
  return Buffer.concat([Buffer.from([...tag(2), ...varint(BigInt(bytes.length))]), bytes]);
}

/** What people write: letters of many scripts, digits, signs, emoji; not blank, no control characters. */
const text = fc
  .string({ unit: 'grapheme', minLength: 3, maxLength: 40 })
  .filter((value) => value.trim().length >= 3 && !/[\u0000-\u001f\u007f-\u009f]/u.test(value));
const handle = fc.stringMatching(/^[a-z0-9._]{3,24}$/u);
const userId = fc.bigInt({ min: 100_000n, max: (1n << 63n) - 1n });
const leaf = fc.oneof(
  { weight: 3, arbitrary: fc.record({ text: fc.oneof(text, handle) }) },
  { weight: 2, arbitrary: fc.record({ id: userId }) },
  { weight: 1, arbitrary: fc.record({ text: userId.map(String) }) },
  { weight: 2, arbitrary: fc.record({ small: fc.nat(99_999) }) },
  { weight: 1, arbitrary: fc.record({ fixed: fc.bigInt({ min: 1n, max: (1n << 64n) - 1n }) }) },
);
const field = fc.integer({ min: 1, max: 500 });
const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.array(
    fc.record({
      field,
      leaf: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leaf, fc.record({ nested: tie('tree') })),
    }),
    { minLength: 1, maxLength: 6 },
  ),
})).tree;

/** Walks original and copy side by side along the tree, and tells what stayed though it must not. */
function survivors(shape: Tree, copy: Buffer): string[] {
  const { fields, brokenAt } = readFields(copy, 0, copy.length);
  if (brokenAt !== undefined || fields.length !== shape.length) return ['the structure changed'];
  return shape.flatMap(({ field: number, leaf: original }, index) => {
    const found = fields[index]!;
    const value = copy.subarray(found.from, found.to);
    if (found.number !== number) return ['a field number changed'];
    if ('nested' in original) return survivors(original.nested, value);
    if ('text' in original) return value.includes(original.text) ? [original.text] : [];
    if ('fixed' in original) return value.readBigUInt64LE() === original.fixed ? [String(original.fixed)] : [];
    if ('id' in original) return readVarint(value, 0, value.length)?.value === original.id ? [String(original.id)] : [];
    return [];
  });
}

describe('anonymiseMessage', () => {
  it('lets no text and no id survive, and keeps length and structure, whatever the nesting', () => {
    fc.assert(
      fc.property(tree, (shape) => {
        const bytes = encode(shape);
        const copy = anonymise(bytes);
        expect(bytes.equals(encode(shape)), 'the original stays').toBe(true);
        expect(copy.length).toBe(bytes.length);
        expect(survivors(shape, copy)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('lets no longer text survive anywhere in a message that is broken off', () => {
    const long = fc.stringMatching(/^[a-z]{10,40}$/u);
    fc.assert(
      fc.property(fc.array(fc.tuple(field, long), { minLength: 1, maxLength: 5 }), fc.nat(), (texts, cut) => {
        const whole = encode(texts.map(([number, value]) => ({ field: number, leaf: { text: value } })));
        const bytes = whole.subarray(0, whole.length - (cut % whole.length));
        const copy = anonymise(bytes);
        expect(copy.length).toBe(bytes.length);
        for (const [, value] of texts) expect(copy.includes(value.slice(0, 8))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(anonymise(bytes).length).toBe(bytes.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives the same id the same stand-in, as a number and as a text, with as many digits', () => {
    fc.assert(
      fc.property(userId, (id) => {
        const copy = anonymise(
          encode([
            { field: 1, leaf: { id } },
            { field: 2, leaf: { text: String(id) } },
          ]),
        );
        const [number, digits] = readFields(copy, 0, copy.length).fields;
        const standIn = readVarint(copy, number!.from, number!.to)!.value;
        expect(copy.toString('utf8', digits!.from, digits!.to)).toBe(String(standIn));
        expect(String(standIn)).toHaveLength(String(id).length);
      }),
      { numRuns: 500 },
    );
  });

  it('gives ids in a packed list the same stand-ins', () => {
    const ids = [7_151_715_580_620_944_502n, 6_872_193_501_733_052_820n];
    const list = Buffer.from(ids.flatMap(varint));
    const packed = Buffer.concat([Buffer.from([0x0a, list.length]), list]);
    const alone = anonymise(encode(ids.map((id) => ({ field: 1, leaf: { id } }))));
    const copy = anonymise(packed);
    const singly = readFields(alone, 0, alone.length).fields.map(({ from, to }) => alone.subarray(from, to));
    expect(copy.subarray(2).equals(Buffer.concat(singly))).toBe(true);
    expect(copy.subarray(2).equals(list)).toBe(false);
  });

  it('keeps small numbers, signs, distances of times, constants and the scheme of an address', () => {
    const at = 1_700_000_000_000n;
    const copy = anonymise(
      encode([
        { field: 1, leaf: { small: 42 } },
        { field: 2, leaf: { id: -7n } },
        { field: 3, leaf: { id: -7_000_000n } },
        { field: 4, leaf: { id: at } },
        { field: 5, leaf: { id: at + 250n } },
        { field: 6, leaf: { text: 'a.constant' } },
        { field: 7, leaf: { text: 'https://example.com/ada.webp' } },
      ]),
    );
    const { fields } = readFields(copy, 0, copy.length);
    const numbers = fields.slice(0, 5).map(({ from, to }) => BigInt.asIntN(64, readVarint(copy, from, to)!.value));
    expect(numbers.slice(0, 2)).toEqual([42n, -7n]);
    expect(String(numbers[2])).toMatch(/^-\d{7}$/u);
    expect(numbers[3]).toBe(at - 3_600_000n);
    expect(numbers[4]! - numbers[3]!).toBe(250n);
    const texts = fields.slice(5).map(({ from, to }) => copy.toString('utf8', from, to));
    expect(texts[0]).toBe('a.constant');
    expect(texts[1]).toMatch(/^https:\/\/[a-z]{20}$/u);
  });
});
