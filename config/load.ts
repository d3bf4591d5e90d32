import { billingProblems } from './billing.js';
import { environmentSchema, type Environment } from './schema.js';

/** A configuration that cannot be used. The message names each key and says what to do. */
export class ConfigurationError extends Error {
  readonly code = 'CONFIGURATION.INVALID';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Secrets that production cannot do without. Elsewhere `npm start` makes them up. */
const SECRETS = ['SESSION_SECRET', 'ENCRYPTION_KEY', 'OPERATOR_TOKEN', 'HEALTH_TOKEN'] as const;

function unknownKeys(variables: Variables): string[] {
  const known = Object.keys(environmentSchema.shape);
  return Object.keys(variables)
    .filter((key) => key.startsWith('STREAMSHAPE_') && !known.includes(key))
    .map((key) => `${key} is not a setting of StreamShape. Check its spelling or remove it.`);
}

function missingInProduction(environment: Environment): string[] {
  if (environment.NODE_ENV !== 'production') return [];
  const problems: string[] = SECRETS.filter((key) => environment[key] === undefined).map(
    (key) => `${key} is missing. Set it to a long random value, for example from: openssl rand -hex 32`,
  );
  if (environment.STREAMSHAPE_DEMO) problems.push('STREAMSHAPE_DEMO must not be set in production.');
  return problems;
}

/**
 * Reads the whole configuration from `variables` (shape: name to text).
 * Throws ConfigurationError with every problem at once.
 */
export function readEnvironment(variables: Variables): Environment {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const problems = unknownKeys(given);
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    problems.push(
      ...parsed.error.issues.map((issue) => `${issue.path.join('.')} ${explain(issue.message, given, issue.path)}`),
    );
    throw new ConfigurationError(problems);
  }
  problems.push(...missingInProduction(parsed.data), ...contradictions(parsed.data), ...billingProblems(parsed.data));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return parsed.data;
}

const LOOKS_SECRET = /SECRET|TOKEN|KEY|PASSWORD|_URL$|PROVIDERS|_NODES$|_HEADERS$/;

function explain(message: string, given: Variables, path: readonly PropertyKey[]): string {
  const key = String(path[0]);
  const value = given[key];
  const shown = value === undefined || LOOKS_SECRET.test(key) ? '' : ` (it is "${value.slice(0, 80)}")`;
  return `is not valid${shown}: ${message}.`;
}

function contradictions(environment: Environment): string[] {
  const problems: string[] = [];
  if (environment.LEASE_RENEW_MS * 2 > environment.LEASE_TTL_MS) {
    problems.push('LEASE_RENEW_MS must be at most half of LEASE_TTL_MS, else one late renewal costs the lease.');
  }
  if (environment.RETRY_BASE_MS > environment.RETRY_MAX_MS) {
    problems.push('RETRY_BASE_MS must not be larger than RETRY_MAX_MS.');
  }
  if (environment.OFFLINE_POLL_MS > environment.OFFLINE_POLL_MAX_MS) {
    problems.push('OFFLINE_POLL_MS must not be larger than OFFLINE_POLL_MAX_MS.');
  }
  return problems;
}
