import { afterAll, expect, it } from 'vitest';
import { startSharedTestCluster } from '../support/services/test-redis-cluster.js';

// The suites of the Redis adapters, unchanged, on a cluster. They open their connections as they are imported.
const cluster = await startSharedTestCluster();
afterAll(() => cluster[Symbol.asyncDispose]());

await import('../../libs/redis/src/event-log/redis-event-log.integration.spec.js');
await import('../../libs/redis/src/event-log/redis-test-runs.integration.spec.js');
await import('../../libs/redis/src/event-log/redis-widget-controls.integration.spec.js');
await import('../../libs/redis/src/leases/redis-lease-store.integration.spec.js');
await import('../../libs/redis/src/presence/redis-page-presence.integration.spec.js');

it('ran on every node', async () => {
  for (const master of cluster.masters()) {
    expect(await cluster.ask(master, (client) => client.dbsize())).toBeGreaterThan(0);
  }
});
