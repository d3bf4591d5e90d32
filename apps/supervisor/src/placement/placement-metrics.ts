import { Inject, Injectable } from '@nestjs/common';
import { summariseBrokers } from '#libs/domain';
import { Metrics, type Gauge } from '#libs/observability';
import type { PlacementState } from './placement-state.js';

/** What the placement loop tells Prometheus. */
@Injectable()
export class PlacementMetrics {
  private readonly ticks;
  private readonly brokers: Gauge<'state'>;
  private readonly nodes: Gauge<'state'>;
  private readonly places: Gauge<'state'>;
  private readonly oldest: Gauge;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.ticks = metrics.histogram({
      name: 'streamshape_placement_tick_duration_seconds',
      help: 'Time of one round of the placement loop',
      labelNames: ['outcome'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    });
    this.brokers = metrics.gauge({
      name: 'streamshape_brokers',
      help: 'Brokers as the supervisor sees them',
      labelNames: ['state'],
    });
    this.nodes = metrics.gauge({ name: 'streamshape_nodes', help: 'Worker nodes', labelNames: ['state'] });
    this.places = metrics.gauge({
      name: 'streamshape_node_places',
      help: 'Places for brokers on worker nodes that take work: taken and free',
      labelNames: ['state'],
    });
    this.oldest = metrics.gauge({
      name: 'streamshape_broker_oldest_unassigned_seconds',
      help: 'How long the longest waiting broker has been without an owner',
    });
  }

  startTick(): (outcome: 'ok' | 'slow' | 'failed') => void {
    const end = this.ticks.startTimer();
    return (outcome) => void end({ outcome });
  }

  observe(state: PlacementState): void {
    if (!state.latest) return;
    const { brokers, nodes } = summariseBrokers(state.latest);
    const { oldestUnassignedSeconds, ...counts } = brokers;
    for (const [name, value] of Object.entries(counts)) this.brokers.set({ state: name }, value);
    for (const [name, value] of Object.entries(nodes)) this.nodes.set({ state: name }, value);
    const taking = state.latest.nodes.filter((node) => !node.draining);
    this.places.set(
      { state: 'taken' },
      taking.reduce((sum, node) => sum + node.actors, 0),
    );
    this.places.set(
      { state: 'free' },
      taking.reduce((sum, node) => sum + Math.max(0, node.capacity - node.actors), 0),
    );
    this.oldest.set(oldestUnassignedSeconds);
  }
}
