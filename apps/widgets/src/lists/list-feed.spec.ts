import { beforeEach, describe, expect, it } from 'vitest';
import { TestingClock } from '../runtime/testing-clock.js';
import { type Entry, ListFeed } from './list-feed.js';

const RULES = { maxMessages: 5, lifetimeMs: 60_000, delayMs: 0 };

describe('ListFeed', () => {
  let clock: TestingClock;
  let onScreen: string[];
  let layouts: number;
  let redrawn: string[];
  let feed: ListFeed;

  beforeEach(() => {
    clock = new TestingClock();
    onScreen = [];
    layouts = 0;
    redrawn = [];
    feed = new ListFeed(
      clock,
      {
        add(messages) {
          layouts += 1;
          onScreen.push(...messages.map(({ id }) => id));
        },
        redraw: (messages) => void redrawn.push(...messages.map(({ id }) => id)),
        remove: (ids) => (onScreen = onScreen.filter((id) => !ids.includes(id))),
      },
      RULES,
    );
  });
  const message = (id: string): Entry => ({
    type: 'chat',
    id,
    at: 0,
    receivedAt: 0,
    user: { id: 'u', handle: 'u', name: 'u', moderator: false, subscriber: false, follower: false },
    text: 'hello',
    emotes: [],
  });

  it('keeps the newest, and each for its lifetime', () => {
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
      feed.push(message(id));
      clock.pass(1000);
    }
    expect(onScreen).toEqual(['c', 'd', 'e', 'f', 'g']);
    clock.pass(56_000);
    expect(onScreen).toEqual(['e', 'f', 'g']);
    clock.pass(10_000);
    expect(onScreen).toEqual([]);
  });

  it('lays out at most eight times a second in a storm', () => {
    for (let i = 0; i < 500; i += 1) {
      feed.push(message(`m${i}`));
      clock.pass(2);
    }
    clock.pass(500);
    expect(layouts).toBeLessThanOrEqual(10);
    expect(onScreen).toEqual(['m495', 'm496', 'm497', 'm498', 'm499']);
  });

  it('holds messages back as long as the streamer wants', () => {
    feed.configure({ ...RULES, delayMs: 3000 });
    feed.push(message('a'));
    clock.pass(2900);
    expect(onScreen).toEqual([]);
    clock.pass(200);
    expect(onScreen).toEqual(['a']);
  });

  it('restores what is young enough after a reload', () => {
    feed.restore([
      { event: message('old'), age: 70_000 },
      { event: message('fresh'), age: 50_000 },
    ]);
    expect(onScreen).toEqual(['fresh']);
    clock.pass(11_000);
    expect(onScreen).toEqual([]);
  });

  it('takes out what is not wanted any more, on screen and before it, and draws the rest anew', () => {
    for (const id of ['a', 'b', 'c']) feed.push(message(id));
    clock.pass(200);
    feed.configure({ ...RULES, delayMs: 1000 });
    feed.push(message('d'));
    feed.push(message('e'));
    feed.review(({ id }) => id !== 'b' && id !== 'd');
    expect(onScreen).toEqual(['a', 'c']);
    expect(redrawn).toEqual(['a', 'c']);
    clock.pass(2000);
    expect(onScreen).toEqual(['a', 'c', 'e']);
  });

  it('drops rows at once when the streamer wants fewer', () => {
    for (const id of ['a', 'b', 'c']) feed.push(message(id));
    clock.pass(200);
    feed.configure({ ...RULES, maxMessages: 1 });
    expect(onScreen).toEqual(['c']);
  });
});
