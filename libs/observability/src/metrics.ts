import {
  Counter,
  Gauge,
  Histogram,
  Registry,
  collectDefaultMetrics,
  type CounterConfiguration,
  type GaugeConfiguration,
  type HistogramConfiguration,
} from 'prom-client';

export type { Counter, Gauge, Histogram } from 'prom-client';

type Own<T> = Omit<T, 'registers'>;

/**
 * The metrics of one node, in a registry of its own: two nodes can live in one process. Asking for a name again
 * gives the metric that is there. Names: `streamshape_<what>_<unit>`, counters end in `_total`.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly contentType = this.registry.contentType;

  constructor(labels: { role: string; node?: string; version?: string }) {
    const { version = '0', ...defaults } = labels;
    this.registry.setDefaultLabels(defaults);
    collectDefaultMetrics({ register: this.registry });
    this.gauge({ name: 'streamshape_build_info', help: 'Which version runs', labelNames: ['version'] }).set(
      { version },
      1,
    );
  }

  counter<T extends string = string>(options: Own<CounterConfiguration<T>>): Counter<T> {
    return (
      (this.registry.getSingleMetric(options.name) as Counter<T> | undefined) ??
      new Counter<T>({ ...options, registers: [this.registry] })
    );
  }

  gauge<T extends string = string>(options: Own<GaugeConfiguration<T>>): Gauge<T> {
    return (
      (this.registry.getSingleMetric(options.name) as Gauge<T> | undefined) ??
      new Gauge<T>({ ...options, registers: [this.registry] })
    );
  }

  histogram<T extends string = string>(options: Own<HistogramConfiguration<T>>): Histogram<T> {
    return (
      (this.registry.getSingleMetric(options.name) as Histogram<T> | undefined) ??
      new Histogram<T>({ ...options, registers: [this.registry] })
    );
  }

  /** Prometheus text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
