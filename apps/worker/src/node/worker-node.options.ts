import type {
  AssignmentConsumer,
  EventLogWriter,
  LeaseStore,
  LivenessBudget,
  LiveSource,
  LiveSourceErrorKind,
  MoveOffers,
  NodeRegistry,
} from '#libs/domain';
import type { BrokerSettings, Clock } from '../actor/broker-settings.js';
import type { LoopWatch } from './loop-watch.js';

/** All times in ms. */
export interface MoveLimits {
  /** A streamer that could not be taken over by then stays where it is. */
  timeoutMs: number;
  /** A node that is told to end waits at most this long for others to take what it has. */
  drainMs: number;
}

export interface WorkerNodeOptions {
  nodeId: string;
  version: string;
  capacity: number;
  lease: { ttlMs: number; renewMs: number };
  settings: BrokerSettings;
  source: LiveSource;
  log: EventLogWriter;
  leases: LeaseStore;
  registry: NodeRegistry;
  assignments: AssignmentConsumer;
  offers: MoveOffers;
  moves: MoveLimits;
  /** The shared schedule of looks. Default: one of this node's own, for tests. */
  liveness?: LivenessBudget;
  clock?: Clock;
  observer?: WorkerObserver;
  loop?: Pick<LoopWatch, 'handlerOf' | 'report'>;
}

/** What a node says of its work, for metrics and logs. */
export interface WorkerObserver {
  onAssigned?(streamerId: string, generation: number): void;
  onReleased?(streamerId: string, generation: number, why: 'handed-over' | 'lost'): void;
  onAppended?(accepted: number, refused: number, seconds: number): void;
  onDropped?(count: number): void;
  onPoison?(streamerId: string, eventType: string): void;
  onConnectFailure?(streamerId: string, kind: LiveSourceErrorKind, error: unknown): void;
  onReconnect?(): void;
  onCrash?(streamerId: string, error: unknown, crashes: number): void;
  onError?(what: string, error: unknown): void;
}
