import { expect, it } from 'vitest';
import { BROKER_VIEW_STATES, DRIFT_REASONS, type Grant } from '#libs/contracts';
import { actorText, detailText } from './audit/audit-words.js';
import { BROKER_STATES } from './connections/broker-words.js';
import { grantState, triggerText } from './plans/plan-words.js';
import { driftWords } from './health/drift-words.js';

it('has words for every state of a connection', () => {
  expect(BROKER_STATES.toSorted()).toEqual([...BROKER_VIEW_STATES].sort());
});

it('says of every change how large it is beside the usual', () => {
  const finding = { method: 'X', level: 'alarm', since: 0, bad: 80, of: 430, share: 0.186, usual: 0.001 } as const;
  for (const reason of DRIFT_REASONS) {
    expect(driftWords({ ...finding, reason })).toMatch(/^[A-Z].*: 80 of 430 \(18\.6 %, usually 0\.1 %\)$/);
  }
});

it('names who acted, and what the entry adds', () => {
  expect(actorText({ kind: 'account', email: 'a@example.org' })).toBe('a@example.org');
  expect(actorText({ kind: 'account' })).toBe('A deleted account');
  expect(detailText({ reason: 'Spam', count: 2 })).toBe('reason: Spam, count: 2');
});

it('says what made a change of a plan, and whether a given one still counts', () => {
  expect(triggerText('webhook evt_1')).toBe('message evt_1 of Stripe');
  expect(triggerText('grant 77')).toBe('an admin gave a plan');
  expect(triggerText('time')).toBe('its time had come');
  expect(triggerText('of a newer version')).toBe('of a newer version');
  const grant = (more: Partial<Grant>) => grantState({ endsAt: null, revokedAt: null, ...more } as Grant, 1000);
  expect(grant({})).toBe('counts');
  expect(grant({ endsAt: new Date(1000).toISOString() })).toBe('over');
  expect(grant({ revokedAt: new Date(0).toISOString() })).toBe('revoked');
});
