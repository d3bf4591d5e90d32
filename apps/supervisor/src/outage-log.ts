import type { Logger } from '#libs/observability';
import { isDatabaseUnavailable } from '#libs/persistence';

/** A dependency is out of reach: everything that needs it waits. */
export class DependencyError extends Error {
  readonly code = 'DEPENDENCY.FAILED';
  constructor(
    readonly dependency: 'postgres' | 'redis',
    cause: unknown,
  ) {
    super(`${dependency} failed`, { cause });
    this.name = 'DependencyError';
  }
}

/**
 * Marks what `work` throws as the doing of `dependency`. What PostgreSQL refuses while it answers is no outage: it is
 * thrown as it is, and concerns the one thing that was asked.
 */
export async function using<T>(dependency: 'postgres' | 'redis', work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (dependency === 'postgres' && !isDatabaseUnavailable(cause)) throw cause;
    throw new DependencyError(dependency, cause);
  }
}

/** Logs the first failure of a kind and the recovery, and nothing in between. */
export class OutageLog {
  private current: string | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly task: string,
  ) {}

  failed(error: unknown): void {
    const kind = error instanceof DependencyError ? error.dependency : 'unexpected';
    if (kind === this.current) return;
    this.current = kind;
    const err = error instanceof DependencyError ? error.cause : error;
    this.logger[kind === 'unexpected' ? 'error' : 'warn'](
      { task: this.task, dependency: kind, err },
      'Work is interrupted',
    );
  }

  succeeded(): void {
    if (this.current === undefined) return;
    this.logger.info({ task: this.task, dependency: this.current }, 'Work goes on');
    this.current = undefined;
  }
}
