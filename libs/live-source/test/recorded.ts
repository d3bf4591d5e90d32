import { readFileSync } from 'node:fs';
import { BaseProtoMessage, deserializeMessage, ProtoMessageFetchResult } from 'tiktok-live-connector';
import type { WireMessage } from '../src/index.js';

interface RecordedLine {
  method: string;
  msgId: string;
  createTime: number;
  payload: string;
}

const FILE = new URL('../../../test/fixtures/tiktok/webcast-messages.jsonl', import.meta.url);
const EMPTY = new Uint8Array();

export function recordedLines(): RecordedLine[] {
  const lines = readFileSync(FILE, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as RecordedLine);
}

/** Messages as they come out of the library's own decoder, after a way through its encoder. */
export function throughTheLibrary(raw: readonly { method: string; msgId: string; payload: Buffer }[]): WireMessage[] {
  const messages = raw.map((message) => ({ ...BaseProtoMessage.decode(EMPTY), ...message }));
  const batch = ProtoMessageFetchResult.encode({ ...ProtoMessageFetchResult.decode(EMPTY), messages }).finish();
  return deserializeMessage('ProtoMessageFetchResult', Buffer.from(batch)).messages;
}

/** The 1,032 recorded messages, decoded. */
export function recordedMessages(): WireMessage[] {
  const raw = recordedLines().map(({ payload, ...line }) => ({ ...line, payload: Buffer.from(payload, 'base64') }));
  return throughTheLibrary(raw);
}
