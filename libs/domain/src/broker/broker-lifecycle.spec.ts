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

const base: BrokerContext = { now: 1000, random: 0.5, retry: { baseMs: 1000, maxMs: 60_000 }, offlinePollMs: 30_000 };
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
    expect(play.kinds).toEqual(['probe']);
    play.live('r1');
    expect(play.events).toEqual([]);
    expect(play.effects).toMatchObject([{ do: 'report', status: { state: 'live' } }]);
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
  );

  it('gaps and streams nest, and a broker always has a next step', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), fc.boolean(), (messages, wasLive) => {
        const play = new Play(wasLive ? { liveRoomId: 'r1', lastAppendAt: 1 } : {});
        let gap = play.events.some((event) => event.type === 'source.lost');
        let stream = wasLive;
        for (const next of messages) {
          play.tell({ ...next, token: play.state.token });
          for (const event of play.events) {
            if (event.type === 'source.lost') expect([gap, (gap = true)]).toEqual([false, true]);
            if (event.type === 'source.restored') expect([gap, (gap = false)]).toEqual([true, false]);
            if (event.type === 'stream.started') expect([stream, (stream = true)]).toEqual([false, true]);
            if (event.type === 'stream.ended') expect([stream, gap, (stream = false)]).toEqual([true, false, false]);
          }
          const waits = play.kinds.some((kind) => kind === 'probe' || kind === 'open' || kind === 'schedule');
          expect(waits || play.state.phase.name === 'live').toBe(true);
        }
      }),
    );
  });
});
