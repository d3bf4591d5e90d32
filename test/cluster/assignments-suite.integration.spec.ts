import { afterAll } from 'vitest';
import { startSharedTestCluster } from '../support/services/test-redis-cluster.js';

// The suite of the assignments, unchanged, on a cluster: what is killed there is the master that has the queue.
const cluster = await startSharedTestCluster();
afterAll(() => cluster[Symbol.asyncDispose]());

await import('../../libs/assignments/src/assignments.integration.spec.js');
