import { h } from './dom.js';
import { initialOf } from './text.js';
import { hash32 } from '../runtime/hash.js';

/** Addresses that a picture may have; anything else counts as missing. */
export function pictureAddress(address: string | undefined): string | undefined {
  if (!address) return undefined;
  try {
    const url = new URL(address, location.href);
    const known = url.protocol === 'https:' || url.protocol === 'http:' || /^data:image\//i.test(address);
    return known ? url.href : undefined;
  } catch {
    return undefined;
  }
}

const PREFETCH_AT_ONCE = 24;
const prefetching = new Set<HTMLImageElement>();

/** Fetches a picture before its alert comes up. */
export function prefetch(address: string | undefined): void {
  const src = pictureAddress(address);
  if (!src || prefetching.size >= PREFETCH_AT_ONCE) return;
  const image = new Image();
  image.referrerPolicy = 'no-referrer';
  prefetching.add(image);
  image.onload = image.onerror = () => prefetching.delete(image);
  image.src = src;
}

/**
 * `fallback` stands in until the picture is there, and for good when it never comes; `second` is the address of one that
 * is tried before that.
 */
export function picture(
  className: string,
  address: string | undefined,
  fallback: Element,
  second?: string,
): HTMLElement {
  const frame = h('div', `${className} picture`, fallback);
  const [src, other] = [address, second].map(pictureAddress).filter((known) => known !== undefined);
  if (!src) return frame;
  const image = h('img', 'picture__image');
  image.alt = '';
  image.decoding = 'async';
  image.referrerPolicy = 'no-referrer';
  image.onload = () => frame.classList.add('picture--loaded');
  image.onerror = () => {
    image.onerror = () => image.remove();
    if (other) image.src = other;
    else image.remove();
  };
  image.src = src;
  if (image.complete && image.naturalWidth > 0) frame.classList.add('picture--loaded');
  frame.append(image);
  return frame;
}

/** A round picture of a person; the first letter on a colour of their own where there is none. */
export function avatar(
  className: string,
  user: { id: string; avatar?: string | undefined },
  name: string,
): HTMLElement {
  const letter = h('span', 'avatar__letter', initialOf(name));
  const frame = picture(`${className} avatar`, user.avatar, letter);
  frame.style.setProperty('--hue', String(hash32(user.id) % 360));
  return frame;
}
