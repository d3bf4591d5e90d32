import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '#libs/contracts';
import { decideBroker } from './broker-lifecycle.js';
import {
  newBroker,
  type BrokerContext,
  type BrokerEffect,
  type BrokerMessage,
  type BrokerState,
} from './broker-state.js';
import type { BrokerConcern } from './status-words.js';

const base: BrokerContext = {
  now: 1000,
  random: 0.5,
  retry: { baseMs: 1000, maxMs: 60_000 },
  liveness: { nearMs: 30_000, farMs: 300_000 },
};
type Log = Extract<BrokerMessage, { type: 'start' }>['log'];

/** Plays messages to a broker; `token` is filled in with the one in force. */
class Play {
  state: BrokerState;
  effects: BrokerEffect[] = [];
  context = { ...base };

  constructor(log: Partial<Log> = {}, ready?: { heard: boolean }) {
    this.state = newBroker('ann', 7, 0);
    const known = { session: 0, lastAppendAt: 0, ...log };
    this.tell({ type: 'start', log: known, ...(ready ? { ready } : {}) });
  }
  tell(message: BrokerMessage): this {
    const decision = decideBroker(this.state, message, this.context);
    this.state = decision.state;
    this.effects = decision.effects;
    return this;
  }
  at(now: number): this {
    this.context.now = now;
    return this;
  }
  live(roomId = 'r1'): this {
    this.tell({ type: 'probed', token: this.state.token, probe: { state: 'live', roomId } });
    return this.tell({ type: 'opened', token: this.state.token, roomId });
  }
  end(end: Extract<BrokerMessage, { type: 'session-ended' }>['end'], lastFrameAt = this.context.now): this {
    return this.tell({ type: 'session-ended', token: this.state.token, end, lastFrameAt });
  }
  get events(): LiveEvent[] {
    return this.effects.flatMap((effect) => (effect.do === 'append' ? effect.events : []));
  }
  get kinds(): string[] {
    return this.effects.map((effect) => effect.do);
  }
}

