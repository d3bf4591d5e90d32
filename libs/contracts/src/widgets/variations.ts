import { z } from 'zod';
import { presentationChangesSchema } from './alert-presentation.js';
import { ROLES } from './look-options.js';

const coins = z.int().min(0).max(10_000_000);

/** All that is given must fit; an empty condition fits every alert. */
export const variationConditionSchema = z.object({
  event: z.enum(['gift', 'follow', 'subscribe', 'share', 'like']).optional(),
  /** Name or id of a gift; capitals do not matter. */
  gift: z.string().trim().min(1).max(128).optional(),
  /** Of coins in all for gifts, of months for subscriptions, of likes for likes; both ends belong to it. */
  minimumAmount: coins.optional(),
  maximumAmount: coins.optional(),
  role: z.enum(ROLES).optional(),
});
export type VariationCondition = z.infer<typeof variationConditionSchema>;

export const variationSchema = z.object({
  /** For the streamer's eyes. */
  name: z.string().max(60).default(''),
  when: variationConditionSchema,
  /** Waiting alerts with a higher priority go first. */
  priority: z.int().min(0).max(9).optional(),
  change: presentationChangesSchema,
});
export type Variation = z.infer<typeof variationSchema>;

export const variations = z.array(variationSchema).max(50).default([]).meta({
  title: 'Variations',
  description: 'Other words, pictures, sounds or motion for some alerts. The most specific one that fits wins',
  group: 'Variations',
});
