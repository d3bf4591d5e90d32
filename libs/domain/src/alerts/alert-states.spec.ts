import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '#libs/contracts';
import { chat, follow, gift } from '../../../../test/support/live-events.js';
import type { AlertMarkSets } from '../ports/alert-marks.js';
import { alertsFor, alertStates } from './alert-states.js';

const NOW = 1_000_000;
const LIMITS = { now: NOW, timeLimitMs: 10_000 };
const aged = (event: LiveEvent, age: number): LiveEvent => ({ ...event, receivedAt: NOW - age });
const marks = (sets: Partial<Record<keyof AlertMarkSets, string[]>>): AlertMarkSets => ({
  started: new Set(sets.started),
  shown: new Set(sets.shown),
  skipped: new Set(sets.skipped),
});

describe('alertStates', () => {
  it('tells each state by its marks and its age', () => {
    const events = ['queued', 'old', 'started', 'done', 'skipped', 'cut'].map((id) => gift(id));
    const ages = [10_000, 10_001, 99_999, 99_999, 0, 0];
    const states = alertStates(
      events.map((event, index) => aged(event, ages[index]!)),
      marks({ started: ['started', 'done', 'cut'], shown: ['done', 'cut'], skipped: ['skipped', 'cut'] }),
      LIMITS,
    );
    expect(states).toEqual(['queued', 'expired', 'started', 'done', 'skipped', 'skipped']);
  });

  it('lets the later events of a streak share what happened to the earlier ones', () => {
    const hits = [1, 2, 3, 4].map((total) => aged(gift(`s${total}`, { streak: 's', total }), 20_000));
    expect(alertStates(hits, marks({ started: ['s2'] }), LIMITS)).toEqual(['expired', 'started', 'started', 'started']);
    const skipped = alertStates(hits, marks({ skipped: ['s1'], started: ['s3'], shown: ['s3'] }), LIMITS);
    expect(skipped).toEqual(['skipped', 'skipped', 'done', 'done']);
  });
});

describe('alertsFor', () => {
  it('keeps what the widget shows', () => {
    const stored = [chat('c'), gift('g'), follow('f')].map((event) => ({ event }));
    const ids = (type: Parameters<typeof alertsFor>[0]) => alertsFor(type, stored).map(({ event }) => event.id);
    expect(ids('gifts')).toEqual(['g']);
    expect(ids('alerts')).toEqual(['g', 'f']);
    expect(ids('chat')).toEqual([]);
  });
});
