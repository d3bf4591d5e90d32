import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Readiness } from '#libs/contracts';
import { OBSERVABILITY_OPTIONS, type ObservabilityOptions } from './observability.options.js';
import { NotYetError, readinessOf } from './readiness.js';

const TIMEOUT_MS = 1000;

/** Answers "may traffic come here?" and logs each dependency once when it goes down or comes back. */
@Injectable()
export class ReadinessService implements BeforeApplicationShutdown {
  private readonly down = new Set<string>();
  private stopping = false;

  constructor(@Inject(OBSERVABILITY_OPTIONS) private readonly options: ObservabilityOptions) {}

  async check(): Promise<Readiness> {
    const causes = new Map<string, unknown>();
    const readiness = await readinessOf(this.options.readiness, TIMEOUT_MS, (name, cause) => causes.set(name, cause));
    this.logChanges(readiness, causes);
    if (!this.stopping) return readiness;
    return { status: 'unavailable', dependencies: { ...readiness.dependencies, process: { status: 'down' } } };
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  private logChanges(readiness: Readiness, causes: Map<string, unknown>): void {
    for (const [dependency, { status }] of Object.entries(readiness.dependencies)) {
      if (status === 'down' && !this.down.has(dependency)) {
        const err = causes.get(dependency);
        if (err instanceof NotYetError) continue;
        this.down.add(dependency);
        this.options.logger.warn({ dependency, err }, 'A dependency is down');
      } else if (status === 'up' && this.down.delete(dependency)) {
        this.options.logger.info({ dependency }, 'A dependency is back');
      }
    }
  }
}
