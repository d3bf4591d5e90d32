import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordingClient } from '../../test/real-client.js';
import { TikTokSimulator } from '../simulator.js';

let sim: TikTokSimulator;
let url: string;

beforeEach(async () => {
  sim = new TikTokSimulator();
  ({ url } = await sim.listen(0));
});

afterEach(() => sim.close());

async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const init =
    body === undefined ? { method } : { method, body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(`${url}/_control/${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('control interface', () => {
  it('limits a sign key, which then gets 429 with the headers of the real service', async () => {
    const { roomId } = sim.room('demo').goLive();
    const sign = (key: string) =>
      fetch(`${url}/webcast/rooms/${roomId}/connect`, { headers: { 'x-api-key': key } }).then(({ status, headers }) => [
        status,
        headers.get('retry-after'),
        headers.get('x-ratelimit-remaining'),
      ]);
    expect((await control('POST', 'quotas', { key: 'a', minute: 1 })).body).toEqual({ key: 'a', minute: 1 });
    expect([await sign('a'), await sign('a'), await sign('b')]).toEqual([
      [200, null, null],
      [429, '60', '0'],
      [200, null, null],
    ]);
    expect((await control('POST', 'quotas', { key: 'a', minute: 0 })).status).toBe(400);
  });

  it('creates a room, goes live, sends events, goes offline', async () => {
    expect(await control('POST', 'rooms', { handle: 'Anna.B', live: true })).toMatchObject({
      status: 201,
      body: { handle: 'anna.b', status: 'live', lively: false },
    });
    const client = new RecordingClient(url, 'anna.b');
    await client.connect();
    await sim.room('anna.b').waitForClients();
    const events = [
      { type: 'chat', text: 'hi' },
      { type: 'raw', method: 'WebcastFutureMessage', payload: 'CgA=', msgId: '123' },
    ];
    const sent = await control('POST', 'rooms/anna.b/events', events);
    expect(sent.body).toMatchObject({ clients: 1, sent: [{ method: 'WebcastChatMessage' }, { msgId: '123' }] });
    await vi.waitFor(() => expect(client.received).toHaveLength(2));
    await control('POST', 'rooms/anna.b/pause');
    await control('POST', 'rooms/anna.b/resume');
    await vi.waitFor(() => expect(client.received).toHaveLength(4));
    expect((await control('POST', 'rooms/anna.b/offline', { announce: false })).body).toMatchObject({
      status: 'offline',
    });
    expect((await control('GET', 'rooms')).body).toMatchObject({
      rooms: [{ handle: 'anna.b', clients: 1, messagesSent: 4 }],
    });
    expect((await control('DELETE', 'rooms/anna.b')).body).toEqual({ removed: 'anna.b' });
    await client.disconnect();
  });

  it('switches failures on and off, for one room and for all', async () => {
    sim.room('demo').goLive();
    await control('POST', 'rooms/demo/failures', { kind: 'not-found', times: 1 });
    const globally = await control('POST', 'failures', { kind: 'rate-limited', retryAfterSeconds: 5 });
    expect(globally.body).toEqual({
      failures: [{ spec: { kind: 'rate-limited', retryAfterSeconds: 5 }, timesLeft: null }],
    });
    expect(await (await fetch(`${url}/@demo/live`)).text()).not.toContain('roomId');
    expect(await (await fetch(`${url}/@demo/live`)).text()).toContain('roomId');
    const limited = await fetch(`${url}/webcast/rooms/${sim.room('demo').roomId}/connect`, {
      headers: { 'x-api-key': 'k' },
    });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '5']);
    expect((await control('DELETE', 'failures?kind=rate-limited')).body).toEqual({ failures: [] });
    const { body } = await control('GET', 'counters');
    expect(body).toMatchObject({
      signCalls: 1,
      livenessCalls: 2,
      routes: { 'sign.connect': { total: 1, byRoom: { demo: 1 }, byKey: { k: 1 } }, 'live.page': { total: 2 } },
    });
    await control('DELETE', 'counters');
    expect((await control('GET', 'counters')).body).toMatchObject({ signCalls: 0 });
  });

  it('replays an array, and starts and stops the lively script', async () => {
    sim.room('demo').goLive();
    const messages = [{ method: 'WebcastChatMessage', msgId: '5', createTime: 0, payload: 'CgA=' }];
    const started = await control('POST', 'rooms/demo/replay', { messages, rate: 10 });
    expect(started.body).toEqual({ state: 'waiting for a client', total: 1 });
    await control('DELETE', 'rooms/demo/replay');
    await vi.waitFor(async () =>
      expect((await control('GET', 'rooms/demo/replay')).body).toMatchObject({ state: 'stopped' }),
    );
    expect((await control('POST', 'rooms/demo/lively', { pace: 2 })).body).toMatchObject({ lively: true });
    expect((await control('DELETE', 'rooms/demo/lively')).body).toMatchObject({ lively: false });
  });

  it.each([
    ['POST', 'rooms', '{', 400, 'not valid JSON'],
    ['POST', 'rooms', { handle: 'no spaces' }, 400, 'letters, digits'],
    ['POST', 'rooms/ghost/live', {}, 404, 'create it with POST /_control/rooms'],
    ['POST', 'rooms/demo/events', { type: 'gft' }, 400, '"type" is one of: chat, gift'],
    ['POST', 'rooms/demo/events', { type: 'chat' }, 400, 'text'],
    [
      'POST',
      'rooms/demo/events',
      { type: 'gift', gift: 'Spaceship of Doom' },
      400,
      'give {id, name, diamondCount, type}',
    ],
    ['POST', 'rooms/demo/failures', { kind: 'offlin' }, 400, 'is one of: offline'],
    ['POST', 'rooms/demo/disturb', { kind: 'silent' }, 400, 'is one of: reset'],
    ['POST', 'rooms/demo/replay', {}, 400, 'either "path"'],
    ['POST', 'rooms/demo/replay', { path: '/nowhere.jsonl' }, 400, 'cannot read the recording'],
    ['DELETE', 'failures?kind=x', undefined, 400, 'no failure'],
    ['PUT', 'rooms', undefined, 405, 'takes GET, POST'],
    ['GET', 'nothing', undefined, 404, 'GET /_control lists'],
  ])('%s %s with bad input says what to do', async (method, path, body, status, text) => {
    sim.room('demo');
    const answer = await control(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body['error']).toContain(text);
  });

  it('answers health checks and lists itself', async () => {
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect((await control('GET', '')).body['events']).toContain('gift');
  });

  it('draws avatars and gifts, with initials that cannot break out', async () => {
    const avatar = await fetch(`${url}/avatar/6900.svg?t=${encodeURIComponent('<"')}`);
    expect(avatar.headers.get('content-type')).toContain('image/svg+xml');
    expect(await avatar.text()).toContain('&#60;&#34;');
    for (const id of ['5655', '6369', '424242']) {
      expect(await (await fetch(`${url}/gift/${id}.svg`)).text()).toMatch(/^<svg .*<\/svg>$/s);
    }
  });
});
