import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createLogger, Metrics } from '#libs/observability';
import type { SupervisorSettings } from '../supervisor.tokens.js';
import type { PlacementActuator } from './placement-actuator.js';
import { PlacementLoop } from './placement-loop.js';
import { PlacementMetrics } from './placement-metrics.js';
import { PlacementState } from './placement-state.js';
import { RedisLife } from './redis-life.js';

const LEASE_TTL_MS = 200;

it('is not done with a round that took too long to act on what it saw', async () => {
  let [rounds, performed, slow] = [0, 0, true];
  const state = new PlacementState();
  const list = async () => {
    rounds += 1;
    if (slow) await setTimeout(LEASE_TTL_MS);
    return [];
  };
  const actuator = { fenced: new Map(), offered: new Map(), perform: () => Promise.resolve(void performed++) };
  const loop = new PlacementLoop(
    { list } as never,
    { owners: () => Promise.resolve([]) } as never,
    { list: () => Promise.resolve([]) } as never,
    { waiting: () => Promise.resolve(new Set()) } as never,
    { statuses: () => Promise.resolve([]) },
    new RedisLife({ get: () => Promise.resolve('m'), setnx: () => Promise.resolve(0) }, 0, () => 'm'),
    actuator as unknown as PlacementActuator,
    state,
    new PlacementMetrics(new Metrics({ role: 'supervisor' })),
    { leaseTtlMs: LEASE_TTL_MS, placement: { tickMs: 5, spacingMs: 1, moveTimeoutMs: 1 } } as SupervisorSettings,
    createLogger({ role: 'supervisor', destination: { write: () => undefined } }),
  );
  loop.onApplicationBootstrap();
  try {
    await expect.poll(() => rounds, { timeout: 10_000 }).toBeGreaterThan(2);
    expect([performed, state.completedAt]).toEqual([0, undefined]);
    expect(state.latest).toBeDefined();
    slow = false;
    await expect.poll(() => state.completedAt, { timeout: 10_000 }).toBeDefined();
    expect(performed).toBeGreaterThan(0);
  } finally {
    await loop.beforeApplicationShutdown();
  }
});
