import { describe, expect, it } from 'vitest';
import type { Caller, CallingAccount } from './caller.js';
import { decideAccess, type AccessRule } from './decide-access.js';
import { mayRun } from './may-run.js';

const MINE = '11111111-1111-4111-8111-111111111111';
const THEIRS = '22222222-2222-4222-8222-222222222222';
const account = (change: Partial<CallingAccount> = {}): CallingAccount => ({
  ...{ id: 'a', email: 'a@b.c', role: 'streamer', emailVerified: true, suspended: false, streamerId: MINE },
  ...change,
});
const session = (change: Partial<CallingAccount> = {}): Caller => ({
  ...{ kind: 'session', sessionId: 's', account: account(change) },
});
const token = (scopes: ('read' | 'write' | 'live')[], change: Partial<CallingAccount> = {}): Caller => ({
  ...{ kind: 'token', tokenId: 't', scopes, account: account(change) },
});
const rule = (security: AccessRule['security'], change: Partial<AccessRule> = {}): AccessRule => ({
  ...{ security, scope: 'read', anyStanding: false },
  ...(security === 'streamer' ? { streamerId: MINE } : {}),
  ...change,
});

describe('decideAccess', () => {
  it('lets anybody in where nothing is demanded, and nobody elsewhere', () => {
    for (const caller of [{ kind: 'nobody' }, { kind: 'unknown' }, session({ suspended: true })] as Caller[]) {
      expect(decideAccess(rule('none'), caller)).toBeUndefined();
    }
    for (const security of ['health', 'session', 'account', 'streamer', 'admin'] as const) {
      expect(decideAccess(rule(security), { kind: 'nobody' })).toBe('sign-in');
      expect(decideAccess(rule(security), { kind: 'unknown' })).toBe('not-valid');
    }
  });

  it('keeps the two bearers of the operator apart', () => {
    expect(decideAccess(rule('health'), { kind: 'health' })).toBeUndefined();
    expect(decideAccess(rule('health'), { kind: 'operator' })).toBe('not-valid');
    expect(decideAccess(rule('admin'), { kind: 'health' })).toBe('not-valid');
    expect(decideAccess(rule('admin'), { kind: 'operator' })).toBeUndefined();
    expect(decideAccess(rule('streamer', { streamerId: THEIRS }), { kind: 'operator' })).toBeUndefined();
    expect(decideAccess(rule('session'), { kind: 'operator' })).toBe('session-needed');
  });

  it('shows each account its own streamer alone, and admins all', () => {
    expect(decideAccess(rule('streamer'), session())).toBeUndefined();
    expect(decideAccess(rule('streamer', { streamerId: THEIRS }), session())).toBe('not-theirs');
    expect(decideAccess(rule('streamer', { streamerId: undefined }), session())).toBe('not-theirs');
    expect(decideAccess(rule('streamer'), session({ streamerId: null }))).toBe('not-theirs');
    expect(decideAccess(rule('streamer', { streamerId: THEIRS }), session({ role: 'admin' }))).toBeUndefined();
    expect(decideAccess(rule('streamer', { streamerId: THEIRS }), token(['read']))).toBe('not-theirs');
    expect(decideAccess(rule('admin'), session())).toBe('admin-needed');
    expect(decideAccess(rule('admin'), session({ role: 'admin' }))).toBeUndefined();
  });

  it('binds tokens to their scopes, and keeps them from sessions and administration', () => {
    expect(decideAccess(rule('streamer', { scope: 'live' }), token(['read', 'write']))).toBe('scope-needed');
    expect(decideAccess(rule('streamer', { scope: 'live' }), token(['live']))).toBeUndefined();
    expect(decideAccess(rule('session'), token(['read', 'write', 'live']))).toBe('session-needed');
    expect(decideAccess(rule('admin'), token(['read'], { role: 'admin' }))).toBe('session-needed');
  });

  it('tells suspended and unconfirmed accounts so, before it looks at what they ask for', () => {
    const theirs = rule('streamer', { streamerId: THEIRS });
    expect(decideAccess(theirs, session({ suspended: true }))).toBe('suspended');
    expect(decideAccess(theirs, session({ emailVerified: false }))).toBe('unverified');
    expect(decideAccess(rule('admin'), session({ role: 'admin', suspended: true }))).toBe('suspended');
    expect(decideAccess(rule('account', { anyStanding: true }), session({ suspended: true }))).toBeUndefined();
  });
});

it('serves a streamer who is switched on, paid for and not suspended', () => {
  expect(mayRun({ enabled: true, suspended: false, entitled: true })).toBe(true);
  expect(mayRun({ enabled: false, suspended: false, entitled: true })).toBe(false);
  expect(mayRun({ enabled: true, suspended: true, entitled: true })).toBe(false);
  expect(mayRun({ enabled: true, suspended: false, entitled: false })).toBe(false);
});
