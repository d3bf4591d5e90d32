import { afterAll, beforeAll, expect, it } from 'vitest';
import { FAST_CLOCKS } from '../support/act.js';
import { AlarmDrill } from './scenarios/alarm-drill.js';

let drill: AlarmDrill;
beforeAll(async () => {
  drill = await AlarmDrill.start({
    ...{ intervalMs: 300, periodMs: 6000, canarySilentMs: 2000 },
    environment: FAST_CLOCKS,
  });
});
afterAll(() => drill[Symbol.asyncDispose]());

it.each(['worker down', 'PostgreSQL down', 'canary silent', 'supervisor stuck'])(
  'the right alarm comes, and clears: %s',
  async (fault) => {
    const { figures } = await drill.run(fault);
    expect(figures[0]!.measured).toBeGreaterThan(0);
  },
);
