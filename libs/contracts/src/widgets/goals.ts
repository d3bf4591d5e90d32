import { z } from 'zod';
import { GOAL_METRICS } from '../snapshot.js';
import { choice, colour, flag, picture, sound, whole, words } from './fields.js';
import { commonLook, position } from './look.js';

/** The goals themselves, their targets and where they begin, are the streamer's and not the page's. */
export const goalsSettingsSchema = z.object({
  ...commonLook,
  position: position('bottom-center'),
  metric: choice(['all', ...GOAL_METRICS], 'all', {
    title: 'Which goals',
    description: 'All goals, or those that count this',
    group: 'Content',
  }),
  sentence: words('', 120, {
    title: 'Sentence',
    description: "Words over the bar in place of the goal's title. Tokens: {current} {target} {percent} {left}",
    group: 'Content',
  }),
  showNumbers: flag(true, { title: 'Numbers', description: 'Show how far the goal has come', group: 'Content' }),
  showPercent: flag(true, { title: 'Percent', description: 'Show the share that is reached', group: 'Content' }),
  imageUrl: picture({ title: 'Picture', description: 'A picture of yours beside the goal', group: 'Content' }),
  imageSize: whole(100, [40, 250], {
    title: 'Picture size',
    description: 'Height of the picture beside the goal',
    group: 'Look',
    unit: '%',
  }),
  gradientStart: colour({ title: 'Bar, left end', description: 'Where the colour of the bar begins', group: 'Look' }),
  gradientEnd: colour({ title: 'Bar, right end', description: 'Where the colour of the bar ends', group: 'Look' }),
  celebrate: flag(true, {
    title: 'Celebrate',
    description: 'A short celebration, once, when a goal is reached',
    group: 'Motion',
  }),
  sound: sound({ title: 'Sound', description: 'Played when a goal is reached' }),
  volume: whole(70, [0, 100], { title: 'Volume', description: 'Of the sound', group: 'Sound', unit: '%' }),
});
export type GoalsSettings = z.infer<typeof goalsSettingsSchema>;
