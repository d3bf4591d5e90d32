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
