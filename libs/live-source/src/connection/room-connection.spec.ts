import { expect, it } from 'vitest';
import { SimulatedWorld } from '../../test/simulated-world.js';
import { RoomConnection } from './room-connection.js';
import { TikTokSession } from './session.js';
import { signClient } from './sign-client.js';

const world = new SimulatedWorld();

it('makes no socket when it was given up between the signature and the socket', async () => {
  const { url, heard: listener, tally: counters } = world;
  const answer = { headers: {} };
  const signing = { timeoutMs: 1_000, signal: new AbortController().signal, answer };
  const session = new TikTokSession({ listener, counters, silenceMs: 1_000, clock: Date.now });
  const connection = new RoomConnection({
    handle: 'ada',
    hosts: { webUrl: url, webcastUrl: url },
    signClient: signClient({ url }, signing),
    signal: AbortSignal.abort(),
    device: 3,
    sink: session,
    begun: session.begun,
  });
  await expect(connection.connect(world.room.roomId)).rejects.toMatchObject({ name: 'AbortError' });
  expect(connection.socket).toBeUndefined();
  expect(answer).toMatchObject({ status: 200, headers: { 'x-room-id': world.room.roomId } });
  expect(world.sim.counters.count('push.open')).toBe(0);
  await connection.terminate();
});
