import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LiveEvent } from '#libs/contracts';
import type { LiveSourceErrorKind } from '../ports/live-source.js';
import { decideBroker } from './broker-lifecycle.js';
import { newBroker, type BrokerContext, type BrokerMessage, type BrokerState } from './broker-state.js';

const kinds: LiveSourceErrorKind[] = ['user-not-found', 'sign-rate-limited', 'sign-outage', 'transient', 'offline'];
const room = fc.constantFrom('r1', 'r2');
const back = fc.nat(90_000);

/** What may happen; it names no token, as the one in force is filled in. */
const happening = fc.oneof(
  fc.record({ what: fc.constant('probed' as const), room: fc.option(room) }),
  fc.record({ what: fc.constant('opened' as const), room }),
  fc.record({ what: fc.constant('failed' as const), kind: fc.constantFrom(...kinds) }),
  fc.record({ what: fc.constant('ended' as const), over: fc.boolean(), back }),
  fc.record({ what: fc.constant('dropped' as const), back, ms: fc.nat(20_000) }),
  fc.record({ what: fc.constantFrom('timer' as const, 'verified-no' as const, 'unheard' as const) }),
  fc.record({ what: fc.constant('successor' as const), heard: fc.boolean(), ready: fc.boolean() }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What the log keeps of the events, and hands to the next owner. */
interface Log {
  events: LiveEvent[];
  room: string | undefined;
  gapFrom: number | undefined;
  session: number;
}

class Stage {
  now = 1_800_000_000_000;
  log: Log = { events: [], room: undefined, gapFrom: undefined, session: 0 };
  reports: number[] = [];
  private generation = 0;
  private state!: BrokerState;

  constructor() {
    this.succeed();
  }

  play(one: Happening, afterMs: number): void {
    this.now += afterMs;
    const { token, phase } = this.state;
    switch (one.what) {
      case 'probed':
        if (phase.name !== 'probing') return;
        return this.tell({
          type: 'probed',
          token,
          probe: one.room === null ? { state: 'offline' } : { state: 'live', roomId: one.room },
        });
      case 'opened':
        if (phase.name === 'opening') this.tell({ type: 'opened', token, roomId: phase.roomId });
        return;
      case 'failed':
        if (phase.name === 'probing' || phase.name === 'opening') {
          this.tell({ type: 'failed', token, failure: { kind: one.kind } });
        }
        return;
      case 'ended': {
        if (phase.name !== 'live') return;
        const end = one.over ? ({ kind: 'stream-ended' } as const) : ({ kind: 'closed' } as const);
        return this.tell({
          type: 'session-ended',
          token,
          end: { ...end, detail: '' },
          lastFrameAt: this.now - one.back,
        });
      }
      case 'dropped':
        return this.tell({ type: 'dropped', from: this.now - one.back - one.ms - 1, to: this.now - one.back });
      case 'timer':
        return this.tell({ type: 'timer', token });
      case 'unheard':
        return this.tell({ type: 'unheard' });
      case 'verified-no':
        return this.tell({ type: 'verified', token, live: false });
      case 'successor':
        return this.succeed(one.ready ? { heard: one.heard } : undefined);
    }
  }

  private succeed(ready?: { heard: boolean }): void {
    this.generation += 1;
    this.state = newBroker('ann', this.generation, this.now);
    const { room: liveRoomId, gapFrom, session } = this.log;
    const known = { session, lastAppendAt: this.now - 3000 };
    const open = { ...(liveRoomId && { liveRoomId }), ...(gapFrom !== undefined && { gapFrom }) };
    this.tell({ type: 'start', log: { ...known, ...open }, ...(ready && { ready }) });
  }

  private tell(message: BrokerMessage): void {
    const context: BrokerContext = {
      ...{ now: this.now, random: 0.5, retry: { baseMs: 1000, maxMs: 60_000 } },
      liveness: { nearMs: 60_000, farMs: 600_000 },
    };
    const { state, effects } = decideBroker(this.state, message, context);
    this.state = state;
    for (const effect of effects) {
      if (effect.do === 'report') this.reports.push(this.now);
      if (effect.do !== 'append') continue;
      for (const event of effect.events) this.append(event);
    }
  }

  private append(event: LiveEvent): void {
    this.log.events.push(event);
    if (event.type === 'source.lost') this.log.gapFrom = event.from;
    if (event.type === 'source.restored') this.log.gapFrom = undefined;
    if (event.type === 'stream.started') Object.assign(this.log, { room: event.roomId, session: this.log.session + 1 });
    if (event.type === 'stream.ended') this.log.room = undefined;
  }
}

it('every gap is told once, closed once with the same beginning, and within a stream, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(happening, fc.nat(120_000)), { maxLength: 60 }), (happenings) => {
      const stage = new Stage();
      for (const [one, afterMs] of happenings) stage.play(one, afterMs);
      let gap: number | undefined;
      let live: string | undefined;
      for (const event of stage.log.events) {
        if (event.type === 'source.lost') {
          expect([gap, live]).toEqual([undefined, expect.any(String)]);
          gap = event.from;
        } else if (event.type === 'source.restored') {
          expect(event.from).toBe(gap);
          expect(event.to).toBeGreaterThanOrEqual(event.from);
          gap = undefined;
        } else if (event.type === 'stream.started') {
          expect([gap, live]).toEqual([undefined, undefined]);
          live = event.roomId;
        } else if (event.type === 'stream.ended') {
          expect([gap, event.roomId]).toEqual([undefined, live]);
          live = undefined;
        }
      }
      const ids = stage.log.events.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(stage.reports.length).toBeLessThanOrEqual(2 * (happenings.length + 1));
    }),
    { numRuns: 1_000 },
  );
});
