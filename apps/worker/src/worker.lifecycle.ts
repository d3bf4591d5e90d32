import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DriftRecorder } from '#libs/live-source';
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

/** Begins to take assignments when the process is up, and hands everything over before it ends. */
export class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly parts: WorkerParts,
    private readonly connections: Connections,
  ) {}

  get commands(): NodeCommandHandler {
    return this.parts.commands;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { node, loop, signing, drift } = this.parts;
    loop.start();
    signing.start();
    await node.start();
    drift.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { node, loop, signing, drift } = this.parts;
    await node.stop();
    await drift.stop();
    await loop.stop();
    signing.stop();
    for (const connection of Object.values(this.connections)) connection.disconnect();
  }
}
