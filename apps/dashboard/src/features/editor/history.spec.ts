import { describe, expect, it } from 'vitest';
import { beginHistory, record, redo, TOGETHER_MS, undo } from './history.js';

describe('the history of an edit', () => {
  it('goes back and forth step by step', () => {
    let history = beginHistory('a');
    history = record(history, 'b', 'one', 1000);
    history = record(history, 'c', 'two', 1001);
    expect(undo(history).present).toBe('b');
    expect(undo(undo(history)).present).toBe('a');
    expect(undo(undo(undo(history))).present).toBe('a');
    expect(redo(redo(redo(undo(undo(history))))).present).toBe('c');
  });

  it('takes the drag of a slider for one step', () => {
    let history = beginHistory(0);
    for (let n = 1; n <= 20; n++) history = record(history, n, 'volume', 1000 + n * 50);
    expect(history.past).toEqual([0]);
    history = record(history, 50, 'volume', 1000 + 20 * 50 + TOGETHER_MS);
    expect(history.past).toEqual([0, 20]);
  });

  it('begins a step of its own after an undo, and forgets what was taken back', () => {
    let history = record(beginHistory('a'), 'b', 'name', 1000);
    history = record(undo(history), 'c', 'name', 1001);
    expect(history).toMatchObject({ past: ['a'], present: 'c', future: [] });
    expect(undo(history).present).toBe('a');
  });

  it('keeps a bounded number of steps', () => {
    let history = beginHistory(0);
    for (let n = 1; n <= 500; n++) history = record(history, n, String(n), n);
    expect(history.past).toHaveLength(200);
    expect(history.past[0]).toBe(300);
  });
});
