import { controlSchema, sourceStatusSchema, type LiveEventType } from '#libs/contracts';
import type { LivePush, LivePushListener, PushedBatch, SnapshotPart } from '#libs/domain';
import { isCluster, type RedisConnection } from '../connection.js';
import { pushChannel } from '../keys.js';
import { ShortTurns } from '../short-turns.js';
import { subscribeUntilHeard } from '../subscribe-until-heard.js';
import { CONFIG_CHANNEL } from '../read-model/redis-read-model-store.js';

const PARTS: Record<string, SnapshotPart> = { t: 'totals', r: 'leaderboard', l: 'latest', v: 'viewers' };
const NEWLINE = 0x0a;
const RESUBSCRIBED_AFTER_MS = 250;

function partsOf(letters: string): Set<SnapshotPart> {
  return new Set([...letters].flatMap((letter) => PARTS[letter] ?? []));
}

/** Parses `E epoch from to parts type:bytes,…[ trace]\nitems`. Throws on anything else. */
export function parsePush(payload: Buffer): PushedBatch {
  const lineEnd = payload.indexOf(NEWLINE);
  const [kind, epoch, from, to, parts, kinds, trace] = payload.toString('latin1', 0, lineEnd).split(' ');
  if (kind !== 'E' || epoch === undefined || kinds === undefined) {
    throw new Error('A pushed batch does not have the form that this version knows');
  }
  let start = lineEnd + 1;
  const items = kinds.split(',').map((text) => {
    const colon = text.lastIndexOf(':');
    const end = start + Number(text.slice(colon + 1));
    const item = { type: text.slice(0, colon) as LiveEventType, json: payload.subarray(start, end) };
    start = end;
    return item;
  });
  const batch = { epoch, from: Number(from), to: Number(to), changed: partsOf(parts!), items };
  return trace === undefined ? batch : { ...batch, trace };
}

/** Live push over Redis channels, one per streamer; sharded ones in a cluster. */
export class RedisLivePush implements LivePush {
  private readonly listeners = new Map<string, LivePushListener>();
  /** Of channels that are not a streamer's. */
  private readonly others = new Map<string, (payload: Buffer) => void>();
  private readonly reconnectListeners: (() => void)[] = [];
  private readonly configurationListeners: ((streamerId: string) => void)[] = [];
  private readonly sharded: boolean;
  private readonly turns: ShortTurns;
  private resubscribed: NodeJS.Timeout | undefined;
  private hearsSettings = false;

  constructor(
    private readonly subscriber: RedisConnection,
    private readonly onError: (error: unknown) => void,
  ) {
    this.sharded = isCluster(subscriber);
    this.turns = new ShortTurns(subscriber);
    subscriber.on(this.sharded ? 'smessageBuffer' : 'messageBuffer', (channel: Buffer, payload: Buffer) =>
      this.receive(channel.toString(), payload),
    );
    if (this.sharded) {
      subscriber.on('messageBuffer', (channel: Buffer, payload: Buffer) => this.receive(channel.toString(), payload));
    }
    let connectedBefore = false;
    subscriber.on('ready', () => {
      if (connectedBefore) this.reconnected();
      connectedBefore = true;
    });
    // A cluster stays ready while the subscription to one of its nodes is made anew.
    if (this.sharded) subscriber.on('subscribersReady', () => this.soonReconnected());
  }

  /** Whether changed settings are heard: from the first time that Redis agreed. */
  get listening(): boolean {
    return this.hearsSettings;
  }

  /** Begins to listen for changed settings, now or when Redis is there: resolves then. Never rejects. */
  async start(onTrouble: (error: unknown) => void = this.onError): Promise<void> {
    const changed = (payload: Buffer) => {
      for (const listener of this.configurationListeners) listener(payload.toString());
    };
    this.hearsSettings = await this.listen(CONFIG_CHANNEL, changed, onTrouble);
  }

  /**
   * Hears what is published on a channel that is no streamer's, in its order among the pushes. True when Redis agreed,
   * now or later; false when the connection was closed before. Never rejects.
   */
  async listen(channel: string, heard: (payload: Buffer) => void, onTrouble = this.onError): Promise<boolean> {
    this.others.set(channel, heard);
    return await subscribeUntilHeard(this.subscriber, [channel], onTrouble);
  }

  async subscribe(streamerId: string, listener: LivePushListener): Promise<void> {
    const channel = pushChannel(streamerId);
    this.listeners.set(channel, listener);
    if (this.sharded) await this.subscriber.ssubscribe(channel);
    else await this.subscriber.subscribe(channel);
  }

  async unsubscribe(streamerId: string): Promise<void> {
    const channel = pushChannel(streamerId);
    this.listeners.delete(channel);
    if (this.sharded) await this.subscriber.sunsubscribe(channel);
    else await this.subscriber.unsubscribe(channel);
  }

  onReconnect(listener: () => void): void {
    this.reconnectListeners.push(listener);
  }

  onConfigurationChange(listener: (streamerId: string) => void): void {
    this.configurationListeners.push(listener);
  }

  /** Subscriptions are asked for by then, and their answers take milliseconds; many nodes at once count as one. */
  private soonReconnected(): void {
    this.resubscribed ??= setTimeout(() => {
      this.resubscribed = undefined;
      this.reconnected();
    }, RESUBSCRIBED_AFTER_MS).unref();
  }

  private reconnected(): void {
    for (const listener of this.reconnectListeners) listener();
  }

  private receive(channel: string, payload: Buffer): void {
    this.turns.note();
    try {
      const listener = this.listeners.get(channel);
      if (listener) deliver(payload, listener);
      else this.others.get(channel)?.(payload);
    } catch (error) {
      this.onError(error);
    }
  }
}

/** By the first letter; one that a later version added is passed over. */
function deliver(payload: Buffer, listener: LivePushListener): void {
  const json = (): unknown => JSON.parse(payload.toString('utf8', 2));
  switch (String.fromCharCode(payload[0] ?? 0)) {
    case 'E':
      return listener.onBatch(parsePush(payload));
    case 'P':
      return listener.onChanged?.(partsOf(payload.toString('latin1', 2)));
    case 'S':
      return listener.onStatus(sourceStatusSchema.parse(json()));
    case 'C': {
      const { widgetId, message } = json() as { widgetId: string; message: unknown };
      return listener.onControl(widgetId, controlSchema.parse(message));
    }
    default:
  }
}
