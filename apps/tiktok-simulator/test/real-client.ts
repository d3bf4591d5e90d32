import type { EventEmitter } from 'node:events';
import EulerStreamApiClient from 'tiktok-live-api-sdk';
import { TikTokLiveConnection } from 'tiktok-live-connector';
import type { ProtoMessageFetchResult } from 'tiktok-live-connector';
import type { WebSocket } from 'ws';

type Options = ConstructorParameters<typeof TikTokLiveConnection>[1];
type ReceivedMessage = ProtoMessageFetchResult['messages'][number] & { decodeError?: Error; decodedData?: unknown };

export interface ClientSetting {
  apiKey?: string;
  signTimeoutMs?: number;
  options?: Partial<Options>;
}

function clientOptions(url: string, setting: ClientSetting): Options {
  const { host } = new URL(url);
  const eulerApiInstance = new EulerStreamApiClient({
    basePath: url,
    apiKey: setting.apiKey ?? 'test-key',
    baseOptions: { timeout: setting.signTimeoutMs ?? 5_000, validateStatus: () => true },
  });
  return {
    eulerApiInstance,
    webConfigOverrides: { TIKTOK_HOST_WEB: host, TIKTOK_HOST_WEBCAST: host },
    webClientOptions: {
      retry: { limit: 0 },
      hooks: {
        beforeRequest: [
          // The library takes https for loopback hosts; the simulator speaks plain http.
          (request: { url?: string | URL | undefined }) => {
            request.url = new URL(String(request.url).replace(/^https:/, 'http:'));
          },
        ],
      },
    },
    ...setting.options,
    // The typings ask for a cookie jar that the library always brings itself.
  } as unknown as Options;
}

/** The unmodified client, pointed at a simulator. */
export function realClient(url: string, handle = 'demo', setting: ClientSetting = {}): TikTokLiveConnection {
  return new TikTokLiveConnection(handle, clientOptions(url, setting));
}

/** The same client, recording each message as it comes in, before the library drops what it does not know. */
export class RecordingClient extends TikTokLiveConnection {
  readonly received: ReceivedMessage[] = [];
  frames = 0;

  constructor(url: string, handle = 'demo', setting: ClientSetting = {}) {
    super(handle, clientOptions(url, setting));
  }

  override async processProtoMessageFetchResult(result: ProtoMessageFetchResult): Promise<void> {
    this.frames += 1;
    this.received.push(...(result.messages as ReceivedMessage[]));
  }
}

/** The client as the event emitter that it is; its own typings lose that under NodeNext. */
export function events(client: TikTokLiveConnection): EventEmitter {
  return client as unknown as EventEmitter;
}

/** Cuts the client's socket, also one whose upgrade was refused. */
export function terminate(client: TikTokLiveConnection): void {
  (client.wsClient as unknown as WebSocket | null)?.terminate();
}

/** The error with which a connection attempt ends. */
export async function connectError(client: TikTokLiveConnection): Promise<unknown> {
  try {
    await client.connect();
  } catch (error) {
    terminate(client);
    return error;
  }
  await client.disconnect();
  throw new Error('connected, although it should have failed');
}
