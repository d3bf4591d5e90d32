import { setTimeout } from 'node:timers/promises';
import type { ViewerData, ViewerErased } from '#libs/contracts';
import {
  LOG_MEMORY_MINUTES,
  type BrokerRepository,
  type ViewerFootprints,
  type ViewerRecords,
  type ViewerTraces,
} from '#libs/domain';

const WIDTH = 50;
/** For what waits for the ledger: usually it is there within a second. */
const WAIT_MS = 3000;
const TRY_AGAIN_MS = 250;

/** Finds or erases everything about one viewer, by TikTok's id, in all streamers' data. */
export class ViewerDataService {
  constructor(
    private readonly records: ViewerRecords,
    private readonly footprints: ViewerFootprints,
    private readonly brokers: Pick<BrokerRepository, 'list'>,
    /** Tells pages what changed in a streamer's lists. */
    private readonly publish: (streamerId: string) => Promise<void>,
  ) {}

  async export(viewerId: string): Promise<ViewerData> {
    const rows = await this.records.find(viewerId);
    const live = await this.everywhere((streamerId) => this.footprints.find(streamerId, viewerId));
    const found = live.filter((traces): traces is ViewerTraces => traces !== undefined);
    return { viewerId, exportedAt: new Date().toISOString(), ...rows, live: found };
  }

  /**
   * Redis first: its rankings are copied to the database now and then, and what waits for the ledger gets some time to
   * get there. A repeat changes nothing more.
   */
  async erase(viewerId: string): Promise<ViewerErased> {
    let [live, waiting] = [0, 0];
    for (const until = performance.now() + WAIT_MS; ; await setTimeout(TRY_AGAIN_MS)) {
      const erased = await this.everywhere((streamerId) => this.footprints.erase(streamerId, viewerId));
      live += erased.reduce((sum, { gone }) => sum + gone, 0);
      waiting = erased.reduce((sum, one) => sum + one.waiting, 0);
      if (waiting === 0 || performance.now() >= until) break;
    }
    const { blockedBy, ...rows } = await this.records.erase(viewerId);
    for (const streamerId of blockedBy) await this.publish(streamerId);
    const goneBy = new Date(Date.now() + LOG_MEMORY_MINUTES * 60_000).toISOString();
    return { viewerId, ...rows, blocked: blockedBy.length, live, waiting, goneBy };
  }

  private async everywhere<T>(work: (streamerId: string) => Promise<T>): Promise<T[]> {
    const ids = (await this.brokers.list()).map(({ streamerId }) => streamerId);
    const results: T[] = [];
    for (let at = 0; at < ids.length; at += WIDTH) {
      results.push(...(await Promise.all(ids.slice(at, at + WIDTH).map(work))));
    }
    return results;
  }
}
