import { deserializeMessage, WebcastPushFrame, WebcastWebSocketClient } from 'tiktok-live-connector';
import type { WebSocket } from 'ws';
import { checkBatch } from './batch-limits.js';
import { unpack } from './unpack.js';
import type { DecodedWebcastPushFrame, ProtoMessageFetchResult } from 'tiktok-live-connector';

/** What a socket tells; calls come one after another, in the order of the wire. */
export interface SocketSink {
  /** Wants to know when frames came. */
  readonly traced?: boolean;
  /** Any frame that could be decoded, keep-alive frames included. */
  onFrame(): void;
  /** `arrivedAt`: when its frame came, on the clock of `performance`; where frames are traced alone. */
  onBatch(batch: ProtoMessageFetchResult, arrivedAt?: number): void;
  onUndecodableFrame(error: unknown): void;
  /** Comes last. */
  onClosed(code: number, reason: string): void;
  /** One of the calls above threw. */
  onFailure(error: unknown): void;
}

type SocketArguments = ConstructorParameters<typeof WebcastWebSocketClient>;

export const MAX_PACKED_FRAME_BYTES = 4 * 1024 * 1024;

/**
 * The library's socket, with its frames in order. The library unpacks each frame on its own, asynchronously, so
 * that frames overtake each other; here one frame is finished before the next one begins.
 */
export class OrderedSocket extends WebcastWebSocketClient {
  private lane: Promise<void>;

  constructor(
    config: SocketArguments[0],
    options: SocketArguments[1],
    private readonly sink: SocketSink,
    begun: Promise<void>,
  ) {
    super(config, options);
    this.lane = begun;
    this.raw.on('close', (code: number, reason: Buffer) => {
      this.enqueue(() => sink.onClosed(code, reason.toString()));
    });
    // The library takes its listeners away at times; an error without one would end the process.
    this.raw.on('error', () => undefined);
  }

  /** The same object as what it is: the library's types lose the WebSocket on the way. */
  get raw(): WebSocket {
    return this as unknown as WebSocket;
  }

  protected override onMessage(message: Buffer): Promise<void> {
    this.enqueue(() => this.readFrame(message));
    return this.lane;
  }

  private enqueue(task: () => void | Promise<void>): void {
    this.lane = this.lane.then(task).catch((error: unknown) => this.sink.onFailure(error));
  }

  private async readFrame(message: Buffer): Promise<void> {
    const arrivedAt = this.sink.traced ? performance.now() : undefined;
    let frame: DecodedWebcastPushFrame;
    try {
      frame = await decodeFrame(message);
    } catch (error) {
      this.sink.onUndecodableFrame(error);
      return;
    }
    this.sink.onFrame();
    const batch = frame.protoMessageFetchResult;
    if (!batch) return;
    if (batch.needAck && batch.internalExt) this.sendAck(frame);
    this.sink.onBatch(batch, arrivedAt);
  }
}

async function decodeFrame(message: Buffer): Promise<DecodedWebcastPushFrame> {
  const frame: DecodedWebcastPushFrame = WebcastPushFrame.decode(message);
  if (frame.payloadEncoding !== 'pb' || !frame.payload) return frame;
  if (isGzip(frame.payload)) frame.payload = await unpack(frame.payload);
  checkBatch(frame.payload);
  frame.protoMessageFetchResult = deserializeMessage('ProtoMessageFetchResult', frame.payload);
  return frame;
}

function isGzip(payload: Uint8Array): boolean {
  return payload.length > 2 && payload[0] === 0x1f && payload[1] === 0x8b && payload[2] === 8;
}
