import type { PreviewEvent, WidgetType } from '#libs/contracts';

/** Samples that a preview of each kind of widget can play. */
export const SAMPLES: Record<WidgetType, readonly PreviewEvent[]> = {
  alerts: ['gift', 'gift-large', 'gift-huge', 'streak', 'follow', 'subscribe', 'share'],
  gifts: ['gift', 'gift-large', 'gift-huge', 'streak'],
  follows: ['follow'],
  subscribes: ['subscribe'],
  shares: ['share'],
  likes: ['like'],
  hearts: ['like'],
  chat: ['chat'],
  feed: ['gift', 'follow', 'subscribe', 'share', 'join'],
  goals: ['gift', 'gift-large', 'follow', 'subscribe', 'like'],
  leaderboard: ['gift', 'gift-large', 'like'],
  latest: ['gift', 'follow', 'subscribe', 'share'],
  timer: ['gift-large', 'follow', 'subscribe'],
  viewers: ['viewers'],
};

export const SAMPLE_WORDS: Record<PreviewEvent, string> = {
  gift: 'Small gift',
  'gift-large': 'Large gift',
  'gift-huge': 'Huge gift',
  streak: 'Streak',
  follow: 'Follow',
  share: 'Share',
  subscribe: 'Subscription',
  like: 'Likes',
  chat: 'Message',
  join: 'Arrival',
  viewers: 'Viewers',
};
