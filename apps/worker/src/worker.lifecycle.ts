import { setTimeout } from 'node:timers/promises';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DriftRecorder } from '#libs/live-source';
import { NotYetError, type Logger } from '#libs/observability';
import { redisAnswers, RedisRefusedError } from '#libs/redis';
import type { NodeCommandHandler } from './commands/node-command-handler.js';
import type { Connections } from './worker.connections.js';
import type { LoopWatch } from './node/loop-watch.js';
import type { WorkerNode } from './node/worker-node.js';
import type { WorkerSigning } from './signing/worker-signing.js';

/** What works in a worker process. */
export interface WorkerParts {
  node: WorkerNode;
  commands: NodeCommandHandler;
  loop: LoopWatch;
  signing: WorkerSigning;
  drift: DriftRecorder;
}

const LOOK_AGAIN_MS = 250;

/** Whether the node takes assignments. */
export class Begun {
  private begun = false;

  note(): void {
    this.begun = true;
  }

  /** Rejects before. */
  async assert(): Promise<void> {
    if (!this.begun) throw new NotYetError('The node waits for Redis');
  }
}

/**
 * Begins to take assignments when Redis is there, however late, and hands everything over before the process ends. Until
 * then the process runs and says that it is not ready.
 */
export class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ending = new AbortController();
  private beginning: Promise<void> = Promise.resolve();
  private running = false;

  constructor(
    private readonly parts: WorkerParts,
    private readonly connections: Connections,
    private readonly telling: { logger: Logger; begun: Begun },
  ) {}

  get commands(): NodeCommandHandler {
    return this.parts.commands;
  }

  /** Rejects when Redis refuses the password: waiting does not help. */
  async onApplicationBootstrap(): Promise<void> {
    const { loop, signing, drift } = this.parts;
    const answers = await redisAnswers(this.connections.commands);
    loop.start();
    signing.start();
    if (answers) await this.attempt();
    if (!this.running) {
      this.telling.logger.warn('Waiting for Redis: this node takes streamers as soon as it answers');
      this.beginning = this.waitAndBegin();
    }
    drift.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { node, loop, signing, drift } = this.parts;
    this.ending.abort();
    await this.beginning;
    if (this.running) await node.stop();
    await drift.stop();
    await loop.stop();
    signing.stop();
    for (const connection of Object.values(this.connections)) connection.disconnect();
  }

  private async waitAndBegin(): Promise<void> {
    while (!this.running && !this.ending.signal.aborted) {
      await setTimeout(LOOK_AGAIN_MS, undefined, { signal: this.ending.signal }).catch(() => undefined);
      if (!this.ending.signal.aborted && (await this.answers())) await this.attempt();
    }
    if (this.running) this.telling.logger.info('Redis answers: this node takes streamers');
  }

  /** Whoever runs Redis may put a password right, now that this process waits anyway. */
  private async answers(): Promise<boolean> {
    try {
      return await redisAnswers(this.connections.commands);
    } catch (error) {
      if (!(error instanceof RedisRefusedError)) throw error;
      return false;
    }
  }

  private async attempt(): Promise<void> {
    try {
      await this.parts.node.start();
      this.running = true;
      this.telling.begun.note();
    } catch (err) {
      this.telling.logger.warn({ err }, 'This node could not begin');
    }
  }
}