describe('a broker', () => {
  it('looks before it spends a sign call, and says that the stream began', () => {
    const play = new Play();
    expect(play.kinds).toEqual(['report', 'probe']);
    play.tell({ type: 'probed', token: play.state.token, probe: { state: 'live', roomId: 'r1' } });
    expect(play.effects).toMatchObject([{ do: 'open', roomId: 'r1', purpose: 'start' }]);
    play.tell({ type: 'opened', token: play.state.token, roomId: 'r1' });
    expect(play.events).toMatchObject([{ type: 'stream.started', roomId: 'r1' }]);
    expect(play.state.status).toMatchObject({ state: 'live', since: 1000 });
  });

  it('that heard all along takes over without a word', () => {
    const play = new Play({ liveRoomId: 'r1', session: 2, lastAppendAt: 400 }, { heard: true });
    expect(play.effects).toMatchObject([{ do: 'probe', free: true }]);
    play.live('r1');
    expect(play.events).toEqual([]);
    expect(play.effects).toMatchObject([{ do: 'report', status: { state: 'live' } }, { do: 'leave-schedule' }]);
    play.at(5000).end({ kind: 'closed', detail: 'x' }, 4000);
    expect(play.events).toMatchObject([{ type: 'source.lost', from: 4000 }]);
  });

  it('that was ready but did not hear all along tells the gap, also one that was open before', () => {
    const cut = new Play({ liveRoomId: 'r1', lastAppendAt: 400 }, { heard: false });
    expect(cut.events).toMatchObject([{ type: 'source.lost', from: 400 }]);
    expect(cut.live('r1').events).toMatchObject([{ type: 'source.restored', from: 400, to: 1000 }]);
    const open = new Play({ liveRoomId: 'r1', lastAppendAt: 400, gapFrom: 300 }, { heard: true });
    expect(open.live('r1').events).toMatchObject([{ type: 'source.restored', from: 300, to: 1000 }]);
  });

  it('waits while the streamer is offline and never opens', () => {
    const play = new Play();
    for (let round = 0; round < 5; round++) {
      play.tell({ type: 'probed', token: play.state.token, probe: { state: 'offline' } });
      expect(play.kinds).toEqual(['report', 'schedule']);
      play.tell({ type: 'timer', token: play.state.token });
      expect(play.kinds).toEqual(['probe']);
    }
    expect(play.state.status).toMatchObject({ state: 'offline', since: 1000 });
  });

  it('reports a drop as a gap from the last frame, and closes it before anything else', () => {
    const play = new Play().live().at(5000).end({ kind: 'closed', detail: '1006' }, 4200);
    expect(play.events).toMatchObject([{ type: 'source.lost', from: 4200 }]);
    expect(play.state.status).toMatchObject({ state: 'retrying', reason: { code: 'SOURCE.INTERRUPTED' } });
    play.tell({ type: 'timer', token: play.state.token }).at(9000);
    play.tell({ type: 'probed', token: play.state.token, probe: { state: 'live', roomId: 'r1' } });
    expect(play.effects).toMatchObject([{ do: 'open', purpose: 'resume' }]);
    play.tell({ type: 'opened', token: play.state.token, roomId: 'r1' });
    expect(play.events).toMatchObject([{ type: 'source.restored', from: 4200, to: 9000 }]);
  });

  it('goes on with the gap and the stream of an owner that died', () => {
    const play = new Play({ liveRoomId: 'r1', session: 3, lastAppendAt: 400 });
    expect(play.events).toMatchObject([{ type: 'source.lost', from: 400 }]);
    play.live('r1');
    expect(play.events.map((event) => event.type)).toEqual(['source.restored']);
    const again = new Play({ liveRoomId: 'r1', session: 3, lastAppendAt: 400, gapFrom: 300 });
    expect(again.events).toEqual([]);
    again.live('r2');
    expect(again.events.map((event) => event.type)).toEqual(['source.restored', 'stream.ended', 'stream.started']);
  });

  it('closes stream and gap when a look after a drop finds nobody live', () => {
    const play = new Play().live().end({ kind: 'silent', silentForMs: 90_000 }, 900);
    play.tell({ type: 'timer', token: play.state.token });
    play.tell({ type: 'probed', token: play.state.token, probe: { state: 'offline' } });
    expect(play.events.map((event) => event.type)).toEqual(['source.restored', 'stream.ended']);
    expect(play.state.status.state).toBe('offline');
  });

  it('honours the wait that the signing service asks for', () => {
    const play = new Play();
    play.tell({ type: 'probed', token: play.state.token, probe: { state: 'live', roomId: 'r1' } });
    const failure = { kind: 'sign-rate-limited', retryAfterMs: 120_000 } as const;
    play.tell({ type: 'failed', token: play.state.token, failure });
    const wait = play.effects.find((effect) => effect.do === 'schedule');
    expect(wait?.delayMs).toBeGreaterThanOrEqual(120_000);
    expect(wait?.delayMs).toBeLessThanOrEqual(132_000);
    expect(play.state.status).toMatchObject({ state: 'retrying', reason: { code: 'SIGN.RATE_LIMITED' } });
  });

  it('doubts "no such user" about somebody who was live a moment ago', () => {
    const stranger = new Play();
    stranger.tell({ type: 'failed', token: stranger.state.token, failure: { kind: 'user-not-found' } });
    expect(stranger.state.status).toMatchObject({ state: 'blocked', reason: { code: 'TIKTOK.USER_NOT_FOUND' } });
    const known = new Play().live().end({ kind: 'closed', detail: 'reset' });
    known.tell({ type: 'timer', token: known.state.token });
    known.tell({ type: 'failed', token: known.state.token, failure: { kind: 'user-not-found' } });
    expect(known.state.status.state).toBe('retrying');
  });

  it('forgets failed tries only after a connection that lasted', () => {
    const play = new Play();
    const flap = (lastedMs: number) => {
      play.live();
      play.at(play.context.now + lastedMs).end({ kind: 'closed', detail: 'x' });
      play.tell({ type: 'timer', token: play.state.token });
      return play.state.attempt;
    };
    expect([flap(10), flap(10), flap(10)]).toEqual([1, 2, 3]);
    expect(flap(61_000)).toBe(1);
  });

  it('ignores stale answers and everything after stop', () => {
    const play = new Play();
    const stale = play.state.token;
    play.tell({ type: 'probed', token: stale, probe: { state: 'live', roomId: 'r1' } });
    expect(play.tell({ type: 'probed', token: stale, probe: { state: 'offline' } }).effects).toEqual([]);
    expect(play.tell({ type: 'stop' }).kinds).toEqual(['close']);
    expect(play.tell({ type: 'opened', token: play.state.token, roomId: 'r1' }).effects).toEqual([]);
  });
});

