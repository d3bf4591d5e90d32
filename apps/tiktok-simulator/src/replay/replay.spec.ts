import { fileURLToPath } from 'node:url';
import { deserializeWebSocketMessage } from 'tiktok-live-connector';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { events, RecordingClient } from '../../test/real-client.js';
import { TikTokSimulator } from '../simulator.js';
import { readRecording } from './recording.js';
import type { RecordedMessage } from './replay.js';

const RECORDING = fileURLToPath(new URL('../../../../test/fixtures/tiktok/webcast-messages.jsonl', import.meta.url));

let sim: TikTokSimulator;
let client: RecordingClient;
let recorded: RecordedMessage[];

beforeEach(async () => {
  recorded = await readRecording(RECORDING);
  sim = new TikTokSimulator();
  const { url } = await sim.listen(0);
  sim.room('demo').goLive();
  client = new RecordingClient(url);
});

afterEach(async () => {
  await client.disconnect();
  await sim.close();
});

const asRecorded = () =>
  client.received.map(({ method, msgId, payload }) => ({
    method,
    msgId,
    payload: Buffer.from(payload).toString('base64'),
  }));

describe('replay', () => {
  it('brings all 1,032 recorded messages over, once each, bytes untouched', async () => {
    const replay = await sim.room('demo').replay(RECORDING);
    expect(replay.state).toBe('waiting for a client');
    await client.connect();
    expect(await replay.done).toBe(1_032);
    await vi.waitFor(() => expect(client.received).toHaveLength(1_032));
    const order = (message: { msgId: string }) => message.msgId;
    const sorted = <T extends { msgId: string }>(list: T[]) =>
      list.toSorted((a, b) => order(a).localeCompare(order(b)));
    const expected = recorded.map(({ method, msgId, payload }) => ({ method, msgId, payload }));
    expect(sorted(asRecorded())).toEqual(sorted(expected));
    expect(client.received.filter((message) => message.decodeError)).toEqual([]);
  });

  it('sends in the recorded order', async () => {
    await client.connect();
    const arrived: string[] = [];
    // The client gunzips frames side by side; reading them one after another shows the order on the wire.
    let reading = Promise.resolve();
    events(client).on('websocketData', (data: Buffer) => {
      reading = reading.then(async () => {
        const { protoMessageFetchResult: result } = await deserializeWebSocketMessage(data);
        arrived.push(...(result?.messages ?? []).map(({ msgId }) => msgId));
      });
    });
    await (
      await sim.room('demo').replay(recorded, { batch: 3 })
    ).done;
    await vi.waitFor(() => expect(client.received).toHaveLength(1_032));
    await reading;
    expect(arrived).toEqual(recorded.map(({ msgId }) => msgId));
  });

  it('keeps to a rate, and stops when told', async () => {
    await client.connect();
    const started = performance.now();
    const timed = await sim.room('demo').replay(recorded.slice(0, 21), { rate: 100 });
    expect(await timed.done).toBe(21);
    expect(performance.now() - started).toBeGreaterThan(195);
    const endless = await sim.room('demo').replay(recorded, { rate: 1 });
    endless.stop();
    expect(await endless.done).toBeLessThan(recorded.length);
    expect(endless.state).toBe('stopped');
  });

  it('names the line of a bad recording', async () => {
    await expect(readRecording(fileURLToPath(import.meta.url))).rejects.toThrow(/:1: not a JSON line/);
  });
});
