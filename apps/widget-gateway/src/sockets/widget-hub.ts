import { CLOSE_CODES, widgetOf, type Hello, type Position, type StreamerReadModel } from '#libs/contracts';
import type { AlertMarks, EventLogReader, LivePush, Tracer, WidgetControls } from '#libs/domain';
import type { StreamerDirectory } from '../directory/streamer-directory.js';
import type { PresenceReporter } from '../presence/presence-reporter.js';
import { recheckControls } from './control-recheck.js';
import { acknowledges, identify, Refusal } from './handshake.js';
import type { KeepingUp } from './keeping-up.js';
import { LogPageReader, readWithCommands } from './log-page-reader.js';
import type { PageSocket } from './page-socket.js';
import { factsOf, type Moderated, type StreamerFacts } from './streamer-facts.js';
import { StreamerChannel } from './streamer-channel.js';

export interface WidgetHubOptions {
  log: EventLogReader;
  marks: AlertMarks;
  controls: Pick<WidgetControls, 'state'>;
  push: LivePush;
  directory: StreamerDirectory;
  /** Hears of each page that came or went. */
  presence?: Pick<PresenceReporter, 'touch'>;
  maxSocketsPerStreamer: number;
  heartbeatMs: number;
  /** Of the widget pages that this gateway serves. */
  build?: string;
  /** Records batches on their way to pages. */
  tracer?: Tracer | undefined;
  /** Whether pages get everything. */
  keepingUp?: Pick<KeepingUp, 'behind'>;
  now(): number;
  onError(what: string, error: unknown): void;
}

interface Entry {
  channel: StreamerChannel;
  subscribed: Promise<void>;
  /** As of the last time that anybody read the streamer's model. */
  facts: StreamerFacts;
  /** Of the settings that its pages were checked against last. */
  rev?: number | undefined;
}

/** How often settings, keys and heads are checked although nobody said that they changed. */
const RECHECK_MS = 30_000;

/** All streamers with pages on this gateway: joins pages to their channels, and keeps both honest. */
export class WidgetHub {
  private readonly entries = new Map<string, Entry>();
  private readonly reader: LogPageReader;
  private timers: NodeJS.Timeout[] = [];

  constructor(private readonly options: WidgetHubOptions) {
    // Whole models have up to some megabytes: they are read when they change, never for a message.
    const goalsFor = (streamerId: string) => this.entries.get(streamerId)?.facts.goals ?? [];
    this.reader = new LogPageReader(options.log, options.marks, options.now, goalsFor);
    options.push.onConfigurationChange((streamerId) => void this.recheckSettings(streamerId));
    options.push.onReconnect(() => this.recheckAll());
  }

