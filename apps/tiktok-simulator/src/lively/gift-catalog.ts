import type { GiftSpec } from '../messages/event-spec.js';

// Ids, names, prices and types as in test/fixtures/tiktok/gifts.json (facts from jwdeveloper/TikTokLiveJava, MIT).
// Kept as code so that the built simulator needs no data file beside it.

export type GiftShape =
  | 'rose'
  | 'heart'
  | 'fingerHeart'
  | 'note'
  | 'iceCream'
  | 'coffee'
  | 'cake'
  | 'perfume'
  | 'donut'
  | 'bracelet'
  | 'star'
  | 'crown'
  | 'cap'
  | 'sunglasses'
  | 'confetti'
  | 'handHearts'
  | 'swan'
  | 'corgi'
  | 'gem'
  | 'galaxy'
  | 'fireworks'
  | 'car'
  | 'rocket'
  | 'planet'
  | 'lion'
  | 'phoenix'
  | 'giftBox'
  | 'trophy';

export interface CatalogGift extends GiftSpec {
  type: number;
  combo: boolean;
  shape: GiftShape;
}

const gift = (id: number, name: string, diamondCount: number, type: 1 | 2 | 4, shape: GiftShape): CatalogGift => ({
  id,
  name,
  diamondCount,
  type,
  combo: type === 1,
  shape,
});

/** Gifts that come in streaks. */
export const COMBO_GIFTS: readonly [CatalogGift, ...CatalogGift[]] = [
  gift(5655, 'Rose', 1, 1, 'rose'),
  gift(5269, 'TikTok', 1, 1, 'note'),
  gift(6064, 'GG', 1, 1, 'trophy'),
  gift(5827, 'Ice Cream Cone', 1, 1, 'iceCream'),
  gift(5479, 'Coffee', 1, 1, 'coffee'),
  gift(6784, 'Cake Slice', 1, 1, 'cake'),
  gift(9139, 'Team Bracelet', 2, 1, 'bracelet'),
  gift(5487, 'Finger Heart', 5, 1, 'fingerHeart'),
  gift(8913, 'Rosa', 10, 1, 'rose'),
  gift(5658, 'Perfume', 20, 1, 'perfume'),
  gift(5879, 'Doughnut', 30, 1, 'donut'),
];

/** Middle-sized gifts, complete in one message. */
export const SINGLE_GIFTS: readonly [CatalogGift, ...CatalogGift[]] = [
  gift(7934, 'Heart Me', 1, 4, 'heart'),
  gift(6432, 'Star', 99, 4, 'star'),
  gift(6104, 'Cap', 99, 4, 'cap'),
  gift(6097, 'Little Crown', 99, 4, 'crown'),
  gift(5585, 'Confetti', 100, 2, 'confetti'),
  gift(5660, 'Hand Hearts', 100, 2, 'handHearts'),
  gift(5509, 'Sunglasses', 199, 4, 'sunglasses'),
  gift(5586, 'Hearts', 199, 4, 'heart'),
  gift(6267, 'Corgi', 299, 2, 'corgi'),
  gift(5897, 'Swan', 699, 2, 'swan'),
];

/** The ones that stop a stream. */
export const GRAND_GIFTS: readonly [CatalogGift, ...CatalogGift[]] = [
  gift(5886, 'Galaxy', 1000, 2, 'galaxy'),
  gift(6090, 'Fireworks', 1088, 2, 'fireworks'),
  gift(5781, 'Diamond', 1099, 2, 'gem'),
  gift(6834, 'Gift Box', 1999, 2, 'giftBox'),
  gift(6089, 'Sports Car', 7000, 2, 'car'),
  gift(5954, 'Planet', 15_000, 2, 'planet'),
  gift(5930, 'Rocket', 20_000, 2, 'rocket'),
  gift(7319, 'Phoenix', 25_999, 2, 'phoenix'),
  gift(6369, 'Lion', 29_999, 2, 'lion'),
];

export const GIFT_CATALOG: readonly CatalogGift[] = [...COMBO_GIFTS, ...SINGLE_GIFTS, ...GRAND_GIFTS];

/** A gift by its id or its English name (case does not matter). */
export function findGift(ref: number | string): CatalogGift | undefined {
  if (typeof ref === 'number') return GIFT_CATALOG.find((item) => item.id === ref);
  const name = ref.toLowerCase();
  return GIFT_CATALOG.find((item) => item.name.toLowerCase() === name || String(item.id) === ref);
}
