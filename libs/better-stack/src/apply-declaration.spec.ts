import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentSchema } from '#config';
import { FakeBetterStack } from '../test/fake-better-stack.js';
import { applyDeclaration, BetterStackApi, BetterStackError, declarationSchema, type Installation } from './index.js';

const file = new URL('../../../deploy/monitoring/betterstack.json', import.meta.url);
const declaration = declarationSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
const installation: Installation = {
  addresses: { PUBLIC_URL: 'https://example.org/', WIDGETS_URL: 'https://w.example.org' },
  uses: { canary: true, stripe: true },
  subdomain: 'example',
};

let fake: FakeBetterStack;
const api = (token = fake.token) => new BetterStackApi({ url: fake.url, token, retryMs: 1 });
const apply = (more: Partial<Installation> = {}, dryRun = false) =>
  applyDeclaration(api(), declaration, { ...installation, ...more }, dryRun);
const did = (steps: { did: string }[]) => new Set(steps.map((step) => step.did));
const writes = () => fake.calls.filter((call) => !call.startsWith('GET'));

beforeEach(async () => {
  fake = await FakeBetterStack.start();
});
afterEach(() => fake[Symbol.asyncDispose]());

describe('what is declared for Better Stack', () => {
  it('is created once, and found again on every page of the list', async () => {
    const { steps, heartbeats } = await apply();
    expect(did(steps)).toEqual(new Set(['created']));
    expect(fake.names('/monitors', 'url')).toContain('https://example.org/health/brokers');
    expect(Object.keys(heartbeats).toSorted()).toEqual(declaration.heartbeats.map(({ key }) => key).toSorted());
    expect(heartbeats['BETTERSTACK_HEARTBEAT_BACKUP_URL']).toMatch(/\/heartbeat\/h\d+$/);
    for (const key of Object.keys(heartbeats)) expect(environmentSchema.shape).toHaveProperty(key);

    const before = writes().length;
    expect(did((await apply()).steps)).toEqual(new Set(['unchanged']));
    expect(writes().length).toBe(before);
  });

  it('is put right where it differs, and nothing else is touched', async () => {
    await apply();
    const [first] = fake.collections.get('/heartbeats')!;
    first!.attributes['grace'] = 999;
    fake.collections.get('/heartbeats')!.push({ id: '1', type: 'heartbeat', attributes: { name: 'Somebody else’s' } });
    const { steps } = await apply();
    expect(steps.filter((step) => step.did === 'changed')).toEqual([
      { kind: 'heartbeat', name: 'StreamShape: supervisor', did: 'changed', fields: ['grace'] },
    ]);
    expect(first!.attributes['grace']).toBe(15);
    expect(fake.names('/heartbeats', 'name')).toContain('Somebody else’s');
  });

  it('is only looked at in a dry run', async () => {
    expect(did((await apply({}, true)).steps)).toEqual(new Set(['created']));
    expect(writes()).toEqual([]);
  });

  it('is less where parts of the product are not in use', async () => {
    const { steps } = await apply({ uses: { canary: false, stripe: false }, subdomain: undefined });
    expect(steps.filter(({ kind }) => kind === 'heartbeat').map(({ name }) => name)).toEqual([
      ...['StreamShape: supervisor', 'StreamShape: workers', 'StreamShape: backup'],
    ]);
    expect(steps.some(({ kind }) => kind === 'status page')).toBe(false);
    await expect(apply({ addresses: {} })).rejects.toThrow('PUBLIC_URL is missing');
  });

  it('puts on the status page what has a public name', async () => {
    await apply();
    const [page] = fake.collections.get('/status-pages')!;
    expect(fake.names(`/status-pages/${page!.id}/resources`, 'public_name')).toEqual([
      ...['Dashboard', 'TikTok connections', 'Overlays in OBS', 'Alerts, checked all the way', 'Payments'],
    ]);
  });
});

describe('Better Stack that says no', () => {
  const failure = async (run: () => Promise<unknown>): Promise<BetterStackError> => {
    const error = await run().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(BetterStackError);
    return error as BetterStackError;
  };

  it('to the token is told which key to look at', async () => {
    const error = await failure(() => applyDeclaration(api('wrong-token-of-mine'), declaration, installation));
    expect(error).toMatchObject({ code: 'BETTERSTACK.TOKEN' });
    expect(error.message).toContain('BETTERSTACK_API_TOKEN');
    expect(error.message).not.toContain('wrong-token-of-mine');
  });

  it('because the plan has no room is told so, and the next run goes on', async () => {
    fake.monitorLimit = 1;
    expect((await failure(() => apply())).code).toBe('BETTERSTACK.LIMIT');
    fake.monitorLimit = Infinity;
    const { steps } = await apply();
    expect(steps.filter((step) => step.did === 'unchanged')).toHaveLength(1);
    expect(fake.names('/monitors', 'pronounceable_name')).toHaveLength(3);
  });

  it('for now is asked again; what it dislikes is passed on', async () => {
    fake.trouble.push({ status: 429, headers: { 'retry-after': '0' } }, { status: 502 });
    expect((await apply()).steps.length).toBeGreaterThan(5);
    const error = await failure(() => api().create('/monitors', { url: 'x' }));
    expect(error).toMatchObject({ code: 'BETTERSTACK.REFUSED' });
    expect(error.message).toContain("monitor_type can't be blank");
  });

  it('does not create twice what it may have created', async () => {
    fake.trouble.push({ status: 502 });
    const before = fake.calls.length;
    expect((await failure(() => api().create('/monitors', { url: 'x' }))).code).toBe('BETTERSTACK.AWAY');
    expect(fake.calls.length).toBe(before + 1);
  });

  it('with the next page elsewhere does not get the token sent there', async () => {
    const body = JSON.stringify({ data: [], pagination: { next: 'https://elsewhere.example/api' } });
    fake.trouble.push({ status: 200, headers: { 'content-type': 'application/json' }, body });
    expect((await failure(() => api().list('/monitors'))).message).toContain('not followed');
  });
});
