import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admitCall, BREAKER_DEFAULTS, CLOSED, settleCall } from './circuit-breaker.js';
import type { BreakerState, CallOutcome } from './circuit-breaker.js';

const options = BREAKER_DEFAULTS;
const step = fc.record({
  after: fc.integer({ min: 0, max: 40_000 }),
  ask: fc.boolean(),
  outcome: fc.constantFrom<CallOutcome>('up', 'outage', 'refused', 'unknown'),
  random: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Calls start and end in any order; the newest ends first. */
function play(steps: readonly Step[]) {
  let state: BreakerState = CLOSED;
  let now = 1_000_000;
  const under: { probe: boolean; at: number }[] = [];
  const log: { now: number; state: BreakerState; admitted?: boolean; probes: number }[] = [];
  for (const { after, ask, outcome, random } of steps) {
    now += after;
    let admitted: boolean | undefined;
    if (ask) {
      const asked = admitCall(state, now, options);
      ({ state } = asked);
      admitted = asked.admission.admitted;
      if (asked.admission.admitted) under.push({ probe: asked.admission.probe, at: now });
    } else {
      const call = under.pop();
      if (call) state = settleCall(state, { outcome, probe: call.probe }, { now, random }, options);
    }
    const probes = under.filter(({ probe, at }) => probe && at > now - options.probeMs).length;
    log.push({ now, state, probes, ...(admitted === undefined ? {} : { admitted }) });
  }
  return log;
}

describe('the circuit breaker, whatever happens', () => {
  it('lets nothing through while it is open, and stays open no longer than its bound', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        for (const { now, state, admitted } of play(steps)) {
          if (state.name !== 'open') continue;
          const longest = state.cause === 'outage' ? options.maxCoolDownMs : options.maxRefusedMs;
          expect(state.until).toBeLessThanOrEqual(now + longest);
          if (admitted === true) expect.unreachable('a call went through an open breaker');
        }
      }),
    );
  });

  it('has at most one probe under way', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const log = play(steps);
        for (const { state, probes } of log) if (state.name === 'half-open') expect(probes).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the circuit breaker', () => {
  const context = { now: 1_000_000, random: 0.999 };
  const fail = (state: BreakerState, probe = false) =>
    settleCall(state, { outcome: 'outage', probe }, context, options);
  const opened = fail(fail(fail(CLOSED)));

  it('opens at the third outage in a row, not the third in all', () => {
    expect(fail(fail(CLOSED))).toEqual({ name: 'closed', failures: 2 });
    expect(opened).toMatchObject({ name: 'open', trips: 1, cause: 'outage' });
    const mended = settleCall(fail(fail(CLOSED)), { outcome: 'up', probe: false }, context, options);
    expect(fail(mended)).toEqual({ name: 'closed', failures: 1 });
  });

  it('is not moved by calls that tell nothing of the provider', () => {
    const state = fail(fail(CLOSED));
    expect(settleCall(state, { outcome: 'unknown', probe: false }, context, options)).toBe(state);
  });

  it('stays open twice as long after each failed probe, up to five minutes', () => {
    let state = opened;
    const times: number[] = [];
    for (let trip = 0; trip < 9; trip += 1) {
      if (state.name !== 'open') return expect.unreachable();
      times.push(Math.round((state.until - context.now) / 1000));
      state = fail(admitCall(state, state.until, options).state, true);
      if (state.name === 'open') state = { ...state };
    }
    expect(times).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('closes with the first good probe, and lets the next probe go after one that told nothing', () => {
    const half = admitCall(opened, context.now + 6_000, options);
    expect(half.admission).toEqual({ admitted: true, probe: true });
    expect(admitCall(half.state, context.now + 6_001, options).admission).toMatchObject({ admitted: false });
    expect(settleCall(half.state, { outcome: 'up', probe: true }, context, options)).toEqual(CLOSED);
    const unknown = settleCall(half.state, { outcome: 'unknown', probe: true }, context, options);
    expect(admitCall(unknown, context.now + 6_001, options).admission).toEqual({ admitted: true, probe: true });
  });

  it('does not wait for a clock that was set back', () => {
    const dayBefore = context.now - 86_400_000;
    const asked = admitCall(opened, dayBefore, options);
    expect(asked.admission).toEqual({ admitted: true, probe: true });
    const half = admitCall(opened, context.now + 6_000, options).state;
    expect(admitCall(half, dayBefore, options).admission).toEqual({ admitted: true, probe: true });
  });

  it('takes a provider that refuses the key out for long, at the first time', () => {
    const refused = settleCall(CLOSED, { outcome: 'refused', probe: false }, context, options);
    expect(refused).toMatchObject({ name: 'open', cause: 'refused' });
    expect(admitCall(refused, context.now + 4 * 60_000, options).admission).toMatchObject({ cause: 'refused' });
  });
});
