import { type Alert, countOf, senderOf, totalCoins } from '../runtime/alert.js';
import { formatCount } from '../ui/numbers.js';
import { type TemplatePart, cleanText, displayName, fillTemplate } from '../ui/text.js';

const MAX_GIFT_NAME = 60;

export function giftName(alert: Alert): string {
  return (alert.event.type === 'gift' && cleanText(alert.event.gift.name, MAX_GIFT_NAME)) || 'a gift';
}

/** The words under the name. Merged alerts have words of their own: no template fits several gifts. */
export function wordsOf(alert: Alert, template: string): TemplatePart[] {
  if (alert.bundle) return [{ text: 'sent ' }, { text: `${formatCount(countOf(alert))} gifts`, token: 'count' }];
  return fillTemplate(template, {
    name: displayName(senderOf(alert)),
    gift: giftName(alert),
    count: formatCount(countOf(alert)),
    coins: formatCount(totalCoins(alert)),
  });
}

/** Behind the name of a merged alert: how many more people it stands for. */
export function othersOf(alert: Alert): string {
  return alert.senders.size > 1 ? `+${formatCount(alert.senders.size - 1)}` : '';
}
