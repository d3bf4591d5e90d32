import {
  Devices,
  getRandomPresets,
  getWebSocketConfigDefaults,
  Locations,
  TikTokLiveConnection,
} from 'tiktok-live-connector';
import type { ProtoMessageFetchResult, WebcastWebSocketClient } from 'tiktok-live-connector';
import type EulerStreamApiClient from 'tiktok-live-api-sdk';
import type { SocketSink } from './ordered-socket.js';
import { MAX_PACKED_FRAME_BYTES, OrderedSocket } from './ordered-socket.js';
import type { TikTokHosts } from './web-client.js';
import { secureSocketUrl, webClientOptions, webConfigFor } from './web-client.js';

export interface RoomConnectionOptions {
  handle: string;
  hosts: TikTokHosts;
  signClient: EulerStreamApiClient;
  signal: AbortSignal;
  /** Which device to pass for; another number is another device. */
  device: number;
  sink: SocketSink;
  /** Frames wait for it: nothing is told of a session before its owner has it. */
  begun: Promise<void>;
}

type Presets = NonNullable<ConstructorParameters<typeof TikTokLiveConnection>[1]['clientPresets']>;

/** The library's connection, made to hand over whole batches with their flags, and to give up its sockets. */
export class RoomConnection extends TikTokLiveConnection {
  /** What came with the signature: decoded before the socket exists, so it is kept for the session. */
  readonly initial: ProtoMessageFetchResult[] = [];
  /** Kept here, as the library forgets a socket whose upgrade failed without closing it. */
  socket: OrderedSocket | undefined;
  /** Status and message of a refused upgrade. */
  refusal: { status: number; message: string } | undefined;

  constructor(options: RoomConnectionOptions) {
    const clientPresets = presetsFor(options.device);
    super(options.handle, {
      eulerApiInstance: options.signClient,
      clientPresets,
      processInitialData: true,
      fetchRoomInfoOnConnect: false,
      enableExtendedGiftInfo: false,
      webClientOptions: webClientOptions(options.hosts, options.signal),
      webConfigOverrides: webConfigFor(options.hosts),
    });
    const defaults = getWebSocketConfigDefaults(clientPresets);
    this._wsClientProvider = (params): WebcastWebSocketClient => {
      // The library asks for a socket even when the connection was given up in the meantime.
      options.signal.throwIfAborted();
      const config = { ...defaults, ...params, baseUrl: secureSocketUrl(params.baseUrl) };
      const limits = { maxPayload: MAX_PACKED_FRAME_BYTES, followRedirects: false };
      this.socket = new OrderedSocket(config, limits, options.sink, options.begun);
      this.socket.raw.once('unexpected-response', (_request, response) => {
        const message = String(response.headers['handshake-msg'] ?? '');
        this.refusal = { status: response.statusCode ?? 0, message };
      });
      return this.socket;
    };
  }

  /** Ends whatever socket there is, at once. Resolves when it is gone; harmless when there is none. */
  async terminate(): Promise<void> {
    const socket = this.socket?.raw;
    if (!socket || socket.readyState === socket.CLOSED) return;
    const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.terminate();
    await gone;
  }

  /** Frames go from the socket to its sink; what arrives here is the initial batch. */
  protected override async processProtoMessageFetchResult(batch: ProtoMessageFetchResult): Promise<void> {
    this.initial.push(batch);
  }
}

/** Number 0 is the library's own default device. */
function presetsFor(number: number): Presets {
  const usual = getRandomPresets();
  if (number === 0) return usual;
  const device = Devices[number % Devices.length] ?? usual.device;
  const location = Locations[number % Locations.length] ?? usual.location;
  return { ...usual, device, location };
}
