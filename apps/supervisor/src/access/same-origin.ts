export interface OriginHeaders {
  origin?: string | undefined;
  host?: string | undefined;
  'sec-fetch-site'?: string | string[] | undefined;
}

/**
 * Whether a request comes from a page of this server, as browsers tell and pages cannot forge. `unknown`: it tells
 * nothing, as programs do.
 */
export function comesFrom(headers: OriginHeaders, publicUrl: string): 'here' | 'elsewhere' | 'unknown' {
  const { origin, host } = headers;
  if (origin !== undefined) {
    if (origin === new URL(publicUrl).origin) return 'here';
    return URL.canParse(origin) && new URL(origin).host === host ? 'here' : 'elsewhere';
  }
  const site = headers['sec-fetch-site'];
  if (site === undefined) return 'unknown';
  return site === 'same-origin' ? 'here' : 'elsewhere';
}
