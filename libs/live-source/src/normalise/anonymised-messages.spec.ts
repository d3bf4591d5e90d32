import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { exportSample, type KeyedBytes } from '#libs/domain';
import { recordedLines, throughTheLibrary } from '../../test/recorded.js';
import { normaliseMessage, type WireMessage } from './normalise-message.js';
import { NO_COUNTERS } from '../source-counters.js';

const RECEIVED_AT = 1_800_000_000_000;
const keyed: KeyedBytes = (text, length) => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, n) =>
    createHmac('sha256', 'a key').update(`${n} ${text}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
};

const originals = recordedLines().map((line) => ({ ...line, payload: Buffer.from(line.payload, 'base64') }));
const exported = originals.map((line) => {
  const { payload, ...sample } = exportSample({ ...line, reason: 'unknown', receivedAt: RECEIVED_AT }, keyed, -1_000);
  return { ...sample, payload: Buffer.from(payload) };
});
const [before, after] = [throughTheLibrary(originals), throughTheLibrary(exported)];

function outcomeOf(message: WireMessage): string {
  const suspects: string[] = [];
  const counters = { ...NO_COUNTERS, suspect: (_: string, reason: string) => void suspects.push(reason) };
  const told = normaliseMessage(message, { roomId: '1', receivedAt: RECEIVED_AT }, counters);
  if (told?.kind !== 'fact') return `${message.method} ${told?.signal} ${suspects.join()}`;
  const { fact } = told;
  const worth =
    fact.type === 'gift' ? [fact.repeatCount, fact.gift.coins, fact.repeatEnd, fact.streakId === undefined] : [];
  return [message.method, fact.type, 'user' in fact && fact.user !== undefined, ...worth, ...suspects].join(' ');
}

/** Every text and number of what a message decodes to. */
function leavesOf(value: unknown, into = new Set<string>()): Set<string> {
  if (typeof value === 'string') into.add(value);
  else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    for (const [key, one] of Object.entries(value)) {
      // Keys of maps are ids too.
      if (/^\d{6,}$/u.test(key)) into.add(key);
      leavesOf(one, into);
    }
  }
  return into;
}

describe('the recorded messages with personal data removed', () => {
  it('still decode, and become the same', () => {
    expect(after.filter(({ decodeError }) => decodeError !== undefined)).toEqual([]);
    expect(after.map(outcomeOf)).toEqual(before.map(outcomeOf));
  });

  it('stay broken where they are cut off, whatever the stand-ins', () => {
    const methods = ['WebcastGiftMessage', 'WebcastChatMessage', 'WebcastMemberMessage'];
    const cut = methods.flatMap((method) => {
      const whole = originals.find((line) => line.method === method)!;
      return Array.from({ length: 40 }, (_, n) => ({ ...whole, payload: whole.payload.subarray(0, -1 - n) }));
    });
    const copies = cut.map((line, index) => {
      const own: KeyedBytes = (text, length) => keyed(`${index} ${text}`, length);
      const copy = exportSample({ ...line, reason: 'undecodable', receivedAt: RECEIVED_AT }, own, -1_000);
      return { ...copy, payload: Buffer.from(copy.payload) };
    });
    const isBroken = ({ decodeError }: WireMessage) => decodeError !== undefined;
    expect(throughTheLibrary(copies).map(isBroken)).toEqual(throughTheLibrary(cut).map(isBroken));
  });

  it('keep no text and no id of the original', () => {
    const constants = /^Webcast\w+$|^(?:pm_m|live_room_enter_toast|webcast_aweme|pm_main)\w*$/u;
    const kept = before.flatMap(({ decodedData }, index) => {
      const copies = leavesOf(after[index]?.decodedData?.data);
      return [...leavesOf(decodedData?.data)].filter(
        (text) => text.length >= 3 && !/^-?\d{1,5}$/u.test(text) && !constants.test(text) && copies.has(text),
      );
    });
    // Blank texts have nothing to replace.
    expect(kept.filter((text) => text.trim() !== '')).toEqual([]);
  });

  it('name the same person alike everywhere', () => {
    const standIns = new Map<string, Set<string>>();
    for (const [index, message] of before.entries()) {
      const [one, two] = [message, after[index]!].map(
        ({ decodedData }) => (decodedData?.data as { user?: { id?: string } } | undefined)?.user?.id,
      );
      if (one !== undefined && one !== '0') standIns.set(one, (standIns.get(one) ?? new Set()).add(String(two)));
    }
    expect(standIns.size).toBeGreaterThan(100);
    expect([...standIns.values()].filter(({ size }) => size !== 1)).toEqual([]);
  });
});
