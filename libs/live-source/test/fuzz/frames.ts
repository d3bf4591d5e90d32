import { gzipSync } from 'node:zlib';
import { BaseProtoMessage, ProtoMessageFetchResult, WebcastPushFrame } from 'tiktok-live-connector';
import { recordedLines } from '../recorded.js';
import type { Random } from './mutations.js';
import { MUTATIONS, mutateBytes } from './mutations.js';

const EMPTY = new Uint8Array();
const BATCH = 3;

interface Raw {
  method: string;
  msgId: string;
  payload: Buffer;
}

/** A frame with one thing wrong with it, and what that is: `<where> <mutation>`. */
export interface FuzzFrame {
  kind: string;
  bytes: Buffer;
}

/** Frames made of the recorded messages, broken at one of the layers of the wire. */
export class FrameMaker {
  private readonly messages: Raw[] = recordedLines().map(({ payload, ...line }) => ({
    ...line,
    payload: Buffer.from(payload, 'base64'),
  }));
  private readonly bombs = bombs();

  constructor(private readonly random: Random) {}

  next(): FuzzFrame {
    const { random } = this;
    // Far rarer than the others: each takes as long as thousands of them.
    if (random.next() < 0.0001) return random.pick(this.bombs);
    const batch = Array.from({ length: BATCH }, () => random.pick(this.messages));
    const gzip = random.next() < 0.3;
    const mutation = random.pick(MUTATIONS);
    const where = random.pick(['message', 'message', 'message', 'message', 'batch', 'frame', 'packed'] as const);
    return { kind: `${where} ${mutation}`, bytes: this.broken(batch, where, mutation, gzip) };
  }

  private broken(batch: Raw[], where: string, mutation: (typeof MUTATIONS)[number], gzip: boolean): Buffer {
    const change = (bytes: Buffer): Buffer => mutateBytes(bytes, mutation, this.random);
    const [first, ...others] = batch as [Raw, ...Raw[]];
    if (where === 'message') return this.whole([{ ...first, payload: change(first.payload) }, ...others], gzip);
    if (where === 'batch') return packedFrame(change(batchOf(batch)), gzip);
    if (where === 'frame') return change(this.whole(batch, gzip));
    return frameOf(change(gzipSync(batchOf(batch), { level: 1 })));
  }

  private whole(batch: Raw[], gzip: boolean): Buffer {
    return packedFrame(batchOf(batch), gzip);
  }
}

/** Small frames that would become large: zeros, endless empty messages, and one message of endless empty fields. */
export function bombs(): FuzzFrame[] {
  const empties = Buffer.alloc(3 * 1024 * 1024, Buffer.of(0x0a, 0));
  const swollen = { method: 'WebcastChatMessage', msgId: '1', payload: Buffer.alloc(1024 * 1024, Buffer.of(0x12, 0)) };
  return [
    { kind: 'bomb of zeros', bytes: packedFrame(Buffer.alloc(48 * 1024 * 1024), true) },
    { kind: 'bomb of messages', bytes: packedFrame(empties, true) },
    { kind: 'bomb of fields', bytes: packedFrame(batchOf([swollen]), true) },
  ];
}

function batchOf(raw: Raw[]): Buffer {
  const messages = raw.map((message) => ({ ...BaseProtoMessage.decode(EMPTY), ...message }));
  const batch = { ...ProtoMessageFetchResult.decode(EMPTY), messages, internalExt: '-', needAck: true };
  return Buffer.from(ProtoMessageFetchResult.encode(batch).finish());
}

/** A frame whose payload is this, as it is or gzipped. */
export function packedFrame(batch: Buffer, gzip: boolean): Buffer {
  return frameOf(gzip ? gzipSync(batch, { level: 1 }) : batch);
}

function frameOf(payload: Buffer): Buffer {
  const frame = { ...WebcastPushFrame.decode(EMPTY), logId: '7', payloadEncoding: 'pb', payloadType: 'msg', payload };
  return Buffer.from(WebcastPushFrame.encode(frame).finish());
}
