import { z } from 'zod';
import { billingKeys } from './billing-keys.js';
import { operationsKeys } from './operations-keys.js';
import { redisClusterAddress } from './redis-cluster-address.js';
import { tracingKeys } from './tracing-keys.js';

/** An empty value in a .env file means the same as none. */
const optionalText = z.string().trim().min(1).optional();
const port = (value: number) => z.coerce.number().int().min(0).max(65_535).default(value);
const millis = (value: number) => z.coerce.number().int().min(1).max(86_400_000).default(value);
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an address that starts with http:// or https://' });
const MEBIBYTE = 1024 * 1024;
const bytes = (value: number, max: number) => z.coerce.number().int().min(0).max(max).default(value);
const uploadsUrl = z.url({
  protocol: /^file$/,
  error: 'must be a folder, as file:///path. Other places, S3 for one, are not supported yet',
});
const secret = z.string().min(16, 'must have at least 16 characters').optional();
const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((value) => value === '1' || value === 'true');

const flagOn = z
  .enum(['0', '1', 'true', 'false'])
  .default('1')
  .transform((value) => value === '1' || value === 'true');

const handles = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim().replace(/^@/, '').toLowerCase()))
  .refine((names) => names.length <= 5 && names.every((name) => /^[a-z0-9_.]{2,24}$/.test(name)), {
    error: 'must be at most five TikTok handles with commas between them',
  });

const proxies = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((names) => names.every((name) => /^(loopback|linklocal|uniquelocal|[0-9a-f.:]+(\/\d{1,3})?)$/i.test(name)), {
    error:
      'must be addresses or networks with commas between them, like 10.0.0.0/8, or loopback, linklocal, uniquelocal',
  });

const signProviderSchema = z.object({
  url: httpUrl,
  key: z.string().optional(),
  limits: z
    .object({
      second: z.number().positive().max(1000).optional(),
      minute: z.int().positive().optional(),
      hour: z.int().positive().optional(),
      day: z.int().positive().optional(),
    })
    .optional(),
});

const signProviders = z.string().transform((text, context) => {
  try {
    return z.array(signProviderSchema).parse(JSON.parse(text));
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `must be a JSON list like [{"url":"https://…","key":"…","limits":{"minute":5}}]: ${String(error)}`,
    });
    return z.NEVER;
  }
});

