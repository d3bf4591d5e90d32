import type { NodeReport } from '#libs/contracts';

export interface DrainProgress {
  /** Brokers that are still here. */
  left: number;
  elapsedMs: number;
  /** Since the last one went. */
  idleMs: number;
  /** Every node that reports; undefined while the registry is out of reach. */
  nodes: readonly NodeReport[] | undefined;
}

/** Nothing went for so long: nobody is there to move anything. */
const IDLE_LIMIT_MS = 5000;
/** The same without Redis, through which everything is moved. */
const BLIND_LIMIT_MS = 2000;

/** Whether waiting for other nodes to take what is left has no more use. */
export function isDrainOver(nodeId: string, limitMs: number, progress: DrainProgress): boolean {
  const { left, elapsedMs, idleMs, nodes } = progress;
  if (left === 0 || elapsedMs >= limitMs || idleMs >= IDLE_LIMIT_MS) return true;
  if (nodes === undefined) return idleMs >= BLIND_LIMIT_MS;
  const takes = (node: NodeReport) => node.nodeId !== nodeId && !node.draining && node.actors < node.capacity;
  return !nodes.some(takes);
}
