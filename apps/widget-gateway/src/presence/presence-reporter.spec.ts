import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PresenceReport } from '#libs/domain';
import { PresenceReporter, type PresentPage } from './presence-reporter.js';

let said: PresenceReport[][];
let fails: boolean;
let errors: unknown[];
let reporter: PresenceReporter;

const page = (preview = false): PresentPage => ({
  identity: { widget: { type: 'chat', id: 'chat' }, preview },
  obs: true,
  openedAt: 1000,
});
const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  errors = [];
  fails = false;
  reporter = new PresenceReporter({
    writer: {
      async report(_gateway, reports) {
        if (fails) throw new Error('out of reach');
        said.push([...reports]);
      },
    },
    gatewayId: 'one',
    now: Date.now,
    onError: (error) => errors.push(error),
  });
  reporter.start();
});
afterEach(() => vi.useRealTimers());

it('says many changes in one report, and nothing while nothing changes', async () => {
  for (const id of ['a', 'b', 'c']) for (let n = 0; n < 50; n++) reporter.touch(id, new Set([page(), page()]));
  await seconds(1);
  expect(said).toHaveLength(1);
  expect(said[0]!.map(({ streamerId, pages }) => `${streamerId} ${pages[0]?.pages}`)).toEqual(['a 2', 'b 2', 'c 2']);
  await seconds(5);
  expect(said).toHaveLength(1);
});

it('repeats what did not change before it runs out', async () => {
  reporter.touch('a', new Set([page()]));
  await seconds(25);
  expect(said.length).toBeGreaterThanOrEqual(2);
  expect(said.length).toBeLessThanOrEqual(3);
});

it('never says anything of a streamer who has previews alone', async () => {
  reporter.touch('a', new Set([page(true)]));
  await seconds(15);
  expect(said).toEqual([]);
});

it('says after an outage what changed in it, and complains of it once', async () => {
  fails = true;
  const pages = new Set([page()]);
  reporter.touch('a', pages);
  await seconds(3);
  fails = false;
  await seconds(1);
  expect(said.flat().map(({ pages: [one] }) => one?.obs)).toEqual([1]);
  expect(errors).toHaveLength(1);
  pages.clear();
  fails = true;
  reporter.touch('a', pages);
  await seconds(2);
  fails = false;
  await seconds(1);
  expect(said.at(-1)).toEqual([{ streamerId: 'a', pages: [] }]);
});
