import { describe, expect, it } from 'vitest';
import { choosePlan, roles, sharedEnvironment } from './environment.mjs';

const ports = { SUPERVISOR_PORT: 3000, GATEWAY_PORT: 3001, WORKER_PORT: 3002 };
const urls = { postgres: 'postgresql://embedded', redis: 'redis://embedded', simulator: 'http://simulator' };

function shared(env: Record<string, string>, flags = {}) {
  return sharedEnvironment({ env, plan: choosePlan(env, flags), ports, secrets: { HEALTH_TOKEN: 'made up' }, urls });
}

describe('what is embedded and simulated', () => {
  it('is everything on its own', () => {
    expect(choosePlan({})).toMatchObject({
      embeddedPostgres: true,
      embeddedRedis: true,
      simulator: true,
      handle: 'demo',
    });
    expect(shared({})).toMatchObject({
      DATABASE_URL: urls.postgres,
      REDIS_URL: urls.redis,
      TIKTOK_SIGN_URL: urls.simulator,
      PUBLIC_URL: 'http://localhost:3000',
      WIDGETS_URL: 'http://localhost:3001',
    });
  });

  it('is nothing in the place of a service that was given', () => {
    const given = { DATABASE_URL: 'postgresql://own', REDIS_CLUSTER_NODES: 'a:1,b:2' };
    expect(choosePlan(given)).toMatchObject({ embeddedPostgres: false, embeddedRedis: false });
    expect(shared(given)).toMatchObject({ DATABASE_URL: 'postgresql://own' });
    expect(shared(given)).not.toHaveProperty('REDIS_URL');
  });

  it('leaves the simulator out when a room or servers are named', () => {
    expect(choosePlan({}, { handle: 'some.name' })).toMatchObject({ simulator: false, handle: 'some.name' });
    expect(choosePlan({ TIKTOK_WEB_URL: 'http://own' }).simulator).toBe(false);
    expect(shared({}, { handle: 'some.name' })).not.toHaveProperty('TIKTOK_WEB_URL');
  });

  it('sells through a local Stripe unless somebody has said what is sold', () => {
    const stripeKeys = { STRIPE_SECRET_KEY: 'sk_test_local' };
    const plan = choosePlan({});
    expect(plan.stripe).toBe(true);
    const given = { env: {}, plan, ports, secrets: {}, urls: { ...urls, stripe: 'http://stripe' }, stripeKeys };
    expect(sharedEnvironment(given)).toMatchObject({ ...stripeKeys, STRIPE_API_URL: 'http://stripe' });
    for (const env of [{ STRIPE_SECRET_KEY: 'x' }, { SELF_HOSTED_PLAN: 'none' }, { NODE_ENV: 'production' }]) {
      expect(choosePlan(env).stripe).toBe(false);
    }
  });

  it('has no demo in production', () => {
    expect(choosePlan({ NODE_ENV: 'production' }).demo).toBe(false);
  });
});

describe('the processes', () => {
  const list = (env = {}, flags = {}) =>
    roles({ env, plan: choosePlan(env, flags), ports, freePorts: [5000, 5001, 5002, 5003] });

  it('are a simulator, a local Stripe, a supervisor, two workers and a gateway', () => {
    expect(list().map(({ name, port }) => [name, port])).toEqual([
      ['simulator-1', 5000],
      ['stripe-1', 5003],
      ['supervisor-1', 3000],
      ['worker-1', 3002],
      ['worker-2', 5001],
      ['gateway-1', 3001],
    ]);
    expect(list({}, { handle: 'some.name' }).map(({ name }) => name)).not.toContain('simulator-1');
  });

  it('stop with the supervisor last', () => {
    const stages = Object.fromEntries(list().map(({ name, stage }) => [name, stage]));
    expect(Math.max(...Object.values(stages))).toBe(stages['supervisor-1']);
  });

  it('tell the supervisor and the gateway of the demo', () => {
    const told = list().filter(({ env }) => env['STREAMSHAPE_DEMO'] === '1');
    expect(told.map(({ name }) => name)).toEqual(['supervisor-1', 'gateway-1']);
  });

  it('keep two workers apart when a name was given', () => {
    const names = list({ WORKER_NODE_ID: 'box' }).map(({ env }) => env['WORKER_NODE_ID']);
    expect(names.filter(Boolean)).toEqual(['box-1', 'box-2']);
  });
});
