import { randomUUID } from 'node:crypto';
import { ALERT_EVENT_TYPES, WIDGET_TYPES, type LiveEventType, type Position, type SourceStatus } from '#libs/contracts';
import type {
  AppendBatch,
  AppendResult,
  EventLogEraser,
  EventLogReader,
  EventLogWriter,
  LogActivity,
  LogResumption,
  LogSnapshot,
  OpenResult,
  Owner,
  SnapshotRequest,
  StatusReader,
  StoredEntry,
} from '#libs/domain';
import { isCluster, type RedisConnection } from '../connection.js';
import { streamerBase } from '../keys.js';
import { ownerText } from '../leases/redis-lease-store.js';
import { LuaScript } from '../lua-script.js';
import { AppendGroups } from './append-groups.js';
import { widgetKeys } from './redis-widget-controls.js';
import { NO_EPOCH, parseLogState, parseSnapshot, parseStatus } from './log-replies.js';

const script = (...names: string[]) => new LuaScript(...names.map((name) => new URL(`./${name}.lua`, import.meta.url)));
const append = script('log-writer', 'append-check', 'append-fold', 'append-write', 'append');
const open = script('log-life', 'begin-epoch', 'open');
const renewEpoch = script('begin-epoch', 'renew-epoch');
const snapshot = script('begin-epoch', 'snapshot');
const status = script('status');

/** The bar against former owners outlives the rest: one that was cut off could come back and own nobody's streamer. */
const FENCE_MEMORY_SECONDS = 7 * 24 * 60 * 60;
const BOARDS = ['s:coins', 's:likes', 'a:coins', 'a:likes'];
/** Every key of a streamer that does not run out by itself, without the base. */
const STORED = [
  ...['lease', 'meta', 'log', 'totals', 'latest', 'who', 'streaks', 'streak-times', 'status', 'base'],
  ...['again', 'counted', 'test-run', 'test-rate', ...ALERT_EVENT_TYPES.map((type) => `alerts:${type}`)],
  ...BOARDS.flatMap((board) => [`rank:${board}`, `base:${board}`]),
  ...['controlled', ...WIDGET_TYPES.flatMap(widgetKeys)],
  ...['a', 'e'].flatMap((kind) => [0, 1, 2, 3].map((bucket) => `seen:${kind}${bucket}`)),
];

/** How far back a snapshot looks for a widget's recent events, in log entries. */
const RECENT_WINDOW = 300;

/** The event log in Redis: one Lua call per batch, so log, dedupe, projections, outbox and push cannot disagree. */
export class RedisEventLog implements EventLogWriter, EventLogReader, EventLogEraser, StatusReader {
  private readonly publishCommand: 'PUBLISH' | 'SPUBLISH';
  private readonly appends: AppendGroups;

  constructor(private readonly redis: RedisConnection) {
    this.publishCommand = isCluster(redis) ? 'SPUBLISH' : 'PUBLISH';
    this.appends = new AppendGroups(redis, append, this.publishCommand);
  }

  async open(streamerId: string, owner: Owner): Promise<OpenResult> {
    const reply = (await open.run(this.redis, [streamerBase(streamerId)], [ownerText(owner), newEpoch()])) as [
      OpenResult['outcome'],
      string[],
      string[],
    ];
    if (reply[0] !== 'opened') return { outcome: reply[0] };
    return { outcome: 'opened', state: parseLogState(reply[1], reply[2]) };
  }

  async append(batch: AppendBatch): Promise<AppendResult> {
    return parseAppendResult(await this.appends.append(batch));
  }

  async renewEpoch(streamerId: string, owner: Owner, lost: Position, resumption: LogResumption): Promise<AppendResult> {
    const { liveRoomId = '', session, gapFrom = '', streaks } = resumption;
    const args = [ownerText(owner), lost.epoch, lost.offset, newEpoch(), liveRoomId, session, gapFrom];
    const totals = [...streaks].flat();
    return parseAppendResult(await renewEpoch.run(this.redis, [streamerBase(streamerId)], [...args, ...totals]));
  }

