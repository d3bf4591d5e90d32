import { unzip } from 'node:zlib';
import { promisify } from 'node:util';
import { deserializeMessage, WebcastPushFrame, WebcastWebSocketClient } from 'tiktok-live-connector';
import type { DecodedWebcastPushFrame, ProtoMessageFetchResult } from 'tiktok-live-connector';

/** What a socket tells; calls come one after another, in the order of the wire. */
export interface SocketSink {
  /** Any frame that could be decoded, keep-alive frames included. */
  onFrame(): void;
  onBatch(batch: ProtoMessageFetchResult): void;
  onUndecodableFrame(error: unknown): void;
}

type SocketArguments = ConstructorParameters<typeof WebcastWebSocketClient>;

const gunzip = promisify(unzip);
/** A frame that unpacks to more than this is no frame of TikTok's. */
const MAX_FRAME_BYTES = 32 * 1024 * 1024;
export const MAX_PACKED_FRAME_BYTES = 4 * 1024 * 1024;

/**
 * The library's socket, with its frames in order. The library unpacks each frame on its own, asynchronously, so
 * that frames overtake each other; here one frame is finished before the next one begins.
 */
export class OrderedSocket extends WebcastWebSocketClient {
  private lane: Promise<void> = Promise.resolve();

  constructor(
    config: SocketArguments[0],
    options: SocketArguments[1],
    private readonly sink: SocketSink,
  ) {
    super(config, options);
    // The library takes its listeners away at times; an error without one would end the process.
    this.on('error', () => undefined);
  }

  /** Resolves when all frames that have arrived are dealt with. */
  settled(): Promise<void> {
    return this.lane;
  }

  /** Runs `task` after the frames that have arrived and before those to come. */
  enqueue(task: () => void | Promise<void>): void {
    this.lane = this.lane.then(task);
  }

  protected override onMessage(message: Buffer): Promise<void> {
    this.enqueue(() => this.readFrame(message));
    return this.lane;
  }

  private async readFrame(message: Buffer): Promise<void> {
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
    this.sink.onBatch(batch);
  }
}

async function decodeFrame(message: Buffer): Promise<DecodedWebcastPushFrame> {
  const frame: DecodedWebcastPushFrame = WebcastPushFrame.decode(message);
  if (frame.payloadEncoding !== 'pb' || !frame.payload) return frame;
  if (isGzip(frame.payload)) frame.payload = await gunzip(frame.payload, { maxOutputLength: MAX_FRAME_BYTES });
  frame.protoMessageFetchResult = deserializeMessage('ProtoMessageFetchResult', frame.payload);
  return frame;
}

function isGzip(payload: Uint8Array): boolean {
  return payload.length > 2 && payload[0] === 0x1f && payload[1] === 0x8b && payload[2] === 8;
}
