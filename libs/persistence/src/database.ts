import 'reflect-metadata';
import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import { migrations } from './migrations/index.js';
import { ormOptions, type DatabaseOptions } from './orm.options.js';
import { PooledConnections } from './pooled-connections.js';

/** Guards migrations: processes that start at once apply them one after another. An arbitrary constant. */
const MIGRATION_LOCK = 7_264_301;

/** How often migrations try to get their tables, and how long they wait in between. */
const TRIES = 60;
const TRY_AGAIN_MS = 500;
/** `lock_not_available` */
const LOCKED = '55P03';

/** The database holds what this version does not know, or lacks what it needs. */
export class MigrationsPendingError extends Error {
  readonly code = 'DATABASE.MIGRATIONS_PENDING';
  constructor(readonly pending: readonly string[]) {
    super(
      `The database lacks ${pending.length} migration(s): ${pending.join(', ')}. Apply them with the command migrate.`,
    );
    this.name = 'MigrationsPendingError';
  }
}

/** One pool of connections to PostgreSQL. It connects when first used and again after each loss. */
export class Database implements AsyncDisposable {
  private readonly connections = new PooledConnections();
  private readonly orm: MikroORM;

  constructor(options: DatabaseOptions) {
    this.orm = new MikroORM(ormOptions(options, (pool) => this.connections.watch(pool)));
  }

  /** A unit of work of its own: nothing is shared with other callers. */
  unitOfWork(): SqlEntityManager {
    return this.orm.em.fork();
  }

  /** Rejects when PostgreSQL does not answer. */
  async ping(): Promise<void> {
    await this.orm.em.fork().execute('select 1');
  }

  /** Pings until an answer comes. Rejects with the last cause after `timeoutMs`. */
  async untilReachable(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      try {
        return await this.ping();
      } catch (cause) {
        if (performance.now() >= deadline) {
          throw new Error(`PostgreSQL did not answer within ${Math.round(timeoutMs / 1000)} s`, { cause });
        }
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  }

  /** Whether this version has all these migrations. */
  knows(names: readonly string[]): boolean {
    return names.every((name) => migrations.some((migration) => migration.name === name));
  }

  /**
   * Applies what is missing, up to `last`, and answers with its names. Safe when several processes call it at once, and
   * while others work: with a `lockTimeoutMs` it lets them pass when it cannot have a table at once, and tries again.
   */
  async migrate(last?: string): Promise<string[]> {
    return await this.orm.em.fork().transactional(async (lockHolder) => {
      await lockHolder.execute('set local lock_timeout = 0');
      await this.holdMigrations(lockHolder);
      const applied = await whenFree(() => this.orm.migrator.up(last === undefined ? undefined : { to: last }));
      return applied.map((migration) => migration.name);
    });
  }

  /**
   * Applies what is missing, up to `last`, as part of the transaction of `work`: with it everything is done or nothing.
   * Take `holdMigrations` before. A migration that cannot be part of a transaction makes it fail.
   */
  async migrateWithin(work: SqlEntityManager, last?: string): Promise<void> {
    const transaction = work.getTransactionContext();
    if (transaction === undefined) throw new Error('There is no transaction to migrate within');
    await this.orm.migrator.up(last === undefined ? { transaction } : { transaction, to: last });
  }

  /** Keeps everybody else from migrating until the transaction of `work` ends. */
  async holdMigrations(work: SqlEntityManager): Promise<void> {
    await work.execute('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
  }

  /** Rejects with MigrationsPendingError unless every migration of this version was applied. */
  async assertMigrated(): Promise<void> {
    const pending = await this.orm.migrator.getPending();
    if (pending.length > 0) throw new MigrationsPendingError(pending.map((migration) => migration.name));
  }

  /** The SQL that would make the database what the entities say; empty when they agree. */
  async schemaDifference(): Promise<string> {
    return (await this.orm.schema.getUpdateSchemaSQL({ wrap: false })).trim();
  }

  /** Waits for what is under way, and no longer than `closeMs`. */
  async close(closeMs?: number): Promise<void> {
    await this.connections.closed(this.orm.close(), closeMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** Nothing is left behind by a try that failed: migrations are one transaction. */
async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (tried === TRIES || !isLocked(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}

function isLocked(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === LOCKED) || isLocked(error.cause);
}
