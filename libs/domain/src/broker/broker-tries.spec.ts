import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveSourceErrorKind } from '../ports/live-source.js';
import { decideBroker } from './broker-lifecycle.js';
import { newBroker, type BrokerContext, type BrokerEffect, type BrokerMessage } from './broker-state.js';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const liveness = { nearMs: 60 * SECOND, farMs: 600 * SECOND };
const retry = { baseMs: SECOND, maxMs: 60 * SECOND };

/** What the world answers to one try. A connection lasts for `ms`. */
interface Outcome {
  look: 'live' | 'offline' | LiveSourceErrorKind;
  open: 'opens' | LiveSourceErrorKind;
  ms: number;
  end: 'closed' | 'silent' | 'stream-ended';
}

/** Plays a broker against outcomes in turn, for some hours of its own clock. Answers when it looked and opened. */
function play(outcomes: readonly Outcome[], random: () => number, hours = 3) {
  const began = 1_800_000_000_000;
  const looks: number[] = [];
  const opens: number[] = [];
  let state = newBroker('ann', 1, began);
  const context: BrokerContext = { now: began, random: 0, retry, liveness };
  let turn = 0;
  let next: BrokerMessage | undefined = { type: 'start', log: { session: 0, lastAppendAt: 0 } };
  while (next && context.now < began + hours * HOUR) {
    context.random = random();
    const decision = decideBroker(state, next, context);
    state = decision.state;
    next = react(decision.effects);
  }
  return { looks, opens, ended: context.now - began };

  function react(effects: readonly BrokerEffect[]): BrokerMessage | undefined {
    const outcome = outcomes[turn % outcomes.length]!;
    const act = effects.find(({ do: what }) => what === 'probe' || what === 'open' || what === 'schedule');
    if (act?.do === 'probe') return looked(act.token, outcome);
    if (act?.do === 'open') return opened(act.token, act.roomId, outcome);
    turn += 1;
    if (act?.do === 'schedule') {
      context.now += act.delayMs;
      return { type: 'timer', token: act.token };
    }
    context.now += outcome.ms;
    const end =
      outcome.end === 'silent' ? { kind: outcome.end, silentForMs: 1 } : { kind: outcome.end, detail: 'as it happens' };
    return { type: 'session-ended', token: state.token, end, lastFrameAt: context.now };
  }
  function looked(token: number, { look }: Outcome): BrokerMessage {
    looks.push(context.now);
    if (look === 'live') return { type: 'probed', token, probe: { state: 'live', roomId: 'r1' } };
    if (look === 'offline') return { type: 'probed', token, probe: { state: 'offline' } };
    return { type: 'failed', token, failure: { kind: look } };
  }
  function opened(token: number, roomId: string, { open }: Outcome): BrokerMessage {
    opens.push(context.now);
    if (open === 'opens') return { type: 'opened', token, roomId };
    return { type: 'failed', token, failure: { kind: open } };
  }
}

function mostInAnHour(times: readonly number[]): number {
  let first = 0;
  return times.reduce((most, at, index) => {
    while (times[first]! <= at - HOUR) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

const kinds: LiveSourceErrorKind[] = [
  ...(['user-not-found', 'address-blocked', 'sign-rate-limited', 'sign-outage'] as const),
  ...(['sign-refused', 'device-blocked', 'transient', 'offline'] as const),
];

describe('tries in an hour', () => {
  /** Sign calls that one streamer can cost in an hour whose every try ends the same way. */
  const MOST_OPENS: Record<LiveSourceErrorKind, number> = {
    offline: 16,
    'user-not-found': 8,
    'address-blocked': 18,
    'sign-rate-limited': 20,
    'sign-outage': 34,
    'sign-refused': 10,
    'device-blocked': 18,
    transient: 128,
  };

  it.each(kinds)('have a limit when every opening is %s, whatever chance does', (open) => {
    const { opens } = play([{ look: 'live', open, ms: 0, end: 'closed' }], () => 0);
    expect(mostInAnHour(opens)).toBeLessThanOrEqual(MOST_OPENS[open]);
    expect(opens.length).toBeGreaterThan(1);
  });

  it.each(['closed', 'silent', 'stream-ended'] as const)('have a limit when every connection is %s at once', (end) => {
    const { opens } = play([{ look: 'live', open: 'opens', ms: 0, end }], () => 0);
    expect(mostInAnHour(opens)).toBeLessThanOrEqual(128);
  });

  it('have a limit whatever happens in whatever order', () => {
    const outcome = fc.record({
      look: fc.constantFrom('live' as const, 'live' as const, 'offline' as const, ...kinds),
      open: fc.constantFrom('opens' as const, ...kinds),
      ms: fc.constantFrom(0, 10, 59_000, 61_000, 600_000),
      end: fc.constantFrom('closed' as const, 'silent' as const, 'stream-ended' as const),
    });
    fc.assert(
      fc.property(
        fc.array(outcome, { minLength: 1, maxLength: 30 }),
        fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (outcomes, chances) => {
          let draw = 0;
          const { looks, opens, ended } = play(outcomes, () => chances[draw++ % chances.length]!);
          expect(ended).toBeGreaterThanOrEqual(3 * HOUR - 1);
          expect(mostInAnHour(opens)).toBeLessThanOrEqual(240);
          expect(mostInAnHour(looks)).toBeLessThanOrEqual(600);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('cost no sign call while the streamer is offline', () => {
    const { looks, opens } = play([{ look: 'offline', open: 'opens', ms: 0, end: 'closed' }], () => 0.5, 24);
    expect(opens).toEqual([]);
    expect(looks.length).toBeLessThan(24 * 21);
    expect(looks.length).toBeGreaterThan(24 * 10);
  });
});
