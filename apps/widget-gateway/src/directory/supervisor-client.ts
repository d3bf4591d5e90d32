import type { ClientProxy } from '@nestjs/microservices';
import { firstValueFrom, timeout } from 'rxjs';
import { lookupByKeyReplySchema, MESSAGE_PATTERNS, type StreamerReadModel } from '#libs/contracts';

const REPLY_MS = 2000;

/**
 * Asks whichever supervisor answers first. The question is read-only, so several answers or a repeated one do no harm.
 * Rejects when none answers in time.
 */
export function askSupervisor(
  client: Pick<ClientProxy, 'send'>,
): (keyHash: string) => Promise<StreamerReadModel | undefined> {
  return async (keyHash) => {
    const reply: unknown = await firstValueFrom(
      client.send(MESSAGE_PATTERNS.lookupByKey, { keyHash }).pipe(timeout(REPLY_MS)),
    );
    return lookupByKeyReplySchema.parse(reply).found ?? undefined;
  };
}
