import fc from 'fast-check';
import {
  EmoteModel,
  User,
  WebcastBarrageMessage,
  WebcastChatMessage,
  WebcastGiftMessage,
  WebcastLikeMessage,
  WebcastSocialMessage,
  WebcastSubNotifyMessage,
} from 'tiktok-live-connector';
import type { DecodedData } from 'tiktok-live-connector';
import { describe, expect, it } from 'vitest';
import { liveEventSchema } from '#libs/contracts';
import { StreakLedger } from '#libs/domain';
import { Tally } from '../../test/listening.js';
import { recordedLines, throughTheLibrary } from '../../test/recorded.js';
import { normaliseMessage } from './normalise-message.js';

const EMPTY = new Uint8Array();
const context = { roomId: '77', receivedAt: 5_000_000_000_000 };
const common = { ...WebcastLikeMessage.decode(EMPTY).common, msgId: '9', roomId: '8', createTime: '1700000000000' };
const ada = { ...User.decode(EMPTY), id: '5', displayId: 'ada', nickname: 'Ada' };

interface Codec<T> {
  decode(bytes: Uint8Array): T;
}
/** What becomes of a message with these fields; the counted name for what is no fact. */
function told<T>(method: DecodedData['type'], codec: Codec<T>, fields: object) {
  const data = { ...codec.decode(EMPTY), common, user: ada, ...fields };
  const decodedData = { type: method, data } as unknown as DecodedData;
  const tally = new Tally();
  const result = normaliseMessage({ method, msgId: '9', isHistory: false, decodedData }, context, tally);
  expect(tally).toMatchObject({ messages: 1, outcomes: 1 });
  return result?.kind === 'fact' ? result.fact : Object.keys(tally.counts)[0];
}
const chat = (fields: object) => told('WebcastChatMessage', WebcastChatMessage, fields);
const gift = (fields: object) => told('WebcastGiftMessage', WebcastGiftMessage, { giftId: '5655', ...fields });
const social = (fields: object, key?: string) =>
  told('WebcastSocialMessage', WebcastSocialMessage, {
    common: key === undefined ? common : { ...common, displayText: { key } },
    ...fields,
  });

describe('what can be told of any message', () => {
  it('has an id of tag, room and message, and both times', () => {
    const times = { at: 1_700_000_000_000, receivedAt: context.receivedAt };
    expect(chat({})).toMatchObject({ id: 'chat:8:9', ...times });
  });

  it('falls back to the room of the connection and the id of the envelope', () => {
    expect(chat({ common: undefined })).toMatchObject({ id: 'chat:77:9', at: context.receivedAt });
  });

  it('reads times in seconds, and takes the time of receipt for impossible ones', () => {
    expect(chat({ common: { ...common, createTime: '1700000000' } })).toMatchObject({ at: 1_700_000_000_000 });
    for (const createTime of ['0', '', '-4', 'soon', '99999999999999999999']) {
      expect(chat({ common: { ...common, createTime } })).toMatchObject({ at: context.receivedAt });
    }
  });

  it('is invalid without anybody who did it, and without an id', () => {
    expect(chat({ user: undefined })).toBe('invalid WebcastChatMessage no-user');
    const tally = new Tally();
    const data = WebcastChatMessage.decode(EMPTY);
    const decodedData = { type: 'WebcastChatMessage' as const, data };
    normaliseMessage({ method: 'WebcastChatMessage', msgId: '0', isHistory: false, decodedData }, context, tally);
    expect(tally.counts).toEqual({ 'invalid WebcastChatMessage no-id': 1 });
  });

  it('counts a method of any name, cut to a label', () => {
    const tally = new Tally();
    const method = `Webcast"}\n${'x'.repeat(500)}`;
    normaliseMessage({ method, msgId: '1', isHistory: false }, context, tally);
    expect(Object.keys(tally.counts)).toEqual([`unknown Webcast${'x'.repeat(57)}`]);
    for (const odd of ['constructor', '__proto__', '']) {
      expect(normaliseMessage({ method: odd, msgId: '1', isHistory: false }, context, tally)).toBeUndefined();
    }
  });
});

describe('people', () => {
  it('have their roles from the message, else from badges', () => {
    const badgeList = [{ sceneType: 1 }, { sceneType: 7 }, { sceneType: 8, privilegeLogExtra: { level: '26' } }];
    const roles = { moderator: true, subscriber: true, level: 26 };
    expect(chat({ user: { ...ada, badgeList } })).toMatchObject({ user: { ...roles, follower: false } });
    const userIdentity = { isModeratorOfAnchor: true, isSubscriberOfAnchor: true, isFollowerOfAnchor: true };
    expect(chat({ userIdentity })).toMatchObject({ user: { moderator: true, subscriber: true, follower: true } });
  });

  it('have the first picture that a page may load', () => {
    const picture = (...urlList: string[]) => chat({ user: { ...ada, avatarThumb: { urlList } } });
    expect(picture('http://cdn.example/a', 'https://cdn.example/b')).toHaveProperty(
      'user.avatar',
      'https://cdn.example/b',
    );
    expect(picture('http://127.0.0.1:3/a')).toHaveProperty('user.avatar', 'http://127.0.0.1:3/a');
    for (const odd of [
      'javascript:alert(1)',
      'data:image/png,',
      'http://127.0.0.1.evil/',
      `https://a/${'x'.repeat(2_048)}`,
    ]) {
      expect(picture(odd)).not.toHaveProperty('user.avatar');
    }
  });
});

