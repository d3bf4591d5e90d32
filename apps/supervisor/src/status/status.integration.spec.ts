import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statusSchema, type StatusView } from '#libs/contracts';
import { PostgresStatusRepository } from '#libs/persistence';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestSupervisor } from '../../test/test-supervisor.js';

const CLEAR_MS = 40_000;
let gateway: Server;
let gatewayStatus = 200;
let supervisor: TestSupervisor;

beforeAll(async () => {
  gateway = createServer((_, response) => response.writeHead(gatewayStatus).end()).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: testEnvironment.redisUrl() };
  const variables = { CANARY_GATEWAY_URL: `http://127.0.0.1:${port}`, STATUS_INTERVAL_MS: '50' };
  supervisor = await TestSupervisor.start(services, variables);
});
afterAll(async () => {
  await supervisor[Symbol.asyncDispose]();
  gateway.closeAllConnections();
  gateway.close();
});

const status = async (): Promise<StatusView> =>
  statusSchema.parse(await (await fetch(`${supervisor.url}/status.json`)).json());
const part = async (id: string) => (await status()).parts.find((one) => one.id === id);

describe('the status page', () => {
  it('says that all works, without names, to anybody', async () => {
    await supervisor.call('POST', '/api/v1/streamers', { handle: 'secret.handle', enabled: false });
    await expect.poll(async () => (await status()).status).toBe('ok');
    expect((await status()).parts.map(({ id }) => id)).toEqual(['dashboard', 'overlays', 'connections']);
    await expect.poll(async () => (await part('dashboard'))?.days.at(-1)?.uptime).toBe(1);
    const page = await fetch(`${supervisor.url}/status`);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('Everything works');
    expect(html + JSON.stringify(await status())).not.toContain('secret.handle');
  });

  it('tells of trouble while it lasts, and of the incident afterwards', async () => {
    gatewayStatus = 503;
    await expect.poll(async () => (await part('overlays'))?.state).toBe('trouble');
    expect((await part('dashboard'))?.state).toBe('ok');
    await expect.poll(async () => (await status()).incidents).toMatchObject([{ part: 'overlays', endedAt: null }]);
    expect(await (await fetch(`${supervisor.url}/status`)).text()).toContain('Something is not working');
    gatewayStatus = 200;
    await expect.poll(async () => (await part('overlays'))?.state).toBe('ok');
    // The clock of the history is its looks': one from later ends it.
    const repository = new PostgresStatusRepository(supervisor.database.database);
    await repository.note([{ part: 'overlays', ok: true, at: new Date(Date.now() + 60_000) }], CLEAR_MS);
    await expect.poll(async () => (await status()).incidents[0]?.endedAt).toEqual(expect.any(String));
    expect((await part('overlays'))!.uptime).toBeLessThan(1);
  });

  it('tells what the operator announced as an incident, and nothing else', async () => {
    const work = supervisor.database.database.unitOfWork();
    await work.execute(`create table if not exists announcement (
      id uuid not null, level text not null, title text not null, text text not null,
      starts_at timestamptz(3) not null, ends_at timestamptz(3) null, primary key (id))`);
    await work.execute(`insert into announcement values
      (gen_random_uuid(), 'incident', 'We repair it', 'soon', now(), null),
      (gen_random_uuid(), 'info', 'A new theme', '', now(), null)`);
    await expect.poll(async () => (await status()).notices.map(({ title }) => title)).toEqual(['We repair it']);
  });

  it('keeps one incident however many see it, and forgets old history', async () => {
    const repository = new PostgresStatusRepository(supervisor.database.database);
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
    const look = (ok: boolean, second: number) => ({ part: 'payments' as const, ok, at: at(second) });
    await Promise.all([repository.note([look(false, 0)], CLEAR_MS), repository.note([look(false, 1)], CLEAR_MS)]);
    // One supervisor is well again while another still sees it.
    await repository.note([look(true, 10), look(false, 30), look(true, 45)], CLEAR_MS);
    const open = async () => (await repository.history(3650)).incidents.some((one) => one.endedAt === null);
    // Supervisors that look seldom give each other longer.
    await repository.note([look(true, 79)], 130_000);
    expect(await open()).toBe(true);
    await repository.note([look(true, 80)], CLEAR_MS);
    expect(await open()).toBe(false);
    const rows = await supervisor.database.database
      .unitOfWork()
      .execute<{ seconds: string }[]>(
        `select extract(epoch from ended_at - began_at)::text as seconds from status_incident where part = 'payments'`,
      );
    expect(rows).toHaveLength(1);
    expect([29, 30]).toContain(Number(rows[0]!.seconds));
    expect(await repository.prune(30)).toBe(2);
  });
});
