import { describe, expect, it } from 'vitest';
import { operations } from '../openapi/operations.js';
import { OperationIndex, scopeOf } from './operation-index.js';
import { comesFrom } from './same-origin.js';
import { hashSecret, newSecret, sameSecret } from './secrets.js';
import { Cookies } from './session-cookie.js';

describe('OperationIndex', () => {
  const index = new OperationIndex(operations);
  it('knows routes as Fastify names them', () => {
    expect(index.find('PATCH', '/api/v1/streamers/:id')?.operationId).toBe('updateStreamer');
    expect(index.find('HEAD', '/api/v1/me')?.operationId).toBe('getMe');
    expect(index.find('PUT', '/api/v1/me')).toBeUndefined();
  });
  it('says what a token needs', () => {
    const scope = (id: string) => scopeOf(operations.find(({ operationId }) => operationId === id)!);
    expect([scope('getStreamer'), scope('updateStreamer'), scope('controlWidget'), scope('getWidgetKey')]).toEqual([
      ...['read', 'write', 'live', 'write'],
    ]);
  });
});

describe('Cookies', () => {
  it('are bound to the host over https', () => {
    const cookies = new Cookies('https://example.org');
    const set = cookies.session('abc', 60);
    expect(set).toBe('__Host-streamshape-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=5184000');
    expect(cookies.sessionIn('a=b; __Host-streamshape-session=abc; c=d')).toBe('abc');
    expect(cookies.sessionIn('streamshape-session=abc')).toBeUndefined();
    expect(cookies.endSession()).toContain('Max-Age=0');
  });
  it('go without where there is no https', () => {
    const cookies = new Cookies('http://localhost:3000');
    expect(cookies.pending('x', 1)).toBe('streamshape-pending=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400');
    expect(cookies.sessionIn('streamshape-session=; x=y')).toBeUndefined();
    expect(cookies.pendingIn(undefined)).toBeUndefined();
  });
});

describe('comesFrom', () => {
  const here = 'https://live.example.org';
  it.each([
    [{ origin: here, host: 'inside:3000' }, 'here'],
    [{ origin: 'http://localhost:3000', host: 'localhost:3000' }, 'here'],
    [{ origin: 'https://evil.example', host: 'live.example.org' }, 'elsewhere'],
    [{ origin: 'null', host: 'live.example.org' }, 'elsewhere'],
    [{ origin: 'https://evil.example', host: 'live.example.org', 'sec-fetch-site': 'same-origin' }, 'elsewhere'],
    [{ 'sec-fetch-site': 'same-origin' }, 'here'],
    [{ 'sec-fetch-site': 'same-site' }, 'elsewhere'],
    [{ 'sec-fetch-site': 'cross-site' }, 'elsewhere'],
    [{ 'sec-fetch-site': 'none' }, 'elsewhere'],
    [{ host: 'live.example.org' }, 'unknown'],
  ])('%j is %s', (headers, expected) => {
    expect(comesFrom(headers, here)).toBe(expected);
  });
});

it('compares and makes secrets', () => {
  expect(sameSecret('abc', 'abc')).toBe(true);
  expect(sameSecret('abc', 'abd')).toBe(false);
  expect(sameSecret('', 'abc')).toBe(false);
  expect(sameSecret('a'.repeat(10_000), 'abc')).toBe(false);
  expect(newSecret('ss_')).toMatch(/^ss_[\w-]{43}$/);
  expect(hashSecret('a')).toHaveLength(64);
});
