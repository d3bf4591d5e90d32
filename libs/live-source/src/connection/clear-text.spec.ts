import http from 'node:http';
import https from 'node:https';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Listening } from '../../test/listening.js';
import { TikTokLiveSource } from '../tiktok-live-source.js';
import { secureSocketUrl, withConfiguredScheme } from './web-client.js';

/** Every request that would have left, by scheme and host. None does. */
let asked: string[];

beforeEach(() => {
  asked = [];
  for (const [scheme, client] of Object.entries({ http, https })) {
    for (const method of ['request', 'get'] as const) {
      vi.spyOn(client, method).mockImplementation((...args: unknown[]) => {
        asked.push(`${scheme}://${hostOf(args)}`);
        throw new Error('nothing leaves this test');
      });
    }
  }
});
afterEach(() => vi.restoreAllMocks());

function hostOf([target, options]: unknown[]): string {
  if (target instanceof URL) return target.host;
  const { hostname, host } = { ...(target as object), ...(options as object | undefined) } as Record<string, unknown>;
  return String(hostname ?? host);
}

const real = () =>
  new TikTokLiveSource({
    webUrl: 'https://www.tiktok.com',
    webcastUrl: 'https://webcast.tiktok.com',
    signProviders: [{ url: 'https://sign.example', key: 'k' }],
    connectTimeoutMs: 2_000,
    silenceMs: 2_000,
  });

describe('the first hop to real hosts', () => {
  it('never leaves in clear text when looking at a room', async () => {
    await expect(real().probe('someone')).rejects.toMatchObject({ kind: 'transient' });
    expect([...new Set(asked)]).toEqual(['https://www.tiktok.com']);
  });

  it('never leaves in clear text when signing', async () => {
    const opening = real().open({ handle: 'someone', roomId: '1' }, new Listening());
    await expect(opening).rejects.toMatchObject({ kind: 'sign-outage' });
    expect([...new Set(asked)]).toEqual(['https://sign.example']);
  });
});

describe('withConfiguredScheme', () => {
  const hosts = { webUrl: 'https://www.tiktok.com', webcastUrl: 'http://127.0.0.1:8080' };
  it.each([
    ['http://www.tiktok.com/@a/live?b=http://c', 'https://www.tiktok.com/@a/live?b=http://c'],
    ['https://www.tiktok.com/x', 'https://www.tiktok.com/x'],
    ['https://127.0.0.1:8080/webcast/', 'http://127.0.0.1:8080/webcast/'],
    // Where a redirect leads is nobody's configured host.
    ['http://elsewhere.example/login', 'https://elsewhere.example/login'],
    ['http://127.0.0.1:9999/', 'https://127.0.0.1:9999/'],
  ])('makes %s %s', (from, to) => {
    expect(withConfiguredScheme(new URL(from), hosts).href).toBe(to);
  });
});

describe('secureSocketUrl', () => {
  it.each([
    ['ws://push.tiktok.com/x', 'wss://push.tiktok.com/x'],
    ['wss://push.tiktok.com/x', 'wss://push.tiktok.com/x'],
    ['ws://127.0.0.1:8080/x', 'ws://127.0.0.1:8080/x'],
    ['ws://127.0.0.1.evil.example/x', 'wss://127.0.0.1.evil.example/x'],
    ['', ''],
  ])('makes %s %s', (from, to) => {
    expect(secureSocketUrl(from)).toBe(to);
  });
});
