import EulerStreamApiClient from 'tiktok-live-api-sdk';
import { getRandomPresets, getWebConfig, WebcastHttpClient } from 'tiktok-live-connector';
import type { TikTokLiveConnection } from 'tiktok-live-connector';

type ConnectionOptions = ConstructorParameters<typeof TikTokLiveConnection>[1];
export type WebClientOptions = NonNullable<ConnectionOptions['webClientOptions']>;
export type WebConfigOverrides = NonNullable<ConnectionOptions['webConfigOverrides']>;

/** TikTok's two HTTP hosts, as `scheme://host[:port]`. */
export interface TikTokHosts {
  webUrl: string;
  webcastUrl: string;
}

export function webConfigFor(hosts: TikTokHosts): WebConfigOverrides {
  return {
    TIKTOK_HOST_WEB: new URL(hosts.webUrl).host,
    TIKTOK_HOST_WEBCAST: new URL(hosts.webcastUrl).host,
  };
}

/** The library's web client alone, for looks at a room that need no signature: it cannot sign. */
export function unsignedWebClient(hosts: TikTokHosts, signal: AbortSignal, onRequest?: () => void): WebcastHttpClient {
  // Without a signing client given, the library makes one that the whole process shares.
  const nobody = new EulerStreamApiClient({ basePath: 'https://sign.invalid' });
  const config = { ...getWebConfig(getRandomPresets()), ...webConfigFor(hosts) };
  return new WebcastHttpClient(config, nobody, webClientOptions(hosts, signal, onRequest));
}

/**
 * HTTP options for the library's client. It picks plain http for every host that is not local: each request, and
 * each redirect, gets the scheme of the configured base of its host, and https when the host is neither.
 * The library drops a `timeout` given here, so `signal` is what ends a request.
 */
export function webClientOptions(hosts: TikTokHosts, signal: AbortSignal, onRequest?: () => void): WebClientOptions {
  const fixScheme = (options: { url?: URL | string | undefined }): void => {
    if (options.url !== undefined) options.url = withConfiguredScheme(new URL(options.url), hosts);
  };
  const options: Omit<WebClientOptions, 'cookieJar'> = {
    signal,
    retry: { limit: 0 },
    // A redirect is a request too, and runs the hooks before it once more.
    hooks: { beforeRequest: [fixScheme, () => onRequest?.()], beforeRedirect: [fixScheme] },
  };
  // The library sets its own cookie jar after these options.
  return options as WebClientOptions;
}

/** The same address with the scheme that its host is configured with; https for any other host. */
export function withConfiguredScheme(url: URL, hosts: TikTokHosts): URL {
  const base = [hosts.webUrl, hosts.webcastUrl].map((one) => new URL(one)).find((one) => one.host === url.host);
  const scheme = base?.protocol ?? 'https:';
  return url.protocol === scheme ? url : new URL(url.href.replace(/^\w+:/u, scheme));
}

/** A push server on this machine may be spoken to in clear text; every other one over TLS. */
export function secureSocketUrl(address: string): string {
  if (!address.startsWith('ws://') || !URL.canParse(address)) return address;
  const { hostname } = new URL(address);
  return isLocal(hostname) ? address : address.replace(/^ws:/u, 'wss:');
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
}
