import { setTimeout } from 'node:timers/promises';

/** What is needed of a connection of PostgreSQL's client. */
interface PooledConnection {
  /** Everything that was asked is answered. */
  readonly readyForQuery: boolean;
  /** `I`: within no transaction. */
  getTransactionStatus(): string | null;
  end(): Promise<void>;
}

/** What is needed of its pool. */
export interface ConnectionPool {
  on(event: 'connect' | 'remove', listener: (connection: PooledConnection) => void): unknown;
  on(event: 'release', listener: (error: unknown, connection: PooledConnection) => void): unknown;
}

/** Longer than any statement of a process that ends may take. */
const CLOSE_MS = 10_000;

/** Looks after the connections of one pool: what the pool itself leaves to whoever holds them. */
export class PooledConnections {
  private readonly open = new Set<PooledConnection>();

  watch(pool: ConnectionPool): void {
    pool.on('connect', (connection) => void this.open.add(connection));
    pool.on('remove', (connection) => void this.open.delete(connection));
    // A statement that was given up may still be carried out, and be the beginning of a transaction: whoever came next
    // would write into a transaction that nobody ends.
    pool.on('release', (_error, connection) => {
      if (!connection.readyForQuery || connection.getTransactionStatus() !== 'I') void connection.end();
    });
  }

  /** Waits for `closing`, though never for ever: after `closeMs` what is still held is ended, whoever holds it. */
  async closed(closing: Promise<void>, closeMs = CLOSE_MS): Promise<void> {
    const done = new AbortController();
    const tooLate = setTimeout(closeMs, undefined, { signal: done.signal }).then(
      () => {
        for (const connection of this.open) void connection.end();
      },
      () => undefined, // closed in time
    );
    try {
      await Promise.race([closing, tooLate]);
    } finally {
      done.abort();
    }
  }
}
