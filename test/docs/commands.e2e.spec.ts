import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresStreamerRepository } from '#libs/persistence';
import { FakeBetterStack } from '../../libs/better-stack/test/fake-better-stack.js';
import { TemporaryDatabase } from '../../libs/persistence/test/temporary-database.js';
import { testEnvironment } from '../support/services/test-environment.js';
import { TestRedis } from '../support/services/test-redis.js';

const run = promisify(execFile);
const VIEWER = '7123456789012345678';
const SECRET = 'a-secret-of-these-commands';
let folder: string;
let redis: TestRedis;
let database: TemporaryDatabase;
let betterStack: FakeBetterStack;

/** Lines of the guides' fences that begin with an npm command, those that go on on the next line as one. */
async function shownCommands(page: string): Promise<string[]> {
  const text = (await readFile(page, 'utf8')).replaceAll(/\\\n\s*/g, '');
  const fences = [...text.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
  const lines = fences.flatMap((code) => code.split('\n'));
  return lines.filter((line) => /^([A-Z_]+=\S+ )*npm run (backup|restore|rebuild|viewer|betterstack)/.test(line));
}

async function follow(command: string, environment: Record<string, string> = {}) {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    ...{ OPERATOR_TOKEN: SECRET, HEALTH_TOKEN: SECRET, ENCRYPTION_KEY: SECRET, SESSION_SECRET: SECRET },
    BACKUP_FOLDER: join(folder, 'backups'),
    UPLOADS_URL: `file://${folder}/uploads`,
    BETTERSTACK_API_URL: betterStack.url,
    ...environment,
  };
  const { stdout } = await run('sh', ['-e', '-c', command.replace('npm run ', 'npm run -s ')], {
    env,
    cwd: resolve('.'),
  });
  return stdout;
}

const newestArchive = async () => join(folder, 'backups', (await readdir(join(folder, 'backups'))).toSorted().at(-1)!);
const withArchive = async (command: string) => command.replace(/\.data\/backups\/\S+\.tar\.gz/, await newestArchive());

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streamshape-guides-'));
  redis = await TestRedis.start();
  database = await TemporaryDatabase.create(testEnvironment.databaseUrl());
  betterStack = await FakeBetterStack.start();
  const id = randomUUID();
  const streamer = { id, handle: 'guide', enabled: true, timeZone: 'UTC' };
  await new PostgresStreamerRepository(database.database).create({
    ...streamer,
    key: { hash: 'a'.repeat(64), encrypted: 'x' },
  });
  await database.database.unitOfWork().execute(
    `insert into ledger_event (streamer_id, event_id, epoch, log_offset, type, at, received_at, user_id, coins, payload)
     values (?, 'e1', 'e', 1, 'gift', now(), now(), ?, 5, '{}')`,
    [id, VIEWER],
  );
});
afterAll(async () => {
  await betterStack[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('the commands of the guides, as they stand there', () => {
  it('make a backup, look at it, and put it back', async () => {
    const commands = await shownCommands('docs/self-hosting.md');
    const of = (word: string) => commands.filter((command) => command.startsWith(`npm run ${word}`));
    const [make, verify, ...otherBackups] = of('backup');
    expect(otherBackups).toEqual([]);
    expect(await follow(make!)).toContain('read back and whole');
    expect(await follow(await withArchive(verify!))).toContain('is whole');
    const [restore] = of('restore');
    await expect(follow(await withArchive(restore!))).rejects.toThrow('not empty');
    await using empty = await TemporaryDatabase.create(testEnvironment.databaseUrl(), { migrate: false });
    const there = { DATABASE_URL: empty.url };
    expect(await follow(await withArchive(restore!), there)).toContain('Restored the state of');
    expect(await follow(of('rebuild')[0]!, there)).toContain('guide:');
    expect(JSON.parse(await follow(`npm run viewer -- export ${VIEWER}`, there))).toMatchObject({
      ledger: [{ coins: 5 }],
    });
  });

  it('give a viewer everything, and forget them', async () => {
    const [show, erase] = await shownCommands('docs/privacy.md');
    expect(JSON.parse(await follow(show!))).toMatchObject({ viewerId: VIEWER, ledger: [{ coins: 5 }] });
    expect(JSON.parse(await follow(erase!))).toMatchObject({ ledger: 1 });
    expect(JSON.parse(await follow(show!))).toMatchObject({ ledger: [] });
  });

  it('tell Better Stack what to watch', async () => {
    const commands = await shownCommands('docs/self-hosting.md');
    const dryRun = commands.find((command) => command.includes('betterstack'))!;
    const withToken = dryRun.replace('…', betterStack.token);
    expect(await follow(withToken)).toContain('would be created');
    expect(betterStack.names('/monitors', 'url')).toEqual([]);
    expect(await follow(withToken.replace(' -- --dry-run', ''))).toContain('BETTERSTACK_HEARTBEAT_SUPERVISOR_URL=');
    expect(betterStack.names('/monitors', 'url')).toContain('https://live.example.org/health/ready');
  });
});
