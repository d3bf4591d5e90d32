import { pageAssets } from '../runtime/page-assets.js';
import { pictureAddress } from './pictures.js';
import { token } from './theme.js';

const NAME = /^[\w-]{1,64}$/;
/** Whose sounds there are in any case. */
const DEFAULT = 'glass';

/** Where a picture of the streamer's is: `https://…`, `upload:ID` or `library:NAME`. */
export function pictureReference(reference: string): string | undefined {
  return (
    own(reference, 'pictures', 'svg') ?? (reference.startsWith('https://') ? pictureAddress(reference) : undefined)
  );
}

/**
 * Where a sound is, and what stands in for it if it is not there any more: `theme` (the theme's own for `moment`),
 * `https://…`, `upload:ID` or `library:NAME`; `none` is none.
 */
export function soundReference(reference: string, moment: SoundMoment): string[] {
  if (reference === 'none') return [];
  const wished = reference.startsWith('https://') ? reference : own(reference, 'sounds', 'wav');
  const theme = token(`--sound-${moment}`) || `${DEFAULT}-${moment}`;
  const family = theme === 'none' ? [] : [theme, `${DEFAULT}-${moment}`].map((name) => `library:${name}`);
  const addresses = [wished, ...family.map((name) => own(name, 'sounds', 'wav'))];
  return [...new Set(addresses.filter((address) => address !== undefined))];
}

/** A theme may name another sound for each: `--sound-gift: NAME`, or `none`. */
export type SoundMoment = 'gift' | 'gift-card' | 'gift-scene' | 'follow' | 'subscribe' | 'share' | 'like' | 'goal';

function own(reference: string, folder: 'pictures' | 'sounds', ending: string): string | undefined {
  const [kind, name = ''] = reference.split(':');
  if (!NAME.test(name)) return undefined;
  if (kind === 'upload') return `/uploads/${name}`;
  return kind === 'library' ? `/assets/library/${folder}/${name}.${ending}?v=${pageAssets().build}` : undefined;
}
