import { afterAll, expect, it } from 'vitest';
import { Fleet } from '../liveness/fleet.js';
import { FAULTS, type Fault } from '../liveness/faults/faults.js';
import { measure, type Measured } from '../liveness/faults/measure.js';
import { faultTable, writeFaultTable } from '../liveness/faults/table.js';

/**
 * The configuration's defaults: what is measured is what an operator gets. Each fault meets a node, an address and a
 * sign key of its own, or what is told of one would come from another.
 */
const fleets: Fleet[] = [];
afterAll(async () => {
  await Promise.all(fleets.map((fleet) => fleet[Symbol.asyncDispose]()));
});

async function play(fault: Fault, index: number): Promise<Measured> {
  const fleet = await Fleet.start();
  fleets.push(fleet);
  const began = performance.now();
  const measured = await measure(fleet, fault, `fault${index}`);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(`${fault.name}: ${measured.course.join(' → ')}, ${seconds} s\n`);
  return measured;
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
