import type { SeenSupervisor, SupervisorReport } from '../heartbeats/judge-fleet.js';

/** Where supervisors see each other. */
export interface SupervisorBoard {
  /** Puts this one's report up and reads all, this one's among them, with ages by one clock. */
  exchange(report: SupervisorReport): Promise<SeenSupervisor[]>;
  /** Ends in order: nobody misses it. */
  remove(id: string): Promise<void>;
}
