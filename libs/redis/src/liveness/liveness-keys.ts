/** One hash tag: a script of the shared schedule touches all of them, in Redis Cluster too. */
export function livenessKeys(name = 'all') {
  const base = `{liveness:${name}}:`;
  return { plan: `${base}plan`, wants: `${base}wants`, silent: `${base}silent`, habits: `${base}habits` };
}
