import { expect, it } from 'vitest';
import { LiveSourceError, type LiveSourceListener } from '#libs/domain';
import { InMemoryLiveSource } from '#libs/live-source';
import { chat } from '../../../../test/support/live-events.js';
import { PreparedSource } from './prepared-source.js';

const never = new AbortController().signal;

function setUp() {
  const source = new InMemoryLiveSource();
  const room = source.room('ada').goLive();
  const heard: string[] = [];
  const listener: LiveSourceListener = {
    onFacts: (facts, { history }) => heard.push(...facts.map((fact) => (history ? `old ${fact.id}` : fact.id))),
    onEnd: (end) => heard.push(end.kind),
  };
  return { source, room, heard, listener, prepared: new PreparedSource(source, 'ada') };
}

it('hands over the connection and what it said meanwhile, in order, and is transparent afterwards', async () => {
  const { source, room, heard, listener, prepared } = setUp();
  room.remember(chat('h1'));
  await prepared.prepare(never);
  room.send(chat('a'));
  expect(prepared.ready(true)).toEqual({ heard: true });
  const looked = await prepared.probe('ada');
  expect(looked).toEqual({ state: 'live', roomId: room.roomId });
  const session = await prepared.open({ handle: 'ada', roomId: room.roomId }, listener);
  room.send(chat('b'));
  await expect.poll(() => heard).toEqual(['old h1', 'a', 'b']);
  room.send(chat('c'));
  expect(heard.at(-1)).toBe('c');
  expect([source.openings, source.probes]).toEqual([1, 1]);
  expect(source.purposes).toEqual(['move']);
  expect(prepared.ready(true)).toBeUndefined();
  await session.close();
  await prepared.probe('ada');
  await prepared.open({ handle: 'ada', roomId: room.roomId }, listener);
  expect([source.openings, source.probes]).toEqual([2, 2]);
});

it('claims to have heard everything only while it is connected', async () => {
  const { room, heard, listener, prepared } = setUp();
  await prepared.prepare(never);
  room.send(chat('a'));
  room.drop();
  await expect.poll(() => [prepared.hears, prepared.broken]).toEqual([false, true]);
  expect(prepared.ready(true)).toEqual({ heard: false });
  await prepared.open({ handle: 'ada', roomId: room.roomId }, listener);
  await expect.poll(() => heard).toEqual(['a', 'closed']);
});

it('gives up rather than leave something out', async () => {
  const { room, prepared } = setUp();
  await prepared.prepare(never);
  for (let count = 0; count <= 10_000; count++) room.send(chat(`c${count}`));
  await expect.poll(() => prepared.broken).toBe(true);
});

it('ends a connection that nobody takes, and opens another room for real', async () => {
  const { room, source, prepared, listener } = setUp();
  await prepared.prepare(never);
  await prepared.close();
  expect(room.listeners).toBe(0);
  const again = new PreparedSource(source, 'ada');
  await again.prepare(never);
  await again.open({ handle: 'ada', roomId: 'another' }, listener);
  expect([room.listeners, source.openings]).toEqual([1, 3]);
});

it('passes on why it could not get ready', async () => {
  const { room, prepared } = setUp();
  room.failNext('open', new LiveSourceError('sign-outage', 'down'));
  await expect(prepared.prepare(never)).rejects.toMatchObject({ kind: 'sign-outage' });
  expect(prepared.ready(true)).toBeUndefined();
});
