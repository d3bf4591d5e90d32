import type { ViewerData, ViewerErased } from '#libs/contracts';
import {
  LOG_MEMORY_MINUTES,
  type BrokerRepository,
  type ViewerFootprints,
  type ViewerRecords,
  type ViewerTraces,
} from '#libs/domain';

const WIDTH = 50;

/** Finds or erases everything about one viewer, by TikTok's id, in all streamers' data. */
export class ViewerDataService {
  constructor(
    private readonly records: ViewerRecords,
    private readonly footprints: ViewerFootprints,
    private readonly brokers: Pick<BrokerRepository, 'list'>,
  ) {}

  async export(viewerId: string): Promise<ViewerData> {
    const rows = await this.records.find(viewerId);
    const live = await this.everywhere((streamerId) => this.footprints.find(streamerId, viewerId));
    const found = live.filter((traces): traces is ViewerTraces => traces !== undefined);
    return { viewerId, exportedAt: new Date().toISOString(), ...rows, live: found };
  }

  /** Redis first: its rankings are copied to the database now and then. A repeat changes nothing more. */
  async erase(viewerId: string): Promise<ViewerErased> {
    const erased = await this.everywhere((streamerId) => this.footprints.erase(streamerId, viewerId));
    const rows = await this.records.erase(viewerId);
    const goneBy = new Date(Date.now() + LOG_MEMORY_MINUTES * 60_000).toISOString();
    return { viewerId, ...rows, live: erased.reduce((sum, count) => sum + count, 0), goneBy };
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
