import { once } from 'node:events';
import type {
  TikTokLiveConnection,
  WebcastChatMessage,
  WebcastGiftMessage,
  WebcastLinkMicArmies,
  WebcastLinkMicBattle,
  WebcastSocialMessage,
} from 'tiktok-live-connector';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { events, realClient, RecordingClient, terminate } from '../test/real-client.js';
import { PEOPLE, RIVALS } from './lively/people.js';
import type { EventSpec } from './messages/event-spec.js';
import { TikTokSimulator } from './simulator.js';

const [viewer] = PEOPLE;
const moderator = PEOPLE.find((person) => person.moderator) ?? viewer;

let sim: TikTokSimulator;
let url: string;
const clients: TikTokLiveConnection[] = [];

beforeEach(async () => {
  sim = new TikTokSimulator({ keepAliveMs: 50 });
  ({ url } = await sim.listen(0));
  sim.room('demo').goLive();
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.disconnect();
  await sim.close();
});

async function connected<C extends TikTokLiveConnection>(client: C): Promise<C> {
  clients.push(client);
  await client.connect();
  await sim.room(client.uniqueId).waitForClients();
  return client;
}

async function receive<T>(client: TikTokLiveConnection, name: string, event: EventSpec): Promise<T> {
  const next = once(events(client), name) as unknown as Promise<[T]>;
  sim.room('demo').send(event);
  return (await next)[0];
}

