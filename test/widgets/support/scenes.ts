import type { LiveEvent, LiveEventOf, LiveUser, Snapshot, WidgetType } from '#libs/contracts';
import type { FakeRoom } from './fake-room.js';
import { CROWN, GALAXY, ROSE, chat, gift, streakOf, withFace } from './live-events.js';

/** A moment of one widget that is worth a picture. */
export interface Scene {
  widget: WidgetType;
  name: string;
  settings?: Record<string, unknown>;
  /** What the server counted before the page came. */
  state?(origin: string): Partial<Snapshot>;
  act?(room: FakeRoom, origin: string): void;
  /** There when the scene is. */
  shows: string;
  /** Until everything stands, ms. */
  settles?: number;
}

export const LONG = 'Maximiliane-Josephine von Hohenlohe-Zett';
const ARABIC = 'محمد عبد الرحمن الأنصاري';
const STAYS = { durationMs: 8000 };
let serial = 0;
const common = () => ({ id: `scene-${(serial += 1)}`, at: Date.now(), receivedAt: Date.now() });

export const follow = (user: LiveUser): LiveEventOf<'follow'> => ({ type: 'follow', ...common(), user });
export const share = (user: LiveUser): LiveEventOf<'share'> => ({ type: 'share', ...common(), user });
export const subscribe = (user: LiveUser, months?: number): LiveEventOf<'subscribe'> => ({
  type: 'subscribe',
  ...common(),
  user,
  ...(months ? { months } : {}),
});
export const like = (user: LiveUser, count: number): LiveEventOf<'like'> => ({
  type: 'like',
  ...common(),
  user,
  count,
  total: count,
});
export const viewers = (current: number): LiveEventOf<'viewers'> => ({
  type: 'viewers',
  ...common(),
  current,
  cumulative: current * 3,
  top: [],
});

