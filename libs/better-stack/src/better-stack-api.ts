/** A monitor, heartbeat, page, section or component as the API has it (JSON:API). */
export interface Resource {
  id: string;
  attributes: Record<string, unknown>;
}

export interface BetterStackOptions {
  url: string;
  token: string;
  /** Between tries, ms. */
  retryMs?: number;
}

/** Better Stack said no, or said nothing. The message says what to do. */
export class BetterStackError extends Error {
  constructor(
    readonly code: 'BETTERSTACK.TOKEN' | 'BETTERSTACK.LIMIT' | 'BETTERSTACK.REFUSED' | 'BETTERSTACK.AWAY',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'BetterStackError';
  }
}

const TIMEOUT_MS = 15_000;
const TRIES = 4;
const LONGEST_WAIT_MS = 30_000;
const PER_PAGE = 250;
const LIMIT_WORDS = /\b(limit|plan|upgrade|quota|exceeded)\b/i;

type Method = 'GET' | 'POST' | 'PATCH';

/** The Uptime API v2: https://betterstack.com/docs/uptime/api/. Sends the token nowhere but to its own address. */
export class BetterStackApi {
  private readonly base: string;

  constructor(private readonly options: BetterStackOptions) {
    this.base = `${options.url.replace(/\/+$/, '')}/api/v2`;
  }

  /** Everything below `path`, page by page. */
  async list(path: string): Promise<Resource[]> {
    const found: Resource[] = [];
    let next: string | undefined = `${this.base}${path}?per_page=${PER_PAGE}`;
    for (let page = 0; next !== undefined && page < 1000; page++) {
      const body = (await this.call('GET', next)) as { data?: unknown; pagination?: { next?: string | null } };
      found.push(...(Array.isArray(body.data) ? body.data.map(toResource) : []));
      next = body.pagination?.next ?? undefined;
      if (next !== undefined && new URL(next).origin !== new URL(this.base).origin) {
        throw new BetterStackError(
          'BETTERSTACK.REFUSED',
          'The next page is said to be at another address; not followed.',
        );
      }
    }
    return found;
  }

  async create(path: string, attributes: object): Promise<Resource> {
    return dataOf(await this.call('POST', this.base + path, attributes));
  }

  async update(path: string, attributes: object): Promise<Resource> {
    return dataOf(await this.call('PATCH', this.base + path, attributes));
  }

  /** What may be repeated without harm is; a creation that got no answer may have happened. */
  private async call(method: Method, url: string, body?: object): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.send(method, url, body);
      const last = attempt === TRIES;
      if (answer instanceof Response && answer.ok) return await answer.json();
      const again = answer instanceof Response ? mayRepeat(answer.status, method) : method !== 'POST';
      if (last || !again) throw await errorOf(answer);
      await this.wait(answer instanceof Response ? answer.headers.get('retry-after') : null, attempt);
      if (answer instanceof Response) await answer.body?.cancel();
    }
  }

  private async send(method: Method, url: string, body: object | undefined): Promise<Response | Error> {
    try {
      return await fetch(url, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          authorization: `Bearer ${this.options.token}`,
          accept: 'application/json',
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private async wait(retryAfter: string | null, attempt: number): Promise<void> {
    const asked = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : 0;
    const own = (this.options.retryMs ?? 1000) * 2 ** (attempt - 1);
    await new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_WAIT_MS, Math.max(asked, own))));
  }
}

function mayRepeat(status: number, method: Method): boolean {
  return status === 429 || (status >= 500 && method !== 'POST');
}

function toResource(value: unknown): Resource {
  const { id, attributes } = value as { id: unknown; attributes: unknown };
  return { id: String(id), attributes: (attributes ?? {}) as Record<string, unknown> };
}

function dataOf(body: unknown): Resource {
  return toResource((body as { data: unknown }).data);
}

async function errorOf(answer: Response | Error): Promise<BetterStackError> {
  if (answer instanceof Error) {
    const text = 'Better Stack does not answer. Look at BETTERSTACK_API_URL and the network, then run this again.';
    return new BetterStackError('BETTERSTACK.AWAY', text, { cause: answer });
  }
  const { status } = answer;
  const said = messagesIn(await answer.text().catch(() => ''));
  if (status === 401 || status === 403) {
    const text = `The token was refused (${status}). BETTERSTACK_API_TOKEN must be an Uptime API token of your team.`;
    return new BetterStackError('BETTERSTACK.TOKEN', text);
  }
  if (status === 429) {
    return new BetterStackError('BETTERSTACK.AWAY', 'Better Stack asks for fewer calls. Run this again in a minute.');
  }
  if (status === 402 || LIMIT_WORDS.test(said)) {
    const text = `Your plan at Better Stack has no room for this: ${said || status}. Remove something there, or leave it out of the list.`;
    return new BetterStackError('BETTERSTACK.LIMIT', text);
  }
  if (status >= 500) {
    return new BetterStackError('BETTERSTACK.AWAY', `Better Stack has trouble (${status}). Run this again later.`);
  }
  return new BetterStackError(
    'BETTERSTACK.REFUSED',
    `Better Stack refused it (${status}): ${said || 'without a reason'}`,
  );
}

/** `errors` is a text, a list, or texts by field. */
function messagesIn(body: string): string {
  try {
    const { errors } = JSON.parse(body) as { errors?: unknown };
    if (typeof errors === 'string') return errors;
    if (Array.isArray(errors)) return errors.map(String).join('; ');
    if (typeof errors !== 'object' || errors === null) return '';
    return Object.entries(errors)
      .map(([field, texts]) => `${field} ${Array.isArray(texts) ? texts.join(', ') : String(texts)}`)
      .join('; ');
  } catch {
    return body.slice(0, 200);
  }
}