  start(): void {
    this.timers = [
      setInterval(() => this.heartbeat(), this.options.heartbeatMs / 2),
      setInterval(() => this.recheckAll(), RECHECK_MS),
    ];
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const { channel } of this.entries.values()) channel.close();
  }

  get streamers(): number {
    return this.entries.size;
  }

  /** Answers a `hello`: `welcome` and then what is missing, or a close code. */
  async greet(page: PageSocket, hello: Hello): Promise<void> {
    const greeting = ++page.greeting;
    this.leave(page);
    page.mode = 'joining';
    page.forgetControls();
    const known = await identify(hello, this.options.directory);
    if (page.greeting !== greeting || !page.open) return;
    if (known instanceof Refusal) return page.close(known.code, known.reason);
    const { identity, facts } = known;
    page.identity = identity;
    const entry = this.entryFor(identity.streamerId, facts);
    if (entry.channel.pages.size >= this.options.maxSocketsPerStreamer) {
      return page.close(CLOSE_CODES.tooMany, 'too many pages');
    }
    entry.channel.pages.add(page);
    this.options.presence?.touch(identity.streamerId, entry.channel.pages);
    await entry.subscribed;
    const { streamerId, widget } = identity;
    if (acknowledges(identity) && hello.started?.length) {
      await this.options.marks.markStarted(streamerId, widget.id, hello.started);
    }
    await this.welcome(page, entry, greeting, hello.position);
  }

  leave(page: PageSocket): void {
    const streamerId = page.identity?.streamerId;
    const entry = streamerId === undefined ? undefined : this.entries.get(streamerId);
    if (streamerId === undefined || !entry?.channel.pages.delete(page)) return;
    this.options.presence?.touch(streamerId, entry.channel.pages);
    if (entry.channel.pages.size > 0) return;
    this.entries.delete(streamerId);
    entry.channel.close();
    this.options.push.unsubscribe(streamerId).catch((error: unknown) => this.options.onError('unsubscribing', error));
  }

  /** Alerts that a page began to show, or showed to the end. */
  async acknowledge(page: PageSocket, what: 'started' | 'shown', ids: readonly string[]): Promise<void> {
    if (!page.identity || !acknowledges(page.identity)) return;
    const { streamerId, widget } = page.identity;
    if (what === 'started') await this.options.marks.markStarted(streamerId, widget.id, ids);
    else await this.options.marks.markShown(streamerId, widget.id, ids);
  }

  private async welcome(page: PageSocket, entry: Entry, greeting: number, wanted: Position | undefined): Promise<void> {
    const { widget, streamerId } = page.identity!;
    const [control, { position: head, snapshot, status, missedAt, skipped }] = await readWithCommands(page, () =>
      Promise.all([this.options.controls.state(streamerId, widget.id), this.reader.snapshotFor(page)]),
    );
    const resumes =
      wanted?.epoch === head.epoch &&
      wanted.offset <= head.offset &&
      (await this.options.log.read(streamerId, wanted, 1)) !== undefined;
    if (page.greeting !== greeting || !page.open) return;
    const position = resumes ? wanted : head;
    const { moderation } = entry.facts;
    page.identity = { ...page.identity!, moderationMark: moderation.mark };
    page.send('welcome', {
      v: 1,
      position,
      widget: page.identity.widget,
      ...(moderation.mark === '' ? {} : { moderation: moderation.list }),
      snapshot,
      source: status,
      control,
      missed: missedAt(position),
      ...(wanted && skipped.length > 0 ? { skipped } : {}),
      ...(this.options.build === undefined ? {} : { build: this.options.build }),
      now: this.options.now(),
    });
    page.placeAt(position);
    page.releaseControls(control.seq);
    page.droppedSinceLast = 0;
    entry.channel.verify(head);
    entry.channel.join(page, status);
  }

  private entryFor(streamerId: string, facts: StreamerFacts): Entry {
    let entry = this.entries.get(streamerId);
    // Two pages may have read it at once: the newer one counts.
    if (entry && facts.rev >= entry.facts.rev) entry.facts = facts;
    if (entry === undefined) {
      const { push, onError, tracer, keepingUp } = this.options;
      const onChannelError = (error: unknown) => onError('serving pages', error);
      const channel = new StreamerChannel(streamerId, this.reader, onChannelError, tracer, keepingUp);
      const created: Entry = { channel, facts, subscribed: push.subscribe(streamerId, channel) };
      // Who comes next tries again.
      created.subscribed.catch(() => {
        if (this.entries.get(streamerId) === created) this.entries.delete(streamerId);
      });
      entry = created;
      this.entries.set(streamerId, entry);
    }
    return entry;
  }

  private heartbeat(): void {
    for (const { channel } of this.entries.values()) channel.heartbeat();
  }

  private recheckAll(): void {
    for (const [streamerId, { channel }] of this.entries) {
      this.options.log
        .head(streamerId)
        .then((head) => channel.verify(head))
        .catch((error: unknown) => this.options.onError('reading heads', error));
      recheckControls(channel, this.options.controls).catch((error: unknown) =>
        this.options.onError('reading queue control', error),
      );
      void this.recheckSettings(streamerId);
    }
  }

  /** Level-triggered: the pages get the settings in force, or are closed when their key or subscription is not. */
  private async recheckSettings(streamerId: string): Promise<void> {
    const entry = this.entries.get(streamerId);
    const known = entry && [...entry.channel.pages][0]?.identity;
    if (!entry || !known) return;
    const answer = await this.options.directory.confirm(streamerId, known.keyHash);
    // Nobody is sent away because something of ours is down.
    if (answer.state === 'unavailable') return;
    const model = answer.state === 'found' ? answer.model : undefined;
    if (model) entry.facts = factsOf(model);
    if (model && model.rev !== entry.rev) entry.channel.onChanged(new Set(['totals']));
    entry.rev = model?.rev;
    for (const page of [...entry.channel.pages]) {
      try {
        this.applySettings(page, model, entry.facts.moderation);
      } catch (error) {
        this.options.onError('applying settings', error);
      }
    }
  }

  private applySettings(page: PageSocket, model: StreamerReadModel | undefined, moderated: Moderated): void {
    const { keyHash, widget } = page.identity!;
    if (model?.keyHash !== keyHash) page.close(CLOSE_CODES.unknownKey, 'unknown key');
    else if (!model.active) page.close(CLOSE_CODES.notSubscribed, 'subscription not active');
    else this.refreshWidget(page, widgetOf(model, widget.type, widget.id), moderated);
  }

  private refreshWidget(page: PageSocket, widget: ReturnType<typeof widgetOf>, { mark, list }: Moderated): void {
    if (widget === undefined) return page.close(CLOSE_CODES.unknownWidget, 'unknown id');
    const known = page.identity!;
    const moderation = mark === known.moderationMark ? {} : { moderation: list };
    if (widget.rev === known.widget.rev && mark === known.moderationMark) return;
    page.identity = { ...known, widget, moderationMark: mark };
    // A page that is being welcomed gets them with the welcome.
    if (page.mode !== 'joining') page.send('settings', { widget, ...moderation });
  }
}
