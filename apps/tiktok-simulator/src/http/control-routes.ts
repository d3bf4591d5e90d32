import { z } from 'zod';
import { disturbanceSpecSchema, DISTURBANCE_KINDS } from '../failures/disturb.js';
import { FAILURE_KINDS, failureSpecSchema } from '../failures/failure-spec.js';
import type { FailureBook } from '../failures/failure-book.js';
import type { FailureKind } from '../failures/failure-spec.js';
import { EVENT_TYPES, eventSpecSchema } from '../messages/event-spec.js';
import { quotaSchema } from '../quota-book.js';
import { readRecording } from '../replay/recording.js';
import type { SimulatedRoom } from '../room.js';
import { json } from './answer.js';
import type { Answer } from './answer.js';
import { ControlError } from './control-error.js';
import * as schemas from './control-schemas.js';
import { readJson } from './read-json.js';
import type { Call, ControlledSimulator } from './request-call.js';

type Handler = (input: { call: Call; body: unknown; room: () => SimulatedRoom }) => Answer | Promise<Answer>;

interface Route {
  method: string;
  path: string;
  about: string;
  run: Handler;
}

/** The JSON interface under `/_control`, for tests in other processes and for the demo. */
export class ControlRoutes {
  private readonly routes: Route[];

  constructor(private readonly simulator: ControlledSimulator) {
    this.routes = [...this.simulatorRoutes(), ...this.roomRoutes(), ...this.failureRoutes()];
  }

  async handle(call: Call): Promise<Answer> {
    const path = call.path.replace(/^\/_control\/?/, '').replace(/\/$/, '');
    const fitting = this.routes.flatMap((route) => {
      const handle = match(route.path, path);
      return handle === undefined ? [] : [{ route, handle }];
    });
    if (fitting.length === 0)
      throw new ControlError(404, `no control route /_control/${path}; GET /_control lists them`);
    const found = fitting.find(({ route }) => route.method === call.request.method);
    if (!found) {
      const allowed = fitting.map(({ route }) => route.method).join(', ');
      throw new ControlError(405, `/_control/${path} takes ${allowed}, not ${call.request.method}`);
    }
    const body = found.route.method === 'POST' ? await readJson(call.request) : {};
    return found.route.run({ call, body, room: () => this.existing(found.handle) });
  }

  private existing(handle: string): SimulatedRoom {
    const room = this.simulator.findRoom(handle);
    if (room) return room;
    throw new ControlError(404, `no room '${handle}'; create it with POST /_control/rooms {"handle":"${handle}"}`);
  }

  private simulatorRoutes(): Route[] {
    const { simulator } = this;
    return [
      route('GET', '', 'this list', () =>
        json(200, {
          routes: this.routes.map(({ method, path, about }) => `${method} /_control/${path}: ${about}`),
          events: EVENT_TYPES,
          failures: FAILURE_KINDS,
          disturbances: DISTURBANCE_KINDS,
        }),
      ),
      route('GET', 'counters', 'calls by route, room and sign key', () =>
        json(200, {
          signCalls: simulator.counters.signCalls(),
          livenessCalls: simulator.counters.livenessCalls(),
          clients: simulator.clientCount,
          refusedUpgradesOpen: simulator.refusedUpgradesOpen,
          routes: simulator.counters.snapshot(),
          recent: simulator.counters.recent(),
        }),
      ),
      route('DELETE', 'counters', 'set all counters to zero', () => {
        simulator.counters.reset();
        return json(200, { reset: true });
      }),
      route('POST', 'quotas', 'limit a sign key {key?, minute?, hour?, day?}', ({ body }) => {
        const { key, ...quota } = parse(quotaSchema, body);
        simulator.quotas.set(key, quota);
        return json(200, { key: key ?? null, ...quota });
      }),
      route('GET', 'rooms', 'all rooms', () => json(200, { rooms: simulator.listRooms().map(describe) })),
      route('POST', 'rooms', 'create a room {handle, live?, lively?, pace?, seed?}', ({ body }) => {
        const { handle, live, lively, ...settings } = parse(schemas.createRoomSchema, body);
        const room = simulator.room(handle);
        if (live) room.goLive();
        if (lively) room.startLively(defined(settings));
        return json(201, describe(room));
      }),
    ];
  }

