import { z } from 'zod';
import { alertBox, giftBox } from './alert-box.js';
import { message } from './alert-presentation.js';
import { flag, whole } from './fields.js';

export const giftsSettingsSchema = z.object({
  ...alertBox('gift'),
  message: message('sent {gift}', 'Message', '{name} {gift} {count} {coins} {amount}'),
  ...giftBox,
});

const plainAlert = (words: string, tokens = '{name}') =>
  z.object({ ...alertBox('sender'), message: message(words, 'Message', tokens) });

export const followsSettingsSchema = plainAlert('followed');
export const sharesSettingsSchema = plainAlert('shared the stream');
export const subscribesSettingsSchema = plainAlert('subscribed', '{name} {months} {amount}');

export const likesSettingsSchema = z.object({
  ...alertBox('sender', 3000),
  message: message('likes the stream', 'Message', '{name} {count} {amount}'),
  everyLikes: whole(100, [1, 100_000], {
    title: 'Every',
    description: 'An alert for each time that one viewer has given this many likes',
    group: 'Content',
    unit: 'likes',
  }),
});

const kind = (title: string, plural: string) => ({
  show: flag(true, { title: `Show ${plural}`, description: `Alerts for ${plural}`, group: 'Content' as const }),
  priority: whole(0, [0, 9], {
    title: `Priority of ${plural}`,
    description: `${title} with a higher priority go before what waits with a lower one`,
    group: 'Queue',
  }),
});
const gifts = kind('Gifts', 'gifts');
const follows = kind('Follows', 'follows');
const subscribes = kind('Subscriptions', 'subscriptions');
const shares = kind('Shares', 'shares');

export const alertsSettingsSchema = z.object({
  ...giftsSettingsSchema.shape,
  showGifts: gifts.show,
  showFollows: follows.show,
  showSubscribes: subscribes.show,
  showShares: shares.show,
  followMessage: message('followed', 'Message for follows', '{name}'),
  subscribeMessage: message('subscribed', 'Message for subscriptions', '{name} {months}'),
  shareMessage: message('shared the stream', 'Message for shares', '{name}'),
  giftPriority: gifts.priority,
  followPriority: follows.priority,
  subscribePriority: subscribes.priority,
  sharePriority: shares.priority,
});
export type GiftsSettings = z.infer<typeof giftsSettingsSchema>;
export type AlertsSettings = z.infer<typeof alertsSettingsSchema>;
export type LikesSettings = z.infer<typeof likesSettingsSchema>;
