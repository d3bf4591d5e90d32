import type { SqlEntityManager } from '@mikro-orm/postgresql';

/** Seconds since 2026: above whatever rose by less than one a second since, and far below the end of an integer. */
const FLOOR = `extract(epoch from now() - timestamptz '2026-01-01T00:00:00Z')::int`;

/** In two steps: a row must not get the number of another that is about to get one too. */
const MOVES = [
  `update broker_move m set generation = -m.generation from broker b where b.streamer_id = m.streamer_id`,
  `update broker_move m set generation = b.generation + m.generation from (
     select streamer_id, greatest(generation, ${FLOOR}) + 1 - generation as generation from broker) b
    where b.streamer_id = m.streamer_id`,
];

/**
 * Lifts revisions and generations above all that were given since the archive was made. Redis and workers may remember
 * those, and would take what was restored for older than what they have.
 */
export async function liftNumbers(work: SqlEntityManager): Promise<void> {
  await work.execute(`update streamer set rev = greatest(rev, ${FLOOR}) + 1`);
  await work.execute(`update widget set rev = greatest(rev, ${FLOOR}) + 1`);
  for (const sql of MOVES) await work.execute(sql);
  await work.execute(`update broker set generation = greatest(generation, ${FLOOR}) + 1`);
}
