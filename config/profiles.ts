import { resolve } from 'node:path';
import { billing } from './billing.js';
import { readEnvironment } from './load.js';
import type { RedisClusterAddress } from './redis-cluster-address.js';
import type { Environment } from './schema.js';
import { heartbeats, retention } from './operations-profiles.js';
import { required, sourceLink, uploadsUrl } from './shared-parts.js';
import { tracing } from './tracing.js';
import { productVersion } from './version.js';

type Variables = Readonly<Record<string, string | undefined>>;

const TEST_SECRET = 'streamshape-secret-of-tests-alone';

/** A secret that everybody knows protects nothing: only tests go without. */
function secret(
  environment: Environment,
  key: 'OPERATOR_TOKEN' | 'HEALTH_TOKEN' | 'ENCRYPTION_KEY' | 'SESSION_SECRET',
): string {
  const known = environment.NODE_ENV === 'test' ? TEST_SECRET : undefined;
  return required(environment[key] ?? known, key);
}

/** Where Redis is: one server or a cluster. */
export type RedisTarget = { kind: 'single'; url: string } | ({ kind: 'cluster' } & RedisClusterAddress);

function redisTarget(environment: Environment): RedisTarget {
  if (environment.REDIS_CLUSTER_NODES === undefined) {
    return { kind: 'single', url: required(environment.REDIS_URL, 'REDIS_URL') };
  }
  return { kind: 'cluster', ...environment.REDIS_CLUSTER_NODES };
}

interface SignProviderConfig {
  url: string;
  key?: string;
  limits?: {
    second?: number | undefined;
    minute?: number | undefined;
    hour?: number | undefined;
    day?: number | undefined;
  };
}

/** In order of preference; a provider without a key is used anonymously. */
function signProviders(environment: Environment): SignProviderConfig[] {
  const { TIKTOK_SIGN_PROVIDERS: list, TIKTOK_SIGN_URL, TIKTOK_SIGN_API_KEY } = environment;
  const providers = list ?? [{ url: TIKTOK_SIGN_URL, key: TIKTOK_SIGN_API_KEY, limits: undefined }];
  return providers.map(({ url, key, limits }) => ({ url, ...(key && { key }), ...(limits && { limits }) }));
}

function common(environment: Environment) {
  return {
    version: productVersion(),
    production: environment.NODE_ENV === 'production',
    logLevel: environment.LOG_LEVEL,
    bindAddress: environment.BIND_ADDRESS,
    sourceUrl: sourceLink(environment),
    redis: redisTarget(environment),
    tracing: tracing(environment),
  };
}

/** The same for all roles, or counts and judgement pass each other by. */
function drift(environment: Environment) {
  const { DRIFT_WINDOW_MS, DRIFT_SAMPLES, DRIFT_SAMPLE_AGE_MS: maxAgeMs } = environment;
  const perKind = DRIFT_SAMPLES ? 5 : 0;
  return {
    spanMs: Math.max(50, Math.round(DRIFT_WINDOW_MS / 10)),
    samples: { perKind, maxBytes: 4 * 1024 * 1024, maxAgeMs },
  };
}

function canary(environment: Environment) {
  const { CANARY_HANDLES, CANARY_LATE_MS: lateMs, CANARY_SILENT_MS: silentMs, CANARY_GATEWAY_URL } = environment;
  const gatewayUrl = CANARY_GATEWAY_URL ?? environment.WIDGETS_URL ?? `http://localhost:${environment.GATEWAY_PORT}`;
  return { handles: CANARY_HANDLES ?? [], gatewayUrl, limits: { lateMs, silentMs } };
}

/** Without a mail server the demo shows its mails on a page; production needs one, which its start checks. */
function mail(environment: Environment) {
  const { SMTP_URL: url, MAIL_FROM, PUBLIC_URL, STREAMSHAPE_DEMO, NODE_ENV } = environment;
  const host = PUBLIC_URL === undefined ? 'localhost' : new URL(PUBLIC_URL).hostname;
  const from = MAIL_FROM ?? `StreamShape <noreply@${host}>`;
  const outbox = url === undefined && STREAMSHAPE_DEMO && NODE_ENV !== 'production';
  return { smtp: url === undefined ? undefined : { url, from }, outbox };
}