  private roomRoutes(): Route[] {
    const onRoom = (
      method: string,
      path: string,
      about: string,
      run: (room: SimulatedRoom, body: unknown) => unknown,
    ) =>
      route(method, `rooms/:handle${path}`, about, async ({ body, room }) => {
        const target = room();
        return json(200, (await run(target, body)) ?? describe(target));
      });
    return [
      onRoom('GET', '', 'one room', describe),
      onRoom('DELETE', '', 'end the room and forget its handle', (room) => {
        this.simulator.removeRoom(room.handle);
        return { removed: room.handle };
      }),
      onRoom('POST', '/live', 'go live {roomId?}', (room, body) => {
        room.goLive(defined(parse(schemas.goLiveSchema, body)));
      }),
      onRoom('POST', '/offline', 'go offline {announce?, action?, sockets?, closeAfterMs?}', (room, body) =>
        room.goOffline(defined(parse(schemas.goOfflineSchema, body))),
      ),
      onRoom('POST', '/pause', 'control 1', (room) => room.pause()),
      onRoom('POST', '/resume', 'control 2', (room) => room.resume()),
      onRoom('POST', '/events', 'send one event or an array, e.g. {"type":"chat","text":"hi"}', (room, body) => {
        const sent = room.send(parseEvents(body));
        return { sent: sent.map(({ method, msgId }) => ({ method, msgId })), clients: room.sockets.enteredCount };
      }),
      onRoom('POST', '/lively', 'play the lively script {pace?, seed?}', (room, body) => {
        room.startLively(defined(parse(schemas.livelySchema, body)));
      }),
      onRoom('DELETE', '/lively', 'stop the lively script', (room) => room.stopLively()),
      onRoom('POST', '/replay', 'replay {path | messages, speed?, rate?, batch?, repeat?}', async (room, body) => {
        const { path, messages, ...options } = parse(schemas.replaySchema, body);
        const replay = await room.replay(
          path === undefined ? (messages ?? []) : await recording(path),
          defined(options),
        );
        return { state: replay.state, total: replay.total };
      }),
      onRoom('GET', '/replay', 'how far the newest replay is', (room) => room.replayStatus()),
      onRoom('DELETE', '/replay', 'stop all replays', (room) => room.stopReplays()),
      onRoom('POST', '/disturb', 'play one accident now {kind}', (room, body) => {
        room.disturb(parse(disturbanceSpecSchema, body, DISTURBANCE_KINDS));
      }),
    ];
  }

  private failureRoutes(): Route[] {
    const on = (path: string, book: (room: () => SimulatedRoom) => FailureBook): Route[] => [
      route('GET', path, 'failures that are on', ({ room }) => json(200, { failures: book(room).list() })),
      route('POST', path, 'switch a failure on {kind, times?, ...}', ({ body, room }) => {
        book(room).set(parse(failureSpecSchema, body, FAILURE_KINDS));
        return json(200, { failures: book(room).list() });
      }),
      route('DELETE', path, 'clear all failures, or ?kind=KIND', ({ call, room }) => {
        book(room).clear(failureKind(call.url.searchParams.get('kind')));
        return json(200, { failures: book(room).list() });
      }),
    ];
    return [
      ...on('failures', () => this.simulator.failures),
      ...on('rooms/:handle/failures', (room) => room().failures),
    ];
  }
}

const route = (method: string, path: string, about: string, run: Handler): Route => ({ method, path, about, run });

/** The handle in a path that fits the pattern; '' when the pattern has none. */
function match(pattern: string, path: string): string | undefined {
  if (!pattern.includes(':handle')) return pattern === path ? '' : undefined;
  const expression = new RegExp(`^${pattern.replace(':handle', '([^/]+)')}$`);
  const handle = expression.exec(path)?.[1];
  return handle === undefined ? undefined : decodeURIComponent(handle);
}

function parse<T>(schema: z.ZodType<T>, body: unknown, kinds?: readonly string[]): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const hint = kinds ? ` ("kind" is one of: ${kinds.join(', ')})` : '';
  throw new ControlError(400, `${z.prettifyError(result.error)}${hint}`);
}

function parseEvents(body: unknown) {
  const specs = Array.isArray(body) ? body : [body];
  if (specs.length === 0 || specs.length > 1_000)
    throw new ControlError(400, 'send one event or an array of 1 to 1,000');
  return specs.map((spec: unknown) => {
    const result = eventSpecSchema.safeParse(spec);
    if (result.success) return result.data;
    throw new ControlError(400, `${z.prettifyError(result.error)} ("type" is one of: ${EVENT_TYPES.join(', ')})`);
  });
}

async function recording(path: string) {
  try {
    return await readRecording(path);
  } catch (error) {
    throw new ControlError(400, `cannot read the recording: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function failureKind(kind: string | null): FailureKind | undefined {
  if (kind === null) return undefined;
  const known = FAILURE_KINDS.find((candidate) => candidate === kind);
  if (known) return known;
  throw new ControlError(400, `no failure '${kind}'; one of: ${FAILURE_KINDS.join(', ')}`);
}

/** Without the keys whose value is undefined, as `exactOptionalPropertyTypes` wants it. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function describe(room: SimulatedRoom): object {
  return {
    handle: room.handle,
    roomId: room.roomId,
    status: room.status,
    lively: room.isLively,
    clients: room.sockets.enteredCount,
    messagesSent: room.sockets.messagesSent,
    acks: room.sockets.list().reduce((sum, socket) => sum + socket.ackCount, 0),
    heartbeats: room.sockets.list().reduce((sum, socket) => sum + socket.heartbeats, 0),
    failures: room.failures.list(),
  };
}
