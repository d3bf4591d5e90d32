import type { WidgetType } from '#libs/contracts';

const NAMES: Record<WidgetType, string> = {
  alerts: 'Alerts',
  gifts: 'Gift alerts',
  follows: 'Follow alerts',
  subscribes: 'Subscription alerts',
  shares: 'Share alerts',
  likes: 'Like thanks',
  chat: 'Chat',
  goals: 'Goals',
  leaderboard: 'Leaderboard',
  viewers: 'Viewer count',
  feed: 'Activity feed',
  latest: 'Latest',
  timer: 'Timer',
  hearts: 'Hearts',
};

/** What a kind of widget is called. */
export const widgetName = (type: WidgetType): string => NAMES[type];
