export const PAGE_SETTINGS = Symbol('PAGE_SETTINGS');

export interface PageSettings {
  /** Where the dashboard is: it alone may show pages in a frame and send drafts to previews. */
  dashboards: readonly string[];
  localPictures: boolean;
  /** Whether there is a demo streamer, whose widgets the gallery shows. */
  demo: boolean;
}

/** When a page whose settings cannot be had tries again. */
export const RETRY_AFTER_SECONDS = 5;

const LOOPBACK = ['localhost', '127.0.0.1'];

/** Origins of the dashboard. At home it is opened under either name of this machine. */
export function dashboardOrigins(publicUrl: string, production: boolean): string[] {
  const { origin, hostname, protocol, port } = new URL(publicUrl);
  if (production || !LOOPBACK.includes(hostname)) return [origin];
  return LOOPBACK.map((name) => new URL(`${protocol}//${name}${port && `:${port}`}`).origin);
}
