import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { TestRunStore } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { TEST_RUNS } from '../supervisor.tokens.js';
import { toTestEvent, type TestPlan } from './test-step.js';

/** Events of one append at most. */
const MAX_BATCH = 50;
/** What is due within this time goes together. */
const GRAIN_MS = 20;

interface Playing {
  streamerId: string;
  runId: string;
  plan: TestPlan;
  startedAt: number;
  sent: number;
}

/** Sends the events of tests when they are due. What it has not sent when its process ends is never sent. */
@Injectable()
export class TestRunner implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly playing = new Set<Promise<void>>();

  constructor(
    @Inject(TEST_RUNS) private readonly runs: TestRunStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Sends what is due at once, and the rest by and by. Rejects when the first events cannot be sent. */
  async play(streamerId: string, runId: string, plan: TestPlan): Promise<void> {
    const run = { streamerId, runId, plan, startedAt: performance.now(), sent: 0 };
    try {
      if (!(await this.sendDue(run)) || run.sent === plan.steps.length) return;
    } catch (error) {
      await this.giveUp(run, 'failed');
      throw error;
    }
    const rest = this.continue(run).finally(() => this.playing.delete(rest));
    this.playing.add(rest);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.playing);
  }

  private async continue(run: Playing): Promise<void> {
    const { steps } = run.plan;
    try {
      while (run.sent < steps.length) {
        const dueAt = run.startedAt + steps[run.sent]!.at;
        await wait(Math.max(0, dueAt - performance.now()), undefined, { signal: this.stopping.signal });
        if (!(await this.sendDue(run))) return;
      }
    } catch (err) {
      if (this.stopping.signal.aborted) return await this.giveUp(run, 'stopped');
      this.logger.warn({ err, streamerId: run.streamerId }, 'A test could not be sent to its end');
      await this.giveUp(run, 'failed');
    }
  }

  /** False when the run was ended meanwhile. */
  private async sendDue(run: Playing): Promise<boolean> {
    const { steps } = run.plan;
    const until = performance.now() - run.startedAt + GRAIN_MS;
    let end = run.sent;
    while (end < steps.length && end - run.sent < MAX_BATCH && steps[end]!.at <= until) end += 1;
    const now = Date.now();
    const events = steps
      .slice(run.sent, end)
      .map(({ draft }, index) => toTestEvent(draft, run.runId, run.sent + index, now));
    const outcome = await this.runs.append(run.streamerId, run.runId, events);
    run.sent = end;
    return outcome === 'appended';
  }

  /** Redis may be what failed: then the run is forgotten there after a while. */
  private async giveUp({ streamerId, runId }: Playing, state: 'stopped' | 'failed'): Promise<void> {
    try {
      await this.runs.end(streamerId, state, runId);
    } catch (err) {
      this.logger.debug({ err, streamerId }, 'The end of a test could not be told');
    }
  }
}
