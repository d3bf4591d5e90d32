import type { Schedule } from './faults.js';

/** An owner that was cut off comes back to an empty Redis before the owner who followed it has renewed. */
export const OLDER_OWNER_BACK: Schedule = {
  ...{ seed: 1_975_360_498, nodes: 4, supervisors: 2, streamers: 1 },
  faults: [
    { kind: 'switch-on', at: 5000, forMs: 4000, which: 0 },
    { kind: 'cut-node', at: 5000, forMs: 6000, which: 2 },
    { kind: 'wipe-redis', at: 11_000, forMs: 4000, which: 2 },
  ],
};

/** Redis is wiped between the offer of a move and the first request of the node that it was offered to. */
export const WIPED_IN_MOVE: Schedule = {
  ...{ seed: 2_147_483_639, nodes: 4, supervisors: 2, streamers: 3 },
  faults: [
    { kind: 'cut-supervisor', at: 14_247, forMs: 1682, which: 3 },
    { kind: 'stop-node', at: 13_337, forMs: 13_214, which: 9 },
    { kind: 'supersede', at: 6221, forMs: 6899, which: 10 },
    { kind: 'cut-node', at: 8393, forMs: 8652, which: 2 },
    { kind: 'wipe-redis', at: 16_802, forMs: 2888, which: 2 },
  ],
};
