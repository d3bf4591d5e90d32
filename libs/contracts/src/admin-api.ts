import { z } from 'zod';
import { ACCOUNT_ROLES, accountSchema } from './account-api.js';
import { oneLine, severalLines } from './texts.js';

const time = z.iso.datetime();
const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Items of one page at most' }),
  cursor: z.string().max(200).optional().meta({ description: '`nextCursor` of the page before' }),
};
const reason = z.string().overwrite(oneLine).min(1, 'say why').max(500);

export const accountQuerySchema = z.strictObject({
  ...pageQuery,
  search: z
    .string()
    .overwrite(oneLine)
    .max(100)
    .optional()
    .meta({ description: 'Part of an e-mail address, name or handle' }),
});
export type AccountQuery = z.infer<typeof accountQuerySchema>;
export const accountViewSchema = accountSchema.extend({
  streamer: z.object({ id: z.uuid(), handle: z.string(), enabled: z.boolean() }).nullable(),
  lastSeenAt: time.nullable(),
});
export type AccountView = z.infer<typeof accountViewSchema>;
/** Newest first. */
export const accountPageSchema = z.object({ items: z.array(accountViewSchema), nextCursor: z.string().nullable() });
export type AccountPage = z.infer<typeof accountPageSchema>;

/** The streamer's pages close and the broker stops until the account is restored. The reason is shown to them. */
export const suspendAccountSchema = z.strictObject({ reason });
export type SuspendAccount = z.infer<typeof suspendAccountSchema>;
export const changeRoleSchema = z.strictObject({ role: z.enum(ACCOUNT_ROLES) });
export type ChangeRole = z.infer<typeof changeRoleSchema>;

/** Who did what to whom, when, from where. Nothing is ever changed or taken out but by the retention time. */
export const auditEntrySchema = z.object({
  id: z.string(),
  at: time,
  /** `operator`: the holder of OPERATOR_TOKEN. `system`: the product by itself. */
  actor: z.object({
    kind: z.enum(['account', 'operator', 'system']),
    accountId: z.uuid().optional(),
    email: z.string().optional(),
  }),
  /** Like `account.suspended`. */
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
  detail: z.record(z.string(), z.unknown()),
  address: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export const auditQuerySchema = z.strictObject({
  ...pageQuery,
  account: z.uuid().optional().meta({ description: 'Only what this account did, or what was done to it' }),
  action: z.string().overwrite(oneLine).max(64).optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
/** Newest first. */
export const auditPageSchema = z.object({ items: z.array(auditEntrySchema), nextCursor: z.string().nullable() });
export type AuditPage = z.infer<typeof auditPageSchema>;

export const ANNOUNCEMENT_LEVELS = ['info', 'warning', 'incident'] as const;
export const createAnnouncementSchema = z.strictObject({
  level: z.enum(ANNOUNCEMENT_LEVELS),
  title: z.string().overwrite(oneLine).min(1).max(120),
  text: z.string().overwrite(severalLines).max(2000).default(''),
  endsAt: time.optional().meta({ description: 'Left out: until it is ended' }),
});
export type CreateAnnouncement = z.infer<typeof createAnnouncementSchema>;
export const updateAnnouncementSchema = z.strictObject({
  level: createAnnouncementSchema.shape.level.optional(),
  title: createAnnouncementSchema.shape.title.optional(),
  text: z.string().overwrite(severalLines).max(2000).optional(),
  endsAt: time.nullable().optional(),
});
export type UpdateAnnouncement = z.infer<typeof updateAnnouncementSchema>;
export const announcementSchema = z.object({
  id: z.uuid(),
  level: z.enum(ANNOUNCEMENT_LEVELS),
  title: z.string(),
  text: z.string(),
  startsAt: time,
  endsAt: time.nullable(),
});
export type Announcement = z.infer<typeof announcementSchema>;
/** Streamers get those in force; an admin those of the last 90 days. */
export const announcementListSchema = z.object({ items: z.array(announcementSchema) });
export type AnnouncementList = z.infer<typeof announcementListSchema>;

const budgetWindow = z.object({ spent: z.int().nonnegative(), limit: z.int().positive().nullable() });
/** What each signing service has left. */
export const signBudgetViewSchema = z.object({
  items: z.array(
    z.object({
      /** Host of the service and its place in the order; never the key. */
      provider: z.string(),
      minute: budgetWindow,
      hour: budgetWindow,
      day: budgetWindow,
      /** Nobody calls it until then. */
      pausedUntil: time.nullable(),
    }),
  ),
});
export type SignBudgetView = z.infer<typeof signBudgetViewSchema>;

/** Jobs that were given up after their last try. */
export const failedJobSchema = z.object({
  id: z.string(),
  queue: z.string(),
  name: z.string(),
  streamerId: z.uuid().nullable(),
  reason: z.string(),
  attempts: z.int().nonnegative(),
  failedAt: time,
});
export type FailedJob = z.infer<typeof failedJobSchema>;
export const failedJobListSchema = z.object({ items: z.array(failedJobSchema) });
export type FailedJobList = z.infer<typeof failedJobListSchema>;
