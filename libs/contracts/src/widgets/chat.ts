import { z } from 'zod';
import { choice, decimal, flag, whole } from './fields.js';
import { commonLook } from './look.js';

export const chatSettingsSchema = z.object({
  ...commonLook,
  position: choice(['bottom-left', 'bottom-right'], 'bottom-left', {
    title: 'Side',
    description: 'Side that messages hug',
    group: 'Look',
  }),
  fontSize: whole(30, [14, 96], {
    title: 'Text size',
    description: 'Text size on a 1080-line canvas',
    group: 'Look',
    unit: 'px',
  }),
  maxMessages: whole(12, [1, 50], { title: 'Messages', description: 'Messages on screen at most', group: 'Content' }),
  lifetimeSeconds: whole(60, [0, 600], {
    title: 'Lifetime',
    description: 'A message leaves after this time; 0 keeps it until others push it out',
    group: 'Content',
    unit: 's',
  }),
  delaySeconds: decimal(0, [0, 60], {
    title: 'Delay',
    description: 'Messages wait this long before they appear',
    group: 'Content',
    unit: 's',
  }),
  showAvatars: flag(true, {
    title: 'Pictures',
    description: 'Show pictures of the people who write',
    group: 'Content',
  }),
  showBadges: flag(true, { title: 'Badges', description: 'Mark moderators and subscribers', group: 'Content' }),
  hideCommands: flag(false, {
    title: 'Hide commands',
    description: 'Messages that begin with ! are meant for bots and are left out',
    group: 'Content',
  }),
  hiddenUsers: z.array(z.string().trim().min(1).max(64)).max(100).default([]).meta({
    title: 'Hidden people',
    description: 'Handles of people, bots for one, whose messages are left out; with or without @',
    group: 'Content',
  }),
});
export type ChatSettings = z.infer<typeof chatSettingsSchema>;
