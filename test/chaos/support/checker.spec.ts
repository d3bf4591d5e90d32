import { describe, expect, it } from 'vitest';
import { checkAlerts, checkLog, firstDifference, type Showing } from './checker.js';
import { SeededRandom } from './random.js';

const CLEAN = { lost: [], twice: [], strange: [], disordered: [], overlapping: [] };
const expected = ['a', 'b', 'c', 'd'];
const showing = (page: string, ids: string[], at: number): Showing => ({ page, ids, startedAt: at, endedAt: at + 200 });
const journal = () => expected.map((id, index) => showing('p', [id], index * 300));

describe('the checker of journals', () => {
  it('is content with every alert once, in order, one at a time', () => {
    expect(checkAlerts(expected, journal())).toEqual(CLEAN);
  });

  it('takes merged alerts, and a page that went away in the middle, for what they are', () => {
    const cut: Showing = { page: 'p1', ids: ['a', 'b'], startedAt: 0 };
    expect(checkAlerts(expected, [cut, showing('p2', ['c', 'd'], 50)])).toEqual(CLEAN);
  });

  it('finds a planted loss', () => {
    expect(checkAlerts(expected, journal().toSpliced(1, 1))).toEqual({ ...CLEAN, lost: ['b'] });
  });

  it('finds a planted double, on the same page or after a reload', () => {
    for (const page of ['p', 'q']) {
      const doubled = [...journal(), showing(page, ['b'], 5000)];
      expect(checkAlerts(expected, doubled)).toEqual({ ...CLEAN, twice: ['b'] });
    }
  });

  it('finds planted disorder', () => {
    const [a, b, c, d] = journal() as [Showing, Showing, Showing, Showing];
    const swapped = [a, { ...c, ids: b.ids }, { ...d, ids: c.ids }, showing('p', ['d'], 5000)];
    expect(checkAlerts(expected, swapped)).toEqual(CLEAN);
    expect(
      checkAlerts(
        expected,
        [a, c, b, d].map((one, at) => showing('p', [...one.ids], at * 300)),
      ),
    ).toEqual({
      ...CLEAN,
      disordered: ['b'],
    });
  });

  it('finds an alert that nobody sent', () => {
    expect(checkAlerts(expected, [...journal(), showing('p', ['x'], 5000)])).toEqual({ ...CLEAN, strange: ['x'] });
  });

  it('finds two alerts at once on one page, but not on two', () => {
    const late = journal().toSpliced(3, 1);
    expect(checkAlerts(expected, [...late, showing('p', ['d'], 700)])).toEqual({ ...CLEAN, overlapping: ['d'] });
    expect(checkAlerts(expected, [...late, showing('q', ['d'], 700)])).toEqual(CLEAN);
  });

  it('finds each of many planted faults, whatever the seed', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = new SeededRandom(seed);
      const ids = Array.from({ length: 30 }, (_, n) => `e${n}`);
      const shown = ids.map((id, at) => showing('p', [id], at * 300));
      const lost = random.between(0, 29);
      expect(checkAlerts(ids, shown.toSpliced(lost, 1)).lost).toEqual([ids[lost]]);
      const twice = random.between(0, 29);
      const again = shown.toSpliced(random.between(twice + 1, 30), 0, { ...shown[twice]!, page: 'q' });
      expect(checkAlerts(ids, again).twice).toEqual([ids[twice]]);
    }
  });
});

describe('the checker of logs', () => {
  const log = () => expected.map((id, index) => ({ id, offset: index + 1 }));

  it('is content with a dense log without doubles', () => {
    expect(checkLog(log())).toEqual({ gaps: [], doubled: [] });
    expect(checkLog(log().slice(2), 3)).toEqual({ gaps: [], doubled: [] });
  });

  it('finds planted gaps, at the beginning too, and doubles', () => {
    expect(checkLog(log().toSpliced(1, 1)).gaps).toEqual([3]);
    expect(checkLog(log().slice(1)).gaps).toEqual([2]);
    expect(checkLog([...log(), { id: 'b', offset: 5 }]).doubled).toEqual(['b']);
    expect(checkLog([...log(), { id: 'e', offset: 4 }]).gaps).toEqual([4]);
  });

  it('finds the first difference between log and reader', () => {
    expect(firstDifference(expected, expected)).toBeUndefined();
    expect(firstDifference(expected, ['a', 'c', 'b', 'd'])).toContain('at 1');
    expect(firstDifference(expected, ['a', 'b', 'c'])).toContain('at 3');
    expect(firstDifference(['a'], ['a', 'a'])).toContain('at 1');
  });
});

it('gives the same numbers for the same seed', () => {
  const draw = (seed: number) => {
    const random = new SeededRandom(seed);
    return [random.next(), random.between(1, 100), random.pick(expected), random.fork().next()];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});
