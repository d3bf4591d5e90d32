import { expect, it } from 'vitest';
import type { NodeReport } from '#libs/contracts';
import { isDrainOver, type DrainProgress } from './drain-watch.js';

const node = (nodeId: string, change: Partial<NodeReport> = {}): NodeReport => ({
  ...{ nodeId, capacity: 10, actors: 0, draining: false, version: '1', startedAt: 0 },
  ...change,
});
const isOver = (change: Partial<DrainProgress>) =>
  isDrainOver('w1', 15_000, { left: 3, elapsedMs: 100, idleMs: 100, nodes: [node('w1'), node('w2')], ...change });

it('waits while another node can take what is left', () => {
  expect(isOver({})).toBe(false);
  expect(isOver({ elapsedMs: 14_999, idleMs: 4999 })).toBe(false);
});

it('ends when nothing is left, nothing moves, or the time is up', () => {
  expect(isOver({ left: 0 })).toBe(true);
  expect(isOver({ idleMs: 5000 })).toBe(true);
  expect(isOver({ elapsedMs: 15_000 })).toBe(true);
});

it('ends when nobody has room: alone, everyone draining, everyone full', () => {
  expect(isOver({ nodes: [node('w1')] })).toBe(true);
  expect(isOver({ nodes: [node('w1'), node('w2', { draining: true })] })).toBe(true);
  expect(isOver({ nodes: [node('w1'), node('w2', { actors: 10 })] })).toBe(true);
});

it('does not take silence of the registry for an empty fleet', () => {
  expect(isOver({ nodes: undefined })).toBe(false);
  expect(isOver({ nodes: undefined, idleMs: 2000 })).toBe(true);
});