/** Every key of the configuration, with what it means and its default. The reference page is made from it. */
export const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('"production" demands every secret'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much is logged'),

  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be an address like postgresql://user:password@host:5432/name' })
    .optional()
    .describe('PostgreSQL; `npm start` brings its own without it'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be an address like redis://host:6379' })
    .optional()
    .describe('Redis; `npm start` brings its own without it'),
  REDIS_CLUSTER_NODES: redisClusterAddress
    .optional()
    .describe(
      'Redis Cluster in place of REDIS_URL: some of its nodes, as host:port,host:port or, with a password or TLS, as rediss://user:password@host:port,…',
    ),

  SUPERVISOR_PORT: port(3000).describe('Port of the dashboard and API'),
  GATEWAY_PORT: port(3001).describe('Port of the widget pages'),
  WORKER_PORT: port(3002).describe("Port of a worker's health and metrics; 0 takes any free one"),
  BIND_ADDRESS: z.string().default('0.0.0.0').describe('Address that every server listens on'),
  PUBLIC_URL: httpUrl.optional().describe('Address of the dashboard as streamers see it'),
  WIDGETS_URL: httpUrl.optional().describe('Address of the widget pages as OBS sees it'),
  SOURCE_URL: httpUrl
    .default('https://github.com/streamshape/streamshape')
    .describe('Where users of this server find its source code (AGPL)'),

  SESSION_SECRET: secret.describe(
    'Under it addresses are hashed before they are counted for limits of sign-ins and requests; all supervisors need the same',
  ),
  ENCRYPTION_KEY: secret.describe('Encrypts what must be read again: widget keys, cookies, webhook secrets'),
  OPERATOR_TOKEN: secret.describe('Bearer token for operator routes'),
  HEALTH_TOKEN: secret.describe('Bearer token for health of single brokers'),

  SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: 'must be an address like smtp://user:password@mail.example.com:587 or smtps://…',
    })
    .optional()
    .describe(
      'Mail server for links that confirm addresses and reset passwords; the supervisor needs it in production. The demo shows its mails at /outbox without it',
    ),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>"@\r\n]{1,80} )?<?[^\s<>@,;"]+@[^\s<>@,;"]+>?$/, 'must be like StreamShape <hello@example.com>')
    .optional()
    .describe('Sender of mails; noreply at the host of PUBLIC_URL without it'),
  TRUSTED_PROXIES: proxies
    .optional()
    .describe(
      'Reverse proxies whose X-Forwarded-For is believed: addresses or networks with commas between them, or loopback, linklocal, uniquelocal. Without it everybody behind a proxy counts as one client',
    ),
  API_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(1200)
    .describe(
      'Requests to the API that one account may make in a minute; one network address may make five times as many',
    ),
  THROTTLE_FACTOR: z.coerce
    .number()
    .positive()
    .max(100_000)
    .default(1)
    .describe('Multiplies the limits of sign-in, sign-up, mails and API requests; for load tests'),

  TIKTOK_WEB_URL: httpUrl.default('https://www.tiktok.com').describe("TikTok's web site"),
  TIKTOK_WEBCAST_URL: httpUrl.default('https://webcast.tiktok.com').describe("TikTok's WebCast API"),
  TIKTOK_SIGN_URL: httpUrl.default('https://tiktok.eulerstream.com').describe('Signing service'),
  TIKTOK_SIGN_API_KEY: optionalText.describe('Key for the signing service'),
  TIKTOK_SIGN_PROVIDERS: signProviders
    .optional()
    .describe(
      'Several signing services in order of preference, as JSON; replaces the two keys above. `limits` (second, minute, hour, day) say how many calls a key may make; see docs/tiktok.md',
    ),

  WORKER_CAPACITY: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(500)
    .describe('Streamers that one worker serves at most'),
  WORKER_NODE_ID: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional()
    .describe('Name of this worker; made up without it'),

  LEASE_TTL_MS: millis(5000).describe('How long an owner that fell silent keeps its streamers'),
  LEASE_RENEW_MS: millis(1000).describe('How often an owner renews'),
  PLACEMENT_TICK_MS: millis(500).describe('How often the supervisor compares what should run with what runs'),
  PLACEMENT_SPACING_MS: millis(3000).describe('The same streamer is assigned at most this often'),
  PLACEMENT_STARTS_PER_SECOND: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(200)
    .describe('Brokers that all workers together begin in a second at most; raise it past 10,000 streamers'),
  MOVE_TIMEOUT_MS: millis(10_000).describe('A move that no node has completed by then is given up; the owner stays'),
  DRAIN_TIMEOUT_MS: millis(15_000).describe(
    'A worker that is told to end waits at most this long for others to take over',
  ),
  CONNECT_TIMEOUT_MS: millis(15_000).describe('Bound on one connection attempt to TikTok'),
  SIGN_TIMEOUT_MS: millis(5000).describe('Bound on one call of a signing service; the next one gets its turn after it'),
  SIGN_WAIT_MS: millis(5000).describe('A connection attempt waits at most this long for its turn to sign'),
  SOURCE_SILENCE_MS: millis(90_000).describe('A connection that says nothing for this long is dead'),
  STREAK_TIMEOUT_MS: millis(8000).describe('A gift streak without a hit for this long is over'),
  RETRY_BASE_MS: millis(1000).describe('First delay before TikTok is tried again; doubles, with jitter'),
  RETRY_MAX_MS: millis(60_000).describe('Longest delay before TikTok is tried again'),
  OFFLINE_POLL_MS: millis(60_000).describe(
    'How often an offline streamer is looked at around the hours at which they usually go live',
  ),
  OFFLINE_POLL_MAX_MS: millis(600_000).describe('How often at the quietest times; more when the budget is short'),
  LIVENESS_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(300)
    .describe('Unsigned requests to TikTok that all workers together may make; about 300 suit one address'),

  HELLO_TIMEOUT_MS: millis(5000).describe('A widget page must introduce itself within this time'),
  GATEWAY_HEARTBEAT_MS: millis(10_000).describe('A page hears of its position at least this often'),
  MAX_SOCKETS_PER_STREAMER: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(100)
    .describe('Widget pages of one streamer on one gateway at most'),
  MAX_WAITING_SOCKETS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(500)
    .describe('Sockets of one client address that have not introduced themselves, on one gateway at most'),

  UPLOADS_URL: uploadsUrl
    .optional()
    .describe(
      'Folder for uploaded pictures and sounds, as file:///path; supervisors and gateways must see the same one. `.data/uploads` without it',
    ),
  UPLOAD_MAX_BYTES: bytes(10 * MEBIBYTE, 64 * MEBIBYTE).describe('Size of one uploaded file at most, bytes'),
  UPLOAD_QUOTA_BYTES: bytes(200 * MEBIBYTE, 1024 * 1024 * MEBIBYTE).describe(
    'Size of all uploads of one streamer at most, bytes',
  ),
  UPLOAD_QUOTA_COUNT: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(200)
    .describe('Uploads of one streamer at most'),

  STREAM_SAMPLE_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(36_500)
    .default(400)
    .describe('Days for which the minutes of past streams are kept: viewers, likes and coins for charts'),

  DRIFT_WINDOW_MS: millis(600_000).describe(
    'Span over which trouble with messages of TikTok is compared with what is usual',
  ),
  DRIFT_SAMPLES: flagOn.describe('Keeps some raw messages that something is wrong with, for a day at most'),
  DRIFT_SAMPLE_AGE_MS: millis(86_400_000).describe('How long such a message is kept'),
  CANARY_HANDLES: handles
    .optional()
    .describe('Rooms that are always live, followed to tell whether events arrive: handles with commas between them'),
  CANARY_LATE_MS: millis(10_000).describe('Events of the canary that are older on arrival are late'),
  CANARY_SILENT_MS: millis(60_000).describe('Without an event for this long the canary is silent'),
  CANARY_GATEWAY_URL: httpUrl.optional().describe('Gateway that the canary listens at; WIDGETS_URL without it'),

  ...billingKeys,
  ...operationsKeys,
  ...tracingKeys,

  SIMULATOR_PORT: port(0).describe('Port of the local TikTok for the demo'),
  SIMULATOR_SEED: z.coerce.number().int().default(1).describe('Seed of the demo room'),

  STREAMSHAPE_DEMO: flag.describe('Creates the demo streamer and shows the gallery of widgets; refused in production'),
  STREAMSHAPE_DEMO_HANDLE: z
    .string()
    .regex(/^[A-Za-z0-9_.]{2,24}$/, 'must be a TikTok handle: 2 to 24 letters, digits, dots or underscores')
    .default('demo')
    .describe('Room that the demo streamer follows'),
});

export type Environment = z.infer<typeof environmentSchema>;
