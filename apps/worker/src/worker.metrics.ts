import type { NodeReport } from '#libs/contracts';
import type { SourceCounters } from '#libs/live-source';
import type { Logger, Metrics } from '#libs/observability';
import type { LoopWatchOptions } from './node/loop-watch.js';
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
  const reconnects = metrics.counter({
    name: 'streamshape_source_reconnects_total',
    help: 'Connections to rooms that came back within a stream, after a gap',
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
    onReconnect: () => reconnects.inc(),
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
  const gauge = (name: string, help: string, read: (report: NodeReport) => number) =>
    metrics.gauge({
      name,
      help,
      collect() {
        this.set(read(node.describe()));
      },
    });
  gauge('streamshape_worker_capacity', 'Streamers that this node can serve', ({ capacity }) => capacity);
  gauge('streamshape_worker_actors', 'Brokers that this node runs', ({ actors }) => actors);
  gauge(
    'streamshape_worker_draining',
    '1 while this node hands its brokers over and takes no other ones',
    ({ draining }) => Number(draining),
  );
}

/** Tells of a blocked event loop and of the broker that blocked it. */
export function loopObserver(
  metrics: Metrics,
  logger: Logger,
): Required<Pick<LoopWatchOptions, 'onStall' | 'onSlowHandler' | 'onError'>> {
  const stalls = metrics.counter({
    name: 'streamshape_event_loop_stalls_total',
    help: 'How often the event loop was blocked for over a second',
  });
  const stalled = metrics.counter({
    name: 'streamshape_event_loop_stalled_seconds_total',
    help: 'How long the event loop was blocked, in stalls of over a second',
  });
  const slow = metrics.counter({
    name: 'streamshape_broker_slow_handlers_total',
    help: "Pieces of one broker's work that kept all others waiting for over 200 ms",
  });
  return {
    onStall: (ms, slowest) => {
      stalls.inc();
      stalled.inc(ms / 1000);
      const whose = slowest ? { streamerId: slowest.streamerId, handlerMs: Math.round(slowest.ms) } : {};
      const what = slowest ? "this broker's handler took the most of it" : 'no broker had a slow handler';
      logger.error({ stallMs: ms, ...whose }, `The event loop was blocked and runs again: ${what}`);
    },
    onSlowHandler: ({ streamerId, ms }, tell) => {
      slow.inc();
      if (tell) logger.warn({ streamerId, handlerMs: Math.round(ms) }, 'A broker kept all others waiting');
    },
    onError: (err) => logger.error({ err }, 'The event loop is watched no more'),
  };
}

export function commandMetrics(metrics: Metrics): (command: string, outcome: string) => void {
  const commands = metrics.counter({
    name: 'streamshape_commands_total',
    help: 'Commands of the supervisor to this node, each counted once however often it came',
    labelNames: ['command', 'outcome'],
  });
  return (command, outcome) => commands.inc({ command, outcome });
}
