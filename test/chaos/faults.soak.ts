import { afterAll, beforeAll, expect, it } from 'vitest';
import { Fleet } from '../liveness/fleet.js';
import { FAULTS, type Fault } from '../liveness/faults/faults.js';
import { measure, type Measured } from '../liveness/faults/measure.js';
import { faultTable, writeFaultTable } from '../liveness/faults/table.js';

/** The configuration's defaults: what is measured is what an operator gets. Each blocked address is its own. */
let shared: Fleet;
const alone: Fleet[] = [];
beforeAll(async () => {
  shared = await Fleet.start();
});
afterAll(async () => {
  await Promise.all([shared, ...alone].map((fleet) => fleet[Symbol.asyncDispose]()));
});

async function play(fault: Fault, index: number): Promise<Measured> {
  const began = performance.now();
  const measured = await measure(await fleetFor(fault), fault, `fault${index}`);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(`${fault.name}: ${measured.course.join(' → ')}, ${seconds} s\n`);
  return measured;
}

async function fleetFor(fault: Fault): Promise<Fleet> {
  if (!fault.alone) return shared;
  const own = await Fleet.start();
  alone.push(own);
  return own;
}

/** Longer than the longest wait for one fault, so that what is not outlived has its row. */
const LIMIT_MS = 30 * 60_000;

it('every fault of the simulator is noticed, told and outlived', { timeout: LIMIT_MS }, async () => {
  const rows = await Promise.all(FAULTS.map(play));
  const table = faultTable(rows);
  process.stdout.write(`\n${table}\n`);
  const path = process.env['WRITE_FAULT_TABLE'];
  if (path) writeFaultTable(path, table);
  for (const { fault, course, noticedMs, settledMs, signCalls, heardAfterwards } of rows) {
    const { name } = fault;
    expect([name, heardAfterwards]).toEqual([name, true]);
    if (fault.ends === 'stays live') {
      expect([name, signCalls, course.filter((state) => !state.startsWith('live'))]).toEqual([name, 0, []]);
    } else {
      expect([name, noticedMs !== undefined && settledMs !== undefined]).toEqual([name, true]);
      expect([name, signCalls <= 12]).toEqual([name, true]);
    }
  }
});
