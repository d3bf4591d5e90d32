import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counters } from './counters.js';
import { FailureBook } from './failures/failure-book.js';
import type { FailureKind, FailureSpec } from './failures/failure-spec.js';
import { GrantBook } from './grant-book.js';
import { HttpRouter } from './http/http-router.js';
import { PushUpgrade } from './http/push-upgrade.js';
import type { ControlledSimulator } from './http/request-call.js';
import { DEMO_HOST, hostFor } from './lively/people.js';
import { PictureUrls } from './pictures/picture-urls.js';
import { QuotaBook } from './quota-book.js';
import { SimulatedRoom } from './room.js';
import { SimulatedSigner } from './simulated-signer.js';
import type { SimulatorServices } from './simulator-services.js';
import { Snowflake } from './wire/snowflake.js';

export interface SimulatorOptions {
  /** Seed of the lively scripts. Default 1. */
  seed?: number;
  /** Base address of avatars and gift pictures. Default: the address listened on. */
  publicUrl?: string;
  /** Gap between the empty frames that keep quiet rooms alive. Default 5,000 ms. */
  keepAliveMs?: number;
  /** How long a signed push address is good for. Default 30,000 ms. */
  signedUrlTtlMs?: number;
  /** Ask for an ack of data frames too, and not of keep-alive frames alone. Default true. */
  ackData?: boolean;
  now?: () => number;
}

const LIVELY_TICK_MS = 50;
const DEFAULT_KEEP_ALIVE_MS = 5_000;
const DEFAULT_GRANT_TTL_MS = 30_000;

/** A local TikTok LIVE: web host, webcast host, sign server and push server on one port. */
export class TikTokSimulator implements ControlledSimulator {
  readonly counters: Counters;
  /** Failures of every room; a room's own come first. */
  readonly failures: FailureBook;
  readonly grants: GrantBook;
  /** What each sign key may spend here. */
  readonly quotas: QuotaBook;
  private readonly rooms = new Map<string, SimulatedRoom>();
  private readonly roomsById = new Map<string, SimulatedRoom>();
  private readonly server: Server;
  private readonly push: PushUpgrade;
  private readonly services: SimulatorServices;
  private base = '';
  /** Where it listens; empty before. */
  url = '';
  private keepAliveTimer: NodeJS.Timeout | undefined;
  private livelyTimer: NodeJS.Timeout | undefined;
  readonly now: () => number;

  constructor(private readonly options: SimulatorOptions = {}) {
    this.now = options.now ?? Date.now;
    this.counters = new Counters(this.now);
    this.failures = new FailureBook(undefined, () => this.applyFailures());
    this.grants = new GrantBook(options.signedUrlTtlMs ?? DEFAULT_GRANT_TTL_MS, this.now);
    this.quotas = new QuotaBook(this.now);
    this.services = this.makeServices();
    this.push = new PushUpgrade(this);
    const router = new HttpRouter(this);
    this.server = createServer((request, response) => router.handle(request, response));
    this.server.on('upgrade', (request: IncomingMessage, socket, head) => this.push.handle(request, socket, head));
  }

  /** Starts listening. Port 0 takes a free one. */
  async listen(port = 0, host = '127.0.0.1'): Promise<{ url: string; port: number }> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    const bound = (this.server.address() as AddressInfo).port;
    const url = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${bound}`;
    this.base = this.options.publicUrl ?? url;
    this.url = url;
    this.keepAliveTimer = setInterval(() => this.keepAlive(), this.options.keepAliveMs ?? DEFAULT_KEEP_ALIVE_MS);
    return { url, port: bound };
  }

  /** The room of a handle, made on first use and offline until `goLive`. */
  room(handle: string): SimulatedRoom {
    const name = handle.toLowerCase();
    const known = this.rooms.get(name);
    if (known) return known;
    const host = name === DEMO_HOST.handle ? DEMO_HOST : hostFor(name, this.rooms.size);
    const room = new SimulatedRoom(name, host, this.services);
    this.rooms.set(name, room);
    this.roomsById.set(room.roomId, room);
    return room;
  }

  findRoom(handle: string): SimulatedRoom | undefined {
    return this.rooms.get(handle.toLowerCase());
  }

  findRoomById(roomId: string): SimulatedRoom | undefined {
    return this.roomsById.get(roomId);
  }

  listRooms(): SimulatedRoom[] {
    return [...this.rooms.values()];
  }

  /** Ends a room and forgets its handle: from then on the user does not exist. */
  removeRoom(handle: string): boolean {
    const room = this.findRoom(handle);
    if (!room) return false;
    room.close();
    this.rooms.delete(room.handle);
    for (const [id, owner] of this.roomsById) if (owner === room) this.roomsById.delete(id);
    return true;
  }

  /** The failures that a call for this room meets. */
  failuresOf(room: SimulatedRoom | undefined): FailureBook {
    return room?.failures ?? this.failures;
  }

  /** Clients are sent back to the host that they came from. */
  readonly pushHost = (callHost: string): string => callHost;

  /** Another signing service for the same rooms, on a port of its own. The caller closes it. */
  async addSigner(): Promise<{ signer: SimulatedSigner; url: string }> {
    const signer = new SimulatedSigner(this, () => new URL(this.url).host);
    return { signer, ...(await signer.listen()) };
  }

  /** Switches a failure on for every room. */
  fail(spec: FailureSpec): void {
    this.failures.set(spec);
  }

  clearFailures(kind?: FailureKind): void {
    this.failures.clear(kind);
  }

  /** Clients connected over all rooms. */
  get clientCount(): number {
    return this.listRooms().reduce((sum, room) => sum + room.sockets.size, 0);
  }

  /** Refused upgrades whose TCP connection a client left open. */
  get refusedUpgradesOpen(): number {
    return this.push.refusedOpen;
  }

  avatarUrl(room: SimulatedRoom): string {
    return this.services.pictures.avatar(room.host);
  }

  giftUrl(giftId: number): string {
    return this.services.pictures.gift(giftId);
  }

  /** Ends all sockets and timers; the event loop can empty afterwards. */
  async close(): Promise<void> {
    clearInterval(this.keepAliveTimer);
    clearInterval(this.livelyTimer);
    for (const room of this.rooms.values()) room.close();
    this.push.close();
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private makeServices(): SimulatorServices {
    return {
      snowflake: new Snowflake(this.now),
      pictures: new PictureUrls(() => this.base),
      failures: this.failures,
      seed: this.options.seed ?? 1,
      ackData: this.options.ackData ?? true,
      now: this.now,
      livelyChanged: () => this.updateLivelyTimer(),
      // The older id stays known, so that room info can say that this session is over.
      roomIdChanged: (handle, roomId) => {
        const room = this.rooms.get(handle);
        if (room) this.roomsById.set(roomId, room);
      },
    };
  }

  private keepAlive(): void {
    for (const room of this.rooms.values()) room.keepAlive();
  }

  private applyFailures(): void {
    for (const room of this.rooms.values()) room.applyFailures();
  }

  /** One timer for all lively rooms, and none when there is nothing to play. */
  private updateLivelyTimer(): void {
    const wanted = this.listRooms().some((room) => room.isLively);
    if (!wanted) {
      clearInterval(this.livelyTimer);
      this.livelyTimer = undefined;
    } else {
      this.livelyTimer ??= setInterval(() => this.tick(), LIVELY_TICK_MS);
    }
  }

  private tick(): void {
    const now = this.now();
    for (const room of this.rooms.values()) room.tick(now);
  }
}
