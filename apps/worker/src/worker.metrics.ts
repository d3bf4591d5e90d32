import type { SourceCounters } from '#libs/live-source';
import type { Logger, Metrics } from '#libs/observability';
import type { WorkerNode, WorkerObserver } from './node/worker-node.js';

/** Counts every message of the wire: exactly one outcome each, so a rise of "unknown" or "undecodable" is drift. */
export function sourceCounters(metrics: Metrics): SourceCounters {
  const messages = metrics.counter({
    name: 'streamshape_source_messages_total',
    help: 'Messages from TikTok, by method and what became of them',
    labelNames: ['method', 'outcome'],
  });
  const facts = metrics.counter({
    name: 'streamshape_source_facts_total',
    help: 'Facts made from messages, by type',
    labelNames: ['type'],
  });
  return {
    message: () => undefined,
    fact: (type, method) => {
      messages.inc({ method, outcome: 'fact' });
      facts.inc({ type });
    },
    ignored: (method) => messages.inc({ method, outcome: 'ignored' }),
    // Names that no table knows come from the wire: as labels they would never end.
    unknown: () => messages.inc({ method: 'other', outcome: 'unknown' }),
    undecodable: () => messages.inc({ method: 'other', outcome: 'undecodable' }),
    invalid: (method) => messages.inc({ method, outcome: 'invalid' }),
  };
}

/** Turns what a node says of its work into metrics and log lines. */
export function workerObserver(metrics: Metrics, logger: Logger): WorkerObserver {
  const events = metrics.counter({
    name: 'streamshape_events_total',
    help: 'Events given to the log: accepted, seen before, dropped while the log was out of reach, or impossible to take',
    labelNames: ['outcome'],
  });
  const appendSeconds = metrics.histogram({
    name: 'streamshape_append_seconds',
    help: 'How long one append of a batch takes',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 3],
  });
  const failures = metrics.counter({
    name: 'streamshape_source_failures_total',
    help: 'Failed looks at rooms and connection attempts, by kind',
    labelNames: ['kind'],
  });
  const crashes = metrics.counter({
    name: 'streamshape_broker_crashes_total',
    help: 'Brokers restarted after a crash',
  });
  const moves = metrics.counter({
    name: 'streamshape_broker_moves_total',
    help: 'Brokers taken on, handed over or lost by this node',
    labelNames: ['what'],
  });
  return {
    onAssigned: (streamerId, generation) => {
      moves.inc({ what: 'taken' });
      logger.info({ streamerId, generation }, 'Took on a streamer');
    },
    onReleased: (streamerId, generation, why) => {
      moves.inc({ what: why });
      logger.info({ streamerId, generation, why }, 'Let go of a streamer');
    },
    onAppended: (accepted, refused, seconds) => {
      events.inc({ outcome: 'accepted' }, accepted);
      if (refused > 0) events.inc({ outcome: 'seen-before' }, refused);
      appendSeconds.observe(seconds);
    },
    onDropped: (count) => events.inc({ outcome: 'dropped' }, count),
    onPoison: (streamerId, type) => {
      events.inc({ outcome: 'poison' });
      logger.error({ streamerId, type }, 'An event that the log cannot take was left out');
    },
    onConnectFailure: (streamerId, kind, error) => {
      failures.inc({ kind });
      logger.debug({ streamerId, kind, err: error }, 'Could not reach the room');
    },
    onCrash: (streamerId, error, count) => {
      crashes.inc();
      logger.error({ streamerId, crashes: count, err: error }, 'A broker crashed and will be restarted');
    },
    onError: (what, error) => logger.warn({ err: error }, `Failed while ${what}`),
  };
}

export function registerNodeMetrics(metrics: Metrics, node: WorkerNode): void {
  metrics.gauge({
    name: 'streamshape_brokers',
    help: 'Brokers on this node, by phase',
    labelNames: ['phase'],
    collect() {
      this.reset();
      for (const [phase, count] of node.phases()) this.set({ phase }, count);
    },
  });
  metrics.gauge({
    name: 'streamshape_worker_capacity',
    help: 'Streamers that this node can serve',
    collect() {
      this.set(node.describe().capacity);
    },
  });
}
