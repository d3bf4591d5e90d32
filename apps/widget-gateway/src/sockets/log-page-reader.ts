import {
  eventTypesOf,
  isAlertEvent,
  isAlertWidget,
  type GoalDefinition,
  type LiveEvent,
  type LoggedEvent,
  type Position,
} from '#libs/contracts';
import type { AlertMarks, EventLogReader, LogSnapshot, SnapshotPart, SnapshotRequest, StoredEntry } from '#libs/domain';
import { eventsFrame } from './frames.js';
import { goalsOf } from './goals.js';
import { alertsOf, missedAlerts, startedOf } from './started-alerts.js';
import { timerOf } from './timer.js';
import type { PageReader, StreamerChannel } from './streamer-channel.js';
import type { PageSocket } from './page-socket.js';

/** Small enough that a slow line takes one chunk before the next is read. */
const READ_LIMIT = 200;
const ALERT_WINDOW = 500;
const RECENT_LIMIT = 50;

export interface PageSnapshot extends Omit<LogSnapshot, 'alerts'> {
  /** Alerts that this widget may still have to show, if it is placed at `position`. */
  missedAt(position: Position): LoggedEvent[];
  /** Of the stored alerts, those that the streamer did not want. */
  skipped: string[];
}

const MAX_READS = 4;

/**
 * What `read` gives, read again when the page heard of a command meanwhile: `clear` and `skip` mark alerts, and what
 * the page gets after the command must show these marks.
 */
export async function readWithCommands<T>(page: PageSocket, read: () => Promise<T>): Promise<T> {
  for (let reads = 1; ; reads++) {
    const seq = page.controlSeq;
    const result = await read();
    if (page.controlSeq === seq || reads === MAX_READS) return result;
  }
}

/** Serves pages from the log: their snapshot, what they missed, and what came while they were away. */
export class LogPageReader implements PageReader {
  constructor(
    private readonly log: EventLogReader,
    private readonly marks: AlertMarks,
    private readonly now: () => number,
    private readonly goalsFor: (streamerId: string) => readonly GoalDefinition[],
  ) {}

  /** Everything a `welcome` needs. Fills the page's started streaks. */
  async snapshotFor(page: PageSocket): Promise<PageSnapshot> {
    const { streamerId, widget, startedStreaks, preview } = page.identity!;
    const keepsQueue = isAlertWidget(widget.type);
    const types = eventTypesOf(widget.type);
    const found = await this.read(streamerId, { types, limit: RECENT_LIMIT, alerts: keepsQueue ? ALERT_WINDOW : 0 });
    const { position, status, alerts } = found;
    const timer = timerOf(widget, found.snapshot, this.now());
    const snapshot = timer ? { ...found.snapshot, timer } : found.snapshot;
    const mine = alertsOf(widget, alerts);
    const ids = mine.map(({ event }) => event.id);
    const marks = await this.marks.marksOf(streamerId, widget.id, keepsQueue ? ids : []);
    const marked = new Set([...marks.started, ...marks.shown, ...marks.skipped]);
    const events = mine.map(({ event }) => event);
    const started = startedOf(events, marked, startedStreaks);
    const timeLimitMs = Number(widget.settings['timeLimitSeconds'] ?? 600) * 1000;
    const missedAt = (at: Position) =>
      preview ? [] : missedAlerts(mine, started, at, { now: this.now(), timeLimitMs });
    return { position, snapshot, status, missedAt, skipped: [...marks.skipped] };
  }

  async resnapshot(page: PageSocket, channel: StreamerChannel): Promise<void> {
    const greeting = page.greeting;
    const { position, snapshot, missedAt } = await readWithCommands(page, () => this.snapshotFor(page));
    if (page.greeting !== greeting) return;
    page.send('snapshot', { position, ...snapshot, missed: missedAt(position) });
    page.placeAt(position);
    page.droppedSinceLast = 0;
    channel.verify(position);
    channel.settle(page);
  }

  async catchUp(page: PageSocket, channel: StreamerChannel): Promise<void> {
    const { streamerId } = page.identity!;
    const { greeting } = page;
    await page.outbound.drained();
    if (page.greeting !== greeting || !page.open) return;
    const after = { epoch: page.epoch, offset: page.cursor };
    const entries = await this.log.read(streamerId, after, READ_LIMIT);
    if (page.greeting !== greeting || !page.open) return;
    if (entries === undefined) return await this.resnapshot(page, channel);
    const items = await readWithCommands(page, () => this.itemsFor(page, entries));
    if (page.greeting !== greeting || !page.open) return;
    const to = entries.at(-1)?.offset ?? page.cursor;
    if (to > page.announced) page.sendFrame(eventsFrame(page.announced, to, items, page.droppedSinceLast));
    page.droppedSinceLast = 0;
    page.cursor = page.announced = to;
    if (entries.length === 0) await channel.adopt(() => this.log.head(streamerId));
    channel.settle(page);
  }

  async sendState(streamerId: string, parts: ReadonlySet<SnapshotPart>, pages: readonly PageSocket[]): Promise<void> {
    const { snapshot } = await this.read(streamerId, { types: new Set(), limit: 0, alerts: 0 });
    const state: Record<string, unknown> = {};
    if (parts.has('totals') || parts.has('viewers')) state['goals'] = snapshot.goals;
    for (const part of parts) if (snapshot[part] !== undefined) state[part] = snapshot[part];
    for (const page of pages) {
      const timer = parts.has('totals') && page.identity && timerOf(page.identity.widget, snapshot, this.now());
      page.send('state', timer ? { ...state, timer } : state);
    }
  }

  /** What the log knows, and how far the goals have come by it. */
  private async read(streamerId: string, want: SnapshotRequest): Promise<LogSnapshot> {
    const found = await this.log.snapshot(streamerId, want);
    return { ...found, snapshot: { ...found.snapshot, goals: goalsOf(this.goalsFor(streamerId), found.snapshot) } };
  }

  /** The widget's own items; on an alert widget those that a page started already say so. */
  private async itemsFor(page: PageSocket, entries: readonly StoredEntry[]): Promise<Uint8Array[]> {
    const { streamerId, widget, startedStreaks } = page.identity!;
    const types = eventTypesOf(widget.type);
    const mine = entries.filter((entry) => types.has(entry.type));
    const started = isAlertWidget(widget.type) ? await this.startedIn(streamerId, widget.id, mine, startedStreaks) : [];
    const flags = new Set(started);
    return mine.map(({ offset, json }) =>
      Buffer.from(`{"offset":${offset},"event":${json}${flags.has(offset) ? ',"started":true' : ''}}`),
    );
  }

  private async startedIn(
    streamerId: string,
    widgetId: string,
    entries: readonly StoredEntry[],
    startedStreaks: Set<string>,
  ): Promise<number[]> {
    const alerts = entries
      .filter((entry) => isAlertEvent(entry.type))
      .map((entry) => ({ offset: entry.offset, event: JSON.parse(entry.json) as LiveEvent }));
    const ids = alerts.map(({ event }) => event.id);
    const marked = await this.marks.startedAmong(streamerId, widgetId, ids);
    const events = alerts.map(({ event }) => event);
    const started = startedOf(events, marked, startedStreaks);
    return alerts.filter(({ event }) => started.has(event.id)).map(({ offset }) => offset);
  }
}
