import {
  Bell,
  Clock,
  Eye,
  Gift,
  Heart,
  ThumbsUp,
  MessageCircle,
  Rss,
  Share2,
  Sparkles,
  Star,
  Target,
  Trophy,
  UserPlus,
  type LucideIcon,
} from 'lucide-react';
import type { WidgetType } from '#libs/contracts';

/** What people call a kind of widget, and how large its source in OBS should be. */
export interface WidgetKind {
  label: string;
  text: string;
  icon: LucideIcon;
  /** Recommended size of the browser source, px. */
  size: readonly [width: number, height: number];
}

const FULL = [1920, 1080] as const;

export const KINDS: Record<WidgetType, WidgetKind> = {
  alerts: {
    label: 'All alerts',
    text: 'Gifts, follows, subscriptions and shares in one queue',
    icon: Bell,
    size: FULL,
  },
  gifts: {
    label: 'Gifts',
    text: 'An alert for each gift; the larger it is, the larger the stage',
    icon: Gift,
    size: FULL,
  },
  chat: { label: 'Chat', text: 'Messages, emotes and badges', icon: MessageCircle, size: [600, 900] },
  goals: { label: 'Goals', text: 'How far your goals have come', icon: Target, size: [900, 300] },
  leaderboard: { label: 'Leaderboard', text: 'Who gave most', icon: Trophy, size: [520, 640] },
  timer: { label: 'Timer', text: 'A countdown that gifts and follows lengthen', icon: Clock, size: [800, 300] },
  viewers: { label: 'Viewers', text: 'How many people watch', icon: Eye, size: [500, 160] },
  latest: { label: 'Latest', text: 'The newest follower, gift or subscriber', icon: Star, size: [700, 200] },
  feed: { label: 'Feed', text: 'What happened lately, one line each', icon: Rss, size: [600, 700] },
  hearts: { label: 'Hearts', text: 'Likes float up', icon: Heart, size: [400, 900] },
  follows: { label: 'Follows', text: 'An alert for each new follower', icon: UserPlus, size: FULL },
  subscribes: {
    label: 'Subscriptions',
    text: 'An alert for new and returning subscribers',
    icon: Sparkles,
    size: FULL,
  },
  shares: { label: 'Shares', text: 'Thanks to those who bring more people in', icon: Share2, size: FULL },
  likes: {
    label: 'Likes',
    text: 'An alert each time that one viewer has given so many likes',
    icon: ThumbsUp,
    size: FULL,
  },
};

/** In the order in which streamers add them. */
export const KIND_ORDER = Object.keys(KINDS) as WidgetType[];

/** Kinds with a queue of alerts that can be paused, skipped and replayed. */
export const QUEUES = ['alerts', 'gifts', 'follows', 'subscribes', 'shares'] as const satisfies readonly WidgetType[];

/** The name that the streamer gave it, else what it is. */
export function nameOf({ name, type }: { name: string; type: WidgetType }): string {
  return name || KINDS[type].label;
}
