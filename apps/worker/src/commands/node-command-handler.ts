import {
  NODE_COMMAND_NAMES,
  NODE_COMMANDS,
  nodeCommandPattern,
  nodeCommandSchema,
  type NodeCommandName,
  type NodeCommandPayload,
  type NodeCommandReply,
  type NodeCommandResult,
} from '#libs/contracts';
import { CommandMemory } from './command-memory.js';

/** What the node does for each command. All are idempotent. */
export type NodeActions = {
  [C in NodeCommandName]: (payload: NodeCommandPayload<C>) => Promise<NodeCommandResult<C>>;
};

/** The part of a message server that is needed here. */
export interface PatternServer {
  addHandler(pattern: string, handle: (data: unknown) => Promise<unknown>): void;
}

export interface NodeCommandOptions {
  nodeId: string;
  actions: NodeActions;
  /** A repeat is not told of. */
  onHandled?(command: NodeCommandName, outcome: 'done' | 'failed' | 'refused'): void;
  onError?(command: NodeCommandName, error: unknown): void;
}

/** Carries out what is meant for this node, each id once, and acknowledges it. */
export class NodeCommandHandler {
  private readonly memory = new CommandMemory<NodeCommandReply>();

  constructor(private readonly options: NodeCommandOptions) {}

  /** Listens on this node's own channels. */
  register(server: PatternServer): void {
    for (const command of NODE_COMMAND_NAMES) {
      server.addHandler(nodeCommandPattern(command, this.options.nodeId), (data) => this.handle(command, data));
    }
  }

  /** Never rejects: whoever asks must not wait for an answer that cannot come. */
  async handle(command: NodeCommandName, data: unknown): Promise<NodeCommandReply> {
    const parsed = nodeCommandSchema.safeParse(data);
    const { nodeId } = this.options;
    if (!parsed.success) return this.refuse(command, '', 'COMMAND.MALFORMED', 'The command cannot be read');
    const { id, payload } = parsed.data;
    if (parsed.data.nodeId !== nodeId) {
      return this.refuse(command, id, 'COMMAND.WRONG_NODE', `This is node ${nodeId}, not ${parsed.data.nodeId}`);
    }
    const known = NODE_COMMANDS[command].payload.safeParse(payload);
    if (!known.success) return this.refuse(command, id, 'COMMAND.MALFORMED', 'The command lacks what it needs');
    try {
      return await this.memory.once(id, async () => {
        const result = await this.perform(command, known.data);
        this.options.onHandled?.(command, 'done');
        return { outcome: 'done', id, nodeId, result };
      });
    } catch (error) {
      this.options.onError?.(command, error);
      this.options.onHandled?.(command, 'failed');
      return { outcome: 'refused', id, nodeId, code: 'COMMAND.FAILED', text: 'The node could not carry it out' };
    }
  }

  private async perform(command: NodeCommandName, payload: unknown): Promise<unknown> {
    // The payload was parsed with the schema of this very command.
    const action = this.options.actions[command] as (given: unknown) => Promise<unknown>;
    return await action(payload);
  }

  private refuse(command: NodeCommandName, id: string, code: string, text: string): NodeCommandReply {
    this.options.onHandled?.(command, 'refused');
    return { outcome: 'refused', id, nodeId: this.options.nodeId, code, text };
  }
}
