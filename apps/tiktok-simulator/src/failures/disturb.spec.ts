import { once } from 'node:events';
import { SchemaDecodeError } from 'tiktok-live-connector';
import type { TikTokLiveConnection } from 'tiktok-live-connector';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { events, RecordingClient, terminate } from '../../test/real-client.js';
import type { SimulatedRoom } from '../room.js';
import { TikTokSimulator } from '../simulator.js';

let sim: TikTokSimulator;
let url: string;
let room: SimulatedRoom;
const clients: TikTokLiveConnection[] = [];

beforeEach(async () => {
  sim = new TikTokSimulator({ keepAliveMs: 20 });
  ({ url } = await sim.listen(0));
  room = sim.room('demo').goLive();
});

afterEach(async () => {
  for (const client of clients.splice(0)) terminate(client);
  await sim.close();
});

async function recording(): Promise<RecordingClient> {
  const client = new RecordingClient(url);
  clients.push(client);
  await client.connect();
  await room.waitForClients();
  return client;
}

describe('failures of an open connection', () => {
  it.each(['silent', 'half-open'] as const)('%s: nothing comes, no event, still connected', async (kind) => {
    const client = await recording();
    room.fail({ kind });
    const [socket] = room.sockets.list();
    const { framesSent = 0 } = socket ?? {};
    room.send({ type: 'chat', text: 'lost' });
    await vi.waitFor(() => expect(socket?.framesWithheld).toBeGreaterThan(3));
    expect(socket?.framesSent).toBe(framesSent);
    expect(client.isConnected).toBe(true);
    room.clearFailures(kind);
    room.send({ type: 'chat', text: 'heard' });
    await vi.waitFor(() => expect(client.received).toHaveLength(1));
  });

  it.each(['reset', 'terminate'] as const)('%s: close 1006', async (kind) => {
    const client = await recording();
    const closed = once(events(client), 'disconnected');
    events(client).on('error', () => undefined);
    room.disturb({ kind });
    expect((await closed)[0]).toMatchObject({ code: 1006 });
  });

  it('damaged frames raise decoding errors and leave the connection open', async () => {
    const client = await recording();
    const errors: unknown[] = [];
    events(client).on('error', (error) => errors.push(error));
    room.disturb({ kind: 'malformed-frame' });
    room.disturb({ kind: 'truncated-frame' });
    await vi.waitFor(() => expect(errors).toHaveLength(2));
    expect(client.isConnected).toBe(true);
  });

  it('undecodable payloads carry a decode error, unknown methods no data', async () => {
    const client = await recording();
    room.disturb({ kind: 'undecodable-message' });
    room.disturb({ kind: 'unknown-method' });
    await vi.waitFor(() => expect(client.received).toHaveLength(2));
    const broken = client.received.find(({ method }) => method === 'WebcastChatMessage');
    const unknown = client.received.find(({ method }) => method === 'WebcastNeverSeenMessage');
    expect(broken?.decodeError).toBeInstanceOf(SchemaDecodeError);
    expect(unknown).toBeDefined();
    expect(unknown?.decodedData).toBeUndefined();
  });

  it('out-of-order bursts overtake each other in the client, none lost', async () => {
    const client = await recording();
    const texts = () =>
      client.received.flatMap(({ decodedData }) => {
        const { data } = (decodedData ?? {}) as { data?: { content?: string } };
        return data?.content === undefined ? [] : [data.content];
      });
    const sorted = Array.from({ length: 12 }, (_, index) => `burst ${index + 1}`);
    await vi.waitFor(async () => {
      client.received.length = 0;
      room.disturb({ kind: 'out-of-order-burst', count: 12 });
      await vi.waitFor(() => expect(texts()).toHaveLength(12));
      expect(texts()).not.toEqual(sorted);
    }, 10_000);
    expect(new Set(texts())).toEqual(new Set(sorted));
  });

  it('repeats messages after a reconnect, marked as history', async () => {
    const sent = room.send([
      { type: 'chat', text: 'one' },
      { type: 'gift', gift: 'Rose' },
    ]);
    room.fail({ kind: 'duplicates', count: 2 });
    const client = await recording();
    expect(client.received.map(({ msgId, isHistory }) => [msgId, isHistory])).toEqual(
      sent.map(({ msgId }) => [msgId, true]),
    );
    room.disturb({ kind: 'duplicates', count: 2 });
    await vi.waitFor(() => expect(client.received).toHaveLength(4));
    expect(client.received.at(-1)).toMatchObject({ msgId: sent[1]?.msgId, isHistory: false });
  });

  it.each([
    ['once', 37],
    ['twice', 38],
    ['never', 36],
  ] as const)('a streak of 36 that ends %s', async (end, messages) => {
    const client = await recording();
    room.disturb({ kind: 'streak', hits: 36, end });
    await vi.waitFor(() => expect(client.received).toHaveLength(messages));
  });
});
