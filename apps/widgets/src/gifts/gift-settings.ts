import type { GiftsSettings } from '#libs/contracts';
import type { AlertWidgetSettings } from '../runtime/alert-widget.js';
import { type Look, readLook } from '../ui/look.js';
import { SettingsReader } from '../ui/settings.js';

const POSITIONS = [
  'top-left',
  'top-center',
  'top-right',
  'center',
  'bottom-left',
  'bottom-center',
  'bottom-right',
] as const;
const IMAGES = ['gift', 'sender', 'none'] as const;

export interface GiftLook extends Look {
  position: GiftsSettings['position'];
  image: GiftsSettings['image'];
  showAvatar: boolean;
  message: string;
}

export function readGiftSettings(settings: Record<string, unknown>): { look: GiftLook; alerts: AlertWidgetSettings } {
  const read = new SettingsReader(settings);
  return {
    look: {
      ...readLook(read),
      position: read.choice('position', POSITIONS, 'bottom-left'),
      image: read.choice('image', IMAGES, 'gift'),
      showAvatar: read.flag('showAvatar', true),
      message: read.text('message', 'sent {gift}', 200),
    },
    alerts: {
      rules: {
        durationMs: read.number('durationMs', 4000, 200, 30_000),
        timeLimitMs: read.number('timeLimitSeconds', 600, 1, 86_400) * 1000,
        maxQueue: read.number('maxQueue', 100, 1, 500),
        mergeWindowMs: read.number('mergeWindowSeconds', 30, 0, 600) * 1000,
        minimumCoins: read.number('minimumCoins', 0, 0, 1_000_000),
      },
      holdWhileInactive: read.flag('holdWhileInactive', false),
    },
  };
}
