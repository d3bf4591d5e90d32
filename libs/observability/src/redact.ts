const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi;

/** Field names whose value never reaches a log, at any of the first three depths. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'cookies',
  'set-cookie',
  'key',
  'widgetKey',
  'apiKey',
  'password',
  'secret',
  'token',
  'sessionid',
  'encryptionKey',
  'operatorToken',
  'healthToken',
  ...['email', 'nickname', 'uniqueId', 'displayName', 'comment'],
  ...['databaseUrl', 'redisUrl', 'smtpUrl', 'stripeSecretKey', 'webhookSecret', 'signature', 'totp', 'recoveryCode'],
];

const quoted = (field: string) => (/^\w+$/.test(field) ? field : `["${field}"]`);
const below = (prefix: string, field: string) => (/^\w+$/.test(field) ? `${prefix}.${field}` : `${prefix}["${field}"]`);

/** Paths for pino's `redact`. */
export const redactedPaths: string[] = SECRET_FIELDS.flatMap((field) => [
  quoted(field),
  below('*', field),
  below('*.*', field),
]);

export const CENSORED = '[redacted]';

/** Ids of people at TikTok. */
const PERSON_ID = /\b\d{15,20}\b/g;

/** A request target without what must not be logged: widget keys (any UUID), ids of viewers and the query string. */
export function redactTarget(target: string): string {
  const path = target.split(/[?#]/, 1)[0] ?? '';
  return decoded(path).replace(UUID, CENSORED).replace(PERSON_ID, CENSORED).slice(0, 300);
}

/** A key can be written with percent signs and still open the page. */
function decoded(path: string): string {
  return path.replace(/%[0-7][0-9a-f]/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

const PATTERNS: [RegExp, string][] = [
  [CREDENTIALS, `$1[redacted]@`],
  // Stripe's secret, restricted and webhook keys, wherever somebody put them.
  [/\b(?:sk|rk|whsec)_[A-Za-z0-9_]{8,}/g, '[redacted]'],
  [/\bBearer +[\w.~+/=-]{8,}/gi, 'Bearer [redacted]'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '[redacted]'],
  [/(\/heartbeat\/)[\w-]+/g, '$1[redacted]'],
];

/** A finished line without what has a shape to be known by: addresses' passwords, keys of Stripe, tokens, e-mail. */
export function redactLine(line: string): string {
  return PATTERNS.reduce((text, [pattern, by]) => text.replace(pattern, by), line);
}

/** Free text without the user and password of an address like `redis://user:password@host`. */
export function redactCredentials(text: string): string {
  return text.replace(CREDENTIALS, `$1${CENSORED}@`);
}