describe('TikTokSimulator with the unmodified client', () => {
  it('connects through room page, room info, sign server and WebSocket, each once', async () => {
    const client = await connected(realClient(url, 'demo', { apiKey: 'key-1' }));
    expect(client.state).toMatchObject({ isConnected: true, roomId: sim.room('demo').roomId });
    expect(client.roomInfo).toMatchObject({ data: { status: 2, owner: { display_id: 'demo' } } });
    expect(sim.counters.livenessCalls('demo')).toBe(2);
    expect(sim.counters.signCalls('demo')).toBe(1);
    expect(sim.counters.signCallsByKey('key-1')).toBe(1);
    expect(sim.counters.count('push.open', 'demo')).toBe(1);
  });

  it('gets the gift list through a signed address', async () => {
    const client = await connected(realClient(url, 'demo', { options: { enableExtendedGiftInfo: true } }));
    expect(client.availableGifts).toContainEqual(expect.objectContaining({ id: 5655, name: 'Rose', diamond_count: 1 }));
    expect(sim.counters.count('sign.url')).toBe(1);
  });

  it('sends chat with its person, badges and roles', async () => {
    const client = await connected(realClient(url));
    const chat = await receive<WebcastChatMessage>(client, 'chat', {
      type: 'chat',
      user: moderator,
      text: 'مرحبا 👋',
      language: 'ar',
    });
    expect(chat).toMatchObject({ content: 'مرحبا 👋', contentLanguage: 'ar' });
    expect(chat.user).toMatchObject({ id: moderator.id, displayId: moderator.handle, nickname: moderator.name });
    expect(chat.user?.avatarThumb?.urlList[0]).toContain(`${url}/avatar/${moderator.id}.svg`);
    expect(chat.user?.badgeList.map((badge) => badge.sceneType)).toContain(1);
    expect(chat.userIdentity).toMatchObject({ isModeratorOfAnchor: true, isFollowerOfAnchor: true });
    expect(chat.common).toMatchObject({ roomId: sim.room('demo').roomId, method: 'WebcastChatMessage' });
    expect(Number(chat.common?.createTime)).toBeGreaterThan(1e12);
  });

  it('sends gifts with price, picture, streak count and group', async () => {
    const client = await connected(realClient(url));
    const hit = { type: 'gift', user: viewer, gift: 'Rose', groupId: '77', repeatCount: 36, repeatEnd: true } as const;
    const gift = await receive<WebcastGiftMessage>(client, 'gift', hit);
    expect(gift).toMatchObject({ giftId: '5655', repeatCount: 36, repeatEnd: 1, groupId: '77' });
    expect(gift.gift).toMatchObject({ name: 'Rose', type: 1, combo: true, diamondCount: 1 });
    expect(gift.gift?.image?.urlList[0]).toBe(`${url}/gift/5655.svg`);
    const lion = await receive<WebcastGiftMessage>(client, 'gift', { type: 'gift', gift: 6369 });
    expect(lion).toMatchObject({ repeatEnd: 0, repeatCount: 1, gift: { type: 2, combo: false, diamondCount: 29_999 } });
  });

  it('tells follow, share and other social messages apart', async () => {
    const client = await connected(realClient(url));
    expect(await receive<WebcastSocialMessage>(client, 'follow', { type: 'follow', user: viewer })).toMatchObject({
      action: '1',
      user: { displayId: viewer.handle },
    });
    expect(await receive<WebcastSocialMessage>(client, 'share', { type: 'share', user: viewer })).toMatchObject({
      action: '3',
    });
    await receive(client, 'social', { type: 'social', key: 'pm_mt_something_else', action: 5 });
  });

  it.each<[string, EventSpec, object]>([
    ['like', { type: 'like', count: 15, total: 1_234_567 }, { count: 15, total: '1234567' }],
    ['member', { type: 'join', memberCount: 9 }, { action: 1, memberCount: 9 }],
    [
      'roomUser',
      { type: 'viewers', current: 240, cumulative: 3_100, ranks: [{ user: viewer, coins: 500 }] },
      { total: '240', totalUser: '3100', ranks: [{ score: '500', user: { id: viewer.id } }] },
    ],
    ['subNotify', { type: 'subscribe', months: 3 }, { subMonth: '3' }],
    ['barrage', { type: 'subscribe', via: 'barrage' }, { msgType: 4 }],
    ['emote', { type: 'emote', id: 'star' }, { emoteList: [{ emoteId: 'star' }] }],
    [
      'envelope',
      { type: 'envelope', diamonds: 50, display: 'hide' },
      { display: 2, envelopeInfo: { diamondCount: 50 } },
    ],
    ['questionNew', { type: 'question', text: 'why?' }, { data: { content: 'why?' } }],
    ['captionMessage', { type: 'caption', text: 'so' }, { content: [{ lang: 'en', content: 'so' }] }],
    ['controlMessage', { type: 'control', action: 1 }, { action: 1 }],
  ])('sends %s', async (name, event, expected) => {
    const client = await connected(realClient(url));
    expect(await receive(client, name, event)).toMatchObject(expected);
  });

  it('plays a battle', async () => {
    const client = await connected(realClient(url));
    const [rival] = RIVALS;
    const hosts = [
      { user: viewer, score: 30 },
      { user: rival, score: 10 },
    ];
    const open = { type: 'battle', battleId: '5', action: 'open', hosts } as const;
    expect(await receive<WebcastLinkMicBattle>(client, 'linkMicBattle', open)).toMatchObject({
      action: 4,
      battleId: '5',
    });
    const armies = await receive<WebcastLinkMicArmies>(client, 'linkMicArmies', {
      type: 'armies',
      battleId: '5',
      armies: [
        { host: viewer, score: 30, supporters: [{ user: moderator, score: 30 }] },
        { host: rival, score: 10 },
      ],
    });
    expect(armies.armies[viewer.id]).toMatchObject({
      hostscore: '30',
      userArmies: [{ userId: moderator.id, score: '30' }],
    });
    const done = await receive<WebcastLinkMicBattle>(client, 'linkMicBattle', { ...open, action: 'finish' });
    expect(done).toMatchObject({ action: 5, battleResult: { [viewer.id]: { result: 0 }, [rival.id]: { result: 1 } } });
  });

  it('keeps a quiet room alive with empty frames and gets acks for them', async () => {
    const client = await connected(new RecordingClient(url));
    const before = client.frames;
    await vi.waitFor(() => expect(client.frames).toBeGreaterThan(before + 2));
    await vi.waitFor(() => expect(sim.room('demo').sockets.list()[0]?.ackCount).toBeGreaterThan(1));
    expect(client.received).toEqual([]);
  });

  it('ends a stream: control 3, then close 1005', async () => {
    const client = await connected(realClient(url));
    const ended = once(events(client), 'streamEnd');
    const closed = once(events(client), 'disconnected');
    sim.room('demo').goOffline();
    expect((await ended)[0]).toMatchObject({ action: 3 });
    expect((await closed)[0]).toMatchObject({ code: 1005 });
  });

  it('gives a second session a new room id and calls the first one over', async () => {
    const room = sim.room('demo');
    const first = room.roomId;
    room.goOffline();
    room.goLive();
    expect(room.roomId).not.toBe(first);
    const info = await fetch(`${url}/webcast/room/info/?room_id=${first}`);
    expect(await info.json()).toMatchObject({ data: { status: 4 } });
  });

  it('marks old comments as history in the initial batch', async () => {
    const room = sim.room('demo');
    room.send([
      { type: 'chat', text: 'before' },
      { type: 'gift', gift: 'Rose' },
    ]);
    const client = await connected(new RecordingClient(url));
    expect(client.received.map(({ method, isHistory }) => [method, isHistory])).toEqual([['WebcastChatMessage', true]]);
  });

  it('refuses a push address that was not signed, or too long ago', async () => {
    const late = new TikTokSimulator({ signedUrlTtlMs: -1 });
    const { url: lateUrl } = await late.listen(0);
    late.room('demo').goLive();
    const client = realClient(lateUrl);
    await expect(client.connect()).rejects.toThrow('AUTH_FAILED');
    terminate(client);
    await vi.waitFor(() => expect(late.refusedUpgradesOpen).toBe(0));
    await late.close();
  });

  it('lets two simulators live side by side', async () => {
    const other = new TikTokSimulator();
    const { url: otherUrl } = await other.listen(0);
    other.room('somebody').goLive();
    await connected(realClient(url));
    expect(other.counters.livenessCalls()).toBe(0);
    expect(await (await fetch(`${otherUrl}/@demo/live`)).text()).not.toContain('liveRoomUserInfo');
    await other.close();
  });
});
