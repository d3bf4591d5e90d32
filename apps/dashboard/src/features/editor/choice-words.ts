const WORDS: Record<string, string> = {
  'top-left': 'Top left',
  'top-center': 'Top',
  'top-right': 'Top right',
  'center-left': 'Left',
  center: 'Centre',
  'center-right': 'Right',
  'bottom-left': 'Bottom left',
  'bottom-center': 'Bottom',
  'bottom-right': 'Bottom right',
  'all-time': 'All time',
  session: 'This stream',
  theme: "The theme's own",
  custom: 'Your own',
  cumulative: 'Everyone who came by',
  current: 'Watching now',
  peak: 'Most at once',
  rotate: 'All in turn',
  subscribe: 'Subscriber',
  subscribes: 'Subscriptions',
  follow: 'Follower',
  follows: 'Follows',
  reduced: 'Reduced',
  sender: "The sender's",
  gift: "The gift's",
};
/** The same word means something else in some settings. */
const BY_FIELD: Record<string, Record<string, string>> = {
  plate: { auto: 'Automatic', none: 'None, outlined text' },
  scene: { auto: 'Either', dark: 'Dark', light: 'Light' },
  size: { auto: 'By what it is worth', chip: 'A small chip', card: 'A card', scene: 'The whole scene' },
  show: { gift: 'Gift', follow: 'Follower', subscribe: 'Subscriber', share: 'Sharer' },
  event: { gift: 'Gifts', follow: 'Follows', subscribe: 'Subscriptions', share: 'Shares', like: 'Likes' },
  role: { moderator: 'Moderators', subscriber: 'Subscribers', follower: 'Followers', other: 'Everybody else' },
  metric: { all: 'All goals', viewers: 'Viewers' },
};

/** What people call a choice of a setting. */
export function choiceWords(field: string, value: string): string {
  const word = BY_FIELD[field]?.[value] ?? WORDS[value] ?? value;
  return word.charAt(0).toUpperCase() + word.slice(1);
}
