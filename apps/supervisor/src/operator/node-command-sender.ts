import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientProxy } from '@nestjs/microservices';
import { firstValueFrom, timeout } from 'rxjs';
import {
  NODE_COMMANDS,
  nodeCommandPattern,
  nodeCommandReplySchema,
  type NodeCommand,
  type NodeCommandName,
  type NodeCommandPayload,
  type NodeCommandResult,
} from '#libs/contracts';

/** The node said nothing in time. It may still have carried the command out: all commands may be repeated. */
export class NodeSilentError extends Error {
  readonly code = 'NODE.NO_ANSWER';
  override readonly name = 'NodeSilentError';
  constructor(
    readonly nodeId: string,
    options?: ErrorOptions,
  ) {
    super(`Node ${nodeId} did not answer. It may be down; try again`, options);
  }
}

/** The node answered, and did not do it. `reason` is its own code. */
export class NodeRefusedError extends Error {
  readonly code = 'NODE.REFUSED';
  override readonly name = 'NodeRefusedError';
  constructor(
    readonly reason: string,
    text: string,
  ) {
    super(text);
  }
}

export interface NodeCommandLimits {
  /** Until the answer to one try is given up, ms. */
  tryMs: number;
  /** Until the command is, ms. */
  totalMs: number;
}

const PAUSE_MS = 100;

/**
 * Sends commands to one node and waits for the acknowledgement. Redis tells nobody of a lost message, so the same
 * command goes again, under the same id, until the time is up.
 */
export class NodeCommandSender {
  constructor(
    private readonly client: Pick<ClientProxy, 'send'>,
    private readonly limits: NodeCommandLimits = { tryMs: 1000, totalMs: 4000 },
    private readonly onSent: (command: NodeCommandName, outcome: 'done' | 'refused' | 'silent') => void = () =>
      undefined,
  ) {}

  /** Rejects with NodeSilentError or NodeRefusedError. */
  async send<C extends NodeCommandName>(
    command: C,
    nodeId: string,
    payload: NodeCommandPayload<C>,
    totalMs = this.limits.totalMs,
  ): Promise<NodeCommandResult<C>> {
    const envelope: NodeCommand = { id: randomUUID(), nodeId, payload };
    const deadline = performance.now() + totalMs;
    for (;;) {
      try {
        const result = await this.attempt(command, envelope, Math.min(this.limits.tryMs, totalMs));
        this.onSent(command, 'done');
        return NODE_COMMANDS[command].result.parse(result) as NodeCommandResult<C>;
      } catch (error) {
        if (error instanceof NodeRefusedError) {
          this.onSent(command, 'refused');
          throw error;
        }
        if (performance.now() + PAUSE_MS >= deadline) {
          this.onSent(command, 'silent');
          throw new NodeSilentError(nodeId, { cause: error });
        }
        await sleep(PAUSE_MS);
      }
    }
  }

  private async attempt(command: NodeCommandName, envelope: NodeCommand, ms: number): Promise<unknown> {
    const answer: unknown = await firstValueFrom(
      this.client.send(nodeCommandPattern(command, envelope.nodeId), envelope).pipe(timeout(ms)),
    );
    const reply = nodeCommandReplySchema.parse(answer);
    if (reply.outcome === 'refused') throw new NodeRefusedError(reply.code, reply.text);
    return reply.result;
  }
}
