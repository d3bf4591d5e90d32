import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ControlMessage, LiveEvent, Position } from '#libs/contracts';
import type { ControlCommand } from '#libs/domain';
import { follow, gift } from '../../../../test/support/live-events.js';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { pushChannel, streamerBase } from '../keys.js';
import { RedisLeaseStore } from '../leases/redis-lease-store.js';
import { RedisAlertMarks } from './redis-alert-marks.js';
import { RedisEventLog } from './redis-event-log.js';
import { RedisLivePush } from './redis-live-push.js';
import { RedisWidgetControls } from './redis-widget-controls.js';

const redis = openTestRedis();
const log = new RedisEventLog(redis);
const marks = new RedisAlertMarks(redis);
const controls = new RedisWidgetControls(redis);
const owner = { nodeId: 'node-a', generation: 1 };
const GIFTS = { id: 'gifts', type: 'gifts' } as const;

let streamerId: string;
let position: Position;
beforeEach(async () => {
  streamerId = randomUUID();
  await new RedisLeaseStore(redis, { ttlMs: 60_000 }).acquire(streamerId, owner);
  const opened = await log.open(streamerId, owner);
  if (opened.outcome !== 'opened') throw new Error(opened.outcome);
  position = opened.state.position;
});
afterAll(async () => void (await redis.quit()));

async function append(...events: LiveEvent[]): Promise<void> {
  const entries = events.map((event) => ({ event }));
  const result = await log.append({ streamerId, owner, position, day: '2026-11-23', entries });
  if (result.outcome !== 'appended') throw new Error(result.outcome);
  position = result.position;
}
const command = (given: ControlCommand, widget: { id: string; type: 'gifts' | 'alerts' } = GIFTS) =>
  controls.command(streamerId, widget, given);
const skippedOf = async (...ids: string[]) => [...(await marks.marksOf(streamerId, 'gifts', ids)).skipped];

describe('the state', () => {
  it('is nothing at first, and keeps what each instance was told', async () => {
    expect(await controls.state(streamerId, 'gifts')).toEqual({ paused: false, muted: false, seq: 0 });
    const paused = await command({ action: 'pause' });
    expect(paused).toMatchObject({ paused: true, muted: false });
    const muted = await command({ action: 'mute' });
    expect(muted).toMatchObject({ paused: true, muted: true });
    const resumed = await command({ action: 'resume' });
    expect(resumed).toMatchObject({ paused: false, muted: true });
    expect(paused.seq < muted.seq && muted.seq < resumed.seq).toBe(true);
    expect(await controls.state(streamerId, 'gifts')).toEqual(resumed);
    expect(await controls.state(streamerId, 'gifts-2')).toMatchObject({ seq: 0, paused: false });
  });

  it('gives every one of many commands at once a number of its own, also after a wipe', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => command({ action: 'skip' })));
    const seqs = all.map(({ seq }) => seq);
    expect(new Set(seqs).size).toBe(50);
    await redis.del(`${streamerBase(streamerId)}control:gifts`);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await command({ action: 'pause' })).seq).toBeGreaterThan(Math.max(...seqs));
  });
});

describe('what must not come back', () => {
  it('clear marks what the widget shows and no page started', async () => {
    await append(gift('g1'), follow('f1'), gift('g2'), gift('g3'));
    await marks.markStarted(streamerId, 'gifts', ['g1']);
    await command({ action: 'clear' });
    await append(gift('g4'));
    expect(await skippedOf('g1', 'f1', 'g2', 'g3', 'g4')).toEqual(['g2', 'g3']);
    const started = await marks.startedAmong(streamerId, 'gifts', ['g1', 'g2', 'g3', 'g4']);
    expect([...started].toSorted()).toEqual(['g1', 'g2', 'g3']);
    expect((await marks.marksOf(streamerId, 'alerts', ['g2'])).skipped.size).toBe(0);
  });

  it('skip marks the alert that it names, unless it was shown to its end', async () => {
    await append(gift('g1'), gift('g2'), gift('g3'));
    await marks.markShown(streamerId, 'gifts', ['g2']);
    for (const eventId of ['g1', 'g2', undefined]) await command({ action: 'skip', eventId });
    expect(await skippedOf('g1', 'g2', 'g3')).toEqual(['g1']);
    expect(await redis.ttl(`${streamerBase(streamerId)}skipped:gifts`)).toBeGreaterThan(86_400);
  });
});

describe('the push', () => {
  it('carries each command to the listener, and letters of a later version to nobody', async () => {
    const subscriber = openTestRedis('subscriber');
    const errors: unknown[] = [];
    const heard: [string, ControlMessage][] = [];
    const push = new RedisLivePush(subscriber, (error) => errors.push(error));
    const others = { onBatch: vi.fn(), onStatus: vi.fn() };
    await push.subscribe(streamerId, { ...others, onControl: (id, message) => heard.push([id, message]) });
    const item = { offset: 3, event: gift('g1 "quoted" \n') };
    await redis.publish(pushChannel(streamerId), 'Z {"of":"a later version"}');
    const { seq } = await command({ action: 'replay', item }, { id: 'box "1"', type: 'alerts' });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toEqual(['box "1"', { seq, action: 'replay', id: item.event.id, item }]);
    await command({ action: 'pause' });
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard[1]?.[1]).toMatchObject({ action: 'pause' });
    expect([errors, others.onBatch.mock.calls, others.onStatus.mock.calls]).toEqual([[], [], []]);
    subscriber.disconnect();
  });
});
