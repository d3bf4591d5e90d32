import type { Counts, Goal, LiveEvent, LiveUser, LoggedEvent, Snapshot, WidgetType } from '#libs/contracts';
import type { PreviewEvent } from '../../../../libs/contracts/src/preview-messages.js';
import type { Told } from '../runtime/widget-desk.js';
import { SettingsReader } from '../ui/settings.js';

const MAX_PLAYED = 50;
const STREAK = 8;
const NAMES = ['Mia Sol', 'Jonas', 'Lena 🌸', 'さくら', 'Priya', 'Lukas K.'];
const ROSE = { id: 'sample-rose', name: 'Rose', coins: 1, image: '/assets/library/pictures/heart.svg' };
const CROWN = { id: 'sample-crown', name: 'Crown', coins: 500, image: '/assets/library/pictures/crown.svg' };
const ROCKET = { id: 'sample-rocket', name: 'Rocket', coins: 20_000, image: '/assets/library/pictures/rocket.svg' };
const WORDS = [
  'Hello from the preview!',
  'which song is this? 🎶',
  'greetings from Berlin',
  'that was so close 😂',
  'first time here, love it',
];
const METRICS = ['coins', 'gifts', 'likes', 'follows', 'shares', 'subscribes', 'viewers'] as const;

type Metric = (typeof METRICS)[number];

/** What a preview shows where there is nothing yet, and the events that are played in it. All made up. */
export class Samples {
  private played: LiveEvent[] = [];
  serial = 0;

  constructor(
    private readonly widget: WidgetType,
    private readonly settings: () => Record<string, unknown>,
  ) {}

  /** The events of one kind; several for a streak. `now` in ms by the server's clock. */
  make(kind: PreviewEvent, now: number): LiveEvent[] {
    this.serial += 1;
    const common = { id: `sample:${this.serial}`, at: now, receivedAt: now, test: true as const };
    const one = { ...common, user: person(this.serial) };
    switch (kind) {
      case 'gift':
        return [this.gift(one, ROSE)];
      case 'gift-large':
        return [this.gift(one, CROWN)];
      case 'gift-huge':
        return [this.gift(one, ROCKET)];
      case 'streak':
        return this.streak(one);
      case 'follow':
      case 'share':
      case 'join':
        return [{ type: kind, ...one }];
      case 'subscribe':
        return [{ type: kind, ...one, months: 3 }];
      case 'like': {
        const count = this.widget === 'likes' ? this.read().number('everyLikes', 100, 1, 100_000) : 15;
        return [{ type: kind, ...one, count, total: count }];
      }
      case 'chat':
        return [{ type: kind, ...one, text: WORDS[this.serial % WORDS.length]!, emotes: [] }];
      case 'viewers':
        return [{ type: kind, ...common, current: 150 + ((this.serial * 37) % 200), cumulative: 900, top: [] }];
      default:
        return kind satisfies never;
    }
  }

  /** From now on it counts in what is shown. */
  add(event: LiveEvent): void {
    this.played.push(event);
    if (this.played.length > MAX_PLAYED) this.played.shift();
  }

  /** Fills in what is empty and counts what was played. Parts that `state` does not tell of stay untold. */
  readonly fill = <S extends Told>(state: S): S => {
    const filled: Told = { ...state };
    if (filled.goals) filled.goals = this.goals(filled.goals);
    if (filled.leaderboard) filled.leaderboard = boards(filled.leaderboard);
    if (filled.latest) filled.latest = { ...this.newest(), ...filled.latest };
    if (filled.recent?.length === 0) filled.recent = this.recent();
    const whole = state.offset !== undefined;
    if (whole) filled.viewers ??= { current: 128, cumulative: 900, peak: 240 };
    return { ...state, ...this.played.reduce(counted, filled) };
  };

  private read(): SettingsReader {
    return new SettingsReader(this.settings());
  }

  /** Dear enough to be shown. */
  private gift(one: { id: string; user: LiveUser; at: number; receivedAt: number; test: true }, gift: typeof ROSE) {
    const coins = Math.max(gift.coins, this.read().number('minimumCoins', 0, 0, 1_000_000));
    return { type: 'gift' as const, ...one, gift: { ...gift, coins }, count: 1, total: 1, coins };
  }

  private streak(one: { id: string; user: LiveUser; at: number; receivedAt: number; test: true }): LiveEvent[] {
    const last = STREAK + 1;
    return Array.from({ length: last }, (_, index) => {
      const closes = index + 1 === last;
      const gift = this.gift({ ...one, id: `${one.id}:${index}` }, ROSE);
      const count = closes ? 0 : 1;
      const streak = { id: one.id, state: closes ? ('closed' as const) : ('open' as const) };
      return { ...gift, count, coins: count * gift.gift.coins, total: Math.min(STREAK, index + 1), streak };
    });
  }

