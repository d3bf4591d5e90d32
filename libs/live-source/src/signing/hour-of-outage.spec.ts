import { expect, it } from 'vitest';
import { LiveSourceError } from '#libs/domain';
import { localSignDesk } from './sign-desk.js';
import type { SignProvider } from './sign-providers.js';

const HOUR = 3_600_000;
const providers: SignProvider[] = [
  { url: 'http://first.test', key: 'a', limits: { day: 100_000 } },
  { url: 'http://second.test', key: 'b', limits: { day: 100_000 } },
];

it('over a simulated hour without the first service each drop is back at once, for a handful of calls in vain', async () => {
  let now = 1_000_000;
  let random = 7;
  const next = () => (random = (random * 48_271) % 2_147_483_647) / 2_147_483_647;
  const end = now + HOUR;
  const desk = localSignDesk(providers, { clock: () => now, random: next });
  const calls = { first: 0, second: 0 };
  const reopen = async (firstIsUp: boolean): Promise<'first' | 'second'> => {
    const attempt = desk.begin({ handle: `room${Math.floor(next() * 200)}` }, 'resume', 0);
    for (;;) {
      const permit = await attempt.next(new AbortController().signal);
      const which = permit.provider === providers[0] ? 'first' : 'second';
      calls[which] += 1;
      const failure = which === 'first' && !firstIsUp ? new LiveSourceError('sign-outage', 'down') : undefined;
      await permit.settle({ outcome: failure ? 'outage' : 'up', sent: true, ...(failure && { failure }) });
      if (!failure) return which;
    }
  };
  let drops = 0;
  while (now < end) {
    expect(await reopen(false)).toBe('second');
    drops += 1;
    now += 200 + Math.floor(next() * 4_000);
  }
  expect(drops).toBeGreaterThan(1_500);
  expect(calls.second).toBe(drops);
  // Three failures, six probes on the way to five minutes, then about one in four minutes.
  expect(calls.first).toBeLessThan(3 + 6 + 24);
  now += 5 * 60_000;
  expect(await reopen(true)).toBe('first');
  expect(await reopen(true)).toBe('first');
});
