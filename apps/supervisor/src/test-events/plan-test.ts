import type { Gift, LiveUser, TestEvent } from '#libs/contracts';
import { testText, testViewer, type TestDraft, type TestPlan, type TestStep } from './test-step.js';

/** What plans are made from. */
export interface TestMaterial {
  /** The gifts of a storm, and whoever gives them. */
  gifts: readonly Gift[];
  viewers: readonly LiveUser[];
  recorded(speed: number): readonly TestStep[];
}

/** Of a streak TikTok often folds two or three taps into one message; they come this far apart. */
const STREAK_HITS = [1, 2, 1, 3, 1, 2];
const STREAK_STEP_MS = 450;
/** TikTok says that a streak is over this long after its last hit. */
const STREAK_END_MS = 3000;
const LIKES_PER_MESSAGE = 15;
const LIKE_STEP_MS = 300;
const STORM_STEP_MS = 25;

function giftDraft(user: LiveUser, gift: Gift, count: number, streak?: { id: string; total: number; closed: boolean }) {
  const total = streak?.total ?? count;
  const state = streak?.closed ? 'closed' : 'open';
  const part = streak ? { streak: { id: streak.id, state } as const } : {};
  return { type: 'gift', user, gift, count, total, coins: count * gift.coins, ...part } satisfies TestDraft;
}

function streak(user: LiveUser, gift: Gift, count: number, id: string): TestStep[] {
  const steps: TestStep[] = [];
  let total = 0;
  let at = 0;
  for (let message = 0; total < count; message++) {
    const hits = Math.min(count - total, STREAK_HITS[message % STREAK_HITS.length]!);
    total += hits;
    at = message * STREAK_STEP_MS;
    steps.push({ at, draft: giftDraft(user, gift, hits, { id, total, closed: false }) });
  }
  return [...steps, { at: at + STREAK_END_MS, draft: giftDraft(user, gift, 0, { id, total, closed: true }) }];
}

function likes(user: LiveUser, count: number): TestStep[] {
  return Array.from({ length: Math.ceil(count / LIKES_PER_MESSAGE) }, (_, message) => {
    const before = message * LIKES_PER_MESSAGE;
    const part = Math.min(LIKES_PER_MESSAGE, count - before);
    return { at: message * LIKE_STEP_MS, draft: { type: 'like', user, count: part, total: before + part } };
  });
}

/** One gift of each of many viewers, the dear ones rare as they are. */
function storm(events: number, { gifts, viewers }: TestMaterial): TestStep[] {
  return Array.from({ length: events }, (_, index) => {
    const viewer = viewers[index % viewers.length]!;
    const round = Math.floor(index / viewers.length);
    const name = `${viewer.name} ${round + 1}`;
    const user = round === 0 ? viewer : { ...viewer, id: `${viewer.id}-${round}`, name };
    return { at: index * STORM_STEP_MS, draft: giftDraft(user, gifts[(index * 7) % gifts.length]!, 1) };
  });
}

function stepsOf(wish: TestEvent, gift: Gift, runId: string, material: TestMaterial): readonly TestStep[] {
  const only = (draft: TestDraft): TestStep[] => [{ at: 0, draft }];
  switch (wish.kind) {
    case 'gift':
      return only(giftDraft(testViewer(wish.name), gift, wish.count));
    case 'streak':
      return streak(testViewer(wish.name), gift, wish.count, `test:${runId}:streak`);
    case 'follow':
      return only({ type: 'follow', user: testViewer(wish.name, { follower: true }) });
    case 'share':
      return only({ type: 'share', user: testViewer(wish.name) });
    case 'subscribe':
      return only({
        type: 'subscribe',
        user: testViewer(wish.name, { subscriber: true }),
        months: wish.months,
      });
    case 'like':
      return likes(testViewer(wish.name), wish.count);
    case 'chat':
      return only({ type: 'chat', user: testViewer(wish.name), text: testText(wish.text, 'Hello!'), emotes: [] });
    case 'storm':
      return storm(wish.events, material);
    case 'recorded':
      return material.recorded(wish.speed);
  }
}

/** Everything that a test sends, in order. */
export function planTest(wish: TestEvent, gift: Gift, runId: string, material: TestMaterial): TestPlan {
  return { kind: wish.kind, steps: stepsOf(wish, gift, runId, material) };
}
