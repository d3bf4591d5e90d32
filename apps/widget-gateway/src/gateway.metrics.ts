import type { Metrics } from '#libs/observability';
import type { SocketServer } from './sockets/socket-server.js';
import type { WidgetHub } from './sockets/widget-hub.js';

/** Measured when asked for: nothing on the way of an event. */
export function registerGatewayMetrics(metrics: Metrics, sockets: SocketServer, hub: WidgetHub): void {
  metrics.gauge({
    name: 'streamshape_gateway_sockets',
    help: 'Widget pages that are connected',
    collect() {
      this.set(sockets.connections);
    },
  });
  metrics.gauge({
    name: 'streamshape_gateway_streamers',
    help: 'Streamers with at least one connected page',
    collect() {
      this.set(hub.streamers);
    },
  });
}
