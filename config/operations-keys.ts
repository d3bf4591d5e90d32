import { z } from 'zod';

/** An address that carries its own secret: it is never shown, in no log and on no page. */
const pingUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address that starts with http:// or https://' })
  .optional();
const days = (value: number) => z.coerce.number().int().min(0).max(36_500).default(value);
const expected = (value: number) => z.coerce.number().int().min(1).max(10_000).default(value);

/** Keys of watching, backups, retention and the source link. */
export const operationsKeys = {
  BETTERSTACK_HEARTBEAT_SUPERVISOR_URL: pingUrl.describe(
    'Heartbeat of the placement loop: pinged while every supervisor finishes its rounds in time, `/fail` otherwise',
  ),
  BETTERSTACK_HEARTBEAT_WORKERS_URL: pingUrl.describe('Heartbeat of all workers together'),
  BETTERSTACK_HEARTBEAT_CANARY_URL: pingUrl.describe(
    'Heartbeat of events that travel the whole way from TikTok to a page; needs CANARY_HANDLES',
  ),
  BETTERSTACK_HEARTBEAT_STRIPE_URL: pingUrl.describe('Heartbeat of the comparison with Stripe'),
  BETTERSTACK_HEARTBEAT_BACKUP_URL: pingUrl.describe('Heartbeat of `npm run backup`'),
  BETTERSTACK_API_TOKEN: z
    .string()
    .min(8)
    .optional()
    .describe('Token of the Better Stack Uptime API, for `npm run betterstack:apply` alone'),
  BETTERSTACK_API_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://uptime.betterstack.com')
    .describe('Where that API is'),
  HEARTBEAT_INTERVAL_MS: z.coerce
    .number()
    .int()
    .min(50)
    .max(3_600_000)
    .default(30_000)
    .describe('How often a heartbeat is sent; half of the period that Better Stack expects'),
  SUPERVISORS_EXPECTED: expected(1).describe('With fewer supervisors than this the supervisor heartbeat fails'),
  WORKERS_EXPECTED: expected(1).describe('With fewer healthy workers than this the workers heartbeat fails'),

  STATUS_INTERVAL_MS: z.coerce
    .number()
    .int()
    .min(50)
    .max(60_000)
    .default(15_000)
    .describe('How often the status page looks at every part; two bad looks in a row are trouble'),

  BACKUP_FOLDER: z.string().min(1).default('.data/backups').describe('Where `npm run backup` puts its archives'),
  BACKUP_KEEP: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(14)
    .describe('How many archives stay; older ones are deleted after a successful backup'),
  BACKUP_KEY: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('Encrypts archives (AES-256-GCM). Keep it elsewhere too: without it an archive is lost'),

  RETENTION_SESSIONS_DAYS: days(0).describe('Days that summaries of past streams are kept; 0 for ever'),
  RETENTION_MOVES_DAYS: days(30).describe('Days that the history of moves between workers is kept; 0 for ever'),
  RETENTION_AUDIT_DAYS: days(400).describe('Days that the record of who did what is kept, 400 at least; 0 for ever'),
  RETENTION_STATUS_DAYS: days(90).describe('Days that the history of the status page is kept; 0 for ever'),

  SOURCE_COMMIT: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, 'must be a commit in lower-case hex')
    .optional()
    .describe('Commit that runs, for the link to its source; a build from a git checkout knows it without'),
};
