import { isStateWidget, type ControlMessage, type Position, type SourceStatus } from '#libs/contracts';
import type { LivePushListener, PushedBatch, SnapshotPart, Tracer } from '#libs/domain';
import { BatchFrames } from './batch-frames.js';
import { DeliveryTrace } from './delivery-trace.js';
import { eventsFrame, messageFrame } from './frames.js';
import type { KeepingUp } from './keeping-up.js';
import type { PageSocket } from './page-socket.js';

/** How the channel has pages served from the log; both resolve when the page follows again, or is gone. */
export interface PageReader {
  catchUp(page: PageSocket, channel: StreamerChannel): Promise<void>;
  resnapshot(page: PageSocket, channel: StreamerChannel): Promise<void>;
  /** Sends the changed parts to these pages. */
  sendState(streamerId: string, parts: ReadonlySet<SnapshotPart>, pages: readonly PageSocket[]): Promise<void>;
}

const STATE_INTERVAL_MS = 250;

/** All pages of one streamer on this gateway, and how far the log has come. */
export class StreamerChannel implements LivePushListener {
  readonly pages = new Set<PageSocket>();
  private head: Position | undefined;
  private changed = new Set<SnapshotPart>();
  /** The last one that was pushed, as JSON. */
  private status: string | undefined;
  private stateTimer: NodeJS.Timeout | undefined;

  constructor(
    readonly streamerId: string,
    private readonly reader: PageReader,
    private readonly onError: (error: unknown) => void,
    private readonly tracer?: Tracer | undefined,
    private readonly keepingUp?: Pick<KeepingUp, 'behind'> | undefined,
  ) {}

  /** A page that was served up to its cursor and told the status in `told`; it follows from now on, or reads what it lacks. */
  join(page: PageSocket, told: SourceStatus): void {
    // A status that was pushed while the page was being welcomed would be lost.
    if (this.status !== undefined && this.status !== JSON.stringify(told)) page.send('source', JSON.parse(this.status));
    const head = (this.head ??= { epoch: page.epoch, offset: page.cursor });
    if (head.epoch === page.epoch && page.cursor > head.offset) this.head = { ...head, offset: page.cursor };
    this.settle(page);
  }

  /** Follow, read or begin anew: whatever the page's position asks for. */
  settle(page: PageSocket): void {
    const head = this.head;
    if (head === undefined || !this.pages.has(page)) return;
    if (page.epoch !== head.epoch) this.serve(page, this.reader.resnapshot(page, this));
    else if (page.cursor < head.offset) this.serve(page, this.reader.catchUp(page, this));
    else page.mode = 'following';
  }

  onBatch(batch: PushedBatch): void {
    const known = this.head;
    if (known?.epoch === batch.epoch && batch.to <= known.offset) return;
    this.head = { epoch: batch.epoch, offset: batch.to };
    const frames = new BatchFrames(batch);
    const trace = this.tracer && DeliveryTrace.of(this.tracer, this.streamerId, batch);
    for (const page of this.pages) {
      if (page.mode !== 'following') continue;
      if (page.epoch === batch.epoch && page.cursor === batch.from) this.deliver(page, batch, frames, trace);
      else this.settle(page);
    }
    trace?.end();
    this.noteChanges(batch.changed);
  }

  onChanged(parts: ReadonlySet<SnapshotPart>): void {
    this.noteChanges(parts);
  }

  onStatus(status: SourceStatus): void {
    this.status = JSON.stringify(status);
    const frame = messageFrame('source', status);
    for (const page of this.pages) if (page.mode !== 'joining') page.sendFrame(frame);
  }

  onControl(widgetId: string, message: ControlMessage): void {
    const frame = messageFrame('control', message);
    for (const page of this.pages) if (page.identity?.widget.id === widgetId) page.control(message, frame);
  }

  /** The head as the log has it: finds what a lost push would hide. */
  verify(head: Position): void {
    const known = this.head;
    if (known?.epoch === head.epoch && known.offset >= head.offset) return;
    this.head = head;
    for (const page of this.pages) if (page.mode === 'following') this.settle(page);
  }

  /**
   * A page that stands below the head found nothing to read: the log is shorter than it was said to be. Believes the
   * log, unless something was pushed while it was asked.
   */
  async adopt(read: () => Promise<Position>): Promise<void> {
    const before = this.head;
    const head = await read();
    if (this.head === before) this.head = head;
  }

  /** Tells pages that were spared uninteresting events how far the log has come. */
  heartbeat(): void {
    for (const page of this.pages) {
      page.outbound.watch();
      if (page.mode !== 'following' || page.cursor === page.announced) continue;
      page.sendFrame(eventsFrame(page.announced, page.cursor, [], page.droppedSinceLast));
      page.announced = page.cursor;
      page.droppedSinceLast = 0;
    }
  }

  close(): void {
    clearTimeout(this.stateTimer);
  }

  private deliver(page: PageSocket, batch: PushedBatch, frames: BatchFrames, trace: DeliveryTrace | undefined): void {
    const type = page.identity!.widget.type;
    const left = page.droppedSinceLast;
    const { frame, dropped } =
      page.outbound.slow || this.keepingUp?.behind
        ? frames.alertsFor(type, page.announced, left)
        : frames.frameFor(type, page.announced, left);
    page.droppedSinceLast = dropped;
    page.cursor = batch.to;
    if (frame === undefined) return;
    page.sendFrame(frame, trace?.write(type));
    page.announced = batch.to;
  }

  private serve(page: PageSocket, work: Promise<void>): void {
    page.mode = 'reading';
    work.catch((error: unknown) => {
      this.onError(error);
      // The page comes back with its position when the log can be read again.
      if (page.open) page.close(1012, 'try again');
    });
  }

  private noteChanges(parts: ReadonlySet<SnapshotPart>): void {
    for (const part of parts) this.changed.add(part);
    if (this.stateTimer !== undefined || this.changed.size === 0 || this.stateful().length === 0) return;
    this.stateTimer = setTimeout(() => {
      this.stateTimer = undefined;
      const changed = this.changed;
      this.changed = new Set();
      this.reader.sendState(this.streamerId, changed, this.stateful()).catch(this.onError);
    }, STATE_INTERVAL_MS);
  }

  private stateful(): PageSocket[] {
    return [...this.pages].filter((page) => page.mode === 'following' && isStateWidget(page.identity!.widget.type));
  }
}
