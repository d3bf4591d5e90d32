import type { PauseReason } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { PAUSE_CHANNEL } from './budget-keys.js';

export type PauseListener = (id: string, forMs: number, reason: PauseReason) => void;

/** Hears of pauses that any node began. The connection is a subscriber's; subscriptions survive reconnects. */
export async function hearSignPauses(subscriber: RedisConnection, listener: PauseListener): Promise<void> {
  subscriber.on('message', (channel: string, text: string) => {
    if (channel !== PAUSE_CHANNEL) return;
    const [id, forMs, reason] = text.split('|');
    if (id === undefined || !Number.isFinite(Number(forMs))) return;
    listener(id, Number(forMs), reason === 'refused' ? 'refused' : 'rate-limited');
  });
  await subscriber.subscribe(PAUSE_CHANNEL);
}
