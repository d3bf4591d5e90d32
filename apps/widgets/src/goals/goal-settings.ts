import type { GoalsSettings } from '#libs/contracts';
import { POSITIONS } from '../../../../libs/contracts/src/widgets/look-options.js';
import { type Look, readLook } from '../ui/look.js';
import { SettingsReader } from '../ui/settings.js';

const METRICS = ['all', 'coins', 'gifts', 'likes', 'follows', 'shares', 'subscribes', 'viewers'] as const;

export interface GoalLook extends Look {
  position: GoalsSettings['position'];
  metric: GoalsSettings['metric'];
  sentence: string;
  showNumbers: boolean;
  showPercent: boolean;
  imageUrl: string;
  imageSize: number;
  gradientStart: string;
  gradientEnd: string;
  celebrate: boolean;
  sound: string;
  volume: number;
}

export function readGoalSettings(settings: Record<string, unknown>): GoalLook {
  const read = new SettingsReader(settings);
  return {
    ...readLook(read),
    position: read.choice('position', POSITIONS, 'bottom-center'),
    metric: read.choice('metric', METRICS, 'all'),
    sentence: read.text('sentence', '', 120),
    showNumbers: read.flag('showNumbers', true),
    showPercent: read.flag('showPercent', true),
    imageUrl: read.reference('imageUrl', ''),
    imageSize: read.number('imageSize', 100, 40, 250),
    gradientStart: read.colour('gradientStart', ''),
    gradientEnd: read.colour('gradientEnd', ''),
    celebrate: read.flag('celebrate', true),
    sound: read.reference('sound', 'theme'),
    volume: read.number('volume', 70, 0, 100),
  };
}