const none = { coins: 0, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
const totals = (coins: number) => ({ session: none, today: none, allTime: { ...none, coins } });

function emit(...make: ((origin: string) => LiveEvent[])[]) {
  return (room: FakeRoom, origin: string): void => room.emit(...make.flatMap((one) => one(origin)));
}

const alertScene = (
  widget: WidgetType,
  name: string,
  make: (origin: string) => LiveEvent[],
  more: Partial<Scene> = {},
) => ({
  widget,
  name,
  settings: STAYS,
  act: emit(make),
  shows: '.alert',
  settles: 1150,
  ...more,
});

const gifts: Scene[] = [
  alertScene('gifts', 'rose', (origin) => [gift(withFace(origin, 'mia.sol'), ROSE, { origin })]),
  alertScene('gifts', 'streak', (origin) =>
    streakOf(withFace(origin, 'Lena 🌸 Sommer'), ROSE, 36, origin).slice(0, 36),
  ),
  alertScene('gifts', 'crown', (origin) => [gift(withFace(origin, ARABIC), CROWN, { origin })]),
  alertScene('gifts', 'crown-long', (origin) => [gift(withFace(origin, LONG), CROWN, { origin, count: 12 })]),
  alertScene('gifts', 'galaxy', (origin) => [gift(withFace(origin, 'さくら_Sakura'), GALAXY, { origin })]),
  alertScene('gifts', 'million', (origin) => [gift(withFace(origin, LONG), ROSE, { origin, count: 1_234_567 })]),
];
const small: Scene[] = [
  alertScene('follows', 'follow', (origin) => [follow(withFace(origin, 'Jonas'))]),
  alertScene('follows', 'follow-long', (origin) => [follow(withFace(origin, LONG))]),
  alertScene(
    'subscribes',
    'subscribe',
    (origin) => [subscribe(withFace(origin, 'Priya ✨', { subscriber: true }), 7)],
    {
      settings: { ...STAYS, message: 'subscribed for {months} months' },
    },
  ),
  alertScene('shares', 'share', (origin) => [share(withFace(origin, 'Élodie Żółć'))]),
  alertScene('likes', 'likes', (origin) => [like(withFace(origin, 'zoe'), 500)]),
  alertScene('alerts', 'alerts', (origin) => [follow(withFace(origin, ARABIC))], {
    settings: { ...STAYS, size: 'card', position: 'top-center' },
  }),
];

const board = (origin: string) => {
  const names = [LONG, 'さくら_Sakura', 'mia.sol', ARABIC, 'Jonas 🎮', 'Lukas.K', 'Priya'];
  const scores = [1_234_567, 84_200, 61_999, 12_480, 9001, 420, 3];
  const entries = names.map((name, index) => ({ user: withFace(origin, name), score: scores[index] ?? 1 }));
  const one = { coins: entries, likes: entries };
  return { leaderboard: { session: one, allTime: one } };
};

const labels: Scene[] = [
  {
    widget: 'goals',
    name: 'goals',
    state: () => ({
      goals: [
        { id: 'a', metric: 'coins', current: 12_480, target: 20_000, title: 'New microphone 🎙️' },
        {
          id: 'b',
          metric: 'follows',
          current: 1_234_567,
          target: 1_000_000,
          title: 'A title that is much too long for one line of a goal',
        },
        { id: 'c', metric: 'likes', current: 870, target: 100_000 },
      ],
    }),
    shows: '.goal',
    settles: 1600,
  },
  { widget: 'leaderboard', name: 'leaderboard', state: board, shows: '.board__row', settles: 1200 },
  {
    widget: 'viewers',
    name: 'viewers',
    state: () => ({ viewers: { current: 1284, cumulative: 9000, peak: 2000 } }),
    shows: '.pill',
  },
  {
    widget: 'latest',
    name: 'latest',
    settings: { show: 'gift' },
    state: (origin) => ({ latest: { gift: gift(withFace(origin, 'さくら_Sakura'), ROSE, { origin, count: 36 }) } }),
    shows: '.latest__one',
  },
  {
    widget: 'latest',
    name: 'latest-long',
    settings: { show: 'follow', position: 'bottom-center' },
    state: (origin) => ({ latest: { follow: follow(withFace(origin, LONG)) } }),
    shows: '.latest__one',
  },
  {
    widget: 'timer',
    name: 'timer',
    settings: { title: 'Subathon', initialSeconds: 5400, startedAt: Date.now() - 600_000, secondsPerCoin: 0.5 },
    state: () => ({ totals: totals(1000) }),
    act: (room) => void setTimeout(() => room.count({ totals: totals(1600) }), 300),
    shows: '.timer__gain',
    settles: 500,
  },
  {
    widget: 'hearts',
    name: 'hearts',
    settings: { showAvatars: true },
    act: (room, origin) => {
      for (const [at, name] of ['mia.sol', 'Jonas', 'Priya', 'zoe'].entries()) {
        setTimeout(() => room.emit(like(withFace(origin, name), 12)), at * 500);
      }
    },
    shows: '.heart',
    settles: 2400,
  },
  { widget: 'feed', name: 'feed', act: emit(happenings), shows: '.item', settles: 1000 },
  { widget: 'chat', name: 'chat', act: emit(conversation), shows: '.row', settles: 1000 },
];

/** Every widget, in the moments that show it best and at its worst. */
export const SCENES: readonly Scene[] = [...gifts, ...small, ...labels];

function happenings(origin: string): LiveEvent[] {
  return [
    follow(withFace(origin, 'Jonas')),
    gift(withFace(origin, LONG), CROWN, { origin, count: 12 }),
    share(withFace(origin, ARABIC)),
    ...streakOf(withFace(origin, 'Lena 🌸 Sommer'), ROSE, 36, origin),
    subscribe(withFace(origin, 'さくら_Sakura'), 3),
    gift(withFace('bad:', 'zoe'), { name: 'Heart Me', coins: 1 }),
  ];
}

export function conversation(origin: string): LiveEvent[] {
  const emote = { id: 'laugh', image: `${origin}/img/emote-laugh` };
  return [
    chat(withFace(origin, 'mia.sol'), 'first!! 🎉'),
    chat(withFace(origin, 'Jonas'), 'which camera are you using? the picture is so sharp today'),
    chat(withFace(origin, 'محمد عبد الرحمن'), 'مرحبا من القاهرة، البث رائع اليوم!'),
    chat(
      withFace(origin, 'Nightbot Friend', { moderator: true }),
      'be kind to each other, links are only for moderators',
    ),
    chat(withFace(origin, 'さくら_Sakura'), 'こんばんは、今日も可愛い'),
    chat(withFace(origin, LONG, { subscriber: true }), 'my name is far too long but it should be fine'),
    chat(withFace(origin, 'Priya', { subscriber: true, moderator: true }), 'that clutch  was unreal ', [
      { ...emote, index: 12 },
      emote,
      emote,
    ]),
    chat(withFace('bad:', 'zoe'), '😂😂😂'),
    chat(withFace(origin, 'Lukas.K'), 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),
    chat(withFace(origin, 'Élodie Żółć'), 'bonjour de Lyon, on regarde en famille'),
  ];
}
