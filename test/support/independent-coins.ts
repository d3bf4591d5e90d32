import { WebcastGiftMessage } from 'tiktok-live-proto/v3';

/**
 * Coins by sender, counted without any of the product's code: the highest running number of each streak (sender,
 * group and gift) times the price; a gift that is no combo counts each time.
 */
export function coinsBySender(lines: readonly { method: string; payload: string }[]): Map<string, number> {
  const streaks = new Map<string, { sender: string; price: number; most: number }>();
  const coins = new Map<string, number>();
  const pay = (sender: string, amount: number) => coins.set(sender, (coins.get(sender) ?? 0) + amount);
  const seen = new Set<string>();
  for (const line of lines) {
    if (line.method !== 'WebcastGiftMessage') continue;
    const message = WebcastGiftMessage.decode(Buffer.from(line.payload, 'base64'));
    const id = message.common?.msgId ?? '';
    if (seen.has(id)) continue;
    seen.add(id);
    const sender = message.user?.id ?? '';
    const price = message.gift?.diamondCount ?? 0;
    const count = Math.max(1, message.repeatCount);
    if (message.gift?.type !== 1) {
      pay(sender, price * count);
      continue;
    }
    const name = `${sender}:${message.groupId}:${message.giftId}`;
    const streak = streaks.get(name) ?? { sender, price, most: 0 };
    streak.most = Math.max(streak.most, count);
    streaks.set(name, streak);
  }
  for (const { sender, price, most } of streaks.values()) pay(sender, price * most);
  return coins;
}
