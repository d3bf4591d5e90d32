export const PAGE_SETTINGS = Symbol('PAGE_SETTINGS');

export interface PageSettings {
  dashboardOrigin: string;
  localPictures: boolean;
}

/** When a page whose settings cannot be had tries again. */
export const RETRY_AFTER_SECONDS = 5;