  private goals(goals: readonly Goal[]): Goal[] {
    const wanted = this.read().choice('metric', ['all', ...METRICS], 'all');
    if (goals.some(({ metric }) => wanted === 'all' || metric === wanted)) return [...goals];
    const own: Metric[] = wanted === 'all' ? ['coins', 'follows'] : [wanted];
    const made = own.map((metric, index) => ({
      id: `sample:${metric}`,
      metric,
      current: index === 0 ? 6200 : 84,
      target: index === 0 ? 10_000 : 100,
      title: index === 0 ? 'New microphone' : 'Followers tonight',
    }));
    return [...goals, ...made];
  }

  private newest(): Snapshot['latest'] {
    const one = (index: number) => ({ id: `sample:latest:${index}`, at: 0, receivedAt: 0, user: person(index) });
    return {
      follow: { type: 'follow', ...one(0) },
      gift: { type: 'gift', ...one(1), gift: ROSE, count: 12, total: 12, coins: 12 },
      subscribe: { type: 'subscribe', ...one(2) },
      share: { type: 'share', ...one(3) },
    };
  }

  private recent(): LoggedEvent[] {
    const now = Date.now();
    const kinds: readonly PreviewEvent[] =
      this.widget === 'chat' ? WORDS.map(() => 'chat') : ['follow', 'gift', 'share', 'subscribe', 'gift-large'];
    return kinds.flatMap((kind) => this.make(kind, now).map((event) => ({ offset: this.serial, event })));
  }
}

function person(index: number): LiveUser {
  const name = NAMES[index % NAMES.length]!;
  const handle = `sample${index % NAMES.length}`;
  return {
    id: `sample:${handle}`,
    handle,
    name,
    moderator: index % 5 === 0,
    subscriber: index % 3 === 0,
    follower: true,
  };
}

function boards({ session, allTime }: Snapshot['leaderboard']): Snapshot['leaderboard'] {
  const scores = [4820, 2300, 1250, 640, 310, 90];
  const made = scores.map((score, index) => ({ user: person(index), score }));
  const filled = (board: typeof session): typeof session => ({
    coins: board.coins.length > 0 ? board.coins : made,
    likes: board.likes.length > 0 ? board.likes : made,
  });
  return { session: filled(session), allTime: filled(allTime) };
}

const COUNTED: Partial<Record<LiveEvent['type'], Metric>> = {
  follow: 'follows',
  share: 'shares',
  subscribe: 'subscribes',
};

function gainOf(event: LiveEvent): Partial<Record<Metric, number>> {
  if (event.type === 'gift') return { coins: event.coins, gifts: event.count };
  if (event.type === 'like') return { likes: event.count };
  const metric = COUNTED[event.type];
  return metric ? { [metric]: 1 } : {};
}

/** One more event in what the server counted. */
function counted(state: Told, event: LiveEvent): Told {
  const gain = gainOf(event);
  const next = { ...state };
  if (state.totals) {
    const { session, today, allTime } = state.totals;
    next.totals = { session: more(session, gain), today: more(today, gain), allTime: more(allTime, gain) };
  }
  if (state.goals)
    next.goals = state.goals.map((goal) => ({ ...goal, current: goal.current + (gain[goal.metric] ?? 0) }));
  if (state.leaderboard && (event.type === 'gift' || event.type === 'like')) {
    const { session, allTime } = state.leaderboard;
    next.leaderboard = { session: ranked(session, event), allTime: ranked(allTime, event) };
  }
  if (state.latest && isLatest(event)) next.latest = { ...state.latest, [event.type]: event };
  if (state.viewers && event.type === 'viewers') next.viewers = { ...state.viewers, current: event.current };
  return next;
}

function isLatest(event: LiveEvent): boolean {
  return ['gift', 'follow', 'subscribe', 'share'].includes(event.type);
}

function more(counts: Counts, gain: Partial<Record<Metric, number>>): Counts {
  const entries = Object.entries(counts).map(([name, count]) => [name, count + (gain[name as Metric] ?? 0)]);
  return Object.fromEntries(entries) as Counts;
}

function ranked(board: Snapshot['leaderboard']['session'], event: LiveEvent): Snapshot['leaderboard']['session'] {
  if (event.type !== 'gift' && event.type !== 'like') return board;
  const name = event.type === 'gift' ? 'coins' : 'likes';
  const score = event.type === 'gift' ? event.coins : event.count;
  const { user } = event;
  const known = board[name].find((entry) => entry.user.id === user.id);
  const others = board[name].filter((entry) => entry !== known);
  const entries = [...others, { user, score: (known?.score ?? 0) + score }];
  return { ...board, [name]: entries.sort((a, b) => b.score - a.score) };
}
