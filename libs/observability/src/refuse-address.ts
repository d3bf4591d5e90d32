/** The part of a Fastify reply that is needed here. */
interface AddressReply {
  raw: { writeHead(status: number, headers: Record<string, string>): unknown; end(body: string): unknown };
}

const HEADERS = {
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Answers what Fastify's router refuses before any hook runs, like `/%ff`: a problem document as everywhere, which does
 * not repeat what was sent. For the option `frameworkErrors`.
 */
export function refuseAddress(error: { statusCode?: number }, _request: unknown, { raw }: AddressReply): void {
  const problem =
    error.statusCode === 414
      ? { title: 'Address too long', status: 414, code: 'REQUEST.ADDRESS_TOO_LONG' }
      : { title: 'Bad request', status: 400, code: 'REQUEST.BAD_ADDRESS' };
  const detail = problem.status === 414 ? 'A part of the address is too long' : 'The address is not well-formed';
  const body = JSON.stringify({ type: `urn:streamshape:problem:${problem.code.toLowerCase()}`, ...problem, detail });
  raw.writeHead(problem.status, { ...HEADERS, 'content-length': String(Buffer.byteLength(body)) });
  raw.end(body);
}