/** Configuration of the supervisor. Throws ConfigurationError or an Error that names the missing key. */
export function loadSupervisorConfig(variables: Variables = process.env) {
  const environment = readEnvironment(variables);
  return {
    ...common(environment),
    port: environment.SUPERVISOR_PORT,
    publicUrl: environment.PUBLIC_URL ?? `http://localhost:${environment.SUPERVISOR_PORT}`,
    widgetsUrl: environment.WIDGETS_URL ?? `http://localhost:${environment.GATEWAY_PORT}`,
    databaseUrl: required(environment.DATABASE_URL, 'DATABASE_URL'),
    operatorToken: secret(environment, 'OPERATOR_TOKEN'),
    healthToken: secret(environment, 'HEALTH_TOKEN'),
    encryptionKey: secret(environment, 'ENCRYPTION_KEY'),
    sessionSecret: secret(environment, 'SESSION_SECRET'),
    trustedProxies: environment.TRUSTED_PROXIES ?? [],
    mail: mail(environment),
    limits: { requestsPerMinute: environment.API_REQUESTS_PER_MINUTE, factor: environment.THROTTLE_FACTOR },
    leaseTtlMs: environment.LEASE_TTL_MS,
    placement: {
      tickMs: environment.PLACEMENT_TICK_MS,
      spacingMs: environment.PLACEMENT_SPACING_MS,
      moveTimeoutMs: environment.MOVE_TIMEOUT_MS,
    },
    uploads: {
      url: uploadsUrl(environment),
      maxBytes: environment.UPLOAD_MAX_BYTES,
      quota: { maxBytes: environment.UPLOAD_QUOTA_BYTES, maxCount: environment.UPLOAD_QUOTA_COUNT },
    },
    streams: { sampleDays: environment.STREAM_SAMPLE_DAYS },
    drift: drift(environment),
    canary: canary(environment),
    billing: billing(environment),
    heartbeats: heartbeats(environment),
    status: { intervalMs: environment.STATUS_INTERVAL_MS },
    retention: retention(environment),
    demo: environment.STREAMSHAPE_DEMO ? { handle: environment.STREAMSHAPE_DEMO_HANDLE } : undefined,
  };
}
export type SupervisorConfig = ReturnType<typeof loadSupervisorConfig>;

/** Configuration of a worker. Throws ConfigurationError or an Error that names the missing key. */
export function loadWorkerConfig(variables: Variables = process.env) {
  const environment = readEnvironment(variables);
  return {
    ...common(environment),
    port: environment.WORKER_PORT,
    nodeId: environment.WORKER_NODE_ID,
    capacity: environment.WORKER_CAPACITY,
    startsPerSecond: environment.PLACEMENT_STARTS_PER_SECOND,
    lease: { ttlMs: environment.LEASE_TTL_MS, renewMs: environment.LEASE_RENEW_MS },
    moves: { timeoutMs: environment.MOVE_TIMEOUT_MS, drainMs: environment.DRAIN_TIMEOUT_MS },
    retry: { baseMs: environment.RETRY_BASE_MS, maxMs: environment.RETRY_MAX_MS },
    offlinePollMs: environment.OFFLINE_POLL_MS,
    offlinePollMaxMs: environment.OFFLINE_POLL_MAX_MS,
    livenessRequestsPerMinute: environment.LIVENESS_REQUESTS_PER_MINUTE,
    streakTimeoutMs: environment.STREAK_TIMEOUT_MS,
    drift: drift(environment),
    tiktok: {
      webUrl: environment.TIKTOK_WEB_URL,
      webcastUrl: environment.TIKTOK_WEBCAST_URL,
      signProviders: signProviders(environment),
      connectTimeoutMs: environment.CONNECT_TIMEOUT_MS,
      signTimeoutMs: environment.SIGN_TIMEOUT_MS,
      signWaitMs: environment.SIGN_WAIT_MS,
      silenceMs: environment.SOURCE_SILENCE_MS,
    },
  };
}
export type WorkerConfig = ReturnType<typeof loadWorkerConfig>;

/** Configuration of a widget gateway. Throws ConfigurationError or an Error that names the missing key. */
export function loadGatewayConfig(variables: Variables = process.env) {
  const environment = readEnvironment(variables);
  return {
    ...common(environment),
    port: environment.GATEWAY_PORT,
    widgetsUrl: environment.WIDGETS_URL ?? `http://localhost:${environment.GATEWAY_PORT}`,
    publicUrl: environment.PUBLIC_URL ?? `http://localhost:${environment.SUPERVISOR_PORT}`,
    uploadsUrl: uploadsUrl(environment),
    helloTimeoutMs: environment.HELLO_TIMEOUT_MS,
    heartbeatMs: environment.GATEWAY_HEARTBEAT_MS,
    maxSocketsPerStreamer: environment.MAX_SOCKETS_PER_STREAMER,
    maxWaitingSockets: environment.MAX_WAITING_SOCKETS,
    trustedProxies: environment.TRUSTED_PROXIES ?? [],
    demo: environment.STREAMSHAPE_DEMO,
  };
}
export type GatewayConfig = ReturnType<typeof loadGatewayConfig>;

/** Configuration of the local TikTok of the demo. */
export function loadSimulatorConfig(variables: Variables = process.env) {
  const environment = readEnvironment(variables);
  return { host: '127.0.0.1', port: environment.SIMULATOR_PORT, seed: environment.SIMULATOR_SEED };
}

/** Configuration of the local Stripe of the demo: what the supervisor sends to it and hears from it. */
export function loadStripeSimulatorConfig(variables: Variables = process.env) {
  const environment = readEnvironment(variables);
  const [webhookSecret] = environment.STRIPE_WEBHOOK_SECRET ?? [];
  return {
    port: environment.STRIPE_SIMULATOR_PORT,
    secretKey: required(environment.STRIPE_SECRET_KEY, 'STRIPE_SECRET_KEY'),
    webhookSecret: required(webhookSecret, 'STRIPE_WEBHOOK_SECRET'),
    webhookUrl: `http://127.0.0.1:${environment.SUPERVISOR_PORT}/webhooks/stripe`,
    stateFile: resolve('.data', 'stripe', 'state.json'),
  };
}
