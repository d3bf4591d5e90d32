import type { Metrics } from '#libs/observability';
import type { KeepingUp } from './sockets/keeping-up.js';
import type { SocketServer } from './sockets/socket-server.js';
import type { WidgetHub } from './sockets/widget-hub.js';

/** Measured when asked for: nothing on the way of an event. */
export function registerGatewayMetrics(
  metrics: Metrics,
  { sockets, hub, keepingUp }: { sockets: SocketServer; hub: WidgetHub; keepingUp: KeepingUp },
): void {
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
  metrics.gauge({
    name: 'streamshape_gateway_push_lag_seconds',
    help: 'How late the last mark was that went the way of pushed events',
    collect() {
      this.set(keepingUp.lagMs / 1000);
    },
  });
  metrics.gauge({
    name: 'streamshape_gateway_behind',
    help: '1 while pages get alerts alone because pushed events come late',
    collect() {
      this.set(Number(keepingUp.behind));
    },
  });
}
