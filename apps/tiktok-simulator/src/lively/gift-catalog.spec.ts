import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { findGift, GIFT_CATALOG } from './gift-catalog.js';

const FIXTURE = new URL('../../../../test/fixtures/tiktok/gifts.json', import.meta.url);

it('has the ids, names, prices and types of real gifts', async () => {
  const real = JSON.parse(await readFile(FIXTURE, 'utf8')) as { id: number; type?: number }[];
  for (const { id, name, diamondCount, type } of GIFT_CATALOG) {
    const known = real.find((gift) => gift.id === id);
    expect(known).toMatchObject({ id, name, diamondCount });
    expect(known?.type ?? type).toBe(type);
  }
});

it('finds gifts by id and by name', () => {
  expect(findGift(5655)).toBe(findGift('rose'));
  expect(findGift('5655')).toBe(findGift(5655));
  expect(findGift('nothing of the kind')).toBeUndefined();
});
