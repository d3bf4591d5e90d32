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

/** A request target without what must not be logged: widget keys (any UUID) and the query string. */
export function redactTarget(target: string): string {
  const path = target.split(/[?#]/, 1)[0] ?? '';
  return decoded(path).replace(UUID, CENSORED).slice(0, 300);
}

/** A key can be written with percent signs and still open the page. */
function decoded(path: string): string {
  return path.replace(/%[0-7][0-9a-f]/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

/** Free text without the user and password of an address like `redis://user:password@host`. */
export function redactCredentials(text: string): string {
  return text.replace(CREDENTIALS, `$1${CENSORED}@`);
}
