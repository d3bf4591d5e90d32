import { setTimeout } from 'node:timers/promises';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DriftRecorder } from '#libs/live-source';
import type { Logger } from '#libs/observability';
import { redisAnswers } from '#libs/redis';
import type { NodeCommandHandler } from './commands/node-command-handler.js';
import type { Connections } from './worker.connections.js';
import type { LoopWatch } from './node/loop-watch.js';
import type { WorkerNode } from './node/worker-node.js';
import { PatientBeginning } from './patient-beginning.js';
import type { WorkerSigning } from './signing/worker-signing.js';

/** What works in a worker process. */
export interface WorkerParts {
  node: WorkerNode;
  commands: NodeCommandHandler;
  loop: LoopWatch;
  signing: WorkerSigning;
  drift: DriftRecorder;
}

/**
 * Begins to take assignments when Redis is there, however late, and hands everything over before the process ends. Until
 * then the process runs and says that it is not ready.
 */
export class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ending = new AbortController();
  private readonly beginning: PatientBeginning;
  private waiting: Promise<void> = Promise.resolve();
  private running = false;

  constructor(
    private readonly parts: WorkerParts,
    private readonly connections: Connections,
    private readonly logger: Logger,
  ) {
    this.beginning = new PatientBeginning({
      begin: () => parts.node.start(),
      answers: () => redisAnswers(connections.commands),
      onTrouble: (err) => logger.warn({ err }, 'This node could not begin; it tries again until it can'),
      pause: async (ms) => await setTimeout(ms, undefined, { signal: this.ending.signal }).catch(() => undefined),
    });
  }

  get commands(): NodeCommandHandler {
    return this.parts.commands;
  }

  /** Whether the node takes assignments. */
  get begun(): boolean {
    return this.running;
  }

  /** Resolves when the node takes assignments, or ends. Rejects when Redis came late and refuses the password. */
  async untilBegun(): Promise<void> {
    await this.waiting;
  }

  /** Rejects when Redis refuses the password: waiting does not help. */
  async onApplicationBootstrap(): Promise<void> {
    const { loop, signing, drift } = this.parts;
    const answers = await redisAnswers(this.connections.commands);
    loop.start();
    signing.start();
    this.running = answers && (await this.beginning.attempt());
    if (!this.running) {
      this.logger.warn('Waiting for Redis: this node takes streamers as soon as it answers');
      this.waiting = this.wait();
      // Whoever asks `untilBegun` hears of it.
      this.waiting.catch(() => undefined);
    }
    drift.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { node, loop, signing, drift } = this.parts;
    this.ending.abort();
    await this.waiting.catch(() => undefined);
    if (this.running) await node.stop();
    await drift.stop();
    await loop.stop();
    signing.stop();
    for (const connection of Object.values(this.connections)) connection.disconnect();
  }

  private async wait(): Promise<void> {
    this.running = await this.beginning.untilBegun(this.ending.signal);
    if (this.running) this.logger.info('Redis answers: this node takes streamers');
  }
}
