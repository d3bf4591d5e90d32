import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeMarkedSection } from '../support/marked-section.js';
import { AlarmDrill, drillTable, type Drilled } from './scenarios/alarm-drill.js';
import { broken, record } from './support/report.js';

let drill: AlarmDrill;
const drilled: Drilled[] = [];
beforeAll(async () => {
  // As in production: a heartbeat every 30 s, expected within 60 s and 15 s of grace.
  drill = await AlarmDrill.start({ intervalMs: 30_000, periodMs: 75_000, canarySilentMs: 60_000 });
});
afterAll(() => drill[Symbol.asyncDispose]());
afterAll(() => {
  const page = process.env['WRITE_DRILL_TABLE'];
  const table = drillTable(drilled);
  process.stdout.write(`\n${table}\n`);
  if (page) writeMarkedSection(page, { name: 'drill', command: 'npm run docs:drill' }, table);
});

it.each(['worker down', 'Redis down', 'PostgreSQL down', 'sign outage', 'canary silent', 'supervisor stuck'])(
  'the right alarm comes in time, and clears: %s',
  async (fault) => {
    const outcome = await drill.run(fault);
    drilled.push(outcome);
    record(outcome);
    expect(broken(outcome)).toEqual([]);
  },
);
