import { readFileSync } from 'node:fs';
import type { Gift, LiveUser } from '#libs/contracts';
import type { TestDraft, TestStep } from './test-step.js';

type Person = Pick<LiveUser, 'id' | 'handle' | 'name'> & Partial<LiveUser>;
type Row = { at: number; user: number } & (
  | { type: 'chat'; text: string; language?: string }
  | { type: 'gift'; gift: string; count: number; total: number; streak?: string; closed?: boolean }
  | { type: 'like'; count: number }
  | { type: 'subscribe'; months: number }
  | { type: 'follow' | 'share' }
);

/**
 * Two and a half minutes of the local TikTok's lively room, in which everybody is invented.
 * `scripts/generate-test-events.mjs` writes the file.
 */
export class RecordedStream {
  readonly viewers: readonly LiveUser[];
  private readonly rows: readonly Row[];

  constructor(file = new URL('./recorded-stream.jsonl', import.meta.url)) {
    const [people = '[]', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
    this.viewers = (JSON.parse(people) as Person[]).map((person) => ({
      ...{ moderator: false, subscriber: false, follower: false },
      ...person,
    }));
    this.rows = rows.map((row) => JSON.parse(row) as Row);
  }

  /** `run` keeps the streaks of two replays apart; `speed`: times as fast as it was. */
  steps(run: string, speed: number, giftOf: (id: string) => Gift | undefined): TestStep[] {
    let likes = 0;
    return this.rows.flatMap((row) => {
      if (row.type === 'like') likes += row.count;
      const draft = this.draftOf(row, run, likes, giftOf);
      return draft ? [{ at: Math.round(row.at / speed), draft }] : [];
    });
  }

  private draftOf(
    row: Row,
    run: string,
    likes: number,
    giftOf: (id: string) => Gift | undefined,
  ): TestDraft | undefined {
    const user = this.viewers[row.user];
    if (user === undefined) return undefined;
    switch (row.type) {
      case 'chat': {
        const language = row.language === undefined ? {} : { language: row.language };
        return { type: 'chat', user, text: row.text, ...language, emotes: [] };
      }
      case 'gift': {
        const gift = giftOf(row.gift);
        if (gift === undefined) return undefined;
        const { count, total } = row;
        const state = row.closed ? 'closed' : 'open';
        const streak = row.streak === undefined ? {} : { streak: { id: `test:${run}:${row.streak}`, state } as const };
        return { type: 'gift', user, gift, count, total, coins: count * gift.coins, ...streak };
      }
      case 'like':
        return { type: 'like', user, count: row.count, total: likes };
      case 'subscribe':
        return { type: 'subscribe', user, months: row.months };
      default:
        return { type: row.type, user };
    }
  }
}
