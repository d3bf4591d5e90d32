import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import {
  brokerViewSchema,
  canaryListSchema,
  driftReportSchema,
  streamerSchema,
  type Canary,
  type DriftFinding,
} from '#libs/contracts';
import { TikTokLiveSource } from '#libs/live-source';
import { TikTokSimulator } from '../../apps/tiktok-simulator/src/index.js';
import { recordedMessageSchema } from '../../apps/tiktok-simulator/src/replay/recording.js';
import { Listening, Tally } from '../../libs/live-source/test/listening.js';
import { recordedLines } from '../../libs/live-source/test/recorded.js';
import { Cluster } from '../support/cluster.js';
import { freePort } from '../support/role-process.js';

let cluster: Cluster;
let talk: NodeJS.Timeout | undefined;

beforeAll(async () => {
  const gatewayPort = await freePort();
  const environment = {
    DRIFT_WINDOW_MS: '2000',
    CANARY_HANDLES: 'always.on',
    CANARY_SILENT_MS: '2000',
    CANARY_GATEWAY_URL: `http://127.0.0.1:${gatewayPort}`,
  };
  cluster = await Cluster.start({ workers: 1, environment, gatewayPort, rooms: ['always.on'] });
});
afterAll(async () => {
  clearInterval(talk);
  await cluster[Symbol.asyncDispose]();
});

const room = () => cluster.simulator.room('always.on');
const json = async (path: string) => (await cluster.api('GET', path)).json();

async function canary(): Promise<Canary> {
  const { items } = canaryListSchema.parse(await json('/canary'));
  return items[0]!;
}

async function findings(): Promise<DriftFinding[]> {
  return driftReportSchema.parse(await json('/drift')).findings;
}

it('the canary tells the whole way from TikTok to a page, and that it is silent', async () => {
  // Its room is offline: it is silent, and says that the way ends at the source.
  await vi.waitFor(async () => expect(await canary()).toMatchObject({ state: 'silent', cause: 'source' }), 20_000);
  room().goLive();
  talk = setInterval(() => room().send({ type: 'chat', text: 'here' }), 50);
  await vi.waitFor(async () => expect(await canary()).toMatchObject({ handle: 'always.on', state: 'ok' }), 20_000);
  const { lastEventAt, ages } = await canary();
  expect(lastEventAt).toBeGreaterThan(0);
  for (const age of Object.values(ages)) expect(age).toBeGreaterThanOrEqual(0);

  const { items } = (await json('/streamers')) as { items: unknown[] };
  const [streamer] = items.map((item) => streamerSchema.parse(item));
  expect(streamer).toMatchObject({ handle: 'always.on', canary: true });
  expect((await cluster.api('POST', `/streamers/${streamer!.id}/rotate-key`)).status).toBe(409);
  const metrics = await (await fetch(`${cluster.supervisor.url}/metrics`)).text();
  expect(metrics).toMatch(/streamshape_canary_state\{[^}]*handle="always.on"[^}]*\} 0/u);
});

