import { randomBytes } from 'node:crypto';
import { Database } from '../src/database.js';

/** A migrated database of a test's own on the server of `serverUrl`; dropped at the end. */
export class TemporaryDatabase implements AsyncDisposable {
  private constructor(
    private readonly server: Database,
    private readonly name: string,
    readonly url: string,
    readonly database: Database,
  ) {}

  static async create(serverUrl: string, options: { migrate?: boolean } = {}): Promise<TemporaryDatabase> {
    const name = `test_${randomBytes(8).toString('hex')}`;
    const server = new Database({ url: serverUrl, poolSize: 1 });
    await server.unitOfWork().execute(`create database ${name}`);
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    const database = new Database({ url: url.href });
    if (options.migrate ?? true) await database.migrate();
    return new TemporaryDatabase(server, name, url.href, database);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.database.close();
    await this.server.unitOfWork().execute(`drop database ${this.name} with (force)`);
    await this.server.close();
  }
}
