import { describe, expect, it } from 'vitest';
import { KeepingUp } from './keeping-up.js';

function afterMarks(...marks: number[]) {
  const changes: [boolean, number][] = [];
  const keepingUp = new KeepingUp((behind, lagMs) => changes.push([behind, lagMs]));
  for (const lagMs of marks) keepingUp.note(lagMs);
  return { behind: keepingUp.behind, times: keepingUp.times, changes };
}

describe('keeping up', () => {
  it('is behind when three marks in a row are late, and until one is soon', () => {
    expect(afterMarks(1, 201, 250, 200, 250, 201)).toEqual({ behind: false, times: 0, changes: [] });
    expect(afterMarks(1, 201, 250, 300)).toEqual({ behind: true, times: 1, changes: [[true, 300]] });
    expect(afterMarks(201, 250, 300, 199, 51).behind).toBe(true);
    expect(afterMarks(201, 250, 300, 51, 50)).toEqual({
      behind: false,
      times: 1,
      changes: [
        [true, 300],
        [false, 50],
      ],
    });
  });

  it('takes one long pause of the process for what it is', () => {
    expect(afterMarks(1, 4000, 3, 1, 900, 850, 2).behind).toBe(false);
  });
});
