import type { StreamerWithKey } from '#libs/contracts';
import type { TikTokSimulator } from '../../apps/tiktok-simulator/src/index.js';
import type { Cluster } from './cluster.js';
import { SocketPage } from './socket-page.js';

/** Clocks at a tenth, so that a failover takes half a second. */
export const FAST_CLOCKS = {
  LEASE_TTL_MS: '500',
  LEASE_RENEW_MS: '100',
  PLACEMENT_TICK_MS: '100',
  PLACEMENT_SPACING_MS: '300',
  GATEWAY_HEARTBEAT_MS: '500',
};

/** A streamer who is live, with a worker in the room and a page that watches. */
export interface Act {
  streamer: StreamerWithKey;
  room: ReturnType<TikTokSimulator['room']>;
  page: SocketPage;
}

/** `handle` must be a new one in this cluster. */
export async function act(cluster: Cluster, handle: string, widget: string): Promise<Act> {
  const room = cluster.simulator.room(handle).goLive();
  const streamer = await cluster.createStreamer(handle);
  await room.waitForClients(1);
  const page = await SocketPage.join(cluster.gatewayUrl, { key: streamer.widgetKey, widget });
  return { streamer, room, page };
}
