import type { EventSpec, UserSpec } from '../messages/event-spec.js';
import { BattleScript } from './battle-script.js';
import { COMBO_GIFTS, GRAND_GIFTS, SINGLE_GIFTS } from './gift-catalog.js';
import type { CatalogGift } from './gift-catalog.js';
import { playStreak } from './gift-streaks.js';
import type { StreakEnding } from './gift-streaks.js';
import { PEOPLE } from './people.js';
import { CAPTIONS, CHAT_LINES, QUESTIONS } from './phrases.js';
import { Random } from './random.js';
import { Schedule } from './schedule.js';

export interface LivelyOptions {
  seed: number;
  /** 1 is the demo's pace; 2 twice as busy. Alerts never come rarer than every 20 s. */
  pace: number;
  host: UserSpec;
  startAt: number;
  nextId: () => string;
  streakEnding: () => StreakEnding;
}

/** The slowest gap between two alerts of one kind. */
const MAX_ALERT_GAP_MS = 18_000;
const FIRST_GIFT_WITHIN_MS = 1_500;

/** Plays a lively room: a pure schedule over virtual time, driven by `advance`. */
export class LivelyScript {
  private readonly random: Random;
  private readonly schedule = new Schedule();
  private readonly battle: BattleScript;
  private readonly coins = new Map<string, { user: UserSpec; coins: number }>();
  private out: EventSpec[] = [];
  private viewers = 240;
  private totalViewers = 3_100;
  private likes = 12_400;
  private lastGiftAt: number;
  private now: number;
  private grandIndex = 0;
  private giftTurn = 0;

  constructor(private readonly options: LivelyOptions) {
    this.random = new Random(options.seed);
    this.now = options.startAt;
    this.lastGiftAt = Number.NEGATIVE_INFINITY;
    const { random, schedule } = this;
    const emit = (event: EventSpec) => this.emit(event);
    this.battle = new BattleScript({ random, schedule, emit, nextId: options.nextId, host: options.host });
    this.startTracks();
  }

  /** Everything that happened up to `now`, in order. */
  advance(now: number): EventSpec[] {
    this.now = Math.max(this.now, now);
    this.schedule.advance(this.now);
    const out = this.out;
    this.out = [];
    return out;
  }

  /** A client came in: it sees a gift soon, and not only at the next turn of the script. */
  welcome(now: number): void {
    if (now - this.lastGiftAt < FIRST_GIFT_WITHIN_MS) return;
    this.schedule.add(now + FIRST_GIFT_WITHIN_MS, (at) => this.streak(at));
  }

  private startTracks(): void {
    this.track(700, 700, 2_400, (at) => this.emitChat(at));
    this.track(900, 5_500, 9_500, (at) => this.streak(at), true);
    this.track(6_000, 7_000, 12_000, (at) => this.singleGift(at), true);
    this.track(16_000, 24_000, 34_000, (at) => this.grandGift(at));
    this.track(400, 600, 1_900, () => this.emitLike());
    this.track(3_000, 6_000, 13_000, () => this.emit({ type: 'follow', user: this.someone() }), true);
    this.track(7_500, 9_000, 15_000, () => this.emit({ type: 'share', user: this.someone() }), true);
    this.track(11_000, 11_000, 16_500, () => this.emitSubscribe(), true);
    this.track(500, 1_100, 3_200, () => this.emitJoin());
    this.track(200, 4_000, 6_000, () => this.emitViewers());
    this.track(22_000, 35_000, 55_000, () => this.emit(this.questionEvent()));
    this.track(9_000, 12_000, 24_000, () => this.emit(this.emoteEvent()));
    this.track(48_000, 70_000, 95_000, (at) => this.emitEnvelope(at));
    this.track(4_000, 6_000, 11_000, () => this.emit({ type: 'caption', text: this.random.pick(CAPTIONS) }));
    this.track(25_000, 110_000, 130_000, (at) => this.battle.play(at));
  }

