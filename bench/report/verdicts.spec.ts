import { describe, expect, it } from 'vitest';
import { verdictsOf, verdictsTwice } from './verdicts.mjs';

const idle = (...pairs: [ours: number, theirs: number][]) =>
  verdictsOf({
    part: 'idle',
    settings: { quick: false },
    figures: pairs.flatMap(([ours, theirs], round) => [
      { system: 'ours', round, kib: ours },
      { system: 'socketio-redis', round, kib: theirs },
    ]),
  })[0];

describe('verdicts', () => {
  it('compare what ran in the same round, and judge the median', () => {
    expect(idle([5, 10], [50, 100], [9, 10])).toMatchObject({ measured: 0.5, least: 0.5, most: 0.9, verdict: 'met' });
  });

  it('forgive what noise can explain', () => {
    expect(idle([58, 100], [58, 100], [58, 100])).toMatchObject({ verdict: 'within noise' });
  });

  it('do not forgive more', () => {
    expect(idle([80, 100], [80, 100], [20, 100])).toMatchObject({ measured: 0.8, verdict: 'missed' });
  });

  it('leave out a round that one of the two has not', () => {
    const figures = [
      { system: 'ours', round: 0, highest: 40 },
      { system: 'rabbitmq-tuned', round: 0, highest: 10 },
      { system: 'ours', round: 1, highest: 1 },
    ];
    const [first] = verdictsOf({ part: 'ladder', settings: { quick: false }, figures });
    expect(first).toMatchObject({ measured: 4, verdict: 'met' });
  });

  it('forgive no lost event of ours, in the quick form neither', () => {
    const figures = ['ours', 'rabbitmq-tuned'].map((system) => {
      return { system, round: 0, delivered: 999, expected: 1000, cpu: { whole: 1, gateway: 1 } };
    });
    const [first, ...others] = verdictsOf({ part: 'relay', settings: { quick: true, rates: [2000] }, figures });
    expect(first).toMatchObject({ what: 'delivered of what was due', verdict: 'missed' });
    expect(others.map(({ verdict }) => verdict)).toEqual(['missed', 'within noise']);
  });

  it('of two series agree when both say the same of a target', () => {
    const series = (ours: number) => ({
      part: 'idle',
      settings: {},
      figures: [
        { system: 'ours', round: 0, kib: ours },
        { system: 'socketio-redis', round: 0, kib: 100 },
      ],
    });
    expect(verdictsTwice(series(40), series(50))).toMatchObject([
      { target: 0.55, first: { measured: 0.4, verdict: 'met' }, second: { measured: 0.5 }, agree: true },
    ]);
    expect(verdictsTwice(series(40), series(90))[0]).toMatchObject({ second: { verdict: 'missed' }, agree: false });
    expect(verdictsTwice(series(40), { ...series(40), figures: [] })[0]).toMatchObject({ agree: false });
  });

  it('say when nothing is known', () => {
    expect(verdictsOf({ part: 'ladder', settings: {}, figures: [] })[0]).toMatchObject({ verdict: 'not measured' });
  });
});
