import { describe, expect, it, vi } from 'vitest';
import { type MarkStorage, Marks } from './marks.js';

function memory(): MarkStorage & { values: Map<string, string> } {
  const values = new Map<string, string>();
  return { values, getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) };
}

describe('Marks', () => {
  it('is read by the page that loads next', () => {
    const storage = memory();
    new Marks(storage, 'gifts').add(['one', 'two']);
    expect(new Marks(storage, 'gifts').all()).toEqual(['one', 'two']);
    expect(new Marks(storage, 'chat').all()).toEqual([]);
  });

  it('keeps what another source on the same link marked', () => {
    const storage = memory();
    const [here, there] = [new Marks(storage, 'gifts'), new Marks(storage, 'gifts')];
    here.add(['one']);
    there.add(['two']);
    here.add(['three', 'one']);
    expect(there.all()).toEqual(['one', 'two', 'three']);
  });

  it('keeps the newest, few enough for one hello', () => {
    const marks = new Marks(memory(), 'gifts');
    marks.add(Array.from({ length: 900 }, (_, i) => `${i}-${'é'.repeat(120)}`));
    const kept = marks.all();
    expect(kept.at(-1)).toMatch(/^899-/);
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(12_500);
    marks.add(Array.from({ length: 900 }, (_, i) => `n${i}`));
    expect(marks.all()).toHaveLength(200);
  });

  it('remembers for this page when nothing can be stored', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const refuse = (): never => {
      throw new Error('denied');
    };
    const marks = new Marks({ getItem: refuse, setItem: refuse }, 'gifts');
    marks.add(['one']);
    expect(marks.all()).toEqual(['one']);
    warn.mockRestore();
  });
});
