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
  if (!fault.alone) return await measure(shared, fault, `fault${index}`);
  const own = await Fleet.start();
  alone.push(own);
  return await measure(own, fault, `fault${index}`);
}

it('every fault of the simulator is noticed, told and outlived', async () => {
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