  async reportStatus(streamerId: string, generation: number, value: SourceStatus): Promise<void> {
    await status.run(this.redis, [streamerBase(streamerId)], [generation, JSON.stringify(value), this.publishCommand]);
  }

  async forget(streamerId: string): Promise<void> {
    const base = streamerBase(streamerId);
    const saved = (await this.redis.smembers(`${base}controlled`)).flatMap(widgetKeys);
    await this.redis.unlink(...[...STORED, ...saved].map((suffix) => `${base}${suffix}`));
    await this.redis.expire(`${base}fence`, FENCE_MEMORY_SECONDS);
  }

  async head(streamerId: string): Promise<Position> {
    const [epoch, head] = await this.redis.hmget(`${streamerBase(streamerId)}meta`, 'epoch', 'head');
    return { epoch: epoch ?? NO_EPOCH, offset: Number(head ?? 0) };
  }

  async read(streamerId: string, after: Position, limit: number): Promise<StoredEntry[] | undefined> {
    const base = streamerBase(streamerId);
    const [head, raw] = await Promise.all([
      this.head(streamerId),
      this.redis.xrange(`${base}log`, `${after.offset + 1}-0`, '+', 'COUNT', limit),
    ]);
    if (head.epoch !== after.epoch || after.offset > head.offset) return undefined;
    const entries = raw.map(([id, fields]) => ({
      offset: Number.parseInt(id, 10),
      type: fields[1] as LiveEventType,
      json: fields[3]!,
    }));
    const first = entries[0];
    const complete = first === undefined ? head.offset === after.offset : first.offset === after.offset + 1;
    return complete ? entries : undefined;
  }

  async snapshot(streamerId: string, want: SnapshotRequest): Promise<LogSnapshot> {
    const window = want.limit === 0 ? 0 : RECENT_WINDOW;
    const args = [window, want.alerts, newEpoch()];
    return parseSnapshot(await snapshot.run(this.redis, [streamerBase(streamerId)], args), want, Date.now());
  }

  async statuses(streamerIds: readonly string[]): Promise<(SourceStatus | undefined)[]> {
    const texts = await Promise.all(streamerIds.map((id) => this.redis.get(`${streamerBase(id)}status`)));
    return texts.map((text) => (text === null ? undefined : parseStatus(text)));
  }

  async activities(streamerIds: readonly string[]): Promise<LogActivity[]> {
    const read = (id: string) => this.redis.hmget(`${streamerBase(id)}meta`, 'at', 'reconnects');
    const found = await Promise.all(streamerIds.map(read));
    return found.map(([at, reconnects]) => ({
      ...(at ? { lastEventAt: Number(at) } : {}),
      reconnects: Number(reconnects ?? 0),
    }));
  }
}

function newEpoch(): string {
  return randomUUID().slice(0, 13);
}

function parseAppendResult(reply: unknown): AppendResult {
  const [outcome, ...rest] = reply as [AppendResult['outcome'], ...(string | number)[]];
  switch (outcome) {
    case 'appended':
      return {
        outcome,
        position: { epoch: String(rest[0]), offset: Number(rest[1]) },
        accepted: Number(rest[2]),
      };
    case 'log-reset':
      return { outcome, position: { epoch: String(rest[0]) || NO_EPOCH, offset: Number(rest[1]) } };
    case 'streak-conflict': {
      const streaks = new Map<string, number>();
      for (let index = 0; index < rest.length; index += 2) streaks.set(String(rest[index]), Number(rest[index + 1]));
      return { outcome, streaks };
    }
    case 'lease-lost':
    case 'lease-missing':
      return { outcome };
    default:
      throw new Error(`The append script answered "${String(outcome)}", which this version does not know`);
  }
}
