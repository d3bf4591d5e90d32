import { WIDGET_TYPES, type WidgetType } from '../../../../libs/contracts/src/catalogue.js';
import type { Part } from './stages.js';

/** What each widget is called here, and what it shows. */
export const WORDS: Record<WidgetType, readonly [name: string, text: string]> = {
  gifts: ['Gifts', 'An alert for each gift; the larger it is, the larger the stage'],
  follows: ['Follows', 'New followers, by name and face'],
  subscribes: ['Subscribes', 'New and returning subscribers'],
  shares: ['Shares', 'Who brought more people in'],
  likes: ['Likes', 'Thanks at every round number of likes'],
  alerts: ['Alerts', 'All of them in one queue'],
  chat: ['Chat', 'Messages, emotes and badges'],
  goals: ['Goals', 'How far the room has come'],
  leaderboard: ['Leaderboard', 'Who gave most'],
  viewers: ['Viewers', 'How many watch'],
  feed: ['Feed', 'What happened lately'],
  latest: ['Latest', 'The newest follower, gift or subscriber'],
  timer: ['Timer', 'A countdown that gifts lengthen'],
  hearts: ['Hearts', 'Likes float up'],
};

const now = (): Record<string, string> => ({ startedAt: String(Date.now() - 1000) });

/** Widgets that are shown one by one. */
export function parts(): Part[] {
  return WIDGET_TYPES.map((widget) => ({ widget, more: { position: 'center', ...(widget === 'timer' ? now() : {}) } }));
}

/** Widgets that stand together, as they would on a stream. */
export const TOGETHER: readonly Part[] = [
  { widget: 'goals', more: { position: 'top-left' } },
  { widget: 'viewers', more: { position: 'top-right' }, only: 'wide' },
  // Goals stand above it: more lines would reach them.
  { widget: 'chat', more: { position: 'bottom-left', maxMessages: '5' } },
  { widget: 'alerts', more: { position: 'center-right' } },
];
