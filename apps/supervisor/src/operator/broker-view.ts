import type { BrokerView, MoveView, NodeReport, NodeView } from '#libs/contracts';
import {
  brokerSince,
  brokerViewState,
  explainBroker,
  operatorAdvice,
  type BrokerMove,
  type BrokerSituation,
  type LogActivity,
} from '#libs/domain';

const iso = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(ms).toISOString();

export function toNodeView(node: NodeReport): NodeView {
  const { nodeId, version, draining, startedAt, capacity, actors, phases, eventLoop } = node;
  return {
    ...{ id: nodeId, version, draining, capacity, actors },
    startedAt: new Date(startedAt).toISOString(),
    load: capacity === 0 ? 0 : Math.round((actors / capacity) * 1000) / 1000,
    phases: phases ?? null,
    eventLoop: eventLoop ?? null,
  };
}

/** `activity` is absent while it cannot be read. */
export function toBrokerView(situation: BrokerSituation, activity: LogActivity | undefined): BrokerView {
  const { broker, owner, status } = situation;
  return {
    streamerId: broker.streamerId,
    handle: broker.streamer?.handle ?? null,
    state: brokerViewState(situation),
    why: explainBroker(situation),
    advice: (owner && status && operatorAdvice(status)) ?? null,
    status: status ?? null,
    since: iso(brokerSince(situation)),
    nodeId: owner?.nodeId ?? null,
    generation: Math.max(broker.generation, owner?.generation ?? 0),
    cause: broker.cause,
    lastEventAt: iso(activity?.lastEventAt),
    reconnects: activity?.reconnects ?? null,
    nextTryAt: iso(owner ? status?.nextTryAt : undefined),
  };
}

export function toMoveView(move: BrokerMove, handle: string | undefined): MoveView {
  const { streamerId, generation, cause, fromNode, toNode, claimedAt, ownedAt } = move;
  return {
    ...{ streamerId, generation, cause, from: fromNode, to: toNode },
    handle: handle ?? null,
    claimedAt: new Date(claimedAt).toISOString(),
    ownedAt: iso(ownedAt),
    tookMs: ownedAt === null ? null : Math.max(0, ownedAt - claimedAt),
  };
}
