import { describe, expect, it } from 'vitest';
import { judgeFleet, type SeenSupervisor, type SupervisorReport } from './judge-fleet.js';

const seen = (id: string, ageMs: number, parts: SupervisorReport['parts'], upMs = 600_000): SeenSupervisor => ({
  report: { id, upMs, parts },
  ageMs,
});
const well = { supervisor: true, workers: true };

describe('judgeFleet', () => {
  it('is well when everybody is, and says nothing of what nobody has looked at', () => {
    expect(judgeFleet([seen('a', 100, well), seen('b', 900, well)], 2)).toEqual({
      ...{ supervisor: 'ok', workers: 'ok', canary: 'unknown', stripe: 'unknown' },
    });
  });

  it('does not let one that is well hide another one that is not', () => {
    const stuck = seen('b', 100, { supervisor: false, workers: true });
    expect(judgeFleet([seen('a', 100, well), stuck], 1).supervisor).toBe('failed');
    expect(judgeFleet([stuck, seen('a', 100, well)], 1).workers).toBe('ok');
  });

  it('has failed while one is missing that went without a word', () => {
    const dead = seen('b', 20_000, well);
    expect(judgeFleet([seen('a', 100, well), dead], 1).supervisor).toBe('failed');
    expect(judgeFleet([seen('a', 100, well)], 2).supervisor).toBe('failed');
  });

  it('is well again when as many have started since as went', () => {
    const dead = [seen('b', 20_000, well), seen('c', 30_000, well)];
    const fresh = (id: string, upMs: number) => seen(id, 100, well, upMs);
    expect(judgeFleet([seen('a', 100, well), fresh('d', 10_000), ...dead], 1).supervisor).toBe('failed');
    expect(judgeFleet([seen('a', 100, well), fresh('d', 10_000), fresh('e', 25_000), ...dead], 1).supervisor).toBe(
      'ok',
    );
  });

  it('knows nothing of the rest when nobody reports', () => {
    expect(judgeFleet([], 1)).toEqual({
      ...{ supervisor: 'failed', workers: 'unknown', canary: 'unknown', stripe: 'unknown' },
    });
  });
});
