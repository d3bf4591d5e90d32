import { expect } from 'vitest';
import { problemSchema, type Problem } from '#libs/contracts';
import { createRedis, type RedisConnection } from '#libs/redis';
import { SmtpServer } from '../../../libs/mail/test/smtp-server.js';
import { testEnvironment } from '../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../test/support/services/test-redis.js';
import { PASSWORD, TestPerson } from './test-person.js';
import { TestSupervisor } from './test-supervisor.js';

/** Waits until what is read is as it should be. */
export const until = (read: () => unknown) => expect.poll(read, { timeout: 15_000 });

/** The problem document that an answer has to be. */
export async function problem(answer: Response, status: number, code: string): Promise<Problem> {
  const body: unknown = await answer.json();
  expect({ status: answer.status, body }).toMatchObject({ status, body: { status, code } });
  return problemSchema.parse(body);
}

/** A supervisor that sends mails, and the people who sign up at it. */
export class AccountWorld implements AsyncDisposable {
  /** Of the last new address: makes names that nobody has. */
  serial = 0;

  private constructor(
    private readonly redisServer: TestRedis,
    readonly smtp: SmtpServer,
    readonly supervisor: TestSupervisor,
    readonly redis: RedisConnection,
  ) {}

  static async start(variables: Record<string, string> = {}): Promise<AccountWorld> {
    const redisServer = await TestRedis.start();
    const smtp = await SmtpServer.start();
    const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: redisServer.url };
    const given = { SMTP_URL: smtp.url, THROTTLE_FACTOR: '1000', ...variables };
    const supervisor = await TestSupervisor.start(services, given);
    const redis = createRedis({ kind: 'single', url: redisServer.url }, 'test');
    return new AccountWorld(redisServer, smtp, supervisor, redis);
  }

  newEmail(): string {
    return `person${++this.serial}@example.org`;
  }

  person(email = this.newEmail(), password = PASSWORD): TestPerson {
    return new TestPerson(this.supervisor, email, password);
  }

  /** Somebody who signed up and opened the link. */
  async arrive(email = this.newEmail()): Promise<TestPerson> {
    return await TestPerson.arrive(this.supervisor, this.smtp, email);
  }

  subjectsTo(email: string): string[] {
    const mails = this.smtp.mails.filter(({ to }) => to.includes(email));
    return mails.map(({ raw }) => /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? '');
  }

  /** Runs one statement in the supervisor's database. */
  async sql<T>(statement: string, values: unknown[] = []): Promise<T[]> {
    const rows: T[] = await this.supervisor.database.database.unitOfWork().execute(statement, values);
    return rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.redis.disconnect();
    await this.supervisor[Symbol.asyncDispose]();
    await this.smtp[Symbol.asyncDispose]();
    await this.redisServer[Symbol.asyncDispose]();
  }
}
