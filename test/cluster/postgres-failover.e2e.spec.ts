import { afterAll, beforeAll, expect, it } from 'vitest';
import { broken } from '../chaos/support/report.js';
import { Cluster } from '../support/cluster.js';
import { TestPostgresPair } from '../support/services/test-postgres-pair.js';
import { primaryLost } from './scenarios/primary-lost.js';

let pair: TestPostgresPair;
let product: Cluster;
beforeAll(async () => {
  pair = await TestPostgresPair.start();
  product = await Cluster.start({ databaseUrl: pair.url, environment: { PLACEMENT_TICK_MS: '100' } });
}, 120_000);
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await pair?.[Symbol.asyncDispose]();
});

it('loses nothing that was acknowledged when the primary dies and the standby takes its address', async () => {
  expect(broken(await primaryLost(product, pair, { before: 30, awayMs: 0 }))).toEqual([]);
});
