import type { PauseReason } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { subscribeUntilHeard } from '../subscribe-until-heard.js';
import { PAUSE_CHANNEL } from './budget-keys.js';

export type PauseListener = (id: string, forMs: number, reason: PauseReason) => void;

/**
 * Hears of pauses that any node began, from when it resolves with true; false when the connection was closed before.
 * Never rejects. The connection is a subscriber's; subscriptions survive reconnects.
 */
export async function hearSignPauses(
  subscriber: RedisConnection,
  listener: PauseListener,
  onTrouble: (error: unknown) => void,
): Promise<boolean> {
  subscriber.on('message', (channel: string, text: string) => {
    if (channel !== PAUSE_CHANNEL) return;
    const [id, forMs, reason] = text.split('|');
    if (id === undefined || !Number.isFinite(Number(forMs))) return;
    listener(id, Number(forMs), reason === 'refused' ? 'refused' : 'rate-limited');
  });
  return await subscribeUntilHeard(subscriber, [PAUSE_CHANNEL], onTrouble);
}
