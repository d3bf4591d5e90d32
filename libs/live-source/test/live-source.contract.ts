import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveSourceError } from '#libs/domain';
import type { LiveSource, OpenPurpose } from '#libs/domain';
import { Listening, textsOf } from './listening.js';

/** A source and the hands of the world around it. `ada` exists and is offline at first; `nobody` does not exist. */
export interface LiveSourceWorld {
  source: LiveSource;
  goLive(): void;
  /** Ends the stream and tells the clients. */
  goOffline(): void;
  chat(...texts: string[]): void;
  /** Breaks the connections. */
  drop(): void;
  pause(paused: boolean): void;
  roomId(): string;
  /** Calls that cost sign quota so far. */
  signCalls(): number;
  /** What calls were asked for so far, in order. */
  purposes(): OpenPurpose[];
  /** Nobody may make a call for so long. */
  pauseSigning(forMs: number): Promise<void>;
  /** For sources with several providers: the first one fails from now on. Calls so far, by provider. */
  breakFirstProvider?(): void;
  callsByProvider?(): number[];
  /** Connections that are open. */
  connections(): number;
  dispose(): Promise<void>;
}

/** What every adapter of the LiveSource port must do. `chat` before an `open` is that session's history. */
export function liveSourceContract(name: string, makeWorld: () => Promise<LiveSourceWorld>): void {
  describe(`LiveSource contract: ${name}`, () => {
    let world: LiveSourceWorld;
    let heard: Listening;
    const open = (signal?: AbortSignal) => world.source.open({ handle: 'ada', roomId: world.roomId() }, heard, signal);

    beforeEach(async () => {
      world = await makeWorld();
      heard = new Listening();
    });
    afterEach(() => world.dispose());

    it('tells live from offline without spending sign quota', async () => {
      expect(await world.source.probe('ada')).toMatchObject({ state: 'offline' });
      world.goLive();
      expect(await world.source.probe('ada')).toEqual({ state: 'live', roomId: world.roomId() });
      expect(world.signCalls()).toBe(0);
    });

    it('knows who does not exist', async () => {
      await expect(world.source.probe('nobody')).rejects.toMatchObject({ kind: 'user-not-found' });
    });

    it('opens with one sign call and tells facts in the order of the wire', async () => {
      world.goLive();
      const session = await open();
      expect(session.roomId).toBe(world.roomId());
      await until(() => world.connections() === 1);
      const texts = Array.from({ length: 300 }, (_, index) => `line ${index}`);
      for (const text of texts) world.chat(text);
      await heard.until(({ facts }) => facts.length === texts.length);
      expect(heard.texts).toEqual(texts);
      expect(world.signCalls()).toBe(1);
      expect(session.lastFrameAt).toBeGreaterThan(0);
      await session.close();
    });

    it('marks what is repeated from before the connection, under the same ids, after the session was handed over', async () => {
      world.goLive();
      const first = await open();
      await until(() => world.connections() === 1);
      world.chat('before');
      await heard.until(({ facts }) => facts.length === 1);
      await first.close();
      const again = new Listening();
      const session = await world.source.open({ handle: 'ada', roomId: world.roomId() }, again);
      expect([...again.history, ...again.facts, ...again.ends]).toEqual([]);
      await again.until(({ history }) => history.length === 1);
      expect(textsOf(again.history)).toEqual(['before']);
      expect(again.history[0]?.id).toBe(heard.facts[0]?.id);
      await session.close();
    });

    it('closes on request, once, and says nothing more', async () => {
      world.goLive();
      const session = await open();
      await until(() => world.connections() === 1);
      await Promise.all([session.close(), session.close()]);
      expect(heard.ends).toEqual([{ kind: 'requested' }]);
      world.chat('too late');
      await until(() => world.connections() === 0);
      expect(heard).toMatchObject({ facts: [], late: 0, ends: [{ kind: 'requested' }] });
    });

    it('ends once with the stream, after what came before', async () => {
      world.goLive();
      await open();
      await until(() => world.connections() === 1);
      world.chat('bye');
      world.goOffline();
      await heard.until(({ ends }) => ends.length > 0);
      expect(heard.ends).toMatchObject([{ kind: 'stream-ended' }]);
      expect(heard.texts).toEqual(['bye']);
      await until(() => world.connections() === 0);
      expect(heard).toMatchObject({ late: 0, ends: { length: 1 } });
    });

    it('ends a session at once whose stream is over already', async () => {
      await open();
      await heard.until(({ ends }) => ends.length > 0);
      expect(heard.ends).toMatchObject([{ kind: 'stream-ended' }]);
      await until(() => world.connections() === 0);
    });

    it('ends once when the connection breaks', async () => {
      world.goLive();
      const session = await open();
      await until(() => world.connections() === 1);
      world.drop();
      await heard.until(({ ends }) => ends.length > 0);
      await session.close();
      expect(heard.ends).toMatchObject([{ kind: 'closed' }]);
    });

    it('tells of pauses', async () => {
      world.goLive();
      const session = await open();
      await until(() => world.connections() === 1);
      world.pause(true);
      world.pause(false);
      await heard.until(({ pauses }) => pauses.length === 2);
      expect(heard.pauses).toEqual([true, false]);
      await session.close();
    });

    it('passes on what a room is opened for; without a word it is a fresh start', async () => {
      world.goLive();
      const room = { handle: 'ada', roomId: world.roomId() };
      for (const purpose of ['resume', 'recheck', 'move', undefined] as const) {
        const asked = purpose ? { ...room, purpose } : room;
        await (await world.source.open(asked, new Listening())).close();
      }
      expect(world.purposes()).toEqual(['resume', 'recheck', 'move', 'start']);
    });

    it('refuses before a call is spent when there is none, says when to come back, and keeps open sessions', async () => {
      world.goLive();
      await open();
      await until(() => world.connections() === 1);
      await world.pauseSigning(60_000);
      const error: unknown = await world.source
        .open({ handle: 'ada', roomId: world.roomId(), purpose: 'resume' }, new Listening())
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(LiveSourceError);
      expect(error).toMatchObject({ kind: 'sign-rate-limited' });
      expect((error as LiveSourceError).retryAfterMs).toBeGreaterThan(50_000);
      expect(world.signCalls()).toBe(1);
      expect(heard.ends).toEqual([]);
      expect(world.connections()).toBe(1);
    });

    it('goes on to the next provider within the same attempt', async () => {
      if (!world.breakFirstProvider || !world.callsByProvider) return;
      world.goLive();
      world.breakFirstProvider();
      const session = await open();
      expect(world.callsByProvider()).toEqual([1, 1]);
      await session.close();
    });

    it('leaves nothing behind when it is stopped while opening', async () => {
      world.goLive();
      const stop = new AbortController();
      const opening = open(stop.signal);
      stop.abort();
      await expect(opening).rejects.toBeInstanceOf(LiveSourceError);
      await until(() => world.connections() === 0);
      expect(heard.ends).toEqual([]);
    });
  });

  async function until(check: () => boolean): Promise<void> {
    await expect.poll(check).toBe(true);
  }
}
