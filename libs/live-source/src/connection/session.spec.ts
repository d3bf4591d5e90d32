import { describe, expect, it } from 'vitest';
import { Tally } from '../../test/listening.js';
import { recordedLines, recordedMessages } from '../../test/recorded.js';
import { SimulatedWorld } from '../../test/simulated-world.js';
import { normaliseMessage } from '../normalise/normalise-message.js';

const world = new SimulatedWorld();

describe('a session', () => {
  it('keeps the order of the wire in bursts of frames of all sizes', async () => {
    const session = await world.opened();
    const texts = Array.from({ length: 400 }, (_, index) => `${index} ${'x'.repeat((index * 7919) % 1_900)}`);
    for (const text of texts) world.room.send({ type: 'chat', text });
    await world.heard.until(({ facts }) => facts.length === texts.length);
    expect(world.heard.texts).toEqual(texts);
    await session.close();
  });

  it('is over when nothing was decoded for too long, although the socket is open', async () => {
    await world.opened({ silenceMs: 300 });
    world.room.fail({ kind: 'silent' });
    await world.heard.until(({ ends }) => ends.length > 0);
    expect(world.heard.ends).toMatchObject([{ kind: 'silent' }]);
    await expect.poll(() => world.sim.clientCount).toBe(0);
  });

  it('gives up a half open connection too', async () => {
    await world.opened({ silenceMs: 300 });
    world.room.fail({ kind: 'half-open' });
    await world.heard.until(({ ends }) => ends.length > 0);
    expect(world.heard.ends).toMatchObject([{ kind: 'silent' }]);
  });

  it('lives on keep-alive frames in a quiet room', async () => {
    const session = await world.opened({ silenceMs: 250 });
    const before = session.lastFrameAt;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(world.heard.ends).toEqual([]);
    expect(session.lastFrameAt).toBeGreaterThan(before);
    await session.close();
  });

  it('does not take frames that it cannot decode for life', async () => {
    await world.opened({ silenceMs: 300 });
    world.room.fail({ kind: 'no-keep-alive' });
    const noise = setInterval(() => world.room.disturb({ kind: 'malformed-frame' }), 40);
    await world.heard.until(({ ends }) => ends.length > 0).finally(() => clearInterval(noise));
    expect(world.heard.ends).toMatchObject([{ kind: 'silent' }]);
  });

  it('counts and drops what it cannot decode or does not know, and lives on', async () => {
    const session = await world.opened();
    world.room.disturb({ kind: 'malformed-frame' });
    world.room.disturb({ kind: 'truncated-frame' });
    world.room.disturb({ kind: 'undecodable-message', method: 'WebcastGiftMessage', count: 3 });
    world.room.disturb({ kind: 'unknown-method', method: 'WebcastNeverSeenMessage', count: 2 });
    world.room.send({ type: 'chat', text: 'still here' });
    await world.heard.until(({ facts }) => facts.length === 1);
    expect(world.tally.counts).toEqual({
      'undecodable WebcastPushFrame': 2,
      'undecodable WebcastGiftMessage': 3,
      'unknown WebcastNeverSeenMessage': 2,
      'fact chat': 1,
    });
    await session.close();
  });

  it('acknowledges frames and sends heartbeats as the library does', async () => {
    const session = await world.opened();
    await expect.poll(() => world.room.sockets.list()[0]?.ackCount).toBeGreaterThan(1);
    await session.close();
  });

  it.each([3, 4] as const)('ends with the stream on control %i', async (action) => {
    await world.opened();
    world.room.send([
      { type: 'control', action },
      { type: 'chat', text: 'in the same frame' },
    ]);
    await world.heard.until(({ ends }) => ends.length > 0);
    expect(world.heard.ends).toEqual([{ kind: 'stream-ended', detail: action === 3 ? 'ended' : 'suspended' }]);
    expect(world.heard.texts).toEqual(['in the same frame']);
    await expect.poll(() => world.sim.clientCount).toBe(0);
  });

  it('ends once as closed, with the code, after the frames before', async () => {
    await world.opened();
    for (let index = 0; index < 50; index += 1) world.room.send({ type: 'chat', text: String(index) });
    world.room.disturb({ kind: 'close', code: 1011 });
    await world.heard.until(({ ends }) => ends.length > 0);
    expect(world.heard.ends).toMatchObject([{ kind: 'closed', code: 1011 }]);
    expect(world.heard.facts).toHaveLength(50);
  });

  it('ends as closed on a reset', async () => {
    await world.opened();
    world.room.disturb({ kind: 'reset' });
    await world.heard.until(({ ends }) => ends.length > 0);
    expect(world.heard.ends).toMatchObject([{ kind: 'closed', code: 1006 }]);
  });

  it('ends when its listener fails, and takes nothing else down', async () => {
    world.heard.onFacts = () => {
      throw new Error('no room');
    };
    await world.opened();
    world.room.send({ type: 'chat', text: 'hello' });
    await world.heard.until(({ ends }) => ends.length > 0);
    expect(world.heard.ends).toEqual([{ kind: 'closed', detail: 'Handling failed: no room' }]);
    await expect.poll(() => world.sim.clientCount).toBe(0);
  });

  it('leaves no socket over many failures and sessions', async () => {
    for (let index = 0; index < 12; index += 1) {
      if (index % 3 === 0) world.room.fail({ kind: 'upgrade-blocked', times: 1 });
      const session = await world.open().catch(() => undefined);
      await session?.close();
    }
    await expect.poll(() => world.sockets).toBe(0);
    expect(world.sim.counters.signCalls()).toBe(12);
  });

  it('brings all 1,032 recorded messages over the wire, each counted once and as it would be without a wire', async () => {
    const direct = new Tally();
    for (const message of recordedMessages()) normaliseMessage(message, { roomId: '1', receivedAt: 1 }, direct);
    const session = await world.opened();
    const replay = await world.room.replay(recordedLines());
    await replay.done;
    await world.heard.until(() => world.tally.messages === direct.messages);
    expect(world.tally.counts).toEqual(direct.counts);
    expect(world.tally).toMatchObject({ messages: 1_032, outcomes: 1_032 });
    expect(world.heard.pauses).toHaveLength(direct.counts['fact control'] ?? 0);
    await session.close();
  });
});
