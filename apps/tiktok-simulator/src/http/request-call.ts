import type { IncomingMessage } from 'node:http';
import type { Counters } from '../counters.js';
import type { FailureBook } from '../failures/failure-book.js';
import type { GrantBook } from '../grant-book.js';
import type { QuotaBook } from '../quota-book.js';
import type { SimulatedRoom } from '../room.js';

/** The part of the simulator that the TikTok and sign routes see. */
export interface Backend {
  readonly counters: Counters;
  readonly failures: FailureBook;
  readonly grants: GrantBook;
  /** What each sign key may spend. */
  readonly quotas: QuotaBook;
  now(): number;
  findRoom(handle: string): SimulatedRoom | undefined;
  findRoomById(roomId: string): SimulatedRoom | undefined;
  avatarUrl(room: SimulatedRoom): string;
  giftUrl(giftId: number): string;
}

/** What the sign routes see: those of a signer of its own have its counters, failures and quotas. */
export type SignBackend = Pick<
  Backend,
  'counters' | 'grants' | 'quotas' | 'now' | 'findRoom' | 'findRoomById' | 'failures'
> & {
  /** The failures that a call for this room meets. */
  failuresOf(room: SimulatedRoom | undefined): FailureBook;
  /** Where clients are sent to, for a call that came in on this host. */
  pushHost(callHost: string): string;
};

/** What the control interface sees on top. */
export interface ControlledSimulator extends Backend, SignBackend {
  readonly clientCount: number;
  readonly refusedUpgradesOpen: number;
  room(handle: string): SimulatedRoom;
  listRooms(): SimulatedRoom[];
  removeRoom(handle: string): boolean;
}

/** One HTTP request, taken apart. */
export interface Call {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly path: string;
  readonly host: string;
}

/** The sign key of a call: header first, as the Euler SDK sends it. */
export function signKey(call: Call): string | undefined {
  const header = call.request.headers['x-api-key'];
  const value = Array.isArray(header) ? header[0] : header;
  return value ?? call.url.searchParams.get('apiKey') ?? undefined;
}
