import type { BrokerAssignment } from '#libs/contracts';
import type { BrokerState, EventLogWriter, LivenessBudget, LiveSource, LiveSourceErrorKind } from '#libs/domain';
import type { AppendBatcherOptions } from './append-batcher.js';
import type { BrokerSettings, Clock } from './broker-settings.js';

export interface BrokerActorOptions {
  assignment: BrokerAssignment;
  nodeId: string;
  source: LiveSource;
  log: EventLogWriter;
  liveness: LivenessBudget;
  settings: BrokerSettings;
  clock: Clock;
  reacquire(): Promise<boolean>;
  /** Ownership went elsewhere. Called at most once. */
  onLost(): void;
  /** A defect in the actor's own code: the supervisor decides what becomes of it. */
  onCrash(error: unknown): void;
  onConnectFailure?(kind: LiveSourceErrorKind, error: unknown): void;
  /** What was made ready before the lease was taken; told once. */
  ready?(): { heard: boolean } | undefined;
  onPhase?(phase: BrokerState['phase']['name']): void;
  /** The connection came back within a stream. */
  onReconnect?(): void;
  /** Runs each piece of the actor's work and takes the time. */
  timed?: (work: () => void) => void;
  batcher?: Pick<AppendBatcherOptions, 'backlog' | 'onAppended' | 'onDropped' | 'onPoison' | 'onError'>;
}