  /** Repeats `run` at seeded gaps, divided by the pace; alerts keep to their longest gap. */
  private track(first: number, low: number, high: number, run: (at: number) => void, alert = false): void {
    const { pace, startAt } = this.options;
    const scale = (gap: number) => (alert ? Math.min(gap / pace, MAX_ALERT_GAP_MS) : gap / pace);
    const turn = (at: number): void => {
      run(at);
      this.schedule.add(at + scale(this.random.between(low, high)), turn);
    };
    this.schedule.add(startAt + scale(first), turn);
  }

  private emit(event: EventSpec): void {
    if (event.type === 'gift') this.lastGiftAt = this.now;
    this.out.push(event);
  }

  private someone(): UserSpec {
    return this.random.pick(PEOPLE);
  }

  private emitChat(at: number): void {
    const [language, text] = this.random.pick(CHAT_LINES);
    this.emit({ type: 'chat', user: this.someone(), text, language });
    // Chat comes in clusters: somebody answers at once.
    if (this.random.chance(0.25)) {
      const [answerLanguage, answer] = this.random.pick(CHAT_LINES);
      const user = this.someone();
      this.schedule.add(at + 180, () => this.emit({ type: 'chat', user, text: answer, language: answerLanguage }));
    }
  }

  private streak(at: number): void {
    const { random, schedule } = this;
    // The opening is fixed, so that a first visitor sees roses.
    const gift = this.giftTurn === 0 ? COMBO_GIFTS[0] : random.pick(COMBO_GIFTS);
    this.giftTurn += 1;
    const hits = gift.diamondCount >= 20 ? random.int(1, 6) : random.int(2, 24);
    const user = this.someone();
    const emit = (event: EventSpec) => this.emit(event);
    playStreak(
      { random, schedule, emit, nextGroupId: this.options.nextId, ending: this.options.streakEnding },
      { user, gift, hits, at },
    );
    this.credit(user, hits * gift.diamondCount);
  }

  private singleGift(_at: number): void {
    this.give(this.random.pick(SINGLE_GIFTS));
  }

  private grandGift(_at: number): void {
    const gift = GRAND_GIFTS[this.grandIndex % GRAND_GIFTS.length] ?? GRAND_GIFTS[0];
    this.grandIndex += 1;
    this.give(gift);
  }

  private give(gift: CatalogGift): void {
    const user = this.someone();
    this.emit({ type: 'gift', user, gift });
    this.credit(user, gift.diamondCount);
  }

  private credit(user: UserSpec, coins: number): void {
    this.coins.set(user.id, { user, coins: (this.coins.get(user.id)?.coins ?? 0) + coins });
    this.battle.credit(user, coins);
  }

  private emitLike(): void {
    const count = this.random.int(1, 15);
    this.likes += count;
    this.emit({ type: 'like', user: this.someone(), count, total: this.likes });
  }

  private emitSubscribe(): void {
    const months = this.random.pick([1, 1, 1, 2, 3, 6, 12]);
    const via = this.random.chance(0.5) ? 'sub-notify' : 'barrage';
    this.emit({ type: 'subscribe', user: this.someone(), months, via });
  }

  private emitJoin(): void {
    this.totalViewers += 1;
    this.viewers = Math.max(80, this.viewers + this.random.int(-3, 4));
    this.emit({ type: 'join', user: this.someone(), memberCount: this.viewers });
  }

  private emitViewers(): void {
    const ranks = [...this.coins.values()].sort((a, b) => b.coins - a.coins).slice(0, 3);
    this.emit({ type: 'viewers', current: this.viewers, cumulative: this.totalViewers, ranks });
  }

  private questionEvent(): EventSpec {
    return { type: 'question', user: this.someone(), text: this.random.pick(QUESTIONS) };
  }

  private emoteEvent(): EventSpec {
    const id = this.random.pick(['star', 'heart', 'crown', 'trophy']);
    return { type: 'emote', user: this.someone(), id };
  }

  private emitEnvelope(at: number): void {
    const envelopeId = this.options.nextId();
    const user = this.someone();
    const diamonds = this.random.pick([20, 50, 100]);
    this.emit({ type: 'envelope', user, envelopeId, diamonds, people: 10, display: 'new' });
    this.schedule.add(at + 30_000, () =>
      this.emit({ type: 'envelope', user, envelopeId, diamonds, people: 10, display: 'hide' }),
    );
  }
}
