import { afterAll, beforeAll, expect, it } from 'vitest';
import { OtlpReceiver } from '../support/otlp-receiver.js';
import { upgraded } from './scenarios/upgraded.js';
import { chaosSeed, SeededRandom } from './support/random.js';
import { broken, record } from './support/report.js';
import { Stage } from './support/stage.js';

let stage: Stage;
let collector: OtlpReceiver;
beforeAll(async () => {
  const from = process.env['UPGRADE_FROM'];
  if (!from) throw new Error('UPGRADE_FROM names no build of an earlier version. Run: npm run test:upgrade');
  collector = await OtlpReceiver.start();
  // The new version records traces: the earlier one has to bear what they add to pushes.
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, THROTTLE_FACTOR: '1000' };
  stage = await Stage.start(new SeededRandom(chaosSeed()), environment, from);
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
  await collector[Symbol.asyncDispose]();
});

it('an upgrade under load, process by process', async () => {
  const outcome = await upgraded(stage, { streamers: 8, everyMs: 400, mixedMs: 10_000 });
  record(outcome);
  expect(broken(outcome)).toEqual([]);
  expect(collector.named('gateway deliver').length).toBeGreaterThan(0);
});
