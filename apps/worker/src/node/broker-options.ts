import type { BrokerAssignment } from '#libs/contracts';
import type { AppendEntry, LiveSourceErrorKind } from '#libs/domain';
import type { Backlog } from '../actor/backlog.js';
import type { Clock } from '../actor/broker-settings.js';
import type { Taken } from './takeover.js';
import type { WorkerNodeOptions } from './worker-node.options.js';

/** What a broker gets of its node. */
export function brokerOptions(
  options: WorkerNodeOptions,
  clock: Clock,
  assignment: BrokerAssignment,
  taken: Taken | undefined,
  backlog: Backlog,
) {
  const { observer, nodeId, source, log, settings } = options;
  const { streamerId } = assignment;
  return {
    ...{ assignment, nodeId, log, settings, clock },
    source: taken?.source ?? source,
    ready: () => taken?.source.ready(taken.heard),
    discard: () => taken?.source.close(),
    ...(options.loop ? { timed: options.loop.handlerOf(streamerId) } : {}),
    onReconnect: () => observer?.onReconnect?.(),
    onCrash: (error: unknown, crashes: number) => observer?.onCrash?.(streamerId, error, crashes),
    onConnectFailure: (kind: LiveSourceErrorKind, error: unknown) =>
      observer?.onConnectFailure?.(streamerId, kind, error),
    batcher: {
      backlog,
      onAppended: (accepted: number, refused: number, seconds: number) =>
        observer?.onAppended?.(accepted, refused, seconds),
      onDropped: (count: number) => observer?.onDropped?.(count),
      onPoison: ({ event }: AppendEntry) => observer?.onPoison?.(streamerId, event.type),
      onError: (error: unknown) => observer?.onError?.('appending events', error),
    },
  };
}
