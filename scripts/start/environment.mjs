const TIKTOK_KEYS = ['TIKTOK_WEB_URL', 'TIKTOK_WEBCAST_URL', 'TIKTOK_SIGN_URL'];
/** With any of them set the operator has said what is sold here, or that nothing is. */
const MONEY_KEYS = [
  ...['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_PRICE_ID', 'STRIPE_API_URL', 'STRIPE_AUTOMATIC_TAX'],
  ...['PLANS', 'SELF_HOSTED_PLAN'],
];
const DEMO_HANDLE = 'demo';
const LOOPBACK = '127.0.0.1';
/** Of the local Stripe's catalogue: apps/stripe-simulator/src/catalogue.ts. */
const DEMO_PRICES = 'price_demo_monthly,price_demo_yearly';

/** What is embedded and simulated, decided by the environment and the flags alone. */
export function choosePlan(env, { handle } = {}) {
  const ownServers = TIKTOK_KEYS.filter((key) => env[key]);
  return {
    embeddedPostgres: !env.DATABASE_URL,
    embeddedRedis: !env.REDIS_URL && !env.REDIS_CLUSTER_NODES,
    simulator: !handle && ownServers.length === 0,
    demo: env.NODE_ENV !== 'production',
    stripe: env.NODE_ENV !== 'production' && !MONEY_KEYS.some((key) => env[key]),
    handle: handle ?? DEMO_HANDLE,
    followsRealRoom: Boolean(handle),
    tiktokServers: Object.fromEntries(ownServers.map((key) => [key, env[key]])),
  };
}

/** The environment that all processes share: what the user gave, and what is missing in it. */
export function sharedEnvironment({ env, plan, ports, secrets, urls, stripeKeys }) {
  const simulated = Object.fromEntries(TIKTOK_KEYS.map((key) => [key, urls.simulator]));
  return {
    ...env,
    ...secrets,
    ...(plan.stripe && { ...stripeKeys, STRIPE_API_URL: urls.stripe, STRIPE_PRICE_ID: DEMO_PRICES }),
    // A key of its own: a real one stays here, and without any the small anonymous quota would count.
    ...(plan.simulator && { ...simulated, TIKTOK_SIGN_PROVIDERS: '', TIKTOK_SIGN_API_KEY: 'simulator' }),
    ...(plan.embeddedPostgres && { DATABASE_URL: urls.postgres }),
    ...(plan.embeddedRedis && { REDIS_URL: urls.redis }),
    ...Object.fromEntries(Object.entries(ports).map(([key, port]) => [key, String(port)])),
    PUBLIC_URL: env.PUBLIC_URL || `http://localhost:${ports.SUPERVISOR_PORT}`,
    WIDGETS_URL: env.WIDGETS_URL || `http://localhost:${ports.GATEWAY_PORT}`,
  };
}

/**
 * The processes of the product; a lower `stage` stops earlier.
 * @returns {{ name: string, app: string, stage: number, host: string, port: number, env: Record<string, string> }[]}
 */
export function roles({ env, plan, ports, freePorts }) {
  const [simulatorPort, secondWorkerPort, anyWorkerPort, stripePort] = freePorts;
  const host = isWildcard(env.BIND_ADDRESS) ? LOOPBACK : env.BIND_ADDRESS;
  const demo = plan.demo ? { STREAMSHAPE_DEMO: '1', STREAMSHAPE_DEMO_HANDLE: plan.handle } : {};
  const simulator = {
    name: 'simulator-1',
    app: 'tiktok-simulator',
    stage: 1,
    host: LOOPBACK,
    port: simulatorPort,
    env: { SIMULATOR_PORT: String(simulatorPort) },
  };
  const stripe = {
    name: 'stripe-1',
    app: 'stripe-simulator',
    stage: 1,
    host: LOOPBACK,
    port: stripePort,
    env: { STRIPE_SIMULATOR_PORT: String(stripePort) },
  };
  const worker = (number, port) => ({
    name: `worker-${number}`,
    app: 'worker',
    stage: 1,
    host,
    port,
    env: {
      WORKER_PORT: String(port),
      ...(env.WORKER_NODE_ID && { WORKER_NODE_ID: `${env.WORKER_NODE_ID}-${number}` }),
    },
  });
  return [
    ...(plan.simulator ? [simulator] : []),
    ...(plan.stripe ? [stripe] : []),
    { name: 'supervisor-1', app: 'supervisor', stage: 2, host, port: ports.SUPERVISOR_PORT, env: demo },
    worker(1, ports.WORKER_PORT || anyWorkerPort),
    worker(2, secondWorkerPort),
    { name: 'gateway-1', app: 'widget-gateway', stage: 1, host, port: ports.GATEWAY_PORT, env: demo },
  ];
}

const isWildcard = (address) => !address || address === '0.0.0.0' || address === '::';