describe('what a broker says of a connection', () => {
  const on = (play: Play, concern: BrokerConcern, is: boolean) => play.tell({ type: 'concern', concern, on: is });

  it('is degraded while something is wrong, and live again afterwards', () => {
    const play = new Play().live().at(40_000);
    on(play, 'quiet', true);
    expect(play.effects).toMatchObject([{ do: 'report', status: { state: 'degraded', since: 40_000 } }]);
    on(play, 'log-behind', true);
    expect(play.state.status.reason?.code).toBe('LOG.BEHIND');
    expect(on(play, 'log-behind', true).effects).toEqual([]);
    on(play, 'log-behind', false);
    expect(play.state.status.reason?.code).toBe('SOURCE.QUIET');
    expect(on(play, 'quiet', false).state.status).toMatchObject({ state: 'live' });
    expect(on(play, 'paused', true).state.status).toMatchObject({ state: 'live', reason: { code: 'STREAM.PAUSED' } });
  });

  it('remembers drift over a reconnect, but neither silence nor a pause', () => {
    const play = new Play().live();
    for (const concern of ['quiet', 'paused', 'drift'] as const) on(play, concern, true);
    play.end({ kind: 'silent', silentForMs: 90_000 });
    expect(play.state.status.state).toBe('retrying');
    expect(play.tell({ type: 'timer', token: play.state.token }).live().state.status.reason?.code).toBe('SOURCE.DRIFT');
  });

  it('tells waiting for a turn as waiting, and when the turn is', () => {
    const play = new Play();
    const booked = (waitMs: number) => play.tell({ type: 'booked', token: play.state.token, waitMs, stretch: 3 });
    expect(booked(500).effects).toEqual([]);
    booked(90_000);
    expect(play.state.status).toMatchObject({
      state: 'offline',
      since: 1000,
      reason: { code: 'LIVENESS.QUEUED' },
      nextTryAt: 91_000,
    });
    play.at(91_000).tell({ type: 'probed', token: play.state.token, probe: { state: 'offline' } });
    expect(play.state.status).toMatchObject({ state: 'offline', since: 1000 });
    expect(play.state.status.reason).toBeUndefined();
    expect(play.effects.at(-1)).toMatchObject({ do: 'schedule', delayMs: 90_000 * 3 });
  });

  it('looks again soon, without a word, when the shared schedule is out of reach', () => {
    const play = new Play();
    play.tell({ type: 'unbooked', token: play.state.token });
    expect(play.effects).toMatchObject([{ do: 'schedule', delayMs: 2000 }]);
    expect(play.tell({ type: 'timer', token: play.state.token }).kinds).toEqual(['probe']);
  });
});

describe('a stream whose end was missed', () => {
  const unheard = (play: Play) => play.tell({ type: 'unheard' });
  const verified = (play: Play, live: boolean) => play.tell({ type: 'verified', token: play.state.token, live });

  it('is looked at beside the connection, and given up after the second no', () => {
    const play = new Play().live().at(400_000);
    expect(unheard(play).kinds).toEqual(['verify']);
    expect(unheard(play).effects).toEqual([]);
    expect(verified(play, false).effects).toEqual([]);
    expect(unheard(play.at(431_000)).kinds).toEqual(['verify']);
    expect(verified(play, false).kinds).toEqual(['hang-up', 'append', 'report', 'schedule']);
    expect(play.events.map(({ type }) => type)).toEqual(['stream.ended']);
    expect(play.state.status.state).toBe('offline');
  });

  it('goes on when TikTok says that it is on', () => {
    const play = new Play().live().at(400_000);
    verified(unheard(play), false);
    verified(unheard(play.at(440_000)), true);
    expect(unheard(play.at(480_000)).effects).toEqual([]);
    verified(unheard(play.at(800_000)), false);
    expect(play.state.phase.name).toBe('live');
  });
});

describe('a look that somebody asked for', () => {
  it('comes at once and before others, at most every five seconds, and not against a failing service', () => {
    const play = new Play().tell({ type: 'probed', token: 1, probe: { state: 'offline' } });
    expect(play.tell({ type: 'nudge' }).effects).toMatchObject([{ do: 'probe', urgent: true }]);
    expect(play.at(3000).tell({ type: 'nudge' }).effects).toEqual([]);
    // It waits for its turn: asking again would only lose the place.
    expect(play.at(7000).tell({ type: 'nudge' }).effects).toEqual([]);
    play.tell({ type: 'probed', token: play.state.token, probe: { state: 'offline' } });
    expect(play.at(8000).tell({ type: 'nudge' }).kinds).toEqual(['probe']);
    play.tell({ type: 'failed', token: play.state.token, failure: { kind: 'sign-outage' } });
    expect(play.at(70_000).tell({ type: 'nudge' }).effects).toEqual([]);
    expect(new Play().live().tell({ type: 'nudge' }).effects).toEqual([]);
  });
});

