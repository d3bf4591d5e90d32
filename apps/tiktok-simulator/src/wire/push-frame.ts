import { gzipSync } from 'node:zlib';
import {
  ProtoMessageFetchResult,
  BaseProtoMessage,
  WebcastImEnterRoomMessage,
  WebcastPushFrame,
} from 'tiktok-live-proto/v3';
import { create, encode } from './codec.js';
import type { WireMessage } from './wire-message.js';

/** Values seen in real frames of 2026. */
const SERVICE = '8888';
const METHOD = '8';
export const INTERNAL_EXT = '-';
export const HEARTBEAT_SECONDS = '15';

export interface FetchResultOptions {
  cursor: string;
  now: number;
  needAck: boolean;
  pushServer?: string;
  routeParams?: Record<string, string>;
  isFirst?: boolean;
}

/** Encodes a batch as `ProtoMessageFetchResult`. */
export function encodeFetchResult(messages: readonly WireMessage[], options: FetchResultOptions): Buffer {
  return encode(ProtoMessageFetchResult, {
    messages: messages.map((message) =>
      create(BaseProtoMessage, {
        method: message.method,
        msgId: message.msgId,
        payload: message.payload,
        isHistory: message.isHistory ?? false,
      }),
    ),
    cursor: options.cursor,
    now: String(options.now),
    fetchInterval: '1000',
    fetchType: 1,
    internalExt: INTERNAL_EXT,
    heartbeatDuration: HEARTBEAT_SECONDS,
    needAck: options.needAck,
    pushServer: options.pushServer ?? '',
    routeParams: options.routeParams ?? {},
    isFirst: options.isFirst ?? false,
  });
}

export interface FrameOptions {
  seqId: number;
  logId: string;
  cursor: string;
  now: number;
  needAck: boolean;
  gzip: boolean;
}

/** Encodes a batch as the WebSocket frame that carries it. */
export function encodeMessageFrame(messages: readonly WireMessage[], options: FrameOptions): Buffer {
  const result = encodeFetchResult(messages, { cursor: options.cursor, now: options.now, needAck: options.needAck });
  return encode(WebcastPushFrame, {
    seqId: String(options.seqId),
    logId: options.logId,
    service: SERVICE,
    method: METHOD,
    headers: [
      { key: 'compress_type', value: options.gzip ? 'gzip' : 'none' },
      { key: 'im_cursor', value: options.cursor },
    ],
    payloadEncoding: 'pb',
    payloadType: 'msg',
    payload: options.gzip ? gzipSync(result, { level: 1 }) : result,
  });
}

/** Answer to `im_enter_room`. */
export function encodeEnterRoomReply(seqId: number, logId: string): Buffer {
  return encode(WebcastPushFrame, {
    seqId: String(seqId),
    logId,
    service: SERVICE,
    method: METHOD,
    payloadEncoding: 'pb',
    payloadType: 'im_enter_room_resp',
  });
}

export type ClientFrame =
  | { kind: 'enter'; roomId: string }
  | { kind: 'heartbeat' }
  | { kind: 'ack'; logId: string; internalExt: string }
  | { kind: 'unknown'; payloadType: string };

/** Reads what a client sent. Throws on bytes that are no frame. */
export function decodeClientFrame(data: Buffer): ClientFrame {
  const frame = WebcastPushFrame.decode(data);
  switch (frame.payloadType) {
    case 'im_enter_room':
      return { kind: 'enter', roomId: WebcastImEnterRoomMessage.decode(frame.payload).roomId };
    case 'hb':
      return { kind: 'heartbeat' };
    case 'ack':
      return { kind: 'ack', logId: frame.logId, internalExt: frame.payload.toString('utf8') };
    default:
      return { kind: 'unknown', payloadType: frame.payloadType };
  }
}
