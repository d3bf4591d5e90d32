import { z } from 'zod';
import { oneLine } from './texts.js';

const count = (max: number) => z.int().min(1).max(max);
const name = z.string().overwrite(oneLine).min(1).max(40).default('Test viewer');
const one = { name };

/** Something to try widgets with. Nothing of it counts: no total, no goal, no ranking, no history. */
export const testEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('gift'),
    ...one,
    giftId: z.string().max(32).optional().meta({ description: 'From the list of gifts; a rose when left out' }),
    count: count(9999).default(1),
  }),
  z.strictObject({
    kind: z.literal('streak'),
    ...one,
    giftId: z.string().max(32).optional(),
    count: count(200).default(36),
  }),
  z.strictObject({ kind: z.literal('follow'), ...one }),
  z.strictObject({ kind: z.literal('share'), ...one }),
  z.strictObject({ kind: z.literal('subscribe'), ...one, months: count(120).default(1) }),
  z.strictObject({ kind: z.literal('like'), ...one, count: count(500).default(15) }),
  z.strictObject({
    kind: z.literal('chat'),
    ...one,
    text: z.string().overwrite(oneLine).min(1).max(200).default('Hello from the test panel!'),
  }),
  z.strictObject({
    kind: z.literal('storm'),
    events: count(300).default(60).meta({ description: 'Gifts of many viewers at once' }),
  }),
  z.strictObject({
    kind: z.literal('recorded'),
    speed: z.number().min(1).max(20).default(4).meta({ description: 'Times as fast as it was' }),
  }),
]);
export type TestEvent = z.infer<typeof testEventSchema>;

/** A test that takes a while: `sent` of `total` events so far. One runs at a time for each streamer. */
export const testRunSchema = z.object({
  id: z.uuid(),
  kind: z.string(),
  sent: z.int().nonnegative(),
  total: z.int().positive(),
  state: z.enum(['running', 'done', 'stopped', 'failed']),
});
export type TestRun = z.infer<typeof testRunSchema>;
/** The newest run, or null. */
export const currentTestRunSchema = z.object({ run: testRunSchema.nullable() });
export type CurrentTestRun = z.infer<typeof currentTestRunSchema>;

/** Gifts to choose from. */
export const giftListSchema = z.object({
  items: z.array(
    z.object({ id: z.string(), name: z.string(), coins: z.int().nonnegative(), image: z.string().optional() }),
  ),
});
export type GiftList = z.infer<typeof giftListSchema>;
