import { describe, expect, it } from 'vitest';
import type { DriftChange } from './judge-drift.js';
import { acceptDrift, driftFindings, judgeDrift } from './judge-drift.js';
import { DRIFT_OPTIONS, NO_DRIFT, type DriftCounts, type DriftState } from './drift-state.js';

const GIFT = 'WebcastGiftMessage';
const MINUTE = 60_000;

/** Plays spans of a minute and keeps what was raised and lowered. */
class Play {
  state: DriftState = NO_DRIFT;
  readonly changes: (DriftChange & { minute: number })[] = [];
  minute = 0;

  go(minutes: number, counts: DriftCounts | ((minute: number) => DriftCounts)): this {
    for (let count = 0; count < minutes; count += 1) {
      this.minute += 1;
      const span = { index: this.minute, at: this.minute * MINUTE };
      const now = typeof counts === 'function' ? counts(this.minute) : counts;
      const { state, changes } = judgeDrift(this.state, { ...span, counts: now }, DRIFT_OPTIONS);
      this.state = state;
      this.changes.push(...changes.map((change) => ({ ...change, minute: this.minute })));
    }
    return this;
  }

  get told(): string[] {
    return this.changes.map(({ finding, to }) => `${finding.method} ${finding.reason} ${to ?? 'over'}`);
  }
}

const gifts = (all: number, undecodable = 0): DriftCounts => ({
  '*|all': all * 10,
  [`${GIFT}|all`]: all,
  ...(undecodable > 0 ? { [`${GIFT}|undecodable`]: undecodable } : {}),
});

describe('judgeDrift', () => {
  it('raises within two minutes when a type stops decoding, and lowers after ten calm minutes', () => {
    const play = new Play().go(60, gifts(20)).go(2, gifts(20, 20));
    expect(play.told).toEqual([`${GIFT} undecodable warning`, `${GIFT} undecodable alarm`]);
    expect(driftFindings(play.state, DRIFT_OPTIONS)[0]).toMatchObject({ level: 'alarm', bad: 40, of: 200, usual: 0 });
    play.go(5, gifts(20, 20)).go(9, gifts(20));
    expect(play.told).toHaveLength(2);
    play.go(12, gifts(20));
    expect(play.told.slice(2)).toEqual([`${GIFT} undecodable over`]);
    expect(driftFindings(play.state, DRIFT_OPTIONS)).toEqual([]);
  });

  it('warns of a small share, and does not flap when it comes and goes', () => {
    const play = new Play().go(60, gifts(100)).go(240, (minute) => gifts(100, minute % 7 < 4 ? 5 : 0));
    expect(play.told).toEqual([`${GIFT} undecodable warning`]);
  });

  it('learns what is usual, and is quiet about it', () => {
    const creeping = new Play().go(200, (minute) => gifts(1_000, Math.floor(minute / 20)));
    expect(creeping.told).toEqual([]);
    expect(creeping.go(10, gifts(1_000, 11)).told).toEqual([]);
    expect(creeping.go(10, gifts(1_000, 300)).told.at(-1)).toBe(`${GIFT} undecodable alarm`);
  });

  it('says nothing of a handful, and notices in the long window what comes rarely', () => {
    expect(new Play().go(60, gifts(20)).go(4, gifts(1, 1)).told).toEqual([]);
    expect(new Play().go(40, gifts(1, 1)).told.at(-1)).toBe(`${GIFT} undecodable alarm`);
  });

  it('measures unknown methods by all messages', () => {
    const with_ = (unknown: number): DriftCounts => ({ '*|all': 1_000, 'WebcastNewMessage|unknown': unknown });
    expect(new Play().go(60, gifts(100)).go(10, with_(5)).told).toEqual(['WebcastNewMessage unknown warning']);
    expect(new Play().go(60, gifts(100)).go(10, with_(100)).told.at(-1)).toBe('WebcastNewMessage unknown alarm');
  });

  it('keeps an alarm until the operator accepts it; then it is usual', () => {
    const play = new Play().go(60, gifts(20)).go(600, gifts(20, 10));
    expect(play.told.slice(1)).toEqual([`${GIFT} undecodable alarm`]);
    play.state = acceptDrift(play.state, GIFT, 'undecodable');
    expect(driftFindings(play.state, DRIFT_OPTIONS)).toEqual([]);
    expect(play.go(60, gifts(20, 10)).told).toHaveLength(2);
    expect(play.go(20, gifts(20, 20)).told.at(-1)).toBe(`${GIFT} undecodable alarm`);
    expect(play.told.length).toBeGreaterThan(2);
  });

  it('notices that a type of event vanished while others come', () => {
    const busy: DriftCounts = { '*|all': 500, 'event:chat|all': 100 };
    const play = new Play().go(120, { ...busy, 'event:gift|all': 3 }).go(9, busy);
    expect(play.told).toEqual([]);
    play.go(2, busy);
    expect(play.told).toEqual(['event:gift vanished alarm']);
    play.go(15, { ...busy, 'event:gift|all': 3 });
    expect(play.told).toEqual(['event:gift vanished alarm', 'event:gift vanished over']);
  });

  it('waits the longer the rarer a type is, and does not count the hours in which nobody is live', () => {
    const busy: DriftCounts = { '*|all': 500, 'event:chat|all': 100 };
    const rare = (minute: number): DriftCounts => (minute % 20 === 0 ? { ...busy, 'event:subscribe|all': 1 } : busy);
    const play = new Play().go(600, rare).go(150, busy);
    expect(play.told).toEqual([]);
    expect(play.go(200, busy).told.at(-1)).toBe('event:subscribe vanished alarm');
    const night = new Play().go(120, { ...busy, 'event:gift|all': 3 }).go(600, { '*|all': 2 });
    expect(night.told).toEqual([]);
  });

  it('forgets what is over, and stays plain data', () => {
    const play = new Play().go(5, gifts(100, 1)).go(10_000, gifts(100));
    expect(play.state.signals).toEqual({});
    expect(JSON.parse(JSON.stringify(play.state))).toEqual(play.state);
  });
});
