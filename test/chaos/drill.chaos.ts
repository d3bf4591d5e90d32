import { afterAll, beforeAll, expect, it } from 'vitest';
import { AlarmDrill } from './scenarios/alarm-drill.js';
import { broken, record } from './support/report.js';

let drill: AlarmDrill;
beforeAll(async () => {
  // As in production: a heartbeat every 30 s, expected within 60 s and 15 s of grace.
  drill = await AlarmDrill.start({ intervalMs: 30_000, periodMs: 75_000, canarySilentMs: 60_000 });
});
afterAll(() => drill[Symbol.asyncDispose]());

it.each(['worker down', 'Redis down', 'PostgreSQL down', 'sign outage', 'canary silent', 'supervisor stuck'])(
  'the right alarm comes in time, and clears: %s',
  async (fault) => {
    const outcome = await drill.run(fault);
    record(outcome);
    expect(broken(outcome)).toEqual([]);
  },
);
