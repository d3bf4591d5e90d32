import { existsSync } from 'node:fs';
import { inRepository, root } from '../system/paths.mjs';
import { run } from '../system/run.mjs';
import { UserError } from '../system/user-error.mjs';
import { roles, sharedEnvironment } from './environment.mjs';
import { localStripeKeys } from './secrets.mjs';

/** Lets the product's own schema look at what every process will get, before anything starts. */
export async function checkConfiguration({ node, env, plan, ports, secrets, signal }) {
  const script = inRepository('dist', 'config', 'check.js');
  if (!existsSync(script)) return;
  // The embedded services get their ports later; for the check any well-formed address does.
  const urls = {
    postgres: 'postgresql://127.0.0.1:1/streamshape',
    redis: 'redis://127.0.0.1:1',
    simulator: 'http://127.0.0.1:1',
    stripe: 'http://127.0.0.1:1',
  };
  const shared = sharedEnvironment({ env, plan, ports, secrets, urls, stripeKeys: localStripeKeys(plan) });
  const demo = roles({ env, plan, ports, freePorts: [1, 2, 3, 4] }).find(({ app }) => app === 'supervisor').env;
  const { code, tail } = await run(node, [script], { cwd: root, env: { ...shared, ...demo }, signal });
  if (code !== 0) throw new UserError(tail || 'The configuration is not valid.');
}
