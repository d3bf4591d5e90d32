import { z } from 'zod';

const time = z.iso.datetime();
/** Parts of the product as their users know them. */
export const STATUS_PARTS = ['dashboard', 'overlays', 'connections', 'alerts', 'payments'] as const;
export type StatusPart = (typeof STATUS_PARTS)[number];
const state = z.enum(['ok', 'trouble']);

/** Body of `GET /status.json`: the public status page for machines. No names in it. */
export const statusSchema = z.object({
  status: state,
  updatedAt: time,
  parts: z.array(
    z.object({
      id: z.enum(STATUS_PARTS),
      name: z.string(),
      state,
      /** Share of looks in which all was well, 0 to 1, over the days below; null without any. */
      uptime: z.number().min(0).max(1).nullable(),
      /** Oldest first, in UTC; a day without looks is null. */
      days: z.array(z.object({ day: z.iso.date(), uptime: z.number().min(0).max(1).nullable() })),
    }),
  ),
  incidents: z.array(z.object({ part: z.enum(STATUS_PARTS), beganAt: time, endedAt: time.nullable() })),
  /** What the operator has announced. */
  notices: z.array(z.object({ title: z.string(), text: z.string(), startsAt: time, endsAt: time.nullable() })),
});
export type StatusView = z.infer<typeof statusSchema>;
