import { describe, expect, it } from 'vitest';
import type { BrokersHealth } from '#libs/contracts';
import { healthJson, wantsHealthJson } from './health-json.js';

const health: BrokersHealth = {
  status: 'ok',
  brokers: { desired: 3, running: 2, live: 1, offline: 1, retrying: 0, unassigned: 1, oldestUnassignedSeconds: 2 },
  nodes: { alive: 2, draining: 0 },
};

describe('the health format', () => {
  it.each([
    ['application/health+json', true],
    ['text/html, Application/Health+JSON;q=0.9', true],
    ['application/health+json;q=0', false],
    ['application/json, */*', false],
    [undefined, false],
  ])('is wanted by "%s": %s', (accept, wanted) => expect(wantsHealthJson(accept)).toBe(wanted));

  it('warns of what may become trouble, and fails when it is', () => {
    const passing = healthJson(health, '1.2.3');
    expect(passing).toMatchObject({ status: 'pass', version: '1', releaseId: '1.2.3' });
    expect(passing.checks['brokers:unassigned']).toMatchObject([{ observedValue: 1, status: 'warn' }]);
    const failing = healthJson({ ...health, status: 'degraded' }, '1.2.3');
    expect(failing.status).toBe('fail');
    expect(failing.checks['brokers:unassigned'][0]?.status).toBe('fail');
  });
});