describe('events that did not get to the log', () => {
  it('are told as a gap that is over', () => {
    const play = new Play().live().at(9000).tell({ type: 'dropped', from: 3000, to: 6000 });
    expect(play.events).toMatchObject([
      { type: 'source.lost', from: 3000 },
      { type: 'source.restored', from: 3000, to: 6000 },
    ]);
    play.end({ kind: 'closed', detail: '' }, 8500);
    const ids = play.events.map(({ id }) => id);
    expect(ids).toEqual([`source.lost:7:2:8500`]);
  });

  it('are told after the gap that is open, as far as they lie before it', () => {
    const play = new Play().live().end({ kind: 'closed', detail: '' }, 5000);
    expect(play.tell({ type: 'dropped', from: 5500, to: 6000 }).effects).toEqual([]);
    expect(play.tell({ type: 'dropped', from: 2000, to: 6000 }).effects).toEqual([]);
    play.tell({ type: 'timer', token: play.state.token }).at(9000).live();
    expect(play.events).toMatchObject([
      { type: 'source.restored', from: 5000, to: 9000 },
      { type: 'source.lost', from: 2000 },
      { type: 'source.restored', from: 2000, to: 5000 },
    ]);
    expect(new Set(play.events.map(({ id }) => id)).size).toBe(3);
  });
});

describe('whatever happens', () => {
  const message = fc.oneof(
    fc.constant({ type: 'probed', probe: { state: 'offline' } } as const),
    fc.constantFrom('r1', 'r2').map((roomId) => ({ type: 'probed', probe: { state: 'live', roomId } }) as const),
    fc.constantFrom('r1', 'r2').map((roomId) => ({ type: 'opened', roomId }) as const),
    fc
      .constantFrom('transient', 'sign-outage', 'user-not-found', 'offline', 'address-blocked')
      .map((kind) => ({ type: 'failed', failure: { kind } }) as const),
    fc.constant({ type: 'session-ended', end: { kind: 'closed', detail: '' }, lastFrameAt: 1 } as const),
    fc.constant({ type: 'session-ended', end: { kind: 'stream-ended', detail: '' }, lastFrameAt: 1 } as const),
    fc.constant({ type: 'timer' } as const),
    fc.constant({ type: 'nudge' } as const),
    fc.constant({ type: 'unbooked' } as const),
    fc.nat({ max: 60_000 }).map((waitMs) => ({ type: 'booked', waitMs, stretch: 2 }) as const),
    fc.nat({ max: 900 }).map((from) => ({ type: 'dropped', from, to: 1000 }) as const),
    fc.constant({ type: 'unheard' } as const),
    fc.boolean().map((live) => ({ type: 'verified', live }) as const),
    fc.boolean().map((is) => ({ type: 'concern', concern: 'quiet', on: is }) as const),
  );

  it('gaps and streams nest, and a broker always has a next step', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), fc.boolean(), (messages, wasLive) => {
        const play = new Play(wasLive ? { liveRoomId: 'r1', lastAppendAt: 1 } : {});
        let gap = play.events.some((event) => event.type === 'source.lost');
        let stream = wasLive;
        for (const next of messages) {
          const { phase } = play.state;
          // Answers come to questions alone.
          if ((next.type === 'booked' || next.type === 'unbooked') && phase.name !== 'probing') continue;
          play.tell({ ...next, token: play.state.token } as BrokerMessage);
          for (const event of play.events) {
            if (event.type === 'source.lost') expect([gap, (gap = true)]).toEqual([false, true]);
            if (event.type === 'source.restored') expect([gap, (gap = false)]).toEqual([true, false]);
            if (event.type === 'stream.started') expect([stream, (stream = true)]).toEqual([false, true]);
            if (event.type === 'stream.ended') expect([stream, gap, (stream = false)]).toEqual([true, false, false]);
          }
          const waits = play.kinds.some((kind) => kind === 'probe' || kind === 'open' || kind === 'schedule');
          const remark =
            next.type === 'booked' ||
            next.type === 'nudge' ||
            'on' in next ||
            next.type === 'dropped' ||
            next.type === 'unheard' ||
            next.type === 'verified';
          expect(waits || remark || play.state.phase.name === 'live').toBe(true);
        }
      }),
    );
  });
});
