import { z } from 'zod';
import { roomReportSchema } from './handle-api.js';
import { handleSchema, nodeReportSchema, streamerIdSchema } from './placement.js';

const count = z.int().nonnegative();

/**
 * Commands from the supervisor to one worker node, over Nest's Redis transport: what each carries, and what it is
 * answered with. Every one is idempotent: asking for what is so already changes nothing.
 */
export const NODE_COMMANDS = {
  /** Hand every broker over and take no other one. Answered when the hand-over has begun. */
  'node.drain': { payload: z.object({}), result: nodeReportSchema },
  /** Take brokers again. */
  'node.resume': { payload: z.object({}), result: nodeReportSchema },
  /**
   * End this generation of a broker: append what it has, then be silent. The supervisor has given the next generation
   * out before. `ended` is false when the node does not run it (any more).
   */
  'broker.restart': {
    payload: z.object({ streamerId: streamerIdSchema, generation: count }),
    result: z.object({ ended: z.boolean() }),
  },
  /** Look at once whether the streamer of a waiting broker is live. `looked` is false when the node does not run it. */
  'broker.look': { payload: z.object({ streamerId: streamerIdSchema }), result: z.object({ looked: z.boolean() }) },
  /** Look whether a handle exists and is live, without a signature, in a turn of the shared schedule. */
  'room.check': { payload: z.object({ handle: handleSchema }), result: roomReportSchema },
} as const;

export type NodeCommandName = keyof typeof NODE_COMMANDS;
export type NodeCommandPayload<C extends NodeCommandName> = z.infer<(typeof NODE_COMMANDS)[C]['payload']>;
export type NodeCommandResult<C extends NodeCommandName> = z.infer<(typeof NODE_COMMANDS)[C]['result']>;
export const NODE_COMMAND_NAMES = Object.keys(NODE_COMMANDS) as NodeCommandName[];

/** The channel that only this node listens to: with a shared one every node would answer. */
export function nodeCommandPattern(command: NodeCommandName, nodeId: string): string {
  return `${command}@${nodeId}`;
}

/** Every command as it travels. A repeat carries the same `id`, and is carried out once. */
export const nodeCommandSchema = z.object({ id: z.uuid(), nodeId: z.string().min(1).max(64), payload: z.unknown() });
export type NodeCommand = z.infer<typeof nodeCommandSchema>;

/** The acknowledgement. `refused`: the node understood and will not; `text` says why. */
export const nodeCommandReplySchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('done'), id: z.uuid(), nodeId: z.string(), result: z.unknown() }),
  z.object({ outcome: z.literal('refused'), id: z.string(), nodeId: z.string(), code: z.string(), text: z.string() }),
]);
export type NodeCommandReply = z.infer<typeof nodeCommandReplySchema>;
