export const PAGE_SETTINGS = Symbol('PAGE_SETTINGS');

export interface PageSettings {
  dashboardOrigin: string;
  localPictures: boolean;
  /** Whether there is a demo streamer, whose widgets the gallery shows. */
  demo: boolean;
}

/** When a page whose settings cannot be had tries again. */
export const RETRY_AFTER_SECONDS = 5;