it('altered messages raise an alarm, and their samples, without persons, replay to the same outcome', async () => {
  const lines = recordedLines();
  const gift = lines.find(({ method }) => method === 'WebcastGiftMessage')!;
  const chat = lines.find(({ method }) => method === 'WebcastChatMessage')!;
  const broken = Buffer.from(gift.payload, 'base64').subarray(0, -7).toString('base64');
  const alter = setInterval(() => {
    room().send({ type: 'raw', method: 'WebcastGiftMessage', payload: broken });
    room().send({ type: 'raw', method: 'WebcastShinyMessage', payload: chat.payload });
  }, 20);
  onTestFinished(() => clearInterval(alter));
  await vi.waitFor(async () => {
    const raised = (await findings()).map(({ method, reason, level }) => `${method} ${reason} ${level}`);
    expect(raised).toEqual(
      expect.arrayContaining(['WebcastGiftMessage undecodable alarm', 'WebcastShinyMessage unknown alarm']),
    );
  }, 20_000);
  await vi.waitFor(() => expect(cluster.supervisor.log.includes('"code":"DRIFT.ALARM"')).toBe(true), 10_000);
  await vi.waitFor(async () => {
    const metrics = await (await fetch(`${cluster.supervisor.url}/metrics`)).text();
    expect(metrics).toMatch(/streamshape_drift_alarm\{[^}]*method="WebcastGiftMessage"[^}]*\} 2/u);
  }, 10_000);
  // What is missing on pages is said of the connection, with the cause for the operator.
  await vi.waitFor(async () => {
    const { items } = (await json('/brokers')) as { items: unknown[] };
    const [broker] = items.map((item) => brokerViewSchema.parse(item));
    expect(broker).toMatchObject({ state: 'degraded', status: { reason: { code: 'SOURCE.DRIFT' } } });
    expect(broker!.advice).toContain('samples');
  }, 10_000);

  const answer = await cluster.api('GET', '/drift/samples');
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
  const exported = (await answer.text())
    .trim()
    .split('\n')
    .map((line) => recordedMessageSchema.parse(JSON.parse(line)));
  const tally = await replayed(exported);
  expect(tally.counts).toMatchObject({ 'undecodable WebcastGiftMessage': 5, 'unknown WebcastShinyMessage': 5 });
  for (const original of [gift, chat]) {
    const bytes = Buffer.from(original.payload, 'base64').toString('latin1');
    const texts = bytes.match(/[A-Za-z][\w .]{7,}/gu)!.filter((text) => !/^(?:Webcast|pm_|webcast_|live_)/u.test(text));
    expect(texts.length).toBeGreaterThan(3);
    for (const { payload } of exported) {
      const copy = Buffer.from(payload, 'base64').toString('latin1');
      expect(texts.filter((text) => copy.includes(text))).toEqual([]);
    }
  }
  const one = await (await cluster.api('GET', '/drift/samples?method=WebcastShinyMessage&reason=unknown')).text();
  expect(one.trim().split('\n')).toHaveLength(5);

  const accept = { method: 'WebcastShinyMessage', reason: 'unknown' };
  const accepted = driftReportSchema.parse(await (await cluster.api('POST', '/drift/accept', accept)).json());
  expect(accepted.findings.map(({ method }) => method)).not.toContain('WebcastShinyMessage');
  expect((await cluster.api('POST', '/drift/accept', { ...accept, method: 'WebcastNobody' })).status).toBe(404);
});

it('a canary whose gateway is gone says so', async () => {
  await cluster.gateways[0]!.end('SIGKILL');
  await vi.waitFor(async () => expect(await canary()).toMatchObject({ state: 'silent', cause: 'gateway' }), 20_000);
  await cluster.reviveGateway();
  await vi.waitFor(async () => expect((await canary()).state).toBe('ok'), 20_000);
});

/** What the real client and normaliser make of a recording that another simulator plays. */
async function replayed(messages: Parameters<ReturnType<TikTokSimulator['room']>['replay']>[0]): Promise<Tally> {
  const simulator = new TikTokSimulator({});
  const { url } = await simulator.listen(0);
  try {
    const replayRoom = simulator.room('replay').goLive();
    const [tally, heard] = [new Tally(), new Listening()];
    const limits = { connectTimeoutMs: 5_000, silenceMs: 10_000 };
    const hosts = { webUrl: url, webcastUrl: url, signProviders: [{ url }] };
    const source = new TikTokLiveSource({ ...hosts, ...limits, counters: tally });
    const session = await source.open({ handle: 'replay', roomId: replayRoom.roomId }, heard);
    await replayRoom.waitForClients(1);
    await (
      await replayRoom.replay(messages, {})
    ).done;
    await vi.waitFor(() => expect(tally.outcomes).toBeGreaterThanOrEqual(messages.length), 10_000);
    await session.close();
    return tally;
  } finally {
    await simulator.close();
  }
}