describe('chat', () => {
  it('is stripped of control characters and of marks that turn text around', () => {
    const content = 'a\u0000b\u202Ec\u2066d\u200Fe\nf\u{1F468}\u200D\u{1F469}\uD800';
    expect(chat({ content })).toMatchObject({ text: 'abcde f\u{1F468}\u200D\u{1F469}\uFFFD' });
    expect(chat({ user: { ...ada, nickname: ' \u202Eadmin\u0007 ' } })).toMatchObject({ user: { name: 'admin' } });
  });

  it('is cut between code points', () => {
    const long = chat({ content: `${'a'.repeat(1_999)}\u{1F339}` });
    expect(long).toMatchObject({ text: 'a'.repeat(1_999) });
  });

  it('moves emotes with the text that was cleaned', () => {
    const emote = { ...EmoteModel.decode(EMPTY), emoteId: 'wave' };
    expect(chat({ content: '\u202Ea\u0000b ', emotes: [{ index: 4, emote }] })).toMatchObject({
      text: 'ab ',
      emotes: [{ id: 'wave', index: 2 }],
    });
  });
});

describe('social', () => {
  it.each([
    ['pm_main_follow_message_viewer_2', '1', 'follow'],
    ['pm_mt_guidance_share', '3', 'share'],
    ['pm_mt_guidance_viewer_5_share', '1', 'share'],
    ['', '1', 'follow'],
    ['', '3', 'share'],
  ])('of key "%s" and action %s is a %s', (key, action, type) => {
    expect(social({ action }, key)).toMatchObject({ type });
  });

  it('of anything else is neither', () => {
    for (const [key, action] of [
      ['pm_mt_something', '1'],
      ['', '2'],
      ['', ''],
    ]) {
      expect(social({ action }, key)).toBe('ignored WebcastSocialMessage');
    }
  });
});

describe('gifts', () => {
  const rose = { name: 'Rose', type: 1, diamondCount: 1 };
  it('of type 1 are streaks of a sender, a group and a gift', () => {
    expect(gift({ gift: rose, groupId: '12', repeatCount: 3, repeatEnd: 1 })).toMatchObject({
      streakId: '5:12:5655',
      repeatCount: 3,
      repeatEnd: true,
      gift: { id: '5655', name: 'Rose', coins: 1 },
    });
  });

  it('of other types are complete', () => {
    const lion = gift({ gift: { ...rose, type: 2 }, groupId: '12', repeatCount: 0 });
    expect(lion).toMatchObject({ repeatCount: 1, repeatEnd: false });
    expect(lion).not.toHaveProperty('streakId');
  });

  it('count without a name, and without details', () => {
    expect(gift({ user: undefined, gift: rose })).toMatchObject({ user: { name: 'Anonymous' }, gift: { coins: 1 } });
    expect(gift({ gift: undefined, groupId: '12' })).toMatchObject({
      gift: { name: 'Gift 5655' },
      streakId: '5:12:5655',
    });
    expect(gift({ giftId: '0' })).toBe('invalid WebcastGiftMessage no-content');
  });

  it('of impossible number or price are refused for that, which is no failure of ours', () => {
    for (const fields of [{ gift: rose, repeatCount: 2_000_000_000 }, { gift: { ...rose, diamondCount: 2e9 } }]) {
      expect(gift(fields)).toBe('invalid WebcastGiftMessage absurd-count');
    }
  });
});

describe('subscriptions', () => {
  const sub = (fields: object) => told('WebcastSubNotifyMessage', WebcastSubNotifyMessage, fields);
  const barrage = (fields: object) => told('WebcastBarrageMessage', WebcastBarrageMessage, fields);

  it('come from subNotify that tells of success alone', () => {
    expect(sub({ subMonth: '3' })).toMatchObject({ type: 'subscribe', months: 3 });
    expect(sub({ messageType: 2 })).toBe('ignored WebcastSubNotifyMessage');
    expect(sub({ subscribingStatus: 4 })).toBe('ignored WebcastSubNotifyMessage');
  });

  it('come from barrages of type 4 and of super fans, wherever these name their user', () => {
    expect(barrage({ msgType: 4 })).toMatchObject({ type: 'subscribe', user: { handle: 'ada' } });
    const content = { key: 'ttlive_superFan_commentnotif_superfanjoined', pieces: [{ userValue: { user: ada } }] };
    expect(barrage({ user: undefined, content })).toMatchObject({ type: 'subscribe', user: { handle: 'ada' } });
    expect(barrage({ msgType: 9 })).toBe('ignored WebcastBarrageMessage');
  });
});

describe('mutated recordings', () => {
  it('never throw, are counted once each, and give valid events', () => {
    const lines = recordedLines().map(({ method, msgId, payload }) => ({
      method,
      msgId,
      payload: Buffer.from(payload, 'base64'),
    }));
    const mutation = fc.record({
      line: fc.nat(lines.length - 1),
      at: fc.array(fc.nat(), { maxLength: 12 }),
      byte: fc.nat(255),
      cut: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 20 }), (mutations) => {
        const raw = mutations.map(({ line, at, byte, cut }) => {
          const { payload, ...rest } = lines[line] as (typeof lines)[number];
          const bytes = Buffer.from(payload);
          for (const place of at) bytes[place % bytes.length] = byte;
          return { ...rest, payload: cut % 4 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes };
        });
        const tally = new Tally();
        const ledger = new StreakLedger({ streakTimeoutMs: 1 });
        for (const message of throughTheLibrary(raw)) {
          const result = normaliseMessage(message, context, tally);
          if (result?.kind !== 'fact') continue;
          const event = result.fact.type === 'gift' ? ledger.apply(result.fact)?.event : result.fact;
          if (event) expect(liveEventSchema.safeParse(event).error).toBeUndefined();
        }
        expect(tally.outcomes).toBe(raw.length);
        expect(Object.keys(tally.counts).filter((name) => name.endsWith('unexpected'))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});
