import { z } from 'zod';
import { choice, decimal, flag, whole, words } from './fields.js';
import { commonLook, position } from './look.js';

const content = (title: string, description: string, unit?: string) => ({
  title,
  description,
  group: 'Content' as const,
  ...(unit ? { unit } : {}),
});

export const leaderboardSettingsSchema = z.object({
  ...commonLook,
  position: position('center-left'),
  board: choice(['coins', 'likes'], 'coins', content('Who leads', 'Who gave the most coins, or the most likes')),
  period: choice(['session', 'all-time'], 'session', content('Period', 'This stream, or all streams so far')),
  entries: whole(5, [1, 10], content('Places', 'People on the board at most')),
  title: words('', 60, content('Title', 'Words over the board; empty: what the board counts')),
  showAvatars: flag(true, content('Pictures', 'Show pictures of the people')),
  showScores: flag(true, content('Scores', 'Show how much each gave')),
});
export type LeaderboardSettings = z.infer<typeof leaderboardSettingsSchema>;

export const viewersSettingsSchema = z.object({
  ...commonLook,
  position: position('top-left'),
  show: choice(
    ['current', 'cumulative', 'peak'],
    'current',
    content('Number', 'Watching now, all who came by, or the most at once'),
  ),
  label: words('watching', 40, content('Label', 'Words behind the number; may be empty')),
  hideBelow: whole(
    0,
    [0, 1_000_000],
    content('Hide below', 'Nothing is shown while the number is smaller than this', 'viewers'),
  ),
});
export type ViewersSettings = z.infer<typeof viewersSettingsSchema>;

export const feedSettingsSchema = z.object({
  ...commonLook,
  position: position('bottom-left'),
  maxEntries: whole(6, [1, 30], content('Entries', 'Entries on screen at most')),
  lifetimeSeconds: whole(
    0,
    [0, 3600],
    content('Lifetime', 'An entry leaves after this time; 0 keeps it until others push it out', 's'),
  ),
  showGifts: flag(true, content('Gifts', 'Entries for gifts')),
  showFollows: flag(true, content('Follows', 'Entries for follows')),
  showSubscribes: flag(true, content('Subscriptions', 'Entries for subscriptions')),
  showShares: flag(true, content('Shares', 'Entries for shares')),
  showJoins: flag(false, content('Arrivals', 'Entries for people who come in')),
  minimumCoins: whole(
    0,
    [0, 1_000_000],
    content('Minimum amount', 'Gifts worth less than this in all are left out', 'coins'),
  ),
});
export type FeedSettings = z.infer<typeof feedSettingsSchema>;

export const latestSettingsSchema = z.object({
  ...commonLook,
  position: position('bottom-left'),
  show: choice(
    ['follow', 'gift', 'subscribe', 'share', 'rotate'],
    'rotate',
    content('What', 'The newest follower, gift, subscriber or sharer, or all in turn'),
  ),
  rotateSeconds: whole(8, [3, 120], content('Change every', 'Where all are shown in turn', 's')),
  label: words('', 60, content('Label', 'Words over the name; empty: what it is')),
  showAvatar: flag(true, content('Picture', 'Show the picture of the person')),
});
export type LatestSettings = z.infer<typeof latestSettingsSchema>;

export const heartsSettingsSchema = z.object({
  ...commonLook,
  position: choice(['left', 'center', 'right'], 'right', {
    title: 'Column',
    description: 'Where in the browser source hearts rise',
    group: 'Look',
  }),
  maxHearts: whole(40, [5, 80], content('Hearts', 'Hearts on screen at most')),
  likesPerHeart: whole(1, [1, 1000], content('Likes for one heart', 'One heart stands for this many likes', 'likes')),
  size: whole(56, [20, 160], { title: 'Heart size', description: 'Size of a heart', group: 'Look', unit: 'px' }),
  riseSeconds: decimal(3.2, [1, 10], {
    title: 'Rise',
    description: 'How long a heart rises',
    group: 'Motion',
    unit: 's',
  }),
  showAvatars: flag(false, content('Pictures', 'Some hearts carry the picture of who sent them')),
});
export type HeartsSettings = z.infer<typeof heartsSettingsSchema>;
