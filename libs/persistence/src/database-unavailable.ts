/** Codes of Node's sockets and of PostgreSQL that say "not now" rather than "never". */
const CODES =
  /^(ECONN|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|57P0[1-5]$|08(000|001|003|004|006)$|53300$|57014$)/;
const WORDS = /connection terminated|timeout exceeded|query read timeout|cannot connect|client has encountered/i;

/** Whether `error`, or what caused it, means that PostgreSQL is out of reach for now. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if ('code' in cause && typeof cause.code === 'string' && CODES.test(cause.code)) return true;
    if (WORDS.test(cause.message)) return true;
  }
  return false;
}
