/** An error as Stripe answers it. */
export class StripeProblem extends Error {
  constructor(
    readonly status: number,
    readonly type: 'invalid_request_error' | 'idempotency_error' | 'card_error' | 'api_error',
    message: string,
    readonly more: { code?: string; param?: string; decline_code?: string } = {},
  ) {
    super(message);
  }
}

export function missing(kind: string, id: string, param = 'id'): StripeProblem {
  return new StripeProblem(404, 'invalid_request_error', `No such ${kind}: '${id}'`, {
    code: 'resource_missing',
    param,
  });
}

export function invalid(message: string, param?: string, code?: string): StripeProblem {
  return new StripeProblem(400, 'invalid_request_error', message, { ...(param && { param }), ...(code && { code }) });
}

export function declined(): StripeProblem {
  const more = { code: 'card_declined', decline_code: 'generic_decline' };
  return new StripeProblem(402, 'card_error', 'Your card was declined.', more);
}
