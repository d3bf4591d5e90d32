export interface PagePolicy {
  /** Host and port of the request, for the socket. */
  host: string | undefined;
  nonce: string;
  /** Who may show the page in a frame. */
  dashboards: readonly string[];
  /** The gallery may, too. */
  demo: boolean;
  /** Pictures of the local TikTok come from this machine, over plain http. */
  localPictures: boolean;
}

const COMMON = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  'cross-origin-opener-policy': 'same-origin',
};
const HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-fA-F:.]+\](:\d{1,5})?$/;

/** Headers of the gallery: our own script, and frames of this gateway's pages. Nobody frames it. */
export function galleryHeaders(): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return { ...COMMON, 'content-security-policy': policy.join('; ') };
}

/** Headers of every page. Viewer texts and pictures are hostile: nothing runs that is not ours. */
export function pageHeaders({ host, nonce, dashboards, demo, localPictures }: PagePolicy): Record<string, string> {
  const sockets = host !== undefined && HOST.test(host) ? ` ws://${host} wss://${host}` : '';
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    `img-src 'self' data: https:${localPictures ? ' http://127.0.0.1:* http://localhost:*' : ''}`,
    "media-src 'self' data: https:",
    `connect-src 'self'${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${[...(demo ? ["'self'"] : []), ...dashboards].join(' ')}`,
  ];
  return { ...COMMON, 'content-security-policy': policy.join('; ') };
}
