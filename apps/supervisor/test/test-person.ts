import { expect } from 'vitest';
import { meSchema, type Me } from '#libs/contracts';
import { SmtpServer, textOf } from '../../../libs/mail/test/smtp-server.js';
import type { TestSupervisor } from './test-supervisor.js';

export const PASSWORD = 'a long enough password';

/** The tokens in the links of mails to `email`, oldest first. */
export function linksTo(server: SmtpServer, email: string): string[] {
  return server.mails
    .filter(({ to }) => to.includes(email))
    .flatMap((mail) => [...textOf(mail).matchAll(/#token=([\w-]+)/g)].map((match) => match[1]!));
}

/** The token of the newest link; waits until there are `count`. */
export async function linkTo(server: SmtpServer, email: string, count = 1): Promise<string> {
  await expect.poll(() => linksTo(server, email).length, { timeout: 15_000 }).toBeGreaterThanOrEqual(count);
  return linksTo(server, email).at(-1)!;
}

/** Somebody with a browser: keeps cookies and says where its requests come from. */
export class TestPerson {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly supervisor: TestSupervisor,
    readonly email: string,
    readonly password = PASSWORD,
  ) {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await fetch(`${this.supervisor.url}${path}`, {
      method,
      headers: {
        origin: this.supervisor.url,
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        ...(this.cookies.size > 0
          ? { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
          : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return answer;
  }

  async api<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call(method, `/api/v1${path}`, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async signUp(): Promise<Response> {
    const { email, password } = this;
    return await this.call('POST', '/api/v1/sign-up', { email, password, name: 'Somebody' });
  }

  async signIn(password = this.password): Promise<Response> {
    return await this.call('POST', '/api/v1/session', { email: this.email, password });
  }

  async me(): Promise<Me> {
    return meSchema.parse(await this.api('GET', '/me'));
  }

  /** Signs up, opens the link in the same browser, and is signed in. */
  static async arrive(supervisor: TestSupervisor, server: SmtpServer, email: string): Promise<TestPerson> {
    const person = new TestPerson(supervisor, email);
    expect((await person.signUp()).status).toBe(202);
    await person.api('POST', '/verify-email', { token: await linkTo(server, email) });
    return person;
  }
}
