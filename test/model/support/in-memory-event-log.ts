import type { SourceStatus } from '#libs/contracts';
import type {
  AppendBatch,
  AppendResult,
  EventLogEraser,
  EventLogWriter,
  LogState,
  OpenResult,
  Owner,
  StatusReader,
} from '#libs/domain';
import type { Carry } from './in-memory-lease-store.js';
import { same, type LeaseTable } from './lease-table.js';

interface Log {
  epoch: string;
  run: number;
  head: number;
  lastAppendAt: number;
  seen: Set<string>;
  gapFrom?: number | undefined;
  liveRoomId?: string | undefined;
  session: number;
}

export interface LogWatcher {
  onAppended?(streamerId: string, owner: Owner, ids: readonly string[]): void;
}

/** What one Redis holds of logs and statuses: as much of it as decides who may write. */
export class LogTable {
  logs = new Map<string, Log>();
  statuses = new Map<string, { generation: number; status: SourceStatus }>();
  /** Which start of the Redis process this is. */
  run = 1;
  private epochs = 0;

  constructor(
    private readonly now: () => number,
    readonly leases: LeaseTable,
    private readonly watcher: LogWatcher = {},
  ) {}

  /** The check at the head of every script that writes. */
  check(streamerId: string, owner: Owner): 'lease-missing' | 'lease-lost' | undefined {
    const held = this.leases.owner(streamerId);
    if (held && same(held, owner)) return undefined;
    return (held?.generation ?? 0) < owner.generation ? 'lease-missing' : 'lease-lost';
  }

  open(streamerId: string, owner: Owner): OpenResult {
    const refused = this.check(streamerId, owner);
    if (refused) return { outcome: refused };
    let log = this.logs.get(streamerId);
    if (log?.run !== this.run) log = this.begin(streamerId, log);
    const state: LogState = {
      position: { epoch: log.epoch, offset: log.head },
      lastAppendAt: log.lastAppendAt,
      session: log.session,
      streaks: new Map(),
    };
    if (log.gapFrom !== undefined) state.gapFrom = log.gapFrom;
    if (log.liveRoomId !== undefined) state.liveRoomId = log.liveRoomId;
    const said = this.statuses.get(streamerId);
    if (said) state.status = said.status;
    return { outcome: 'opened', state };
  }

  append({ streamerId, owner, position, entries }: AppendBatch): AppendResult {
    const refused = this.check(streamerId, owner);
    if (refused) return { outcome: refused };
    const log = this.logs.get(streamerId);
    if (log?.epoch !== position.epoch || log.head < position.offset) {
      return { outcome: 'log-reset', position: { epoch: log?.epoch ?? '', offset: log?.head ?? 0 } };
    }
    const fresh = entries.map(({ event }) => event).filter((event) => !log.seen.has(event.id));
    for (const event of fresh) {
      log.seen.add(event.id);
      if (event.type === 'source.lost') log.gapFrom = event.from;
      if (event.type === 'source.restored') log.gapFrom = undefined;
      if (event.type === 'stream.ended') log.liveRoomId = undefined;
      if (event.type !== 'stream.started') continue;
      log.liveRoomId = event.roomId;
      log.session += 1;
    }
    log.head += fresh.length;
    log.lastAppendAt = this.now();
    const ids = fresh.map((event) => event.id);
    this.watcher.onAppended?.(streamerId, owner, ids);
    return { outcome: 'appended', position: { epoch: log.epoch, offset: log.head }, accepted: fresh.length };
  }

  renewEpoch(streamerId: string, owner: Owner, lost: { epoch: string; offset: number }): AppendResult {
    const refused = this.check(streamerId, owner);
    if (refused) return { outcome: refused };
    let log = this.logs.get(streamerId);
    if (!log || (log.epoch === lost.epoch && log.head < lost.offset)) log = this.begin(streamerId, log);
    return { outcome: 'appended', position: { epoch: log.epoch, offset: log.head }, accepted: 0 };
  }

  reportStatus(streamerId: string, generation: number, status: SourceStatus): void {
    const known = this.statuses.get(streamerId);
    if (known && known.generation > generation) return;
    this.statuses.set(streamerId, { generation, status });
  }

  wipe(): void {
    this.logs.clear();
    this.statuses.clear();
  }

  save(): Pick<LogTable, 'logs' | 'statuses'> {
    const logs = new Map([...this.logs].map(([id, log]) => [id, { ...log, seen: new Set(log.seen) }]));
    return { logs, statuses: new Map(this.statuses) };
  }

  restore(saved: Pick<LogTable, 'logs' | 'statuses'>): void {
    this.logs = saved.logs;
    this.statuses = saved.statuses;
  }

  private begin(streamerId: string, known: Log | undefined): Log {
    const session = known?.session ?? 0;
    const epoch = `e${this.epochs++}`;
    const log: Log = { ...known, epoch, run: this.run, head: 0, lastAppendAt: 0, seen: new Set(), session };
    this.logs.set(streamerId, log);
    return log;
  }
}

/** The event log without Redis: who may write is decided as by its scripts, the rest is the least that brokers need. */
export class InMemoryEventLog implements EventLogWriter, EventLogEraser, Pick<StatusReader, 'statuses'> {
  constructor(
    private readonly table: LogTable,
    private readonly carry: Carry = async (effect) => effect(),
  ) {}

  open(streamerId: string, owner: Owner): Promise<OpenResult> {
    return this.carry(() => this.table.open(streamerId, owner));
  }

  append(batch: AppendBatch): Promise<AppendResult> {
    return this.carry(() => this.table.append(batch));
  }

  renewEpoch(streamerId: string, owner: Owner, lost: { epoch: string; offset: number }): Promise<AppendResult> {
    return this.carry(() => this.table.renewEpoch(streamerId, owner, lost));
  }

  reportStatus(streamerId: string, generation: number, status: SourceStatus): Promise<void> {
    return this.carry(() => this.table.reportStatus(streamerId, generation, status));
  }

  forget(streamerId: string): Promise<void> {
    return this.carry(() => {
      this.table.logs.delete(streamerId);
      this.table.statuses.delete(streamerId);
      this.table.leases.leases.delete(streamerId);
    });
  }

  statuses(streamerIds: readonly string[]): Promise<(SourceStatus | undefined)[]> {
    return this.carry(() => streamerIds.map((id) => this.table.statuses.get(id)?.status));
  }
}
