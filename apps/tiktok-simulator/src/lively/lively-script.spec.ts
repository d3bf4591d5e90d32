import { describe, expect, it, vi } from 'vitest';
import { RecordingClient } from '../../test/real-client.js';
import type { EventOf, EventSpec } from '../messages/event-spec.js';
import { startSimulator } from '../start-simulator.js';
import type { StreakEnding } from './gift-streaks.js';
import { LivelyScript } from './lively-script.js';
import { DEMO_HOST, PEOPLE } from './people.js';

interface Timed {
  at: number;
  event: EventSpec;
}

const MINUTE = 60_000;
const TICK = 50;

function play(minutes: number, seed = 1, pace = 1, ending: StreakEnding = 'as-usual'): Timed[] {
  let id = 0n;
  const script = new LivelyScript({
    seed,
    pace,
    host: DEMO_HOST,
    startAt: 0,
    nextId: () => String((id += 1n)),
    streakEnding: () => ending,
  });
  const out: Timed[] = [];
  for (let at = 0; at <= minutes * MINUTE; at += TICK) {
    for (const event of script.advance(at)) out.push({ at, event });
  }
  return out;
}

function longestGap(events: Timed[], type: EventSpec['type'], until: number): number {
  const times = [0, ...events.filter(({ event }) => event.type === type).map(({ at }) => at), until];
  return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
}

function streaks(events: Timed[]) {
  const byGroup = new Map<string, { at: number; event: EventOf<'gift'> }[]>();
  for (const { at, event } of events) {
    if (event.type !== 'gift' || event.groupId === undefined) continue;
    byGroup.set(event.groupId, [...(byGroup.get(event.groupId) ?? []), { at, event }]);
  }
  return [...byGroup.values()];
}

describe('LivelyScript', () => {
  it.each([1, 2, 3, 4, 5])('brings every kind of alert at least every 20 s, seed %i', (seed) => {
    const events = play(20, seed);
    for (const type of ['gift', 'follow', 'share', 'subscribe'] as const) {
      expect(longestGap(events, type, 20 * MINUTE), type).toBeLessThanOrEqual(20_000);
    }
    expect(events.find(({ event }) => event.type === 'gift')?.at).toBeLessThan(3_000);
  });

  it('keeps the alert gaps at a slow pace too', () => {
    const events = play(10, 1, 0.25);
    expect(longestGap(events, 'subscribe', 10 * MINUTE)).toBeLessThanOrEqual(20_000);
  });

  it('plays the same script for the same seed, another for another', () => {
    expect(play(2, 7)).toEqual(play(2, 7));
    expect(play(2, 7)).not.toEqual(play(2, 8));
  });

  it('has growing streaks, end frames 3.2 to 3.6 s after the last hit, and one in five without', () => {
    const finished = streaks(play(62)).filter((frames) => (frames[0]?.at ?? 0) < 60 * MINUTE);
    expect(finished.length).toBeGreaterThan(300);
    for (const frames of finished) {
      const hits = frames.filter(({ event }) => !event.repeatEnd);
      const counts = hits.map(({ event }) => event.repeatCount ?? 0);
      expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
      const end = frames.find(({ event }) => event.repeatEnd);
      if (!end) continue;
      expect(end.event.repeatCount).toBe(counts.at(-1));
      const wait = end.at - (hits.at(-1)?.at ?? 0);
      expect(wait).toBeGreaterThanOrEqual(3_200 - TICK);
      expect(wait).toBeLessThanOrEqual(3_600 + TICK);
    }
    const open = finished.filter((frames) => !frames.some(({ event }) => event.repeatEnd)).length / finished.length;
    expect(open).toBeGreaterThan(0.13);
    expect(open).toBeLessThan(0.27);
  });

  it('lets streaks end never, or twice', () => {
    const ends = (ending: StreakEnding) =>
      streaks(play(3, 1, 1, ending)).map((frames) => frames.filter(({ event }) => event.repeatEnd).length);
    expect(new Set(ends('never'))).toEqual(new Set([0]));
    expect(new Set(ends('twice').slice(0, -3))).toEqual(new Set([2]));
  });

  it('has battles, viewers with ranks, grand gifts and many languages', () => {
    const events = play(10).map(({ event }) => event);
    const battles = events.filter((event) => event.type === 'battle');
    expect(battles.slice(0, 2).map(({ action }) => action)).toEqual(['open', 'finish']);
    expect(battles[1]?.hosts.every(({ score }) => score > 0)).toBe(true);
    expect(events.some((event) => event.type === 'armies' && event.armies[0]?.supporters?.length)).toBe(true);
    expect(events.some((event) => event.type === 'viewers' && (event.ranks?.length ?? 0) === 3)).toBe(true);
    const languages = new Set(events.flatMap((event) => (event.type === 'chat' ? [event.language] : [])));
    for (const language of ['en', 'ar', 'ja', 'ko', 'ru']) expect(languages).toContain(language);
    expect(PEOPLE.some(({ name }) => [...name].length >= 40)).toBe(true);
  });
});

describe('the demo room', () => {
  it('is live from the start and shows a client a gift within 3 s', async () => {
    const { simulator, url } = await startSimulator({ port: 0, host: '127.0.0.1' });
    const client = new RecordingClient(url);
    await client.connect();
    const entered = performance.now();
    const gift = () => client.received.find(({ method, isHistory }) => method === 'WebcastGiftMessage' && !isHistory);
    await vi.waitFor(() => expect(gift()).toBeDefined(), { timeout: 4_000 });
    expect(performance.now() - entered).toBeLessThan(3_000);
    await client.disconnect();
    await simulator.close();
  });
});
