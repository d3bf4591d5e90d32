import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { EventSpec } from '../messages/event-spec.js';
import type { RoomSockets } from '../room-sockets.js';
import type { SimulatorServices } from '../simulator-services.js';
import type { WireMessage } from '../wire/wire-message.js';

const count = z.number().int().positive().max(1_000).optional();

/** Accidents that happen once, at the moment they are asked for. */
export const disturbanceSpecSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reset') }),
  z.strictObject({ kind: z.literal('terminate') }),
  z.strictObject({ kind: z.literal('close'), code: z.number().int().optional() }),
  z.strictObject({ kind: z.literal('malformed-frame') }),
  z.strictObject({ kind: z.literal('truncated-frame') }),
  z.strictObject({ kind: z.literal('undecodable-message'), method: z.string().optional(), count }),
  z.strictObject({ kind: z.literal('unknown-method'), method: z.string().optional(), count }),
  z.strictObject({ kind: z.literal('out-of-order-burst'), count }),
  z.strictObject({ kind: z.literal('duplicates'), count }),
  z.strictObject({ kind: z.literal('streak'), hits: count, end: z.enum(['once', 'twice', 'never']).optional() }),
]);
export type DisturbanceSpec = z.infer<typeof disturbanceSpecSchema>;
export const DISTURBANCE_KINDS = disturbanceSpecSchema.options.map((option) => option.shape.kind.value);

/** What an accident needs of a room. */
export interface DisturbedRoom {
  readonly sockets: RoomSockets;
  send(events: EventSpec | readonly EventSpec[]): WireMessage[];
  encode(event: EventSpec): WireMessage;
  recentMessages(count: number): WireMessage[];
}

/** A length-delimited field that promises 127 bytes and brings two: no protobuf reader accepts it. */
const BROKEN_PAYLOAD = Buffer.from([0x0a, 0x7f, 0x01, 0x02]);

export function disturb(room: DisturbedRoom, spec: DisturbanceSpec, services: SimulatorServices): void {
  const { sockets } = room;
  const repeat = (method: string, payload: Buffer, times: number): WireMessage[] =>
    Array.from({ length: times }, () => ({ method, msgId: services.snowflake.next(), payload }));
  switch (spec.kind) {
    case 'reset':
      return sockets.resetAll();
    case 'terminate':
      return sockets.terminateAll();
    case 'close':
      return sockets.closeAll(spec.code);
    case 'malformed-frame':
      return sockets.sendBytes(Buffer.concat([Buffer.from([0x0a, 0xff, 0xff, 0xff, 0x7f]), randomBytes(64)]));
    case 'truncated-frame':
      return sockets.sendBytes(truncated(room));
    case 'undecodable-message':
      return sockets.deliver(repeat(spec.method ?? 'WebcastChatMessage', BROKEN_PAYLOAD, spec.count ?? 1));
    case 'unknown-method':
      return sockets.deliver(repeat(spec.method ?? 'WebcastNeverSeenMessage', Buffer.alloc(0), spec.count ?? 1));
    case 'out-of-order-burst':
      return burst(room, spec.count ?? 12);
    case 'duplicates':
      return sockets.deliver(room.recentMessages(spec.count ?? 20));
    case 'streak':
      return streak(room, services, spec.hits ?? 36, spec.end ?? 'once');
  }
}

function truncated(room: DisturbedRoom): Buffer {
  const frame = room.sockets.frame([room.encode({ type: 'chat', text: 'this one is cut off' })]);
  return frame.subarray(0, Math.floor(frame.length * 0.6));
}

/** One frame per chat `burst 1` to `burst N`, large ones before small ones, so that unchained gunzip swaps them. */
function burst(room: DisturbedRoom, frames: number): void {
  for (let index = 1; index <= frames; index += 1) {
    const messages = [room.encode({ type: 'chat', text: `burst ${index}` })];
    if (index % 3 === 1) {
      const payload = randomBytes(600_000);
      messages.unshift({ method: 'WebcastPaddingMessage', msgId: String(index), payload });
    }
    room.sockets.sendBytes(room.sockets.frame(messages, true));
  }
}

/** A whole streak of roses at once, each hit in a frame of its own. */
function streak(room: DisturbedRoom, services: SimulatorServices, hits: number, end: 'once' | 'twice' | 'never'): void {
  const groupId = services.snowflake.next();
  const hit = (repeatCount: number, repeatEnd: boolean) =>
    room.send({ type: 'gift', gift: 'Rose', groupId, repeatCount, repeatEnd });
  for (let n = 1; n <= hits; n += 1) hit(n, false);
  if (end !== 'never') hit(hits, true);
  if (end === 'twice') hit(hits, true);
}
