export interface DashboardPolicy {
  /** Of this answer: allows the style sheets that the component library writes. */
  nonce: string;
  /** Where the widget pages are, for previews. */
  widgetsUrl: string;
  /** Pictures of the local TikTok come from this machine, over plain http. */
  localPictures: boolean;
}

/** What the dashboard's page may do: run our own script, talk to this server, and show widgets in frames. */
export function dashboardPolicy({ nonce, widgetsUrl, localPictures }: DashboardPolicy): string {
  const widgets = new URL(widgetsUrl).origin;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' https: data: ${widgets}${localPictures ? ' http://127.0.0.1:* http://localhost:*' : ''}`,
    `media-src 'self' ${widgets}`,
    "font-src 'self'",
    "connect-src 'self'",
    `frame-src ${widgets}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
