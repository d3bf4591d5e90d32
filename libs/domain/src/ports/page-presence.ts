import type { OpenPages } from '#libs/contracts';

/** Which widget pages are open now, on whichever gateway. */
export interface PagePresence {
  /** By type and id of the widget. Pages of a gateway that died count until what it said runs out. */
  openPages(streamerId: string): Promise<OpenPages[]>;
}

/** All pages of one streamer on one gateway; none of them takes back what was said before. */
export interface PresenceReport {
  streamerId: string;
  pages: readonly OpenPages[];
}

/** How gateways say which pages they serve: now and then, in bulk, and again before it runs out. */
export interface PagePresenceWriter {
  /** Replaces what this gateway said of these streamers; holds for the time to live of the store. */
  report(gatewayId: string, reports: readonly PresenceReport[]): Promise<void>;
}
