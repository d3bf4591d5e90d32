import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadSupervisorConfig, type SupervisorConfig } from '#config';
import { createLogger } from '#libs/observability';
import { TemporaryDatabase } from '../../../libs/persistence/test/temporary-database.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createSupervisor } from '../src/create-supervisor.js';

export const OPERATOR_TOKEN = 'operator-token-of-this-test';
export const HEALTH_TOKEN = 'health-token-of-this-test';

/** As the set-up of the tests built it. */
const DASHBOARD = fileURLToPath(new URL('../../../dist/apps/dashboard', import.meta.url));

export interface TestServices {
  /** A PostgreSQL server on which a database of this supervisor's own is made. */
  postgresUrl: string;
  redisUrl: string;
}

/** A supervisor on a database of its own, with clocks of a tenth. */
export class TestSupervisor implements AsyncDisposable {
  private constructor(
    readonly database: TemporaryDatabase,
    readonly config: SupervisorConfig,
    readonly lines: string[],
    readonly app: NestFastifyApplication,
    readonly url: string,
  ) {}

  static async start(services: TestServices, variables: Record<string, string> = {}): Promise<TestSupervisor> {
    const database = await TemporaryDatabase.create(services.postgresUrl);
    const given = {
      DATABASE_URL: database.url,
      REDIS_URL: services.redisUrl,
      SUPERVISOR_PORT: '0',
      BIND_ADDRESS: '127.0.0.1',
      OPERATOR_TOKEN,
      HEALTH_TOKEN,
      SESSION_SECRET: randomBytes(16).toString('hex'),
      ENCRYPTION_KEY: randomBytes(16).toString('hex'),
      // Never a folder that somebody works with: files that this database does not know are swept away.
      UPLOADS_URL: pathToFileURL(join(tmpdir(), `streamshape-test-uploads-${process.pid}`)).href,
      LEASE_TTL_MS: '500',
      LEASE_RENEW_MS: '100',
      PLACEMENT_TICK_MS: '50',
      PLACEMENT_SPACING_MS: '300',
      MOVE_TIMEOUT_MS: '1500',
      ...variables,
    };
    const config = loadSupervisorConfig(given);
    const lines: string[] = [];
    const app = await createSupervisor(config, TestSupervisor.logger(lines), DASHBOARD);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as { port: number };
    return new TestSupervisor(database, config, lines, app, `http://127.0.0.1:${port}`);
  }

  /** Another one beside the first, on the same database and Redis. */
  async startSecond(config = this.config): Promise<NestFastifyApplication> {
    return await createSupervisor(config, TestSupervisor.logger(this.lines), DASHBOARD);
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${OPERATOR_TOKEN}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.close();
    await this.database[Symbol.asyncDispose]();
  }

  private static logger(lines: string[]) {
    return createLogger({ role: 'supervisor', destination: { write: (line) => void lines.push(line) } });
  }
}
