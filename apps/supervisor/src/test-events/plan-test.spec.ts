import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liveEventSchema, testEventSchema, type LiveEvent, type TestEvent } from '#libs/contracts';
import { GiftCatalogue } from './gift-list.js';
import { planTest } from './plan-test.js';
import { RecordedStream } from './recorded-stream.js';
import { testText, testViewer, toTestEvent } from './test-step.js';

const catalogue = new GiftCatalogue();
const recorded = new RecordedStream();
const rose = catalogue.find('5655')!;
const material = {
  ...{ gifts: catalogue.gifts.slice(0, 5), viewers: recorded.viewers },
  recorded: (speed: number) => recorded.steps('r', speed, (id) => catalogue.find(id)),
};
const plan = (wish: unknown) => planTest(testEventSchema.parse(wish), rose, 'run', material);
const eventsOf = (wish: unknown) => plan(wish).steps.map(({ draft }, index) => toTestEvent(draft, 'run', index, 5000));

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const wishes: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ kind: fc.constant('gift'), name: text, count: fc.integer({ min: 1, max: 9999 }) }),
  fc.record({ kind: fc.constant('streak'), name: text, count: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ kind: fc.constantFrom('follow', 'share'), name: text }),
  fc.record({ kind: fc.constant('subscribe'), months: fc.integer({ min: 1, max: 120 }) }),
  fc.record({ kind: fc.constant('like'), count: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ kind: fc.constant('chat'), text }),
  fc.record({ kind: fc.constant('storm'), events: fc.integer({ min: 1, max: 300 }) }),
  fc.record({ kind: fc.constant('recorded'), speed: fc.integer({ min: 1, max: 20 }) }),
);
const valid = wishes.filter((wish) => testEventSchema.safeParse(wish).success);

describe('planTest', () => {
  it('makes events that everybody understands, each with an id of its own, in rising time', () => {
    fc.assert(
      fc.property(valid, (wish) => {
        const { steps, kind } = plan(wish);
        expect(kind).toBe((wish as TestEvent).kind);
        expect(steps.length).toBeGreaterThan(0);
        expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted((a, b) => a - b));
        const events = eventsOf(wish);
        for (const event of events)
          expect(liveEventSchema.parse(event)).toMatchObject({ test: true, receivedAt: 5000 });
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      }),
      { numRuns: 100 },
    );
  });

  it('plays a streak as TikTok does: growing hits, then its end, each gift once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (count) => {
        const events = eventsOf({ kind: 'streak', count }) as Extract<LiveEvent, { type: 'gift' }>[];
        expect(events.reduce((sum, event) => sum + event.count, 0)).toBe(count);
        let total = 0;
        for (const event of events) expect(event.total).toBe((total += event.count));
        const states = events.map(({ streak }) => streak!.state);
        expect(states.slice(0, -1).every((state) => state === 'open')).toBe(true);
        expect([states.at(-1), events.at(-1)!.count]).toEqual(['closed', 0]);
        expect(new Set(events.map(({ streak }) => streak!.id)).size).toBe(1);
      }),
    );
  });

  it('counts every like, and lets a storm come from many', () => {
    const likes = eventsOf({ kind: 'like', count: 40 }) as Extract<LiveEvent, { type: 'like' }>[];
    expect(likes.map(({ count, total }) => [count, total])).toEqual([
      [15, 15],
      [15, 30],
      [10, 40],
    ]);
    const storm = eventsOf({ kind: 'storm', events: 200 }) as Extract<LiveEvent, { type: 'gift' }>[];
    expect(new Set(storm.map(({ user }) => user.id)).size).toBe(200);
  });

  it('plays a recorded stream as fast as it is told, with every streak at its end', () => {
    const slow = plan({ kind: 'recorded', speed: 1 }).steps;
    const fast = plan({ kind: 'recorded', speed: 10 }).steps;
    expect(slow.at(-1)!.at).toBeGreaterThan(120_000);
    expect(fast.at(-1)!.at).toBe(Math.round(slow.at(-1)!.at / 10));
    const open = new Set<string>();
    for (const { draft } of slow) {
      if (draft.type !== 'gift' || !draft.streak) continue;
      if (draft.streak.state === 'open') open.add(draft.streak.id);
      else open.delete(draft.streak.id);
    }
    expect([...open]).toEqual([]);
  });
});

describe('the viewer of a test', () => {
  it('is the same for the same name, and one that fits everywhere', () => {
    expect(testViewer('Mia')).toEqual(testViewer('Mia'));
    expect(testViewer('Mia').id).not.toBe(testViewer('Ben').id);
    expect(testViewer('Zoë & Co.')).toMatchObject({ handle: 'zoe.co', name: 'Zoë & Co.' });
    expect(testViewer('さくら')).toMatchObject({ handle: 'test', name: 'さくら' });
    expect(testText('\u202e\u0007', 'otherwise')).toBe('otherwise');
  });
});
