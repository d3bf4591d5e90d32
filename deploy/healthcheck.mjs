// HEALTHCHECK of the image: asks whichever role runs in this container whether its event loop is alive.
const { SUPERVISOR_PORT = '3000', GATEWAY_PORT = '3001', WORKER_PORT = '3002' } = process.env;

async function alive(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(3000) });
  if (answer.status !== 200) throw new Error(`${port} answered ${answer.status}`);
}

try {
  await Promise.any([SUPERVISOR_PORT, GATEWAY_PORT, WORKER_PORT].map(alive));
} catch {
  process.stderr.write('No role of StreamShape answers in this container\n');
  process.exitCode = 1;
}
