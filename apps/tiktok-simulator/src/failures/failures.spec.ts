import {
  ConnectTimeoutError,
  InvalidResponseCompositeError,
  PremiumFeatureError,
  SchemaDecodeError,
  SignAPIError,
  SignatureRateLimitError,
  UserOfflineError,
} from 'tiktok-live-connector';
import type { TikTokLiveConnection } from 'tiktok-live-connector';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectError, events, realClient, terminate } from '../../test/real-client.js';
import type { SimulatedRoom } from '../room.js';
import { TikTokSimulator } from '../simulator.js';
import { FAILURE_KINDS } from './failure-spec.js';
import type { FailureSpec } from './failure-spec.js';

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

async function failed(spec: FailureSpec): Promise<unknown> {
  room.fail(spec);
  return connectError(realClient(url, 'demo', { signTimeoutMs: 200 }));
}

function inner(error: unknown): string {
  if (!(error instanceof InvalidResponseCompositeError)) throw error;
  const { requestErrs = [] } = error.config as { requestErrs?: Error[] };
  return requestErrs.map((cause) => cause.message).join('\n');
}

describe('failures while connecting', () => {
  it('offline: UserOfflineError, and no sign call', async () => {
    expect(await failed({ kind: 'offline' })).toBeInstanceOf(UserOfflineError);
    expect(sim.counters.signCalls('demo')).toBe(0);
  });

  it('a room that never went live: UserOfflineError, and no sign call', async () => {
    sim.room('sleeper');
    expect(await connectError(realClient(url, 'sleeper'))).toBeInstanceOf(UserOfflineError);
    expect(sim.counters.signCalls()).toBe(0);
  });

  it('not found: composite error with user_not_found, for unknown handles too', async () => {
    expect(inner(await failed({ kind: 'not-found' }))).toContain('19881007 (user_not_found)');
    expect(inner(await connectError(realClient(url, 'nobody')))).toContain('19881007 (user_not_found)');
  });

  it('captcha: composite error with the missing SIGI_STATE', async () => {
    expect(inner(await failed({ kind: 'captcha' }))).toContain('Failed to extract the SIGI_STATE');
    expect(inner(await failed({ kind: 'captcha', empty: true }))).toContain('Failed to extract the SIGI_STATE');
  });

  it('rate limit: SignatureRateLimitError with its times', async () => {
    const resetAt = Math.ceil(Date.now() / 1000 + 90) * 1000;
    const error = await failed({ kind: 'rate-limited', retryAfterSeconds: 90, resetAt });
    expect(error).toBeInstanceOf(SignatureRateLimitError);
    expect(error).toMatchObject({ retryAfter: 90_000, resetTime: resetAt });
    expect(await failed({ kind: 'rate-limited', html: true })).toBeInstanceOf(SyntaxError);
  });

  it('sign outage in all its forms', async () => {
    expect(await failed({ kind: 'sign-outage' })).toBeInstanceOf(SignAPIError);
    expect(await failed({ kind: 'sign-outage', status: 502, html: true })).toBeInstanceOf(SignAPIError);
    room.clearFailures();
    expect(String(await failed({ kind: 'sign-hung' }))).toContain('Connect Error');
    room.clearFailures();
    expect(String(await failed({ kind: 'sign-dropped' }))).toContain('Connect Error');
    room.clearFailures();
    expect(await failed({ kind: 'sign-empty-push-server' })).toBeInstanceOf(SyntaxError);
    room.clearFailures();
    expect(String(await failed({ kind: 'sign-missing-cursor' }))).toContain('Missing cursor');
    room.clearFailures();
    expect(String(await failed({ kind: 'sign-missing-cookies' }))).toContain('No cookies');
    room.clearFailures();
    expect(await failed({ kind: 'sign-garbage' })).toBeInstanceOf(SchemaDecodeError);
  });

  it('key refused: 401, 403, 402, and the RangeError of short messages', async () => {
    expect(await failed({ kind: 'sign-refused', status: 401 })).toMatchObject({ reason: 'Sign Error' });
    expect(await failed({ kind: 'sign-refused', status: 403 })).toBeInstanceOf(SignAPIError);
    expect(await failed({ kind: 'sign-refused', status: 402 })).toBeInstanceOf(PremiumFeatureError);
    expect(await failed({ kind: 'sign-refused', status: 402, html: true })).toBeInstanceOf(SyntaxError);
    expect(await failed({ kind: 'sign-refused', status: 402, message: 'pay' })).toBeInstanceOf(RangeError);
  });

  it('strikes one sign key alone when asked to', async () => {
    room.fail({ kind: 'rate-limited', key: 'poor' });
    expect(await connectError(realClient(url, 'demo', { apiKey: 'poor' }))).toBeInstanceOf(SignatureRateLimitError);
    const rich = realClient(url, 'demo', { apiKey: 'rich' });
    clients.push(rich);
    await rich.connect();
    expect(sim.counters.signCallsByKey('poor')).toBe(1);
  });

  it('blocked upgrade: DEVICE_BLOCKED, and the connection stays open until the client ends it', async () => {
    room.fail({ kind: 'upgrade-blocked', times: 1 });
    const client = realClient(url);
    clients.push(client);
    await expect(client.connect()).rejects.toThrow('DEVICE_BLOCKED');
    expect(sim.refusedUpgradesOpen).toBe(1);
    terminate(client);
    await vi.waitFor(() => expect(sim.refusedUpgradesOpen).toBe(0));
    await client.connect();
    expect(client.isConnected).toBe(true);
  });

  it('web outage ends in a composite error; hung pages make the client fall back to the sign server', async () => {
    expect(await failed({ kind: 'web-outage', status: 500 })).toBeInstanceOf(InvalidResponseCompositeError);
    room.clearFailures();
    sim.counters.reset();
    room.fail({ kind: 'web-hung', times: 2 });
    // The library drops `webClientOptions.timeout`; this variable is its only switch.
    vi.stubEnv('TIKTOK_CLIENT_TIMEOUT', '200');
    const client = realClient(url);
    vi.unstubAllEnvs();
    clients.push(client);
    await client.connect();
    expect(sim.counters.count('sign.room-id')).toBe(1);
  });

  it('hung upgrade: ConnectTimeoutError', async () => {
    room.fail({ kind: 'upgrade-hung' });
    vi.stubEnv('WS_CONNECT_TIMEOUT_MS', '200');
    const client = realClient(url);
    clients.push(client);
    events(client).on('error', () => undefined);
    await expect(client.connect()).rejects.toBeInstanceOf(ConnectTimeoutError);
    vi.unstubAllEnvs();
  });

  it('age-restricted: room info without a status, connecting works', async () => {
    room.fail({ kind: 'age-restricted' });
    const client = realClient(url);
    clients.push(client);
    const state = await client.connect();
    expect(state.roomInfo).toMatchObject({ status_code: 4_003_110 });
  });

  it('counts down "the next N times"', async () => {
    room.fail({ kind: 'sign-outage', times: 2 });
    const client = realClient(url);
    clients.push(client);
    await expect(client.connect()).rejects.toBeInstanceOf(SignAPIError);
    await expect(client.connect()).rejects.toBeInstanceOf(SignAPIError);
    await client.connect();
    expect(room.failures.list()).toEqual([]);
  });

  it('knows every kind by name', () => {
    expect(new Set(FAILURE_KINDS).size).toBe(FAILURE_KINDS.length);
    expect(FAILURE_KINDS.length).toBeGreaterThan(20);
  });
});
