import { readFileSync } from 'node:fs';
import type { Gift } from '#libs/contracts';

/** Sent where nobody chose one. */
export const DEFAULT_GIFT_ID = '5655';

/**
 * Gifts that a test may send, cheapest first. Ids, names and prices alone (facts from jwdeveloper/TikTokLiveJava, MIT):
 * their pictures are TikTok's. `scripts/generate-test-events.mjs` writes the file.
 */
export class GiftCatalogue {
  readonly gifts: readonly Gift[];
  private readonly byId: ReadonlyMap<string, Gift>;

  constructor(file = new URL('./gifts.jsonl', import.meta.url)) {
    const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
    this.gifts = rows.map((row): Gift => {
      const [id, name, coins] = JSON.parse(row) as [string, string, number];
      return { id, name, coins };
    });
    this.byId = new Map(this.gifts.map((gift) => [gift.id, gift]));
  }

  find(id: string): Gift | undefined {
    return this.byId.get(id);
  }
}
