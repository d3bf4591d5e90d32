import { afterEach, it } from 'vitest';
import { signOutage } from './scenarios/sign-outage.js';
import { signRateLimit } from './scenarios/sign-rate-limit.js';
import { signStorm } from './scenarios/sign-storm.js';
import { holds } from './support/holds.js';
import { SigningStage } from './support/signing-stage.js';

let stage: SigningStage | undefined;
afterEach(async () => {
  await stage?.[Symbol.asyncDispose]();
  stage = undefined;
});

it('sign service down for an hour, shortened to two minutes, with 200 live rooms', async () => {
  stage = await SigningStage.start({ providers: 2 });
  holds(await signOutage(stage, { rooms: 200, outageMs: 120_000, drops: 80 }));
});

it('a rate limit answered to one actor stops all calls of the key', async () => {
  stage = await SigningStage.start({ providers: 1 });
  holds(await signRateLimit(stage, { rooms: 60, retryAfterSeconds: 15 }));
});

it('a storm of 200 drops with 120 calls a minute', async () => {
  stage = await SigningStage.start({ providers: 2, limits: { minute: 120 } });
  holds(await signStorm(stage, { rooms: 200, perMinute: 120, withinMs: 240_000 }));
});
