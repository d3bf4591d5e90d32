import type { BrokerRecord, BrokerRepository, GenerationClaim, OwnerSighting } from '#libs/domain';
import type { Carry } from './in-memory-lease-store.js';

export interface ClaimWatcher {
  onGeneration?(streamerId: string, from: number, to: number, why: string): void;
}

/** The table `broker`: whole batches in one statement, each row by its own condition. */
export class BrokerTable {
  readonly rows = new Map<string, BrokerRecord>();

  constructor(
    private readonly now: () => number,
    private readonly watcher: ClaimWatcher = {},
  ) {}

  list(): BrokerRecord[] {
    return [...this.rows.values()].map((row) => ({ ...row }));
  }

  claim(claims: readonly GenerationClaim[]): Set<string> {
    const won = new Set<string>();
    for (const { streamerId, from, to, cause, ownerStays } of claims) {
      const row = this.rows.get(streamerId);
      if (!row || !this.holds(row, from)) continue;
      this.watcher.onGeneration?.(streamerId, row.generation, to, cause);
      Object.assign(row, { generation: to, cause, assignedAt: this.now() });
      if (!ownerStays) row.nodeId = null;
      won.add(streamerId);
    }
    return won;
  }

  record(sightings: readonly OwnerSighting[]): void {
    for (const { streamerId, nodeId, generation } of sightings) {
      const row = this.rows.get(streamerId);
      if (!row || row.generation > generation) continue;
      if (generation > row.generation) this.watcher.onGeneration?.(streamerId, row.generation, generation, 'sighted');
      Object.assign(row, { nodeId, generation });
    }
  }

  /** What the operator's API does to the row when a streamer is switched on or off, or changes. */
  change(streamerId: string, { desired, supersede }: { desired?: boolean; supersede?: boolean }): void {
    const row = this.rows.get(streamerId);
    if (!row) return;
    if (supersede || (desired === false && row.desired)) {
      this.watcher.onGeneration?.(streamerId, row.generation, row.generation + 1, 'changed');
      Object.assign(row, { generation: row.generation + 1, nodeId: null, cause: 'superseded' });
    }
    row.desired = desired ?? row.desired;
  }

  protected holds(row: BrokerRecord, from: number): boolean {
    return row.generation === from && row.desired;
  }
}

/** Placement state without PostgreSQL. */
export class InMemoryBrokerRepository implements BrokerRepository {
  constructor(
    private readonly table: BrokerTable,
    private readonly carry: Carry,
  ) {}

  list(): Promise<BrokerRecord[]> {
    return this.carry(() => this.table.list());
  }

  claimGenerations(claims: readonly GenerationClaim[]): Promise<Set<string>> {
    if (claims.length === 0) return Promise.resolve(new Set());
    return this.carry(() => this.table.claim(claims));
  }

  async recordOwners(sightings: readonly OwnerSighting[]): Promise<void> {
    if (sightings.length > 0) await this.carry(() => this.table.record(sightings));
  }

  async purge(): Promise<void> {
    // Streamers are not deleted in the model.
  }
}
