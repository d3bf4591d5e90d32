import { type Alert, countOf, senderOf, totalCoins } from '../runtime/alert.js';
import { formatCount } from '../ui/numbers.js';
import { type TemplatePart, cleanText, displayName, fillTemplate } from '../ui/text.js';

const MAX_GIFT_NAME = 60;
const TOGETHER = { gift: 'gifts', follow: 'follows', subscribe: 'subscriptions', share: 'shares', like: 'likes' };

export function giftName(alert: Alert): string {
  return (alert.event.type === 'gift' && cleanText(alert.event.gift.name, MAX_GIFT_NAME)) || 'a gift';
}

/** The words under the name. Merged alerts have words of their own: no template fits several gifts. */
export function wordsOf(alert: Alert, template: string): TemplatePart[] {
  if (alert.bundle && (alert.kinds.size > 1 || alert.kinds.has('gift'))) return wordsOfBundle(alert);
  const { event } = alert;
  const months = event.type === 'subscribe' ? (event.months ?? 1) : 0;
  const count = formatCount(event.type === 'subscribe' ? months : countOf(alert));
  const amount = event.type === 'gift' ? formatCount(totalCoins(alert)) : count;
  const monthsText = months > 0 ? formatCount(months) : '';
  return fillTemplate(template, {
    name: displayName(senderOf(alert)),
    gift: giftName(alert),
    count,
    coins: formatCount(totalCoins(alert)),
    amount,
    months: monthsText,
  });
}

function wordsOfBundle(alert: Alert): TemplatePart[] {
  const [only] = alert.kinds.size === 1 ? alert.kinds : [];
  const what = only ? TOGETHER[only] : [...alert.kinds].map((kind) => TOGETHER[kind]).join(', ');
  if (!only) return [{ text: what }];
  return [{ text: 'sent ' }, { text: `${formatCount(countOf(alert))} ${what}`, token: 'count' }];
}

/** Behind the name of a merged alert: how many more people it stands for. */
export function othersOf(alert: Alert): string {
  return alert.senders.size > 1 ? `+${formatCount(alert.senders.size - 1)}` : '';
}
