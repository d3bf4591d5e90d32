/** A whole number from 0 to the largest safe one; int64 comes as a string. Anything odd is 0. */
export function toCount(value: unknown): number {
  const number = typeof value === 'string' || typeof value === 'number' ? Math.trunc(Number(value)) : 0;
  if (!Number.isFinite(number) || number <= 0) return 0;
  return Math.min(number, Number.MAX_SAFE_INTEGER);
}

/** An int64 id as text; `undefined` where TikTok sent none ('0', empty). */
export function toId(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const id = String(value).replace(/[^\w.-]/gu, '');
  return id === '' || id === '0' ? undefined : id.slice(0, 40);
}

const SECONDS_BELOW = 100_000_000_000;
/** The last moment that JavaScript's dates know. */
const END_OF_TIME = 8_640_000_000_000_000;

/** TikTok's time in ms; `receivedAt` where it gave none. Some fields hold seconds. */
export function toMillis(value: unknown, receivedAt: number): number {
  const time = toCount(value);
  if (time === 0) return receivedAt;
  const millis = time < SECONDS_BELOW ? time * 1000 : time;
  return millis > END_OF_TIME ? receivedAt : millis;
}

const MAX_ADDRESS = 2048;
const LOCAL = /^http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:\/|$)/u;

/** The first address that a page may load: https, or http on this machine. */
export function pictureOf(...images: ({ urlList?: readonly string[] } | undefined)[]): string | undefined {
  for (const image of images) {
    const found = image?.urlList?.find(isLoadable);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isLoadable(address: unknown): boolean {
  if (typeof address !== 'string' || address.length > MAX_ADDRESS) return false;
  return (address.startsWith('https://') || LOCAL.test(address)) && URL.canParse(address);
}
