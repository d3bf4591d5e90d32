import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { mayRun } from '#libs/domain';
import { BrokerEntity } from '../entities/broker.entity.js';
import { LedgerEventEntity } from '../entities/ledger-event.entity.js';
import { StreamerEntity } from '../entities/streamer.entity.js';

/** Row locks in one order: a generation that is claimed meanwhile waits or is seen. */
export async function lockStreamer(work: SqlEntityManager, id: string) {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const streamer = await work.findOne(StreamerEntity, { id }, { lockMode });
  const broker = await work.findOne(BrokerEntity, { streamerId: id }, { lockMode });
  return { streamer, broker };
}

/**
 * Applies a change and says in the same breath whether the broker is to run. What changes the room or the day, or
 * stops it, makes the running one stale.
 */
export function converge(streamer: StreamerEntity, broker: BrokerEntity, apply: () => void): void {
  const { handle, timeZone } = streamer;
  const ran = mayRun(streamer);
  apply();
  broker.desired = mayRun(streamer);
  const stops = ran && !broker.desired;
  if (!stops && handle === streamer.handle && timeZone === streamer.timeZone) return;
  broker.generation += 1;
  broker.nodeId = null;
  broker.reason = 'superseded';
}

/** Deletes a streamer and what is stored about them; the broker stays, undesired, until it has stopped. */
export async function eraseStreamer(work: SqlEntityManager, id: string): Promise<boolean> {
  const { streamer, broker } = await lockStreamer(work, id);
  if (!streamer || !broker) return false;
  Object.assign(broker, {
    ...{ desired: false, generation: broker.generation + 1 },
    ...{ reason: 'superseded', updatedAt: new Date() },
  });
  await work.nativeDelete(LedgerEventEntity, { streamerId: id });
  await work.remove(streamer).flush();
  return true;
}
