import { z } from 'zod';
import { recordedMessageSchema } from '../replay/recording.js';

const roomId = z.string().regex(/^\d+$/, 'a room id is a string of digits').optional();
const pace = z.number().positive().max(50).optional();
const seed = z.number().int().optional();

export const createRoomSchema = z.strictObject({
  handle: z.string().regex(/^[\w.]{1,64}$/, 'a handle has letters, digits, dots and underscores'),
  live: z.boolean().optional(),
  lively: z.boolean().optional(),
  pace,
  seed,
});
export const goLiveSchema = z.strictObject({ roomId });
export const goOfflineSchema = z.strictObject({
  announce: z.boolean().optional(),
  action: z.literal([3, 4]).optional(),
  sockets: z.enum(['close', 'terminate', 'keep']).optional(),
  closeAfterMs: z.number().int().nonnegative().max(60_000).optional(),
});
export const livelySchema = z.strictObject({ pace, seed });
export const replaySchema = z
  .strictObject({
    path: z.string().min(1).optional(),
    messages: z.array(recordedMessageSchema).min(1).optional(),
    speed: z.number().positive().optional(),
    rate: z.number().positive().optional(),
    batch: z.number().int().positive().max(1_000).optional(),
    repeat: z.number().int().positive().optional(),
  })
  .refine((body) => (body.path === undefined) !== (body.messages === undefined), {
    message: 'give either "path" (a JSON lines file) or "messages" (an array)',
  });
