import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  handleReportSchema,
  lookReplySchema,
  streamerSchema,
  type HandleReport,
  type StreamerWithKey,
} from '#libs/contracts';
import { Cluster } from '../support/cluster.js';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start({ environment: { OFFLINE_POLL_MS: '600000', OFFLINE_POLL_MAX_MS: '600000' } });
});
afterAll(() => cluster[Symbol.asyncDispose]());

const check = async (handle: string): Promise<HandleReport> => {
  const response = await cluster.api('POST', '/handle-checks', { handle });
  expect(response.status).toBe(200);
  return handleReportSchema.parse(await response.json());
};
const look = async ({ id }: StreamerWithKey) => {
  const response = await cluster.api('POST', `/streamers/${id}/look`);
  expect(response.status).toBe(200);
  return lookReplySchema.parse(await response.json()).state;
};
const stateOf = async ({ id }: StreamerWithKey) => {
  const response = await cluster.api('GET', `/streamers/${id}`);
  return streamerSchema.parse(await response.json()).broker.status?.state;
};
/** Until it is live, ms. */
async function untilLive(streamer: StreamerWithKey): Promise<number> {
  const begun = performance.now();
  await expect.poll(() => stateOf(streamer), { timeout: 20_000, interval: 50 }).toBe('live');
  return performance.now() - begun;
}

it('tells of a handle whether it exists, who it is, whether it is live and free', async () => {
  const room = cluster.simulator.room('onboarded');
  expect(await check('@Onboarded ')).toMatchObject({ handle: 'onboarded', state: 'offline', taken: false });
  room.goLive();
  cluster.simulator.room('on.air').goLive();
  const live = await check('on.air');
  expect(live).toMatchObject({ state: 'live', name: cluster.simulator.room('on.air').host.name, viewers: 0 });
  expect(live.avatar).toMatch(/^http/);
  expect(live.text).toContain('@on.air is live now');
  cluster.simulator.room('nobody').fail({ kind: 'not-found' });
  expect(await check('nobody')).toMatchObject({ state: 'missing', taken: false });
  cluster.simulator.room('shy').fail({ kind: 'captcha' });
  const shy = await check('shy');
  expect(shy).toMatchObject({ state: 'unknown' });
  expect(shy.text).toMatch(/Go on with this handle/);
  expect((await cluster.api('POST', '/handle-checks', { handle: 'not a handle' })).status).toBe(400);
  const counters = cluster.simulator.counters;
  expect(counters.signCalls()).toBe(0);
});

it('connects who is live within seconds of being followed, and after a change of the handle', async () => {
  cluster.simulator.room('first.look').goLive();
  cluster.simulator.room('second.look').goLive();
  const streamer = await cluster.createStreamer('first.look');
  const started = await untilLive(streamer);
  await cluster.api('PATCH', `/streamers/${streamer.id}`, { handle: 'second.look' });
  const begun = performance.now();
  await cluster.simulator.room('second.look').waitForClients(1);
  await untilLive(streamer);
  const moved = performance.now() - begun;
  expect(started).toBeLessThan(18_000);
  expect(moved).toBeLessThan(18_000);
  expect((await check('second.look')).taken).toBe(true);
});

it('looks now when it is asked to, long before the schedule would', async () => {
  const room = cluster.simulator.room('sleepy');
  const streamer = await cluster.createStreamer('sleepy');
  await expect.poll(() => stateOf(streamer), { timeout: 20_000 }).toBe('offline');
  room.goLive();
  // A look that was made a moment ago is not made again.
  await expect
    .poll(async () => [await look(streamer), await stateOf(streamer)], { timeout: 30_000, interval: 5500 })
    .toContain('live');
  expect(await look(streamer)).toBe('connected');
  await cluster.api('PATCH', `/streamers/${streamer.id}`, { enabled: false });
  expect(await look(streamer)).toBe('off');
});
