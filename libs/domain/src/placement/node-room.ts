import type { NodeReport } from '#libs/contracts';
import type { Owner } from '../ports/event-log.js';

export interface NodeLoad {
  nodeId: string;
  capacity: number;
  /** Brokers that it has, or is about to have. */
  load: number;
}

/** How full the nodes are that take work, while a plan is being made. */
export interface NodeRoom {
  /** Takes a place on the emptiest node, `avoid` only if no other has room; undefined when every node is full. */
  take(avoid?: string): NodeLoad | undefined;
  emptiest(): NodeLoad | undefined;
  fullestFirst(): NodeLoad[];
  /** (fullest - emptiest) / mean, of loads in proportion to capacity; 0 for fewer than two nodes. */
  skew(): number;
  /** Whether one broker from `donor` to `target` leaves `donor` at least as full as `target`. */
  improves(donor: NodeLoad, target: NodeLoad): boolean;
}

const ratio = ({ load, capacity }: NodeLoad) => load / capacity;

/**
 * Leases tell what a node has at this moment. Its report is up to a second old and tells of what is on its way too: with
 * `expected` the higher one counts.
 */
export function findNodeRoom(
  nodes: readonly NodeReport[],
  owners: ReadonlyMap<string, Owner>,
  { expected }: { expected: boolean },
): NodeRoom {
  const owned = new Map<string, number>();
  for (const { nodeId } of owners.values()) owned.set(nodeId, (owned.get(nodeId) ?? 0) + 1);
  const loads = nodes
    .filter((node) => !node.draining && node.capacity > 0)
    .map(({ nodeId, capacity, actors }) => {
      const held = owned.get(nodeId) ?? 0;
      return { nodeId, capacity, load: expected ? Math.max(actors, held) : held };
    });
  return roomOf(loads);
}

function roomOf(loads: NodeLoad[]): NodeRoom {
  const emptiest = (avoid?: string) => {
    let best: NodeLoad | undefined;
    for (const node of loads) {
      if (node.nodeId === avoid) continue;
      if (node.load < node.capacity && (!best || ratio(node) < ratio(best))) best = node;
    }
    return best;
  };
  return {
    emptiest: () => emptiest(),
    take(avoid) {
      const node = emptiest(avoid) ?? emptiest();
      if (node) node.load += 1;
      return node;
    },
    fullestFirst: () => loads.toSorted((one, two) => ratio(two) - ratio(one)),
    skew() {
      const total = loads.reduce((sum, node) => sum + node.load, 0);
      if (loads.length < 2 || total === 0) return 0;
      const mean = total / loads.reduce((sum, node) => sum + node.capacity, 0);
      const ratios = loads.map(ratio);
      return (Math.max(...ratios) - Math.min(...ratios)) / mean;
    },
    improves: (donor, target) =>
      donor !== target && (donor.load - 1) / donor.capacity >= (target.load + 1) / target.capacity,
  };
}
