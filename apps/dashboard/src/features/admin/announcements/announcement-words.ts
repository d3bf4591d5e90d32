import type { Announcement } from '#libs/contracts';

export const LEVEL_WORDS: Record<Announcement['level'], { words: string; colour: string }> = {
  info: { words: 'News', colour: 'gray' },
  warning: { words: 'Warning', colour: 'amber' },
  incident: { words: 'Incident', colour: 'red' },
};

/** What has to be read again after a change. */
export const ANNOUNCEMENT_CHANGES = [['admin-announcements'], ['announcements']] as const;
