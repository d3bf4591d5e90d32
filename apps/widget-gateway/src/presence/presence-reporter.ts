import type { OpenPages } from '#libs/contracts';
import type { PagePresenceWriter } from '#libs/domain';

/** What is counted of a page. */
export interface PresentPage {
  readonly identity: { readonly widget: OpenPages['widget']; readonly preview: boolean } | undefined;
  /** OBS itself shows it. */
  readonly obs: boolean;
  /** ms */
  readonly openedAt: number;
}

export interface PresenceReporterOptions {
  writer: PagePresenceWriter;
  /** Of this process, and never of another one. */
  gatewayId: string;
  now(): number;
  onError(error: unknown): void;
}

/** A page that opens or closes is told of within this time. */
const TICK_MS = 1000;
/** What did not change is said again this often, well before it runs out. */
const REPEAT_MS = 10_000;

/** Tells which pages are open on this gateway: once a tick for all streamers together, never for a single message. */
export class PresenceReporter {
  private readonly open = new Map<string, ReadonlySet<PresentPage>>();
  private readonly changed = new Set<string>();
  private readonly saidAt = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private telling: Promise<void> = Promise.resolve();
  private busy = false;
  private failing = false;

  constructor(private readonly options: PresenceReporterOptions) {}

  start(): void {
    this.timer = setInterval(() => void this.tick(), TICK_MS);
  }

  /** A page of this streamer came or went. `pages` is kept, and read later. */
  touch(streamerId: string, pages: ReadonlySet<PresentPage>): void {
    this.open.set(streamerId, pages);
    this.changed.add(streamerId);
  }

  /** Takes back everything: the pages go to another gateway. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.telling;
    await this.say([...this.saidAt.keys()].map((streamerId) => ({ streamerId, pages: [] })));
  }

  /** One at a time: a slow Redis must not get more and more of the same. */
  private async tick(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.telling = this.tell().finally(() => (this.busy = false));
    await this.telling;
  }

  private async tell(): Promise<void> {
    const repeatBefore = this.options.now() - REPEAT_MS;
    for (const [streamerId, at] of this.saidAt) if (at <= repeatBefore) this.changed.add(streamerId);
    const reports = [...this.changed].map((streamerId) => ({
      streamerId,
      pages: countPages(this.open.get(streamerId) ?? []),
    }));
    this.changed.clear();
    await this.say(reports.filter(({ streamerId, pages }) => pages.length > 0 || this.saidAt.has(streamerId)));
    for (const [streamerId, pages] of this.open) if (pages.size === 0) this.open.delete(streamerId);
  }

  private async say(reports: { streamerId: string; pages: OpenPages[] }[]): Promise<void> {
    if (reports.length === 0) return;
    const at = this.options.now();
    try {
      await this.options.writer.report(this.options.gatewayId, reports);
      this.failing = false;
    } catch (error) {
      // An outage is told once; the next tick says all of it again.
      if (!this.failing) this.options.onError(error);
      this.failing = true;
      for (const { streamerId } of reports) this.changed.add(streamerId);
      return;
    }
    for (const { streamerId, pages } of reports) {
      if (pages.length > 0) this.saidAt.set(streamerId, at);
      else this.saidAt.delete(streamerId);
    }
  }
}

/** Pages of each widget, previews left out. */
export function countPages(pages: Iterable<PresentPage>): OpenPages[] {
  const counts = new Map<string, OpenPages>();
  for (const { identity, obs, openedAt } of pages) {
    if (!identity || identity.preview) continue;
    const { id, type } = identity.widget;
    const since = new Date(openedAt).toISOString();
    const known = counts.get(`${type} ${id}`);
    const one = known ?? { widget: { id, type }, pages: 0, obs: 0, since };
    one.pages += 1;
    if (obs) one.obs += 1;
    if (since < one.since) one.since = since;
    counts.set(`${type} ${id}`, one);
  }
  return [...counts.values()];
}
