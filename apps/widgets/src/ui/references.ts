import { pageAssets } from '../runtime/page-assets.js';
import { pictureAddress } from './pictures.js';
import { token } from './theme.js';

const NAME = /^[\w-]{1,64}$/;

/** Where a picture of the streamer's is: `https://…`, `upload:ID` or `library:NAME`. */
export function pictureReference(reference: string): string | undefined {
  return (
    own(reference, 'pictures', 'svg') ?? (reference.startsWith('https://') ? pictureAddress(reference) : undefined)
  );
}

/** Where a sound is: `theme` (the theme's own for `moment`), `upload:ID` or `library:NAME`; `none` is none. */
export function soundReference(reference: string, moment: SoundMoment): string | undefined {
  if (reference !== 'theme') return own(reference, 'sounds', 'wav');
  const name = token(`--sound-${moment}`);
  return name && name !== 'none' ? own(`library:${name}`, 'sounds', 'wav') : undefined;
}

/** Each is a token of the theme: `--sound-gift: NAME`. */
export type SoundMoment = 'gift' | 'gift-card' | 'gift-scene' | 'follow' | 'subscribe' | 'share' | 'like' | 'goal';

function own(reference: string, folder: 'pictures' | 'sounds', ending: string): string | undefined {
  const [kind, name = ''] = reference.split(':');
  if (!NAME.test(name)) return undefined;
  if (kind === 'upload') return `/uploads/${name}`;
  return kind === 'library' ? `/assets/library/${folder}/${name}.${ending}?v=${pageAssets().build}` : undefined;
}
