import type { PresentationChanges } from '#libs/contracts';
import { ALERT_IMAGES, ALERT_SIZES, ENTRIES, EXITS } from '../../../../libs/contracts/src/widgets/look-options.js';
import type { SettingsReader } from '../ui/settings.js';

/** How one alert looks, sounds and moves. */
export type Presentation = {
  [Name in Exclude<keyof PresentationChanges, 'accentColor'>]-?: Exclude<PresentationChanges[Name], undefined>;
} & Pick<PresentationChanges, 'accentColor'>;

export function readPresentation(
  read: SettingsReader,
  fallback: Pick<Presentation, 'message' | 'image' | 'durationMs'>,
): Presentation {
  return {
    message: read.text('message', fallback.message, 200),
    image: read.choice('image', ALERT_IMAGES, fallback.image),
    imageUrl: read.reference('imageUrl', ''),
    durationMs: read.number('durationMs', fallback.durationMs, 200, 30_000),
    entry: read.choice('entry', ENTRIES, 'theme'),
    exit: read.choice('exit', EXITS, 'theme'),
    size: read.choice('size', ALERT_SIZES, 'auto'),
    sound: read.reference('sound', 'theme'),
    volume: read.number('volume', 70, 0, 100),
  };
}
